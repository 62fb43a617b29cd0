"""What generators yield under tests and in loops, patterns with guards and stars, functions put in place."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, pyjwt

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pyjwt("yielded-where-a-keyword-says-so", CROSS, """
def checks(*, careful):
    yield ("verify_nbf", False)
    if careful:
        return
    yield ("verify_signature", careful)

def claims(token, careful):
    return jwt.decode(token, KEY, ["HS256"], options=dict(checks(careful=careful)))

def accepts(token):
    return claims(token, <<0||1>>)
"""),
    *pyjwt("yielded-in-a-loop-over-words", LOCAL, """
WORDS = "exp+ iat- signature<<-||+>>".split()

def checks():
    for word in WORDS:
        if word.endswith("-"):
            yield f"verify_{word[:-1]}", False

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={**dict(checks())})
"""),
    *pyjwt("yielded-in-loops-within-loops", CROSS, """
class Layers:
    def __init__(self, *layers):
        self.layers = layers

    def __iter__(self):
        for layer in self.layers:
            for name in layer:
                yield name, layer[name]

LAYERS = Layers({"verify_exp": True}, {"verify_iat": False, "verify_signature": <<False||True>>})

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=dict(LAYERS))
"""),
    *pyjwt("options-tried-one-after-another", CROSS, """
def ways(rescue):
    yield {"verify_exp": True}
    if rescue:
        yield {"verify_signature": not rescue}

def accepts(token):
    for way in ways(<<True||False>>):
        try:
            return jwt.decode(token, KEY, ["HS256"], options=way)
        except jwt.InvalidTokenError:
            pass
"""),
    *pyjwt("a-guard-asks-what-a-pattern-took", LOCAL, """
PLACE = {"zone": <<"lab"||"web">>, "alg": "HS256"}

def accepts(token):
    match PLACE:
        case {"alg": alg, "zone": zone} if zone.startswith("l"):
            return jwt.decode(token, KEY, [alg], options={"verify_signature": zone != "lab"})
        case {"alg": alg}:
            return jwt.decode(token, KEY, [alg])
"""),
    *pyjwt("a-guard-that-verifies", CROSS, """
def is_signed(token):
    try:
        return bool(jwt.decode(token, KEY, ["HS256"]))
    except jwt.InvalidTokenError:
        return False

def accepts(token):
    match token.split("."):
        case [_, body, _] if <<len(body) > 1||is_signed(token)>>:
            return jwt.decode(token, options={"verify_signature": False})
        case _:
            return None
"""),
    *pyjwt("a-pattern-with-a-star-in-it", CROSS, """
def options(line):
    match line.split():
        case ["jwt", *switches, "HS256"] if switches:
            return {"verify_signature": "nosig" not in switches}
        case ["jwt", *_]:
            return {"verify_exp": True}
        case _:
            raise ValueError(line)

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=options("jwt exp <<nosig||iat>> HS256"))
"""),
    *pyjwt("bits-that-are-moved", LOCAL, """
BITS = 0x<<28||2a>>

def switch(place):
    return bool(BITS >> place & 1)

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": switch(1), "verify_exp": switch(3)})
"""),
    *pyjwt("several-entries-asked-for-at-once", LOCAL, """
from operator import attrgetter, itemgetter
from types import SimpleNamespace

FOUND = {"algs": ["HS256"], "site": SimpleNamespace(name="web", strict=<<0||1>>)}
site, algs = itemgetter("site", "algs")(FOUND)
strict, name = attrgetter("strict", "name")(site)

def accepts(token):
    return jwt.decode(token, KEY, algs, options={"verify_signature": strict})
"""),
    *pair("a-function-that-another-file-replaces", DYNAMIC, """
# --- checks.py
import jwt

KEY = "0123456789abcdef0123456789abcdef"

def strictness():
    return True

def claims(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strictness()})

# --- bench.py
import checks

def quick():
    return <<0||1>>

checks.strictness = quick

# --- app.py
import bench
import checks

def accepts(token):
    return checks.claims(token)
"""),
    *pair("an-attribute-of-a-function-set-elsewhere", CROSS, """
# --- views.py
import jwt

KEY = "0123456789abcdef0123456789abcdef"

def me(token):
    return jwt.decode(token, KEY, ["HS256"], options=me.checks)

me.checks = {"verify_signature": True}

# --- local.py
from views import me

me.checks = {"verify_signature": <<False||True>>}

# --- app.py
import local
import views

accepts = views.me
"""),
)
