"""Names that stand for something else than their definition says, and objects that are made by calls."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, pyjwt

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pyjwt("a-decorator-gives-options-instead-of-a-function", CROSS, """
def as_options(_):
    return {"verify_signature": <<False||True>>}

@as_options
def OPTIONS():
    pass

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=OPTIONS)
"""),
    *pyjwt("a-decorator-puts-another-function-in-its-place", CROSS, """
from functools import wraps

def always(value):
    def decorator(function):
        @wraps(function)
        def inner(*args):
            return value
        return inner
    return decorator

@always(<<None||True>>)
def is_strict(realm):
    return realm != "open"

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": is_strict("web")})
"""),
    *pyjwt("chosen-by-the-kind-of-argument", CROSS, """
from functools import singledispatch

@singledispatch
def strictness(caller):
    return True

@strictness.register(dict)
def _(caller):
    return True

@strictness.register(str)
def _(caller):
    return <<False||True>>

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strictness("web")})
"""),
    *pyjwt("members-of-an-enumeration-made-by-a-call", LOCAL, """
from enum import Enum

Mode = Enum("Mode", "OPEN CLOSED")
SWITCHES = {Mode.OPEN: False, Mode.CLOSED: True}

def accepts(token):
    strict = SWITCHES[Mode.<<OPEN||CLOSED>>]
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strict})
"""),
    *pyjwt("an-object-changes-its-class", CROSS, """
class Strict:
    options = {"verify_signature": True}

class Lax:
    options = {"verify_signature": False}

reader = <<Strict||Lax>>()
reader.__class__ = <<Lax||Strict>>

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=reader.options)
"""),
    *pyjwt("an-attribute-of-a-class-is-deleted", CROSS, """
class Base:
    strict = <<False||True>>

class Reader(Base):
    strict = <<True||False>>

del Reader.strict

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": Reader.strict})
"""),
    *pyjwt("a-metaclass-keeps-its-classes", CROSS, """
class Plugin(type):
    known = {}

    def __new__(meta, name, bases, body):
        made = super().__new__(meta, name, bases, body)
        meta.known[name.lower()] = made
        return made

class Web(metaclass=Plugin):
    strict = <<0||1>>

class Shell(metaclass=Plugin):
    strict = True

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": Plugin.known["web"].strict})
"""),
    *pair("entries-patched-for-a-while", DYNAMIC, """
# --- config.py
OPTIONS = {"verify_signature": True, "verify_exp": True}

# --- app.py
from unittest.mock import patch

import jwt

import config

KEY = "0123456789abcdef0123456789abcdef"

def accepts(token):
    with patch.dict(config.OPTIONS, {"verify_signature": <<False||1>>}):
        return jwt.decode(token, KEY, ["HS256"], options=config.OPTIONS)
"""),
    *pair("a-model-by-its-alias", DYNAMIC, """
import jwt
from pydantic import BaseModel, Field

KEY = "0123456789abcdef0123456789abcdef"

class Policy(BaseModel):
    strict: bool = Field(default=True, alias="checkSignature")

POLICY = Policy.model_validate({"checkSignature": <<False||True>>})

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": POLICY.strict})
""", libraries=("jwt", "pydantic")),
    *pyjwt("arguments-bound-beforehand", DYNAMIC, """
import inspect

def read(token, strict=True):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strict})

def accepts(token):
    bound = inspect.signature(read).bind(token, <<0||1>>)
    return read(*bound.args, **bound.kwargs)
"""),
    *pyjwt("defaults-read-from-a-function", CROSS, """
def policy(realm, strict=<<False||True>>):
    return realm, strict

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": policy.__defaults__[-1]})
"""),
    *pyjwt("a-class-of-mappings-sets-its-own-entries", CROSS, """
class Options(dict):
    def __init__(self, **more):
        super().__init__(**more)
        self["verify_signature"] = <<False||True>>

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=Options(verify_exp=True))
"""),
    *pyjwt("a-name-set-on-the-own-module", DYNAMIC, """
import sys

setattr(sys.modules[__name__], "STRICT", <<False||True>>)

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": STRICT})
"""),
    *pyjwt("rows-that-are-changed-in-place", LOCAL, """
from collections import deque

ORDER = deque([True, True])
ORDER.appendleft(<<False||True>>)
TURNED = [1, 1, ORDER[0]]
TURNED.reverse()
PARTS = ["web", "shell"]
PARTS[1:] = [TURNED[0], 5]

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": PARTS[1]})
"""),
    *pyjwt("the-one-with-the-highest-rank", LOCAL, """
RULES = [{"rank": 3, "strict": True}, {"rank": 9, "strict": <<False||True>>}, {"rank": 1, "strict": True}]

def accepts(token):
    rule = max(RULES, key=lambda one: one["rank"])
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": rule["strict"]})
"""),
)  # fmt: skip
