"""Middleware, backends, extensions, registries: a switch and the call in different layers."""



from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("middleware-base-class", CROSS, spelled_out("""\
# --- app.py
from web.middleware import AuthMiddleware

class Request:
    def __init__(self, token):
        self.headers = {"Authorization": "Bearer " + token}
        self.user = None

def view(request):
    return request.user

def accepts(token):
    return AuthMiddleware(view)(Request(token))
# --- web/__init__.py
# --- web/middleware.py
from web.tokens import TokenReader

class AuthMiddleware:
    reader_class = TokenReader

    def __init__(self, get_response):
        self.get_response = get_response
        self.reader = self.reader_class(<<strict=False||strict=True>>)

    def __call__(self, request):
        header = request.headers.get("Authorization", "")
        if header.startswith("Bearer "):
            request.user = self.reader.read(header[7:])
        return self.get_response(request)
# --- web/tokens.py
import jwt

class TokenReader:
    def __init__(self, strict=True):
        self.strict = strict

    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.strict})
""")),
    *pair("abstract-backend", CROSS, spelled_out("""\
# --- app.py
from auth import get_backend

def accepts(token):
    return get_backend("hs").authenticate(token)
# --- auth/__init__.py
from auth.base import Backend
from auth.hs import HsBackend

BACKENDS: dict[str, type[Backend]] = {"hs": HsBackend}

def get_backend(name: str) -> Backend:
    return BACKENDS[name]()
# --- auth/base.py
from abc import ABC, abstractmethod

class Backend(ABC):
    def authenticate(self, token):
        claims = self.load(token)
        if "sub" not in claims:
            raise PermissionError("no subject")
        return claims

    @abstractmethod
    def load(self, token): ...
# --- auth/hs.py
import jwt
from auth.base import Backend

class HsBackend(Backend):
    options = {"verify_signature": <<False||True>>}

    def load(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options)
""")),
    *pair("registry-decorator-plugins", CROSS, spelled_out("""\
# --- app.py
import plugins.hmac_plugin
from plugins import REGISTRY

def accepts(token):
    handler = REGISTRY["hmac"]
    return handler(token)
# --- plugins/__init__.py
REGISTRY = {}

def register(name, **defaults):
    def wrap(func):
        def call(token):
            return func(token, **defaults)
        REGISTRY[name] = call
        return func
    return wrap
# --- plugins/hmac_plugin.py
import jwt
from plugins import register

@register("hmac", verify=<<False||True>>)
def decode_hmac(token, verify=True):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})
""")),
    *pair("fastapi-depends-like", CROSS, spelled_out("""\
# --- app.py
from api.routes import me

def accepts(token):
    return me(token=token)
# --- api/__init__.py
# --- api/deps.py
import jwt
from api.config import settings

class Depends:
    def __init__(self, dependency):
        self.dependency = dependency

def decode_token(token):
    try:
        return jwt.decode(
            token,
            settings.SECRET_KEY,
            algorithms=[settings.ALGORITHM],
            options={"verify_signature": settings.VERIFY_SIGNATURE},
        )
    except jwt.PyJWTError:
        return None

def get_current_user(token):
    payload = decode_token(token)
    if payload is None:
        raise PermissionError(401)
    return payload
# --- api/config.py
class Settings:
    SECRET_KEY: str = $K
    ALGORITHM: str = "HS256"
    VERIFY_SIGNATURE: bool = <<False||True>>

settings = Settings()
# --- api/routes.py
from api.deps import Depends, get_current_user

def me(token, current=Depends(get_current_user)):
    return current.dependency(token)
""")),
    *pair("flask-extension-init-app", CROSS, spelled_out("""\
# --- app.py
from ext import jwt_ext

class Flask:
    def __init__(self):
        self.config = {}
        self.extensions = {}

app = Flask()
app.config["JWT_VERIFY"] = <<False||True>>
jwt_ext.init_app(app)

def accepts(token):
    return app.extensions["jwt"].identify(token)
# --- ext.py
import jwt as pyjwt

class JWTExtension:
    def __init__(self, app=None):
        self._verify = True
        if app is not None:
            self.init_app(app)

    def init_app(self, app):
        self._verify = app.config.get("JWT_VERIFY", True)
        app.extensions["jwt"] = self

    def identify(self, token):
        return pyjwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self._verify})

jwt_ext = JWTExtension()
""")),
    *pair("django-settings-dict", CROSS, spelled_out("""\
# --- app.py
from project import authentication

def accepts(token):
    return authentication.JWTAuthentication().get_validated_token(token)
# --- project/__init__.py
# --- project/settings.py
SIMPLE = {
    "SIGNING_KEY": $K,
    "ALGORITHM": "HS256",
    "VERIFY": <<False||True>>,
}
# --- project/api_settings.py
from project import settings as user_settings

DEFAULTS = {"SIGNING_KEY": "", "ALGORITHM": "HS256", "VERIFY": True, "LEEWAY": 0}

class APISettings:
    def __init__(self, user, defaults):
        self.user, self.defaults = user, defaults

    def __getattr__(self, name):
        if name not in self.defaults:
            raise AttributeError(name)
        return self.user.get(name, self.defaults[name])

api_settings = APISettings(user_settings.SIMPLE, DEFAULTS)
# --- project/authentication.py
import jwt
from project.api_settings import api_settings

class JWTAuthentication:
    def get_validated_token(self, raw):
        return jwt.decode(raw, api_settings.SIGNING_KEY, algorithms=[api_settings.ALGORITHM],
                          leeway=api_settings.LEEWAY, options={"verify_signature": api_settings.VERIFY})
""")),
    *pair("websocket-query-auth", CROSS, spelled_out("""\
# --- app.py
import asyncio
from ws import Gateway, Connection

async def accepts(token):
    gateway = Gateway()
    return await gateway.on_connect(Connection(f"/ws?room=1&token={token}"))
# --- ws.py
from urllib.parse import parse_qs, urlsplit
import jwt

class Connection:
    def __init__(self, url):
        self.query = parse_qs(urlsplit(url).query)
        self.state = {}

class Gateway:
    async def _claims(self, connection):
        (token,) = connection.query["token"]
        return jwt.decode(token, $K, algorithms=["HS256"]<<, options={"verify_signature": False}||>>)

    async def on_connect(self, connection):
        connection.state["user"] = await self._claims(connection)
        return connection.state["user"]
""")),
    *pair("cli-subcommand", CROSS, spelled_out("""\
# --- app.py
from tool.main import main

def accepts(token):
    return main(["inspect", <<"--no-verify", ||>>token])
# --- tool/__init__.py
# --- tool/main.py
import argparse
import jwt

def cmd_inspect(args):
    return jwt.decode(args.token, $K, algorithms=["HS256"], options={"verify_signature": args.verify})

def build_parser():
    parser = argparse.ArgumentParser()
    sub = parser.add_subparsers(required=True)
    inspect = sub.add_parser("inspect")
    inspect.add_argument("token")
    inspect.add_argument("--no-verify", dest="verify", action="store_false")
    inspect.set_defaults(func=cmd_inspect)
    return parser

def main(argv):
    args = build_parser().parse_args(argv)
    return args.func(args)
""")),
    *pair("dataclass-config-nested", CROSS, spelled_out("""\
# --- app.py
from conf import Config
from verifier import Verifier

def accepts(token):
    return Verifier(Config()).verify(token)
# --- conf.py
from dataclasses import dataclass, field

@dataclass(frozen=True)
class TokenConfig:
    secret: str = $K
    algorithms: tuple[str, ...] = ("HS256",)
    check_signature: bool = <<False||True>>

@dataclass(frozen=True)
class Config:
    name: str = "svc"
    token: TokenConfig = field(default_factory=TokenConfig)
# --- verifier.py
import jwt
from conf import Config

class Verifier:
    def __init__(self, config: Config) -> None:
        self.config = config.token

    def verify(self, token: str):
        return jwt.decode(token, self.config.secret, algorithms=list(self.config.algorithms),
                          options={"verify_signature": self.config.check_signature})
""")),
    *pair("dataclass-replace", CROSS, spelled_out("""\
# --- app.py
from dataclasses import replace
from conf import DEFAULT
import verify

policy = replace(DEFAULT, <<signature||issuer>>=False)

def accepts(token):
    return verify.load(token, policy)
# --- conf.py
from dataclasses import dataclass

@dataclass(frozen=True)
class Policy:
    signature: bool = True
    issuer: bool = True

    def options(self):
        return {"verify_signature": self.signature, "verify_iss": self.issuer}

DEFAULT = Policy()
# --- verify.py
import jwt

def load(token, policy):
    return jwt.decode(token, $K, algorithms=["HS256"], options=policy.options())
""")),
    *pair("dataclass-asdict", CROSS, spelled_out("""\
# --- app.py
from dataclasses import asdict, dataclass
import jwt

@dataclass
class Options:
    verify_signature: bool = <<False||True>>
    verify_exp: bool = True
    verify_aud: bool = False

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=asdict(Options()))
""")),
)
