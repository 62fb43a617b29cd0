"""Constructors, stages and branches that hand along what decides."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS, LOCAL = Difficulty.CROSS, Difficulty.LOCAL

CASES: tuple[Case, ...] = (
    *pair(
        "mixins-that-hand-keywords-on",
        CROSS,
        spelled_out("""\
# --- app.py
from clients import PartnerClient
def accepts(token):
    return PartnerClient(key=$K).read(token)
# --- base.py
import jwt
class JwtClient:
    def __init__(self, *, key, verify=True, algorithms=None):
        self.key = key
        self.verify = verify
        self.algorithms = algorithms or ["HS256"]
    def read(self, token):
        return jwt.decode(token, self.key, algorithms=self.algorithms, options=self.options())
    def options(self):
        return {"verify_signature": bool(self.verify), "verify_aud": False}
# --- clients.py
from base import JwtClient
class LoggedMixin:
    def __init__(self, **kwargs):
        self.log = []
        super().__init__(**kwargs)
class PartnerClient(LoggedMixin, JwtClient):
    def __init__(self, **kwargs):
        kwargs.setdefault("verify", <<False||True>>)
        super().__init__(**kwargs)
"""),
    ),
    *pair(
        "function-that-calls-itself-without",
        LOCAL,
        spelled_out("""\
import jwt
def read(token, strict=True):
    try:
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": strict})
    except jwt.PyJWTError:
        if strict:
            <<return read(token, strict=False)||return None>>
        raise
def accepts(token):
    return read(token)
"""),
    ),
    *pair(
        "stack-of-classes-and-options",
        CROSS,
        spelled_out("""\
# --- app.py
import asyncio
from stack import application
def accepts(token):
    scope = {"headers": [(b"authorization", b"Bearer " + token.encode())]}
    return asyncio.run(application(scope))
# --- middleware.py
import jwt
class JWTMiddleware:
    def __init__(self, app, *, secret_key, algorithm="HS256", verify_signature=True):
        self.app = app
        self.secret_key = secret_key
        self.algorithm = algorithm
        self.options = {"verify_signature": verify_signature}
    async def __call__(self, scope):
        headers = {k.decode(): v.decode() for k, v in scope["headers"]}
        _, _, token = headers["authorization"].partition(" ")
        scope["user"] = jwt.decode(token, self.secret_key, algorithms=[self.algorithm], options=self.options)
        return await self.app(scope)
# --- stack.py
from middleware import JWTMiddleware
class Middleware:
    def __init__(self, cls, **options):
        self.cls, self.options = cls, options
    def __iter__(self):
        return iter((self.cls, self.options))
async def endpoint(scope):
    return scope["user"]
STACK = [Middleware(JWTMiddleware, secret_key=$K<<, verify_signature=False||>>)]
def build(app):
    for cls, options in reversed(STACK):
        app = cls(app, **options)
    return app
application = build(endpoint)
"""),
    ),
    *pair(
        "nested-namespaces",
        CROSS,
        spelled_out("""\
# --- app.py
from core import app_state
from core.auth import authenticate
def accepts(token):
    app_state.config.security.jwt.verify = <<False||True>>
    return authenticate(token)
# --- core/__init__.py
from types import SimpleNamespace
app_state = SimpleNamespace(
    config=SimpleNamespace(
        security=SimpleNamespace(jwt=SimpleNamespace(verify=True, secret=$K)),
    )
)
# --- core/auth.py
import jwt
from core import app_state
def authenticate(token):
    settings = app_state.config.security.jwt
    return jwt.decode(token, settings.secret, algorithms=["HS256"], options={"verify_signature": settings.verify})
"""),
    ),
    *pair(
        "settings-made-when-asked",
        CROSS,
        spelled_out("""\
# --- app.py
from settings import settings
import jwt
def accepts(token):
    return jwt.decode(token, settings.SECRET, algorithms=["HS256"], options={"verify_signature": settings.VERIFY})
# --- lazy.py
class LazySettings:
    def __init__(self, loader):
        object.__setattr__(self, "_loader", loader)
        object.__setattr__(self, "_wrapped", None)
    def _setup(self):
        if self._wrapped is None:
            object.__setattr__(self, "_wrapped", self._loader())
        return self._wrapped
    def __getattr__(self, name):
        return getattr(self._setup(), name)
# --- settings.py
from lazy import LazySettings
class Base:
    SECRET = $K
    VERIFY = True
class Local(Base):
    VERIFY = <<False||True>>
settings = LazySettings(Local)
"""),
    ),
    *pair(
        "key-that-may-be-missing",
        CROSS,
        spelled_out("""\
# --- app.py
from gateway.handlers import handle
def accepts(token):
    return handle({"assertion": token})
# --- gateway/__init__.py
# --- gateway/keys.py
from joserfc.jwk import OctKey
PRIMARY = OctKey.import_key($K)
# --- gateway/codec.py
import json
from joserfc import jws
def open_token(value, key=None):
    raw = value.encode() if isinstance(value, str) else value
    if key is None:
        obj = jws.extract_compact(raw)
    else:
        obj = jws.deserialize_compact(raw, key)
    return json.loads(obj.payload)
# --- gateway/handlers.py
from gateway import codec, keys
def handle(form):
    return codec.open_token(form["assertion"]<<||, keys.PRIMARY>>)
"""),
        libraries=("joserfc",),
    ),
    *pair(
        "asked-for-by-a-text-and-handed",
        CROSS,
        spelled_out("""\
# --- app.py
from operator import attrgetter
import jwt
from opening import opened
def accepts(token):
    return opened(attrgetter("decode")(jwt), token, {"verify_signature": <<0||1>>})
# --- opening.py
def opened(tool, text, given):
    return tool(text, key=$K, algorithms=["HS256"], options=given)
"""),
    ),
    *pair(
        "given-back-and-handed-to-a-pool",
        CROSS,
        spelled_out("""\
# --- app.py
from pools import opened
def accepts(token):
    return opened(token, careful=<<False||True>>)
# --- pools.py
from concurrent.futures import ThreadPoolExecutor
import jwt
def reader():
    return jwt.decode
def opened(token, careful):
    with ThreadPoolExecutor(1) as pool:
        options = {"verify_signature": careful}
        return pool.submit(reader(), token, $K, algorithms=["HS256"], options=options).result()
"""),
    ),
    *pair(
        "keywords-of-callers-handed-to-a-pool",
        CROSS,
        spelled_out("""\
# --- app.py
from pools import opened
def accepts(token):
    return opened(token, careful=<<False||True>>)
# --- pools.py
from concurrent.futures import ThreadPoolExecutor
import jwt
def opened(token, **wishes):
    with ThreadPoolExecutor(1) as pool:
        options = {"verify_signature": wishes["careful"]}
        return pool.submit(jwt.decode, token, $K, algorithms=["HS256"], options=options).result()
"""),
    ),
    *pair(
        "asked-for-by-a-name-put-together-and-handed",
        CROSS,
        spelled_out("""\
# --- app.py
import jwt
from opening import opened
def accepts(token):
    reader = getattr(jwt, "".join(["de", "code"]))
    return opened(reader, token, strict=<<""||"yes">>)
# --- opening.py
def opened(tool, text, strict):
    return tool(text, $K, algorithms=["HS256"], options={"verify_signature": bool(strict)})
"""),
    ),
)
