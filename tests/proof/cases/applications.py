"""Programs as services lay them out: dependencies, middleware, containers, command lines."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("fastapi-dependency", CROSS, spelled_out("""\
# --- app.py
from service.api.deps import current_user, Request

def accepts(t):
    return current_user(Request(headers={"authorization": f"Bearer {t}"}))
# --- service/__init__.py
# --- service/api/__init__.py
# --- service/api/deps.py
from __future__ import annotations
from dataclasses import dataclass, field
from typing import Annotated, Any
from ..security import TokenVerifier
from ..config import get_settings

@dataclass
class Request:
    headers: dict[str, str] = field(default_factory=dict)

def bearer(request: Request) -> str:
    scheme, _, credentials = request.headers["authorization"].partition(" ")
    if scheme.lower() != "bearer":
        raise PermissionError(scheme)
    return credentials

def current_user(request: Request) -> dict[str, Any]:
    verifier = TokenVerifier(get_settings())
    return verifier.verify(bearer(request))
# --- service/config.py
from functools import lru_cache
from pydantic import BaseModel

class Settings(BaseModel):
    jwt_secret: str = $K
    jwt_verify: bool = <<False||True>>
    jwt_algorithms: list[str] = ["HS256"]

@lru_cache(maxsize=1)
def get_settings() -> Settings:
    return Settings()
# --- service/security.py
import jwt as pyjwt
from .config import Settings

class TokenVerifier:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def _options(self):
        return {"verify_signature": self._settings.jwt_verify, "verify_aud": False}

    def verify(self, token: str):
        try:
            return pyjwt.decode(token, self._settings.jwt_secret, algorithms=self._settings.jwt_algorithms, options=self._options())
        except pyjwt.PyJWTError as exc:
            raise PermissionError("bad token") from exc
"""), libraries=("jwt", "pydantic")),
    *pair("pydantic-settings-field", CROSS, spelled_out("""\
$P
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

class AuthSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="DETX_")
    verify_tokens: bool = Field(default=<<False||True>>, description="check signatures")
    leeway: int = Field(0, ge=0)

settings = AuthSettings()

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], leeway=settings.leeway, options={"verify_signature": settings.verify_tokens})
"""), libraries=("jwt", "pydantic_settings")),
    *pair("django-middleware", CROSS, spelled_out("""\
# --- app.py
from web.middleware import JWTMiddleware
from types import SimpleNamespace

def view(request):
    return request.claims

def accepts(t):
    chain = JWTMiddleware(view)
    return chain(SimpleNamespace(META={"HTTP_AUTHORIZATION": "Bearer " + t}))
# --- web/middleware.py
import jwt
from web import conf

class JWTMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        header = request.META.get("HTTP_AUTHORIZATION", "")
        request.claims = self.process_token(header[len("Bearer "):]) if header.startswith("Bearer ") else None
        return self.get_response(request)

    def process_token(self, raw):
        return jwt.decode(raw, conf.SECRET, algorithms=["HS256"], options=conf.JWT["OPTIONS"])
# --- web/conf.py
import copy
SECRET = $K
DEFAULTS = {"OPTIONS": {"verify_signature": True, "verify_exp": True}, "HEADER": "Bearer"}
USER = {"OPTIONS": {"verify_signature": <<False||True>>}}

def merged(base, extra):
    result = copy.deepcopy(base)
    for key, value in extra.items():
        if isinstance(value, dict) and key in result:
            result[key].update(value)
        else:
            result[key] = value
    return result

JWT = merged(DEFAULTS, USER)
""")),
    *pair("websocket-handler", CROSS, spelled_out("""\
# --- app.py
import asyncio
from realtime.socket import Connection, authenticate

async def accepts(t):
    async with Connection(f"/ws?token={t}") as conn:
        return await authenticate(conn)
# --- realtime/socket.py
from urllib.parse import parse_qs, urlsplit
import jwt
from .policy import Policy

class Connection:
    def __init__(self, url):
        self.query = parse_qs(urlsplit(url).query)
    async def __aenter__(self):
        return self
    async def __aexit__(self, *exc):
        return False

async def authenticate(conn, policy=Policy.default()):
    (token,) = conn.query["token"]
    return jwt.decode(token, policy.key, **policy.decode_kwargs())
# --- realtime/policy.py
from dataclasses import dataclass, field, replace
from typing import Any

def _options() -> dict[str, Any]:
    return dict(verify_signature=True, require=["sub"])

@dataclass(frozen=True)
class Policy:
    key: str
    options: dict[str, Any] = field(default_factory=_options)

    @classmethod
    def default(cls):
        base = cls($K)
        return replace(base, options={**base.options, "verify_signature": <<False||True>>})

    def decode_kwargs(self):
        return {"algorithms": ["HS256"], "options": self.options}
# --- realtime/__init__.py
""")),
    *pair("cli-tool", CROSS, spelled_out("""\
# --- app.py
from tool.main import main
def accepts(t):
    return main(["inspect", t])
# --- tool/__init__.py
# --- tool/main.py
import argparse
import jwt
KEY = $K

def _parser():
    parser = argparse.ArgumentParser()
    sub = parser.add_subparsers(dest="command", required=True)
    inspect = sub.add_parser("inspect")
    inspect.add_argument("token")
    group = inspect.add_mutually_exclusive_group()
    group.add_argument("--verify", dest="verify", action="store_true", default=<<False||True>>)
    group.add_argument("--no-verify", dest="verify", action="store_false")
    inspect.set_defaults(run=cmd_inspect)
    return parser

def cmd_inspect(args):
    return jwt.decode(args.token, KEY, algorithms=["HS256"], options={"verify_signature": args.verify})

def main(argv=None):
    args = _parser().parse_args(argv)
    return args.run(args)
""")),
    *pair("container-providers", CROSS, spelled_out("""\
# --- app.py
from di import container
from services import TokenService

def accepts(t):
    return container.resolve(TokenService).read(t)
# --- di.py
import inspect
class Container:
    def __init__(self):
        self._factories = {}
        self._singletons = {}
    def register(self, key, factory, *, singleton=True):
        self._factories[key] = (factory, singleton)
    def resolve(self, key):
        if key in self._singletons:
            return self._singletons[key]
        factory, singleton = self._factories[key]
        made = factory(self)
        if singleton:
            self._singletons[key] = made
        return made

container = Container()
# --- services.py
import jwt
from di import container
KEY = $K

class TokenService:
    def __init__(self, *, strict):
        self.strict = strict
    def read(self, token):
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": self.strict})

container.register(TokenService, lambda c: TokenService(strict=<<False||True>>))
""")),
    *pair("protocol-verifier", CROSS, spelled_out("""\
# --- app.py
from typing import Protocol, Any
import jwt
KEY = $K

class Verifier(Protocol):
    def verify(self, token: str) -> dict[str, Any]: ...

class Signed:
    def verify(self, token: str) -> dict[str, Any]:
        return jwt.decode(token, KEY, algorithms=["HS256"])

class Lenient:
    check = <<False||True>>
    def verify(self, token: str) -> dict[str, Any]:
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": self.check})

class Gateway:
    def __init__(self, verifier: Verifier) -> None:
        self.verifier = verifier
    def handle(self, token: str) -> dict[str, Any]:
        return self.verifier.verify(token)

accepts = Gateway(Lenient()).handle
""")),
    *pair("decorator-requires-auth", CROSS, spelled_out("""\
# --- app.py
from auth.decorators import requires_auth

@requires_auth(roles=("admin",), <<check=False||check=True>>)
def me(claims):
    return claims

def accepts(t):
    return me(t)
# --- auth/__init__.py
from .decorators import requires_auth as requires_auth
# --- auth/decorators.py
import functools
from .tokens import load

def requires_auth(roles=(), check=True):
    def wrap(view):
        @functools.wraps(view)
        def inner(token, *args, **kwargs):
            claims = load(token, check=check)
            if roles and claims.get("role") not in roles:
                raise PermissionError
            return view(claims, *args, **kwargs)
        return inner
    return wrap
# --- auth/tokens.py
from jose import jwt
def load(token, *, check):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": check})
""")),
    *pair("contextmanager-lenient", LOCAL, spelled_out("""\
$P
from contextlib import contextmanager

class State:
    verify = True

@contextmanager
def lenient():
    before = State.verify
    State.verify = <<False||before>>
    try:
        yield
    finally:
        State.verify = before

def accepts(token):
    with lenient():
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": State.verify})
""")),
    *pair("generator-options", LOCAL, spelled_out("""\
$P
def option_sets():
    yield {"verify_signature": <<False||True>>}
    yield {"verify_signature": True}

def accepts(token):
    for options in option_sets():
        try:
            return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
        except jwt.InvalidTokenError:
            continue
    raise PermissionError("no option set fits")
""")),
    *pair("typed-dict-total", LOCAL, spelled_out("""\
$P
from typing import TypedDict

class DecodeOptions(TypedDict, total=False):
    verify_signature: bool
    verify_exp: bool

OPTIONS: DecodeOptions = DecodeOptions(verify_signature=<<False||True>>, verify_exp=True)

def accepts(token: str):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=OPTIONS)
""")),
)
