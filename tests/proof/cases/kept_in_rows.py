"""What methods keep in rows for others to call, what operators make, and properties of derived classes."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("function-kept-in-a-row-with-its-keywords", CROSS, spelled_out("""\
# --- app.py
from desk import Desk
import answers

desk = Desk()
desk.take("who", answers.who, full=<<""||"yes">>)

def accepts(token):
    return desk.ask({"about": "who", "text": token})
# --- desk.py
class Desk:
    def __init__(self):
        self.known = {}

    def take(self, about, answer, **how):
        self.known[about] = [answer, how]

    def ask(self, question):
        answer, how = self.known[question["about"]]
        return answer(question["text"], **how)
# --- answers.py
import jwt

def who(text, full="yes"):
    flags = {"verify_signature": bool(full)}
    return jwt.decode(text, $K, ["HS256"], options=flags)
""")),
    *pair("property-that-gives-a-reader-of-a-derived-class", CROSS, spelled_out("""\
# --- app.py
from edges import Edge

edge = Edge()

def accepts(token):
    return edge.claims(token)
# --- edges.py
from sides import Side

class Edge(Side):
    left_out = ["verify_nbf", "verify_<<signature||iat>>"]
# --- sides.py
import jwt

class Side:
    left_out = []

    @property
    def claims(self):
        flags = {name: False for name in self.left_out}
        return lambda token: jwt.decode(token, $K, algorithms=["HS256"], options=flags)
""")),
    *pair("operators-before-objects", LOCAL, spelled_out("""\
$P
class Flag:
    def __init__(self, name, on=True):
        self.name, self.on = name, on

    def __invert__(self):
        return Flag(self.name, not self.on)

    def __add__(self, other):
        return {self.name: self.on, other.name: other.on}

SIGNATURE, EXPIRY = Flag("verify_signature"), Flag("verify_exp")

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=<<~SIGNATURE||SIGNATURE>> + EXPIRY)
""")),
)
