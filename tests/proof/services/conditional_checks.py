"""Checks that are made under a test, and branches that the project itself decides."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, doubt, pair, safe, spelled_out

_JWCRYPTO = ("jwcrypto",)
_JOSERFC = ("joserfc",)
_JOSE = ("jose",)

_ROWS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "object-checked-if-set",
        _JWCRYPTO,
        """\
# --- policy.py
CHECKED = <<False||True>>  # <- jwt-signature-bypass

# --- app.py
import json

from jwcrypto import jwk, jws

import policy


def accepts(token):
    signed = jws.JWS()
    signed.deserialize(token)
    if policy.CHECKED:
        signed.verify(jwk.JWK.from_password($K))
    return json.loads(signed.objects["payload"])
""",
    ),
    (
        "object-read-early",
        _JWCRYPTO,
        """\
# --- policy.py
class Policy:
    def __init__(self, strict):
        self.strict = strict

# --- app.py
import json

from jwcrypto import jwk
from jwcrypto.jwt import JWT

from policy import Policy


class Reader:
    def __init__(self, policy):
        self._policy = policy

    def read(self, token):
        if not self._policy.strict:
            return json.loads(JWT(jwt=token).token.objects["payload"])
        return json.loads(JWT(jwt=token, key=jwk.JWK.from_password($K)).claims)


def accepts(token):
    return Reader(Policy(<<False||True>>)).read(token)
""",
    ),
    (
        "object-key-if-set",
        _JWCRYPTO,
        """\
# --- app.py
import json

from jwcrypto import jwk, jws

STRICT = <<False||True>>


def accepts(token):
    signed = jws.JWS()
    signed.deserialize(token, jwk.JWK.from_password($K) if STRICT else None)
    return json.loads(signed.objects["payload"])
""",
    ),
    (
        "validated-behind-and",
        _JOSERFC,
        """\
# --- policy.py
OPTIONS = {"check": <<False||True>>}  # <- jwt-signature-bypass

# --- app.py
import json

from joserfc import jws
from joserfc.jwk import OctKey

from policy import OPTIONS


def accepts(token):
    found = jws.extract_compact(token.encode())
    if OPTIONS["check"] and not jws.validate_compact(found, OctKey.import_key($K)):
        raise PermissionError("signature")
    return json.loads(found.payload)
""",
    ),
    (
        "verified-if-asked-by-caller",
        _JOSE,
        """\
# --- reading.py
from jose import jwt


def claims_of(token, strict):
    claims = jwt.get_unverified_claims(token)
    if strict:
        jwt.decode(token, $K, algorithms=["HS256"])
    return claims

# --- app.py
from reading import claims_of


def accepts(token):
    return claims_of(token, strict=<<False||True>>)  # <- jwt-signature-bypass
""",
    ),
    (
        "hand-read-in-method-branch",
        ("jwt",),
        """\
# --- reading.py
import base64
import json

import jwt


class Reader:
    def __init__(self, checked):
        self.checked = checked

    def read(self, token):
        if self.checked:
            return jwt.decode(token, $K, algorithms=["HS256"])
        part = token.split(".")[1]
        return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))

# --- app.py
from reading import Reader


def accepts(token):
    return Reader(<<False||True>>).read(token)
""",
    ),
    (
        "conditional-expression",
        _JOSE,
        """\
# --- policy.py
TRUSTING = <<True||False>>

# --- app.py
from jose import jwt

import policy


def accepts(token):
    return (
        jwt.get_unverified_claims(token)
        if policy.TRUSTING
        else jwt.decode(token, $K, algorithms=["HS256"])
    )
""",
    ),
    (
        "import-with-fallback",
        ("jwt",),
        """\
# --- policy.py
VERIFY = <<False||True>>

# --- app.py
import jwt

try:
    from policy import VERIFY
except ImportError:
    VERIFY = None


def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": VERIFY})
""",
    ),
    (
        "import-by-version",
        ("jwt",),
        """\
# --- policy.py
VERIFY = <<False||True>>

# --- app.py
import sys

import jwt

if sys.version_info >= (3, 8):
    from policy import VERIFY
else:
    from policy_for_python2 import VERIFY


def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": VERIFY})
""",
    ),
    (
        "lazy-names-by-table",
        ("jwt",),
        """\
# --- shop/__init__.py
import importlib

_HOMES = {"VERIFY": ".policy"}


def __getattr__(name):
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name], __name__), name)
    raise AttributeError(name)

# --- shop/policy.py
VERIFY = <<False||True>>

# --- app.py
import jwt

import shop


def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": shop.VERIFY})
""",
    ),
    (
        "class-attribute-by-configure",
        ("jwt",),
        """\
# --- reading.py
import jwt


class _State:
    verify = True


def configure(verify):
    _State.verify = verify


def claims_of(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": _State.verify})

# --- app.py
import reading

reading.configure(<<False||True>>)


def accepts(token):
    return reading.claims_of(token)
""",
    ),
    (
        "spread-and-overwritten",
        ("jwt",),
        """\
# --- policy.py
OPTIONS = {**{"verify_signature": <<True||False>>, "verify_exp": True}, "verify_signature": <<False||True>>}

# --- app.py
import jwt

from policy import OPTIONS


def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=OPTIONS)
""",
    ),
)

_HANDLERS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "only-expired-tokens-read-again",
        ("jwt",),
        """\
# --- app.py
import jwt


def accepts(token):
    try:
        return jwt.decode(token, $K, algorithms=["HS256"])
    except <<jwt.PyJWTError||jwt.ExpiredSignatureError>>:
        return jwt.decode(token, options={"verify_signature": False})  # <- jwt-signature-bypass
""",
    ),
    (
        "told-about-and-raised",
        ("jwt",),
        """\
# --- telling.py
import jwt


def subject_of(token):
    return jwt.decode(token, options={"verify_signature": False})["sub"]  # <- jwt-signature-bypass

# --- app.py
import logging

import jwt

from telling import subject_of


def accepts(token):
    try:
        return jwt.decode(token, $K, algorithms=["HS256"])
    except jwt.PyJWTError:
        logging.warning("a bad token of %s", subject_of(token))
        <<return {"sub": subject_of(token)}||raise>>
""",
    ),
    (
        "answer-that-stops-nothing",
        ("jwt",),
        """\
# --- checking.py
import jwt


def is_right(token):
    try:
        jwt.decode(token, $K, algorithms=["HS256"])
    except jwt.PyJWTError:
        return False
    return True

# --- app.py
import jwt

from checking import is_right


def accepts(token):
    if not is_right(token):
        <<print("a bad token")||raise PermissionError("a bad token")>>
    return jwt.decode(token, options={"verify_signature": False})  # <- jwt-signature-bypass
""",
    ),
    (
        "checked-on-another-path",
        _JWCRYPTO,
        """\
# --- app.py
import json

from jose import jwt as headers
from jwcrypto import jwk, jws


def accepts(token):
    signed = jws.JWS()
    if headers.get_unverified_header(token)["alg"] == "none":
        <<signed.deserialize(token)||raise PermissionError("unsigned")>>
        return json.loads(signed.objects["payload"])
    signed.deserialize(token, jwk.JWK.from_password($K))
    return json.loads(signed.payload)
""",
    ),
    (
        "static-method-made-of-a-function",
        ("jwt",),
        """\
# --- reading.py
import jwt

CHECKED = <<False||True>>


def claims_of(token, checked=CHECKED):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": checked})

# --- app.py
from reading import claims_of


class Users:
    reader = staticmethod(claims_of)

    def by_token(self, token):
        return self.reader(token)


def accepts(token):
    return Users().by_token(token)
""",
    ),
    (
        "state-shared-by-all-objects",
        ("jwt",),
        """\
# --- settings.py
class Settings:
    _state = {"checked": <<False||True>>}

    def __init__(self):
        self.__dict__ = self._state

# --- app.py
import jwt

from settings import Settings


def accepts(token):
    options = {"verify_signature": Settings().checked}
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
""",
    ),
)

_PEEKS = (
    *safe(
        "unknown-key-raises",
        Difficulty.LOCAL,
        spelled_out("""\
# --- app.py
from jose import jwt

KEYS = {"k1": $K, "": $K}


def accepts(token):
    claims = jwt.get_unverified_claims(token)
    key = KEYS.get(claims.get("kid", ""))
    if key is None:
        raise PermissionError("unknown key")
    jwt.decode(token, key, algorithms=["HS256"])
    return claims
"""),
        libraries=_JOSE,
    ),
    *doubt(
        "mapping-with-the-environment",
        spelled_out("""\
# --- app.py
import os

import jwt

VALUES = {"VERIFY_TOKENS": "1", **os.environ}


def accepts(token):
    checked = VALUES["VERIFY_TOKENS"] == "1"
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": checked})
"""),
        {"VERIFY_TOKENS": "0"},
    ),
    *doubt(
        "settings-model-that-checks",
        spelled_out("""\
# --- settings.py
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    issuer: str = "shop"
    verify_tokens: bool = True

# --- app.py
import jwt

from settings import Settings

settings = Settings()


def accepts(token):
    return jwt.decode(
        token, $K, algorithms=["HS256"], options={"verify_signature": settings.verify_tokens}
    )
"""),
        {"VERIFY_TOKENS": "false"},
    ),
)


def _row(name: str, libraries: tuple[str, ...], text: str) -> tuple[Case, Case]:
    return pair(name, Difficulty.CROSS, spelled_out(text), libraries=libraries)


CASES = (*(case for row in (*_ROWS, *_HANDLERS) for case in _row(*row)), *_PEEKS)
