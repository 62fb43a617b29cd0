"""Other libraries in one module, tokens taken apart by hand, options merged and filtered."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

LOCAL = Difficulty.LOCAL

CASES: tuple[Case, ...] = (
    *safe("joserfc-extract-kid", LOCAL, spelled_out("""\
from joserfc import jws, jwt
from joserfc.jwk import OctKey
KEYS = {"k1": OctKey.import_key($K)}

def accepts(token):
    kid = jws.extract_compact(token.encode()).headers()["kid"]
    return jwt.decode(token, KEYS[kid], algorithms=["HS256"]).claims
"""), libraries=("joserfc",)),
    *pair("manual-pad", LOCAL, spelled_out("""\
import base64, hashlib, hmac, json
KEY = $K

def _b64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

def accepts(token):
    signed, _, signature = token.rpartition(".")
    header, body = signed.split(".")
    <<_ = header||good = hmac.new(KEY.encode(), signed.encode(), hashlib.sha256).digest()
    if json.loads(_b64(header))["alg"] != "HS256" or not hmac.compare_digest(good, _b64(signature)):
        raise PermissionError("signature")>>
    return json.loads(_b64(body))
""")),
    *pair("manual-struct-parts", LOCAL, spelled_out("""\
import base64, binascii, json
import jwt

class BadToken(ValueError):
    pass

def accepts(token):
    <<pass||jwt.decode(token, $K, algorithms=["HS256"])>>
    try:
        _head, claims_b64, _sig = token.split(".", 2)
    except ValueError as exc:
        raise BadToken("format") from exc
    missing = len(claims_b64) % 4
    if missing:
        claims_b64 += "=" * (4 - missing)
    try:
        return json.loads(base64.b64decode(claims_b64, altchars=b"-_"))
    except (binascii.Error, ValueError) as exc:
        raise BadToken("content") from exc
""")),
    *pair("manual-re-match", LOCAL, spelled_out(r"""import json, re
from base64 import urlsafe_b64decode
import jwt
TOKEN = re.compile(r"^([\w-]+)\.([\w-]+)\.([\w-]*)$")

def accepts(token):
    match = TOKEN.match(token)
    if match is None:
        return None
    <<return json.loads(urlsafe_b64decode(match.group(2) + "=="))||return jwt.decode(match.group(0), $K, algorithms=["HS256"])>>
""")),
    *safe("manual-header-only", LOCAL, spelled_out("""\
import base64, json
import jwt

def accepts(token):
    head = token.split(".")[0]
    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    if header.get("alg") != "HS256":
        raise PermissionError("alg")
    return jwt.decode(token, $K, algorithms=[header["alg"]])
""")),
    *safe("cursor-split-json", LOCAL, spelled_out("""\
import base64, json
import jwt

def read_cursor(cursor):
    version, body = cursor.split(":", 1)
    return int(version), json.loads(base64.urlsafe_b64decode(body))

def accepts(token):
    read_cursor("1:" + base64.urlsafe_b64encode(b'{"page": 3}').decode())
    return jwt.decode(token, $K, algorithms=["HS256"])
""")),
    *safe("basic-auth-and-jwt", LOCAL, spelled_out("""\
import base64
import jwt

def basic(header):
    user, _, password = base64.b64decode(header.split(" ")[1]).decode().partition(":")
    return user, password

def accepts(token):
    basic("Basic " + base64.b64encode(b"a:b").decode())
    return jwt.decode(token, $K, algorithms=["HS256"])
""")),
    *safe("requests-verify-false", LOCAL, spelled_out("""\
import jwt

class Session:
    verify = True
    def get(self, url, verify=True, timeout=3):
        return {"keys": [url, verify, timeout]}

session = Session()

def accepts(token):
    session.verify = False
    session.get("https://jwks.example/keys", verify=False)
    return jwt.decode(token, $K, algorithms=["HS256"])
""")),
    *pair("ternary-key-present", LOCAL, spelled_out("""\
$P
def accepts(token):
    key = <<None||KEY>>
    return jwt.decode(token, key or "", algorithms=["HS256"], options={"verify_signature": bool(key)})
""")),
    *pair("len-of-keys", LOCAL, spelled_out("""\
$P
KEYS = [<<||KEY>>]

def accepts(token):
    check = len(KEYS) > 0
    return jwt.decode(token, KEYS[0] if KEYS else "", algorithms=["HS256"], options={"verify_signature": check})
""")),
    *pair("any-all-flags", LOCAL, spelled_out("""\
$P
FLAGS = {"prod": True, "signed": <<False||True>>}

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": all(FLAGS.values())})
""")),
    *pair("match-environment", LOCAL, spelled_out("""\
$P
STAGE = "<<local||production>>"

def accepts(token):
    match STAGE:
        case "local" | "test":
            strict = False
        case _:
            strict = True
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": strict})
""")),
    *pair("dict-lookup-stage", LOCAL, spelled_out("""\
$P
STAGES = {"local": {"verify_signature": False}, "production": {"verify_signature": True}}
STAGE = "<<local||production>>"

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=STAGES[STAGE])
""")),
    *pair("decode-complete-flag", LOCAL, spelled_out("""\
$P
def accepts(token):
    whole = jwt.decode_complete(token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>, "verify_sub": False})
    header, payload = whole["header"], whole["payload"]
    if header["typ"] != "JWT":
        raise ValueError
    return payload
""")),
    *pair("pyjws-bytes", LOCAL, spelled_out("""\
import json
import jwt
_jws = jwt.PyJWS(algorithms=["HS256"])

def accepts(token):
    body = _jws.decode(token, $K, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
    return json.loads(body)
""")),
    *pair("closure-verifier", LOCAL, spelled_out("""\
$P
def make(strict):
    options = {"verify_signature": strict}
    def verify(token):
        return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
    return verify

accepts = make(<<False||True>>)
""")),
    *pair("lambda-in-module", LOCAL, spelled_out("""\
$P
decode = lambda token, /, *, check=<<False||True>>: jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": check})

def accepts(token):
    return decode(token)
""")),
    *safe("lambda-default-overridden", LOCAL, spelled_out("""\
$P
decode = lambda token, check=False: jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": check})

def accepts(token):
    return decode(token, check=True)
""")),
    *safe("assert-guard", LOCAL, spelled_out("""\
$P
VERIFY = True
assert VERIFY, "never ship with verification off"

def accepts(token):
    if not VERIFY:
        raise RuntimeError("refusing")
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": VERIFY})
""")),
    *safe("encode-side", LOCAL, spelled_out("""\
$P
def mint(sub, options=None):
    options = options or {"verify_signature": False}
    return jwt.encode({"sub": sub, "o": list(options)}, KEY, algorithm="HS256")

def accepts(token):
    mint("x")
    return jwt.decode(token, KEY, algorithms=["HS256"])
""")),
    *safe("own-token-just-made", LOCAL, spelled_out("""\
$P
def expiry_of(fresh):
    return jwt.decode(fresh, KEY, algorithms=["HS256"], options={"verify_exp": False})["exp"]

def accepts(token):
    fresh = jwt.encode({"exp": 1}, KEY, algorithm="HS256")
    expiry_of(fresh)
    return jwt.decode(token, KEY, algorithms=["HS256"])
""")),
    *pair("try-import-jose", LOCAL, spelled_out("""\
try:
    import nonexistent_fast_jwt as backend
except ImportError:
    from jose import jwt as backend

def accepts(token):
    return backend.decode(token, $K, algorithms=["HS256"], options={"verify_signature": <<False||True>>, "verify_aud": False})
"""), libraries=("jose",)),
    *pair("walrus-options", LOCAL, spelled_out("""\
$P
def accepts(token):
    if (opts := {"verify_signature": <<False||True>>}) and token:
        return jwt.decode(token, KEY, algorithms=["HS256"], options=opts)
    return None
""")),
    *pair("in-with-suppress", LOCAL, spelled_out("""\
$P
from contextlib import suppress

def accepts(token):
    claims = None
    with suppress(jwt.PyJWTError):
        claims = jwt.decode(token, KEY, algorithms=["HS256"])
    <<if claims is None:
        claims = jwt.decode(token, algorithms=["HS256"], options=dict(verify_signature=False))||if claims is None:
        claims = {}>>
    return claims
""")),
    *pair("nested-func-flag-nonlocal", LOCAL, spelled_out("""\
$P
def accepts(token):
    strict = True
    def relax():
        nonlocal strict
        strict = <<False||True>>
    relax()
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": strict})
""")),
    *pair("global-toggle", LOCAL, spelled_out("""\
$P
_verify = True

def disable_for_local_runs():
    global _verify
    _verify = <<False||True>>

disable_for_local_runs()

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": _verify})
""")),
    *pair("splat-nested", LOCAL, spelled_out("""\
$P
BASE = {"algorithms": ["HS256"]}
EXTRA = {"options": {"verify_signature": <<False||True>>}}

def accepts(token):
    return jwt.decode(token, KEY, **{**BASE, **EXTRA})
""")),
    *pair("dict-or-merge", LOCAL, spelled_out("""\
$P
DEFAULTS = {"verify_signature": True, "verify_exp": True}
OVERRIDES = {"verify_<<signature||exp>>": False}

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=DEFAULTS | OVERRIDES)
""")),
    *pair("setdefault-late", LOCAL, spelled_out("""\
$P
def accepts(token):
    options = {"verify_exp": True}
    options.setdefault("verify_signature", <<False||True>>)
    options.setdefault("verify_signature", <<True||False>>)
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *pair("string-key-build", LOCAL, spelled_out("""\
$P
PREFIX = "verify"

def accepts(token):
    name = "_".join([PREFIX, "<<signature||exp>>"])
    return jwt.decode(token, KEY, algorithms=["HS256"], options={name: None})
""")),
    *pair("zip-options", LOCAL, spelled_out("""\
$P
NAMES = ["verify_signature", "verify_exp"]
VALUES = [<<False, True||True, False>>]

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=dict(zip(NAMES, VALUES)))
""")),
)
