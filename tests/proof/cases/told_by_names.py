"""Steps that texts name, objects that are mappings, and reads that complete an object."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("steps-that-a-list-elsewhere-names", CROSS, spelled_out("""\
# --- app.py
import plan
import work

def accepts(token):
    held = f"{token} "
    for word, told in plan.STEPS:
        held = getattr(work, word)(held, *told)
    return held
# --- plan.py
STEPS = (("trimmed", ()), ("opened", (<<0||1>>,)))
# --- work.py
import jwt

def trimmed(text):
    return text.strip()

def opened(text, full):
    return jwt.decode(text, $K, ["HS256"], options={"verify_signature": bool(full)})
""")),
    *pair("object-that-is-a-mapping", CROSS, spelled_out("""\
# --- app.py
from flags import Flags
import jwt
flags = Flags({"signature": <<"off"||"on">>, "exp": "on"})

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=dict(flags))
# --- flags.py
from collections import abc

class Flags(abc.MutableMapping):
    def __init__(self, words):
        self.words = words

    def __iter__(self):
        yield from (f"verify_{word}" for word in self.words)

    def __len__(self):
        return len(self.words)

    def __getitem__(self, key):
        return self.words[key[len("verify_"):]] == "on"

    def __setitem__(self, key, held):
        raise TypeError

    __delitem__ = None
""")),
    *pair("read-that-completes-an-object", CROSS, spelled_out("""\
# --- app.py
from visits import Visit

def accepts(token):
    return Visit(text=token, full=<<None||True>>).known
# --- visits.py
from dataclasses import InitVar, dataclass
import jwt

@dataclass
class Visit:
    text: str
    full: InitVar[bool] = True
    known: dict = None

    def __post_init__(self, full):
        self.known = jwt.decode(self.text, $K, ["HS256"], options={"verify_signature": bool(full)})
""")),
    *pair("read-by-what-its-object-says", CROSS, spelled_out("""\
# --- app.py
import visits

def accepts(token):
    return visits.Visit(token, <<{"verify_signature": False}||{"verify_iat": False}>>).known
# --- visits.py
from dataclasses import dataclass, field
import jwt

@dataclass
class Visit:
    text: str
    flags: dict = field(default_factory=dict)

    def __post_init__(self):
        self.known = jwt.decode(self.text, $K, algorithms=["HS256"], options=self.flags)
""")),
    *pair("name-that-a-module-has", CROSS, spelled_out("""\
# --- app.py
import names
import jwt

def accepts(token):
    full = False if hasattr(names, "LOOSE") else True
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": full})
# --- names.py
<<LOOSE||TIGHT>> = "yes"
""")),
    *pair("name-that-another-file-gives-a-module", DYNAMIC, spelled_out("""\
# --- app.py
import start
import names
import jwt

def accepts(token):
    how = {"verify_signature": not hasattr(names, "LOOSE")}
    return jwt.decode(token, $K, algorithms=["HS256"], options=how)
# --- start.py
import names

names.<<LOOSE||TIGHT>> = 1
# --- names.py
LEEWAY = 3
"""))[1:],
    *pair("mapping-put-in-place-of-another", DYNAMIC, spelled_out("""\
# --- app.py
from instead import instead
import reading

def accepts(token):
    with instead(reading, "HOW", {"verify_<<signature||nbf>>": None}):
        return reading.claims(token)
# --- instead.py
import contextlib

@contextlib.contextmanager
def instead(place, word, held):
    known = getattr(place, word)
    setattr(place, word, held)
    try:
        yield
    finally:
        setattr(place, word, known)
# --- reading.py
import jwt
HOW = {"verify_aud": False}

def claims(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=HOW)
""")),
)
