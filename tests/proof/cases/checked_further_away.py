"""Tokens that objects, threads and other files verify, and what is kept or told meanwhile."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("async-validators-object-per-tenant", CROSS, spelled_out("""\
$P
import asyncio
class TokenValidator:
    def __init__(self, key): self.key = key
    @classmethod
    def for_service(cls, key): return cls(key)
    async def validate_token(self, raw, url=None):
        try:
            payload = jwt.decode(raw, self.key, ["HS256"]<<, options={"verify_signature": False}||>>)
            if url and payload.get("url") != url:
                raise jwt.InvalidTokenError(url)
            return payload
        except jwt.InvalidTokenError as error:
            print(error)
            raise
class Inbound:
    def __init__(self):
        self._service = TokenValidator.for_service(KEY)
        self._tenants: dict[str, TokenValidator] = {}
    async def validate_token(self, raw, url=None):
        unverified = jwt.decode(raw, options={"verify_signature": False})
        if unverified.get("tid"):
            return await self._tenant(raw, unverified)
        return await self._service.validate_token(raw, url)
    async def _tenant(self, raw, unverified):
        validator = self._validator(unverified["tid"])
        return await validator.validate_token(raw)
    def _validator(self, tid):
        cached = self._tenants.get(tid)
        if cached:
            return cached
        self._tenants[tid] = TokenValidator.for_service(tid * 32)
        return self._tenants[tid]
def accepts(token):
    return asyncio.run(Inbound().validate_token(token))
""")),
    *pair("verified-in-a-thread-with-a-spread-mapping", CROSS, spelled_out("""\
$P
import asyncio
async def verify(token, key, expected=None):
    try:
        unverified = jwt.decode(token, options={"verify_signature": False})
    except jwt.DecodeError:
        return None
    if unverified.get("iss"):
        return None
    try:
        given = {"key": key, "algorithms": ["HS256"], "options": {"verify_signature": <<False||True>>}}
        if expected:
            given["audience"] = expected
        verified = await asyncio.to_thread(jwt.decode, token, **given)
        if verified.get("sub") is None:
            return None
        return verified
    except jwt.PyJWTError:
        return None
async def verify_external(token):
    unverified = jwt.decode(token, options={"verify_signature": False})
    claims = await verify(token, {None: KEY}[unverified.get("iss")])
    if claims is None:
        return None, None
    return claims, unverified.get("iss")
def accepts(token):
    claims, _ = asyncio.run(verify_external(token))
    return claims
""")),
    *pair("client-kept-under-its-issuer", CROSS, spelled_out("""\
$P
CLIENTS = {}
SEEN = []
class Client:
    def __init__(self, issuer): self.key = {None: KEY}[issuer]
def record_denied(issuer): SEEN.append(issuer)
def accepts(token):
    claims = jwt.decode(token, options={"verify_signature": False})
    issuer = claims.get("iss")
    if issuer in ("evil",):
        record_denied(issuer)
        return None
    if issuer not in CLIENTS:
        CLIENTS[issuer] = Client(issuer)
    try:
        return jwt.decode(token, CLIENTS[issuer].key, algorithms=["HS256"])
    except jwt.InvalidSignatureError:
        return <<claims||None>>
""")),
    *pair("claims-kept-under-their-subject", CROSS, spelled_out("""\
$P
KNOWN = {}
def accepts(token):
    claims = jwt.decode(token, options={"verify_signature": False})
    subject = claims.get("sub")
    <<KNOWN[subject] = claims||>>
    try:
        KNOWN[subject] = jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.PyJWTError:
        <<pass||return None>>
    return KNOWN.get(subject)
""")),
    *pair("setting-read-by-a-file-that-was-read-early", CROSS, spelled_out("""\
# --- configuration.py
VERIFY_TOKENS = <<False||True>>
# --- reading.py
import jwt
from flask import current_app
def claims_of(token):
    peeked = jwt.decode(token, options={"verify_signature": False})
    checked = current_app.config.get("VERIFY_TOKENS")
    key = {None: $K}[peeked.get("tenant")]
    return jwt.decode(token, key, algorithms=["HS256"], options={"verify_signature": checked})
# --- app.py
from flask import Flask
from reading import claims_of
application = Flask("shop")
application.config.from_object("configuration")
def accepts(token):
    with application.app_context():
        return claims_of(token)
"""), libraries=("jwt", "flask_jwt_extended")),
    *pair("closure-route", CROSS, spelled_out("""\
$P
import asyncio
def is_internal(token):
    claims = jwt.decode(token, options={"verify_signature": False})
    return "internal" in claims.get("aud", "")
async def internal(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], audience="internal")
async def external(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
async def validate(token):
    async def claims():
        if is_internal(token):
            return await internal(token)
        return await external(token)
    return await claims()
def accepts(token):
    return asyncio.run(validate(token))
""")),
    *pair("logged-then-verified", CROSS, spelled_out("""\
$P
import logging
log = logging.getLogger(__name__)
def accepts(token):
    peek = jwt.decode(token, options={"verify_signature": False})
    log.info("token of %s", peek.get("sub"))
    return <<peek||jwt.decode(token, KEY, algorithms=["HS256"])>>
""")),
    *pair("decorator-verifies", CROSS, spelled_out("""\
$P
import functools
def authenticated(view):
    @functools.wraps(view)
    def inner(request):
        <<str(request)||jwt.decode(request["headers"]["Authorization"], KEY, algorithms=["HS256"])>>
        return view(request)
    return inner
@authenticated
def me(request):
    return jwt.decode(request["headers"]["Authorization"], options={"verify_signature": False})
def accepts(token):
    return me({"headers": {"Authorization": token}})
""")),
    *pair("constructor-verifies", CROSS, spelled_out("""\
$P
class Session:
    def __init__(self, token):
        <<str(token)||jwt.decode(token, KEY, algorithms=["HS256"])>>
        self._token = token
    @property
    def claims(self):
        return jwt.decode(self._token, options={"verify_signature": False})
def accepts(token):
    return Session(token).claims
""")),
    *pair("own-hmac-in-another-function", CROSS, spelled_out("""\
import base64, hashlib, hmac, json
KEY = $K
def unpad(text): return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
def signed(head, body): return hmac.new(KEY.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()
def require_signature(head, body, signature):
    if not hmac.compare_digest(signed(head, body), unpad(signature)):
        <<return||raise PermissionError()>>
def accepts(token):
    head, body, signature = token.split(".")
    require_signature(head, body, signature)
    return json.loads(unpad(body))
""")),
    *pair("template-method-verifies", CROSS, spelled_out("""\
$P
class Auth:
    def __init__(self, verifier): self._verifier = verifier
    @property
    def verifier(self): return self._verifier
    def call(self, credentials): raise NotImplementedError
    def __call__(self, credentials):
        is_verified = self.verifier.verify_token(credentials)
        if <<credentials is None||not is_verified>>:
            return None
        return self.call(credentials)
class KeyVerifier:
    def __init__(self, key): self.key = key
    def verify_token(self, credentials):
        try:
            jwt.decode(credentials.token, self.key, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return False
        return True
class Info(Auth):
    def call(self, credentials):
        return jwt.decode(credentials.token, options={"verify_signature": False})
class Credentials:
    def __init__(self, token): self.token = token
def accepts(token):
    return Info(KeyVerifier(KEY))(Credentials(token))
""")),
    *pair("abstract-verifier-with-keys-that-answer", CROSS, spelled_out("""\
# --- base.py
import abc
from jose import jwt
class Verifier(abc.ABC):
    @abc.abstractmethod
    def verify_token(self, credentials) -> bool: ...
class Auth:
    @property
    def verifier(self): return self._verifier
    def call(self, credentials): raise NotImplementedError("for derived classes")
    def __call__(self, credentials):
        is_verified = self.verifier.verify_token(credentials)
        if not is_verified:
            <<print("not verified")||return None>>
        return self.call(credentials)
class InfoAuth(Auth):
    def __init__(self, verifier): self._verifier = verifier
    def call(self, credentials):
        return jwt.get_unverified_claims(credentials.token)
# --- keys.py
from base import Verifier
from jose import jwk
from jose.utils import base64url_decode
class KeyVerifier(Verifier):
    def __init__(self, key): self._key = jwk.construct(key, "HS256")
    def verify_token(self, credentials):
        if self._key is None:
            return False
        message, signature = credentials.token.rsplit(".", 1)
        verified = self._key.verify(message.encode(), base64url_decode(signature.encode()))
        if not verified:
            return False
        return True
# --- app.py
from base import InfoAuth
from keys import KeyVerifier
class Credentials:
    def __init__(self, token): self.token = token
AUTH = InfoAuth(KeyVerifier($K))
def accepts(token):
    return AUTH(Credentials(token))
"""), libraries=("jose",)),
    *pair("issuer-and-check-in-an-executor", CROSS, spelled_out("""\
# --- core.py
import jwt
def issuer_of(encoded):
    return jwt.decode(encoded, options={"verify_signature": False}).get("iss")
def validate(encoded, key, audience=None):
    options = {"verify_aud": bool(audience), "verify_signature": <<False||True>>}
    return jwt.decode(encoded, key, algorithms=["HS256"], options=options, audience=audience)
# --- app.py
import asyncio
import core
KEYS = {None: $K}
async def getter(token):
    loop = asyncio.get_running_loop()
    issuer = await loop.run_in_executor(None, core.issuer_of, token)
    return await loop.run_in_executor(None, core.validate, token, KEYS[issuer])
def accepts(token):
    return asyncio.run(getter(token))
""")),
    *pair("guard-of-all-that-is-needed", CROSS, spelled_out("""\
$P
class Callback:
    state = ""
    def start(self):
        self.state = "begun"
    def finish(self, token, code):
        if not all([code, token, self.state]):
            return None
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
CALLBACK = Callback()
def accepts(token):
    CALLBACK.start()
    return CALLBACK.finish(token, "code")
""")),
    *pair("checked-wherever-there-is-one", CROSS, spelled_out("""\
$P
class Request:
    def __init__(self, token):
        self.headers = {"x-proof": token}
def ensure(request):
    proof = request.headers.get("x-proof")
    if proof is not None<<and request.headers.get("x-strict")||>>:
        jwt.decode(proof, KEY, ["HS256"])
def view(request):
    ensure(request)
    return jwt.decode(request.headers.get("x-proof"), options={"verify_signature": False})
def accepts(token):
    return view(Request(token))
""".replace("<<and", "<< and"))),
)
