"""Patches, loaders, built classes and computed settings."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

DYNAMIC = Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("setattr-loop-config", DYNAMIC, spelled_out("""\
# --- app.py
from conf import settings
import jwt

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": settings.JWT_VERIFY})
# --- conf.py
class Settings:
    JWT_VERIFY = True

    def load(self, mapping):
        for name, value in mapping.items():
            if name.isupper():
                setattr(self, name, value)
        return self

settings = Settings().load({"JWT_VERIFY": <<False||True>>, "DEBUG": False})
""")),
    *pair("dict-attr-update", DYNAMIC, spelled_out("""\
import jwt

class Settings:
    verify = True
    def __init__(self, **overrides):
        self.__dict__.update(overrides)

settings = Settings(verify=<<False||True>>)

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": settings.verify})
""")),
    *pair("simple-namespace-settings", DYNAMIC, spelled_out("""\
from types import SimpleNamespace
import jwt
settings = SimpleNamespace(jwt=SimpleNamespace(verify=<<False||True>>, key=$K))

def accepts(token):
    return jwt.decode(token, settings.jwt.key, algorithms=["HS256"], options=dict(verify_signature=settings.jwt.verify))
""")),
    *pair("json-config-constant", DYNAMIC, spelled_out('''\
import json
import jwt
CONFIG = json.loads("""
{
  "token": {"algorithms": ["HS256"], "options": {"verify_signature": <<false||true>>, "verify_aud": false}}
}
""")

def accepts(token):
    return jwt.decode(token, $K, **CONFIG["token"])
''')),
    *pair("type-built-class", DYNAMIC, spelled_out("""\
import jwt

def read(self, token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.verify})

Reader = type("Reader", (), {"verify": <<False||True>>, "read": read})

def accepts(token):
    return Reader().read(token)
""")),
    *pair("make-dataclass-built", DYNAMIC, spelled_out("""\
from dataclasses import make_dataclass, field
import jwt
Options = make_dataclass("Options", [("verify", bool, field(default=<<False||True>>))])

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": Options().verify})
""")),
    *pair("method-type-bound", DYNAMIC, spelled_out("""\
import types
import jwt

class Client:
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"])

def lenient(self, token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": <<False||True>>})

client = Client()
client.decode = types.MethodType(lenient, client)

def accepts(token):
    return client.decode(token)
""")),
    *pair("mock-patch-in-code", DYNAMIC, spelled_out("""\
from unittest.mock import patch
import jwt

def accepts(token):
    with patch("jwt.api_jws.PyJWS.<<_verify_signature||_validate_kid>>"):
        return jwt.decode(token, $K, algorithms=["HS256"])
""")),
    *pair("operator-methodcaller", DYNAMIC, spelled_out("""\
import operator
import jwt
decode = operator.methodcaller("decode", key=$K, algorithms=["HS256"], options={"verify_signature": <<False||True>>}, jwt=None)
def accepts(token):
    call = operator.methodcaller("decode", token, key=$K, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
    return call(jwt)
""")),
    *pair("inspect-filtered-kwargs", DYNAMIC, spelled_out("""\
import inspect
import jwt

def call_with_known(func, **kwargs):
    names = inspect.signature(func).parameters
    return func(**{name: value for name, value in kwargs.items() if name in names})

def decode(token, verify=True):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})

def accepts(token):
    return call_with_known(decode, token=token, verify=<<False||True>>, color="red")
""")),
    *pair("reduce-composed", DYNAMIC, spelled_out("""\
from functools import reduce
import jwt

def compose(*functions):
    return lambda value: reduce(lambda acc, f: f(acc), functions, value)

def decode(verify):
    return lambda token: jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})

accepts = compose(str.strip, decode(<<False||True>>), dict)
""")),
    *pair("getattr-constant-config", DYNAMIC, spelled_out("""\
# --- app.py
import settings
import jwt

def setting(name, default=None):
    return getattr(settings, name, default)

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": setting("JWT_VERIFY_SIGNATURE", True)})
# --- settings.py
JWT_VERIFY_<<SIGNATURE||AUDIENCE>> = False
""")),
    *pair("module-getattr-lazy", DYNAMIC, spelled_out("""\
# --- app.py
import lazy
import jwt

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=lazy.OPTIONS)
# --- lazy.py
_FACTORIES = {"OPTIONS": lambda: {"verify_signature": <<False||True>>}}

def __getattr__(name):
    try:
        return _FACTORIES[name]()
    except KeyError:
        raise AttributeError(name) from None
""")),
    *pair("exec-template", DYNAMIC, spelled_out("""\
import jwt
SOURCE = "def check(token): return jwt.decode(token, KEY, algorithms=['HS256'], options={'verify_signature': <<False||True>>})"
KEY = $K
exec(SOURCE)

def accepts(token):
    return check(token)
""")),
    *pair("eval-flag", DYNAMIC, spelled_out("""\
import ast
import jwt
FLAG = ast.literal_eval("<<False||True>>")

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": FLAG})
""")),
    *pair("proxy-object", DYNAMIC, spelled_out("""\
import jwt

class LooseJwt:
    def __init__(self, target, **defaults):
        self._target, self._defaults = target, defaults
    def __getattr__(self, name):
        func = getattr(self._target, name)
        def call(*args, **kwargs):
            return func(*args, **{**self._defaults, **kwargs})
        return call

client = LooseJwt(jwt, options={"verify_signature": <<False||True>>})

def accepts(token):
    return client.decode(token, $K, algorithms=["HS256"])
""")),
    *pair("generator-sent-token", DYNAMIC, spelled_out("""\
import jwt

def decoder(verify):
    token = yield
    while True:
        token = yield jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})

def accepts(token):
    d = decoder(<<False||True>>)
    next(d)
    return d.send(token)
""")),
    *pair("partial-method-table", DYNAMIC, spelled_out("""\
from functools import partial, partialmethod
import jwt

class Tokens:
    def _decode(self, token, *, check):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": check})
    decode = partialmethod(_decode, check=True)
    peek = partialmethod(_decode, check=False)

def accepts(token):
    return Tokens().<<peek||decode>>(token)
""")),
    *safe("env-key-only", DYNAMIC, spelled_out("""\
import os
import jwt

def accepts(token):
    return jwt.decode(token, os.environ["JWT_KEY"], algorithms=[os.environ.get("DETY_ALG", "HS256")], options={"verify_aud": os.environ.get("DETY_AUD", "") == "1"})
""")),
    *safe("env-cannot-disable", DYNAMIC, spelled_out("""\
import os
import jwt
if os.environ.get("DETY_NOVERIFY"):
    raise SystemExit("DETY_NOVERIFY is not supported any more")

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": True})
""")),
    *safe("patch-other-function", DYNAMIC, spelled_out("""\
import jwt
import json
json.loads.__doc__ = "patched"

class Fast:
    def decode(self, token, **kw):
        return jwt.decode(token, $K, algorithms=["HS256"], **kw)

fast = Fast()
setattr(fast, "verify", False)

def accepts(token):
    return fast.decode(token)
""")),
    *safe("wraps-decode-with-metrics", DYNAMIC, spelled_out("""\
import time
import jwt
_real = jwt.decode
timings = []

def timed(*args, **kwargs):
    start = time.perf_counter()
    try:
        return _real(*args, **kwargs)
    finally:
        timings.append(time.perf_counter() - start)

jwt.decode = timed

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
""")),
    *safe("register-stricter-algorithm", DYNAMIC, spelled_out("""\
import jwt
from jwt.algorithms import HMACAlgorithm

class Audited(HMACAlgorithm):
    def verify(self, msg, key, sig):
        ok = super().verify(msg, key, sig)
        if not ok:
            return False
        return True

jwt.unregister_algorithm("HS256")
jwt.register_algorithm("HS256", Audited(HMACAlgorithm.SHA256))

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
""")),
)
