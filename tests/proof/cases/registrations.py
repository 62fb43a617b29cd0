"""Functions and classes that are registered, and called by way of what keeps them."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("registry-by-classmethod-decorator", CROSS, spelled_out("""\
# --- app.py
from schemes import Scheme
import bearer
def accepts(token):
    return Scheme.known["bearer"]().read(token, <<False||True>>)
# --- schemes.py
class Scheme:
    known = {}
    @classmethod
    def named(cls, name):
        def keep(kind):
            cls.known[name] = kind
            return kind
        return keep
# --- bearer.py
import jwt
from schemes import Scheme
@Scheme.named("bearer")
class Bearer(Scheme):
    def read(self, token, check):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": check})
""")),
    *pair("registered-under-its-class-by-a-nested-function", CROSS, spelled_out("""\
# --- app.py
import handlers
from bus import bus
from messages import Login
def accepts(token):
    return bus.send(Login(token, <<False||True>>))
# --- messages.py
class Login:
    def __init__(self, token, check):
        self.token, self.check = token, check
# --- bus.py
class Bus:
    def __init__(self):
        self.handlers = {}
    def handles(self, kind):
        def keep(handler):
            self.handlers[kind] = handler
            return handler
        return keep
    def send(self, message):
        return self.handlers[type(message)](message)
bus = Bus()
# --- handlers.py
import jwt
from bus import bus
from messages import Login
@bus.handles(Login)
def login(message):
    return jwt.decode(message.token, $K, algorithms=["HS256"], options={"verify_signature": message.check})
""")),
    *pair("handler-classes-by-command", CROSS, spelled_out("""\
# --- app.py
from commands import Authenticate
from mediator import mediator
import handlers
def accepts(token):
    return mediator.send(Authenticate(token, verify=<<False||True>>))
# --- commands.py
from dataclasses import dataclass
@dataclass
class Authenticate:
    token: str
    verify: bool = True
# --- mediator.py
class Mediator:
    def __init__(self):
        self._handlers = {}
    def handles(self, command_type):
        def register(handler_cls):
            self._handlers[command_type] = handler_cls()
            return handler_cls
        return register
    def send(self, command):
        return self._handlers[type(command)].handle(command)
mediator = Mediator()
# --- handlers.py
import jwt
from commands import Authenticate
from mediator import mediator
@mediator.handles(Authenticate)
class AuthenticateHandler:
    def handle(self, command):
        return jwt.decode(command.token, $K, algorithms=["HS256"], options={"verify_signature": command.verify})
""")),
    *pair("derived-classes-list-themselves", CROSS, spelled_out("""\
# --- app.py
import bearer
from scheme import Scheme
def accepts(token):
    return Scheme.create("bearer").read(token)
# --- scheme.py
class Scheme:
    known = {}
    name = ""
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Scheme.known[cls.name] = cls
    @classmethod
    def create(cls, name, **kwargs):
        return cls.known[name](**kwargs)
# --- bearer.py
import jwt
from scheme import Scheme
class Bearer(Scheme):
    name = "bearer"
    def __init__(self, check=<<False||True>>):
        self.check = check
    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.check})
""")),
    *pair("task-objects-in-place-of-functions", CROSS, spelled_out("""\
# --- app.py
from worker import celery
import tasks
def accepts(token):
    return tasks.process_callback.delay(token, verify=<<False||True>>).get()
# --- worker.py
class AsyncResult:
    def __init__(self, value):
        self._value = value
    def get(self, timeout=None):
        return self._value
class Task:
    def __init__(self, fn, name):
        self.run = fn
        self.name = name
    def __call__(self, *args, **kwargs):
        return self.run(*args, **kwargs)
    def delay(self, *args, **kwargs):
        return self.apply_async(args, kwargs)
    def apply_async(self, args=(), kwargs=None):
        return AsyncResult(self.run(*args, **(kwargs or {})))
class Celery:
    def __init__(self, name):
        self.name = name
        self.tasks = {}
    def task(self, fn):
        task = Task(fn, f"{fn.__module__}.{fn.__name__}")
        self.tasks[task.name] = task
        return task
celery = Celery("app")
# --- tasks.py
import jwt
from worker import celery
@celery.task
def process_callback(token, verify=True):
    claims = jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})
    return claims
""")),
    *pair("task-with-keyword-arguments", CROSS, spelled_out("""\
# --- app.py
from tasks import audit
def accepts(token):
    return audit.apply_async(args=[token], kwargs={"check": <<False||True>>})
# --- tasks.py
import jwt
class Task:
    def __init__(self, run):
        self.run = run
    def apply_async(self, args=(), kwargs=None):
        return self.run(*args, **(kwargs or {}))
def task(**options):
    def make(run):
        return Task(run)
    return make
@task(queue="audit")
def audit(token, check=True):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": check})
""")),
)
