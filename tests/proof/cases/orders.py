"""Decisions by how things are ordered: places in lists, sets within others, days, versions."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS, LOCAL, DYNAMIC = Difficulty.CROSS, Difficulty.LOCAL, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("place-of-a-stage", CROSS, spelled_out("""\
# --- app.py
import jwt
from stages import is_past
def accepts(token):
    checked = is_past("<<build||release>>")
    return jwt.decode(token, $K, algorithms=["HS256"], options=dict(verify_signature=checked))
# --- stages.py
STAGES = ["idea", "build", "test", "release"]
def is_past(stage, bound="test"):
    return STAGES.index(stage) > STAGES.index(bound)
""")),
    *pair("place-of-a-member", CROSS, spelled_out("""\
# --- app.py
import jwt
from grades import Grade, demands
def accepts(token):
    on = demands(Grade.<<LOW||TOP>>)
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": on})
# --- grades.py
import enum
class Grade(enum.Enum):
    LOW = "l"
    MID = "m"
    TOP = "t"
def demands(grade):
    return list(Grade).index(grade) >= 1
""")),
    *pair("wanted-within-offered", LOCAL, spelled_out("""\
$P
WANTED = frozenset(("aud", "sig"))
def accepts(token):
    offered = ["exp", "aud"<<||, "sig">>]
    on = WANTED.issubset(offered)
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": on})
""")),
    *pair("nothing-in-common", LOCAL, spelled_out("""\
$P
TRUSTED = {"edge", "mesh"}
def accepts(token):
    strict = TRUSTED.isdisjoint({"<<mesh||web>>"})
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": strict})
""")),
    *pair("turned-over-in-a-set", LOCAL, spelled_out("""\
$P
def accepts(token):
    checks = {"sig", "exp"}
    checks ^= {"<<sig||nbf>>", "aud"}
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": "sig" in checks})
""")),
    *pair("left-of-all-checks", CROSS, spelled_out("""\
# --- app.py
import jwt
from checks import kept
def accepts(token):
    on = "sig" in kept(["<<sig||aud>>"])
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": on})
# --- checks.py
ALL = {"exp", "aud", "sig"}
def kept(without):
    return ALL.difference(without)
""")),
    *pair("names-longer-than-answers", LOCAL, spelled_out("""\
import itertools
$P
NAMES = "verify_exp", "verify_aud", "verify_signature"
def accepts(token):
    pairs = itertools.zip_longest(NAMES, (True, False), fillvalue=<<0||1>>)
    return jwt.decode(token, KEY, algorithms=["HS256"], options={name: on for name, on in pairs})
""")),
    *pair("day-before-the-change", CROSS, spelled_out("""\
# --- app.py
import datetime as dt
import jwt
from contracts import is_signed
def accepts(token):
    on = is_signed(dt.date(<<2018||2024>>, 5, 1))
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": on})
# --- contracts.py
from datetime import date
SINCE = date.fromisoformat("2020-02-01")
def is_signed(day):
    return day >= SINCE
""")),
    *pair("release-below-another", CROSS, spelled_out("""\
# --- app.py
import jwt
from releases import at_least
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": at_least("<<1.9||2.1>>")})
# --- releases.py
from packaging.version import Version, parse
FIRST = Version("1.10.0")
def at_least(text):
    return parse(text) >= FIRST
""")),
    *pair("numbers-of-a-text", CROSS, spelled_out("""\
# --- app.py
import jwt
from peers import PEERS
def talk(protocol, token):
    modern = tuple(map(int, protocol.split("-"))) > (3, 1)
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": modern})
def accepts(token):
    return talk(PEERS["north"], token)
# --- peers.py
PEERS = {"north": "<<2-9||3-2>>", "south": "3-9"}
""")),
    *pair("put-into-the-environment", CROSS, spelled_out("""\
# --- app.py
import os
import jwt
os.environ["<<TOKEN_CHECKS||OTHER_CHECKS>>"] = "off"
import switches
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": switches.checks()})
# --- switches.py
import os
def checks():
    return os.getenv("TOKEN_CHECKS", "on") != "off"
""")),
    *pair("first-of-a-list-from-its-end", CROSS, spelled_out("""\
# --- app.py
import jwt
from layers import layers
layers.add({"check": 1})
layers.add({"<<check||other>>": 0})
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": layers.told("check")})
# --- layers.py
class Layers:
    def __init__(self):
        self.all = []
    def add(self, one):
        self.all.append(one)
    def told(self, word):
        return next(one[word] for one in reversed(self.all) if word in one)
layers = Layers()
""")),
    *pair("sum-of-own-objects", CROSS, spelled_out("""\
# --- app.py
import jwt
from parts import Part
WHOLE = sum((Part("aud"), Part("<<signature||iat>>")), Part())
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=dict.fromkeys(WHOLE.words(), False))
# --- parts.py
class Part:
    def __init__(self, *names):
        self.names = names
    def __add__(self, other):
        return Part(*self.names, *other.names)
    def words(self):
        return ["verify_" + name for name in self.names]
""")),
    *pair("digit-of-a-number", LOCAL, spelled_out("""\
$P
LEVEL = <<5||7>>
def accepts(token):
    _, on, _ = format(LEVEL, "03b")
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": on == "1"})
""")),
)
