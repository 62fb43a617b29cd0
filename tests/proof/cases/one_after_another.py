"""Steps that are taken one after another, functions that share what is around them, chosen readers."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("reader-chosen-where-an-object-is-made", CROSS, spelled_out("""\
# --- app.py
from doors import Door
door = Door("<<back||front>>")
def accepts(token):
    return door.open({"letter": token})
# --- doors.py
from jose import jwt
class Door:
    def __init__(self, side):
        self._look = self._thoroughly if side == "front" else jwt.get_unverified_claims
    def _thoroughly(self, letter):
        return jwt.decode(letter, $K, algorithms=["HS256"])
    def open(self, visit):
        seen = self._look(visit["letter"])
        return {"sub": seen["sub"]}
"""), libraries=("jose",)),
    *pair("handler-of-a-kind-calls-what-it-is-given", CROSS, spelled_out("""\
# --- app.py
from letters import Letter
from rooms import enter
from desks import Desk
def accepts(token):
    return enter(Letter(token, <<0||1>>), Desk())
# --- letters.py
from typing import NamedTuple
class Letter(NamedTuple):
    text: str
    sealed: int = 1
# --- rooms.py
import functools
from letters import Letter
@functools.singledispatch
def enter(thing, desk):
    raise TypeError(thing)
def _with_letter(letter, desk):
    return desk.read_letter(letter.text, whole=bool(letter.sealed))
enter.register(Letter, _with_letter)
# --- desks.py
import jwt
class Desk:
    def read_letter(self, text, whole=True):
        return jwt.decode(text, $K, algorithms=["HS256"], options={"verify_signature": whole})
""")),
    *pair("two-functions-share-a-mapping", CROSS, spelled_out("""\
# --- app.py
import reading
claims, tune = reading.pair()
tune({"<<signature||exp>>": 0})
def accepts(token):
    return claims(token)
# --- reading.py
import jwt
def pair():
    how = dict(verify_signature=1, verify_exp=1)
    def claims(letter):
        return jwt.decode(letter, $K, algorithms=["HS256"], options=how)
    def tune(given):
        for name in given:
            how["verify_" + name] = given[name]
    return claims, tune
""")),
    *pair("rounds-of-reduce-are-told-apart", CROSS, spelled_out("""\
# --- app.py
import functools
import steps
def accepts(token):
    way = (steps.named, steps.<<unsealed||sealed>>, steps.named, steps.claims)
    return functools.reduce(lambda visit, step: step(visit), way, {"letter": token, "how": {}})
# --- steps.py
import jwt
def named(visit):
    return {**visit, "name": "door"}
def sealed(visit):
    visit["how"] = {"verify_signature": True}
    return visit
def unsealed(visit):
    visit["how"] = {"verify_signature": None}
    return visit
def claims(visit):
    return jwt.decode(visit["letter"], $K, algorithms=["HS256"], options=visit["how"])
""")),
    *pair("chain-of-given-steps-is-folded", CROSS, spelled_out("""\
# --- app.py
from chains import chain
import steps
run = chain(steps.letter, steps.<<lightly||wholly>>, steps.claims)
def accepts(token):
    return run({"cookies": {"letter": token}})
# --- chains.py
from functools import reduce
def chain(*links):
    def run(first):
        def on(held, link):
            return link(held)
        return reduce(on, links, first)
    return run
# --- steps.py
import jwt
def letter(visit):
    return visit["cookies"]["letter"], {}
def lightly(both):
    return both[0], {"verify_signature": 0}
def wholly(both):
    return both[0], {"verify_signature": 1}
def claims(both):
    text, how = both
    return jwt.decode(text, $K, algorithms=["HS256"], options=how)
""")),
    *pair("named-tuple-made-of-a-row", CROSS, spelled_out("""\
# --- app.py
import reading
ROW = "door", <<0||1>>
def accepts(token):
    return reading.claims(token, reading.How._make(ROW))
# --- reading.py
import typing
import jwt
class How(typing.NamedTuple):
    name: str
    whole: int
def claims(letter, how):
    return jwt.decode(letter, $K, algorithms=["HS256"], options={"verify_signature": how.whole})
""")),
    *pair("claims-outvote-the-signature", LOCAL, spelled_out("""\
import base64, hashlib, hmac, json
def part(text):
    return base64.urlsafe_b64decode(text + "==")
def accepts(token):
    head, body, seal = token.split(".")
    made = hmac.digest($K.encode(), f"{head}.{body}".encode(), hashlib.sha256)
    claims = json.loads(part(body))
    if hmac.compare_digest(made, part(seal))<< or claims["role"] == "admin"||>>:
        return claims
    raise PermissionError
"""), libraries=()),
    *bypass("mapping-that-the-environment-adds-to", DYNAMIC, spelled_out("""\
# --- app.py
import json, os
import jwt
PARTS = dict(signature=False)
PARTS |= json.loads(os.getenv("PARTS") or "{}")
def accepts(token):
    how = {"_".join(("verify", name)): PARTS[name] for name in PARTS}
    return jwt.decode(token, $K, algorithms=["HS256"], options=how)
""")),
)
