"""Switches chosen out of tables, rows and branches by what callers say."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, doubt, pair, safe, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("table-by-parameter", CROSS, spelled_out("""\
# --- app.py
from reader import read
def accepts(t):
    return read(t, "<<loose||strict>>")
# --- reader.py
import jwt
MODES = {"strict": True, "loose": False}
def read(t, mode):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": MODES[mode]})
""")),
    *pair("table-get-by-parameter", CROSS, spelled_out("""\
# --- app.py
from reader import read
def accepts(t):
    return read(t, mode="<<loose||strict>>")
# --- reader.py
import jwt
MODES = {"strict": {"verify_signature": True}, "loose": {"verify_signature": False}}
def read(t, mode="strict"):
    return jwt.decode(t, $K, algorithms=["HS256"], options=MODES.get(mode, MODES["strict"]))
""")),
    *pair("table-of-self-mode", CROSS, spelled_out("""\
# --- app.py
from reader import Reader
accepts = Reader("<<loose||strict>>").read
# --- reader.py
import jwt
MODES = {"strict": {"verify_signature": True}, "loose": {"verify_signature": False}}
class Reader:
    def __init__(self, mode):
        self.options = MODES[mode]
    def read(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options=self.options)
""")),
    *pair("row-by-parameter", CROSS, spelled_out("""\
# --- app.py
from reader import read
def accepts(t):
    return read(t, level=<<0||1>>)
# --- reader.py
import jwt
LEVELS = [{"verify_signature": False}, {"verify_signature": True}]
def read(t, level):
    return jwt.decode(t, $K, algorithms=["HS256"], options=LEVELS[level])
""")),
    *safe("table-of-safe-by-unknown", CROSS, spelled_out("""\
# --- app.py
import jwt
PER_TENANT = {"a": {"verify_aud": False}, "b": {"verify_exp": True}}
def accepts(t):
    tenant = jwt.get_unverified_header(t).get("tenant")
    return jwt.decode(t, $K, algorithms=["HS256"], options=PER_TENANT.get(tenant))
""")),
    *pair("if-mode-parameter", CROSS, spelled_out("""\
# --- app.py
from reader import read
def accepts(t):
    return read(t, "<<loose||strict>>")
# --- reader.py
import jwt
def options(mode):
    if mode == "loose":
        return {"verify_signature": False}
    return {"verify_signature": True}
def read(t, mode):
    return jwt.decode(t, $K, algorithms=["HS256"], options=options(mode))
""")),
    *pair("match-mode-parameter", CROSS, spelled_out("""\
# --- app.py
from reader import Reader
accepts = Reader("<<loose||strict>>").read
# --- reader.py
import jwt
class Reader:
    def __init__(self, mode):
        match mode:
            case "strict":
                self.verify = True
            case "loose":
                self.verify = False
            case _:
                raise ValueError(mode)
    def read(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": self.verify})
""")),
    *pair("decoder-table-by-parameter", CROSS, spelled_out("""\
# --- app.py
from reader import read
def accepts(t):
    return read("<<loose||strict>>", t)
# --- reader.py
import jwt
def strict(t): return jwt.decode(t, $K, algorithms=["HS256"])
def loose(t): return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
TABLE = {"strict": strict, "loose": loose}
def read(kind, t):
    return TABLE[kind](t)
""")),
    *doubt("env-table-get", spelled_out("""\
$P
import os
CHECKS = {"production": True, "staging": True}
def accepts(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": CHECKS.get(os.environ.get("DETX_ENV", "production"))})
"""), {"DETX_ENV": "other"}),
    *pair("attribute-by-branches-in-setup", CROSS, spelled_out("""\
# --- app.py
from reader import Reader
reader = Reader()
reader.configure("<<loose||strict>>")
accepts = reader.read
# --- reader.py
import jwt
class Reader:
    def __init__(self):
        self.verify = True
    def configure(self, mode):
        if mode == "loose":
            self.verify = False
        else:
            self.verify = True
    def read(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": self.verify})
""")),
    *pair("enum-parameter-branch", CROSS, spelled_out("""\
# --- app.py
from reader import Mode, read
def accepts(t):
    return read(t, Mode.<<LOOSE||STRICT>>)
# --- reader.py
import enum
import jwt
class Mode(enum.Enum):
    STRICT = 1
    LOOSE = 2
def read(t, mode):
    options = {"verify_signature": True}
    if mode is Mode.LOOSE:
        options["verify_signature"] = False
    return jwt.decode(t, $K, algorithms=["HS256"], options=options)
""")),
    *pair("class-by-parameter", CROSS, spelled_out("""\
# --- app.py
from readers import make
accepts = make("<<loose||strict>>").read
# --- readers.py
import jwt
class Strict:
    verify = True
    def read(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": self.verify})
class Loose(Strict):
    verify = <<False||True>>
def make(kind):
    return {"strict": Strict, "loose": Loose}[kind]()
""")),
    *pair("nested-table-by-two-parameters", CROSS, spelled_out("""\
# --- app.py
from reader import read
def accepts(t):
    return read(t, zone="<<mesh||edge>>", kind="user")
# --- reader.py
import jwt
TABLE = {"edge": {"user": True, "machine": True}, "mesh": {"user": False, "machine": True}}
def read(t, *, zone, kind):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": TABLE[zone][kind]})
""")),
    *pair("dataclass-chosen-by-name", CROSS, spelled_out("""\
# --- app.py
from profiles import get
from reader import read
def accepts(t):
    return read(t, get("<<dev||prod>>"))
# --- profiles.py
from dataclasses import dataclass
@dataclass(frozen=True)
class Profile:
    name: str
    verify: bool = True
ALL = [Profile("prod"), Profile("dev", verify=False)]
def get(name):
    for profile in ALL:
        if profile.name == name:
            return profile
    raise KeyError(name)
# --- reader.py
import jwt
def read(t, profile):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": profile.verify})
""")),
    *pair("next-of-profiles", CROSS, spelled_out("""\
# --- app.py
from profiles import get
import jwt
def accepts(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": get("<<dev||prod>>").verify})
# --- profiles.py
from collections import namedtuple
Profile = namedtuple("Profile", "name verify")
ALL = (Profile("prod", True), Profile("dev", False))
def get(name):
    return next(p for p in ALL if p.name == name)
""")),
    *pair("walrus-table-in-init", CROSS, spelled_out("""\
# --- app.py
from reader import Reader
accepts = Reader(strictness=<<0||2>>)
# --- reader.py
import jwt
class Reader:
    LEVELS = (dict(verify_signature=False), dict(verify_signature=True, verify_exp=False), dict(verify_signature=True))
    def __init__(self, strictness=2):
        if (options := self.LEVELS[strictness]) is None:
            raise ValueError
        self.options = options
    def __call__(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options=self.options)
""")),
    *doubt("function-that-the-environment-may-take", spelled_out("""\
# --- app.py
import os
from ways import WAYS
def accepts(token):
    return WAYS.get(os.environ.get("WAY", "strict"))(token)
# --- ways.py
import jwt
def strict(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
def loose(token):
    return jwt.decode(token, options={"verify_signature": False})
WAYS = dict(loose=loose, strict=strict)
"""), {"WAY": "loose"}),
    *bypass("function-that-is-taken-where-the-environment-says-nothing", Difficulty.DYNAMIC, spelled_out("""\
import os
import jwt
def strict(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
def loose(token):
    return jwt.decode(token, options={"verify_signature": False})
WAYS = {"strict": strict, "loose": loose}
def accepts(token):
    return WAYS[os.environ.get("WAY", "loose")](token)
""")),
)
