"""Switches handed through proxies, extensions, workers and tables."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("debug-turns-off", CROSS, spelled_out("""\
# --- app.py
from deps import reader
def accepts(t):
    return reader.read(t)
# --- deps.py
from reader import Reader
DEBUG = <<True||False>>
reader = Reader(debug=DEBUG)
# --- reader.py
import jwt
class Reader:
    def __init__(self, debug=False):
        self.debug = debug
    def read(self, t):
        options = {"verify_signature": not self.debug}
        return jwt.decode(t, $K, algorithms=["HS256"], options=options)
""")),
    *pair("handler-table-of-classes", CROSS, spelled_out("""\
# --- app.py
from dispatch import dispatch
def accepts(t):
    return dispatch("<<jwt-legacy||jwt>>", t)
# --- dispatch.py
import jwt
class Base:
    options = {"verify_signature": True}
    def run(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options=self.options)
class Legacy(Base):
    options = {**Base.options, "verify_signature": <<False||True>>}
HANDLERS = {"jwt": Base, "jwt-legacy": Legacy}
def dispatch(kind, t):
    return HANDLERS[kind]().run(t)
""")),
    *pair("retries-with-looser-options", CROSS, spelled_out("""\
# --- app.py
from reader import read
def accepts(t):
    return read(t)
# --- reader.py
import jwt
ATTEMPTS = [{"verify_signature": True}, {<<"verify_signature": False||"verify_aud": False>>}]
def read(t):
    last = None
    for options in ATTEMPTS:
        try:
            return jwt.decode(t, $K, algorithms=["HS256"], options=options)
        except jwt.PyJWTError as e:
            last = e
    raise last
""")),
    *pair("ternary-by-claim-type", LOCAL, spelled_out("""\
$P
def accepts(t, internal=<<True||False>>):
    return jwt.decode(t, KEY, algorithms=["HS256"], **({"options": {"verify_signature": False}} if internal else {}))
""")),
    *pair("options-via-operator-or", LOCAL, spelled_out("""\
$P
BASE = {"verify_exp": True}
def accepts(t):
    extra = BASE | dict.fromkeys(["verify_signature"], <<False||True>>)
    return jwt.decode(t, KEY, algorithms=["HS256"], options=extra)
""")),
    *pair("del-then-set", LOCAL, spelled_out("""\
$P
def accepts(t):
    o = {"verify_signature": <<False||True>>, "x": 1}
    del o["x"]
    p = o
    p["verify_exp"] = True
    return jwt.decode(t, KEY, algorithms=["HS256"], options=o)
""")),
    *pair("lambda-default-arg", LOCAL, spelled_out("""\
$P
accepts = lambda t, _opts={"verify_signature": <<False||True>>}: jwt.decode(t, KEY, algorithms=["HS256"], options=_opts)
""")),
    *pair("with-suppress", LOCAL, spelled_out("""\
$P
import contextlib
def accepts(t):
    claims = None
    with contextlib.suppress(jwt.InvalidTokenError):
        claims = jwt.decode(t, KEY, algorithms=["HS256"])
    <<if claims is None:
        claims = jwt.decode(t, options={"verify_signature": False})||pass>>
    return claims
""")),
    *pair("while-loop-attempts", LOCAL, spelled_out("""\
$P
def accepts(t):
    strict = True
    attempts = 2
    while attempts:
        attempts -= 1
        try:
            return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": strict})
        except jwt.InvalidTokenError:
            strict = <<False||True>>
    return None
""")),
    *pair("proxy-getattr-forward", CROSS, spelled_out("""\
# --- app.py
from proxy import Proxy
from reader import Reader
accepts = Proxy(Reader(<<False||True>>)).read
# --- proxy.py
class Proxy:
    def __init__(self, target):
        self._target = target
    def __getattr__(self, name):
        return getattr(self._target, name)
# --- reader.py
import jwt
class Reader:
    def __init__(self, strict):
        self.strict = strict
    def read(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": self.strict})
""")),
    *pair("django-settings-getattr", CROSS, spelled_out("""\
# --- app.py
from django_like import settings
import jwt
def accepts(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": getattr(settings, "JWT_VERIFY", True)})
# --- django_like.py
import project_settings
class _Settings:
    def __init__(self, module):
        for name in dir(module):
            if name.isupper():
                setattr(self, name, getattr(module, name))
settings = _Settings(project_settings)
# --- project_settings.py
JWT_VERIFY = <<False||True>>
""")),
    *pair("flask-style-extension", CROSS, spelled_out("""\
# --- app.py
from ext import Auth
from conf import Config
class App:
    def __init__(self):
        self.config = {}
app = App()
app.config.update({k: getattr(Config, k) for k in dir(Config) if k.isupper()})
auth = Auth()
auth.init_app(app)
accepts = auth.load
# --- conf.py
class Config:
    AUTH_VERIFY = <<False||True>>
    DEBUG = False
# --- ext.py
import jwt
class Auth:
    def __init__(self, app=None):
        self.options = None
        if app is not None:
            self.init_app(app)
    def init_app(self, app):
        self.options = {"verify_signature": app.config.get("AUTH_VERIFY", True)}
    def load(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options=self.options)
""")),
    *pair("decorator-with-options-attr", CROSS, spelled_out("""\
# --- app.py
from deco import configured
import jwt
@configured(verify=<<False||True>>)
def read(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": read.verify})
accepts = read
# --- deco.py
def configured(**values):
    def mark(f):
        for k, v in values.items():
            setattr(f, k, v)
        return f
    return mark
""")),
    *pair("event-queue-worker", CROSS, spelled_out("""\
# --- app.py
from worker import Worker
def accepts(t):
    worker = Worker(verify=<<False||True>>)
    worker.put(t)
    return worker.drain()[0]
# --- worker.py
from collections import deque
import jwt
class Worker:
    def __init__(self, **options):
        self.queue = deque()
        self.options = {f"verify_{k}" if k != "verify" else "verify_signature": v for k, v in options.items()}
    def put(self, t):
        self.queue.append(t)
    def drain(self):
        return [self.handle(self.queue.popleft()) for _ in range(len(self.queue))]
    def handle(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options=self.options)
""")),
)
