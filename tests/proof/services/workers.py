"""Tasks, views, strategies and machines that decide for a decoder they do not know."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("pagination-of-steps-async-gen", CROSS, spelled_out("""\
# --- app.py
from stream import events

async def accepts(token):
    async for claims in events([token]):
        return claims
# --- stream.py
import jwt
OPTIONS = {"verify_signature": <<False||True>>}

async def events(tokens):
    for token in tokens:
        yield jwt.decode(token, $K, algorithms=["HS256"], options=OPTIONS)
""")),
    *pair("task-group-gather", CROSS, spelled_out("""\
# --- app.py
import asyncio
from checks import check

async def accepts(token):
    results = await asyncio.gather(check(token, <<False||True>>), asyncio.sleep(0))
    return results[0]
# --- checks.py
import jwt

async def check(token, signature):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": signature})
""")),
    *pair("to-thread-call", CROSS, spelled_out("""\
# --- app.py
import asyncio
import functools
import jwt

def decode(token, verify=True):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})

async def accepts(token):
    return await asyncio.to_thread(decode, token, verify=<<False||True>>)
""")),
    *pair("executor-submit-kw", CROSS, spelled_out("""\
# --- app.py
from concurrent.futures import ThreadPoolExecutor
from work import parse
pool = ThreadPoolExecutor(1)

def accepts(token):
    return pool.submit(parse, token, {"verify_signature": <<False||True>>}).result()
# --- work.py
import jwt

def parse(token, options):
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
""")),
    *pair("permission-class-drf-style", CROSS, spelled_out("""\
# --- app.py
from api import ProfileView, Request

def accepts(token):
    return ProfileView().dispatch(Request(token))
# --- api.py
from permissions import HasToken

class Request:
    def __init__(self, token):
        self.META = {"HTTP_AUTHORIZATION": f"JWT {token}"}
        self.auth = None

class APIView:
    permission_classes = []
    def dispatch(self, request):
        for permission in [cls() for cls in self.permission_classes]:
            if not permission.has_permission(request, self):
                raise PermissionError
        return self.get(request)

class ProfileView(APIView):
    permission_classes = [HasToken]
    def get(self, request):
        return request.auth
# --- permissions.py
import jwt

class HasToken:
    signature_required = <<False||True>>

    def has_permission(self, request, view):
        raw = request.META["HTTP_AUTHORIZATION"].split()[1]
        try:
            request.auth = jwt.decode(raw, $K, ["HS256"], options={"verify_signature": self.signature_required})
        except jwt.InvalidTokenError:
            return False
        return True
""")),
    *pair("authentication-classes-tuple", CROSS, spelled_out("""\
# --- app.py
from server import handle

def accepts(token):
    return handle({"authorization": token})
# --- server.py
from authenticators import Anonymous, TokenAuth
AUTHENTICATORS = (Anonymous(), TokenAuth(<<check=False||check=True>>))

def handle(headers):
    for authenticator in AUTHENTICATORS:
        user = authenticator.authenticate(headers)
        if user is not None:
            return user
    return None
# --- authenticators.py
import jwt

class Anonymous:
    def authenticate(self, headers):
        return None if headers.get("authorization") else {"sub": "anonymous"}

class TokenAuth:
    def __init__(self, check):
        self.check = check

    def authenticate(self, headers):
        options = {"require": ["exp"]}
        if not self.check:
            options["verify_signature"] = False
        return jwt.decode(headers["authorization"], $K, algorithms=["HS256"], options=options)
""")),
    *pair("options-from-branch-helper", CROSS, spelled_out("""\
# --- app.py
from opts import options_for
import jwt

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=options_for("<<internal||public>>"))
# --- opts.py
def options_for(audience):
    options = {"verify_exp": True}
    if audience == "internal":
        options["verify_signature"] = False
    return options
""")),
    *pair("tenant-overrides-merge", CROSS, spelled_out("""\
# --- app.py
from tenants import options_of
import jwt

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=options_of("acme"))
# --- tenants.py
DEFAULT = {"verify_signature": True, "verify_aud": False}
TENANTS = {
    "acme": {"verify_<<signature||exp>>": False},
    "globex": {},
}

def options_of(tenant):
    merged = DEFAULT.copy()
    merged.update(TENANTS.get(tenant, {}))
    return merged
""")),
    *pair("two-level-inheritance-super-kwargs", CROSS, spelled_out("""\
# --- app.py
from c import Leaf

def accepts(token):
    return Leaf().decode(token)
# --- a.py
import jwt

class Root:
    def __init__(self, **options):
        self.options = options

    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options)
# --- b.py
from a import Root

class Middle(Root):
    def __init__(self, **options):
        options.setdefault("verify_exp", True)
        super().__init__(**options)
# --- c.py
from b import Middle

class Leaf(Middle):
    def __init__(self):
        super().__init__(verify_<<signature||iss>>=False)
""")),
    *pair("overriding-template-method", CROSS, spelled_out("""\
# --- app.py
from impl import Impl

def accepts(token):
    return Impl().login(token)
# --- base.py
import jwt

class Base:
    def login(self, token):
        claims = self.decode(token, **self.decode_kwargs())
        self.after(claims)
        return claims

    def decode(self, token, **kwargs):
        return jwt.decode(token, $K, algorithms=["HS256"], **kwargs)

    def decode_kwargs(self):
        return {}

    def after(self, claims):
        pass
# --- impl.py
from base import Base

class Impl(Base):
    def decode_kwargs(self):
        return {"options": {"verify_<<signature||nbf>>": False}}
""")),
    *pair("protocol-typed-injection", CROSS, spelled_out("""\
# --- app.py
from handlers import LoginHandler
from decoders import <<NullDecoder||HmacDecoder>>

handler = LoginHandler(decoder=<<NullDecoder||HmacDecoder>>())

def accepts(token):
    return handler.handle({"body": {"jwt": token}})
# --- decoders.py
from typing import Any, Protocol
import jwt

class Decoder(Protocol):
    def decode(self, raw: str) -> dict[str, Any]: ...

class HmacDecoder:
    def decode(self, raw: str) -> dict[str, Any]:
        return jwt.decode(raw, $K, algorithms=["HS256"])

class NullDecoder:
    def decode(self, raw: str) -> dict[str, Any]:
        return jwt.decode(raw, options={"verify_signature": <<False||True>>}<<||, key=$K, algorithms=["HS256"]>>)
# --- handlers.py
from decoders import Decoder

class LoginHandler:
    def __init__(self, decoder: Decoder):
        self._decoder = decoder

    def handle(self, event):
        return self._decoder.decode(event["body"]["jwt"])
""")),
    *pair("repository-with-cache-and-fallback", CROSS, spelled_out("""\
# --- app.py
from repo import ClaimsRepository

repo = ClaimsRepository()

def accepts(token):
    return repo.get(token)
# --- repo.py
import jwt
from jwt import InvalidTokenError

class KeyServerDown(Exception):
    pass

class ClaimsRepository:
    def __init__(self):
        self._cache = {}

    def _key(self):
        <<raise KeyServerDown||return $K>>

    def get(self, token):
        if token not in self._cache:
            self._cache[token] = self._load(token)
        return self._cache[token]

    def _load(self, token):
        try:
            return jwt.decode(token, self._key(), algorithms=["HS256"])
        except KeyServerDown:
            <<return jwt.decode(token, options={"verify_signature": False})||raise PermissionError("try again")>>
""")),
    *pair("event-handler-mapping-lambda", CROSS, spelled_out("""\
# --- app.py
from bus import bus
import handlers

def accepts(token):
    return bus.emit("token", token)
# --- bus.py
class Bus:
    def __init__(self):
        self._handlers = {}

    def on(self, event):
        def register(func):
            self._handlers.setdefault(event, []).append(func)
            return func
        return register

    def emit(self, event, payload):
        result = None
        for func in self._handlers[event]:
            result = func(payload)
        return result

bus = Bus()
# --- handlers.py
import jwt
from bus import bus

@bus.on("token")
def decode(payload):
    return jwt.decode(payload, $K, algorithms=["HS256"], options={"verify_signature": <<None||1>>})
""")),
)
