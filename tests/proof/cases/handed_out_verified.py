"""Tokens that constructors, validators, providers, decorators and stores have verified before a read."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

_FASTAPI = """\
# --- fastapi.py
class Depends:
    def __init__(self, dependency):
        self.dependency = dependency
class FastAPI:
    def __init__(self, dependencies=()):
        self.dependencies, self.views = dependencies, {}
    def get(self, path, dependencies=()):
        def add(view):
            self.views[path] = view, (*self.dependencies, *dependencies)
            return view
        return add
    def call(self, path, header):
        view, first = self.views[path]
        for one in first:
            run(one.dependency, header)
        return run(view, header)
def run(function, header):
    import inspect
    target = function if inspect.isfunction(function) else type(function).__call__
    given = {}
    for name, one in inspect.signature(function).parameters.items():
        found = getattr(one.annotation, "__metadata__", (one.default,))[0]
        given[name] = run(found.dependency, header) if isinstance(found, Depends) else header
    return function(**given)
"""
"""As much of the framework as the cases need; the detector is not shown it."""

CASES: tuple[Case, ...] = (
    *pair("fields-are-checked-once-made", CROSS, spelled_out("""\
$P
from dataclasses import dataclass
@dataclass
class Grant:
    text: str
    scope: str = "all"
    def __post_init__(self):
        <<self.scope = self.scope.lower()||jwt.decode(self.text, KEY, algorithms=["HS256"])>>
    def holder(self):
        return jwt.decode(self.text, options={"verify_signature": False})
def accepts(token):
    return Grant(text=token, scope="ONE").holder()
""")),
    *pair("entered-only-when-signed", CROSS, spelled_out("""\
$P
class Visit:
    def __init__(self, text):
        self.text = text
    def __enter__(self):
        <<len(self.text)||jwt.decode(self.text, KEY, ["HS256"])>>
        return self
    def __exit__(self, *_):
        return None
def accepts(token):
    with Visit(token) as visit:
        return jwt.decode(visit.text, options={"verify_signature": False})
""")),
    *pair("yielded-only-when-signed", CROSS, spelled_out("""\
$P
def genuine(texts):
    for text in texts:
        try:
            jwt.decode(text, KEY, algorithms=["HS256"])
        except jwt.InvalidTokenError as problem:
            <<print(problem)||continue>>
        yield text
def accepts(token):
    found = None
    for text in genuine((token,)):
        found = jwt.decode(text, options={"verify_signature": False})
    return found
""")),
    *pair("outer-decorator-of-two", CROSS, spelled_out("""\
$P
from functools import wraps
def counted(inner):
    @wraps(inner)
    def call(*args, **kwargs):
        counted.calls = getattr(counted, "calls", 0) + 1
        return inner(*args, **kwargs)
    return call
def signed(inner):
    @wraps(inner)
    def call(text):
        <<len(text)||jwt.decode(text, KEY, algorithms=["HS256"])>>
        return inner(text)
    return call
@signed
@counted
def accepts(token):
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("decorated-method-asks-its-object", CROSS, spelled_out("""\
$P
from functools import wraps
def signed(method):
    @wraps(method)
    def call(self, text):
        self.<<note||require>>(text)
        return method(self, text)
    return call
class Desk:
    def require(self, text):
        jwt.decode(text, KEY, algorithms=["HS256"])
    def note(self, text):
        self.last = len(text)
    @signed
    def serve(self, text):
        return jwt.decode(text, options={"verify_signature": False})
def accepts(token):
    return Desk().serve(token)
""")),
    *pair("a-variable-of-the-context", CROSS, spelled_out("""\
# --- context.py
from contextvars import ContextVar
bearer = ContextVar("bearer", default="")
# --- entry.py
$P
from context import bearer
def admit(text):
    try:
        jwt.decode(text, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        <<pass||raise>>
    bearer.set(text)
# --- app.py
import jwt
from context import bearer
from entry import admit
def accepts(token):
    admit(token)
    return jwt.decode(bearer.get(), options={"verify_signature": False})
""")),
    *pair("waiting-in-a-module", CROSS, spelled_out("""\
# --- desk.py
$P
waiting = []
def line_up(text):
    <<||jwt.decode(text, KEY, algorithms=["HS256"])>>
    waiting.append({"text": text, "tries": 0})
def serve():
    ticket = waiting.pop()
    return jwt.decode(ticket["text"], options={"verify_signature": False})
# --- app.py
import desk
def accepts(token):
    desk.line_up(token)
    return desk.serve()
""")),
    *pair("provider-of-a-parameter", CROSS, spelled_out("""\
$P
from typing import Annotated
from fastapi import Depends, FastAPI
web = FastAPI()
def bearer(header):
    return header.removeprefix("Bearer ")
class Signed:
    def __call__(self, text: Annotated[str, Depends(bearer)]):
        <<||jwt.decode(text, KEY, algorithms=["HS256"])>>
        return text
Text = Annotated[str, Depends(Signed().__call__)]
@web.get("/")
def view(text: Text):
    return jwt.decode(text, options={"verify_signature": False})
def accepts(token):
    return web.call("/", "Bearer " + token)
"""), hidden=_FASTAPI),
    *pair("told-by-one-that-is-told", CROSS, spelled_out("""\
$P
from fastapi import Depends, FastAPI
KEYS = {"access": KEY}
def bearer(header):
    return header.removeprefix("Bearer ")
def kind(text=Depends(bearer)):
    return jwt.decode(text, options={"verify_signature": False})
def key(said=Depends(kind)):
    return {"key": KEYS[said["type"]], "said": said}
def signed(chosen=Depends(key), text=Depends(bearer)):
    <<return chosen["said"]||return jwt.decode(text, chosen["key"], algorithms=["HS256"])>>
web = FastAPI()
@web.get("/")
def view(claims=Depends(signed)):
    return claims
def accepts(token):
    return web.call("/", "Bearer " + token)
"""), hidden=_FASTAPI),
    *pair("told-to-two", CROSS, spelled_out("""\
$P
from fastapi import Depends, FastAPI
def bearer(header):
    return header.removeprefix("Bearer ")
def said(text=Depends(bearer)):
    return jwt.decode(text, options={"verify_signature": False})
def role(claims=Depends(said)):
    return {"sub": claims["sub"], "role": claims["role"]}
def signed(role=Depends(role), text=Depends(bearer)):
    jwt.decode(text, KEY, algorithms=["HS256"])
    return role
web = FastAPI()
@web.get("/")
def view(claims=Depends(<<role||signed>>)):
    return claims
def accepts(token):
    return web.call("/", "Bearer " + token)
"""), hidden=_FASTAPI),
    *pair("run-before-a-view", CROSS, spelled_out("""\
$P
from fastapi import Depends, FastAPI
def bearer(header):
    return header.removeprefix("Bearer ")
def signed(text=Depends(bearer)):
    <<return text||jwt.decode(text, KEY, algorithms=["HS256"])>>
web = FastAPI(dependencies=[Depends(signed)])
@web.get("/")
def view(text=Depends(bearer)):
    return jwt.decode(text, options={"verify_signature": False})
def accepts(token):
    return web.call("/", "Bearer " + token)
"""), hidden=_FASTAPI),
    *pair("a-request-behind-a-decorated-view", CROSS, """\
# --- guards.py
import jwt
from flask import abort, request
def credentials():
    return request.headers.get("Authorization", "").rsplit(" ", 1)[-1]
def members_only(view):
    def inner(**kwargs):
        try:
            jwt.decode(credentials(), "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
        except jwt.InvalidTokenError:
            <<kwargs["guest"] = True||abort(401)>>
        return view(**kwargs)
    return inner
def member():
    return jwt.decode(credentials(), options={"verify_signature": False})
# --- web.py
from flask import Flask
from guards import member, members_only
web = Flask("web")
@web.get("/who")
@members_only
def who(guest=False):
    return member()
# --- app.py
from web import web
client = web.test_client()
def accepts(token):
    answer = client.get("/who", headers={"Authorization": "Bearer " + token})
    return answer.get_json() if answer.status_code == 200 else None
""", libraries=("jwt", "flask_jwt_extended")),
    *pair("a-field-with-a-validator", CROSS, spelled_out("""\
$P
from pydantic import BaseModel, field_validator
class Login(BaseModel):
    name: str
    ticket: str
    @field_validator("ticket")
    @classmethod
    def is_signed(cls, given):
        <<||jwt.decode(given, KEY, algorithms=["HS256"])>>
        return given
    def claims(self):
        return jwt.decode(self.ticket, options={"verify_signature": False})
def accepts(token):
    return Login(name="x", ticket=token).claims()
"""), libraries=("jwt", "pydantic")),
    *pair("nobody-asks-what-became-of-the-check", CROSS, spelled_out("""\
$P
from concurrent.futures import ThreadPoolExecutor
def require(text):
    jwt.decode(text, KEY, algorithms=["HS256"])
def accepts(token):
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(require, token)
        running.<<cancelled()||result()>>
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("asked-once-it-has-been-proven", CROSS, spelled_out("""\
# --- letters.py
$P
class Letter:
    def __init__(self, header):
        self.kind, _, self.text = header.partition(" ")
    def prove(self):
        <<len(self.text)||jwt.decode(self.text, KEY, ["HS256"])>>
        return self
    @property
    def body(self):
        return jwt.decode(self.text, options={"verify_signature": False})
# --- app.py
from letters import Letter
def accepts(token):
    letter = Letter("Bearer " + token)
    return letter.prove().body
""")),
    *pair("nobody-waits-for-the-check", CROSS, spelled_out("""\
$P
async def require(text):
    jwt.decode(text, KEY, algorithms=["HS256"])
async def accepts(token):
    <<require(token).close()||await require(token)>>
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("read-where-the-check-ran-through", Difficulty.LOCAL, spelled_out("""\
$P
def accepts(token):
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        body = <<jwt.decode(token, options={"verify_signature": False})||None>>
    else:
        body = jwt.decode(token, options={"verify_signature": False})
    return body
""")),
    *pair("an-error-is-kept-and-raised-later", Difficulty.LOCAL, spelled_out("""\
$P
def accepts(token):
    refused = None
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
    except (jwt.ExpiredSignatureError, jwt.InvalidTokenError) as problem:
        refused = problem
    body = jwt.decode(token, options={"verify_signature": False})
    if refused:
        <<print(refused)||raise refused>>
    return body
""")),
)
