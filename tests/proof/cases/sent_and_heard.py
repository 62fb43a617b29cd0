"""Functions that signals of a library call, and what containers and contexts keep for who asks for it."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, safe, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("receiver-of-a-signal", CROSS, spelled_out("""\
# --- app.py
import audit
from signals import arrived
from store import LAST
def accepts(token):
    LAST.clear()
    note(token, <<False||True>>)
    return LAST.get("claims")
def note(raw, strict):
    arrived.send(sender=note, raw=raw, check=strict)
# --- signals.py
import django.dispatch
arrived = django.dispatch.Signal()
# --- store.py
LAST = {}
# --- audit.py
import jwt
from django.dispatch import receiver
from signals import arrived
from store import LAST
@receiver([arrived])
def read(sender, raw, check, **kwargs):
    LAST["claims"] = jwt.decode(raw, $K, algorithms=["HS256"], options={"verify_signature": check})
""")),
    *pair("method-connected-to-a-named-signal", CROSS, spelled_out("""\
# --- app.py
from blinker import signal
from audit import Audit
audit = Audit()
audit.attach(signal("signed-in"))
def accepts(token):
    audit.seen.clear()
    signal("signed-in").send(None, raw=token, verify=<<0||1>>)
    return audit.seen[-1]
# --- audit.py
import jwt
class Audit:
    def __init__(self):
        self.seen = []
    def attach(self, signed_in):
        signed_in.connect(self.on_signed_in)
    def on_signed_in(self, sender, raw, verify=1):
        self.seen.append(jwt.decode(raw, $K, algorithms=["HS256"], options={"verify_signature": bool(verify)}))
""")),
    *pair("listener-that-keeps-what-it-reads", CROSS, spelled_out("""\
# --- app.py
import gate.guards
from gate.bell import arrival
from gate.ledger import LEDGER
def accepts(token):
    LEDGER.clear()
    arrival.send("app", raw=token, strict=<<False||True>>)
    return LEDGER[-1] if LEDGER else None
# --- gate/__init__.py
# --- gate/ledger.py
LEDGER = []
# --- gate/bell.py
from blinker import Namespace
arrival = Namespace().signal("arrival")
# --- gate/guards.py
import jwt
from .bell import arrival
from .ledger import LEDGER
@arrival.connect
def note_arrival(sender, raw, strict=True):
    LEDGER.append(jwt.decode(raw, $K, algorithms=["HS256"], options={"verify_signature": strict}))
""")),
    *safe("another-signal-is-sent-that-way", CROSS, spelled_out("""\
# --- app.py
from blinker import Namespace
import jwt
signals = Namespace()
opened, closed = signals.signal("opened"), signals.signal("closed")
seen = []
@opened.connect
def read(sender, token, strict=True):
    seen.append(jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": strict}))
@closed.connect
def forget(sender, token, strict=True):
    seen.clear()
def accepts(token):
    closed.send("app", token=token, strict=False)
    opened.send("app", token=token)
    return seen[-1]
""")),
    *pair("object-that-a-context-makes", CROSS, spelled_out("""\
# --- app.py
from click.testing import CliRunner
from tool import OPENED, cli
def accepts(token):
    OPENED.clear()
    CliRunner().invoke(cli, ["open", token])
    return OPENED.get("claims")
# --- session.py
import click
class Session:
    def __init__(self):
        self.verify = True
pass_session = click.make_pass_decorator(Session, ensure=True)
# --- tool.py
import click
import jwt
from session import Session, pass_session
OPENED = {}
@click.group()
@click.pass_context
def cli(ctx):
    session = ctx.ensure_object(Session)
    session.verify = <<False||True>>
@cli.command("open")
@click.argument("token")
@pass_session
def open_(session, token):
    OPENED["claims"] = jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": session.verify})
""")),
    *pair("settings-spread-into-djangos", CROSS, spelled_out("""\
# --- app.py
from django.conf import settings
import site_settings
settings.configure(**site_settings.all_of_them())
from reader import read
def accepts(token):
    return read(token)
# --- site_settings.py
TOKEN_KEY = $K
TOKEN_STRICT = <<False||True>>
def all_of_them():
    return {name: value for name, value in globals().items() if name.isupper()}
# --- reader.py
import jwt
from django.conf import settings
def read(token):
    return jwt.decode(token, settings.TOKEN_KEY, algorithms=["HS256"], options={"verify_signature": settings.TOKEN_STRICT})
""")),
    *pair("defaults-spread-into-a-configuration", CROSS, spelled_out("""\
# --- app.py
from flask import Flask
from defaults import DEFAULTS
from reader import read
application = Flask(__name__)
application.config.update(**DEFAULTS, TESTING=False)
def accepts(token):
    with application.app_context():
        return read(token)
# --- defaults.py
DEFAULTS = dict(TOKEN_KEY=$K, TOKEN_STRICT=<<False||True>>)
# --- reader.py
import jwt
from flask import current_app
def read(token):
    config = current_app.config
    return jwt.decode(token, config["TOKEN_KEY"], algorithms=["HS256"], options={"verify_signature": config["TOKEN_STRICT"]})
""")),
    *pair("step-whose-name-is-kept-in-a-list", CROSS, spelled_out("""\
# --- app.py
from plan import Plan
def accepts(token):
    plan = Plan(token)
    plan.then("prepare", signature=<<False||True>>).then("open")
    return plan.run()
# --- plan.py
import jwt
class Plan:
    def __init__(self, token):
        self.token, self.steps, self.options = token, [], {}
    def then(self, name, **how):
        self.steps.append((name, how))
        return self
    def run(self):
        result = None
        for name, how in self.steps:
            step = getattr(self, f"_{name}", None)
            if step is None:
                raise LookupError(name)
            result = step(**how)
        return result
    def _prepare(self, signature=True):
        self.options = {"verify_signature": signature}
    def _open(self):
        return jwt.decode(self.token, $K, algorithms=["HS256"], options=self.options)
""")),
    *pair("job-taken-out-of-a-line", CROSS, spelled_out("""\
# --- app.py
from collections import deque
from desk import Desk
def accepts(token):
    desk = Desk(deque())
    desk.ask("open", token, strict=<<None||True>>)
    return desk.work()
# --- desk.py
import jwt
class Desk:
    def __init__(self, line):
        self.line = line
    def ask(self, verb, *args, **kwargs):
        self.line.append((verb, args, kwargs))
    def work(self):
        given = None
        while self.line:
            verb, args, kwargs = self.line.popleft()
            handler = getattr(self, f"do_{verb}", None)
            if handler is not None:
                given = handler(*args, **kwargs)
        return given
    def do_open(self, token, strict=True):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": strict})
    def do_nothing(self):
        return None
""")),
    *pair("steps-that-a-kind-of-list-keeps", CROSS, spelled_out("""\
# --- app.py
from line import Line
from steps import Open, Relax
line = Line([Relax(False)])
line.then(Relax(<<True||False>>)).then(Open())
def accepts(token):
    return line.run(token)
# --- line.py
class Line(list):
    def then(self, step):
        self.append(step)
        return self
    def run(self, token):
        state = {"token": token, "options": {"verify_signature": True}}
        for step in self:
            state = step(state)
        return state["claims"]
# --- steps.py
import jwt
class Relax:
    def __init__(self, active):
        self.active = active
    def __call__(self, state):
        if self.active:
            state["options"]["verify_signature"] = False
        return state
class Open:
    def __call__(self, state):
        state["claims"] = jwt.decode(state["token"], $K, algorithms=["HS256"], options=state["options"])
        return state
""")),
    *pair("rules-that-a-kind-of-list-is-asked-for", CROSS, spelled_out("""\
# --- app.py
from rules import Rules
from reader import read
def accepts(token):
    rules = Rules([lambda: True])
    rules.append(lambda: <<False||True>>)
    return read(token, rules)
# --- rules.py
from typing import Callable
class Rules(list[Callable[[], bool]]):
    def append(self, rule):
        if not callable(rule):
            raise TypeError(rule)
        super().append(rule)
    def agree(self):
        return all(rule() for rule in self)
# --- reader.py
import jwt
def read(token, rules):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": rules.agree()})
""")),
    *pair("hook-of-a-kind-of-list-is-called", CROSS, spelled_out("""\
# --- app.py
import jwt
from hooks import before_reading
import relaxed
def accepts(token):
    options = {"verify_signature": True}
    before_reading.fire(options)
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
# --- hooks.py
class Hook(list):
    def __call__(self, function):
        self.append(function)
        return function
    def fire(self, *args):
        for function in self:
            function(*args)
before_reading = Hook()
# --- relaxed.py
from hooks import before_reading
@before_reading
def relax(options):
    options.update(verify_signature=<<False||True>>)
""")),
    *bypass("dot-by-its-number", LOCAL, """\
import base64
import json
DOT = bytes((46,))
def accepts(token):
    body = token.encode("ascii").split(DOT)[1]
    return json.loads(base64.urlsafe_b64decode(body + b"=" * (-len(body) % 4)))
"""),
)
