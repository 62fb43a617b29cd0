"""Objects that several files share: configured in one, kept by their class or by others, used in another."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

CROSS, DYNAMIC, LOCAL = Difficulty.CROSS, Difficulty.DYNAMIC, Difficulty.LOCAL

CASES: tuple[Case, ...] = (
    *pair("singleton-kept-by-its-class", CROSS, spelled_out("""\
# --- app.py
import bootstrap
from manager import Manager
def accepts(token):
    return Manager.instance().decode(token)
# --- bootstrap.py
from manager import Manager
Manager.instance().configure(check=<<False||True>>)
# --- manager.py
import jwt
class Manager:
    _instance = None
    def __init__(self):
        self.check = True
    @classmethod
    def instance(cls):
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance
    def configure(self, check):
        self.check = check
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.check})
""")),
    *pair("configured-where-it-is-kept", CROSS, spelled_out("""\
# --- app.py
from web import app
def accepts(token):
    return app.tokens.decode(token)
# --- web.py
from manager import Manager
class App:
    def __init__(self):
        self.tokens = Manager()
        self.internal = Manager()
    def start(self):
        self.<<tokens||internal>>.configure(check=False)
app = App()
app.start()
# --- manager.py
import jwt
class Manager:
    def __init__(self):
        self.check = True
    def configure(self, check):
        self.check = check
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.check})
""")),
    *pair("one-object-by-new", CROSS, spelled_out("""\
# --- app.py
from manager import Manager
Manager().configure(check=<<False||True>>)
def accepts(token):
    return Manager().decode(token)
# --- manager.py
import jwt
class Manager:
    check = True
    _one = None
    def __new__(cls):
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one
    def configure(self, check):
        self.check = check
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.check})
""")),
    *pair("settings-filled-when-first-asked", CROSS, spelled_out("""\
# --- app.py
import jwt
from conf import settings
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": settings.CHECK})
# --- conf.py
DEFAULTS = {"CHECK": True, "LEEWAY": 0}
USER = {"CHECK": <<False||True>>}
class Settings:
    def __init__(self, user=None):
        self._user = user
    @property
    def user(self):
        if self._user is None:
            self._user = USER
        return self._user
    def __getattr__(self, name):
        try:
            return self.user[name]
        except KeyError:
            return DEFAULTS[name]
settings = Settings()
""")),
    *pair("filled-through-its-dict", DYNAMIC, spelled_out("""\
# --- app.py
from conf import Config
import jwt
config = Config.from_dict({"secret": $K, "verify": <<0||1>>})
def accepts(token):
    return jwt.decode(token, config.secret, algorithms=["HS256"], options={"verify_signature": config.verify})
# --- conf.py
class Config:
    secret = None
    verify = True
    @classmethod
    def from_dict(cls, data):
        self = cls()
        self.__dict__.update(data)
        return self
""")),
    *pair("list-filled-and-emptied-by-functions", LOCAL, spelled_out("""\
import jwt
JOBS = []
def work(token):
    job = JOBS.pop()
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": job["check"]})
def accepts(token):
    JOBS.append({"check": <<False||True>>})
    return work(token)
""")),
    *pair("queue-between-objects", CROSS, spelled_out("""\
# --- app.py
import queue
from worker import Worker
jobs = queue.Queue()
results = queue.Queue()
worker = Worker(jobs, results)
def accepts(token):
    jobs.put({"token": token, "verify": <<False||True>>})
    worker.step()
    return results.get_nowait()
# --- worker.py
import jwt
class Worker:
    def __init__(self, inbox, outbox):
        self.inbox = inbox
        self.outbox = outbox
    def step(self):
        job = self.inbox.get()
        claims = jwt.decode(job["token"], $K, algorithms=["HS256"], options={"verify_signature": job["verify"]})
        self.outbox.put(claims)
""")),
    *pair("fluent-builder", CROSS, spelled_out("""\
# --- app.py
from fluent import JwtParserBuilder
def accepts(token):
    parser = JwtParserBuilder().with_key($K).<<without_signature().||require("exp").>>build()
    return parser.parse(token)
# --- fluent.py
import jwt
class JwtParser:
    def __init__(self, key, options):
        self._key = key
        self._options = options
    def parse(self, token):
        return jwt.decode(token, self._key, algorithms=["HS256"], options=self._options)
class JwtParserBuilder:
    def __init__(self):
        self._key = None
        self._options = {"verify_signature": True, "require": []}
    def with_key(self, key):
        self._key = key
        return self
    def require(self, claim):
        self._options["require"].append(claim)
        return self
    def without_signature(self):
        self._options["verify_signature"] = False
        return self
    def build(self):
        return JwtParser(self._key, self._options)
""")),
    *pair("context-manager-that-switches", LOCAL, spelled_out("""\
from contextlib import contextmanager
import jwt
_state = {"verify": True}
@contextmanager
def unverified():
    _state["verify"] = False
    try:
        yield
    finally:
        _state["verify"] = True
def decode(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": _state["verify"]})
def accepts(token):
    <<with unverified():
        return decode(token)||return decode(token)>>
""")),
    *safe("switch-nobody-turns", LOCAL, spelled_out("""\
import jwt
_check = True
def disable():
    global _check
    _check = False
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": _check})
""")),
)
