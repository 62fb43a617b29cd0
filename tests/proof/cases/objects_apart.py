"""Objects that are told apart, options of which the word is taken out, what Python hands to methods."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("one-of-a-list-is-set", CROSS, spelled_out("""\
# --- gates.py
class Gate:
    def __init__(self, number, wide=False):
        self.number, self.wide = number, wide
        self.guarded = True
    def unlock(self):
        self.guarded = False
GATES = [Gate(number) for number in (1, 2, 3)]
# --- night.py
import gates
def fall():
    gates.GATES[<<0||2>>].unlock()
# --- app.py
$P
import gates
import night
night.fall()
def accepts(token):
    gate = gates.GATES[0]
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": gate.guarded})
""")),
    *pair("entered-by-nobody", CROSS, spelled_out("""\
$P
import contextlib as c
class Desk:
    signed_only = True
    @c.contextmanager
    def open_to_all(self):
        self.signed_only = False
        yield self
        self.signed_only = True
    @c.contextmanager
    def open_late(self):
        yield self
    def serve(self, token):
        return jwt.decode(token, KEY, ["HS256"], options=dict(verify_signature=self.signed_only))
def accepts(token):
    with Desk().<<open_to_all||open_late>>() as desk:
        return desk.serve(token)
""")),
    *pair("word-taken-out-of-a-copy", CROSS, spelled_out("""\
$P
LOOSE = {"verify_signature": False, "verify_iat": False}
def options():
    copied = LOOSE.copy()
    copied.pop("<<verify_iat||verify_signature>>")
    return copied
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=options())
""")),
    *pair("classes-of-a-table", CROSS, spelled_out("""\
$P
class Anybody:
    rules = {"verify_signature": False, "verify_exp": True}
class Members:
    rules = {"verify_signature": True, "verify_exp": True}
KINDS = {kind.__name__: kind for kind in (Anybody, Members)}
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=KINDS["<<Anybody||Members>>"].rules)
""")),
    *pair("assigned-to-a-property", CROSS, spelled_out("""\
# --- clerks.py
$P
class Clerk:
    def __init__(self):
        self._careful = True
    @property
    def careful(self):
        return self._careful
    @careful.setter
    def careful(self, how):
        self._careful = how == "very"
    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.careful})
# --- app.py
from clerks import Clerk
def accepts(token):
    clerk = Clerk()
    clerk.careful = "<<hardly||very>>"
    return clerk.read(token)
""")),
    *pair("a-descriptor-knows-its-name", CROSS, spelled_out("""\
$P
class Setting:
    def __init__(self, default):
        self.default = default
    def __set_name__(self, owner, name):
        self.kept_as = f"own_{name}"
    def __get__(self, held, owner=None):
        return getattr(held, self.kept_as, self.default)
class Clerk:
    signed = Setting(<<0||1>>)
    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.signed})
def accepts(token):
    return Clerk().read(token)
""")),
    *pair("each-stage-takes-what-the-last-one-gave", CROSS, spelled_out("""\
$P
def bare(header):
    return header.rpartition(" ")[2]
def signed(text):
    <<len(text)||jwt.decode(text, KEY, algorithms=["HS256"])>>
    return text
def body(text):
    return jwt.decode(text, options={"verify_signature": False})
class Line:
    def __init__(self, *stages):
        self.stages = stages
    def __call__(self, given):
        for stage in self.stages:
            given = stage(given)
        return given
read = Line(bare, signed, body)
def accepts(token):
    return read("Bearer " + token)
""")),
    *safe("a-token-that-a-given-function-signs", CROSS, spelled_out("""\
# --- client.py
import jwt
class Client:
    def __init__(self, renew):
        self._renew = renew
        self._text = None
    def text(self, now=0):
        if self._text is None or self._ends() < now:
            self._text = self._renew()
        return self._text
    def _ends(self):
        return jwt.decode(self._text, options={"verify_signature": False})["exp"]
# --- app.py
$P
import time
from client import Client
def issue():
    return jwt.encode({"sub": "service", "exp": time.time() + 60}, KEY, "HS256")
client = Client(issue)
def accepts(token):
    client.text(time.time())
    return jwt.decode(token, KEY, ["HS256"])
""")),
)
