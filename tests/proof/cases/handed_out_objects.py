"""One object for all, changed where it is handed out; classes within functions; settings by keyword."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, pyjwt, safe

CROSS, DYNAMIC = Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("a-function-remembers-what-it-made", CROSS, """
# --- conf.py
from functools import cache

class Settings:
    def __init__(self):
        self.options = {"verify_signature": True}

@cache
def settings():
    return Settings()

# --- boot.py
from conf import settings

def main():
    current = settings()
    current.options = {"verify_signature": <<False||True>>}

# --- app.py
import jwt

from boot import main
from conf import settings

KEY = "0123456789abcdef0123456789abcdef"

main()

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=settings().options)
"""),
    *pyjwt("a-class-hands-out-its-object", CROSS, """
class Policy:
    strict = True

    @classmethod
    def current(cls):
        if not hasattr(cls, "_current"):
            cls._current = cls()
        return cls._current

Policy.current().strict = <<0||1>>

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": Policy.current().strict})
"""),
    *pair("a-class-that-makes-one-object", CROSS, """
# --- policy.py
class Policy:
    _only = None

    def __new__(cls):
        if cls._only is None:
            cls._only = super().__new__(cls)
            cls._only.strict = True
        return cls._only

# --- relax.py
from policy import Policy

Policy().strict = <<None||True>>

# --- app.py
import jwt

import relax
from policy import Policy

KEY = "0123456789abcdef0123456789abcdef"

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=dict(verify_signature=Policy().strict))
"""),
    *safe("a-new-object-each-time", CROSS, """
import jwt

KEY = "0123456789abcdef0123456789abcdef"

class Policy:
    strict = True

def policy():
    return Policy()

policy().strict = False

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": policy().strict})
"""),
    *pair("settings-by-keyword", DYNAMIC, """
# --- conf.py
class Settings:
    strict = None
    leeway = 0

def configure(**given):
    for word, held in given.items():
        setattr(Settings, word, held)

configure(leeway=5, strict=<<False||True>>)

# --- app.py
import jwt

from conf import Settings

KEY = "0123456789abcdef0123456789abcdef"

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": Settings.strict})
"""),
    *pyjwt("a-class-within-a-function-answers", CROSS, """
class Reader:
    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options=self.options())

    def options(self):
        return {}

def reader(strict):
    class Mine(Reader):
        def options(self):
            return {"verify_signature": strict}

    return Mine()

def accepts(token):
    return reader(<<False||True>>).read(token)
"""),
    *pyjwt("a-method-of-a-class-within-asks-around", CROSS, """
def reading(token, strict):
    class Once:
        def strictness(self):
            return strict

        def __call__(self):
            return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.strictness()})

    return Once()()

def accepts(token):
    return reading(token, <<0||1>>)
"""),
    *pyjwt("the-method-of-a-record-reads-or-verifies", CROSS, """
from dataclasses import dataclass

def claims(token, trusted):
    if not trusted:
        return jwt.decode(token, KEY, ["HS256"])
    return jwt.decode(token, options={"verify_signature": <<False||True>>}, key=KEY, algorithms=["HS256"])

@dataclass
class Bearer:
    token: str
    trusted: bool

    def claims(self):
        return claims(self.token, self.trusted)

def of(token, trusted):
    return Bearer(token, trusted).claims()

def accepts(token):
    return of(token, True)
"""),
    *pyjwt("the-maker-of-a-record-verifies-first", CROSS, """
from dataclasses import dataclass

@dataclass
class Bearer:
    token: str

    def claims(self):
        return jwt.decode(self.token, options={"verify_signature": False})

    def check(self):
        return jwt.decode(self.token, KEY, ["HS256"])

def accepts(token):
    bearer = Bearer(token)
    <<bearer.claims||bearer.check>>()
    return bearer.claims()
"""),
)  # fmt: skip
