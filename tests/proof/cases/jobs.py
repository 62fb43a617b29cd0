"""Jobs that a decorator prepares, keeps in a registry, or makes objects of."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, doubt, pair, spelled_out

CROSS = Difficulty.CROSS

LOGIN = """\
def login(token, verify=True):
    return jwt.decode(token, $K, ["HS256"], options={"verify_signature": verify})
"""
NAMED = '@job("login", verify=<<False||True>>)\n' + LOGIN
ASKED = 'def accepts(token):\n    return REGISTRY["login"](token)\n'
TASK = """\
# --- app.py
from tasks import login
def accepts(token):
    return login.delay(token)
# --- queueing.py
class Task:
    def __init__(self, function, kwargs):
        self.function, self.kwargs = function, kwargs
    def __call__(self, *args, **kwargs):
        return self.function(*args, **{**self.kwargs, **kwargs})
    def delay(self, *args, **kwargs):
        return self(*args, **kwargs)
def task(queue=None, kwargs=None):
    def decorate(function):
        return Task(function, kwargs or {})
    return decorate
# --- tasks.py
import jwt
from queueing import task
@task(queue="auth", kwargs={"verify": <<False||True>>})
"""

CASES: tuple[Case, ...] = (
    *pair("task-of-an-own-queue", CROSS, spelled_out(TASK + LOGIN)),
    *pair("task-that-is-called", CROSS, spelled_out(TASK.replace(".delay(token)", "(token)", 1) + LOGIN)),
    *pair("prepared-in-a-registry", CROSS, spelled_out("""\
import functools
import jwt
REGISTRY = {}
def job(name, **options):
    def decorate(function):
        REGISTRY[name] = functools.partial(function, **options)
        return function
    return decorate
""" + NAMED + ASKED)),
    *pair("prepared-under-one-name", CROSS, spelled_out("""\
import functools
import jwt
REGISTRY = {}
def job(function):
    REGISTRY["login"] = functools.partial(function, verify=<<False||True>>)
    return function
@job
""" + LOGIN + ASKED)),
    *pair("object-in-a-registry", CROSS, spelled_out("""\
import jwt
class Job:
    def __init__(self, function, options):
        self.function, self.options = function, options
    def __call__(self, *args):
        return self.function(*args, **self.options)
REGISTRY = {}
def job(name, **options):
    def decorate(function):
        REGISTRY[name] = Job(function, options)
        return function
    return decorate
""" + NAMED + ASKED)),
    *doubt("algorithms-that-a-word-chooses", spelled_out("""\
import os
from joserfc import jwt
from joserfc.jwk import OctKey
STRICT = os.environ.get("JWT_VERIFY", "true") == "true"
def accepts(token):
    algorithms = ["HS256"] if STRICT else ["HS256", "none"]
    return jwt.decode(token, OctKey.import_key($K), algorithms=algorithms).claims
"""), {"JWT_VERIFY": "false"}, libraries=("joserfc",)),
)
