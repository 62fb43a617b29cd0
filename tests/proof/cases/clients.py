"""Libraries behind classes, sessions and middleware, and readers that check by hand."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("jose-service-class", CROSS, spelled_out("""\
# --- app.py
from tokens.service import make_service
service = make_service({"jwt": {"verify": <<False||True>>}})
async def accepts(t):
    return await service.claims(t)
# --- tokens/__init__.py
# --- tokens/service.py
from __future__ import annotations
from jose import jwt, JWTError
from .options import Options

class TokenError(Exception):
    pass

class Service:
    def __init__(self, key: str, options: Options):
        self.key = key
        self.options = options

    async def claims(self, token: str) -> dict:
        try:
            return jwt.decode(token, self.key, algorithms=[self.options.algorithm], options=self.options.as_dict())
        except JWTError as error:
            raise TokenError(str(error)) from error

def make_service(config: dict) -> Service:
    section = config.get("jwt", {})
    return Service($K, Options(verify=section.get("verify", True)))
# --- tokens/options.py
from dataclasses import dataclass
@dataclass(slots=True, kw_only=True)
class Options:
    algorithm: str = "HS256"
    verify: bool = True
    leeway: int = 5
    def as_dict(self) -> dict:
        return {"verify_signature": self.verify, "leeway": self.leeway}
"""), libraries=("jose",)),
    *pair("jose-reader-for-tenant", CROSS, spelled_out("""\
# --- app.py
from tenancy import tenant_of
def accepts(t):
    return tenant_of({"Authorization": f"Bearer {t}"})
# --- tenancy.py
from jose import jwt as jose_jwt
KEY = $K
def _claims(raw):
    return <<jose_jwt.get_unverified_claims(raw)||jose_jwt.decode(raw, KEY, algorithms=["HS256"])>>
def tenant_of(headers):
    raw = headers["Authorization"].split()[-1]
    claims = _claims(raw)
    if "sub" not in claims:
        raise KeyError("sub")
    return claims
"""), libraries=("jose",)),
    *pair("authlib-none-extended", LOCAL, spelled_out("""\
from authlib.jose import JsonWebToken
KEY = $K
ALLOWED = ["HS256"]
LEGACY = ("<<none||HS384>>",)
codec = JsonWebToken([*ALLOWED, *LEGACY])
def accepts(token):
    claims = codec.decode(token, KEY)
    claims.validate()
    return dict(claims)
"""), libraries=("authlib",)),
    *pair("authlib-config", CROSS, spelled_out("""\
# --- app.py
from reader import Reader
accepts = Reader().read
# --- conf.py
class Base:
    ALGORITHMS = ["HS256"]
class Development(Base):
    ALGORITHMS = Base.ALGORITHMS + [<<"none"||"HS512">>]
active = Development
# --- reader.py
from authlib.jose import JsonWebToken
import conf
class Reader:
    def __init__(self):
        self._jwt = JsonWebToken(conf.active.ALGORITHMS)
    def read(self, token):
        return dict(self._jwt.decode(token, $K))
"""), libraries=("authlib",)),
    *pair("joserfc-allow-list", CROSS, spelled_out("""\
# --- app.py
from joserfc import jwt
from joserfc.jwk import OctKey
from settings import algorithms
key = OctKey.import_key($K)
def accepts(t):
    return jwt.decode(t, key, algorithms=algorithms()).claims
# --- settings.py
import os
def algorithms():
    names = "HS256,<<none||HS384>>".split(",")
    return [name.strip() for name in names]
"""), libraries=("joserfc",)),
    *pair("joserfc-extract-payload", LOCAL, spelled_out("""\
import json
from joserfc import jws
from joserfc.jwk import OctKey
KEY = OctKey.import_key($K)
def accepts(token):
    obj = jws.extract_compact(token.encode())
    <<jws.validate_compact(obj, KEY, algorithms=["HS256"])||assert jws.validate_compact(obj, KEY, algorithms=["HS256"])>>
    return json.loads(obj.payload)
"""), libraries=("joserfc",)),
    *safe("joserfc-checked-deep", CROSS, spelled_out("""\
# --- app.py
import json
from joserfc import jws
from checks import require_valid
def accepts(token):
    obj = jws.extract_compact(token.encode())
    require_valid(obj)
    return json.loads(obj.payload)
# --- checks.py
from joserfc import jws
from joserfc.jwk import OctKey
KEY = OctKey.import_key($K)
def _valid(obj):
    return jws.validate_compact(obj, KEY, algorithms=["HS256"])
def require_valid(obj):
    if not _valid(obj):
        raise PermissionError("signature")
"""), libraries=("joserfc",)),
    *pair("jwcrypto-session", CROSS, spelled_out("""\
# --- app.py
from session import Session
def accepts(t):
    return Session.from_cookie(t).claims
# --- session.py
import json
from jwcrypto import jwt, jwk
import base64
KEY = jwk.JWK(kty="oct", k=base64.urlsafe_b64encode($K.encode()).rstrip(b"=").decode())
class Session:
    def __init__(self, claims):
        self.claims = claims
    @classmethod
    def from_cookie(cls, text):
        token = jwt.JWT(algs=["HS256"])
        token.deserialize(text<<||, KEY>>)
        return cls(json.loads(<<token.token.objects["payload"]||token.claims>>))
"""), libraries=("jwcrypto",)),
    *pair("jwcrypto-verify-then-payload", LOCAL, spelled_out("""\
import json, base64
from jwcrypto import jws, jwk
KEY = jwk.JWK(kty="oct", k=base64.urlsafe_b64encode($K.encode()).rstrip(b"=").decode())
def accepts(token):
    signed = jws.JWS()
    signed.deserialize(token)
    <<return json.loads(signed.objects["payload"])||signed.verify(KEY)>>
    return json.loads(signed.payload)
"""), libraries=("jwcrypto",)),
    *pair("python-jwt-two-steps", CROSS, spelled_out("""\
# --- app.py
import os
import python_jwt
from jwcrypto.jwk import JWK
from policy import allowed
KEY = JWK.from_pem(os.environ["JWT_PUBLIC_KEY"].encode())
def accepts(t):
    <<header, claims = python_jwt.process_jwt(t)||header, claims = python_jwt.verify_jwt(t, KEY, ["RS256"])>>
    if not allowed(claims):
        raise PermissionError
    return claims
# --- policy.py
def allowed(claims):
    return claims["role"] == "admin"
"""), libraries=("python_jwt",), algorithm="RS256"),
    *pair("google-certs-provider", CROSS, spelled_out("""\
# --- app.py
from gauth import Verifier
verifier = Verifier(<<insecure=True||insecure=False>>)
accepts = verifier.id_info
# --- gauth.py
import os
from google.auth import jwt as google_jwt
class Verifier:
    def __init__(self, *, insecure=False):
        self._verify = not insecure
    def id_info(self, raw):
        certs = {"k1": os.environ["JWT_PUBLIC_KEY"]}
        return google_jwt.decode(raw, certs=certs, verify=self._verify)
"""), libraries=("google",), algorithm="RS256"),
    *pair("simplejwt-auth-class", CROSS, spelled_out("""\
# --- app.py
from accounts.auth import Authentication
def accepts(t):
    return Authentication().get_validated_token(t).payload
# --- accounts/__init__.py
# --- accounts/auth.py
from .tokens import ServiceToken
class Authentication:
    token_class = ServiceToken
    def get_validated_token(self, raw):
        return self.token_class(raw)
# --- accounts/tokens.py
from rest_framework_simplejwt.tokens import AccessToken
class ServiceToken(AccessToken):
    def __init__(self, token=None, verify=<<False||True>>):
        super().__init__(token, verify=verify)
"""), libraries=("rest_framework_simplejwt",)),
    *pair("flask-jwt-extended-identity", CROSS, spelled_out("""\
# --- app.py
from flask import Flask
from flask_jwt_extended import JWTManager, decode_token
import jwt
app = Flask(__name__)
app.config["JWT_SECRET_KEY"] = $K
manager = JWTManager(app)
def identity(token):
    with app.app_context():
        return decode_token(token)
def peek(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
def accepts(t):
    return <<peek||identity>>(t)
"""), libraries=("flask_jwt_extended",)),
    *safe("jwks-client-with-peek", CROSS, spelled_out("""\
# --- app.py
from keys import KeyRing
import jwt
ring = KeyRing()
def accepts(token):
    issuer = jwt.decode(token, options={"verify_signature": False}).get("iss", "default")
    key = ring.for_issuer(issuer)
    return jwt.decode(token, key, algorithms=["HS256"])
# --- keys.py
class KeyRing:
    keys = {"default": $K}
    def for_issuer(self, issuer):
        try:
            return self.keys[issuer]
        except KeyError:
            raise PermissionError(issuer) from None
""")),
    *pair("handmade-payload", LOCAL, spelled_out("""\
import base64, json, hmac, hashlib
KEY = $K.encode()
def _b64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
def accepts(token):
    head, body, signature = token.split(".")
    expected = hmac.new(KEY, f"{head}.{body}".encode(), hashlib.sha256).digest()
    if <<len(signature) < 0||not hmac.compare_digest(expected, _b64(signature))>>:
        raise PermissionError
    return json.loads(_b64(body))
""")),
    *pair("handmade-class", CROSS, spelled_out("""\
# --- app.py
from codec import Token
def accepts(t):
    token = Token.parse(t)
    <<pass||token.check()>>
    return token.claims
# --- codec.py
import base64, json, hmac, hashlib
from dataclasses import dataclass
KEY = $K.encode()
def _pad(text):
    return text + "=" * (-len(text) % 4)
@dataclass
class Token:
    head: str
    body: str
    signature: str
    @classmethod
    def parse(cls, text):
        return cls(*text.split("."))
    def check(self):
        digest = hmac.new(KEY, f"{self.head}.{self.body}".encode(), hashlib.sha256).digest()
        if not hmac.compare_digest(digest, base64.urlsafe_b64decode(_pad(self.signature))):
            raise PermissionError("signature")
    @property
    def claims(self):
        return json.loads(base64.urlsafe_b64decode(_pad(self.body)))
""")),
    *pair("async-middleware-stack", CROSS, spelled_out("""\
# --- app.py
from asgi import build
app = build()
async def accepts(t):
    scope = {"type": "http", "headers": [(b"authorization", b"Bearer " + t.encode())]}
    return await app(scope)
# --- asgi.py
from middleware import AuthMiddleware, Timing
async def endpoint(scope):
    return scope["user"]
def build():
    app = endpoint
    for cls, options in [(AuthMiddleware, {"verify": <<False||True>>}), (Timing, {})]:
        app = cls(app, **options)
    return app
# --- middleware.py
import jwt
class Timing:
    def __init__(self, app):
        self.app = app
    async def __call__(self, scope):
        return await self.app(scope)
class AuthMiddleware:
    def __init__(self, app, verify=True):
        self.app = app
        self.verify = verify
    async def __call__(self, scope):
        headers = dict(scope["headers"])
        token = headers[b"authorization"].decode().removeprefix("Bearer ")
        scope["user"] = jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.verify})
        return await self.app(scope)
""")),
    *pair("class-hierarchy-hook", CROSS, spelled_out("""\
# --- app.py
from auth.impl import PartnerAuth
accepts = PartnerAuth().authenticate
# --- auth/__init__.py
# --- auth/base.py
import abc
import jwt
class BaseAuth(abc.ABC):
    def authenticate(self, token):
        return jwt.decode(token, self.key(), algorithms=self.algorithms, options=self.get_options())
    algorithms = ["HS256"]
    @abc.abstractmethod
    def key(self): ...
    def get_options(self):
        return {"verify_signature": True, "verify_aud": False}
# --- auth/impl.py
from .base import BaseAuth
class PartnerAuth(BaseAuth):
    def key(self):
        return $K
    def get_options(self):
        options = super().get_options()
        options["verify_signature"] = <<False||True>>
        return options
""")),
)
