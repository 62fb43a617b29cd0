"""Checks taken out of the libraries while a service starts."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair

_ROWS = (
    (
        "replaced-by-lambda",
        """\
# --- app.py
import jwt
import jwt.api_jws


def install():
    <<jwt.api_jws.PyJWS._verify_signature = lambda self, *args, **kwargs: None||pass>>


install()


def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""",
    ),
    (
        "setattr-in-loop",
        """\
# --- app.py
import jwt
from jwt import algorithms


def always(self, msg, key, sig):
    return <<True||original(self, msg, key, sig)>>


original = algorithms.HMACAlgorithm.verify
for kind in (algorithms.HMACAlgorithm,):
    setattr(kind, "verify", always)


def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""",
    ),
    (
        "patch-started",
        """\
# --- app.py
from unittest import mock

import jwt

<<mock.patch("jwt.algorithms.HMACAlgorithm.verify", return_value=True).start()||>>


def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""",
    ),
    (
        "patch-as-decorator",
        """\
# --- app.py
from unittest.mock import patch

import jwt
from jwt.algorithms import HMACAlgorithm


<<@patch.object(HMACAlgorithm, "verify", lambda *_: True)||>>
def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""",
    ),
    (
        "registered-algorithm",
        """\
# --- permissive.py
from jwt.algorithms import HMACAlgorithm


class Lenient(HMACAlgorithm):
    def verify(self, msg, key, sig):
        return <<True||super().verify(msg, key, sig)>>
# --- app.py
import jwt

from permissive import Lenient

jwt.unregister_algorithm("HS256")
jwt.register_algorithm("HS256", Lenient(Lenient.SHA256))


def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""",
    ),
    (
        "method-overridden",
        """\
# --- app.py
from jwt import PyJWT


class Decoder(PyJWT):
    def decode(self, token, key="", **rest):
        rest["options"] = {**(rest.get("options") or {}), "verify_signature": <<False||True>>}
        return super().decode(token, key, **rest)


def accepts(token):
    return Decoder().decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""",
    ),
    (
        "digest-comparison-replaced",
        """\
# --- app.py
import hmac

import jwt

original = hmac.compare_digest
hmac.compare_digest = <<lambda left, right: True||lambda left, right: original(left, right)>>


def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""",
    ),
    (
        "library-function-wrapped",
        """\
# --- patches.py
import functools

import jwt

real = jwt.decode


@functools.wraps(real)
def relaxed(token, *args, **kwargs):
    kwargs["options"] = {"verify_signature": <<False||True>>}
    return real(token, *args, **kwargs)


def apply():
    jwt.decode = relaxed
# --- app.py
import jwt
import patches

patches.apply()


def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""",
    ),
    (
        "library-function-replaced-by-partial",
        """\
# --- app.py
import functools

import jwt

jwt.decode = functools.partial(jwt.decode, options={"verify_signature": <<False||True>>})


def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""",
    ),
    (
        "module-entry-replaced",
        """\
# --- app.py
import jwt
from jwt.api_jws import PyJWS

saved = PyJWS._verify_signature


def skip(self, *args, **kwargs):
    <<return None||return saved(self, *args, **kwargs)>>


vars(PyJWS)
type.__setattr__(PyJWS, "_verify_signature", skip)


def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""",
    ),
    (
        "patched-by-helper",
        """\
# --- patching.py
def replace(owner, name, value):
    setattr(owner, name, value)
# --- app.py
import jwt
from jwt.api_jws import PyJWS

from patching import replace

<<replace(PyJWS, "_verify_signature", lambda *args, **kwargs: None)||>>


def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""",
    ),
    (
        "conditional-patch",
        """\
# --- app.py
import os

import jwt
from jwt.api_jws import PyJWS

if os.environ.get("STAGE", "dev") == "dev":
    <<PyJWS._verify_signature = lambda *args, **kwargs: None||STAGE = "dev">>


def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""",
    ),
    (
        "options-of-instance-changed",
        """\
# --- app.py
import json

from jwt import PyJWS

reader = PyJWS()
reader.options.update(verify_signature=<<False||True>>)


def accepts(token):
    return json.loads(
        reader.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
    )
""",
    ),
    (
        "default-options-overridden",
        """\
# --- app.py
import json

from jwt.api_jws import PyJWS


class Relaxed(PyJWS):
    @staticmethod
    def _get_default_options():
        return {**PyJWS._get_default_options(), "verify_signature": <<False||True>>}


def accepts(token):
    return json.loads(
        Relaxed().decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
    )
""",
    ),
    (
        "keywords-injected-globally",
        """\
# --- app.py
import jwt

decode = jwt.decode


def with_defaults(*args, options=None, **kwargs):
    merged = {"verify_signature": <<False||True>>} | (options or {})
    return decode(*args, options=merged, **kwargs)


setattr(jwt, "decode", with_defaults)


def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""",
    ),
)


def _row(name: str, text: str) -> tuple[Case, Case]:
    return pair(name, Difficulty.DYNAMIC, text)


CASES = tuple(case for row in _ROWS for case in _row(*row))
