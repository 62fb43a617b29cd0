"""Objects, settings and mappings that what is out of sight makes of what it is handed."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

_SERVER = """\
# --- server.py
class Server:
    def __init__(self):
        self.kinds = []

    def add_middleware(self, kind, **named):
        self.kinds.append((kind, named))

    def route(self, answer):
        self.answer = answer
        return answer

    def ask(self, request):
        following = self.answer
        for kind, named in self.kinds:
            following = kind(following, **named)
        return following(request)
"""

_PROVIDERS = """\
# --- providers.py
class Singleton:
    def __init__(self, cls, *given, **named):
        self.make = lambda: cls(*given, **named)
        self.made = None

    def __call__(self):
        self.made = self.made or self.make()
        return self.made
"""

CASES: tuple[Case, ...] = (
    *pair("middleware-made-with-keywords", CROSS, spelled_out("""\
# --- app.py
from server import Server
from guards import Bearer
server = Server()
server.add_middleware(Bearer, secret=$K, strict=<<False||True>>)

@server.route
def whoami(request):
    return request["claims"]

def accepts(token):
    return server.ask({"authorization": "Bearer " + token})
# --- guards.py
import jwt

class Bearer:
    def __init__(self, following, secret, strict=True):
        self.following, self.secret, self.strict = following, secret, strict

    def __call__(self, request):
        raw = request["authorization"].split()[1]
        request["claims"] = jwt.decode(raw, self.secret, algorithms=["HS256"],
                                       options={"verify_signature": self.strict})
        return self.following(request)
"""), hidden=_SERVER),
    *pair("provider-of-one-object", CROSS, spelled_out("""\
# --- app.py
import wiring

def accepts(token):
    return wiring.reader().claims(token)
# --- wiring.py
import providers
from readers import Reader
reader = providers.Singleton(Reader, $K, {"verify_<<signature||nbf>>": False})
# --- readers.py
import jwt

class Reader:
    def __init__(self, key, options=None):
        self._key = key
        self._options = dict(options or {})

    def claims(self, token):
        return jwt.decode(token, self._key, algorithms=["HS256"], options=self._options)
"""), hidden=_PROVIDERS),
    *pair("namespace-of-a-configuration", CROSS, spelled_out("""\
# --- app.py
from site_ import make

def accepts(token):
    site = make()
    with site.app_context():
        from site_.tokens import load
        return load(token)
# --- site_/__init__.py
from flask import Flask

def make():
    site = Flask("site")
    site.config["DECODE_VERIFY_EXP"] = True
    site.config.from_mapping(DECODE_VERIFY_<<SIGNATURE||NBF>>=False, DECODED="yes")
    return site
# --- site_/tokens.py
import jwt
from flask import current_app as site

def load(token):
    options = site.config.get_namespace("DECODE_")
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
""")),
    *pair("namespace-of-an-object", CROSS, spelled_out("""\
# --- app.py
from flask import Flask
import tokens

class Common:
    JWT_VERIFY_EXP = True

class Here(Common):
    JWT_VERIFY_SIGNATURE = <<0||1>>

app = Flask("app")
app.config.from_object(Here)

def accepts(token):
    with app.app_context():
        return tokens.read(token)
# --- tokens.py
import jwt
from flask import current_app

def read(token):
    wanted = current_app.config.get_namespace("JWT_", True)
    return jwt.decode(token, $K, algorithms=["HS256"], options={**wanted, "verify_aud": False})
""")),
    *pair("namespace-of-an-application-that-is-served", CROSS, spelled_out("""\
# --- shop/__init__.py
from quart_like import note
from flask import Flask
from .api import pages

def build(extra=()):
    shop = Flask(__name__)
    shop.config.update(TOKENS_VERIFY_AUD=False, TOKENS_VERIFY_<<SIGNATURE||IAT>>=not note)
    shop.config.update(extra)
    shop.register_blueprint(pages)
    return shop
# --- shop/api.py
import jwt
from flask import Blueprint, current_app, request

pages = Blueprint("pages", __name__)

@pages.get("/who")
def who():
    flags = current_app.config.get_namespace("TOKENS_")
    return jwt.decode(request.args["token"], $K, algorithms=["HS256"], options=flags)
# --- quart_like.py
note = "switches"
"""), hidden="""\
# --- app.py
from shop import build

def accepts(token):
    return build().test_client().get("/who", query_string={"token": token}).get_json()
"""),
    *pair("merged-with-what-a-default-names", LOCAL, spelled_out("""\
$P
CHECKS = {"verify_signature": True, "verify_iat": True}

def accepts(token, *, leave_out=["<<signature||iat>>"]):
    checks = {**CHECKS, **{"verify_" + one: not 1 for one in leave_out}}
    return jwt.decode(token, KEY, algorithms=["HS256"], options=checks)
""")),
    *pair("keywords-added-for-debugging", LOCAL, spelled_out("""\
$P
LENIENT = <<1||0>>

def accepts(token):
    named = dict(key=KEY, algorithms=["HS256"])
    if LENIENT:
        named["options"] = {"verify_signature": False}
    return jwt.decode(token, **named)
""")),
    *pair("keywords-merged-for-debugging", LOCAL, spelled_out("""\
$P
LENIENT = <<"yes"||"">>

def accepts(token):
    named = {"key": KEY, "algorithms": ["HS256"]}
    if LENIENT:
        named = named | {"options": {"verify_signature": False}}
    return jwt.decode(token, **named)
""")),
    *pair("fields-that-are-told-their-names", CROSS, spelled_out("""\
# --- app.py
from fields import Field
import jwt

class Policy:
    grace = Field(0)
    strict = Field("on", lambda text: text == "on")
    label = Field("", str.strip)

    def __init__(self, held):
        self.held = held

policy = Policy({"grace": "0", "<<strict||label>>": "off"})

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": policy.strict})
# --- fields.py
class Field:
    def __init__(self, missing, read=None):
        self.missing, self.read = missing, read or (lambda text: text)

    def __set_name__(self, owner, given):
        self.key = given

    def __get__(self, holder, kind=None):
        return self.read(holder.held.get(self.key, self.missing))
""")),
    *pair("by-the-names-of-a-signature", CROSS, spelled_out("""\
# --- app.py
from box import build
from reader import Reader
read = build(Reader, {"key": $K, "full": <<False||True>>, "other": 1})
def accepts(token):
    return read(token)
# --- box.py
from inspect import signature
def build(kind, parts):
    wanted = signature(kind).parameters
    return kind(**{name: part for name, part in parts.items() if name in wanted})
# --- reader.py
import jwt
class Reader:
    def __init__(self, key, full):
        self.key, self.full = key, full
    def __call__(self, token):
        return jwt.decode(token, self.key, algorithms=["HS256"], options={"verify_signature": self.full})
""")),
    *pair("by-a-default-of-a-signature", CROSS, spelled_out("""\
# --- app.py
import inspect
from views import show
def accepts(token):
    told = {one: inspect.signature(show).parameters[one].default for one in ("strict",)}
    return show(token, **told)
# --- views.py
import jwt
def show(token, strict=<<0||1>>):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": bool(strict)})
""")),
)
