"""Settings, commands, packages and methods that are reached by their names."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS, DYNAMIC = Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("package-that-imports-its-own-module", CROSS, spelled_out("""\
# --- app.py
from web import create
site = create({"CHECK": <<False||True>>})
def accepts(token):
    return site.call(token)
# --- web/__init__.py
from web import views
class Site:
    def __init__(self):
        self.config = {}
        self.before = []
    def before_request(self, hook):
        self.before.append(hook)
        return hook
    def call(self, token):
        context = {"token": token}
        for hook in self.before:
            hook(context)
        return context["user"]
def create(config=None):
    site = Site()
    site.config.update(CHECK=True)
    if config:
        site.config.update(config)
    views.init(site)
    return site
# --- web/views.py
import jwt
def init(site):
    @site.before_request
    def load(context):
        context["user"] = jwt.decode(context["token"], $K, algorithms=["HS256"], options={"verify_signature": site.config["CHECK"]})
""")),
    *pair("command-in-another-file", CROSS, spelled_out("""\
# --- app.py
from tool.main import main
def accepts(token):
    return main([<<"--no-check", ||>>"show", token])
# --- tool/__init__.py
# --- tool/main.py
import argparse
from tool.commands import show
def parser():
    made = argparse.ArgumentParser()
    made.add_argument("--no-check", dest="check", action="store_false")
    commands = made.add_subparsers(dest="command", required=True)
    one = commands.add_parser("show")
    one.add_argument("token")
    one.set_defaults(run=show)
    return made
def main(argv=None):
    args = parser().parse_args(argv)
    return args.run(args)
# --- tool/commands.py
import jwt
def show(args):
    return jwt.decode(args.token, $K, algorithms=["HS256"], options={"verify_signature": args.check})
""")),
    *pair("globals-from-another-module", CROSS, spelled_out("""\
# --- app.py
import conf
import jwt
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": conf.CHECK})
# --- conf.py
import local
CHECK = True
for name in dir(local):
    if name.isupper():
        globals()[name] = getattr(local, name)
# --- local.py
CHECK = <<False||True>>
LEEWAY = 3
""")),
    *pair("globals-from-text", DYNAMIC, spelled_out("""\
import json
import jwt
CHECK = True
globals().update(json.loads('{"CHECK": <<false||true>>}'))
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": CHECK})
""")),
    *pair("class-made-by-calling-type", DYNAMIC, spelled_out("""\
import jwt
def _read(self, token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.verify})
Reader = type("Reader", (), {"verify": <<False||True>>, "read": _read})
def accepts(token):
    return Reader().read(token)
""")),
    *pair("class-chosen-from-a-table", CROSS, spelled_out("""\
# --- app.py
from factory import make_validator
def accepts(token):
    return make_validator("<<fake||real>>").validate(token)
# --- factory.py
from validators import FakeValidator, RealValidator
VALIDATORS = {cls.kind: cls for cls in (FakeValidator, RealValidator)}
def make_validator(kind):
    return VALIDATORS[kind]()
# --- validators.py
import jwt
class RealValidator:
    kind = "real"
    def validate(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"])
class FakeValidator:
    kind = "fake"
    def validate(self, token):
        return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("method-chosen-by-name", CROSS, spelled_out("""\
# --- app.py
from dispatcher import Dispatcher
def accepts(token):
    return Dispatcher().dispatch("<<peek||verify>>", token)
# --- dispatcher.py
import jwt
from keys import KEY
class Dispatcher:
    def dispatch(self, action, token):
        handler = getattr(self, f"do_{action}")
        return handler(token)
    def do_verify(self, token):
        return jwt.decode(token, KEY, algorithms=["HS256"])
    def do_peek(self, token):
        return jwt.decode(token, options={"verify_signature": False})
# --- keys.py
KEY = $K
""")),
)
