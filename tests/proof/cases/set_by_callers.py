"""Attributes set by names that callers tell, functions kept for events, and what classes say of operators."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, pyjwt

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("a-view-is-made-with-keywords", CROSS, """
# --- views.py
import jwt

KEY = "0123456789abcdef0123456789abcdef"

class TokenView:
    strict = None
    leeway = 0

    @classmethod
    def as_view(cls, **given):
        def view(token):
            this = cls()
            for word, held in given.items():
                setattr(this, word, held)
            return this.dispatch(token)

        return view

    def dispatch(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.strict})

# --- app.py
from views import TokenView

accepts = TokenView.as_view(leeway=5, strict=<<False||True>>)
"""),
    *pyjwt("functions-are-kept-for-an-event", CROSS, """
class Events:
    def __init__(self):
        self.handlers = {}

    def subscribe(self, event, handler):
        self.handlers.setdefault(event, []).append(handler)

    def publish(self, event, *given):
        found = None
        for handler in self.handlers[event]:
            found = handler(*given)
        return found

def claims(token, options):
    return jwt.decode(token, KEY, ["HS256"], options=options)

events = Events()
events.subscribe("login", claims)

def accepts(token):
    return events.publish("login", token, {"verify_signature": <<False||True>>})
"""),
    *pyjwt("all-that-listen-are-called", CROSS, """
class Signal:
    def __init__(self):
        self.listening = []

    def connect(self, listener):
        self.listening.append(listener)

    def send(self, **given):
        return [listener(**given) for listener in self.listening]

def claims(*, token, strict):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strict})

def accepts(token):
    signal = Signal()
    signal.connect(claims)
    return signal.send(token=token, strict=<<0||1>>)[0]
"""),
    *pyjwt("objects-that-are-added-up", CROSS, """
class Options:
    def __init__(self, **given):
        self.given = given

    def __add__(self, other):
        return Options(**{**self.given, **other.given})

OPTIONS = Options(verify_exp=True, verify_signature=True) + Options(verify_signature=<<False||True>>)

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=OPTIONS.given)
"""),
    *pyjwt("a-pattern-takes-an-attribute-by-its-place", CROSS, """
from dataclasses import dataclass

@dataclass
class Policy:
    strict: object
    name: str = "web"

def strictness(policy):
    match policy:
        case Policy(strict, "web"):
            return strict
        case _:
            return True

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strictness(Policy(<<0||1>>))})
"""),
    *pyjwt("a-method-chosen-by-the-kind-of-argument", CROSS, """
from functools import singledispatchmethod

class Reader:
    @singledispatchmethod
    def read(self, token, options):
        raise TypeError

    @read.register
    def _(self, token: str, options):
        return jwt.decode(token, KEY, ["HS256"], options=options)

def accepts(token):
    return Reader().read(token, {"verify_signature": <<False||True>>})
"""),
    *pair("a-registered-method-told-by-a-default", CROSS, """
# --- readers.py
from functools import singledispatchmethod

import jwt

KEY = "0123456789abcdef0123456789abcdef"

class Reader:
    @singledispatchmethod
    def read(self, token, options):
        raise TypeError

    @read.register(str)
    def _(self, token, options):
        return jwt.decode(token, KEY, ["HS256"], options=options)

reader = Reader()

# --- app.py
import readers

def policy():
    return {"jwt": {"verify_signature": <<False||True>>}}

class View:
    def __init__(self, policy=policy):
        self.policy = policy

    def __call__(self, token):
        return readers.reader.read(token, self.policy()["jwt"])

accepts = View()
"""),
    *pyjwt("all-objects-that-were-made-are-asked", CROSS, """
def decoded(token, options):
    return jwt.decode(token, KEY, ["HS256"], options=options)

def claims(token, strict):
    return decoded(token, {"verify_signature": strict})

class Guard:
    known = []

    def __init__(self, strict):
        self.strict = strict
        self.known.append(self)

    def claims(self, token):
        return claims(token, self.strict)

Guard(<<False||True>>)

def accepts(token):
    for guard in Guard.known:
        return guard.claims(token)
"""),
    *pyjwt("a-decorator-gives-a-class-its-reader", CROSS, """
def claims(token, strict):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strict})

def readable(cls):
    cls.claims = lambda self, token, strict: claims(token, strict)
    return cls

@readable
class Session:
    pass

def accepts(token):
    return Session().claims(token, <<0||1>>)
"""),
    *pyjwt("a-struct-with-a-changed-field", CROSS, """
import msgspec

class Policy(msgspec.Struct, frozen=True):
    strict: bool = True
    leeway: int = 0

POLICY = msgspec.structs.replace(Policy(leeway=3), strict=<<False||True>>)

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": POLICY.strict})
"""),
)  # fmt: skip
