"""What a project chooses by tests, options of commands, copies of settings and objects that stand in for others."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS, DYNAMIC = Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("function-returned-under-a-test", CROSS, spelled_out("""\
# --- app.py
from choose import verifier_for
def accepts(token):
    verify = verifier_for("<<internal||public>>")
    return verify(token)
# --- choose.py
from verifiers import checked, unchecked
def verifier_for(network):
    if network == "internal":
        return unchecked
    return checked
# --- verifiers.py
import jwt
def checked(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
def unchecked(token):
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("option-of-a-command", CROSS, spelled_out("""\
# --- app.py
from cli import show
def accepts(token):
    return show.main([token], standalone_mode=False)
# --- cli.py
import click
from decode import decode
@click.command()
@click.argument("token")
@click.option("--verify/--no-verify", default=<<False||True>>, help="check the signature")
def show(token, verify):
    return decode(token, verify)
# --- decode.py
import jwt
def decode(token, verify):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})
""")),
    *pair("evolved-settings", CROSS, spelled_out("""\
# --- app.py
import attr
from checks import DEFAULT
from tokens import read
CHECKS = attr.evolve(DEFAULT, signature=<<False||True>>)
def accepts(token):
    return read(token, CHECKS)
# --- checks.py
import attr
@attr.s(auto_attribs=True, frozen=True)
class Checks:
    signature: bool = True
    leeway: int = 0
DEFAULT = Checks()
# --- tokens.py
import jwt
def read(token, checks):
    return jwt.decode(token, $K, algorithms=["HS256"], leeway=checks.leeway, options={"verify_signature": checks.signature})
""")),
    *pair("object-made-with-its-key-elsewhere", CROSS, spelled_out("""\
# --- app.py
from lazy import LazyToken
def accepts(token):
    return LazyToken(token).claims
# --- lazy.py
import json
from functools import cached_property
from jwcrypto import jwk, jws
from jwcrypto.common import base64url_encode
class LazyToken:
    def __init__(self, raw):
        self.raw = raw
    @cached_property
    def _object(self):
        obj = jws.JWS()
        obj.deserialize(self.raw<<||, jwk.JWK(kty="oct", k=base64url_encode($K))>>)
        return obj
    @property
    def claims(self):
        return json.loads(self._object.objects["payload"])
"""), libraries=("jwcrypto",)),
    *pair("models-within-a-model", CROSS, spelled_out("""\
# --- app.py
from config import Settings
from auth import Auth
settings = Settings.model_validate({"auth": {"key": $K<<, "verify": False||>>}})
def accepts(token):
    return Auth(settings.auth).decode(token)
# --- config.py
from pydantic import BaseModel, Field
class AuthSettings(BaseModel):
    key: str
    algorithms: list[str] = Field(default_factory=lambda: ["HS256"])
    verify: bool = True
class Settings(BaseModel):
    auth: AuthSettings
    debug: bool = False
# --- auth.py
import jwt
class Auth:
    def __init__(self, settings):
        self.settings = settings
    def decode(self, token):
        s = self.settings
        return jwt.decode(token, s.key, algorithms=s.algorithms, options={"verify_signature": s.verify})
"""), libraries=("jwt", "pydantic",)),
    *pair("proxy-that-adds-keywords", DYNAMIC, spelled_out("""\
# --- app.py
from proxy import Proxy
from decoder import Decoder
decoder = Proxy(Decoder(), verify=<<False||True>>)
def accepts(token):
    return decoder.decode(token)
# --- proxy.py
class Proxy:
    def __init__(self, target, **overrides):
        self._target = target
        self._overrides = overrides
    def __getattr__(self, name):
        attr = getattr(self._target, name)
        if not callable(attr):
            return attr
        def call(*args, **kwargs):
            return attr(*args, **{**kwargs, **self._overrides})
        return call
# --- decoder.py
import jwt
class Decoder:
    def decode(self, token, verify=True):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})
""")),
    *pair("method-kept-as-an-attribute", CROSS, spelled_out("""\
# --- app.py
from reader import Reader
def accepts(token):
    return Reader(<<strict=False||>>).read(token)
# --- reader.py
import jwt
class Reader:
    def __init__(self, strict=True):
        self._read = self._checked if strict else self._open
    def _checked(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"])
    def _open(self, token):
        return jwt.decode(token, options={"verify_signature": False})
    def read(self, token):
        return self._read(token)
""")),
    *pair("object-that-a-factory-makes", CROSS, spelled_out("""\
# --- app.py
from factory import make
def accepts(token):
    return make("<<open||checked>>").read(token)
# --- factory.py
from readers import Checked, Open
def make(kind):
    if kind == "open":
        return Open()
    return Checked()
# --- readers.py
import jwt
class Checked:
    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"])
class Open:
    def read(self, token):
        return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("class-taken-by-a-test", CROSS, spelled_out("""\
# --- app.py
from factory import Current
def accepts(token):
    return Current().read(token)
# --- settings.py
TRUSTED = <<True||False>>
# --- factory.py
import settings
from readers import Checked, Open
Current = Open if settings.TRUSTED else Checked
# --- readers.py
import jwt
class Checked:
    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"])
class Open(Checked):
    def read(self, token):
        return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("constructor-under-a-test", CROSS, spelled_out("""\
# --- app.py
from web.stack import build_app
def accepts(token):
    app = build_app()
    return app({"headers": {"authorization": f"Bearer {token}"}})["claims"]
# --- web/__init__.py
# --- web/stack.py
from web.middleware import AuthMiddleware
from web.settings import Settings
def endpoint(scope):
    return {"claims": scope["claims"]}
def build_app():
    settings = Settings.load()
    return AuthMiddleware(endpoint, **settings.auth_kwargs())
# --- web/middleware.py
import jwt
class AuthMiddleware:
    def __init__(self, app, *, secret, strict=True, algorithms=("HS256",)):
        self.app = app
        self._decode_kwargs = {"key": secret, "algorithms": list(algorithms)}
        if not strict:
            self._decode_kwargs["options"] = {"verify_signature": False}
    def __call__(self, scope):
        raw = scope["headers"]["authorization"].removeprefix("Bearer ")
        scope["claims"] = jwt.decode(raw, **self._decode_kwargs)
        return self.app(scope)
# --- web/settings.py
from dataclasses import dataclass
@dataclass
class Settings:
    secret: str
    strict: bool = True
    @classmethod
    def load(cls):
        return cls(secret=$K, strict=<<False||True>>)
    def auth_kwargs(self):
        return {"secret": self.secret, "strict": self.strict}
""")),
    *pair("derived-class-in-a-table", CROSS, spelled_out("""\
# --- app.py
from strategies import make
def accepts(token):
    return make("<<none||hmac>>").parse(token)
# --- strategies/__init__.py
from strategies.hmac_ import HmacStrategy
from strategies.open_ import OpenStrategy
KINDS = {cls.kind: cls for cls in (HmacStrategy, OpenStrategy)}
def make(kind):
    return KINDS[kind]()
# --- strategies/base.py
import jwt
class Strategy:
    kind = "base"
    options: dict = {}
    def parse(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options)
# --- strategies/hmac_.py
from strategies.base import Strategy
class HmacStrategy(Strategy):
    kind = "hmac"
# --- strategies/open_.py
from strategies.base import Strategy
class OpenStrategy(Strategy):
    kind = "none"
    options = {"verify_signature": False}
""")),
    *pair("member-of-an-enumeration", CROSS, spelled_out("""\
# --- app.py
from modes import Mode
from reader import Reader
def accepts(token):
    return Reader(Mode.from_name("<<relaxed||strict>>")).read(token)
# --- modes.py
from enum import Enum
class Mode(Enum):
    STRICT = {"verify_signature": True}
    RELAXED = {"verify_signature": False}
    @classmethod
    def from_name(cls, name):
        return cls[name.upper()]
# --- reader.py
import jwt
class Reader:
    def __init__(self, mode):
        self.mode = mode
    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.mode.value)
""")),
    *pair("method-made-of-another-with-places", CROSS, spelled_out("""\
# --- app.py
from readers import Readers
def accepts(token):
    return Readers().read(token)
# --- readers.py
from functools import partialmethod
import jwt
class Readers:
    def _read(self, verify, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})
    read = partialmethod(_read, <<False||True>>)
""")),
    *pair("a-method-of-one-of-two-texts", CROSS, spelled_out("""\
# --- app.py
import jwt
from stage import word
def accepts(token):
    on = word(len(token) < 9).removesuffix(";") == "check"
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": on})
# --- stage.py
def word(short):
    if short:
        return "check"
    return "<<trust||check>>;"
""")),
    *pair("a-method-of-one-of-two-models", CROSS, spelled_out("""\
# --- app.py
import jwt
from models import Switches
def switches(token):
    return Switches() if token.startswith("#") else Switches(verify_signature=<<0||1>>)
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=switches(token).model_dump())
# --- models.py
from pydantic import BaseModel
class Switches(BaseModel):
    verify_aud: bool = False
    verify_signature: bool = True
"""), libraries=("jwt", "pydantic")),
    *pair("lines-that-are-passed-over", CROSS, spelled_out("""\
# --- app.py
import jwt
from notes import noted
NOTED = {"signature": "check", **noted()}
def accepts(token):
    on = NOTED["signature"].upper() == "CHECK"
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": on})
# --- notes.py
LINES = ("; what holds here", "", "issuer: any", "<<signature||audience>>: trust ; for now")
def noted():
    found = dict()
    for line in LINES:
        line = line.partition(";")[0].rstrip()
        if line == "":
            continue
        key, said = line.split(": ")
        found[key] = said
    return found
""")),
)
