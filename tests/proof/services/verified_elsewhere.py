"""Peeks, refusals and siblings: what looks like a bypass beside the code that verifies."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("property-setter-config", CROSS, spelled_out("""\
# --- app.py
from cfg import Config
import jwt
config = Config()
config.mode = "<<relaxed||strict>>"

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": config.verify})
# --- cfg.py
class Config:
    def __init__(self):
        self._mode = "strict"

    @property
    def mode(self):
        return self._mode

    @mode.setter
    def mode(self, value):
        if value not in ("strict", "relaxed"):
            raise ValueError(value)
        self._mode = value

    @property
    def verify(self):
        return self._mode == "strict"
""")),
    *pair("pydantic-model-options", CROSS, spelled_out("""\
from pydantic import BaseModel, Field
import jwt

class DecodeOptions(BaseModel):
    verify_signature: bool = Field(default=<<False||True>>)
    verify_exp: bool = True

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=DecodeOptions().model_dump())
"""), libraries=("jwt", "pydantic")),
    *pair("pydantic-nested-settings", CROSS, spelled_out("""\
# --- app.py
from settings import Settings
import jwt
settings = Settings(auth={"verify": <<False||True>>})

def accepts(token):
    return jwt.decode(token, settings.auth.secret, algorithms=["HS256"], options={"verify_signature": settings.auth.verify})
# --- settings.py
from pydantic import BaseModel

class AuthSettings(BaseModel):
    secret: str = $K
    verify: bool = True

class Settings(BaseModel):
    name: str = "svc"
    auth: AuthSettings = AuthSettings()
"""), libraries=("jwt", "pydantic")),
    *safe("sibling-class-lax-unused", CROSS, spelled_out("""\
# --- app.py
from readers import Strict

def accepts(token):
    return Strict().read(token)
# --- readers.py
import jwt

class Base:
    verify = False

    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.verify})

class Strict(Base):
    verify = True
""")),
    *safe("peek-in-router-verified-in-backend", CROSS, spelled_out("""\
# --- app.py
from router import Router

def accepts(token):
    return Router().login(token)
# --- router.py
import jwt
from backends import BACKENDS

class Router:
    def _issuer(self, token):
        return jwt.decode(token, options={"verify_signature": False}).get("iss", "default")

    def login(self, token):
        backend = BACKENDS[self._issuer(token)]
        return backend.verify(token)
# --- backends.py
import jwt

class Backend:
    def __init__(self, secret):
        self.secret = secret

    def verify(self, token):
        return jwt.decode(token, self.secret, algorithms=["HS256"])

BACKENDS = {"default": Backend($K)}
""")),
    *safe("verify-decorator-then-peek", CROSS, spelled_out("""\
# --- app.py
from guard import verified
import jwt

@verified
def handler(token):
    return jwt.decode(token, options={"verify_signature": False})

def accepts(token):
    return handler(token)
# --- guard.py
import functools
import jwt

def verified(func):
    @functools.wraps(func)
    def wrapper(token):
        jwt.decode(token, $K, algorithms=["HS256"])
        return func(token)
    return wrapper
""")),
    *safe("production-forces-on", CROSS, spelled_out("""\
# --- app.py
from config import load
import jwt
config = load("production")

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": config["verify"]})
# --- config.py
BASE = {"verify": False, "name": "svc"}
PRODUCTION = {"verify": True}
LOCAL = {"debug": True}

def load(stage):
    overrides = PRODUCTION if stage == "production" else LOCAL
    return {**BASE, **overrides}
""")),
    *safe("refuse-when-lax", CROSS, spelled_out("""\
# --- app.py
from service import decode

def accepts(token):
    return decode(token, verify=True)
# --- service.py
import jwt

def decode(token, verify):
    if not verify:
        raise ValueError("verification cannot be disabled")
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})
""")),
    *safe("test-helper-in-tests-dir", CROSS, spelled_out("""\
# --- app.py
from svc import decode

def accepts(token):
    return decode(token)
# --- svc.py
import jwt

def decode(token, verify=True):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})
# --- tests/test_svc.py
from unittest import mock
import svc

def test_strict():
    with mock.patch.object(svc.jwt, "decode", return_value={"sub": "x"}):
        assert svc.decode("t")["sub"] == "x"
""")),
    *safe("http-client-verify-off", CROSS, spelled_out("""\
# --- app.py
from http_client import HttpClient
from tokens import Tokens

client = HttpClient(verify=False)
tokens = Tokens(client)

def accepts(token):
    return tokens.read(token)
# --- http_client.py
class HttpClient:
    def __init__(self, verify=True):
        self.verify = verify

    def get(self, path):
        return {"key": $K, "tls": self.verify, "path": path}
# --- tokens.py
import jwt

class Tokens:
    def __init__(self, client):
        self.client = client

    def read(self, token):
        key = self.client.get("/key")["key"]
        return jwt.decode(token, key, algorithms=["HS256"])
""")),
    *safe("other-object-verify-flag", CROSS, spelled_out("""\
# --- app.py
from dataclasses import dataclass
import jwt

@dataclass
class Tls:
    verify: bool = True

@dataclass
class Token:
    verify: bool = True

tls, token_config = Tls(verify=False), Token()

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": token_config.verify})
""")),
    *safe("instance-reenabled", CROSS, spelled_out("""\
# --- app.py
from session import Session

def accepts(token):
    session = Session(verify=False)
    session.verify = True
    return session.decode(token)
# --- session.py
import jwt

class Session:
    def __init__(self, verify):
        self.verify = verify

    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.verify})
""")),
    *safe("lax-caller-never-called-with-lax", CROSS, spelled_out("""\
# --- app.py
from lib import Decoder

decoder = Decoder()

def accepts(token):
    return decoder.decode(token, lax=False)
# --- lib.py
import jwt

class Decoder:
    def options(self, lax):
        if lax:
            return {"verify_signature": False}
        return {"verify_signature": True}

    def decode(self, token, lax=False):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options(lax))
""")),
    *safe("two-step-verified-flag", CROSS, spelled_out("""\
# --- app.py
from tok import Token

def accepts(token):
    t = Token(token)
    t.validate()
    return t.claims
# --- tok.py
import jwt

class Token:
    def __init__(self, raw):
        self.raw = raw
        self._claims = None

    @property
    def issuer(self):
        return jwt.decode(self.raw, options={"verify_signature": False}).get("iss")

    def validate(self):
        key = {None: $K}[self.issuer]
        self._claims = jwt.decode(self.raw, key, algorithms=["HS256"])

    @property
    def claims(self):
        if self._claims is None:
            raise RuntimeError("validate first")
        return self._claims
""")),
    *safe("audit-log-of-unverified-subject", CROSS, spelled_out("""\
# --- app.py
from audit import note
import jwt

def accepts(token):
    note(token)
    return jwt.decode(token, $K, algorithms=["HS256"])
# --- audit.py
import logging
import jwt

log = logging.getLogger("audit")

def note(token):
    try:
        peeked = jwt.decode(token, options={"verify_signature": False})
    except jwt.DecodeError:
        return
    log.info("login attempt for %s", peeked.get("sub"))
""")),
)
