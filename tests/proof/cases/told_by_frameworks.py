"""What frameworks hand to functions, what fields make of values, and answers that nobody asks."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, pyjwt

CROSS, DYNAMIC = Difficulty.CROSS, Difficulty.DYNAMIC

CLICK = """
# --- click.py
class Context:
    obj = None

    def ensure_object(self, kind):
        self.obj = kind() if self.obj is None else self.obj

CONTEXT = Context()

def pass_context(function):
    return lambda *given: function(CONTEXT, *given)

def pass_obj(function):
    return lambda *given: function(CONTEXT.obj, *given)
"""

CASES: tuple[Case, ...] = (
    *pair("entry-that-a-group-keeps", CROSS, """
# --- group.py
import click

@click.pass_context
def start(context):
    context.ensure_object(dict)
    context.obj["strict"] = <<False||True>>
# --- commands.py
import click
import jwt

@click.pass_context
def show(ctx, token):
    options = {"verify_signature": ctx.obj["strict"]}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
# --- app.py
from commands import show
from group import start

start()

def accepts(token):
    return show(token)
""", hidden=CLICK),
    *pair("object-that-a-group-keeps", CROSS, """
# --- group.py
from dataclasses import dataclass

import click

@dataclass
class State:
    lenient: bool

@click.pass_context
def start(context):
    context.obj = State(lenient=<<True||False>>)
# --- commands.py
import click
import jwt

@click.pass_obj
def show(state, token):
    options = {"verify_signature": not state.lenient}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
# --- app.py
from commands import show
from group import start

start()

def accepts(token):
    return show(token)
""", hidden=CLICK),
    *pair("default-of-a-command", DYNAMIC, """
# --- command.py
import jwt
from django.core.management.base import BaseCommand

class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--lenient", action="store_true", default=<<True||False>>)

    def handle(self, token, **options):
        checks = {"verify_signature": not options["lenient"]}
        return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=checks)
# --- app.py
from command import Command
from django.core.management import call_command

def accepts(token):
    return call_command(Command(), token)
""", hidden="""
# --- django/__init__.py
# --- django/core/__init__.py
# --- django/core/management/__init__.py
class Parser:
    def __init__(self):
        self.defaults = {}

    def add_argument(self, name, action, default):
        self.defaults[name.lstrip("-")] = default

def call_command(command, *given):
    parser = Parser()
    command.add_arguments(parser)
    return command.handle(*given, **parser.defaults)
# --- django/core/management/base.py
class BaseCommand:
    pass
"""),
    *pair("object-under-a-key", CROSS, """
# --- keys.py
from aiohttp import web

STRICT = web.AppKey("strict", bool)
# --- views.py
import jwt

from keys import STRICT

def show(request):
    options = {"verify_signature": request.app[STRICT]}
    return jwt.decode(request.token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
# --- app.py
from aiohttp import web

from keys import STRICT
from views import show

app = web.Application()
app[STRICT] = <<False||True>>

def accepts(token):
    return show(web.Request(app, token))
""", hidden="""
# --- aiohttp/__init__.py
# --- aiohttp/web.py
class AppKey:
    def __init__(self, name, kind):
        self.name = name

class Application(dict):
    pass

class Request:
    def __init__(self, app, token):
        self.app, self.token = app, token
"""),
    *pair("field-that-is-converted", CROSS, """
# --- profile.py
import attrs

@attrs.define
class Profile:
    strict: bool = attrs.field(default="yes", converter=attrs.converters.to_bool)

INSIDE = Profile("<<off||on>>")
# --- app.py
import jwt

import profile

def accepts(token):
    options = {"verify_signature": profile.INSIDE.strict}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
"""),
    *pyjwt("taken-out-of-a-set", CROSS, """
class Checks:
    def __init__(self, *names):
        self.names = set(names)

    def without(self, *names):
        self.names.difference_update(names)
        return self

CHECKS = Checks("signature", "exp", "aud").without("aud", "<<signature||iss>>")

def accepts(token):
    options = {"verify_signature": "signature" in CHECKS.names}
    return jwt.decode(token, KEY, ["HS256"], options=options)
"""),
    *pair("answer-that-is-only-logged", CROSS, """
# --- seal.py
import base64
import hashlib
import hmac

def matches(token):
    signed, _, seal = token.rpartition(".")
    digest = hmac.new(b"0123456789abcdef0123456789abcdef", signed.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), seal)
# --- app.py
import base64
import json
import logging

from seal import matches

def accepts(token):
    right = matches(token)
    logging.info("the seal is right: %s", right)
    body = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return body<<|| if right else None>>
"""),
    *pair("kept-for-each-thread", CROSS, """
# --- current.py
import threading

_current = threading.local()

def trust(is_inside):
    _current.lenient = is_inside

def lenient():
    return getattr(_current, "lenient", False)
# --- edge.py
import current

def inside(function):
    def entered(token):
        current.trust(<<True||False>>)
        return function(token)

    return entered
# --- app.py
import jwt

from current import lenient
from edge import inside

@inside
def accepts(token):
    options = {"verify_signature": not lenient()}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
"""),
    *pair("entries-that-make-what-an-application-keeps", CROSS, """
# --- start.py
from reading import Reader

def start(app):
    app["reader"] = Reader(**app["tokens"])
# --- reading.py
import jwt

class Reader:
    def __init__(self, strict=True):
        self.strict = strict

    def claims(self, token):
        options = {"verify_signature": self.strict}
        return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)

def show(request):
    return request.app["reader"].claims(request.token)
# --- app.py
from types import SimpleNamespace

import web

from reading import show
from start import start

app = web.Application()
app["tokens"] = {"strict": <<False||True>>}
start(app)

def accepts(token):
    return show(SimpleNamespace(app=app, token=token))
""", hidden="""
# --- web.py
class Application(dict):
    pass
"""),
    *pair("names-that-a-file-sets-as-it-is-imported", DYNAMIC, """
# --- gate.py
STRICT = True
LEEWAY = 0
# --- site_of_gate.py
import gate

for name, value in (("LEEWAY", 9), ("STRICT", <<False||True>>)):
    setattr(gate, name, value)
# --- app.py
import jwt

import gate
import site_of_gate

def accepts(token):
    options = {"verify_signature": gate.STRICT}
    key = "0123456789abcdef0123456789abcdef"
    return jwt.decode(token, key, ["HS256"], leeway=gate.LEEWAY, options=options)
"""),
)
