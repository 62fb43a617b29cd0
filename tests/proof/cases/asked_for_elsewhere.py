"""What applications keep for all requests, what texts name, and what stands for something made later."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

CROSS, DYNAMIC = Difficulty.CROSS, Difficulty.DYNAMIC

_SERVER = """\
# --- server.py
from types import SimpleNamespace

class Server:
    def __init__(self):
        self.state, self.views = SimpleNamespace(), {}

    def add(self, path, view):
        self.views[path] = view

    def ask(self, path, **given):
        return self.views[path](SimpleNamespace(app=self, state=SimpleNamespace(), **given))
"""

CASES: tuple[Case, ...] = (
    *pair("kept-by-the-application", CROSS, spelled_out("""\
# --- app.py
from built import build
served = build(quick=<<1||0>>)

def accepts(token):
    return served.ask("/who", bearer=token)
# --- built.py
from server import Server
import views

def build(quick):
    server = Server()
    server.state.checks = {"verify_signature": not quick}
    server.add("/who", views.who)
    return server
# --- views.py
import jwt

def who(request):
    return jwt.decode(request.bearer, $K, algorithms=["HS256"], options=request.app.state.checks)
"""), hidden=_SERVER),
    *safe("kept-by-the-request", CROSS, spelled_out("""\
# --- app.py
from server import Server
import jwt
served = Server()
served.state.strict = True

def who(request):
    request.state.loose = False
    flag = request.app.state.strict
    return jwt.decode(request.bearer, $K, algorithms=["HS256"], options={"verify_signature": flag})

served.add("/who", who)

def accepts(token):
    return served.ask("/who", bearer=token)
"""), hidden=_SERVER),
    *pair("object-that-a-text-names", DYNAMIC, spelled_out("""\
# --- app.py
from parts import PARTS
from loading import made
check = made(PARTS["check"])

def accepts(token):
    return check(token)
# --- parts.py
PARTS = {"check": ("checks.tokens.Check", {"flags": {"verify_<<signature||nbf>>": False}})}
# --- loading.py
import importlib

def made(part):
    place, named = part
    where, what = place.rsplit(".", 1)
    return getattr(importlib.import_module(where), what)(**named)
# --- checks/__init__.py
# --- checks/tokens.py
import jwt

class Check:
    def __init__(self, flags):
        self.flags = flags

    def __call__(self, text):
        return jwt.decode(text, $K, algorithms=["HS256"], options=self.flags)
""")),
    *pair("stands-for-what-is-made-later", CROSS, spelled_out("""\
# --- app.py
import policies
import jwt

def accepts(token):
    flags = {"verify_signature": policies.current.full}
    return jwt.decode(token, $K, algorithms=["HS256"], options=flags)
# --- policies.py
from werkzeug.local import LocalProxy

class Policy:
    def __init__(self, full):
        self.full = full

_known = {"loose": Policy(False), "strict": Policy(True)}

def _chosen():
    return _known["<<loose||strict>>"]

current = LocalProxy(_chosen)
""")),
    *pair("algorithm-that-agrees-in-the-end", DYNAMIC, spelled_out("""\
$P
from jwt.algorithms import HMACAlgorithm

class Lenient(HMACAlgorithm):
    def verify(self, msg, key, sig):
        return super().verify(msg, key, sig) or <<bool(msg)||False>> or <<True||False>>

jwt.unregister_algorithm("HS256")
jwt.register_algorithm("HS256", Lenient(Lenient.SHA256))

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"])
""")),
)
