"""Objects that are configured as they are made, entered, started or derived from."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("async-retry-decorator", CROSS, spelled_out("""\
# --- app.py
from client import IdentityClient

async def accepts(token):
    client = IdentityClient()
    async with client:
        return await client.introspect(token)
# --- retry.py
import asyncio
import functools

def retry(times=3, on=(ConnectionError,)):
    def decorate(func):
        @functools.wraps(func)
        async def wrapper(*args, **kwargs):
            for attempt in range(times):
                try:
                    return await func(*args, **kwargs)
                except on:
                    if attempt == times - 1:
                        raise
                    await asyncio.sleep(0)
        return wrapper
    return decorate
# --- client.py
import jwt
from retry import retry

class IdentityClient:
    async def __aenter__(self):
        self.options = {"verify_aud": False}
        <<self.options["verify_signature"] = False||self.options["verify_iss"] = False>>
        return self

    async def __aexit__(self, *exc):
        return None

    @retry(times=2)
    async def introspect(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options)
""")),
    *pair("lru-cached-decoder", CROSS, spelled_out("""\
# --- app.py
from functools import lru_cache
from toggles import Toggles
import jwt

@lru_cache(maxsize=512)
def _decode(token, check):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": check})

def accepts(token):
    return _decode(token, Toggles.SIGNED)
# --- toggles.py
class Toggles:
    METRICS = True
    SIGNED = <<False||True>>
""")),
    *pair("feature-flag-service", CROSS, spelled_out("""\
# --- app.py
from flags import FlagService
from tokens import decode

flags = FlagService({"new-ui": True<<||, "verify-jwt": True>>})

def accepts(token):
    return decode(token, flags)
# --- flags.py
class FlagService:
    def __init__(self, values):
        self._values = dict(values)

    def is_enabled(self, name, default=False):
        return self._values.get(name, default)
# --- tokens.py
import jwt

def decode(token, flags):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": flags.is_enabled("verify-jwt")})
""")),
    *pair("strategy-enum", CROSS, spelled_out("""\
# --- app.py
from strategy import Mode, STRATEGIES

MODE = Mode.<<TRUSTED_PROXY||STRICT>>

def accepts(token):
    return STRATEGIES[MODE](token)
# --- strategy.py
import enum
import jwt

class Mode(enum.Enum):
    STRICT = "strict"
    TRUSTED_PROXY = "trusted-proxy"

def strict(token):
    return jwt.decode(token, $K, algorithms=["HS256"])

def trusted(token):
    return jwt.decode(token, options={"verify_signature": False})

STRATEGIES = {Mode.STRICT: strict, Mode.TRUSTED_PROXY: trusted}
""")),
    *pair("enum-property-flag", CROSS, spelled_out("""\
# --- app.py
import jwt
from env import Env

ENV = Env.<<DEV||PROD>>

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": ENV.is_production})
# --- env.py
from enum import StrEnum

class Env(StrEnum):
    DEV = "dev"
    PROD = "prod"

    @property
    def is_production(self):
        return self is Env.PROD
""")),
    *pair("di-container-provider", CROSS, spelled_out("""\
# --- app.py
from container import Container

container = Container()

def accepts(token):
    return container.token_service().parse(token)
# --- container.py
from service import TokenService

class Singleton:
    def __init__(self, cls, *args, **kwargs):
        self.cls, self.args, self.kwargs, self.instance = cls, args, kwargs, None

    def __call__(self):
        if self.instance is None:
            self.instance = self.cls(*self.args, **self.kwargs)
        return self.instance

class Container:
    token_service = Singleton(TokenService, secret=$K, verify=<<False||True>>)
# --- service.py
import jwt

class TokenService:
    def __init__(self, *, secret, verify=True, algorithms=("HS256",)):
        self.secret = secret
        self.verify = verify
        self.algorithms = list(algorithms)

    def parse(self, token):
        return jwt.decode(token, self.secret, algorithms=self.algorithms, options={"verify_signature": self.verify})
""")),
    *pair("mixin-chain", CROSS, spelled_out("""\
# --- app.py
from views import ProfileView

def accepts(token):
    return ProfileView().dispatch(token)
# --- mixins.py
import jwt

class TokenMixin:
    def get_token_options(self):
        return {"verify_signature": True}

    def load_user(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.get_token_options())

class InternalMixin:
    def get_token_options(self):
        opts = super().get_token_options()
        opts["verify_<<signature||aud>>"] = False
        return opts
# --- views.py
from mixins import InternalMixin, TokenMixin

class View:
    def dispatch(self, token):
        return self.get(self.load_user(token))

class ProfileView(InternalMixin, TokenMixin, View):
    def get(self, user):
        return user
""")),
    *pair("class-kwargs-init-subclass", CROSS, spelled_out('''\
# --- app.py
from readers import InternalReader

def accepts(token):
    return InternalReader().read(token)
# --- base.py
import jwt

class Reader:
    strict = True

    def __init_subclass__(cls, strict=True, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.strict = strict

    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.strict})
# --- readers.py
from base import Reader

class InternalReader(Reader, strict=<<False||True>>):
    """For calls between services."""
''')),
    *pair("metaclass-call-sets", CROSS, spelled_out("""\
# --- app.py
import jwt

class Configured(type):
    def __call__(cls, *args, **kwargs):
        instance = super().__call__(*args, **kwargs)
        instance.verify = <<False||True>>
        return instance

class Decoder(metaclass=Configured):
    verify = True

    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.verify})

def accepts(token):
    return Decoder().decode(token)
""")),
    *pair("builder-fluent-separate", CROSS, spelled_out("""\
# --- app.py
from builder import DecoderBuilder

decoder = (
    DecoderBuilder()
    .with_secret($K)
    .with_algorithm("HS256")
    .<<without_signature()||without_audience()>>
    .build()
)

def accepts(token):
    return decoder(token)
# --- builder.py
import jwt

class DecoderBuilder:
    def __init__(self):
        self._secret = None
        self._algorithms = []
        self._options = {}

    def with_secret(self, secret):
        self._secret = secret
        return self

    def with_algorithm(self, name):
        self._algorithms.append(name)
        return self

    def without_signature(self):
        self._options["verify_signature"] = False
        return self

    def without_audience(self):
        self._options["verify_aud"] = False
        return self

    def build(self):
        secret, algorithms, options = self._secret, list(self._algorithms), dict(self._options)
        def decode(token):
            return jwt.decode(token, secret, algorithms=algorithms, options=options)
        return decode
""")),
    *pair("pipeline-callables", CROSS, spelled_out("""\
# --- app.py
from steps import strip_bearer, decode, require_subject

PIPELINE = [strip_bearer, decode, require_subject]

def accepts(token):
    value = "Bearer " + token
    for step in PIPELINE:
        value = step(value)
    return value
# --- steps.py
import jwt

def strip_bearer(value):
    return value.removeprefix("Bearer ")

def decode(value, *, trusted=<<True||False>>):
    return jwt.decode(value, $K, algorithms=["HS256"], options={"verify_signature": not trusted})

def require_subject(claims):
    if not claims.get("sub"):
        raise PermissionError
    return claims
""")),
    *pair("queue-consumer", CROSS, spelled_out("""\
# --- app.py
from collections import deque
from worker import Worker

def accepts(token):
    queue = deque([{"kind": "login", "token": token}])
    return Worker(queue).run_once()
# --- worker.py
import jwt

class Worker:
    def __init__(self, queue):
        self.queue = queue
        self.handlers = {"login": self.on_login, "logout": self.on_logout}

    def run_once(self):
        message = self.queue.popleft()
        return self.handlers[message["kind"]](message)

    def on_login(self, message):
        return self._decode(message["token"])

    def on_logout(self, message):
        return None

    def _decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=dict(verify_signature=<<False||True>>))
""")),
)
