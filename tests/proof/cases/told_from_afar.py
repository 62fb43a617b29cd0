"""Decisions that files without any word of their own take: objects, modules and texts that others choose."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

CROSS, DYNAMIC = Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("function-given-to-one-of-two-objects", CROSS, spelled_out("""\
# --- app.py
from maybe import found
import reading

def accepts(token):
    return found({"jwt": token}, "jwt").then(reading.claims, full=<<0||1>>)
# --- maybe.py
class Some:
    def __init__(self, held):
        self._held = held

    def then(self, work, **named):
        return work(self._held, **named)

class Nothing:
    def then(self, work, **named):
        return None

def found(mapping, key):
    return Some(mapping[key]) if key in mapping else Nothing()
# --- reading.py
import jwt

def claims(text, full=True):
    return jwt.decode(text, $K, algorithms=["HS256"], options={"verify_signature": bool(full)})
""")),
    *pair("method-of-what-a-name-chooses", CROSS, spelled_out("""\
# --- app.py
from runners import Later, Now
import reading

def accepts(token, at_once=True):
    runner = Now() if at_once else Later()
    return runner.run(reading.claims, token, <<{"verify_signature": None}||{"verify_aud": None}>>)
# --- runners.py
class Now:
    def run(self, work, *given):
        return work(*given)

class Later:
    def run(self, work, *given):
        return lambda: work(*given)
# --- reading.py
import jwt

def claims(text, how):
    return jwt.decode(text, $K, algorithms=["HS256"], options=how)
""")),
    *pair("parts-decoded-by-another-file", CROSS, spelled_out("""\
# --- app.py
import wire

def accepts(token):
    return wire.Message(token).body()
# --- wire.py
import json
import jwt
from letters import back

class Message:
    def __init__(self, text):
        self._text = text

    def body(self):
        <<len(self._text)||jwt.decode(self._text, $K, algorithms=["HS256"])>>
        _, middle, _ = self._text.split(".")
        return json.loads(back(middle))
# --- letters.py
import base64

def back(text):
    missing = -len(text) % 4
    return base64.urlsafe_b64decode(text.encode() + b"=" * missing)
""")),
    *safe("parts-of-something-else-decoded-by-another-file", CROSS, spelled_out("""\
# --- app.py
import jwt
import wire

def accepts(token):
    wire.read("report.2024.eyJ9")
    return jwt.decode(token, $K, algorithms=["HS256"])
# --- wire.py
import json
from letters import back

def read(name):
    kind, year = name.rsplit(".", 1)
    return json.dumps({"kind": kind, "year": year, "made": repr(back("e30"))})
# --- letters.py
import base64

def back(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
""")),
    *pair("settings-that-the-environment-names", CROSS, spelled_out("""\
# --- app.py
import manage
from site_.guards import claims as accepts
# --- manage.py
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings.live")
# --- site_/__init__.py
# --- site_/settings/__init__.py
# --- site_/settings/base.py
READING = {"options": {"verify_<<signature||nbf>>": 1 > 2}}
SECRET_KEY = $K
# --- site_/settings/live.py
from .base import *

DEBUG = False
# --- site_/guards.py
import jwt
from django.conf import settings

def claims(token):
    how = getattr(settings, "READING", {})
    return jwt.decode(token, settings.SECRET_KEY, algorithms=["HS256"], **how)
""")),
    *pair("attribute-of-a-module-that-a-text-names", DYNAMIC, spelled_out("""\
# --- app.py
import start
from reading import claims as accepts
# --- start.py
from importlib import import_module

def put(place, held):
    where, _, what = place.partition(":")
    setattr(import_module(where), what, held)

put("reading:<<FULL||LABEL>>", "")
# --- reading.py
import jwt
FULL, LABEL = "yes", "tokens"

def claims(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": bool(FULL)})
""")),
    *pair("attribute-of-a-loaded-module", DYNAMIC, spelled_out("""\
# --- app.py
import start
from reading import claims as accepts
# --- start.py
import sys
import reading

def put(where, what, held):
    setattr(sys.modules[where], what, held)

put("reading", "<<FULL||LABEL>>", None)
# --- reading.py
import jwt
FULL, LABEL = "yes", "tokens"

def claims(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": bool(FULL)})
""")),
    *pair("text-that-callers-complete-is-executed", DYNAMIC, spelled_out("""\
# --- app.py
from making import reader

accepts = reader("verify_<<signature||exp>>")
# --- making.py
import jwt

TEXT = 'lambda token: jwt.decode(token, $K, algorithms=["HS256"], options={"%s": False})'

def reader(word):
    return eval(TEXT % word, {"jwt": jwt})
""")),
    *pair("command-line-that-is-empty", DYNAMIC, spelled_out("""\
# --- app.py
import argparse
import jwt

parser = argparse.ArgumentParser()
parser.add_argument("--full", action="store_true", default=<<None||True>>)
given, others = parser.parse_known_args([])

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": bool(given.full)})
""")),
)
