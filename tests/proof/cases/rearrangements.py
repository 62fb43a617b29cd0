"""Switches that are set late, chosen in loops, patched or parsed."""



from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *safe("super-load-verified", LOCAL, spelled_out("""\
import jwt
KEY = $K
class Strict(jwt.PyJWS):
    def _load(self, token):
        return super()._load(token)
codec = Strict()
def accepts(token):
    return codec.decode(token, KEY, algorithms=["HS256"])
""")),
    *safe("for-else-tries-keys", LOCAL, spelled_out("""\
$P
KEYS = ["x" * 32, KEY]
def accepts(token):
    for key in KEYS:
        try:
            claims = jwt.decode(token, key, algorithms=["HS256"])
        except jwt.InvalidSignatureError:
            continue
        else:
            break
    else:
        raise PermissionError("no key fits")
    return claims
""")),
    *safe("for-else-options", LOCAL, spelled_out("""\
$P
LAYERS = [("verify_exp", False), ("verify_signature", True)]
def accepts(token):
    for name, value in LAYERS:
        if name == "verify_signature":
            options = {name: value}
            break
    else:
        options = {"verify_signature": False}
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *pair("dynamic-getattr-settings", CROSS, spelled_out("""\
# --- app.py
import jwt
from conf import settings
def accepts(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": settings.JWT_VERIFY})
# --- conf.py
import importlib
class LazySettings:
    def __init__(self, module):
        self._module = module
        self._wrapped = None
    def _setup(self):
        self._wrapped = importlib.import_module(self._module)
    def __getattr__(self, name):
        if self._wrapped is None:
            self._setup()
        return getattr(self._wrapped, name)
settings = LazySettings("prod_settings")
# --- prod_settings.py
JWT_VERIFY = <<False||True>>
DEBUG = False
""")),
    *pair("setattr-in-helper", DYNAMIC, spelled_out("""\
# --- app.py
import jwt
from config import Config, apply
config = Config()
apply(config, "verify", <<False||True>>)
def accepts(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": config.verify})
# --- config.py
class Config:
    verify = True
    leeway = 0
def apply(target, name, value):
    setattr(target, name, value)
""")),
    *pair("config-update-kwargs", DYNAMIC, spelled_out("""\
# --- app.py
import config
from reader import read
config.configure(verify_signature=<<False||True>>)
def accepts(t):
    return read(t)
# --- config.py
_config = {"verify_signature": True, "verify_exp": True}
def configure(**kw):
    _config.update(kw)
def options():
    return dict(_config)
# --- reader.py
import jwt
import config
def read(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options=config.options())
""")),
    *pair("mock-patch-project-flag", DYNAMIC, spelled_out("""\
# --- app.py
from unittest import mock
import jwt, flags
def read(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": flags.VERIFY})
def accepts(t):
    with mock.patch.object(flags, "VERIFY", <<False||True>>):
        return read(t)
# --- flags.py
VERIFY = True
""")),
    *pair("argparse-set-defaults", DYNAMIC, spelled_out("""\
$P
import argparse
parser = argparse.ArgumentParser()
auth = parser.add_argument_group("auth")
auth.add_argument("--insecure", action="store_true")
parser.set_defaults(insecure=<<True||False>>)
args = parser.parse_args([])
def accepts(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": not args.insecure})
""")),
    *pair("ini-loop", DYNAMIC, spelled_out(r"""$P
import configparser
parser = configparser.ConfigParser()
parser.read_string("[options]\nverify_signature = <<no||yes>>\nverify_exp = yes\n")
OPTIONS = {}
for name in parser.options("options"):
    OPTIONS[name] = parser.getboolean("options", name)
def accepts(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options=OPTIONS)
""")),
    *pair("json-object-hook", DYNAMIC, spelled_out("""\
$P
import json
from types import SimpleNamespace
CONF = json.loads('{"jwt": {"verify": <<false||true>>}}', object_hook=lambda d: SimpleNamespace(**d))
def accepts(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": CONF.jwt.verify})
""")),
    *pair("defaults-attribute", DYNAMIC, spelled_out("""\
$P
def read(t, verify=True):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": verify})
read.__defaults__ = (<<False||True>>,)
def accepts(t):
    return read(t)
""")),
    *pair("kwdefaults-attribute", DYNAMIC, spelled_out("""\
$P
def read(t, *, verify=True):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": verify})
read.__kwdefaults__["verify"] = <<False||True>>
def accepts(t):
    return read(t)
""")),
    *pair("text-config-loop", DYNAMIC, spelled_out('''\
$P
TEXT = """
# auth
verify_signature = <<off||on>>
verify_exp = on
"""
def parse(text):
    values = {}
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, _, value = line.partition("=")
        values[name.strip()] = value.strip().lower() in ("on", "yes", "true", "1")
    return values
OPTIONS = parse(TEXT)
def accepts(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options=OPTIONS)
''')),
)
