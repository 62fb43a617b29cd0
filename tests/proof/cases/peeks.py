"""Unverified reads whose token is verified elsewhere, and the same where it is not."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, pyjwt, safe, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair(
        "checked-by-a-helper-with-a-spread-mapping-and-a-default",
        CROSS,
        spelled_out("""\
import jwt
KEYS = {None: $K}
def decoded(encoded, allow_expired, secret, verify):
    options = {"verify_aud": False, "verify_signature": verify}
    if allow_expired:
        options["verify_exp"] = False
    return jwt.decode(encoded, secret, algorithms=["HS256"], options=options)
def claims_of(encoded, allow_expired=False):
    peeked = jwt.decode(encoded, options={"verify_signature": False})
    given = {"encoded": encoded, "secret": KEYS[peeked.get("tenant")], "verify": <<False||True>>}
    return decoded(**given, allow_expired=allow_expired)
def accepts(token):
    return claims_of(token)
"""),
    ),
    *pair(
        "key-chosen-then-checked-in-if-else-raise",
        LOCAL,
        spelled_out("""\
import jwt
from jose import jws
KEYS = {None: $K}
def accepts(token):
    claims = jwt.decode(token, options={"verify_signature": False})
    key = KEYS.get(claims.get("tenant"))
    if <<not key||key>>:
        jws.verify(token, key, algorithms=["HS256"])
    else:
        <<claims["key"] = key||raise ValueError("no key")>>
    return claims
"""),
        libraries=("jwt", "jose"),
    ),
    *pair(
        "every-way-out-is-checked-or-tells-nothing",
        LOCAL,
        spelled_out("""\
import contextlib
import jwt
KEYS = {None: $K}
def refused(): return {"status": 401}
def read(token):
    peeked = jwt.decode(token, options={"verify_signature": False})
    if peeked.get("tenant") in KEYS:
        with contextlib.suppress(jwt.DecodeError):
            return <<peeked||jwt.decode(token, KEYS[peeked.get("tenant")], algorithms=["HS256"])>>
    return refused()
def accepts(token):
    found = read(token)
    if "status" in found:
        raise PermissionError(found)
    return found
"""),
    ),
    *pair(
        "keys-tried-in-a-loop",
        LOCAL,
        spelled_out("""\
import jwt
KEYS = {None: ["x" * 32, $K]}
def accepts(token):
    peeked = jwt.decode(token, options={"verify_signature": False})
    failed = None
    for key in KEYS[peeked.get("tenant")]:
        try:
            return <<jwt.decode(jwt.encode(peeked, key), key, ["HS256"])||jwt.decode(token, key, ["HS256"])>>
        except jwt.InvalidSignatureError as error:
            failed = error
    raise failed
"""),
    ),
    *pair(
        "read-is-kept-although-one-way-is-unchecked",
        LOCAL,
        spelled_out("""\
import jwt
KEYS = {None: $K}
SEEN = []
def note(claims): SEEN.append(claims)
def read(token):
    peeked = jwt.decode(token, options={"verify_signature": False})
    if peeked.get("sub") <<is not None||is None>>:
        <<note(peeked)||return None>>
        <<return None||>>
    note(jwt.decode(token, KEYS[peeked.get("tenant")], algorithms=["HS256"]))
def accepts(token):
    SEEN.clear()
    read(token)
    return SEEN[0]
"""),
    ),
    *pair(
        "token-in-a-request-that-a-helper-checks",
        CROSS,
        spelled_out("""\
# --- app.py
from types import SimpleNamespace
from views import View
def accepts(token):
    return View().handle(SimpleNamespace(credentials=token, user=None))
# --- views.py
import jwt
from keys import check, check_another
class View:
    def handle(self, request):
        <<check_another||check>>(request)
        return self.claims(request)
    def claims(self, request):
        return jwt.decode(request.credentials, options={"verify_signature": False})
# --- keys.py
import jwt
def check(request):
    jwt.decode(request.credentials, $K, algorithms=["HS256"])
def check_another(request):
    jwt.decode(jwt.encode({}, $K), $K, algorithms=["HS256"])
    return request.credentials
"""),
    ),
    *pair(
        "answer-of-a-signature-check-lets-the-read-happen",
        CROSS,
        spelled_out("""\
# --- app.py
from types import SimpleNamespace
from verifier import Verifier
def accepts(token):
    claims = Verifier().claims(SimpleNamespace(credentials=token))
    if not claims:
        raise PermissionError("not verified")
    return claims
# --- verifier.py
from jose import jwk, jwt
from jose.utils import base64url_decode
class Verifier:
    def key(self): return jwk.construct($K, "HS256")
    def verify(self, request):
        message, signature = request.credentials.rsplit(".", 1)
        is_verified = self.key().verify(message.encode(), base64url_decode(signature.encode()))
        if not is_verified:
            return <<"no"||False>>
        return self._has_claims(request)
    def _has_claims(self, request):
        return bool(jwt.get_unverified_claims(request.credentials))
    def claims(self, request):
        if not self.verify(request):
            return None
        return self._unchecked(request)
    def _unchecked(self, request):
        return jwt.get_unverified_claims(request.credentials)
"""),
        libraries=("jose",),
    ),
    *pair(
        "read-and-check-both-handed-to-an-executor",
        CROSS,
        spelled_out("""\
# --- app.py
import asyncio
import jwt
from tokens import claims_of, peek
KEYS = {None: $K}
async def verified(token):
    loop = asyncio.get_running_loop()
    peeked = await loop.run_in_executor(None, peek, token)
    key = KEYS[peeked.get("tenant")]
    <<token = jwt.encode(peeked, key)||>>
    return await loop.run_in_executor(None, claims_of, token, key)
def accepts(token):
    return asyncio.run(verified(token))
# --- tokens.py
import jwt
def peek(token):
    return jwt.decode(token, options={"verify_signature": False})
def claims_of(token, key):
    return jwt.decode(token, key, algorithms=["HS256"])
"""),
    ),
    *pair(
        "part-of-the-token-cut-in-a-helper-of-a-helper",
        CROSS,
        spelled_out("""\
# --- app.py
import jwt
from parts import payload
KEYS = {None: $K}
def accepts(token):
    tenant = payload(token).get("tenant")
    if isinstance(token, str) and token.startswith("b'"):
        token = token[2:-1]
    return <<payload(token)||jwt.decode(token, KEYS[tenant], algorithms=["HS256"])>>
# --- parts.py
import base64, json
def segment(token, number):
    if isinstance(token, bytes):
        token = token.decode("utf-8")
    parts = token.split(".")
    if len(parts) != 3:
        raise ValueError("no token")
    part = parts[number]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
def payload(token):
    return segment(token, 1)
"""),
    ),
    *pair(
        "converted-by-a-function-before-it-is-read",
        CROSS,
        spelled_out("""\
from joserfc import jws, jwt
from joserfc.jwk import OctKey
import json
KEYS = {None: OctKey.import_key($K)}
def to_bytes(text):
    return text if isinstance(text, bytes) else text.encode()
class Grant:
    def extract(self, assertion):
        found = jws.extract_compact(to_bytes(assertion))
        return found.headers(), json.loads(found.payload)
    def claims(self, assertion):
        headers, claims = self.extract(assertion)
        key = KEYS[claims.get("tenant")]
        return <<claims||jwt.decode(assertion, key, algorithms=["HS256"]).claims>>
def accepts(token):
    return Grant().claims(token)
"""),
        libraries=("joserfc",),
    ),
    *pair(
        "read-by-the-method-of-a-subclass-that-the-base-calls",
        CROSS,
        spelled_out("""\
# --- app.py
from types import SimpleNamespace
from auth import UserInfo
def accepts(token):
    return UserInfo()(SimpleNamespace(credentials=token))
# --- auth.py
from abc import ABC, abstractmethod
from jose import jwt
class Auth(ABC):
    @abstractmethod
    def call(self, given): ...
    def __call__(self, given):
        <<jwt.get_unverified_header(given.credentials)||jwt.decode(given.credentials, $K, ["HS256"])>>
        return self.call(given)
class UserInfo(Auth):
    def call(self, given):
        return jwt.get_unverified_claims(given.credentials)
"""),
        libraries=("jose",),
    ),
    *pair(
        "wrapper-that-is-also-called-without-checking",
        CROSS,
        spelled_out("""\
# --- app.py
from settings import STRICT
from tokens import decode
KEYS = {None: $K}
def accepts(token):
    peeked = decode(token, None, verify=False)
    key = KEYS[peeked.get("tenant")]
    return <<decode(token, key, verify=False)||decode(token, key, verify=STRICT)>>
# --- settings.py
STRICT = True
# --- tokens.py
import jwt
def decode(token, key, verify=None, **given):
    if verify is not None:
        given["options"] = {"verify_signature": verify}
    return jwt.decode(token, key, algorithms=["HS256"], **given)
"""),
    ),
    *pair(
        "settings-found-by-the-parts-of-a-dotted-name",
        CROSS,
        spelled_out("""\
# --- app.py
import jwt
from conf import config
def accepts(token):
    strict = config.get("", True)
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": strict})
# --- conf.py
class Configuration:
    def __init__(self):
        self.values = {}
    def get(self, key, default=None):
        value = self.values
        for part in key.split(<<||".">>):
            try:
                value = value[part]
            except KeyError:
                return default
        return value
config = Configuration()
"""),
    ),
    *pair(
        "lazy-module-that-type-checkers-know-as-the-library",
        CROSS,
        spelled_out("""\
# --- app.py
from deferred import jwt
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
# --- deferred.py
import importlib
from typing import TYPE_CHECKING
class Lazy:
    def __init__(self, name):
        object.__setattr__(self, "_name", name)
    def __getattr__(self, name):
        return getattr(importlib.import_module(object.__getattribute__(self, "_name")), name)
if TYPE_CHECKING:
    import jwt
else:
    jwt = Lazy("jwt")
"""),
    ),
    *pair(
        "cryptojwt-payload-then-verify",
        LOCAL,
        spelled_out("""\
from cryptojwt.jwk.hmac import SYMKey
from cryptojwt.jws.jws import factory
KEYS = {None: [SYMKey(key=$K, alg="HS256", kid="k1")]}
def accepts(token):
    found = factory(token)
    claims = found.jwt.payload()
    keys = KEYS[claims.get("tenant")]
    return <<claims||found.verify_compact(token, keys)>>
"""),
        libraries=("cryptojwt",),
    ),
    *pair(
        "pyjwkest-payload",
        LOCAL,
        spelled_out("""\
from jwkest import jws, jwt
from jwkest.jwk import SYMKey
def accepts(token):
    <<return jwt.JWT().unpack(token).payload()||>>
    return jws.JWS().verify_compact(token, [SYMKey(key=$K, alg="HS256", kid="k1")])
"""),
        libraries=("jwkest",),
    ),
    *bypass(
        "oic-from-jwt",
        LOCAL,
        spelled_out("""\
from jwkest.jwk import SYMKey
from oic.oauth2.message import Message
def accepts(token):
    keys = [SYMKey(key=$K, alg="HS256", kid="k1")]
    return Message().from_jwt(token, key=keys, verify=False).to_dict()
"""),
        libraries=("oic",),
    ),
    *safe(
        "header-of-pyjwkest-chooses-the-key",
        LOCAL,
        spelled_out("""\
from jwkest import jws
from jwkest.jwk import SYMKey
KEYS = {"k1": SYMKey(key=$K, alg="HS256", kid="k1")}
def accepts(token):
    found = jws.factory(token)
    return found.verify_compact(token, [KEYS[found.jwt.headers.get("kid")]])
"""),
        libraries=("jwkest",),
    ),
    *pair(
        "payload-of-a-raw-object-chooses-the-key",
        CROSS,
        spelled_out("""\
import json
from jwcrypto import jwk, jws, jwt
KEYS = {None: jwk.JWK.from_json('{"kty": "oct", "k": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}')}
class Validator:
    def load(self, token):
        key = self.key_for(token)
        if not key:
            return None
        return json.loads(<<key||jwt.JWT(key=key, jwt=token).claims>>)
    def key_for(self, token):
        unverified = jws.JWS()
        unverified.deserialize(token)
        claims = json.loads(unverified.objects["payload"].decode("utf-8"))
        return <<json.dumps(claims)||KEYS.get(claims.get("tenant"))>>
def accepts(token):
    return Validator().load(token)
"""),
        libraries=("jwcrypto",),
    ),
    *pair(
        "put-together-again-of-its-parts",
        LOCAL,
        spelled_out("""\
import jwt
KEYS = {None: $K}
def accepts(token):
    parts = token.split(".")
    whole = parts[0] + "." + parts[1] + "." + parts[2]
    peeked = jwt.decode(whole, options={"verify_signature": False})
    key = KEYS[peeked.get("tenant")]
    token = <<jwt.encode(peeked, key)||token>>
    return {**peeked, **jwt.decode(token, key, algorithms=["HS256"])}
"""),
    ),
    *pair(
        "methods-in-a-chain",
        CROSS,
        spelled_out("""\
# --- app.py
from types import SimpleNamespace
from launch import Launch
def accepts(token):
    return Launch(SimpleNamespace(form={"id_token": token})).validate().body
# --- launch.py
import base64, json
import jwt
class Launch:
    def __init__(self, request):
        self.request, self.body, self.key = request, {}, ""
    def validate(self):
        return self.check_state().check_format().find_key().<<check_state||check_signature>>().check_state()
    def check_state(self):
        return self
    def _get_token(self):
        return self.request.form["id_token"]
    def check_format(self):
        parts = self._get_token().split(".")
        if len(parts) != 3:
            raise ValueError("no token")
        self.body = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return self
    def find_key(self):
        self.key = {None: $K}[self.body.get("tenant")]
        return self
    def check_signature(self):
        jwt.decode(self._get_token(), self.key, algorithms=["HS256"])
        return self
"""),
    ),
    *pair(
        "left-to-a-method-of-an-object-from-out-of-sight",
        CROSS,
        spelled_out("""\
# --- app.py
from registry import provider_of
import jwt
def accepts(token):
    peeked = jwt.decode(token, options={"verify_signature": False})
    provider = provider_of(peeked.get("tenant"))
    return {**peeked, **provider.handle_assertion(<<"", token||token>>)}
# --- providers.py
import jwt
class Provider:
    def handle_assertion(self, token<<, other=None||>>):
        if not token:
            return {}
        return jwt.decode(token, $K, algorithms=["HS256"])
"""),
        hidden="""\
# --- registry.py
from providers import Provider
def provider_of(tenant): return {None: Provider()}[tenant]
""",
    ),
    *pair(
        "user-secret-that-a-method-with-a-switch-checks-with",
        CROSS,
        spelled_out("""\
import jwt
SECRETS = {None: $K}
def secret_of(user): return SECRETS[user]
class Authentication:
    def _secret(self, token=None, payload=None):
        if not payload:
            payload = jwt.decode(token, options={"verify_signature": False}, algorithms=["HS256"])
        return secret_of(payload.get("tenant"))
    def _decode(self, token, verify=True):
        secret = self._secret(token=token)
        return jwt.decode(token, secret, algorithms=["HS256"], options={"verify_signature": verify})
    def token_for(self, payload):
        return jwt.encode(payload, self._secret(payload=payload), "HS256")
    def verify(self, token, verify=True):
        return self._decode(token, <<False||verify>>)
def accepts(token):
    return Authentication().verify(token)
"""),
    ),
    *pair(
        "checked-again-with-keys-loaded-anew",
        CROSS,
        spelled_out("""\
# --- app.py
import base64, json
from keys import verified
def accepts(token):
    _, payload, _ = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return {**verified(token), **claims}
# --- keys.py
from authlib.jose import JsonWebToken
def keys(renew=False):
    return $K if renew else "x" * 32
def verified(token):
    decoder = JsonWebToken(["HS256"])
    key = keys()
    try:
        claims = decoder.decode(token, key)
    except Exception:
        key = keys(renew=True)
        claims = <<{}||decoder.decode(token, key)>>
    return claims
"""),
        libraries=("authlib",),
    ),
    *pair(
        "the-answer-is-that-of-a-failed-check",
        CROSS,
        spelled_out("""\
# --- app.py
from view import endpoint
def accepts(token):
    status, claims = endpoint(token)
    if status != 200:
        raise PermissionError(status)
    return claims
# --- view.py
import jwt
KEYS = {None: $K}
def render(status, claims): return status, claims
def endpoint(token):
    peeked = jwt.decode(token, options={"verify_signature": False})
    if peeked.get("tenant") not in KEYS:
        return render(404, None)
    try:
        claims = jwt.decode(token, KEYS[peeked.get("tenant")], algorithms=["HS256"])
    except jwt.PyJWTError:
        return render(<<200||404>>, <<peeked||None>>)
    return render(200, claims)
"""),
    ),
    *pair(
        "check-out-of-sight-whose-failure-is-answered",
        CROSS,
        spelled_out("""\
# --- app.py
from authority import Authority
import jwt
def identify(token, authority):
    try:
        return authority.authenticate(token)
    except jwt.PyJWTError:
        return <<greeting(token)||{}>>
def greeting(token):
    return jwt.decode(token, options={"verify_signature": <<False||True>>}, key=$K, algorithms=["HS256"])
def accepts(token):
    identity = identify(token, Authority())
    return {**identity, **greeting(token)}
"""),
        hidden="""\
# --- authority.py
import jwt
class Authority:
    def authenticate(self, token):
        return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""",
    ),
    *pyjwt(
        "the-issuer-is-looked-for-among-those-known",
        LOCAL,
        """
class Issuer:
    def __init__(self, name, secret):
        self.name = name
        self.secret = secret

ISSUERS = [Issuer("elsewhere", "f" * 32), Issuer(None, KEY)]

def endpoint(token):
    told = jwt.decode(token, options={"verify_signature": False})
    secret = None
    for issuer in ISSUERS:
        if told.get("iss") == issuer.name:
            secret = issuer.secret
            break
    if <<secret||not secret>>:
        return <<200||404>>, <<told||"unknown">>
    return 200, jwt.decode(token, secret, algorithms=["HS256"])

def accepts(token):
    status, body = endpoint(token)
    if status != 200:
        raise PermissionError(body)
    return body
""",
    ),
    *pyjwt(
        "a-refusal-tells-the-error-of-fetching-keys",
        CROSS,
        """
class Ring:
    def pick(self, issuer):
        return KEY

def endpoint(token, ring=Ring()):
    claims = jwt.decode(token, options={"verify_signature": False})
    try:
        secret = ring.pick(claims.get("iss"))
        if not secret:
            raise jwt.InvalidTokenError("nobody knows the key")
        return 200, jwt.decode(token, secret, algorithms=["HS256"])
    except jwt.PyJWTError as error:
        return <<200||401>>, <<dict(claims, note=str(error))||f"refused: {error}">>

def accepts(token):
    status, body = endpoint(token)
    if status != 200:
        raise PermissionError(body)
    return body
""",
    ),
    *pyjwt(
        "other-arm-of-an-expression",
        LOCAL,
        """
def accepts(token):
    peeked = jwt.decode(token, options={"verify_signature": False})
    known = peeked.get("tenant") == "known"
    return jwt.decode(token, KEY, ["HS512"]) if known else <<peeked||jwt.decode(token, KEY, ["HS256"])>>
""",
    ),
    *pyjwt(
        "nothing-where-no-key-is-known",
        LOCAL,
        """
KEYS = {None: KEY}

def subject(token):
    peeked = jwt.decode(token, options={"verify_signature": False})
    claims = {}
    if peeked.get("tenant") in KEYS:
        claims = <<peeked||jwt.decode(token, KEYS[peeked.get("tenant")], ["HS256"])>>
    return claims.get("sub")

def accepts(token):
    name = subject(token)
    if not name:
        raise PermissionError
    return {"sub": name}
""",
    ),
)
