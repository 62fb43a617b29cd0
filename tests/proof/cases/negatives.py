"""Code that mentions, resembles or sits beside a bypass and is none."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import PYJWT, Case, Difficulty, safe

LITERAL, LOCAL, CROSS = Difficulty.LITERAL, Difficulty.LOCAL, Difficulty.CROSS
STRICT = """
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"])
"""


def _beside(name: str, body: str, level: Difficulty = LITERAL) -> tuple[Case]:
    """Harmless code beside a strict call."""
    return safe(name, level, f"{PYJWT}{body}{STRICT}")


def _without(name: str, text: str, *, libraries: tuple[str, ...] = (), hidden: str = "") -> tuple[Case]:
    """Code that never sees a token."""
    return safe(name, LOCAL, text, libraries=libraries, reads=False, hidden=hidden)


REQUESTS = """
def get(url, verify=True):
    return {"url": url, "tls": verify}

class Session:
    verify = True

    def get(self, url, verify=None):
        return get(url, verify=verify)
"""

CASES: tuple[Case, ...] = (
    *_beside("comment", """
# Never call jwt.decode(token, options={"verify_signature": False}) nor jwt.decode(token, verify=False).
"""),
    *_beside("trailing-comment", """
LEEWAY = 5  # jwt.decode(token, KEY, options={"verify_signature": False})
"""),
    *_beside("docstring", '''
def explain():
    """Explains the rule.

    Bad::

        jwt.decode(token, options={"verify_signature": False})
        jwt.decode(token, verify=False)
    """
'''),
    *_beside("module-docstring", '''
"""jwt.decode(token, options={"verify_signature": False}) is what this module replaces."""
'''),
    *_beside("log-message", """
import logging

logging.getLogger(__name__).info("refusing jwt.decode(..., options={'verify_signature': False})")
"""),
    *_beside("f-string-prose", """
NAME = "gateway"
HELP = f"{NAME} never uses verify_signature=False or verify={False}"
"""),
    *_beside("error-message", """
def refuse():
    raise RuntimeError('verify_signature=False is not allowed: options={"verify_signature": False}')
"""),
    *_beside("test-names", """
def test_decode_with_verify_signature_false_is_refused():
    assert True

class TestVerifySignatureFalse:
    verify_signature_false = "never"
"""),
    *_beside("snippet-string", """
SNIPPET = '''
import jwt
jwt.decode(token, options={"verify_signature": False})
'''
"""),
    *_beside("linter-table", """
FORBIDDEN = {"verify_signature=False": "critical", "jwt.decode(verify=False)": "critical"}
PATTERNS = [r"verify_signature\\s*=\\s*False", r"options=\\{.verify_signature.: False"]
"""),
    *_beside("compared-not-used", """
def audit(options):
    return options.get("verify_signature") is False or options == {"verify_signature": False}
"""),
    *_beside("dict-never-passed", """
UNUSED = {"verify_signature": False}
OTHER = dict(verify_signature=False, verify=False)
"""),
    *_beside("dict-of-expected-calls", """
EXPECTED = [("decode", {"options": {"verify_signature": False}})]
"""),
    *_beside("constant-never-used", """
VERIFY_SIGNATURE = False
verify_signature = False
"""),
    *_beside("attribute-of-own-report", """
from dataclasses import dataclass

@dataclass
class Finding:
    call: str
    verify_signature: bool = False

FINDINGS = [Finding("jwt.decode", verify_signature=False)]
""", LOCAL),
    *_beside("own-function-keyword", """
def describe(name, verify_signature):
    return f"{name}: {verify_signature}"

TEXT = describe("jwt.decode", verify_signature=False)
""", CROSS),
    *_beside("own-function-options", """
def render(template, options):
    return template if options["verify_signature"] else template.upper()

TEXT = render("a", options={"verify_signature": False})
""", CROSS),
    *_beside("own-decode-method", """
class Codec:
    def decode(self, data, verify=True, options=None):
        return data[::-1] if verify else data

TEXT = Codec().decode("abc", verify=False, options={"verify_signature": False})
""", CROSS),
    *_beside("own-decode-function", """
def decode(text, verify=True):
    return text.strip()

TEXT = decode(" x ", verify=False)
""", CROSS),
    *_beside("own-package-signature", """
import hashlib

class Package:
    def __init__(self, data):
        self.data = data

    def install(self, verify_signature=True):
        return hashlib.sha256(self.data).hexdigest() if verify_signature else None

Package(b"wheel").install(verify_signature=False)
""", CROSS),
    *_beside("requests-verify", REQUESTS + """
get("https://intranet.example", verify=False)
Session().get("https://intranet.example", verify=False)
session = Session()
session.verify = False
""", CROSS),
    *_beside("bytes-decode", """
TEXT = b"abc".decode("utf-8")
LAX = b"abc".decode(errors="ignore")
"""),
    *_beside("base64-decode", """
import base64

RAW = base64.b64decode("YWJj", validate=False)
TEXT = base64.urlsafe_b64decode("YWJj").decode()
"""),
    *_beside("json-decode", """
import json

VALUE = json.JSONDecoder(strict=False).decode('{"verify_signature": false}')
"""),
    *_beside("codecs-decode", """
import codecs

TEXT = codecs.decode("nop", "rot13")
"""),
    *_beside("encode-with-false-claim", """
TOKEN = jwt.encode({"verify_signature": False, "verify": False}, KEY, algorithm="HS256")
"""),
    *_beside("encode-with-headers", """
TOKEN = jwt.encode({"sub": "svc"}, KEY, algorithm="HS256", headers={"verify_signature": False})
"""),
    *_beside("ssl-context", """
import ssl

CONTEXT = ssl.create_default_context()
CONTEXT.check_hostname = False
CONTEXT.verify_mode = ssl.CERT_NONE
"""),
    *_beside("argparse-help", """
import argparse

PARSER = argparse.ArgumentParser()
PARSER.add_argument("--verify", default=False, help="never jwt.decode(token, verify=False)")
"""),
    *_beside("expiry-and-audience-off", """
def audience_free(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_exp": False, "verify_aud": False})
"""),
    *_beside("key-client-options", """
class KeyClient:
    def __init__(self, url, verify=True, cache_keys=False):
        self.url, self.verify = url, verify

CLIENT = KeyClient("https://issuer.example/keys", verify=False)
""", CROSS),
    *_beside("header-only", """
def kid(token):
    return jwt.get_unverified_header(token).get("kid")
"""),
    *_beside("wrapped-claims-not-decoded", """
def claims_of(request, verify_signature=False):
    return request["claims"] if not verify_signature else {}

CLAIMS = claims_of({"claims": {}}, verify_signature=False)
""", CROSS),
    *_beside("unreachable-after-return", """
def never(token):
    return jwt.decode(token, KEY, algorithms=["HS256"])
    return None
"""),
    *_beside("assertion-that-it-is-on", """
OPTIONS = {"verify_signature": True}
assert OPTIONS != {"verify_signature": False}
"""),
    *_beside("type-annotations", """
from typing import Literal, TypedDict

class Options(TypedDict, total=False):
    verify_signature: Literal[True]

def check(verify: Literal[True, False] = True) -> bool:
    return verify
"""),
    *_beside("annotation-only-attribute", """
class Options:
    verify_signature: bool
    verify: "bool" = True
"""),
    *_beside("keyword-named-verify-of-print", """
def emit(*parts, verify=True, flush=False):
    return parts

emit("jwt", verify=False)
""", CROSS),
    *_beside("deleted-alias", """
lax = {"verify_signature": False}
del lax
"""),
    *_beside("shadowed-library-name", """
def preview(jwt):
    return jwt.decode("utf-8", verify=False) if hasattr(jwt, "preview") else None
""", CROSS),
    *_beside("overload-stub", """
from typing import overload

@overload
def read(token: str, verify: bool = ...) -> dict: ...
@overload
def read(token: bytes, verify: bool = ...) -> dict: ...
def read(token, verify=True):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": True})
""", CROSS),
    *_without("requests-only", REQUESTS + """
def accepts(token):
    return get("https://intranet.example", verify=False)
"""),
    *_without("installed-requests", """
import requests

def accepts(token):
    return {"status": requests.get("https://intranet.example", verify=False)}
""", hidden="# --- requests.py\ndef get(url, verify=True):\n    return 200\n"),
    *_without("installed-httpx", """
import httpx

def accepts(token):
    with httpx.Client(verify=False) as client:
        return {"status": client.get("https://intranet.example")}
""", hidden="""# --- httpx.py
class Client:
    def __init__(self, verify=True): pass
    def __enter__(self): return self
    def __exit__(self, *a): return None
    def get(self, url): return 200
"""),
    *_without("own-codec", """
class Codec:
    def decode(self, data, verify=True):
        return {"data": data.lower(), "checked": verify}

codec = Codec()

def accepts(token):
    return codec.decode("ABC", verify=False)
"""),
    *_without("installed-codec", """
from audio_codecs import codec

def accepts(token):
    return {"frames": codec.decode(b"riff", verify=False)}
""", hidden="# --- audio_codecs.py\nclass codec:\n    @staticmethod\n    def decode(data, verify=True):\n        return len(data)\n"),
    *_without("qr-code", """
class Reader:
    def decode(self, image, options=None):
        return {"text": image, "options": options}

def accepts(token):
    return Reader().decode("image", options={"verify_checksum": False})
"""),
    *_without("protobuf-like", """
class Message:
    @classmethod
    def decode(cls, data, *, verify=True):
        return {"size": len(data)}

def accepts(token):
    return Message.decode(b"123", verify=False)
"""),
    *_without("variable-called-jwt", """
jwt = "a.b.c"

def accepts(token):
    return {"parts": jwt.split("."), "bytes": jwt.encode().decode()}
"""),
    *_without("class-called-jwt", """
class jwt:
    @staticmethod
    def decode(text, verify=True, options=None):
        return {"text": text.lower()}

def accepts(token):
    return jwt.decode("X", verify=False, options={"verify_signature": False})
"""),
    *_without("parameter-called-jwt", """
class Reader:
    def decode(self, text, **options):
        return {"text": text}

def show(jwt):
    return jwt.decode("x", verify=False)

def accepts(token):
    return show(Reader())
"""),
    *_without("strings-only", """
BAD = 'jwt.decode(token, options={"verify_signature": False})'

def accepts(token):
    return {"bad": BAD}
"""),
    *_without("csrf-and-webhooks", """
import hashlib, hmac

def webhook(body, signature, verify=True):
    return not verify or hmac.compare_digest(hmac.new(b"k", body, hashlib.sha1).hexdigest(), signature)

def accepts(token):
    return {"ok": webhook(b"{}", "", verify=False)}
"""),
    *_without("git-signature", """
def clone(url, *, verify_signature=True, depth=1):
    return {"url": url, "gpg": verify_signature}

def accepts(token):
    return clone("https://git.example/x.git", verify_signature=False)
"""),
    *_without("settings-never-read", """
class Settings:
    VERIFY_SIGNATURE = False
    JWT_OPTIONS = {"verify_signature": False}

def accepts(token):
    return {"settings": Settings.__name__}
"""),
    *safe("mixed-prose-and-code", LOCAL, '''"""Reads tokens. `verify_signature=False` is never used."""

import jwt

KEY = "0123456789abcdef0123456789abcdef"
WARNING = "do not pass options={'verify_signature': False}"  # nor verify=False


def accepts(token):
    """Not like jwt.decode(token, verify=False)."""
    # jwt.decode(token, options={"verify_signature": False})
    if WARNING:
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": True, "verify_aud": False})
'''),
)
