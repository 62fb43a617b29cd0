"""What functions put into shared lists, queues and objects, in rounds of a loop or by defaults of their own."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("queue-filled-in-a-loop", CROSS, spelled_out("""\
# --- app.py
from jobs import drain, hand_in

def accepts(token):
    hand_in((token,), checked=<<[]||[1]>>)
    return drain()
# --- jobs.py
from queue import SimpleQueue
import jwt

pending = SimpleQueue()

def hand_in(tokens, checked):
    for number, token in enumerate(tokens):
        pending.put({"number": number, "token": token, "checks": {"verify_signature": checked}})

def drain():
    job = pending.get()
    return jwt.decode(job["token"], $K, algorithms=["HS256"], options=job["checks"])
""")),
    *pair("list-filled-in-a-loop", CROSS, spelled_out("""\
# --- app.py
from steps import STEPS, use
import readers

use(["plain"], readers.reading(<<False||True>>))

def accepts(token):
    for step in STEPS:
        claims = step(token)
    return claims
# --- steps.py
STEPS = []

def use(names, step):
    for name in names:
        if name != "none":
            STEPS.append(step)
# --- readers.py
import jwt

def reading(checked):
    def read(token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": checked})
    return read
""")),
    *pair("object-set-by-a-command", CROSS, spelled_out("""\
# --- app.py
import commands
from run_state import state
import jwt

commands.COMMANDS["prepare"]()

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": state.checking})
# --- run_state.py
class RunState:
    def __init__(self, checking, verbose=False):
        self.checking = checking
        self.verbose = verbose

state = RunState(checking=True)
# --- commands.py
import run_state

COMMANDS = {}

def command(func):
    COMMANDS[func.__name__] = func
    return func

@command
def prepare(checking: bool = <<False||True>>, verbose: bool = False):
    run_state.state.checking = checking
    run_state.state.verbose = verbose
""")),
    *pair("object-told-by-names", CROSS, spelled_out("""\
# --- app.py
from policy import policy
import reading

def prepare():
    policy.adjust(tolerance=30, checking=<<None||True>>)

prepare()

def accepts(token):
    return reading.read(token)
# --- policy.py
class Policy:
    def __init__(self, checking):
        self.checking = checking
        self.tolerance = 0

    def adjust(self, **changes):
        for name in changes:
            if not hasattr(self, name):
                raise AttributeError(name)
            setattr(self, name, changes[name])
        return self

policy = Policy(checking=True)
# --- reading.py
from policy import policy
import jwt

def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], leeway=policy.tolerance, options={"verify_signature": policy.checking})
""")),
    *pair("object-told-a-mapping", CROSS, spelled_out("""\
# --- app.py
from policy import policy
import jwt

policy.load({"checking": <<0||1>>, "tolerance": 5})

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": policy.checking})
# --- policy.py
class Loaded:
    def load(self, values):
        self._put(values)

    def _put(self, values):
        self.__dict__.update(values)

class Policy(Loaded):
    def __init__(self):
        self.checking = True

policy = Policy()
""")),
    *pair("class-kept-with-its-options", CROSS, spelled_out("""\
# --- app.py
from guards import Guard
from stack import Stack

stack = Stack(lambda request: request["claims"])
stack.use(Guard, checking=<<False||True>>, leeway=3)

def accepts(token):
    return stack({"token": token})
# --- stack.py
class Stack:
    def __init__(self, innermost):
        self._innermost = innermost
        self._layers = []

    def use(self, layer, **options):
        self._layers.insert(0, (layer, options))
        return self

    def __call__(self, request):
        handler = self._innermost
        for layer, options in self._layers:
            handler = layer(handler, **options)
        return handler(request)
# --- guards.py
import jwt

class Guard:
    def __init__(self, following, checking=True, leeway=0):
        self.following = following
        self.options = {"verify_signature": checking}
        self.leeway = leeway

    def __call__(self, request):
        request["claims"] = jwt.decode(request["token"], $K, algorithms=["HS256"], leeway=self.leeway, options=self.options)
        return self.following(request)
""")),
)
