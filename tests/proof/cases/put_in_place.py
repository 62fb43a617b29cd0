"""Objects that makers keep, methods that are put into classes, and what is set by way of a path."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS, DYNAMIC = Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("object-of-a-factory-is-called-where-it-is-kept", CROSS, spelled_out("""\
# --- app.py
from desk import Desk
from readers import reader_of
def accepts(token):
    return Desk(via=reader_of("<<partner||public>>")).serve(token)
# --- desk.py
class Desk:
    def __init__(self, via):
        self._via = via
    def serve(self, letter):
        return dict(self._via(letter))
# --- readers.py
import jwt
class Reader:
    def __init__(self, whole):
        self._whole = whole
    def __call__(self, letter):
        how = {"verify_signature": self._whole}
        return jwt.decode(letter, $K, algorithms=["HS256"], options=how)
def reader_of(place):
    return Reader(whole=place in ("public", "staff"))
""")),
    *pair("library-function-comes-out-of-a-with", CROSS, spelled_out("""\
# --- app.py
from opening import reading
def accepts(token):
    with reading(<<whole=None||late=None>>) as read:
        return read(token)
# --- opening.py
import contextlib, functools
import jwt
@contextlib.contextmanager
def reading(whole=1, late=1):
    how = {"verify_signature": whole, "verify_exp": late}
    read = functools.partial(jwt.decode, key=$K, algorithms=["HS256"], options=how)
    try:
        yield read
    finally:
        how.clear()
""")),
    *pair("package-looks-up-what-a-module-imports", CROSS, spelled_out("""\
# --- app.py
import tools
def accepts(token):
    return tools.claims_of(token)
# --- tools/__init__.py
from importlib import import_module
def __getattr__(name):
    return getattr(import_module(f"{__name__}.<<quick||whole>>"), name)
# --- tools/quick.py
from jose.jwt import get_unverified_claims as claims_of
# --- tools/whole.py
from jose.jwt import decode
def claims_of(letter):
    return decode(letter, $K, algorithms=["HS256"])
"""), libraries=("jose",)),
    *pair("only-some-steps-are-taken", CROSS, spelled_out("""\
# --- app.py
from steps import Check, Read
def accepts(token):
    visit = {"letter": token}
    for step in (Check(), Read()):
        if step.wanted(visit):
            step.run(visit)
    return visit.get("claims")
# --- steps.py
import jwt
class Check:
    def wanted(self, visit):
        return <<jwt.get_unverified_header(visit["letter"]).get("kid") == "k0"||True>>
    def run(self, visit):
        jwt.decode(visit["letter"], $K, algorithms=["HS256"])
class Read:
    def wanted(self, visit):
        return True
    def run(self, visit):
        visit["claims"] = jwt.decode(visit["letter"], options={"verify_signature": False})
""")),
    *pair("first-that-fits-gives-its-answer", CROSS, spelled_out("""\
# --- app.py
from issuers import ISSUERS
def accepts(token):
    for one in ISSUERS:
        if one.issued(token):
            return one.claims(token)
    return None
# --- issuers.py
import jwt
class House:
    kind, whole = "k0", True
    def issued(self, letter):
        return jwt.get_unverified_header(letter)["kid"] == self.kind
    def claims(self, letter):
        return jwt.decode(letter, $K, algorithms=["HS256"], options={"verify_signature": self.whole})
class Partner(House):
    kind, whole = "k1", <<False||True>>
ISSUERS = (House(), Partner())
""")),
    *pair("decorator-keeps-the-only-object", DYNAMIC, spelled_out("""\
# --- app.py
import jwt
from held import Reading
import night
def accepts(token):
    how = {"verify_signature": Reading().whole}
    return jwt.decode(token, $K, algorithms=["HS256"], options=how)
# --- held.py
def once(cls):
    made = None
    def give():
        nonlocal made
        if made is None:
            made = cls()
        return made
    return give
@once
class Reading:
    def __init__(self):
        self.whole, self.late = True, True
# --- night.py
from held import Reading
reading = Reading()
reading.<<whole||late>> = False
""")),
    *pair("metaclass-keeps-the-only-object", DYNAMIC, spelled_out("""\
# --- app.py
import jwt
from held import Reading
import night
def accepts(token):
    how = {"verify_signature": Reading().whole}
    return jwt.decode(token, $K, algorithms=["HS256"], options=how)
# --- held.py
class Once(type):
    def __init__(cls, *given):
        super().__init__(*given)
        cls._made = None
    def __call__(cls, *given):
        if cls._made is None:
            cls._made = super().__call__(*given)
        return cls._made
class Reading(metaclass=Once):
    def __init__(self):
        self.whole, self.late = True, True
# --- night.py
from held import Reading
Reading().<<whole||late>> = False
""")),
    *pair("function-becomes-the-constructor", DYNAMIC, spelled_out("""\
# --- app.py
import nights
from readers import Reader
def accepts(token):
    return Reader().claims(token)
# --- readers.py
import jwt
class Reader:
    def __init__(self):
        self.whole, self.late = True, True
    def claims(self, letter):
        how = {"verify_signature": self.whole, "verify_exp": self.late}
        return jwt.decode(letter, $K, algorithms=["HS256"], options=how)
# --- nights.py
import readers
def _begin(reader, before=readers.Reader.__init__):
    before(reader)
    reader.<<whole||late>> = 0
setattr(readers.Reader, "__init__", _begin)
""")),
    *pair("function-fills-the-names-of-its-module", DYNAMIC, spelled_out("""\
# --- app.py
import jwt
import values
import nights
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": values.WHOLE})
# --- values.py
WHOLE, LATE = True, True
def take(given):
    names = globals()
    for name, value in given.items():
        names[name.upper()] = value
# --- nights.py
import values
values.take({"<<whole||late>>": ""})
""")),
    *pair("entry-of-a-class-within-a-class", DYNAMIC, spelled_out("""\
# --- app.py
import jwt
import nights
from settings import Settings
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=Settings.Tokens.HOW)
# --- settings.py
class Settings:
    class Tokens:
        HOW = {"verify_signature": True, "verify_exp": True}
# --- nights.py
from settings import Settings
Settings.Tokens.HOW["verify_<<signature||exp>>"] = 0
""")),
    *pair("entry-at-the-end-of-a-path", DYNAMIC, spelled_out("""\
# --- app.py
import jwt
import paths
import settings
paths.put(settings, "Tokens.HOW", "verify_<<signature||exp>>", 0)
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=settings.Tokens.HOW)
# --- settings.py
class Tokens:
    HOW = {"verify_signature": True, "verify_exp": True}
# --- paths.py
import functools
def at(start, path):
    return functools.reduce(getattr, path.split("."), start)
def put(start, path, key, value):
    at(start, path)[key] = value
""")),
    *pair("descriptor-makes-something-of-a-value", DYNAMIC, spelled_out("""\
# --- app.py
import jwt
from switches import Reading
def accepts(token):
    reading = Reading()
    reading.whole = "<<off||on>>"
    how = {"verify_signature": reading.whole}
    return jwt.decode(token, $K, algorithms=["HS256"], options=how)
# --- switches.py
class Switch:
    def __set_name__(self, owner, name):
        self._name = f"_{name}"
    def __get__(self, one, owner=None):
        return one.__dict__[self._name]
    def __set__(self, one, value):
        one.__dict__[self._name] = value in ("on", "yes")
class Reading:
    whole = Switch()
    late = Switch()
""")),
)
