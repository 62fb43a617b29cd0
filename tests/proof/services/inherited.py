"""Template methods, chains, decorators and subclasses that set or keep the switch."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("state-machine-flag", CROSS, spelled_out("""\
# --- app.py
from machine import Machine

def accepts(token):
    machine = Machine()
    machine.<<relax()||tighten()>>
    return machine.read(token)
# --- machine.py
import jwt

class Machine:
    RELAXED, STRICT = range(2)

    def __init__(self):
        self.state = self.STRICT

    def relax(self):
        self.state = self.RELAXED
        return self

    def tighten(self):
        self.state = self.STRICT
        return self

    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.state == self.STRICT})
""")),
    *pair("import-inside-function", CROSS, spelled_out("""\
# --- app.py
def accepts(token):
    from helpers import get_claims
    return get_claims(token)
# --- helpers.py
def get_claims(token):
    import jwt as _jwt
    from defaults import CHECK
    return _jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": CHECK})
# --- defaults.py
CHECK = <<0||1>>
""")),
    *pair("type-checking-import", CROSS, spelled_out("""\
# --- app.py
from __future__ import annotations
from typing import TYPE_CHECKING
import jwt
from policy import current

if TYPE_CHECKING:
    from policy import Policy

def read(token: str, policy: Policy) -> dict:
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": policy.enforced})

def accepts(token):
    return read(token, current())
# --- policy.py
class Policy:
    def __init__(self, level: int) -> None:
        self.level = level

    @property
    def enforced(self) -> bool:
        return self.level >= 1

def current() -> Policy:
    return Policy(<<0||2>>)
""")),
    *pair("exit-stack-resources", CROSS, spelled_out("""\
# --- app.py
from contextlib import ExitStack
from res import Decoder, open_decoder

def accepts(token):
    with ExitStack() as stack:
        decoder = stack.enter_context(open_decoder(<<strict=False||strict=True>>))
        return decoder.decode(token)
# --- res.py
from contextlib import contextmanager
import jwt

class Decoder:
    def __init__(self, strict):
        self.options = {"verify_signature": strict}

    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options)

@contextmanager
def open_decoder(strict=True):
    yield Decoder(strict)
""")),
    *pair("weak-default-sentinel", CROSS, spelled_out("""\
# --- app.py
from lib import decode

def accepts(token):
    return decode(token<<, options={"verify_signature": False}||>>)
# --- lib.py
import jwt
_MISSING = object()

def decode(token, options=_MISSING):
    if options is _MISSING:
        options = {"verify_signature": True}
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
""")),
    *pair("chain-of-responsibility", CROSS, spelled_out("""\
# --- app.py
from chain import First, Second

chain = First(next_=Second(<<verify=False||verify=True>>))

def accepts(token):
    return chain.handle(token)
# --- chain.py
import jwt

class Handler:
    def __init__(self, next_=None):
        self.next = next_

    def handle(self, token):
        result = self.try_handle(token)
        if result is None and self.next is not None:
            return self.next.handle(token)
        return result

class First(Handler):
    def try_handle(self, token):
        return {"sub": "service"} if token == "service" else None

class Second(Handler):
    def __init__(self, verify, next_=None):
        super().__init__(next_)
        self.verify = verify

    def try_handle(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.verify})
""")),
    *pair("slots-frozen-config-classvar", CROSS, spelled_out("""\
# --- app.py
from typing import ClassVar
import jwt

class Config:
    __slots__ = ("_values",)
    defaults: ClassVar[dict] = {"verify": True}

    def __init__(self, values=None):
        self._values = {**self.defaults, **(values or {})}

    def __getitem__(self, name):
        return self._values[name]

CONFIG = Config({"verify": <<False||True>>})

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": CONFIG["verify"]})
""")),
    *pair("click-like-own-decorators", CROSS, spelled_out("""\
# --- app.py
from cli import run

def accepts(token):
    return run(["show", "--token", token<<, "--unsafe"||>>])
# --- cli.py
import argparse
import jwt
COMMANDS = {}

def command(func):
    COMMANDS[func.__name__] = func
    return func

@command
def show(args):
    opts = {"verify_signature": not args.unsafe}
    return jwt.decode(args.token, $K, algorithms=["HS256"], options=opts)

def run(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("--token")
    parser.add_argument("--unsafe", action="store_true")
    args = parser.parse_args(argv)
    return COMMANDS[args.command](args)
""")),
    *pair("return-tuple-options", CROSS, spelled_out("""\
# --- app.py
from params import decode_params
import jwt

def accepts(token):
    key, options = decode_params()
    return jwt.decode(token, key, algorithms=["HS256"], options=options)
# --- params.py
def decode_params():
    return $K, {"verify_signature": <<False||True>>}
""")),
    *pair("subclass-of-pyjwt", CROSS, spelled_out("""\
# --- app.py
from myjwt import MyJWT

def accepts(token):
    return MyJWT().decode(token, $K, algorithms=["HS256"])
# --- myjwt.py
import jwt

class MyJWT(jwt.PyJWT):
    def decode(self, token, key="", algorithms=None, options=None, **kwargs):
        options = dict(options or {})
        options["verify_<<signature||aud>>"] = False
        return super().decode(token, key, algorithms=algorithms, options=options, **kwargs)
""")),
    *pair("verified-result-ignored-helper", CROSS, spelled_out("""\
# --- app.py
from svc import current

def accepts(token):
    return current(token)
# --- svc.py
import jwt

def is_valid(token):
    try:
        jwt.decode(token, $K, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return False
    return True

def current(token):
    <<is_valid(token)||if not is_valid(token):
        raise PermissionError>>
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("decorator-optional-verification", CROSS, spelled_out("""\
# --- app.py
from deco import with_claims

@with_claims(<<verify=False||verify=True>>)
def view(claims):
    return claims

def accepts(token):
    return view(token)
# --- deco.py
import functools
import jwt

def with_claims(func=None, *, verify=True):
    if func is None:
        return functools.partial(with_claims, verify=verify)

    @functools.wraps(func)
    def wrapper(token, *args, **kwargs):
        claims = jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})
        return func(claims, *args, **kwargs)
    return wrapper
""")),
    *pair("decorator-class-based", CROSS, spelled_out("""\
# --- app.py
from deco import Claims

class Api:
    @Claims(<<strict=False||strict=True>>)
    def me(self, claims):
        return claims

def accepts(token):
    return Api().me(token)
# --- deco.py
import functools
import jwt

class Claims:
    def __init__(self, strict=True):
        self.strict = strict

    def __call__(self, func):
        @functools.wraps(func)
        def wrapper(instance, token):
            return func(instance, jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.strict}))
        return wrapper
""")),
    *safe("hmac-cookie-and-jwt", CROSS, spelled_out("""\
# --- app.py
from cookies import unsign
import jwt

def accepts(token):
    unsign("eyJhIjogMX0=.c2ln", check=False)
    return jwt.decode(token, $K, algorithms=["HS256"])
# --- cookies.py
import base64, json

def unsign(cookie, check=True):
    body, _, signature = cookie.partition(".")
    if check and not signature:
        raise ValueError
    return json.loads(base64.b64decode(body))
""")),
    *safe("jwk-thumbprint-and-decode", CROSS, spelled_out("""\
# --- app.py
from keystore import KeyStore
import jwt

store = KeyStore({"k1": $K})

def accepts(token):
    return store.decode(token)
# --- keystore.py
import jwt

class KeyStore:
    def __init__(self, keys):
        self._keys = dict(keys)

    def signing_key(self, token):
        header = jwt.get_unverified_header(token)
        return self._keys[header["kid"]]

    def decode(self, token, **kwargs):
        kwargs.setdefault("algorithms", ["HS256"])
        return jwt.decode(token, self.signing_key(token), **kwargs)
""")),
)
