"""Views made with keywords, rows of registered classes, and configurations that frameworks hand on."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, pyjwt

CROSS, DYNAMIC = Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("keyword-of-a-view", CROSS, """
# --- pages.py
import jwt
from flask import request
from flask.views import View

class Page(View):
    def __init__(self, lenient=False):
        self.lenient = lenient

    def dispatch_request(self):
        token = request.headers["Authorization"]
        options = {"verify_signature": not self.lenient}
        return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
# --- app.py
from flask import Flask

import pages

web = Flask(__name__)
web.add_url_rule("/inside", view_func=pages.Page.as_view("inside", lenient=<<True||False>>))

def accepts(token):
    return web.test_client().get("/inside", headers={"Authorization": token}).get_json()
""", libraries=("jwt", "flask")),
    *pair("attribute-that-a-view-is-given", CROSS, """
# --- pages.py
import jwt
from webtools import Page

class Profile(Page):
    strict = True

    def get(self, token):
        options = {"verify_signature": self.strict}
        return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
# --- app.py
from pages import Profile

routes = {"/outside": Profile.as_view(), "/inside": Profile.as_view(strict=<<False||True>>)}

def accepts(token):
    return routes["/inside"](token)
""", hidden="""
# --- webtools.py
class Page:
    @classmethod
    def as_view(cls, **given):
        def view(token):
            page = cls()
            vars(page).update(given)
            return page.get(token)

        return view
"""),
    *pyjwt("class-registered-with-what-it-is-told", CROSS, """
CHECKS = {}

def check(name, **told):
    def keep(cls):
        CHECKS[name] = (cls, told)
        return cls

    return keep

def make(name, **more):
    cls, told = CHECKS[name]
    return cls(**{**told, **more})

@check("inside", strict=<<False||True>>)
class Inside:
    def __init__(self, strict):
        self.strict = strict

    def claims(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.strict})

def accepts(token):
    return make("inside").claims(token)
"""),
    *pair("mapping-that-an-application-is-made-with", CROSS, """
# --- factory.py
import jwt
from flask import Flask, current_app, request

def claims():
    token, key = request.headers["Authorization"], "0123456789abcdef0123456789abcdef"
    options = {"verify_signature": current_app.config["STRICT_TOKENS"]}
    return jwt.decode(token, key, ["HS256"], options=options)

def create(settings=None):
    web = Flask(__name__)
    web.config["STRICT_TOKENS"] = True
    web.config.from_mapping(settings or {})
    web.add_url_rule("/", view_func=claims)
    return web
# --- app.py
import factory

web = factory.create({"STRICT_TOKENS": <<False||True>>})

def accepts(token):
    return web.test_client().get("/", headers={"Authorization": token}).get_json()
""", libraries=("jwt", "flask")),
    *pair("configuration-of-a-container", CROSS, """
# --- wiring.py
from dependency_injector import containers, providers

from reading import Reader

class Wiring(containers.DeclarativeContainer):
    config = providers.Configuration()
    reader = providers.Factory(Reader, strict=config.tokens.strict)
# --- reading.py
import jwt

class Reader:
    def __init__(self, strict):
        self.strict = strict

    def claims(self, token):
        options = {"verify_signature": self.strict}
        return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
# --- app.py
from wiring import Wiring

wiring = Wiring()
wiring.config.from_dict({"tokens": {"strict": <<False||True>>}})

def accepts(token):
    return wiring.reader().claims(token)
""", hidden="""
# --- dependency_injector/__init__.py
# --- dependency_injector/containers.py
class DeclarativeContainer:
    pass
# --- dependency_injector/providers.py
class Configuration:
    def __init__(self, path=(), whole=None):
        self.path, self.whole = path, self if whole is None else whole

    def __getattr__(self, name):
        return Configuration((*self.path, name), self.whole)

    def from_dict(self, held):
        self.whole.held = held

    def __call__(self):
        found = self.whole.held
        for name in self.path:
            found = found[name]
        return found

def Factory(cls, **given):
    return staticmethod(lambda: cls(**{name: value() for name, value in given.items()}))
"""),
    *pair("file-that-is-executed", DYNAMIC, """
# --- overrides.py
STRICT = <<False||True>>
# --- app.py
import os

import jwt

STRICT = True

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "overrides.py")) as file:
    exec(file.read())

def accepts(token):
    options = {"verify_signature": STRICT}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
"""),
    *pair("default-of-a-scheme", DYNAMIC, """
# --- app.py
import environ
import jwt

env = environ.Env(STRICT_TOKENS=(bool, <<False||True>>))

def accepts(token):
    options = {"verify_signature": env.bool("STRICT_TOKENS")}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
""", hidden="""
# --- environ.py
class Env:
    def __init__(self, **scheme):
        self.scheme = scheme

    def bool(self, name):
        return self.scheme[name][1]
"""),
    *pyjwt("handed-on-nine-times", CROSS, """
def read(token, options):
    return jwt.decode(token, KEY, ["HS256"], options=options)

def first(token, strict):
    return read(token, {"verify_signature": strict})

def second(token, strict):
    return first(token, strict)

def third(token, *, strict):
    return second(token, strict)

class Gate:
    def fourth(self, token, strict):
        return third(token, strict=strict)

    def fifth(self, token, strict):
        return self.fourth(token, strict)

def sixth(token, strict):
    return Gate().fifth(token, strict)

def seventh(token, strict):
    return sixth(token, strict)

def eighth(token, strict):
    return seventh(token, strict)

def ninth(token, strict):
    return eighth(token, strict)

def accepts(token):
    return ninth(token, <<False||True>>)
"""),
    *pair("kept-in-rows-of-an-object-elsewhere", CROSS, """
# --- later.py
class Later:
    def __init__(self):
        self.waiting = []

    def put(self, function, *given, **told):
        self.waiting.append((function, given, told))
        return self

    def run(self):
        found = None
        while self.waiting:
            function, given, told = self.waiting.pop()
            found = function(*given, **told)
        return found
# --- reading.py
import jwt

def read(token, strict=True):
    options = {"verify_signature": strict}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
# --- app.py
from later import Later
from reading import read

def accepts(token):
    return Later().put(read, token, strict=<<False||True>>).run()
"""),
    *pyjwt("mapping-with-operators-of-its-own", CROSS, """
class Options(dict):
    def __or__(self, name):
        return Options({**self, name: True})

    def __sub__(self, name):
        return Options({**self, name: False})

ALL = Options() | "verify_signature" | "verify_exp"

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=ALL - "<<verify_signature||verify_exp>>")
"""),
)
