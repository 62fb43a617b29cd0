"""Switches put together by builders, dispatchers, commands and units of work."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("builder-with-steps", CROSS, spelled_out("""\
# --- app.py
from b import Builder
reader = Builder().step(lambda o: o.update(verify_exp=False)).step(lambda o: o.update(verify_signature=<<False||True>>)).build()
accepts = reader
# --- b.py
import jwt
class Builder:
    def __init__(self):
        self.steps = []
    def step(self, f):
        self.steps.append(f)
        return self
    def build(self):
        options = {"verify_signature": True}
        for f in self.steps:
            f(options)
        return lambda t: jwt.decode(t, $K, algorithms=["HS256"], options=options)
""")),
    *pair("rpc-dispatch-by-method-name", CROSS, spelled_out("""\
# --- app.py
from server import Server
server = Server()
def accepts(t):
    return server.call({"method": "<<inspect||verify>>", "params": {"token": t}})
# --- server.py
import jwt
class Server:
    def call(self, message):
        method = getattr(self, "rpc_" + message["method"])
        return method(**message["params"])
    def rpc_verify(self, token):
        return self._decode(token, True)
    def rpc_inspect(self, token):
        return self._decode(token, <<False||True>>)
    def _decode(self, token, signed):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": signed})
""")),
    *pair("click-like-command", CROSS, spelled_out("""\
# --- app.py
from cli import inspect
def accepts(t):
    return inspect.invoke(t)
# --- clickish.py
class Command:
    def __init__(self, f, defaults): self.f, self.defaults = f, defaults
    def invoke(self, *args): return self.f(*args, **self.defaults)
def option(name, default):
    def deco(f):
        values = getattr(f, "values", {})
        values[name] = default
        f.values = values
        return f
    return deco
def command(f):
    return Command(f, getattr(f, "values", {}))
# --- cli.py
import jwt
from clickish import command, option
@command
@option("verify", default=<<False||True>>)
def inspect(token, verify=True):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})
""")),
    *pair("repository-pattern", CROSS, spelled_out("""\
# --- app.py
from uow import UnitOfWork
def accepts(t):
    with UnitOfWork(trusted=<<True||False>>) as uow:
        return uow.tokens.get(t)
# --- uow.py
from repo import Tokens
class UnitOfWork:
    def __init__(self, *, trusted=False):
        self._trusted = trusted
    def __enter__(self):
        self.tokens = Tokens(self)
        return self
    def __exit__(self, *a):
        return None
    @property
    def trusted(self):
        return self._trusted
# --- repo.py
import jwt
class Tokens:
    def __init__(self, uow):
        self.uow = uow
    def get(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": not self.uow.trusted})
""")),
    *pair("comprehension-of-decodes", LOCAL, spelled_out("""\
$P
def accepts(t):
    return [jwt.decode(x, KEY, algorithms=["HS256"], options={"verify_signature": v}) for x, v in [(t, <<False||True>>)]][0]
""")),
    *pair("nested-function-shadow", LOCAL, spelled_out("""\
$P
verify = True
def accepts(t):
    verify = <<False||True>>
    def inner(tok):
        return jwt.decode(tok, KEY, algorithms=["HS256"], options={"verify_signature": verify})
    return inner(t)
""")),
    *pair("loop-else-and-flag", LOCAL, spelled_out("""\
$P
def accepts(t):
    check = True
    for hop in ("edge", "<<mesh||public>>"):
        if hop == "mesh":
            check = False
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": check})
""")),
    *pair("try-int-flag", LOCAL, spelled_out("""\
$P
def flag(text):
    try:
        return bool(int(text))
    except ValueError:
        return text == "yes"
def accepts(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": flag("<<no||yes>>")})
""")),
    *pair("lazy-import-reader", DYNAMIC, spelled_out("""\
import importlib
KEY = $K
def accepts(t):
    lib = importlib.import_module(".".join(["jwt", "api_jwt"]))
    return getattr(lib, "decode")(t, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
""")),
    *pair("env-default-config-class", DYNAMIC, spelled_out("""\
$P
import os
class Config(dict):
    def flag(self, name, default):
        return self.get(name, default).lower() not in ("0", "false", "no")
config = Config(os.environ)
def accepts(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": config.flag("DETX_VERIFY", "<<no||yes>>")})
""")),
)
