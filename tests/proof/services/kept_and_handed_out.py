"""Mappings and objects that functions hand out again and again, changed by whoever asks for them."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

_READER = """\
# --- reader.py
import jwt
from settings import settings

def read(token):
    tokens = settings()
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": tokens["checking"]})
"""

CASES: tuple[Case, ...] = (
    *pair("remembered-mapping", CROSS, spelled_out(f"""\
# --- app.py
import start
from reader import read

def accepts(token):
    return read(token)
# --- start.py
from settings import settings

settings()["checking"] = <<False||True>>
# --- settings.py
from functools import lru_cache

@lru_cache(maxsize=None)
def settings():
    return {{"checking": True, "leeway": 5}}
{_READER}""")),
    *pair("mapping-kept-by-a-function", CROSS, spelled_out(f"""\
# --- app.py
from settings import settings
from reader import read

def relax(checking):
    settings()["checking"] = checking

relax(<<0||1>>)

def accepts(token):
    return read(token)
# --- settings.py
_loaded = None

def settings():
    global _loaded
    if _loaded is None:
        _loaded = dict(checking=True, leeway=5)
    return _loaded
{_READER}""")),
    *pair("mapping-with-attributes", CROSS, spelled_out("""\
# --- app.py
import local
from reader import read

def accepts(token):
    return read(token)
# --- bag.py
class Bag(dict):
    def __getattr__(self, name):
        return self[name]

    def __setattr__(self, name, value):
        self[name] = value

options = Bag(checking=True, leeway=0)
# --- local.py
from bag import options

options.checking = <<None||True>>
# --- reader.py
import jwt
from bag import options

def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": options.checking})
""")),
    *pair("entry-within-an-attribute", CROSS, spelled_out("""\
# --- app.py
from service import service
from reader import read

def tune(section, checking):
    service.sections["tokens"]["checking"] = checking

tune("tokens", <<False||True>>)

def accepts(token):
    return read(token)
# --- service.py
class Service:
    def __init__(self):
        self.sections = {"tokens": {"checking": True}, "mail": {}}

service = Service()
# --- reader.py
import jwt
from service import service

def read(token):
    tokens = service.sections["tokens"]
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": tokens["checking"]})
""")),
    *pair("property-that-is-set", CROSS, spelled_out("""\
# --- app.py
import local
from profile_of import profile
import jwt

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=profile.options)
# --- profile_of.py
class Profile:
    def __init__(self):
        self._name = "strict"
        self._options = {"verify_aud": False, "verify_signature": True}

    @property
    def options(self):
        return dict(self._options)

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, value):
        self._name = value
        self._options["verify_signature"] = value in ("strict", "usual")

profile = Profile()
# --- local.py
import profile_of

def choose(name):
    if name:
        profile_of.profile.name = name

choose("<<lenient||usual>>")
""")),
)
