"""Services built on each library, as wrappers, backends and adapters."""

# ruff: noqa: E501 - both sides of a pair stand on one line

from __future__ import annotations

from tests.proof.case import Difficulty, bypass, pair

CASES = (
    *pair(
        "jose-adapter",
        Difficulty.CROSS,
        """\
# --- adapters/__init__.py
# --- adapters/jose_adapter.py
from jose import jws, jwt
from jose.exceptions import JOSEError


class JoseAdapter:
    algorithms = ("HS256",)

    def __init__(self, key, *, lenient=False):
        self.key = key
        self.lenient = lenient

    def _options(self):
        return {"verify_aud": False, "verify_signature": not self.lenient}

    def claims(self, token):
        return jwt.decode(token, self.key, list(self.algorithms), options=self._options())
# --- app.py
from adapters.jose_adapter import JoseAdapter

adapter = JoseAdapter("0123456789abcdef0123456789abcdef", lenient=<<True||False>>)
accepts = adapter.claims
""",
        libraries=("jose",),
    ),
    *pair(
        "jose-signature-by-flag",
        Difficulty.LOCAL,
        """\
import json

from jose import jws

STRICT = <<False||True>>


def accepts(token):
    payload = jws.verify(token, "0123456789abcdef0123456789abcdef", ["HS256"], verify=STRICT)
    return json.loads(payload)
""",
        libraries=("jose",),
    ),
    *pair(
        "jose-reader-chosen-by-name",
        Difficulty.CROSS,
        """\
# --- readers.py
from functools import partial

from jose import jwt

READERS = {
    "peek": jwt.get_unverified_claims,
    "full": partial(jwt.decode, key="0123456789abcdef0123456789abcdef", algorithms=["HS256"]),
}
# --- app.py
from readers import READERS


def accepts(token):
    return READERS["<<peek||full>>"](token)
""",
        libraries=("jose",),
    ),
    *pair(
        "jose-claims-behind-protocol",
        Difficulty.CROSS,
        """\
# --- ports.py
from typing import Protocol


class ClaimsReader(Protocol):
    def read(self, token: str) -> dict: ...
# --- readers.py
from jose import jwt


class Quick:
    def read(self, token):
        return <<jwt.get_unverified_claims(token)||jwt.decode(token, "0123456789abcdef0123456789abcdef", "HS256")>>
# --- app.py
from ports import ClaimsReader
from readers import Quick


def handle(reader: ClaimsReader, token):
    return reader.read(token)


def accepts(token):
    return handle(Quick(), token)
""",
        libraries=("jose",),
    ),
    *pair(
        "authlib-algorithms-in-settings",
        Difficulty.CROSS,
        """\
# --- settings.py
ALGORITHMS = ["HS256"]
EXTRA = [<<"none"||"HS384">>]
# --- app.py
from authlib.jose import JsonWebToken

import settings

codec = JsonWebToken([*settings.ALGORITHMS, *settings.EXTRA])


def accepts(token):
    claims = codec.decode(token, "0123456789abcdef0123456789abcdef")
    claims.validate()
    return claims
""",
        libraries=("authlib",),
    ),
    *pair(
        "authlib-signature-object",
        Difficulty.LOCAL,
        """\
import json

from authlib.jose import JsonWebSignature

ALLOWED = {"HS256"}
ALLOWED.add("<<none||HS384>>")


def accepts(token):
    signature = JsonWebSignature(list(ALLOWED))
    return json.loads(signature.deserialize_compact(token, "0123456789abcdef0123456789abcdef")["payload"])
""",
        libraries=("authlib",),
    ),
    *pair(
        "joserfc-algorithms-by-default",
        Difficulty.CROSS,
        """\
# --- codec.py
from joserfc import jwt
from joserfc.jwk import OctKey

KEY = OctKey.import_key("0123456789abcdef0123456789abcdef")


def decode(token, algorithms=("HS256", <<"none"||"HS512">>)):
    return jwt.decode(token, KEY, algorithms=list(algorithms)).claims
# --- app.py
from codec_choice import decode


def accepts(token):
    return decode(token)
# --- codec_choice.py
try:
    from codec import decode
except ImportError:
    raise
""",
        libraries=("joserfc",),
    ),
    *pair(
        "joserfc-registry",
        Difficulty.LOCAL,
        """\
from joserfc import jwt
from joserfc.jwk import OctKey
from joserfc.jws import JWSRegistry

REGISTRY = JWSRegistry(algorithms=["HS256"] + [<<"none"||"HS384">>])


def accepts(token):
    key = OctKey.import_key("0123456789abcdef0123456789abcdef")
    return jwt.decode(token, key, registry=REGISTRY).claims
""",
        libraries=("joserfc",),
    ),
    *pair(
        "joserfc-extract",
        Difficulty.CROSS,
        """\
# --- tokens.py
import json

from joserfc import jws
from joserfc.jwk import OctKey


def payload(raw):
    parsed = jws.extract_compact(raw.encode())
    <<||if not jws.validate_compact(parsed, OctKey.import_key("0123456789abcdef0123456789abcdef"), ["HS256"]):
        raise ValueError("signature")>>
    return json.loads(parsed.payload)
# --- app.py
from tokens import payload


def accepts(token):
    return payload(token)
""",
        libraries=("joserfc",),
    ),
    *pair(
        "jwcrypto-helper-class",
        Difficulty.CROSS,
        """\
# --- crypto.py
import json

from jwcrypto import jwk, jws


class Opener:
    def __init__(self, secret=None):
        self.key = jwk.JWK.from_password(secret) if secret else None

    def open(self, raw):
        envelope = jws.JWS()
        <<envelope.deserialize(raw)||envelope.deserialize(raw, self.key)>>
        return json.loads(envelope.objects["payload"])
# --- app.py
from crypto import Opener


def accepts(token):
    return Opener("0123456789abcdef0123456789abcdef").open(token)
""",
        libraries=("jwcrypto",),
    ),
    *pair(
        "python-jwt-quick-look",
        Difficulty.CROSS,
        """\
# --- look.py
import python_jwt
from jwcrypto.jwk import JWK

KEY = JWK.from_password("0123456789abcdef0123456789abcdef")


def look(token):
    header, claims = <<python_jwt.process_jwt(token)||python_jwt.verify_jwt(token, KEY, ["HS256"])>>
    return claims
# --- app.py
from look import look as accepts
""",
        libraries=("python_jwt",),
    ),
    *pair(
        "python-jwt-keyless",
        Difficulty.CROSS,
        """\
# --- keys.py
from jwcrypto.jwk import JWK


def key_for(tenant):
    if tenant == "demo":
        return None
    return JWK.from_password("0123456789abcdef0123456789abcdef")
# --- app.py
import python_jwt

from keys import key_for

ALGORITHMS = ["HS256", "none"]


def accepts(token):
    _, claims = python_jwt.verify_jwt(token, key_for("<<demo||live>>"), ALGORITHMS)
    return claims
""",
        libraries=("python_jwt",),
    ),
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
