"""Configurations of applications, filled by functions that are handed the application."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS
FLASK = ("flask", "jwt")

_READER = """\
# --- tokens.py
import jwt
from flask import current_app

def read(token):
    conf = current_app.config
    return jwt.decode(token, conf["TOKEN_KEY"], algorithms=["HS256"], options={"verify_signature": conf["TOKEN_CHECK"]})
"""

CASES: tuple[Case, ...] = (
    *pair("flask-configured-by-function", CROSS, spelled_out(f"""\
# --- app.py
from flask import Flask
import setup_app
import tokens

def create():
    application = Flask(__name__)
    setup_app.configure(application)
    return application

def accepts(token):
    with create().app_context():
        return tokens.read(token)
# --- setup_app.py
def configure(server):
    server.config["TOKEN_KEY"] = $K
    server.config["TOKEN_CHECK"] = <<0||1>>
{_READER}"""), libraries=FLASK),
    *pair("flask-defaults-of-extension", CROSS, spelled_out(f"""\
# --- app.py
from flask import Flask
from extension import Tokens
import tokens

extension = Tokens()

def accepts(token):
    app = Flask(__name__)
    extension.init_app(app)
    with app.app_context():
        return tokens.read(token)
# --- extension.py
class Tokens:
    def __init__(self, app=None):
        if app is not None:
            self.init_app(app)

    def init_app(self, app):
        self._defaults_of(app)
        app.extensions["tokens"] = self

    @staticmethod
    def _defaults_of(app):
        app.config.setdefault("TOKEN_KEY", $K)
        app.config.setdefault("TOKEN_CHECK", <<None||"yes">>)
{_READER}"""), libraries=FLASK),
    *pair("flask-defaults-in-a-loop", CROSS, spelled_out(f"""\
# --- app.py
from flask import Flask
from defaults import fill
import tokens

def accepts(token):
    app = Flask(__name__)
    fill(app.config, leeway=5)
    with app.app_context():
        return tokens.read(token)
# --- defaults.py
TOKEN_DEFAULTS = {{"key": $K, "check": <<False||True>>}}

def fill(mapping, **more):
    for name, value in {{**TOKEN_DEFAULTS, **more}}.items():
        mapping.setdefault(f"TOKEN_{{name}}".upper(), value)
{_READER}"""), libraries=FLASK),
    *pair("flask-defaults-of-module", CROSS, spelled_out(f"""\
# --- app.py
from flask import Flask
from extension import attach
import tokens

def accepts(token):
    app = Flask(__name__)
    attach(app)
    with app.app_context():
        return tokens.read(token)
# --- extension.py
import standards

def attach(app):
    for key in dir(standards):
        if key.startswith("TOKEN_"):
            app.config.setdefault(key, getattr(standards, key))
# --- standards.py
TOKEN_KEY = $K
TOKEN_CHECK = <<False||True>>
{_READER}"""), libraries=FLASK),
    *pair("flask-object-told-to-function", CROSS, spelled_out(f"""\
# --- app.py
from flask import Flask
from profiles import Local, apply
import tokens

def accepts(token):
    app = Flask(__name__)
    apply(app, Local)
    with app.app_context():
        return tokens.read(token)
# --- profiles.py
class Base:
    TOKEN_KEY = $K
    TOKEN_CHECK = True

class Local(Base):
    TOKEN_CHECK = <<False||Base.TOKEN_CHECK>>

def apply(app, profile):
    app.config.from_object(profile)
{_READER}"""), libraries=FLASK),
)
