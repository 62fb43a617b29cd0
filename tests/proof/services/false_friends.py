"""Safe programs that hold every word and part of a bypass."""



from __future__ import annotations

from tests.proof.case import Case, Difficulty, safe, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *safe("config-validation-raises", CROSS, spelled_out("""\
# --- app.py
from config import Config
import jwt
config = Config(verify=True)

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": config.verify})
# --- config.py
class Config:
    def __init__(self, verify=False):
        if not verify:
            raise ValueError("tokens must be verified")
        self.verify = verify
""")),
    *safe("two-readers-only-one-used-elsewhere", CROSS, spelled_out("""\
# --- app.py
from readers import Reader

def accepts(token):
    return Reader().strict(token)
# --- readers.py
import jwt

class Reader:
    def strict(self, token):
        return self._decode(token, True)

    def audience_only(self, token):
        return self._decode(token, True, verify_exp=False)

    def _decode(self, token, signature, **extra):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": signature, **extra})
""")),
    *safe("key-callback-peeks", CROSS, spelled_out("""\
# --- app.py
from verifier import verify

def accepts(token):
    return verify(token, lambda header, claims: {"k1": $K}[header["kid"]])
# --- verifier.py
import jwt

def verify(token, find_key):
    peek = jwt.decode_complete(token, options={"verify_signature": False})
    key = find_key(peek["header"], peek["payload"])
    return jwt.decode(token, key, algorithms=["HS256"])
""")),
    *safe("refresh-reads-jti-after-check", CROSS, spelled_out("""\
# --- app.py
from refresh import rotate

def accepts(token):
    return rotate(token)
# --- refresh.py
import jwt
REVOKED = set()

def revoked(token):
    return jwt.decode(token, options={"verify_signature": False})["jti"] in REVOKED

def rotate(token):
    claims = jwt.decode(token, $K, algorithms=["HS256"])
    if revoked(token):
        raise PermissionError("revoked")
    return claims
""")),
    *safe("expired-then-leeway", CROSS, spelled_out("""\
# --- app.py
from svc import decode

def accepts(token):
    return decode(token)
# --- svc.py
import jwt

def decode(token):
    try:
        return jwt.decode(token, $K, algorithms=["HS256"])
    except jwt.ExpiredSignatureError:
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_exp": False})
""")),
    *safe("csrf-flag-false", CROSS, spelled_out("""\
# --- app.py
from conf import JWTConfig
import jwt
conf = JWTConfig()

def accepts(token):
    return jwt.decode(token, conf.secret, algorithms=["HS256"], options=conf.options)
# --- conf.py
from dataclasses import dataclass, field

@dataclass
class JWTConfig:
    secret: str = $K
    csrf_protect: bool = False
    verify_ssl: bool = False
    options: dict = field(default_factory=lambda: {"verify_signature": True, "verify_aud": False})
""")),
    *safe("generic-decode-names", CROSS, spelled_out("""\
# --- app.py
import codec
import jwt

def accepts(token):
    codec.decode("YQ==", options={"verify_signature": False})
    return jwt.decode(token, $K, algorithms=["HS256"])
# --- codec.py
import base64

def decode(data, key=None, options=None):
    return base64.b64decode(data)
""")),
    *safe("unit-test-fakes-beside", CROSS, spelled_out("""\
# --- app.py
from auth import Auth

def accepts(token):
    return Auth().claims(token)
# --- auth.py
import jwt

class Auth:
    def __init__(self, decode=jwt.decode):
        self._decode = decode

    def claims(self, token):
        return self._decode(token, $K, algorithms=["HS256"])
# --- test_auth.py
from auth import Auth

def test_claims():
    auth = Auth(decode=lambda token, key, algorithms: {"sub": "x"})
    assert auth.claims("t") == {"sub": "x"}
""")),
    *safe("default-off-param-always-passed-on", CROSS, spelled_out("""\
# --- app.py
from lib import decode
STRICT = {"verify": True}

def accepts(token):
    return decode(token, **STRICT)
# --- lib.py
import jwt

def decode(token, verify=False):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})
""")),
    *safe("if-elif-modes-strict", CROSS, spelled_out("""\
# --- app.py
from modes import Decoder

decoder = Decoder("strict")

def accepts(token):
    return decoder(token)
# --- modes.py
import jwt

class Decoder:
    def __init__(self, mode):
        if mode == "off":
            self.options = {"verify_signature": False}
        elif mode == "strict":
            self.options = {"verify_signature": True, "require": ["exp"]}
        else:
            raise ValueError(mode)

    def __call__(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options)
""")),
    *safe("loop-config-sources", CROSS, spelled_out("""\
# --- app.py
from config import value
import jwt

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": value("verify")})
# --- config.py
SOURCES = [{"verify": True}, {"verify": False, "other": 1}]

def value(name):
    for source in SOURCES:
        if name in source:
            return source[name]
    raise KeyError(name)
""")),
    *safe("chainmap-strict-first", CROSS, spelled_out("""\
# --- app.py
from collections import ChainMap
import jwt
OPTIONS = ChainMap({"verify_signature": True}, {"verify_signature": False, "verify_aud": False})

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=dict(OPTIONS))
""")),
    *safe("payload-of-own-format", CROSS, spelled_out("""\
# --- app.py
import base64, json
import jwt

def read_state(state):
    nonce, data = state.split(".")
    return nonce, json.loads(base64.urlsafe_b64decode(data))

def accepts(token):
    state = "n." + base64.urlsafe_b64encode(json.dumps({"next": "/"}).encode()).decode()
    read_state(state)
    return jwt.decode(token, $K, algorithms=["HS256"])
""")),
    *safe("manual-after-helper-verifies", CROSS, spelled_out("""\
# --- app.py
from tok import claims

def accepts(token):
    return claims(token)
# --- tok.py
import base64, json
import jwt

def check(token):
    jwt.decode(token, $K, algorithms=["HS256"])
    return token

def claims(token):
    body = check(token).split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=="))
""")),
    *safe("class-verifies-in-init-reads-later", CROSS, spelled_out("""\
# --- app.py
from tok import Token

def accepts(token):
    return Token(token).payload()
# --- tok.py
import base64, json
import jwt

class Token:
    def __init__(self, raw):
        jwt.decode(raw, $K, algorithms=["HS256"])
        self.raw = raw

    def payload(self):
        return json.loads(base64.urlsafe_b64decode(self.raw.split(".")[1] + "=="))
""")),
    *safe("unsafe-flag-raises-in-production", CROSS, spelled_out("""\
# --- app.py
from guard import decode

def accepts(token):
    return decode(token)
# --- guard.py
import jwt
from stage import STAGE

def decode(token, unsafe=False):
    if unsafe and STAGE == "production":
        raise RuntimeError("not in production")
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": not unsafe})
# --- stage.py
STAGE = "production"
""")),
    *safe("mapping-of-modes-by-constant", CROSS, spelled_out("""\
# --- app.py
from modes import MODES, DEFAULT_MODE
import jwt

def accepts(token):
    mode = MODES.get(DEFAULT_MODE, MODES["strict"])
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": mode["verify"]})
# --- modes.py
DEFAULT_MODE = "strict"
MODES = {"strict": {"verify": True}, "lax": {"verify": False}}
""")),
    *safe("options-parameter-checked", CROSS, spelled_out("""\
# --- app.py
from lib import decode

def accepts(token):
    return decode(token, options={"verify_aud": False})
# --- lib.py
import jwt

def decode(token, options=None):
    options = dict(options or {})
    if not options.get("verify_signature", True):
        raise ValueError("signature verification is mandatory")
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
""")),
    *safe("exception-group-cleanup", CROSS, spelled_out("""\
# --- app.py
from svc import Service

async def accepts(token):
    async with Service() as service:
        return await service.decode(token)
# --- svc.py
import jwt

class Service:
    options = {"verify_signature": False}

    async def __aenter__(self):
        self.options = {"verify_signature": True}
        return self

    async def __aexit__(self, *exc):
        self.options = Service.options

    async def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options)
""")),
)
