"""Switches that travel through what the language offers: packages, enumerations, dispatch."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("cached-property-options", LOCAL, spelled_out("""\
$P
from functools import cached_property

class Reader:
    def __init__(self, strict=True):
        self.strict = strict

    @cached_property
    def options(self):
        if self.strict:
            return {"verify_signature": True}
        return {"verify_signature": False}

    def __call__(self, token):
        return jwt.decode(token, KEY, algorithms=["HS256"], options=self.options)

accepts = Reader(<<strict=False||strict=True>>)
""")),
    *pair("singledispatch-reader", CROSS, spelled_out("""\
$P
from functools import singledispatch
from dataclasses import dataclass

@dataclass
class Bearer:
    value: str

@dataclass
class Legacy:
    value: str

@singledispatch
def read(credential):
    raise TypeError(type(credential))

@read.register
def _(credential: Bearer):
    return jwt.decode(credential.value, KEY, algorithms=["HS256"])

@read.register
def _(credential: Legacy):
    return jwt.decode(credential.value, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})

def accepts(token):
    return read(Legacy(token))
""")),
    *pair("match-mode", LOCAL, spelled_out("""\
$P
MODE = "<<gateway||edge>>"

def options_for(mode):
    match mode:
        case "edge" | "public":
            return {"verify_signature": True}
        case "gateway":
            return {"verify_signature": False}
        case _:
            raise ValueError(mode)

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options_for(MODE))
""")),
    *pair("walrus-chain", LOCAL, spelled_out("""\
$P
def accepts(token):
    if (opts := {"verify_signature": (flag := <<False||True>>)}) and not flag is None:
        return jwt.decode(token, KEY, algorithms=["HS256"], options=opts)
    return None
""")),
    *pair("try-else-finally", LOCAL, spelled_out("""\
$P
def accepts(token):
    opts = {}
    try:
        int("12")
    except ValueError:
        opts["verify_signature"] = True
    else:
        opts["verify_signature"] = <<0||1>>
    finally:
        opts.setdefault("verify_exp", True)
    return jwt.decode(token, KEY, algorithms=["HS256"], options=opts)
""")),
    *pair("nested-comprehension", LOCAL, spelled_out("""\
$P
GROUPS = {"signature": ("signature",), "claims": ("exp", "nbf")}
OFF = {<<"signature"||"nothing">>}

def accepts(token):
    options = {f"verify_{name}": group not in OFF for group, names in GROUPS.items() for name in names}
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *pair("star-args-forwarding", CROSS, spelled_out("""\
# --- app.py
from layers import outer
def accepts(t):
    return outer(t, <<False||True>>, leeway=3)
# --- layers.py
import jwt
KEY = $K
def outer(*args, **kwargs):
    return middle(*args, **kwargs)
def middle(token, /, *rest, **kw):
    return inner(token, *rest, **kw)
def inner(token, verify=True, *, leeway=0):
    return jwt.decode(token, KEY, ["HS256"], {"verify_signature": verify}, leeway=leeway)
""")),
    *pair("reexport-package-src", CROSS, spelled_out("""\
# --- app.py
import sys, os
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "src"))
from acme_auth import read_claims
accepts = read_claims
# --- src/acme_auth/__init__.py
from ._impl import read_claims, STRICT
__all__ = ["read_claims", "STRICT"]
# --- src/acme_auth/_impl/__init__.py
from .reader import *
from .defaults import STRICT
# --- src/acme_auth/_impl/reader.py
from jwt import decode as _decode
from .defaults import KEY, STRICT
__all__ = ("read_claims",)
def read_claims(token):
    return _decode(token, KEY, algorithms=["HS256"], options={"verify_signature": STRICT})
# --- src/acme_auth/_impl/defaults.py
KEY = $K
STRICT = <<False||True>>
""")),
    *pair("namespace-relative-chain", CROSS, spelled_out("""\
# --- app.py
from corp.auth.v2.readers.main import Main
accepts = Main().go
# --- corp/auth/v2/readers/main.py
from ...common import flags
from ..base import Base
class Main(Base):
    verify = flags.VERIFY
# --- corp/auth/v2/base.py
import jwt
class Base:
    verify = True
    def go(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": self.verify})
# --- corp/auth/common/flags.py
VERIFY = <<False||True>>
""")),
    *pair("enum-flags", LOCAL, spelled_out("""\
$P
from enum import Flag, auto

class Check(Flag):
    SIGNATURE = auto()
    EXPIRY = auto()
    AUDIENCE = auto()
    ALL = SIGNATURE | EXPIRY | AUDIENCE

CHECKS = <<Check.ALL & ~Check.SIGNATURE||Check.ALL & ~Check.AUDIENCE>>

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": bool(CHECKS & Check.SIGNATURE), "verify_exp": bool(CHECKS & Check.EXPIRY)})
""")),
    *pair("module-getattr-settings", CROSS, spelled_out("""\
# --- app.py
import jwt, lazyconf
def accepts(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": lazyconf.VERIFY})
# --- lazyconf.py
_VALUES = {"VERIFY": <<False||True>>, "LEEWAY": 3}
def __getattr__(name):
    try:
        return _VALUES[name]
    except KeyError:
        raise AttributeError(name) from None
""")),
)
