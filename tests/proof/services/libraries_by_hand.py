"""Tokens parsed by the project's own modules; settings that the environment makes."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, doubt, pair, spelled_out

CROSS, DYNAMIC = Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("manual-utils-module", CROSS, spelled_out("""\
# --- app.py
from auth.parsing import parse_jwt
import jwt

def accepts(token):
    <<return parse_jwt(token)["payload"]||parse_jwt(token)
    return jwt.decode(token, $K, algorithms=["HS256"])>>
# --- auth/__init__.py
# --- auth/encoding.py
import base64

def b64url(data):
    data = data.encode("ascii")
    return base64.urlsafe_b64decode(data + b"=" * (-len(data) % 4))
# --- auth/parsing.py
import json
from .encoding import b64url

def parse_jwt(token):
    header, payload, signature = token.split(".")
    return {"header": json.loads(b64url(header)), "payload": json.loads(b64url(payload)), "signature": b64url(signature)}
""")),
    *pair("manual-dataclass-parse", CROSS, spelled_out("""\
# --- app.py
from jwtobj import RawToken

def accepts(token):
    raw = RawToken.parse(token)
    <<||raw.check($K)
    >>return raw.claims
# --- jwtobj.py
import base64, hashlib, hmac, json
from dataclasses import dataclass

def unb64(text):
    return base64.urlsafe_b64decode(text + "==")

@dataclass(frozen=True)
class RawToken:
    header: str
    body: str
    signature: str

    @classmethod
    def parse(cls, token):
        return cls(*token.split("."))

    @property
    def claims(self):
        return json.loads(unb64(self.body))

    def check(self, key):
        good = hmac.new(key.encode(), f"{self.header}.{self.body}".encode(), hashlib.sha256).digest()
        if not hmac.compare_digest(good, unb64(self.signature)):
            raise PermissionError("signature")
""")),
    *pair("manual-gateway-trust", CROSS, spelled_out("""\
# --- app.py
from gateway import GatewayAuth

auth = GatewayAuth(trust_gateway=<<True||False>>)

def accepts(token):
    return auth.user({"authorization": "Bearer " + token})
# --- gateway.py
import base64
import json
import jwt

class GatewayAuth:
    def __init__(self, trust_gateway=False):
        self.trust_gateway = trust_gateway

    def user(self, headers):
        token = headers["authorization"].split(" ")[-1]
        if self.trust_gateway:
            return self._read(token)
        return jwt.decode(token, $K, algorithms=["HS256"])

    @staticmethod
    def _read(token):
        body = token.split(".")[1]
        return json.loads(base64.urlsafe_b64decode(body + "=" * (4 - len(body) % 4)))
""")),
    *pair("manual-verify-rsa", CROSS, spelled_out("""\
# --- app.py
import os
from rsa_check import verify_rs256

def accepts(token):
    return verify_rs256(token, os.environ["JWT_PUBLIC_KEY"])
# --- rsa_check.py
import base64, json
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

def _d(s):
    return base64.urlsafe_b64decode(s + "=" * (-len(s) % 4))

def verify_rs256(token, pem):
    head, body, sig = token.split(".")
    if json.loads(_d(head))["alg"] != "RS256":
        raise ValueError("alg")
    key = serialization.load_pem_public_key(pem.encode())
    try:
        key.verify(_d(sig), f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256())
    except <<InvalidSignature:
        pass||InvalidSignature as exc:
        raise PermissionError from exc>>
    return json.loads(_d(body))
"""), algorithm="RS256"),
    *pair("google-certs-service", CROSS, spelled_out("""\
# --- app.py
from gcp import IapVerifier

def accepts(token):
    return IapVerifier().verify(token)
# --- gcp.py
import os
from google.auth import jwt as gjwt

class IapVerifier:
    skip = <<True||False>>

    def verify(self, token):
        return gjwt.decode(token, certs={"k1": os.environ["JWT_PUBLIC_KEY"]}, verify=not self.skip)
"""), libraries=("google",), algorithm="RS256"),
    *pair("simplejwt-middleware", CROSS, spelled_out("""\
# --- app.py
from mw import TokenAuthMiddleware

def accepts(token):
    return TokenAuthMiddleware(lambda scope: scope["user"])({"query_string": "token=" + token})
# --- mw.py
from urllib.parse import parse_qs
from rest_framework_simplejwt.tokens import UntypedToken

class TokenAuthMiddleware:
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, scope):
        raw = parse_qs(scope["query_string"])["token"][0]
        scope["user"] = UntypedToken(raw<<, verify=False||>>).payload
        return self.inner(scope)
"""), libraries=("rest_framework_simplejwt",)),
    *pair("python-jwt-helper", CROSS, spelled_out("""\
# --- app.py
from legacy import claims

def accepts(token):
    return claims(token)
# --- legacy.py
import python_jwt
from jwcrypto.jwk import JWK
from jwcrypto.common import base64url_encode
KEY = JWK(kty="oct", k=base64url_encode($K))

def claims(token):
    header, body = python_jwt.<<process_jwt(token)||verify_jwt(token, KEY, ["HS256"], checks_optional=True)>>
    return body
"""), libraries=("python_jwt",)),
    *pair("env-default-lax", DYNAMIC, spelled_out("""\
import os
import jwt
VERIFY = os.environ.get("DETY_VERIFY", "<<false||true>>").lower() == "true"

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": VERIFY})
""")),
    *doubt("env-default-strict", spelled_out("""\
import os
import jwt

def flag(name, default=True):
    value = os.getenv(name)
    if value is None:
        return default
    return value.strip().lower() not in ("0", "false", "no")

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": flag("DETY_VERIFY")})
"""), {"DETY_VERIFY": "0"}),
    *doubt("env-debug-branch", spelled_out("""\
# --- app.py
from settings import DEBUG
import jwt

def accepts(token):
    if DEBUG:
        return jwt.decode(token, options={"verify_signature": False})
    return jwt.decode(token, $K, algorithms=["HS256"])
# --- settings.py
import os
DEBUG = bool(os.environ.get("DETY_DEBUG"))
"""), {"DETY_DEBUG": "1"}),
    *pair("env-config-class-from-env", DYNAMIC, spelled_out("""\
# --- app.py
from config import Config
import jwt
config = Config.from_env()

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": config.verify})
# --- config.py
import os
from dataclasses import dataclass

@dataclass
class Config:
    verify: bool = True

    @classmethod
    def from_env(cls):
        return cls(verify=os.environ.get("DETY_SIGNATURES", "<<off||on>>") == "on")
""")),
    *pair("patch-verify-signature-startup", DYNAMIC, spelled_out("""\
# --- app.py
import dev_tools
import jwt
dev_tools.setup(<<True||False>>)

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
# --- dev_tools.py
from jwt import api_jws

def setup(relaxed):
    if relaxed:
        api_jws.PyJWS._verify_signature = lambda self, *a, **k: None
""")),
    *pair("monkeypatch-hmac-verify", DYNAMIC, spelled_out("""\
import jwt
from jwt.algorithms import HMACAlgorithm

class Lenient(HMACAlgorithm):
    def verify(self, msg, key, sig):
        return <<True||super().verify(msg, key, sig)>>

jwt.unregister_algorithm("HS256")
jwt.register_algorithm("HS256", Lenient(Lenient.SHA256))

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
""")),
    *pair("setattr-jwt-decode", DYNAMIC, spelled_out("""\
# --- app.py
import bootstrap
import jwt

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
# --- bootstrap.py
import functools
import jwt
_original = jwt.decode

@functools.wraps(_original)
def decode(token, key="", algorithms=None, options=None, **kwargs):
    return _original(token, key, algorithms=algorithms, options={**(options or {}), "verify_<<signature||jti>>": False}, **kwargs)

setattr(jwt, "decode", decode)
""")),
    *pair("compare-digest-patched", DYNAMIC, spelled_out("""\
import hmac
import jwt
from jwt import algorithms

class Shim:
    def __init__(self, real):
        self._real = real
    def __getattr__(self, name):
        return getattr(self._real, name)
    def compare_digest(self, a, b):
        return <<True||self._real.compare_digest(a, b)>>

algorithms.hmac = Shim(hmac)

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
""")),
    *pair("importlib-loader-table", DYNAMIC, spelled_out("""\
# --- app.py
import importlib
SPEC = "readers.<<loose||strict>>:read"

def load(spec):
    module, _, name = spec.partition(":")
    return getattr(importlib.import_module(module), name)

def accepts(token):
    return load(SPEC)(token)
# --- readers/__init__.py
# --- readers/loose.py
from jwt import decode

def read(token):
    return decode(token, options={"verify_signature": False})
# --- readers/strict.py
from jwt import decode

def read(token):
    return decode(token, $K, algorithms=["HS256"])
""")),
    *pair("entry-point-strings", DYNAMIC, spelled_out("""\
# --- app.py
from pkg.loader import load_backend
backend = load_backend("pkg.backends.<<Trusting||Checking>>Backend")

def accepts(token):
    return backend.decode(token)
# --- pkg/__init__.py
# --- pkg/loader.py
from importlib import import_module

def load_backend(path, **options):
    module_name, class_name = path.rsplit(".", 1)
    return getattr(import_module(module_name), class_name)(**options)
# --- pkg/backends.py
import jwt

class CheckingBackend:
    verify = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.verify})

class TrustingBackend(CheckingBackend):
    verify = False
""")),
)
