"""Services built on each library, as wrappers, backends and adapters."""

# ruff: noqa: E501 - both sides of a pair stand on one line

from __future__ import annotations

from tests.proof.case import Difficulty, pair

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
)
