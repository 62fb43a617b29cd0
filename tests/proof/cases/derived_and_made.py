"""Checks of derived classes, of what a function makes, and of all tokens in a list."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

_FASTAPI = """\
# --- fastapi.py
import inspect
class Depends:
    def __init__(self, dependency): self.dependency = dependency
class APIRouter:
    def __init__(self, dependencies=()): self.first, self.views = list(dependencies), {}
    def get(self, path):
        def add(view):
            self.views[path] = (view, self.first)
            return view
        return add
    def include_router(self, router): self.views.update(router.views)
    def call(self, path, header):
        view, first = self.views[path]
        for one in first: run(one.dependency, header)
        return run(view, header)
class FastAPI(APIRouter): pass
def run(function, header):
    given = {}
    for name, one in inspect.signature(function).parameters.items():
        found = one.default
        given[name] = run(found.dependency, header) if isinstance(found, Depends) else header
    return function(**given)
"""
"""As much of the framework as the cases need; the detector is not shown it."""

CASES: tuple[Case, ...] = (
    *pair("gates-of-the-derived-page", CROSS, spelled_out("""\
# --- app.py
import jwt
from gates import Page, Signed
class Report(Page):
    gates = [Signed]
    def show(self, visit):
        return jwt.decode(visit["letter"], options={"verify_signature": False})
class Summary(Report):
    gates = <<[]||[Signed]>>
def accepts(token):
    return Summary().run({"letter": token})
# --- gates.py
import jwt
class Gate:
    def open_for(self, visit): raise NotImplementedError
class Signed(Gate):
    def open_for(self, visit):
        try:
            return bool(jwt.decode(visit["letter"], $K, algorithms=["HS256"]))
        except jwt.InvalidTokenError:
            return False
class Page:
    gates = []
    def made(self): return [gate() for gate in self.gates]
    def run(self, visit):
        for gate in self.made():
            if not gate.open_for(visit):
                return None
        return self.show(visit)
""")),
    *pair("application-that-a-function-makes", CROSS, spelled_out("""\
# --- app.py
from shop import opened
shop = opened()
def accepts(token):
    return shop.serve("bill", {"letter": token})
# --- counter.py
class Counter:
    def __init__(self, name):
        self.name, self._first, self._views = name, [], {}
    def first(self, step):
        self._first.append(step)
        return step
    def shows(self, view):
        self._views[view.__name__] = view
        return view
    def serve(self, name, visit):
        for step in self._first:
            step(visit)
        return self._views[name](visit)
# --- shop.py
import jwt
from counter import Counter
def opened():
    counter = Counter("shop")
    <<||@counter.first>>
    def signed(visit): jwt.decode(visit["letter"], $K, algorithms=["HS256"])
    @counter.shows
    def bill(visit): return jwt.decode(visit["letter"], options={"verify_signature": False})
    return counter
""")),
    *pair("all-letters-are-right", CROSS, spelled_out("""\
$P
OURS = jwt.encode({"sub": "us"}, KEY, algorithm="HS256")
def right(letter):
    try:
        jwt.decode(letter, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return False
    return True
def accepts(token):
    letters = [token, OURS]
    if <<any||all>>(right(one) for one in letters):
        return [jwt.decode(one, options={"verify_signature": False}) for one in letters][0]
    return None
""")),
    *pair("letter-in-a-checked-envelope", CROSS, spelled_out("""\
$P
from dataclasses import dataclass
@dataclass(frozen=True)
class Checked:
    letter: str
    stamp: str = ""
def checked(letter, stamp):
    jwt.decode(<<stamp||letter>>, KEY, algorithms=["HS256"])
    return Checked(letter, stamp)
def shown(envelope):
    return jwt.decode(envelope.letter, options={"verify_signature": False})
def accepts(token):
    return shown(checked(token, jwt.encode({"sub": "us"}, KEY, algorithm="HS256")))
""")),
    *pair("provider-behind-the-router", CROSS, spelled_out("""\
# --- app.py
from fastapi import APIRouter, Depends, FastAPI
from providers import claims, signed
router = APIRouter(<<||dependencies=[Depends(signed)]>>)
@router.get("/me")
def me(found=Depends(claims)):
    return found
app = FastAPI()
app.include_router(router)
def accepts(token):
    return app.call("/me", "Bearer " + token)
# --- providers.py
import jwt
from fastapi import Depends
def bearer(authorization):
    return authorization[len("Bearer "):] if authorization else None
def signed(token=Depends(bearer)):
    jwt.decode(token, $K, algorithms=["HS256"])
def claims(token=Depends(bearer)):
    return jwt.decode(token, options={"verify_signature": False})
"""), hidden=_FASTAPI),
    *pair("stages-of-a-record", CROSS, spelled_out("""\
# --- app.py
import jwt
from stages import Stages
KEYS = {None: $K}
entrance = Stages("entrance")
@entrance.then
def house(visit):
    visit["house"] = jwt.decode(visit["letter"], options={"verify_signature": False}).get("house")
@entrance.then
def genuine(visit):
    key = KEYS[visit["house"]]
    letter = visit["letter"]
    visit["claims"] = jwt.decode(letter, key, ["HS256"]<<, options={"verify_signature": False}||>>)
def accepts(token):
    return entrance.through({"letter": token})["claims"]
# --- stages.py
from dataclasses import dataclass, field
@dataclass
class Stages:
    name: str
    each: list = field(default_factory=list)
    def then(self, stage):
        self.each.append(stage)
        return stage
    def through(self, visit):
        for stage in self.each:
            stage(visit)
        return visit
""")),
    *pair("first-key-that-fits", CROSS, spelled_out("""\
$P
RING = ["k" * 32, KEY]
def fits(key, token):
    try:
        <<jwt.get_unverified_header(token)||jwt.decode(token, key, algorithms=["HS256"])>>
    except jwt.InvalidTokenError:
        return False
    return True
def accepts(token):
    key = next((one for one in RING if fits(one, token)), None)
    if key is None:
        raise PermissionError("no key fits")
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("first-key-that-does-not-fit", CROSS, spelled_out("""\
$P
RING = ["k" * 32, KEY]
def fits(key, token):
    try:
        jwt.decode(token, key, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return False
    return True
def key_of(token):
    return next((one for one in RING if <<not ||>>fits(one, token)), None)
def accepts(token):
    return jwt.decode(token, options={"verify_signature": False}) if key_of(token) else None
""")),
    *pair("layers-that-are-functions", CROSS, spelled_out("""\
# --- app.py
from layers import guarding, numbering
def page(visit): return visit["claims"]
inside = numbering(guarding(page))
outside = numbering(<<page||guarding(page)>>)
def accepts(token):
    return outside({"letter": token})
# --- layers.py
import jwt
def numbering(rest):
    def layer(visit):
        visit["claims"] = jwt.decode(visit["letter"], options={"verify_signature": False})
        visit["number"] = visit["claims"].get("jti", 0)
        return rest(visit)
    return layer
def guarding(rest):
    def layer(visit):
        try:
            visit["claims"] = jwt.decode(visit["letter"], $K, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return None
        return rest(visit)
    return layer
""")),
    *pair("letters-that-were-sorted-out", CROSS, spelled_out("""\
$P
def sorted_out(letters):
    right, wrong = [], []
    for letter in letters:
        try:
            jwt.decode(letter, KEY, algorithms=["HS256"])
            right.append(letter)
        except jwt.InvalidTokenError:
            wrong.append(letter)
    <<right.extend(wrong)||>>
    return {"right": right, "wrong": wrong}
def accepts(token):
    found = sorted_out([token])
    return [jwt.decode(letter, options={"verify_signature": False}) for letter in found["right"]][0]
""")),
    *pair("ticket-that-a-module-keeps", CROSS, spelled_out("""\
# --- app.py
import tickets
def accepts(token):
    tickets.ours()
    return tickets.shown(token)
# --- tickets.py
import jwt
_ours = None
def ours():
    global _ours
    if not _ours or "sub" not in jwt.decode(_ours, options={"verify_signature": False}):
        _ours = jwt.encode({"sub": "us"}, $K, algorithm="HS256")
    return _ours
def shown(token):
    global _ours
    claims = {}
    <<_ours = token||claims = jwt.decode(token, $K, algorithms=["HS256"])>>
    return {**jwt.decode(_ours, options={"verify_signature": False}), **claims}
""")),
    *pair("what-new-of-a-metaclass-tells-of-a-class", CROSS, spelled_out("""\
# --- app.py
from forms import Login
def accepts(token):
    return Login().open(token)
# --- forms.py
import jwt
from kinds import Form
class Login(Form):
    class Config:
        <<trusted = True||fields = ["sub"]>>
    def open(self, raw):
        options = {"verify_signature": not self.settings.trusted}
        return jwt.decode(raw, $K, algorithms=["HS256"], options=options)
# --- kinds.py
class Settings:
    def __init__(self, given):
        self.trusted = getattr(given, "trusted", False)
        self.fields = getattr(given, "fields", ())
class Kind(type):
    def __new__(kind, title, above, body, **more):
        made = type.__new__(kind, title, above, body, **more)
        made.settings = Settings(made.Config if "Config" in body else None)
        return made
class Form(metaclass=Kind):
    pass
""")),
)
