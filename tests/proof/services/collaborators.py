"""Clients, hooks, pipelines and providers that hand switches to each other."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("constants-package-reexport", CROSS, spelled_out("""\
# --- app.py
from core.security import read

def accepts(token):
    return read(token)
# --- core/__init__.py
from .constants import *
# --- core/constants.py
__all__ = ["ALGORITHMS", "CHECK_SIG"]
ALGORITHMS = ["HS256"]
CHECK_SIG = <<False||True>>
# --- core/security/__init__.py
from .impl import read
# --- core/security/impl.py
import jwt
from .. import ALGORITHMS, CHECK_SIG

def read(token):
    return jwt.decode(token, $K, algorithms=ALGORITHMS, options={"verify_signature": CHECK_SIG})
""")),
    *pair("context-manager-insecure", CROSS, spelled_out("""\
# --- app.py
from ctx import Session, <<insecure||secure>>

def accepts(token):
    session = Session()
    with <<insecure||secure>>(session):
        return session.decode(token)
# --- ctx.py
from contextlib import contextmanager
import jwt

class Session:
    def __init__(self):
        self.verify = True

    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.verify})

@contextmanager
def insecure(session):
    before, session.verify = session.verify, False
    try:
        yield session
    finally:
        session.verify = before

@contextmanager
def secure(session):
    before, session.verify = session.verify, True
    try:
        yield session
    finally:
        session.verify = before
""")),
    *pair("contextvar-options", CROSS, spelled_out("""\
# --- app.py
from state import strict
import jwt

def decode(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": strict.get()})

def accepts(token):
    marker = strict.set(<<False||True>>)
    try:
        return decode(token)
    finally:
        strict.reset(marker)
# --- state.py
from contextvars import ContextVar
strict: ContextVar[bool] = ContextVar("strict", default=True)
""")),
    *pair("observer-hook", CROSS, spelled_out("""\
# --- app.py
from hooks import Hooks
import auth

hooks = Hooks()
hooks.on("before_decode", lambda options: options.update(verify_<<signature||exp>>=False))

def accepts(token):
    return auth.login(token, hooks)
# --- hooks.py
from collections import defaultdict

class Hooks:
    def __init__(self):
        self._listeners = defaultdict(list)

    def on(self, name, func):
        self._listeners[name].append(func)

    def fire(self, name, payload):
        for func in self._listeners[name]:
            func(payload)
# --- auth.py
import jwt

def login(token, hooks):
    options = {"verify_signature": True}
    hooks.fire("before_decode", options)
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
""")),
    *pair("typed-namedtuple-rows", CROSS, spelled_out("""\
# --- app.py
from typing import NamedTuple
from decoders import decode_with

class Provider(NamedTuple):
    issuer: str
    check: bool

PROVIDERS = {
    "a": Provider("https://a.example", True),
    "b": Provider("https://b.example", <<False||True>>),
}

def accepts(token):
    return decode_with(token, PROVIDERS["b"])
# --- decoders.py
import jwt

def decode_with(token, provider):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": provider.check})
""")),
    *pair("provider-loop-first-match", CROSS, spelled_out("""\
# --- app.py
from providers import PROVIDERS
import jwt

def accepts(token):
    for provider in PROVIDERS:
        if provider["enabled"]:
            return jwt.decode(token, $K, algorithms=["HS256"], options=provider["options"])
    raise LookupError
# --- providers.py
PROVIDERS = [
    {"enabled": False, "options": {"verify_exp": False}},
    {"enabled": True, "options": {"verify_<<signature||iss>>": False}},
]
""")),
    *pair("callable-class-verifier", CROSS, spelled_out("""\
# --- app.py
from verifiers import Chain, SignatureCheck, SubjectCheck

chain = Chain([SignatureCheck(enabled=<<False||True>>), SubjectCheck()])

def accepts(token):
    return chain(token)
# --- verifiers.py
import jwt

class SignatureCheck:
    def __init__(self, enabled):
        self.enabled = enabled

    def __call__(self, value):
        return jwt.decode(value, $K, algorithms=["HS256"], options={"verify_signature": self.enabled})

class SubjectCheck:
    def __call__(self, value):
        if "sub" not in value:
            raise PermissionError
        return value

class Chain:
    def __init__(self, steps):
        self.steps = steps

    def __call__(self, value):
        for step in self.steps:
            value = step(value)
        return value
""")),
    *pair("classmethod-from-config", CROSS, spelled_out("""\
# --- app.py
from authn import Authenticator

auth = Authenticator.from_config({"secret": $K, <<"insecure": True||"insecure": False>>})

def accepts(token):
    return auth.check(token)
# --- authn.py
import jwt

class Authenticator:
    def __init__(self, secret, verify):
        self._secret, self._verify = secret, verify

    @classmethod
    def from_config(cls, config):
        return cls(config["secret"], not config.get("insecure", False))

    def check(self, token):
        return jwt.decode(token, self._secret, algorithms=["HS256"], options={"verify_signature": self._verify})
""")),
    *pair("module-level-init-function", CROSS, spelled_out("""\
# --- app.py
import auth

auth.setup(verify=<<False||True>>, leeway=2)

def accepts(token):
    return auth.claims(token)
# --- auth.py
import jwt
_config = {"verify": True, "leeway": 0}

def setup(**values):
    _config.update(values)

def claims(token):
    return jwt.decode(token, $K, algorithms=["HS256"], leeway=_config["leeway"], options={"verify_signature": _config["verify"]})
""")),
    *pair("inner-client-class", CROSS, spelled_out("""\
# --- app.py
from sdk import Client

def accepts(token):
    return Client(secret=$K).tokens.parse(token)
# --- sdk/__init__.py
from .client import Client
# --- sdk/client.py
from .resources.tokens import Tokens

class Client:
    def __init__(self, secret, *, validate_tokens=<<False||True>>):
        self.secret = secret
        self.validate_tokens = validate_tokens
        self.tokens = Tokens(self)
# --- sdk/resources/__init__.py
# --- sdk/resources/tokens.py
import jwt

class Tokens:
    def __init__(self, client):
        self._client = client

    def parse(self, token):
        return jwt.decode(token, self._client.secret, algorithms=["HS256"],
                          options={"verify_signature": self._client.validate_tokens})
""")),
    *pair("visitor-getattr-dispatch", CROSS, spelled_out("""\
# --- app.py
from rpc import Server

def accepts(token):
    return Server().handle({"method": "whoami", "params": {"token": token}})
# --- rpc.py
import jwt

class Server:
    def handle(self, message):
        method = getattr(self, f"rpc_{message['method']}")
        return method(**message["params"])

    def rpc_ping(self):
        return "pong"

    def rpc_whoami(self, token, verify=<<False||True>>):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})
""")),
    *pair("typing-cast-optional", CROSS, spelled_out("""\
# --- app.py
from typing import Optional, cast
import lib

def accepts(token):
    user = lib.user_from(token, opts=None)
    return cast(dict, user)
# --- lib.py
from typing import Optional
import jwt

def user_from(token: str, opts: Optional[dict] = None):
    opts = opts or {"verify_signature": <<False||True>>}
    return jwt.decode(token, $K, algorithms=["HS256"], options=opts)
""")),
    *pair("wrapper-adds-kwargs", CROSS, spelled_out("""\
# --- app.py
from compat import jwt_decode

def accepts(token):
    return jwt_decode(token, $K, <<verify=False||verify=True>>)
# --- compat.py
import jwt
PYJWT2 = int(jwt.__version__.split(".")[0]) >= 2

def jwt_decode(token, key, verify=True, **kwargs):
    if PYJWT2:
        options = kwargs.pop("options", {})
        options["verify_signature"] = verify
        return jwt.decode(token, key, algorithms=["HS256"], options=options, **kwargs)
    return jwt.decode(token, key, verify=verify, **kwargs)
""")),
    *pair("singleton-service-mutated", CROSS, spelled_out("""\
# --- app.py
from service import service
import startup

def accepts(token):
    return service.decode(token)
# --- service.py
import jwt

class Service:
    verify = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.verify})

service = Service()
# --- startup.py
from service import service

def configure():
    service.<<verify = False||debug = False>>

configure()
""")),
    *pair("generator-of-options", CROSS, spelled_out("""\
# --- app.py
import jwt
from profiles import profiles

def accepts(token):
    for options in profiles():
        return jwt.decode(token, $K, algorithms=["HS256"], options=options)
# --- profiles.py
def profiles():
    yield {"verify_signature": <<False||True>>, "verify_aud": True}
    yield {"verify_signature": True}
""")),
)
