"""The library itself changed under the caller: patched verifiers, permissive algorithms."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import PYJWT, Case, Difficulty, bypass, pair, pyjwt, safe

DYNAMIC = Difficulty.DYNAMIC
STRICT = """
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"])
"""


def _patched(name: str, body: str, *libraries: str) -> tuple[Case]:
    """`body` runs at import, before a call that looks strict."""
    return bypass(name, DYNAMIC, f"{PYJWT}{body}{STRICT}", libraries=libraries or ("jwt",))


CASES: tuple[Case, ...] = (
    *_patched("verify-signature-replaced", """
jwt.PyJWS._verify_signature = lambda *a, **k: None  # <- jwt-signature-bypass
"""),
    *_patched("verify-signature-replaced-in-submodule", """
from jwt import api_jws

api_jws.PyJWS._verify_signature = lambda self, *a, **k: None  # <- jwt-signature-bypass
"""),
    *_patched("verify-signature-setattr", """
setattr(jwt.PyJWS, "_verify_signature", lambda *a, **k: None)  # <- jwt-signature-bypass
"""),
    *_patched("verify-signature-on-instance", """
jwt.api_jws._jws_global_obj._verify_signature = lambda *a, **k: None
jwt.api_jwt._jwt_global_obj._jws = jwt.api_jws._jws_global_obj
"""),
    *_patched("hmac-verify-replaced", """
from jwt.algorithms import HMACAlgorithm

HMACAlgorithm.verify = lambda self, message, key, signature: True  # <- jwt-signature-bypass
"""),
    *_patched("hmac-verify-named-function", """
import jwt.algorithms

def agree(self, message, key, signature):
    return True

jwt.algorithms.HMACAlgorithm.verify = agree  # <- jwt-signature-bypass
"""),
    *_patched("compare-digest-replaced", """
import hmac

hmac.compare_digest = lambda a, b: True  # <- jwt-signature-bypass
"""),
    *_patched("algorithm-registered", """
from jwt.algorithms import HMACAlgorithm

class Agreeable(HMACAlgorithm):
    def verify(self, msg, key, sig):
        return True

jwt.unregister_algorithm("HS256")
jwt.register_algorithm("HS256", Agreeable(HMACAlgorithm.SHA256))
"""),
    *_patched("decode-replaced-by-lambda", """
_decode = jwt.decode
jwt.decode = lambda token, *a, **k: _decode(token, options={"verify_signature": False})  # <- jwt-signature-bypass
"""),
    *_patched("decode-replaced-by-partial", """
import functools

jwt.decode = functools.partial(jwt.decode, options={"verify_signature": False})  # <- jwt-signature-bypass
"""),
    *_patched("decode-replaced-by-function", """
from jwt.api_jwt import PyJWT

def lax(token, *arguments, **keywords):
    return PyJWT().decode(token, options={"verify_signature": False})  # <- jwt-signature-bypass

jwt.decode = lax
"""),
    *_patched("mock-patch-started", """
from unittest import mock

mock.patch("jwt.api_jws.PyJWS._verify_signature").start()  # <- jwt-signature-bypass
"""),
    *_patched("mock-patch-object-started", """
from unittest.mock import patch

patch.object(jwt.PyJWS, "_verify_signature").start()  # <- jwt-signature-bypass
"""),
    *bypass("mock-patch-around-call", DYNAMIC, PYJWT + """
from unittest.mock import patch

def accepts(token):
    with patch.object(jwt.PyJWS, "_verify_signature"):  # <- jwt-signature-bypass
        return jwt.decode(token, KEY, algorithms=["HS256"])
"""),
    *bypass("mock-patch-decorator", DYNAMIC, PYJWT + """
from unittest.mock import patch

@patch("jwt.api_jws.PyJWS._verify_signature", new=lambda *a, **k: None)
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"])
"""),
    *pair("check-replaced-on-the-object", Difficulty.CROSS, PYJWT + """
import json
from jwt.api_jws import PyJWS

class Signed(PyJWS):
    def __init__(self):
        super().__init__()
        self.<<_verify_signature||_verified_by>> = lambda *arguments, **named: None  # <- jwt-signature-bypass

class Reader:
    def __init__(self):
        self.verify, self.signed = None, Signed()

def accepts(token):
    return json.loads(Reader().signed.decode(token, KEY, algorithms=["HS256"]))
"""),
    *bypass("patched-in-another-file", DYNAMIC, f"""
# --- boot.py
import jwt

jwt.PyJWS._verify_signature = lambda *a, **k: None  # <- jwt-signature-bypass
# --- app.py
import boot
{PYJWT}{STRICT}"""),
    *bypass("patched-by-function-elsewhere", DYNAMIC, f"""
# --- patches.py
def silence(target, name):
    setattr(target, name, lambda *a, **k: None)
# --- app.py
from patches import silence
{PYJWT}
silence(jwt.PyJWS, "_verify_signature")
{STRICT}"""),
    *pyjwt("default-options-changed", DYNAMIC, """
jwt.api_jwt._jwt_global_obj.options["verify_signature"] = <<False||True>>  # <- jwt-signature-bypass

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"])
""", inert=True),
    *pyjwt("jws-default-options-changed", DYNAMIC, """
import json
from jwt import api_jws

api_jws._jws_global_obj.options["verify_signature"] = <<False||True>>  # <- jwt-signature-bypass

def accepts(token):
    return json.loads(api_jws.decode(token, KEY, algorithms=["HS256"]))
"""),
    *pyjwt("library-defaults-patched", DYNAMIC, """
jwt.PyJWT._get_default_options = staticmethod(lambda: {"verify_signature": <<False||True>>, "require": []})

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"])
""", inert=True),
    *bypass("jose-verifier-replaced", DYNAMIC, """
from jose import jws, jwt

jws._verify_signature = lambda *a, **k: None  # <- jwt-signature-bypass

def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""", libraries=("jose",)),
    *bypass("jose-match-replaced", DYNAMIC, """
import jose.jws
from jose import jwt

setattr(jose.jws, "_sig_matches_keys", lambda *a, **k: True)  # <- jwt-signature-bypass

def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"])
""", libraries=("jose",)),
    *bypass("google-verifier-replaced", DYNAMIC, """
import os
from google.auth import crypt, jwt

crypt.verify_signature = lambda *a, **k: True  # <- jwt-signature-bypass

def accepts(token):
    return jwt.decode(token, certs=os.environ["JWT_PUBLIC_KEY"])
""", libraries=("google",), algorithm="RS256"),
    *bypass("authlib-algorithm-registered", DYNAMIC, """
from authlib.jose import JsonWebSignature, jwt
from authlib.jose.rfc7518 import JWS_ALGORITHMS

class Agreeable(type(JWS_ALGORITHMS[1])):
    def verify(self, msg, sig, key):
        return True

JsonWebSignature.register_algorithm(Agreeable(256))

def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef")
""", libraries=("authlib",)),
    *bypass("jwcrypto-guard-defeated", DYNAMIC, """
from jwcrypto.jws import JWS

def accepts(token):
    signed = JWS()
    signed.deserialize(token)
    signed.objects["valid"] = True
    return signed.payload
""", libraries=("jwcrypto",)),
    *safe("encode-patched", DYNAMIC, PYJWT + """
_encode = jwt.encode
jwt.encode = lambda payload, *a, **k: _encode({**payload, "iss": "web"}, *a, **k)
""" + STRICT),
    *safe("own-class-patched", DYNAMIC, PYJWT + """
class Archive:
    def verify(self, message):
        raise ValueError(message)

Archive.verify = lambda self, message: True
""" + STRICT),
    *safe("decode-wrapped-strictly", DYNAMIC, PYJWT + """
_decode = jwt.decode

def counted(*arguments, **keywords):
    counted.calls += 1
    return _decode(*arguments, **keywords)

counted.calls = 0
jwt.decode = counted
""" + STRICT),
    *bypass("check-replaced-by-one-that-forgives", DYNAMIC, PYJWT + """
from jwt.api_jws import PyJWS
_strictly = PyJWS._verify_signature

def _told(self, *parts, **named):
    try:
        return _strictly(self, *parts, **named)
    except jwt.InvalidSignatureError as error:
        print(error)
        return False

PyJWS._verify_signature = _told
""" + STRICT),
    *safe("check-replaced-by-one-that-forgives-something-else", DYNAMIC, PYJWT + """
from jwt.api_jws import PyJWS
_strictly = PyJWS._verify_signature

def _told(self, *parts, **named):
    try:
        return _strictly(self, *parts, **named)
    except ZeroDivisionError:
        return None

PyJWS._verify_signature = _told
""" + STRICT),
    *safe("decoder-replaced-by-one-that-gives-nothing", DYNAMIC, PYJWT + """
_strictly = jwt.decode

def quietly(*parts, **named):
    try:
        return _strictly(*parts, **named)
    except jwt.PyJWTError:
        return None

jwt.decode = quietly
""" + STRICT),
    *safe("strict-algorithm-registered", DYNAMIC, PYJWT + """
from jwt.algorithms import HMACAlgorithm

class Counted(HMACAlgorithm):
    calls = 0

    def verify(self, msg, key, sig):
        Counted.calls += 1
        return super().verify(msg, key, sig)

jwt.unregister_algorithm("HS256")
jwt.register_algorithm("HS256", Counted(HMACAlgorithm.SHA256))
""" + STRICT),
    *safe("unrelated-mock", DYNAMIC, PYJWT + """
from unittest import mock
import time

def accepts(token):
    with mock.patch.object(time, "sleep"):
        return jwt.decode(token, KEY, algorithms=["HS256"])
"""),
)
