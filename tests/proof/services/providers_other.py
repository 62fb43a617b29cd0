"""Services built on simplejwt, PyJWT objects, compatible modules and reading by hand."""

from __future__ import annotations

from tests.proof.case import Difficulty, bypass, pair

CASES = (
    *pair(
        "google-verifier-object",
        Difficulty.CROSS,
        """\
# --- verifier.py
import os

from google.auth import jwt as google_jwt


class ServiceVerifier:
    verify = True

    def __init__(self):
        self.certs = os.environ["JWT_PUBLIC_KEY"]

    def claims(self, token):
        return google_jwt.decode(token, certs=self.certs, verify=self.verify)


class EmulatorVerifier(ServiceVerifier):
    verify = <<False||True>>
# --- app.py
from verifier import EmulatorVerifier


def accepts(token):
    return EmulatorVerifier().claims(token)
""",
        libraries=("google",),
        algorithm="RS256",
    ),
    *pair(
        "google-keywords",
        Difficulty.LOCAL,
        """\
import os

import google.auth.jwt

ARGUMENTS = {"certs": os.environ["JWT_PUBLIC_KEY"], "verify": bool(<<0||1>>)}


def accepts(token):
    return google.auth.jwt.decode(token, **ARGUMENTS)
""",
        libraries=("google",),
        algorithm="RS256",
    ),
    *pair(
        "simplejwt-custom-authentication",
        Difficulty.CROSS,
        """\
# --- authentication.py
from rest_framework_simplejwt.tokens import AccessToken


class Authentication:
    token_class = AccessToken
    verify = True

    def get_validated_token(self, raw):
        return self.token_class(raw, verify=self.verify)


class InternalAuthentication(Authentication):
    verify = <<False||True>>
# --- app.py
from authentication import InternalAuthentication


def accepts(token):
    return InternalAuthentication().get_validated_token(token).payload
""",
        libraries=("rest_framework_simplejwt",),
    ),
    *pair(
        "simplejwt-token-subclass",
        Difficulty.CROSS,
        """\
# --- tokens.py
from rest_framework_simplejwt.tokens import AccessToken


class PartnerToken(AccessToken):
    def __init__(self, token=None, verify=<<False||True>>):
        super().__init__(token, verify)
# --- app.py
from tokens import PartnerToken


def accepts(token):
    return PartnerToken(token).payload
""",
        libraries=("rest_framework_simplejwt",),
    ),
    *pair(
        "simplejwt-backend",
        Difficulty.LOCAL,
        """\
from rest_framework_simplejwt.backends import TokenBackend

backend = TokenBackend("HS256", "0123456789abcdef0123456789abcdef")


def accepts(token):
    return backend.decode(token, verify=<<False||True>>)
""",
        libraries=("rest_framework_simplejwt",),
    ),
    *pair(
        "pyjwt-object-in-module",
        Difficulty.CROSS,
        """\
# --- codec/__init__.py
from codec.instance import decoder

__all__ = ["decoder"]
# --- codec/instance.py
from jwt import PyJWT

decoder = PyJWT()
# --- app.py
from codec import decoder


def accepts(token):
    complete = decoder.decode_complete(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": <<False||True>>},
    )
    return complete["payload"]
""",
    ),
    *pair(
        "pyjwt-subclass",
        Difficulty.CROSS,
        """\
# --- decoders.py
from jwt import PyJWT


class Decoder(PyJWT):
    strict = True

    def read(self, token, key):
        return self.decode(
            token, key, algorithms=["HS256"], options={"verify_signature": self.strict}
        )


class Lenient(Decoder):
    strict = <<False||True>>
# --- app.py
from decoders import Lenient


def accepts(token):
    return Lenient().read(token, "0123456789abcdef0123456789abcdef")
""",
    ),
    *pair(
        "pyjws-constructed",
        Difficulty.LOCAL,
        """\
import json

from jwt.api_jws import PyJWS

signatures = PyJWS(algorithms=["HS256"], options=dict(verify_signature=<<False||True>>))


def accepts(token):
    return json.loads(
        signatures.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
    )
""",
    ),
    *pair(
        "pyjwt-old-switch",
        Difficulty.LOCAL,
        """\
import jwt

VERIFY = <<False||True>>


def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], verify=VERIFY)
""",
        inert=True,
        old=True,
    ),
    *pair(
        "library-behind-compat-module",
        Difficulty.CROSS,
        """\
# --- service/__init__.py
# --- service/compat.py
try:
    import jwt as backend
except ImportError:
    from jose import jwt as backend
# --- service/auth.py
from . import compat


def read(token, **overrides):
    options = {"verify_signature": True, **overrides}
    return compat.backend.decode(
        token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=options
    )
# --- app.py
from service.auth import read


def accepts(token):
    return read(token, verify_signature=<<False||True>>)
""",
    ),
    *pair(
        "import-for-type-checking-only",
        Difficulty.CROSS,
        """\
# --- svc/__init__.py
# --- svc/deps.py
import jwt


class Codec:
    def decode(self, token, options):
        return jwt.decode(
            token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=options
        )
# --- svc/use.py
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from svc.deps import Codec


def claims(codec: Codec, token: str):
    return codec.decode(token, {"verify_signature": <<False||True>>})
# --- app.py
from svc.deps import Codec
from svc.use import claims


def accepts(token):
    return claims(Codec(), token)
""",
    ),
    *pair(
        "manual-reading-in-a-helper",
        Difficulty.CROSS,
        """\
# --- segments.py
import base64
import json


def load(segment):
    padded = segment + "=" * (-len(segment) % 4)
    return json.loads(base64.urlsafe_b64decode(padded))
# --- app.py
import jwt

from segments import load


def accepts(token):
    <<||jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])>>
    header, body, signature = token.split(".")
    return load(body)
""",
    ),
    *bypass(
        "manual-reading-in-a-class",
        Difficulty.CROSS,
        """\
import json
from base64 import b64decode


class Token:
    def __init__(self, raw):
        self.head, self.body, self.signature = raw.split(".")

    @property
    def claims(self):
        return json.loads(b64decode(self.body + "==", altchars=b"-_"))


def accepts(token):
    return Token(token).claims
""",
    ),
    *pair(
        "flask-extension-decodes",
        Difficulty.LOCAL,
        """\
from flask import Flask
from flask_jwt_extended import JWTManager, decode_token, <<get_unverified_jwt_headers||get_jwt>>
import jwt

server = Flask(__name__)
server.config.update(JWT_SECRET_KEY="0123456789abcdef0123456789abcdef")
JWTManager(server)


def accepts(token):
    with server.app_context():
        return <<jwt.decode(token, options={"verify_signature": False})||decode_token(token)>>
""",
        libraries=("flask_jwt_extended", "jwt"),
    ),
)
