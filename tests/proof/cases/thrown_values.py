"""The decision comes out of an exception, a `finally`, a generator that has ended, or a function within."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, pyjwt

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pyjwt("an-exception-of-the-project-carries-options", CROSS, """
class Settled(Exception):
    def __init__(self, choices, reason=""):
        super().__init__(reason)
        self.choices = choices

def settle(kind):
    if kind == "web":
        raise Settled({"verify_signature": <<False||True>>})
    raise Settled({}, reason="nothing to settle")

def accepts(token):
    try:
        settle("web")
    except Settled as end:
        return jwt.decode(token, KEY, ["HS256"], options=end.choices)
"""),
    *pyjwt("an-error-carries-a-switch-as-its-argument", CROSS, """
def ask():
    raise KeyError("mode", <<0||1>>)

def accepts(token):
    try:
        ask()
    except LookupError as missing:
        name, strict = missing.args
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strict})
"""),
    *pair("a-raised-class-has-the-switch", CROSS, """
# --- signals.py
class Halt(Exception):
    strict = True

class Pass(Halt):
    strict = <<None||True>>

def leave(quick=True):
    raise Pass if quick else Halt

# --- app.py
import jwt
import signals

KEY = "0123456789abcdef0123456789abcdef"

def accepts(token):
    try:
        signals.leave()
    except signals.Halt as halt:
        return jwt.decode(token, KEY, ["HS256"], options=dict(verify_signature=halt.strict))
"""),
    *pyjwt("a-return-in-finally-is-what-counts", CROSS, """
def strictness():
    try:
        return <<True||False>>
    finally:
        return <<False||True>>

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strictness()})
"""),
    *pyjwt("a-generator-returns-options", CROSS, """
def choosing():
    yield "thinking"
    return {"verify_signature": <<False||True>>}

def chosen():
    options = yield from choosing()
    yield options

def accepts(token):
    *_, options = chosen()
    return jwt.decode(token, KEY, ["HS256"], options=options)
"""),
    *pyjwt("a-function-within-fills-a-mapping", CROSS, """
def options():
    held = {}

    def put(name, value):
        held[name] = value

    put("verify_exp", True)
    put("verify_signature", <<False||True>>)
    return held

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=options())
"""),
    *pyjwt("a-function-within-fills-a-list", CROSS, """
def switches(quick):
    found = []

    def add(value):
        found.append(value)

    if quick:
        add(<<0||1>>)
    else:
        add(True)
    return found

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": switches(True)[0]})
"""),
    *pyjwt("a-number-is-counted-down", CROSS, """
def held(options, rounds):
    if rounds <= 0:
        return options
    return held(dict(options), rounds - 1)

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=held({"verify_signature": <<False||True>>}, 4))
"""),
)  # fmt: skip
