"""Entries within mappings that other modules made, changed by those that import them."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS
FLASK = ("flask", "jwt")

_BASE = """\
# --- conf/__init__.py
# --- conf/base.py
SERVICE = {"name": "mail", "tokens": {"algorithms": ["HS256"], "checked": True}}
CHECKS = {"verify_aud": False, "verify_signature": True}
"""

_READER = """\
# --- reader.py
import jwt

def read(token, tokens):
    return jwt.decode(token, $K, algorithms=tokens["algorithms"], options={"verify_signature": tokens["checked"]})
"""

CASES: tuple[Case, ...] = (
    *pair("entry-within-an-entry", CROSS, spelled_out(f"""\
# --- app.py
from conf import sandbox
from conf.base import SERVICE
from reader import read

def accepts(token):
    return read(token, SERVICE["tokens"])
# --- conf/sandbox.py
from conf.base import SERVICE

SERVICE["tokens"]["checked"] = <<0||1>>
{_BASE}{_READER}""")),
    *pair("entry-that-has-a-name", CROSS, spelled_out(f"""\
# --- app.py
import conf.base
from conf.sandbox import loosen
from reader import read

loosen()

def accepts(token):
    return read(token, conf.base.SERVICE["tokens"])
# --- conf/sandbox.py
from conf import base

def loosen():
    section = base.SERVICE["tokens"]
    section.update(<<checked=False||leeway=5>>)
{_BASE}{_READER}""")),
    *pair("entry-of-own-module", CROSS, spelled_out(f"""\
# --- app.py
from registry import SECTIONS, use
from reader import read

use("tokens", checked=<<None||"yes">>)

def accepts(token):
    return read(token, SECTIONS["plain"]["tokens"])
# --- registry.py
SECTIONS = {{"plain": {{"tokens": {{"algorithms": ["HS256"], "checked": True}}}}}}

def use(section, checked):
    SECTIONS["plain"][section]["checked"] = checked
{_READER}""")),
    *pair("star-import-then-entry", CROSS, spelled_out(f"""\
# --- app.py
import jwt
from conf import sandbox

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=sandbox.CHECKS)
# --- conf/sandbox.py
from .base import *

CHECKS["verify_signature"] = <<False||CHECKS["verify_signature"]>>
{_BASE}""")),
    *pair("star-import-then-inner-entry", CROSS, spelled_out(f"""\
# --- app.py
from conf.sandbox import SERVICE
from reader import read

def accepts(token):
    return read(token, SERVICE["tokens"])
# --- conf/sandbox.py
from conf.base import *

SERVICE["tokens"] |= {{"checked": <<False||True>>}}
{_BASE}{_READER}""")),
    *pair("star-import-changes-the-original", CROSS, spelled_out(f"""\
# --- app.py
import conf.sandbox
from conf.base import SERVICE
from reader import read

def accepts(token):
    return read(token, SERVICE["tokens"])
# --- conf/middle.py
from conf.base import *
# --- conf/sandbox.py
from conf.middle import *

SERVICE["tokens"].update({{"checked": <<"" ||"x" >>}})
{_BASE}{_READER}""")),
    *pair("entry-of-a-configuration", CROSS, spelled_out("""\
# --- app.py
from flask import Flask, current_app
import jwt
from staging import prepare

app = Flask(__name__)
app.config["READING"] = {"verify_aud": False}
prepare(app)

def accepts(token):
    with app.app_context():
        return jwt.decode(token, $K, algorithms=["HS256"], options=current_app.config["READING"])
# --- staging.py
def prepare(app):
    app.config["READING"]["verify_signature"] = <<False||True>>
"""), libraries=FLASK),
    *pair("keywords-put-in-a-loop", CROSS, spelled_out("""\
# --- app.py
import preferences
from reader import read

preferences.prefer(leeway=3, checking=<<0||1>>)

def accepts(token):
    return read(token)
# --- preferences.py
_PREFERRED = dict(checking=True, leeway=0)

def prefer(**given):
    for word in given:
        if word not in _PREFERRED:
            raise TypeError(word)
        _PREFERRED[word] = given[word]

def preferred(word, otherwise=None):
    return _PREFERRED.get(word, otherwise)
# --- reader.py
import jwt
from preferences import preferred

def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": preferred("checking")})
""")),
    *pair("pairs-put-in-a-loop", CROSS, spelled_out("""\
# --- app.py
from reader import read
from switches import SWITCHES, turn

turn([("trace", True), ("signature", <<False||True>>)])

def accepts(token):
    return read(token, SWITCHES)
# --- switches.py
SWITCHES = {"signature": True, "trace": False}

def turn(pairs):
    for name, value in pairs:
        SWITCHES[name] = value
# --- reader.py
import jwt

def read(token, switches):
    checks = {f"verify_{name}": on for name, on in switches.items()}
    return jwt.decode(token, $K, algorithms=["HS256"], options=checks)
""")),
)
