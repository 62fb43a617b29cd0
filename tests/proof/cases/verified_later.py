"""Reads that choose among tokens, steps or keys, and what is verified once something has been chosen."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("stages-that-a-function-lists", CROSS, spelled_out("""\
# --- app.py
from belt import Belt
from stages import stages
def accepts(token):
    return Belt(stages=stages()).carry({"slip": token})["who"]
# --- belt.py
class Belt:
    def __init__(self, *, stages):
        self.stages = list(stages)
    def carry(self, crate):
        for stage in self.stages:
            stage(crate)
        return crate
# --- stages.py
import jwt
class Look:
    def __call__(self, crate):
        crate["glance"] = jwt.decode(crate["slip"], options={"verify_signature": False})
class Stamp:
    def __init__(self, key):
        self.key = key
    def __call__(self, crate):
        <<crate["who"] = crate["glance"]||crate["who"] = jwt.decode(crate["slip"], self.key, ["HS256"])>>
def stages():
    return Look(), Stamp($K)
""")),
    *pair("desks-that-enter-themselves", CROSS, spelled_out("""\
# --- app.py
import desks
from hall import DESKS
def accepts(token, called="slips"):
    desk = DESKS[called]()
    if desk.takes(token):
        return desk.serve(token)
    raise PermissionError(called)
# --- hall.py
DESKS = {}
class Desk:
    def __init_subclass__(cls, called, **more):
        super().__init_subclass__(**more)
        DESKS[called] = cls
# --- desks.py
import jwt
from hall import Desk
class Coins(Desk, called="coins"):
    def takes(self, paid):
        return paid.isdigit()
    def serve(self, paid):
        raise NotImplementedError
class Slips(Desk, called="slips"):
    def takes(self, slip):
        self.glance = jwt.decode(slip, options={"verify_signature": False})
        return "sub" in self.glance
    def serve(self, slip):
        return <<self.glance||jwt.decode(slip, $K, algorithms=["HS256"])>>
""")),
    *pair("the-first-that-takes-it", LOCAL, spelled_out("""\
import jwt
class Coin:
    def takes(self, paid):
        return paid.isdigit()
    def serve(self, paid):
        return {"sub": paid}
class Slip:
    def takes(self, slip):
        self.glance = jwt.decode(slip, options={"verify_signature": False})
        return "sub" in self.glance
    def serve(self, slip):
        return <<self.glance||jwt.decode(slip, $K, algorithms=["HS256"])>>
def accepts(token):
    for desk in (Coin(), Slip()):
        if not desk.takes(token):
            continue
        return desk.serve(token)
    return None
""")),
    *pair("tokens-that-are-ours", LOCAL, spelled_out("""\
import jwt
def is_ours(slip):
    return "role" in jwt.decode(slip, options={"verify_signature": False})
def accepts(token):
    ours = [slip for slip in (token, token) if is_ours(slip)]
    read = [<<jwt.decode(slip, options={"verify_signature": False})
            ||jwt.decode(slip, $K, algorithms=["HS256"])>> for slip in sorted(ours)]
    return read[0]
""")),
    *pair("tokens-that-are-ours-handed-out", CROSS, spelled_out("""\
# --- app.py
from box import ours
import jwt
def accepts(token):
    for slip in ours([token]):
        <<return {"sub": "mallory"}||return jwt.decode(slip, $K, algorithms=["HS256"])>>
# --- box.py
import jwt
def ours(slips):
    for slip in slips:
        if jwt.decode(slip, options={"verify_signature": False}).get("role") == "admin":
            yield slip
""")),
    *pair("put-away-before", CROSS, spelled_out("""\
# --- app.py
import jwt
from glances import SEEN, glances
def first(slips):
    for slip, kind in glances(slips):
        return kind, jwt.decode(slip, $K, algorithms=["HS256"])
def accepts(token):
    try:
        return first([token])[1]
    except jwt.PyJWTError:
        return <<SEEN.pop()||None>>
# --- glances.py
import jwt
SEEN = []
def glances(slips):
    for slip in slips:
        said = jwt.decode(slip, options={"verify_signature": False})
        <<SEEN.append(said)||print(said.get("sub"))>>
        yield slip, said.get("type")
""")),
    *pair("given-with-what-it-says", CROSS, spelled_out("""\
# --- app.py
import jwt
from glances import glances
KEYS = {"access": $K}
def accepts(token):
    for entry in glances(iter([token])):
        try:
            jwt.decode(entry["slip"], KEYS[entry["said"]["type"]], algorithms=["HS256"])
        except jwt.PyJWTError as error:
            <<print(error)||raise PermissionError from error>>
        return entry["said"]
# --- glances.py
import jwt
def glances(slips):
    for slip in slips:
        yield {"slip": slip, "said": jwt.decode(slip, options={"verify_signature": False})}
""")),
)
