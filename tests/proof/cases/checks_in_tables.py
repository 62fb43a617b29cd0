"""Checks that objects are given prepared, in tables and lists, and what else may stand there."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

DESK = """\
import jwt
class Desk:
    def __init__(self, proofs):
        self.proofs = proofs
    def holder(self, text):
        seen = jwt.decode(text, options={"verify_signature": False})
        self.proofs[seen.get("realm", "home")](text)
        return seen
"""


def _desk(rest: str) -> str:
    return spelled_out(DESK + rest)


GATE = """\
import jwt
class Gate:
    def __init__(self, steps):
        self.steps = steps
    def enter(self, text):
        [step(text) for step in self.steps]
        return jwt.decode(text, options={"verify_signature": False})
"""


def _gate(rest: str) -> str:
    return spelled_out(GATE + rest)


CASES: tuple[Case, ...] = (
    *pair("made-of-rows", CROSS, "# --- desk.py\n" + _desk("""\
# --- app.py
from functools import partial
import jwt
from desk import Desk
def prove(family, text):
    return <<len(text) + len(family)||jwt.decode(text, $K, algorithms=[family])>>
def open_desk(realms):
    return Desk({realm["name"]: partial(prove, realm["family"]) for realm in realms})
def accepts(token):
    return open_desk([{"name": "home", "family": "HS256"}]).holder(token)
""")),
    *pair("one-of-them-is-lenient", LOCAL, _desk("""\
from functools import partial
def prove(text, thorough):
    if thorough:
        jwt.decode(text, $K, algorithms=["HS256"])
desk = Desk({"home": partial(prove, thorough=<<0||1>>), "work": partial(prove, thorough=1)})
def accepts(token):
    return desk.holder(token)
""")),
    *pair("a-built-in-among-them", LOCAL, _desk("""\
def prove(text):
    return jwt.decode(text, $K, algorithms=["HS256"])
desk = Desk({"home": <<len||prove>>, "work": prove})
def accepts(token):
    return desk.holder(token)
""")),
    *pair("a-built-in-in-the-module", LOCAL, spelled_out("""\
import jwt
def prove(text):
    jwt.decode(text, $K, algorithms=["HS256"])
PROOFS = dict(home=<<repr||prove>>, work=prove)
def accepts(token):
    seen = jwt.decode(token, options={"verify_signature": False})
    PROOFS[seen.get("realm") or "home"](token)
    return seen
""")),
    *pair("a-library's-among-them", LOCAL, _desk("""\
def prove(text):
    return jwt.decode(text, $K, algorithms=["HS256"])
desk = Desk({"home": <<jwt.get_unverified_header||prove>>, "work": prove})
def accepts(token):
    return desk.holder(token)
""")),
    *pair("a-prepared-read-that-is-kept", LOCAL, spelled_out("""\
from functools import partial
import jwt
class Door:
    def __init__(self, confirm):
        self._confirm = confirm
    def enter(self, text):
        name = jwt.decode(text, options={"verify_signature": False})
        self._confirm(text)
        return name
door = Door(partial(<<jwt.get_unverified_header||jwt.decode, key=$K, algorithms=["HS256"]>>))
def accepts(token):
    return door.enter(token)
""")),
    *pair("all-that-a-list-holds", LOCAL, _gate("""\
from functools import partial
def prove(family, text):
    jwt.decode(text, $K, algorithms=[family])
gate = Gate([<<||partial(prove, "HS256")>>])
def accepts(token):
    return gate.enter(token)
""")),
    *bypass("a-list-that-may-be-empty", LOCAL, _gate("""\
def prove(text):
    jwt.decode(text, $K, algorithms=["HS256"])
def gate(names):
    return Gate([prove for name in names])
def accepts(token):
    return gate("").enter(token)
""")),
)
