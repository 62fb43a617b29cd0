"""Objects made of what parameters say, and what is put under objects or set as classes are called."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

DESK = """\
import jwt
class Rules:
    def checks(self):
        return {"verify_aud": False}
class Guest(Rules):
    def checks(self):
        return {**super().checks(), "verify_signature": <<False||True>>}
class Desk:
    def __init__(self, rules: Rules, leeway: int = 0):
        self.rules, self.leeway = rules, leeway
    def admit(self, token):
        return jwt.decode(
            token, $K, algorithms=["HS256"], leeway=self.leeway, options=self.rules.checks()
        )
"""

CASES: tuple[Case, ...] = (
    *pair("made-of-what-the-hints-say", CROSS, spelled_out("""\
# --- app.py
from typing import get_type_hints
from desk import Desk, Guest, Rules
STAND_INS = {Rules: Guest}
def build(kind):
    wanted = get_type_hints(kind.__init__)
    given = {name: STAND_INS[one]() for name, one in wanted.items() if one in STAND_INS}
    return kind(**given)
def accepts(token):
    return build(Desk).admit(token)
# --- desk.py
""" + DESK)),
    *pair("made-of-what-the-signature-says", CROSS, spelled_out("""\
# --- app.py
from assembly import Assembly
from desk import Desk, Guest, Rules
assembly = Assembly()
assembly.use(Guest, wherever=Rules)
def accepts(token):
    return assembly.of(Desk).admit(token)
# --- assembly.py
import inspect
class Assembly:
    def __init__(self):
        self._used = {}
    def use(self, kind, wherever):
        self._used[wherever] = kind
    def of(self, kind):
        kind = self._used.get(kind, kind)
        parts = {}
        for name, parameter in inspect.signature(kind).parameters.items():
            if parameter.default is inspect.Parameter.empty:
                parts[name] = self.of(parameter.annotation)
        return kind(**parts)
# --- desk.py
""" + DESK)),
    *pair("put-under-an-object", CROSS, spelled_out("""\
# --- app.py
import jwt
import shelf
class Door:
    def __init__(self, name):
        self.name = name
    def open(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=shelf.found(self))
side = Door("side")
shelf.put(side, dict(verify_<<signature||aud>>=False))
def accepts(token):
    return side.open(token)
# --- shelf.py
from weakref import WeakKeyDictionary
_kept = WeakKeyDictionary()
def put(door, checks):
    _kept[door] = checks
def found(door):
    return _kept.get(door) or {}
""")),
    *pair("put-under-an-object-of-a-plain-mapping", LOCAL, spelled_out("""\
import jwt
class Door:
    pass
front, side = Door(), Door()
checks = {front: {"verify_exp": True}}
checks[side] = {"verify_<<signature||iat>>": 0}
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=checks[side])
""")),
    *pair("set-as-the-class-is-called", CROSS, spelled_out("""\
# --- app.py
from readers import Reader
def accepts(token):
    return Reader("side").read(token)
# --- readers.py
import jwt
class Known(type):
    def __call__(cls, name, *rest):
        reader = type.__call__(cls, *rest)
        reader.name = name
        reader.checked = name <<!=||==>> "side"
        return reader
class Reader(metaclass=Known):
    checked = True
    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.checked})
""")),
)  # fmt: skip
