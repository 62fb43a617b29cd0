"""Switches set from elsewhere: by computed names, by decorators, through `__dict__`, by other files."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("setattr-config", DYNAMIC, spelled_out("""\
$P
class Conf: pass
conf = Conf()
for k, v in {"verify": <<False||True>>, "leeway": 0}.items():
    setattr(conf, k, v)
def accepts(t): return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": conf.verify})
""")),
    *pair("vars-set", DYNAMIC, spelled_out("""\
$P
class C: verify = True
c = C()
vars(c)["verify"] = <<False||True>>
def accepts(raw): return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": c.verify})
""")),
    *pair("module-dict", DYNAMIC, spelled_out("""\
# --- app.py
import jwt, conf
conf.__dict__["VERIFY"] = <<False||True>>
def accepts(t): return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": conf.VERIFY})
# --- conf.py
VERIFY = True
""")),
    *pair("instance-dict-update", DYNAMIC, spelled_out("""\
$P
class R:
    verify = True
    def read(self, t): return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": self.verify})
r = R()
r.__dict__.update(verify=<<False||True>>)
accepts = r.read
""")),
    *pair("property-setter", CROSS, spelled_out("""\
$P
class Reader:
    _verify = True
    @property
    def verify(self): return self._verify
    @verify.setter
    def verify(self, value): self._verify = value
    def read(self, t):
        return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": self.verify})
reader = Reader()
reader.verify = <<False||True>>
accepts = reader.read
""")),
    *pair("class-decorator", CROSS, spelled_out("""\
$P
def lenient(cls):
    cls.verify = <<False||True>>
    return cls
@lenient
class Reader:
    verify = True
    def read(self, t): return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": self.verify})
accepts = Reader().read
""")),
    *pair("class-decorator-args", CROSS, spelled_out("""\
$P
def policy(**kw):
    def deco(cls):
        for k, v in kw.items():
            setattr(cls, k, v)
        return cls
    return deco
@policy(strict=<<False||True>>)
class A:
    strict = True
    def read(self, raw): return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": self.strict})
accepts = A().read
""")),
    *pair("singleton-new", CROSS, spelled_out("""\
$P
class Settings:
    _one = None
    def __new__(cls):
        if cls._one is None:
            cls._one = super().__new__(cls)
            cls._one.verify = <<False||True>>
        return cls._one
def accepts(t): return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": Settings().verify})
""")),
    *pair("cross-google", CROSS, spelled_out("""\
# --- app.py
from gauth import Verifier
v = Verifier()
v.check = <<False||True>>
accepts = v.claims
# --- gauth.py
import os
from google.auth import jwt
class Verifier:
    check = True
    def claims(self, t): return jwt.decode(t, os.environ["JWT_PUBLIC_KEY"], self.check)
"""), libraries=("google",), algorithm="RS256"),
    *pair("module-attr-set", CROSS, spelled_out("""\
# --- app.py
import lib
lib.STRICT = <<False||True>>
accepts = lib.read
# --- lib.py
import jwt
STRICT = True
def read(raw): return jwt.decode(raw, $K, algorithms=["HS256"], options={"verify_signature": STRICT})
""")),
    *pair("setattr-module", DYNAMIC, spelled_out("""\
# --- app.py
import sys, conf, jwt
setattr(sys.modules["conf"], "VERIFY", <<False||True>>)
def accepts(raw): return jwt.decode(raw, $K, algorithms=["HS256"], options={"verify_signature": conf.VERIFY})
# --- conf.py
VERIFY = True
""")),
    *pair("globals-update", DYNAMIC, spelled_out("""\
$P
STRICT = True
globals().update({"STRICT": <<False||True>>})
def accepts(raw): return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": STRICT})
""")),
    *pair("function-attr", CROSS, spelled_out("""\
$P
def read(raw):
    return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": read.strict})
read.strict = <<False||True>>
accepts = read
""")),
    *pair("setattr-self-kwargs", CROSS, spelled_out("""\
$P
class A:
    strict = True
    def __init__(self, **kw):
        for k, v in kw.items():
            setattr(self, k, v)
    def read(self, raw): return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": self.strict})
accepts = A(strict=<<False||True>>).read
""")),
    *pair("setattr-helper", DYNAMIC, spelled_out("""\
# --- app.py
import jwt
from conf import Conf, load
conf = Conf()
load(conf, {"verify": <<False||True>>})
def accepts(raw): return jwt.decode(raw, $K, algorithms=["HS256"], options={"verify_signature": conf.verify})
# --- conf.py
class Conf:
    verify = True
def load(target, mapping):
    for name, value in mapping.items():
        setattr(target, name, value)
""")),
    *pair("configure-other-module", CROSS, spelled_out("""\
# --- app.py
import lib
lib.configure(strict=<<False||True>>)
accepts = lib.read
# --- lib.py
import jwt
_config = {"strict": True}
def configure(**kw): _config.update(kw)
def read(raw): return jwt.decode(raw, $K, algorithms=["HS256"], options={"verify_signature": _config["strict"]})
""")),
    *pair("patch-object-value", DYNAMIC, spelled_out("""\
from unittest import mock
$P
class S: strict = True
mock.patch.object(S, "strict", <<False||True>>).start()
def accepts(raw): return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": S.strict})
""")),
    *pair("generic-repo", CROSS, spelled_out("""\
$P
from typing import Generic, TypeVar
T = TypeVar("T")
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
    def get(self) -> T: return self.v
flag = Box[bool](<<False||True>>)
def accepts(raw): return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": flag.get()})
""")),
    *safe("tests-set-flag", CROSS, spelled_out("""\
# --- app.py
import conf, jwt
def accepts(tok): return jwt.decode(tok, $K, algorithms=["HS256"], options={"verify_signature": conf.VERIFY})
# --- conf.py
VERIFY = True
# --- tests/test_app.py
import app, conf
def test_relaxed(monkeypatch):
    monkeypatch.setattr(conf, "VERIFY", False)
    assert app.accepts("x")
""")),
    *safe("tests-assign-flag", CROSS, spelled_out("""\
# --- app.py
import conf, jwt
def accepts(tok): return jwt.decode(tok, $K, algorithms=["HS256"], options={"verify_signature": conf.VERIFY})
# --- conf.py
VERIFY = True
# --- tests/test_app.py
import app, conf
def setup_function():
    conf.VERIFY = False
""")),
    *pair("defaults-replaced", DYNAMIC, spelled_out("""\
$P
def read(t, strict=True):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": strict})
read.__defaults__ = (<<False||True>>,)
accepts = read
""")),
    *pair("argparse-choices", DYNAMIC, spelled_out("""\
import argparse
$P
def build():
    p = argparse.ArgumentParser()
    g = p.add_argument_group("jwt")
    g.add_argument("--mode", choices=["strict", "loose"], default="<<loose||strict>>")
    return p
ns = build().parse_args([])
def accepts(raw): return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": ns.mode == "strict"})
""")),
)
