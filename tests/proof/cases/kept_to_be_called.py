"""Functions that are prepared again and kept to be called, and hooks that are filled in further away."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("prepared-twice-and-called-elsewhere", CROSS, spelled_out("""\
# --- app.py
import access
def accepts(token):
    return access.glance(token)
# --- access.py
import functools
import jwt
keyed = functools.partial(jwt.decode, key=$K)
listed = functools.partial(keyed, algorithms=["HS256"])
glance = functools.partial(listed, options=dict(verify_signature=<<False||True>>))
""")),
    *pair("opener-that-an-object-was-given", CROSS, spelled_out("""\
# --- app.py
import json
from desk import Desk
from jose import jwt
def read(text, key):
    return <<jwt.get_unverified_claims(text)||jwt.decode(text, key, algorithms=["HS256"])>>
desk = Desk(opener=read)
def accepts(token):
    return desk.admit(json.dumps({"pass": token}))
# --- desk.py
import json
KEY = $K
class Desk:
    def __init__(self, opener):
        self._opener = opener
        self.inside = set()
    def admit(self, line):
        form = json.loads(line)
        visitor = self._opener(form["pass"], KEY)
        self.inside.add(visitor["sub"])
        return visitor
"""), libraries=("jose",)),
    *pair("library-function-that-an-object-was-given", CROSS, spelled_out("""\
# --- app.py
from inbox import Inbox
from jose import jwt
def genuine(text):
    return jwt.decode(text, $K, algorithms=["HS256"])
class Mail:
    def __init__(self, text):
        self.parts = [text]
    def first(self):
        return self.parts[0]
def accepts(token):
    return Inbox(<<jwt.get_unverified_claims||genuine>>).take(Mail(token))
# --- inbox.py
class Inbox:
    def __init__(self, opens):
        self.opens = opens
    def take(self, mail):
        return self.opens(mail.first())
"""), libraries=("jose",)),
    *pair("hook-that-may-say-nothing", CROSS, spelled_out("""\
# --- gates.py
from base import Gate
class SideGate(Gate):
    def rules(self, visit):
        if visit["host"] != "side":
            return super().rules(visit)
        return {"verify_<<signature||aud>>": False}
# --- base.py
import jwt
class Gate:
    def rules(self, visit):
        return {}
    def check(self, visit):
        rules = self.rules(visit) or {"verify_exp": True}
        return jwt.decode(visit["token"], $K, ["HS256"], options=rules)
"""), hidden="""\
# --- app.py
from gates import SideGate
def accepts(token):
    return SideGate().check({"token": token, "host": "side"})
"""),
    *pair("layer-that-is-told-what-to-check", CROSS, spelled_out("""\
# --- app.py
import asyncio
from types import SimpleNamespace
from service import application, me
async def visit(token):
    request = SimpleNamespace(headers={"Authorization": token}, who=None)
    layer = application["middlewares"][0]
    return await layer(request, me)
def accepts(token):
    return asyncio.run(visit(token))
# --- service.py
from layers import who_asks
async def me(request):
    return {"sub": request.who["sub"]}
application = dict(middlewares=[who_asks(options={"verify_<<signature||aud>>": False})])
# --- layers.py
import jwt
class web:
    middleware = staticmethod(lambda layer: layer)
def who_asks(**told):
    @web.middleware
    async def layer(request, handler):
        text = request.headers["Authorization"]
        request.who = jwt.decode(text, $K, algorithms=["HS256"], **told)
        return await handler(request)
    return layer
""")),
)  # fmt: skip
