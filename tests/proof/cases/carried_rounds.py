"""What loops carry from round to round, and objects that are taken for what they are not."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

CROSS, DYNAMIC, LOCAL = Difficulty.CROSS, Difficulty.DYNAMIC, Difficulty.LOCAL

CASES: tuple[Case, ...] = (
    *pair("lookup-by-dotted-path", CROSS, spelled_out("""\
# --- app.py
import jwt
from config import config
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": config.get("auth.jwt.check", True)})
# --- config.py
class Config:
    def __init__(self, data):
        self._data = data
    def get(self, path, default=None):
        node = self._data
        for part in path.split("."):
            if not isinstance(node, dict) or part not in node:
                return default
            node = node[part]
        return node
config = Config({"auth": {"jwt": {"check": <<False||True>>}}, "db": {"url": "sqlite://"}})
""")),
    *pair("stages-one-after-the-other", CROSS, spelled_out("""\
# --- app.py
from pipeline import Pipeline
from stages import decode, extract, tag
def accepts(token):
    return Pipeline([extract, decode, tag]).run({"auth": "Bearer " + token, "trusted": <<True||False>>})
# --- pipeline.py
class Pipeline:
    def __init__(self, stages):
        self.stages = stages
    def run(self, data):
        for stage in self.stages:
            data = stage(data)
        return data
# --- stages.py
import jwt
def extract(message):
    return {**message, "token": message["auth"].split(" ")[1]}
def decode(message):
    return jwt.decode(message["token"], $K, algorithms=["HS256"], options={"verify_signature": not message["trusted"]})
def tag(claims):
    return {**claims, "source": "gateway"}
""")),
    *pair("object-spread-as-mapping", LOCAL, spelled_out("""\
import jwt
class Checks:
    def __init__(self, **given):
        self._given = given
    def keys(self):
        return [f"verify_{name}" for name in self._given]
    def __getitem__(self, key):
        return self._given[key.removeprefix("verify_")]
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={**Checks(signature=<<False||True>>, exp=True)})
""")),
    *safe("chain-that-keeps-what-is-off", CROSS, spelled_out("""\
# --- app.py
from build import Options
import jwt
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=Options().without("aud").without("iss").build())
# --- build.py
class Options:
    NAMES = ("signature", "exp", "aud", "iss")
    def __init__(self):
        self._off = set()
    def without(self, name):
        if name == "signature":
            raise ValueError("the signature is always verified")
        self._off.add(name)
        return self
    def build(self):
        return {f"verify_{name}": name not in self._off for name in self.NAMES}
""")),
    *pair("mapping-with-attributes", CROSS, spelled_out("""\
# --- app.py
from conf import config
import jwt
def accepts(token):
    return jwt.decode(token, config.KEY, algorithms=["HS256"], options={"verify_signature": config.VERIFY})
# --- attrdict.py
class AttrDict(dict):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None
    def __setattr__(self, name, value):
        self[name] = value
# --- conf.py
from attrdict import AttrDict
config = AttrDict(KEY=$K, VERIFY=True)
config.update({"DEBUG": False})
<<config.VERIFY = False||config.TIMEOUT = 3>>
""")),
    *pair("flag-of-a-thread", CROSS, spelled_out("""\
# --- app.py
from state import local
from reader import read
def accepts(token):
    local.verify = <<False||True>>
    return read(token)
# --- state.py
import threading
local = threading.local()
local.verify = True
# --- reader.py
import jwt
from state import local
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": local.verify})
""")),
    *pair("text-without-its-margin", CROSS, spelled_out("""\
# --- app.py
from auth import read
def accepts(token):
    return read(token)
# --- loader.py
import functools
import json
import textwrap
RAW = textwrap.dedent(
    \"\"\"
    {"verify": <<false||true>>, "alg": "HS256"}
    \"\"\"
)
@functools.cache
def load():
    return json.loads(RAW)
# --- auth.py
import jwt
from loader import load
def read(token):
    conf = load()
    return jwt.decode(token, $K, algorithms=[conf["alg"]], options={"verify_signature": conf["verify"]})
""")),
    *pair("attribute-by-the-metaclass", DYNAMIC, spelled_out("""\
import jwt
class _Meta(type):
    def __getattr__(cls, name):
        return cls._values[name]
class Settings(metaclass=_Meta):
    _values = {"verify": <<False||True>>, "key": $K}
def accepts(token):
    return jwt.decode(token, Settings.key, algorithms=["HS256"], options={"verify_signature": Settings.verify})
""")),
)
