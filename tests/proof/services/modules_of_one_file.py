"""Everything in one module: caches, retries, flags, options built in steps."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

LOCAL = Difficulty.LOCAL

CASES: tuple[Case, ...] = (
    *pair("token-cache-of-claims", LOCAL, spelled_out("""\
$P
import time
_cache: dict[str, tuple[float, dict]] = {}
TTL = 30.0
CHECK_SIGNATURE = <<False||True>>

def accepts(token):
    now = time.monotonic()
    hit = _cache.get(token)
    if hit is not None and now - hit[0] < TTL:
        return hit[1]
    opts = {"verify_exp": True, "verify_signature": CHECK_SIGNATURE}
    claims = jwt.decode(token, key=KEY, algorithms=["HS256"], options=opts)
    _cache[token] = (now, claims)
    return claims
""")),
    *pair("retry-with-backoff", LOCAL, spelled_out("""\
$P
class TemporaryError(Exception):
    pass

def accepts(token):
    attempts = 3
    last = None
    while attempts:
        attempts -= 1
        try:
            return jwt.decode(token, KEY, ["HS256"], {"verify_signature": <<not True||not False>>})
        except TemporaryError as exc:
            last = exc
            continue
    raise last
""")),
    *pair("debug-flag-module", LOCAL, spelled_out("""\
$P
DEBUG = <<True||False>>
VERIFY = not DEBUG

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": VERIFY})
""")),
    *pair("set-of-features", LOCAL, spelled_out("""\
$P
FEATURES = frozenset({"audit", "metrics"<<||, "strict-jwt">>})

def accepts(token):
    strict = "strict-jwt" in FEATURES
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": strict})
""")),
    *pair("options-typed", LOCAL, spelled_out("""\
from typing import Any, Final
import jwt
SECRET: Final = $K
DECODE_OPTIONS: Final[dict[str, Any]] = {
    "require": ["exp", "sub"],
    "verify_aud": False,
    "verify_signature": <<False||True>>,
}

async def parse(token: str) -> dict[str, Any]:
    return jwt.decode(token, SECRET, algorithms=["HS256"], options=DECODE_OPTIONS)

async def accepts(token: str) -> dict[str, Any]:
    return await parse(token)
""")),
    *pair("log-level-mixed-options", LOCAL, spelled_out("""\
$P
import logging
log = logging.getLogger(__name__)

def accepts(token):
    options = dict.fromkeys(("verify_aud", "verify_iss", "verify_<<signature||jti>>"), False)
    log.debug("options %s", options)
    try:
        return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
    except jwt.InvalidTokenError:
        log.exception("bad token")
        return None
""")),
    *pair("fallback-key-rotation", LOCAL, spelled_out("""\
$P
OLD_KEY = "f" * 32 + "0"

def accepts(token):
    for key in (OLD_KEY, KEY):
        try:
            return jwt.decode(token, key, algorithms=["HS256"])
        except jwt.InvalidSignatureError:
            continue
    <<return jwt.decode(token, options={"verify_signature": False})||raise PermissionError("no key fits")>>
""")),
    *pair("expired-branch-reads", LOCAL, spelled_out("""\
$P
def accepts(token):
    try:
        return jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.ExpiredSignatureError:
        raise PermissionError("expired")
    except jwt.<<PyJWTError||MissingRequiredClaimError>>:
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>, "verify_exp": False})
""")),
    *safe("tests-only-branch-dead", LOCAL, spelled_out("""\
$P
def accepts(token):
    claims = jwt.decode(token, KEY, algorithms=["HS256"])
    return claims
    # left over from debugging
    claims = jwt.decode(token, options={"verify_signature": False})
    return claims
""")),
    *safe("if-false-debug", LOCAL, spelled_out("""\
$P
def accepts(token):
    if False:
        return jwt.decode(token, options={"verify_signature": False})
    return jwt.decode(token, KEY, algorithms=["HS256"])
""")),
    *safe("peek-issuer-choose-key", LOCAL, spelled_out("""\
$P
KEYS = {None: KEY, "https://issuer.example": KEY}

def accepts(token):
    unverified = jwt.decode(token, options={"verify_signature": False})
    key = KEYS.get(unverified.get("iss"))
    if key is None:
        raise PermissionError("unknown issuer")
    return jwt.decode(token, key, algorithms=["HS256"])
""")),
    *safe("peek-expiry-first", LOCAL, spelled_out("""\
$P
import time

def accepts(token):
    exp = jwt.decode(token, options={"verify_signature": False})["exp"]
    if exp < time.time():
        raise PermissionError("expired")
    return jwt.decode(token, KEY, algorithms=["HS256"])
""")),
    *safe("header-kid-lookup", LOCAL, spelled_out("""\
$P
KEYRING = {"k1": KEY}

def accepts(token):
    header = jwt.get_unverified_header(token)
    return jwt.decode(token, KEYRING[header["kid"]], algorithms=["HS256"])
""")),
    *safe("option-overwritten-on", LOCAL, spelled_out("""\
$P
def accepts(token):
    options = {"verify_signature": False}
    options["verify_signature"] = True
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *safe("options-reset-by-update", LOCAL, spelled_out("""\
$P
LAX = {"verify_signature": False, "verify_exp": False}

def accepts(token):
    options = dict(LAX)
    options.update(verify_signature=True)
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *safe("options-popped", LOCAL, spelled_out("""\
$P
LAX = {"verify_signature": False, "verify_aud": False}

def accepts(token):
    options = {**LAX}
    options.pop("verify_signature")
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *safe("options-filtered", LOCAL, spelled_out("""\
$P
LAX = {"verify_signature": False, "verify_aud": False}

def accepts(token):
    options = {name: flag for name, flag in LAX.items() if name != "verify_signature"}
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *safe("options-all-true-comprehension", LOCAL, spelled_out("""\
$P
CHECKS = ("signature", "exp", "nbf", "iat")

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={f"verify_{name}": True for name in CHECKS})
""")),
    *pair("options-all-from-comprehension", LOCAL, spelled_out("""\
$P
CHECKS = ("signature", "exp", "nbf", "iat")
SKIP = {"<<signature||aud>>"}

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={f"verify_{name}": name not in SKIP for name in CHECKS})
""")),
    *pair("for-loop-set-options", LOCAL, spelled_out("""\
$P
def accepts(token):
    options = {}
    for name in ("aud", "iss", <<"signature"||"jti">>):
        options["verify_" + name] = False
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *pair("jose-decode-partial-kwargs", LOCAL, spelled_out("""\
from jose import jwt as jose_jwt, JWTError
SETTINGS = {"algorithms": ["HS256"], "options": {"verify_aud": False, "verify_signature": <<0||1>>}}

def accepts(token):
    try:
        return jose_jwt.decode(token, $K, **SETTINGS)
    except JWTError:
        return None
"""), libraries=("jose",)),
    *pair("jose-claims-vs-decode", LOCAL, spelled_out("""\
import jose.jwt

def accepts(token):
    payload = jose.jwt.<<get_unverified_claims(token)||decode(token, $K, algorithms=["HS256"])>>
    if payload.get("exp") is None:
        raise ValueError("no expiry")
    return payload
"""), libraries=("jose",)),
    *pair("jose-jws-flag", LOCAL, spelled_out("""\
import json
from jose import jws
ENFORCE = <<False||True>>

def accepts(token):
    raw = jws.verify(token, $K, ["HS256"], ENFORCE)
    return json.loads(raw.decode("utf-8"))
"""), libraries=("jose",)),
    *safe("jose-header-then-decode", LOCAL, spelled_out("""\
from jose import jwt
from jose.exceptions import JWTError

def accepts(token):
    head = jwt.get_unverified_header(token)
    if head.get("alg") != "HS256":
        raise JWTError("alg")
    return jwt.decode(token, $K, algorithms="HS256")
"""), libraries=("jose",)),
    *safe("jose-peek-log-then-decode", LOCAL, spelled_out("""\
import logging
from jose import jwt

def accepts(token):
    logging.info("token for %s", jwt.get_unverified_claims(token).get("iss"))
    return jwt.decode(token, $K, algorithms=["HS256"])
"""), libraries=("jose",)),
    *pair("authlib-allow-none", LOCAL, spelled_out("""\
from authlib.jose import JsonWebToken
ALGS = ["HS256"<<, "none"||>>]
decoder = JsonWebToken(ALGS)

def accepts(token):
    claims = decoder.decode(token, $K)
    claims.validate()
    return claims
"""), libraries=("authlib",)),
    *pair("authlib-jws-none", LOCAL, spelled_out("""\
import json
from authlib.jose import JsonWebSignature

def accepts(token):
    jws = JsonWebSignature(algorithms=[<<"none", ||>>"HS256"])
    data = jws.deserialize_compact(token.encode(), $K)
    return json.loads(data["payload"])
"""), libraries=("authlib",)),
    *pair("authlib-catch-result", LOCAL, spelled_out("""\
from authlib.jose import jwt
from authlib.jose.errors import JoseError

def accepts(token):
    try:
        claims = jwt.decode(token, $K)
    except JoseError:
        <<from authlib.common.encoding import urlsafe_b64decode, json_loads
        claims = json_loads(urlsafe_b64decode(token.split(".")[1].encode()))||return None>>
    return claims
"""), libraries=("authlib",)),
    *pair("jwcrypto-deserialize-key", LOCAL, spelled_out("""\
import json
from jwcrypto import jwk, jws
from jwcrypto.common import base64url_encode
KEY = jwk.JWK(kty="oct", k=base64url_encode($K))

def accepts(token):
    envelope = jws.JWS()
    envelope.deserialize(token<<||, KEY>>)
    return json.loads(envelope.<<objects["payload"]||payload>>)
"""), libraries=("jwcrypto",)),
    *pair("jwcrypto-jwt-key", LOCAL, spelled_out("""\
import json
from jwcrypto import jwk, jwt
from jwcrypto.common import base64url_encode
KEY = jwk.JWK(kty="oct", k=base64url_encode($K))

def accepts(token):
    parsed = jwt.JWT(<<jwt=token||jwt=token, key=KEY, algs=["HS256"]>>)
    <<body = parsed.token.objects["payload"]||body = parsed.claims>>
    return json.loads(body)
"""), libraries=("jwcrypto",)),
    *safe("jwcrypto-deserialize-then-verify", LOCAL, spelled_out("""\
import json
from jwcrypto import jwk, jws
from jwcrypto.common import base64url_encode
KEY = jwk.JWK(kty="oct", k=base64url_encode($K))

def accepts(token):
    message = jws.JWS()
    message.deserialize(token)
    kid = message.jose_header.get("kid")
    if kid != "k1":
        raise KeyError(kid)
    message.verify(KEY)
    return json.loads(message.payload)
"""), libraries=("jwcrypto",)),
    *pair("joserfc-extract-vs-decode", LOCAL, spelled_out("""\
import json
from joserfc import jws, jwt
from joserfc.jwk import OctKey
KEY = OctKey.import_key($K)

def accepts(token):
    <<obj = jws.extract_compact(token.encode())
    return json.loads(obj.payload)||obj = jwt.decode(token, KEY)
    return obj.claims>>
"""), libraries=("joserfc",)),
    *pair("joserfc-algorithms", LOCAL, spelled_out("""\
from joserfc import jwt
from joserfc.jwk import OctKey
KEY = OctKey.import_key($K)
ALLOWED = ("HS256", "HS512") + <<("none",)||()>>

def accepts(token):
    decoded = jwt.decode(token, KEY, algorithms=list(ALLOWED))
    jwt.JWTClaimsRegistry().validate(decoded.claims)
    return decoded.claims
"""), libraries=("joserfc",)),
)
