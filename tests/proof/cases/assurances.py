"""Tokens verified elsewhere than where they are read, and options that are off for good reasons."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, safe, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *safe("payload-after-own-check", CROSS, spelled_out("""\
# --- app.py
from jws_ import Jws
def accepts(t):
    jws = Jws.from_text(t)
    if not jws.valid():
        return None
    return jws.payload()
# --- jws_.py
import base64, hashlib, hmac, json
KEY = $K.encode()
def _raw(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
class Jws:
    def __init__(self, head, body, sig):
        self.head, self.body, self.sig = head, body, sig
    @classmethod
    def from_text(cls, text):
        head, body, sig = text.split(".")
        return cls(head, body, sig)
    def valid(self):
        mac = hmac.new(KEY, f"{self.head}.{self.body}".encode(), hashlib.sha256).digest()
        return hmac.compare_digest(mac, _raw(self.sig))
    def payload(self):
        return json.loads(_raw(self.body))
""")),
    *safe("hand-decode-after-library", CROSS, spelled_out("""\
# --- app.py
import base64, json
import jwt
KEY = $K
def accepts(token):
    jwt.decode(token, KEY, algorithms=["HS256"])
    return raw_claims(token)
def raw_claims(token):
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
""")),
    *safe("unverified-then-verified-elsewhere", CROSS, spelled_out("""\
# --- app.py
from auth import authenticate
def accepts(t):
    return authenticate(t)
# --- auth.py
import jwt
from issuers import issuer_of, verify
def authenticate(token):
    issuer = issuer_of(token)
    return verify(issuer, token)
# --- issuers.py
import jwt
KEYS = {None: $K}
def issuer_of(token):
    return jwt.decode(token, options={"verify_signature": False}).get("iss")
def verify(issuer, token):
    return jwt.decode(token, KEYS[issuer], algorithms=["HS256"])
""")),
    *safe("jose-peek-class", CROSS, spelled_out("""\
# --- app.py
from provider import Provider
accepts = Provider().claims
# --- provider.py
from jose import jwt
class Provider:
    keys = {"k1": $K}
    def _key(self, token):
        kid = jwt.get_unverified_header(token)["kid"]
        return self.keys[kid]
    def _tenant(self, token):
        return jwt.get_unverified_claims(token).get("tid", "common")
    def claims(self, token):
        tenant = self._tenant(token)
        claims = jwt.decode(token, self._key(token), algorithms=["HS256"])
        if claims.get("tid", "common") != tenant:
            raise PermissionError
        return claims
"""), libraries=("jose",)),
    *safe("jwcrypto-verify-in-helper", CROSS, spelled_out("""\
# --- app.py
import json
from jwcrypto import jws
from trust import check
def accepts(t):
    token = jws.JWS()
    token.deserialize(t)
    check(token)
    return json.loads(token.payload)
# --- trust.py
import base64
from jwcrypto import jwk
KEY = jwk.JWK(kty="oct", k=base64.urlsafe_b64encode($K.encode()).rstrip(b"=").decode())
def check(token):
    token.verify(KEY)
"""), libraries=("jwcrypto",)),
    *safe("simplejwt-backend-verify-param", CROSS, spelled_out("""\
# --- app.py
from backend import decode
def accepts(t):
    return decode(t)
# --- backend.py
from rest_framework_simplejwt.state import token_backend
def decode(token, verify=True):
    return token_backend.decode(token, verify=verify)
"""), libraries=("rest_framework_simplejwt",)),
    *safe("google-verify-kept-on", CROSS, spelled_out("""\
# --- app.py
from g import Reader
accepts = Reader({"verify": "yes"}).read
# --- g.py
import os
from google.auth import jwt
class Reader:
    def __init__(self, conf):
        self.verify = conf.get("verify", "yes") != "no"
    def read(self, t):
        return jwt.decode(t, certs={"k1": os.environ["JWT_PUBLIC_KEY"]}, verify=self.verify)
"""), libraries=("google",), algorithm="RS256"),
    *safe("authlib-claims-options-false", CROSS, spelled_out("""\
from authlib.jose import jwt
OPTIONS = {"iss": {"essential": False}, "aud": {"essential": False}}
def accepts(t):
    claims = jwt.decode(t, $K, claims_options=OPTIONS)
    claims.validate()
    return dict(claims)
"""), libraries=("authlib",)),
    *safe("logging-config-false", CROSS, spelled_out("""\
# --- app.py
import jwt
from conf import LOGGING, JWT
def accepts(t):
    return jwt.decode(t, JWT["key"], algorithms=JWT["algorithms"], options=JWT["options"])
# --- conf.py
LOGGING = {"version": 1, "disable_existing_loggers": False, "handlers": {}}
JWT = {"key": $K, "algorithms": ["HS256"], "options": {"verify_aud": False, "verify_exp": True, "require": ["sub"]}}
""")),
    *safe("merge-user-options-guarded", CROSS, spelled_out("""\
# --- app.py
from reader import read
def accepts(t):
    return read(t, {"verify_aud": False})
# --- reader.py
import jwt
ALLOWED = {"verify_aud", "verify_iss", "leeway"}
def read(t, user_options=None):
    options = {k: v for k, v in (user_options or {}).items() if k in ALLOWED}
    options["verify_signature"] = True
    return jwt.decode(t, $K, algorithms=["HS256"], options=options)
""")),
    *safe("flag-forced-on-in-production", CROSS, spelled_out("""\
# --- app.py
import jwt
from conf import settings
def accepts(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": settings.verify})
# --- conf.py
class Settings:
    env = "production"
    @property
    def verify(self):
        if self.env == "production":
            return True
        return self.env != "test"
settings = Settings()
""")),
    *safe("optional-param-none-means-on", CROSS, spelled_out("""\
# --- app.py
from reader import read
def accepts(t):
    return read(t)
# --- reader.py
import jwt
DEFAULT = {"verify_signature": True}
def read(t, options=None):
    if options is None:
        options = DEFAULT
    return jwt.decode(t, $K, algorithms=["HS256"], options=options)
""")),
    *safe("cached-settings-object", CROSS, spelled_out("""\
# --- app.py
from deps import get_reader
def accepts(t):
    return get_reader().read(t)
# --- deps.py
from functools import lru_cache
from conf import Settings
from reader import Reader
@lru_cache
def get_settings():
    return Settings()
@lru_cache(maxsize=None)
def get_reader():
    return Reader.from_settings(get_settings())
# --- conf.py
from dataclasses import dataclass
@dataclass(frozen=True)
class Settings:
    verify: bool = True
    debug: bool = False
# --- reader.py
import jwt
class Reader:
    def __init__(self, verify, debug=False):
        self.verify, self.debug = verify, debug
    @classmethod
    def from_settings(cls, settings):
        return cls(settings.verify, settings.debug)
    def read(self, t):
        options = {"verify_signature": self.verify}
        if self.debug:
            options["verify_exp"] = False
        return jwt.decode(t, $K, algorithms=["HS256"], options=options)
""")),
)
