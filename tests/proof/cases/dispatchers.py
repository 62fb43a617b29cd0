"""Decoders chosen by name and switches written as texts: registries, strategies, builders."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, doubt, pair, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("plugin-registry", CROSS, spelled_out("""\
# --- app.py
import plugins.lenient, plugins.strict
from plugins.registry import REGISTRY
CHOSEN = "<<lenient||strict>>"
def accepts(t):
    plugin = REGISTRY[CHOSEN]()
    return plugin.read(t)
# --- plugins/__init__.py
# --- plugins/registry.py
REGISTRY = {}
class Plugin:
    name = ""
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        REGISTRY[cls.name] = cls
# --- plugins/strict.py
import jwt
from .registry import Plugin
class Strict(Plugin):
    name = "strict"
    def read(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"])
# --- plugins/lenient.py
import jwt
from .registry import Plugin
class Lenient(Plugin):
    name = "lenient"
    def read(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
""")),
    *pair("strategy-map", LOCAL, spelled_out("""\
$P
def _verified(token):
    return jwt.decode(token, KEY, algorithms=["HS256"])
def _trusted(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=dict(verify_signature=<<False||True>>))
STRATEGIES = {"public": _verified, "internal": _trusted}
def accepts(token, zone="internal"):
    return STRATEGIES[zone](token)
""")),
    *pair("fluent-builder", CROSS, spelled_out("""\
# --- app.py
from builder import Decoder
accepts = Decoder().with_key($K).algorithms("HS256").<<skip("signature")||skip("aud")>>.build()
# --- builder.py
import jwt
class Decoder:
    def __init__(self):
        self._key = None
        self._algorithms = ()
        self._options = {}
    def with_key(self, key):
        self._key = key
        return self
    def algorithms(self, *names):
        self._algorithms = names
        return self
    def skip(self, check):
        self._options[f"verify_{check}"] = False
        return self
    def build(self):
        def read(token):
            return jwt.decode(token, self._key, algorithms=list(self._algorithms), options=self._options)
        return read
""")),
    *pair("callbacks-on-event", CROSS, spelled_out("""\
# --- app.py
from bus import Bus
import jwt
bus = Bus()
bus.on("token", lambda token: jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": <<False||True>>}))
def accepts(t):
    return bus.emit("token", t)[0]
# --- bus.py
from collections import defaultdict
class Bus:
    def __init__(self):
        self._handlers = defaultdict(list)
    def on(self, name, handler):
        self._handlers[name].append(handler)
    def emit(self, name, *args):
        return [handler(*args) for handler in self._handlers[name]]
""")),
    *pair("methodcaller-decode", LOCAL, spelled_out("""\
import operator
import jwt
KEY = $K
reader = jwt.PyJWT()
def accepts(token):
    call = operator.methodcaller("decode", token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
    return call(reader)
""")),
    *pair("attrgetter-chain", LOCAL, spelled_out("""\
$P
import operator
from types import SimpleNamespace
CONFIG = SimpleNamespace(auth=SimpleNamespace(jwt=SimpleNamespace(verify=<<False||True>>)))
verify = operator.attrgetter("auth.jwt.verify")
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": verify(CONFIG)})
""")),
    *pair("partialmethod-reader", LOCAL, spelled_out("""\
$P
from functools import partialmethod
class Reader:
    def _read(self, token, verify):
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": verify})
    strict = partialmethod(_read, verify=True)
    loose = partialmethod(_read, verify=<<False||True>>)
accepts = Reader().loose
""")),
    *pair("configparser-get", LOCAL, spelled_out('''\
$P
import configparser
INI = """
[auth]
verify = <<no||yes>>
leeway = 3
"""
parser = configparser.ConfigParser()
parser.read_string(INI)
section = parser["auth"]
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": section.getboolean("verify", fallback=True)})
''')),
    *pair("env-default-equals", DYNAMIC, spelled_out("""\
$P
import os
VERIFY = os.environ.get("DETX_VERIFY", "<<false||true>>") == "true"
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": VERIFY})
""")),
    *pair("env-strtobool-own", DYNAMIC, spelled_out("""\
# --- app.py
import jwt
from envs import env_flag
def accepts(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": env_flag("DETX_VERIFY", <<"off"||"on">>)})
# --- envs.py
import os
_TRUE = frozenset({"1", "true", "yes", "on", "y", "t"})
_FALSE = frozenset({"0", "false", "no", "off", "n", "f", ""})
def strtobool(text: str) -> bool:
    word = text.strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError(f"not a flag: {text!r}")
def env_flag(name: str, default: str) -> bool:
    return strtobool(os.getenv(name, default))
""")),
    *doubt("env-skip-doubt", spelled_out("""\
$P
import os
def accepts(token):
    skip = os.environ.get("DETX_SKIP", "0") in ("1", "true")
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": not skip})
"""), {"DETX_SKIP": "1"}),
    *pair("literal-eval-config", LOCAL, spelled_out("""\
$P
import ast
OPTIONS = ast.literal_eval("{'verify_signature': <<False||True>>, 'verify_exp': True}")
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=OPTIONS)
""")),
    *pair("yaml-constant", LOCAL, spelled_out('''\
$P
import yaml
CONFIG = yaml.safe_load("""
jwt:
  options:
    verify_signature: <<false||true>>
    verify_exp: true
""")
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=CONFIG["jwt"]["options"])
'''), libraries=("jwt", "yaml")),
    *pair("toml-constant", LOCAL, spelled_out('''\
$P
import tomllib
CONFIG = tomllib.loads("""
[jwt.options]
verify_signature = <<false||true>>
""")
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=CONFIG["jwt"]["options"])
''')),
    *pair("vars-of-locals", DYNAMIC, spelled_out("""\
$P
def accepts(token, verify_signature=<<False||True>>):
    options = {k: v for k, v in vars().items() if k.startswith("verify_")}
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *pair("globals-lookup", DYNAMIC, spelled_out("""\
$P
VERIFY_SIGNATURE = <<0||1>>
VERIFY_EXP = 1
def accepts(token):
    options = {name.lower(): bool(globals()[name]) for name in ("VERIFY_SIGNATURE", "VERIFY_EXP")}
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *pair("dict-update-instance", DYNAMIC, spelled_out("""\
$P
class Settings:
    verify = True
    def __init__(self, **overrides):
        self.__dict__.update(overrides)
settings = Settings(verify=<<False||True>>)
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": settings.verify})
""")),
    *pair("contextvar-scope", DYNAMIC, spelled_out("""\
# --- app.py
import scope
from reader import read
def accepts(t):
    mark = scope.VERIFY.set(<<False||True>>)
    try:
        return read(t)
    finally:
        scope.VERIFY.reset(mark)
# --- scope.py
from contextvars import ContextVar
VERIFY: ContextVar[bool] = ContextVar("verify", default=True)
# --- reader.py
import jwt
from scope import VERIFY
def read(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": VERIFY.get()})
""")),
)
