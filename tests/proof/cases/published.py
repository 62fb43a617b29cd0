"""Forms of checking and reading tokens that published packages have."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("key-verify-before-claims", LOCAL, spelled_out("""\
from jose import jwk, jwt
from jose.utils import base64url_decode
def accepts(token):
    key = jwk.construct($K, "HS256")
    message, signature = str(token).rsplit(".", 1)
    if not key.verify(message.encode(), base64url_decode(signature.encode())):
        <<print("not signed")||raise ValueError("not signed")>>
    return jwt.get_unverified_claims(token)
"""), libraries=("jose",)),
    *pair("key-verify-by-another-method", CROSS, spelled_out("""\
# --- app.py
from tokens import Tokens
def accepts(token):
    return Tokens().verify(token)
# --- tokens.py
from jose import jwk, jwt
from jose.utils import base64url_decode
class Tokens:
    def verify(self, token):
        if not token:
            raise ValueError("no token")
        <<self._find_key(token)||self._check(token, self._find_key(token))>>
        return self._claims(token)
    def _find_key(self, token):
        return {"alg": "HS256", "kty": "oct", "k": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}
    @staticmethod
    def _check(token, data):
        try:
            key = jwk.construct(data)
        except KeyError as error:
            raise ValueError(error) from error
        message, signature = str(token).rsplit(".", 1)
        if not key.verify(message.encode(), base64url_decode(signature.encode())):
            raise ValueError("not signed")
    @staticmethod
    def _claims(token):
        return jwt.get_unverified_claims(token)
"""), libraries=("jose",)),
    *pair("signed-part-handed-out", CROSS, spelled_out("""\
import base64, hashlib, hmac, json
KEY = $K.encode()
def raw(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
def signed_part(token):
    try:
        if "." not in token:
            return None
        signed, signature = token.rsplit(".", 1)
        expected = hmac.new(KEY, signed.encode(), hashlib.sha256).digest()
        if <<not expected||not hmac.compare_digest(expected, raw(signature))>>:
            return None
        return signed
    except Exception:
        return None
def accepts(token):
    signed = signed_part(token)
    if not signed:
        return None
    return json.loads(raw(signed.split(".")[1]))
""")),
    *pair("peek-then-decode-with-a-spread-dict", CROSS, spelled_out("""\
# --- app.py
import jwt
from tokens import decoded
KEYS = {None: $K}
def accepts(token):
    claims = jwt.decode(token, algorithms=["HS256"], options={"verify_signature": False})
    key = KEYS[claims.get("tenant")]
    arguments = {"text": <<jwt.encode({}, key, "HS256")||token>>, "secret": key, "leeway": 0}
    result = decoded(**arguments, audience=None)
    return {**claims, **result}
# --- tokens.py
import jwt
def decoded(text, secret, leeway, audience):
    return jwt.decode(text, secret, algorithms=["HS256"], leeway=leeway, audience=audience)
""")),
    *pair("key-chosen-in-a-helper-that-others-ask-otherwise", CROSS, spelled_out("""\
import jwt
KEYS = {None: $K}
def key_for(token=None, claims=None):
    if not claims:
        claims = jwt.decode(token, algorithms=["HS256"], options={"verify_signature": False})
    return <<claims||KEYS[claims.get("tenant")]>>
def issued(claims):
    return jwt.encode(claims, key_for(claims=claims), "HS256")
def accepts(token):
    <<return key_for(token=token)||return jwt.decode(token, key_for(token=token), algorithms=["HS256"])>>
""")),
    *pair("peek-then-decode-in-a-thread", LOCAL, spelled_out("""\
import asyncio
import jwt
KEYS = {None: $K}
async def verified(token):
    try:
        peeked = jwt.decode(token, options={"verify_signature": False})
    except jwt.DecodeError:
        return None
    key = KEYS.get(peeked.get("iss"))
    options = {"key": key, "algorithms": ["HS256"]}
    try:
        claims = await asyncio.to_thread(jwt.decode, <<jwt.encode({}, key)||token>>, **options)
        return {**peeked, **claims}
    except jwt.PyJWTError:
        return None
def accepts(token):
    return asyncio.run(verified(token))
""")),
    *pair("verified-again-with-other-keys", CROSS, spelled_out("""\
import jwt
RINGS = {"main": ["0123456789abcdef0123456789abcdee", $K]}
def _claimed(raw):
    return jwt.decode(raw, options={"verify_signature": False})
def _ring_for(raw):
    name = _claimed(raw).get("tenant", "main")
    if name not in RINGS:
        raise LookupError(name)
    return RINGS[name]
def accepts(raw):
    older, newer = _ring_for(raw)
    try:
        body = jwt.decode(raw, older, algorithms=["HS256"])
        return dict(body)
    except jwt.PyJWTError:
        body = <<_claimed(raw)||jwt.decode(raw, newer, algorithms=["HS256"])>>
        return dict(body)
""")),
    *bypass("verified-where-a-claim-is-missing", LOCAL, spelled_out("""\
$P
def accepts(raw):
    claims = jwt.decode(raw, options={"verify_signature": False})
    try:
        claims["sub"]
    except KeyError:
        return jwt.decode(raw, KEY, algorithms=["HS256"])
    return claims
""")),
    *pair("one-decorator-for-several-methods", CROSS, spelled_out("""\
# --- again.py
def again(times):
    def decorate(call):
        def attempt(*given, **named):
            for _ in range(times):
                try:
                    return call(*given, **named)
                except OSError:
                    continue
        return attempt
    return decorate
# --- sessions.py
import jwt
from again import again
class Sessions:
    secret = None
    @again(2)
    def _load(self, raw, strict, secret):
        return jwt.decode(raw, secret, algorithms=["HS256"]) if strict else None
    def load(self, raw):
        return self._load(raw, True, self.secret)
# --- app.py
import jwt
from again import again
from sessions import Sessions
class Reader:
    sessions = Sessions()
    @again(3)
    def _load(self, raw, secret, strict=True):
        if strict:
            return jwt.decode(raw, secret, algorithms=["HS256"])
        return jwt.decode(raw, options={"verify_signature": strict})
    def read(self, raw):
        return self._load(raw, $K<<, False||>>)
def accepts(raw):
    return Reader().read(raw)
""")),
    *pair("parts-that-a-cipher-opens", LOCAL, spelled_out("""\
import base64, json
import jwt
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
def raw(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
def opened(sealed):
    first, middle, last = sealed.split(".")
    start, body = raw(first), raw(middle)
    if len(start) == 16:
        lock = Cipher(algorithms.AES(last.encode()[:16]), modes.CTR(start)).decryptor()
        plain = lock.update(body) + lock.finalize()
    else:
        plain = <<body||b"{}">>
    return json.loads(plain)
def accepts(token):
    return <<opened(token)||jwt.decode(token, $K, algorithms=["HS256"])>>
""")),
    *pair("signed-with-a-key-made-of-a-part", LOCAL, spelled_out("""\
import base64, json
import jwt
from exchanges import exchange
def proven(token):
    middle = base64.urlsafe_b64decode(token.split(".")[1] + "==")
    proof = jwt.encode({"typ": "proof"}, middle, "HS256")
    return json.loads(<<middle||exchange(proof).body>>)
def accepts(token):
    return <<proven(token)||jwt.decode(token, $K, algorithms=["HS256"])>>
"""), hidden="""\
# --- exchanges.py
class Answer:
    body = "{}"
def exchange(proof):
    return Answer()
"""),
    *pair("parts-told-apart-by-properties", LOCAL, spelled_out("""\
import base64, json
import jwt
class Compact(str):
    @property
    def header(self):
        return json.loads(self._raw(self.split(".")[0]))
    @property
    def signature(self):
        return self._raw(self.split(".")[2])
    @property
    def body(self):
        return <<json.loads(self._raw(self.split(".")[1]))||jwt.decode(self, $K, algorithms=["HS256"])>>
    @staticmethod
    def _raw(part):
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
def accepts(token):
    return Compact(token).body
""")),
    *pair("what-a-reply-lacks", CROSS, spelled_out("""\
import jwt
class Account:
    def sign_in(self, raw):
        return self._keep(self._ask(raw).reply())
    def _keep(self, reply):
        needed = ["id_token", "scope"]
        absent = [one for one in needed if one not in reply]
        if absent:
            raise LookupError(absent)
        options = {"verify_signature": <<False||True>>}
        return jwt.decode(reply["id_token"], $K, algorithms=["HS256"], options=options)
    def __getattr__(self, name):
        return lambda raw: Reply(raw)
from replies import Reply
def accepts(raw):
    return Account().sign_in(raw)
"""), hidden="""\
# --- replies.py
class Reply:
    def __init__(self, raw):
        self.raw = raw
    def reply(self):
        return {"id_token": self.raw, "scope": "all"}
"""),
)
