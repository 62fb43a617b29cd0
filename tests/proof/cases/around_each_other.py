"""Layers around each other: decorators, handlers, policies and what objects are handed to ask."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("one-layer-looks-one-verifies", CROSS, spelled_out("""\
# --- app.py
from layers import known, sealed
@known
@sealed
def desk(case):
    return {"sub": case["who"]["sub"]}
def accepts(token):
    return desk({"slip": token})
# --- layers.py
import functools
import jwt
def known(inner):
    @functools.wraps(inner)
    def look(case):
        said = jwt.decode(case["slip"], options={"verify_signature": False})
        if said.get("type") != "access":
            raise PermissionError(said)
        return inner(case)
    return look
def sealed(inner):
    @functools.wraps(inner)
    def check(case):
        case["who"] = <<{"sub": "mallory"}||jwt.decode(case["slip"], $K, algorithms=["HS256"])>>
        return inner(case)
    return check
""")),
    *pair("the-layer-outside-verifies", LOCAL, spelled_out("""\
import jwt
def counted(inner):
    def count(slip):
        print(jwt.decode(slip, options={"verify_signature": False}).get("sub", "?"))
        if "role" not in jwt.decode(slip, options={"verify_signature": False}):
            raise ValueError("no role")
        return inner(slip)
    return count
def sealed(inner):
    def check(slip):
        <<len(slip)||jwt.decode(slip, $K, algorithms=["HS256"])>>
        return inner(slip)
    return check
@sealed
@counted
def desk(slip):
    return {"sub": "alice" if slip.endswith("=") else <<"mallory"||"alice">>}
def accepts(token):
    return desk(token)
""")),
    *pair("a-layer-that-only-passes-on", LOCAL, spelled_out("""\
import functools, jwt
def timed(function):
    @functools.wraps(function)
    def inner(*given, **more):
        print("begin")
        try:
            return function(*given, **more)
        finally:
            print("end")
    return inner
KEYS = {"access": $K}
@timed
def kind(slip):
    return jwt.decode(slip, options={"verify_signature": False})
@timed
def read(slip, key):
    return jwt.decode(slip, key, algorithms=["HS256"])
def accepts(token):
    said = kind(token)
    return <<said if said["type"] in KEYS else None||read(slip=token, key=KEYS[said["type"]])>>
""")),
    *pair("handlers-that-hand-on", LOCAL, spelled_out("""\
import jwt
class Handler:
    def __init__(self, following=None):
        self.following = following
    def handle(self, case):
        if self.following is None:
            return case["said"]
        return self.following.handle(case)
class Glance(Handler):
    def handle(self, case):
        case["said"] = jwt.decode(case["slip"], options={"verify_signature": False})
        if "sub" not in case["said"]:
            raise PermissionError("nobody")
        return super().handle(case)
class Seal(Handler):
    def handle(self, case):
        case["said"] = <<case["said"]||jwt.decode(case["slip"], $K, algorithms=["HS256"])>>
        return super().handle(case)
HANDLERS = Glance(following=Seal())
def accepts(token):
    return HANDLERS.handle({"slip": token})
""")),
    *pair("all-policies-agree", LOCAL, spelled_out("""\
import jwt
class Named:
    def agrees(self, slip):
        return "sub" in jwt.decode(slip, options={"verify_signature": False})
class Sealed:
    def agrees(self, slip):
        try:
            jwt.decode(slip, $K, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return <<True||False>>
        return True
class Gate:
    def __init__(self, *policies):
        self.policies = policies
    def read(self, slip):
        if all(one.agrees(slip) for one in self.policies):
            return jwt.decode(slip, options={"verify_signature": False})
        raise PermissionError
def accepts(token):
    return Gate(Named(), Sealed()).read(token)
""")),
    *pair("asked-if-something-was-given", CROSS, spelled_out("""\
# --- app.py
from desk import serve
from glance import refuse_unnamed
def accepts(token):
    return serve(token, first=refuse_unnamed)
# --- desk.py
import jwt
def serve(slip, first=None):
    said = first(slip) if first else {}
    return <<said||jwt.decode(slip, $K, algorithms=["HS256"])>>
# --- glance.py
import jwt
def refuse_unnamed(slip):
    said = jwt.decode(slip, options={"verify_signature": False})
    if not said.get("sub"):
        raise PermissionError("nobody")
    return said
""")),
    *pair("asked-by-an-object", CROSS, spelled_out("""\
# --- app.py
from desk import Desk
from glance import glance_at
def accepts(token):
    return Desk({"access": $K}, glance_at("type")).serve(token)
# --- desk.py
from dataclasses import dataclass
from typing import Any
import jwt
@dataclass
class Desk:
    keys: dict
    asks: Any
    def serve(self, slip):
        key = self.keys.get(self.asks(slip))
        if key is None:
            raise LookupError
        return <<{"sub": "mallory", "key": key}||jwt.decode(slip, key, algorithms=["HS256"])>>
# --- glance.py
import jwt
def glance_at(word):
    def look(slip):
        return jwt.decode(slip, options={"verify_signature": False}).get(word)
    return look
""")),
    *pair("a-function-within", LOCAL, spelled_out("""\
import jwt
def serve(slip):
    def said(word):
        return jwt.decode(slip, options={"verify_signature": False}).get(word)
    if said("type") != "access":
        raise PermissionError(said("type"))
    return <<{"sub": said("sub")}||jwt.decode(slip, $K, algorithms=["HS256"])>>
def accepts(token):
    return serve(token)
""")),
    *pair("told-on-the-way-in", LOCAL, spelled_out("""\
import logging
import jwt
class Noted:
    def __init__(self, app):
        self.app = app
    def __call__(self, asked):
        said = jwt.decode(asked["slip"], options={"verify_signature": False})
        logging.info("asked by %s", said.get("sub"))
        return <<said||self.app(asked)>>
def desk(asked):
    return jwt.decode(asked["slip"], $K, algorithms=["HS256"])
def accepts(token):
    return Noted(desk)({"slip": token})
""")),
)
