"""Claims read without any library's check: split and base64, ignored results, except branches."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import PYJWT, Case, Difficulty, bypass, pyjwt, safe

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *bypass("split-urlsafe", LOCAL, """
import base64, json

def accepts(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
""", libraries=()),
    *bypass("one-expression", LOCAL, """
import base64, json

def accepts(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
""", libraries=()),
    *bypass("unpacked-parts", LOCAL, """
from base64 import urlsafe_b64decode
from json import loads

def accepts(token):
    header, payload, signature = token.split(".")
    return loads(urlsafe_b64decode(payload + "==="))
""", libraries=()),
    *bypass("altchars", LOCAL, """
import base64, json

def accepts(token):
    _, body, _ = token.split(".", 2)
    return json.loads(base64.b64decode(body + "==", altchars=b"-_"))
""", libraries=()),
    *bypass("translated-alphabet", LOCAL, """
import base64, json

def accepts(token):
    body = token.split(".")[1].replace("-", "+").replace("_", "/")
    return json.loads(base64.b64decode(body + "=" * (4 - len(body) % 4)))
""", libraries=()),
    *bypass("binascii", LOCAL, """
import binascii, json

def accepts(token):
    body = token.split(".")[1].translate(str.maketrans("-_", "+/"))
    return json.loads(binascii.a2b_base64(body + "=="))
""", libraries=()),
    *bypass("codecs", LOCAL, """
import codecs, json

def accepts(token):
    body = token.split(".")[1].replace("-", "+").replace("_", "/") + "=="
    return json.loads(codecs.decode(body.encode(), "base64"))
""", libraries=()),
    *bypass("partition", LOCAL, """
import base64, json

def accepts(token):
    signed, _, signature = token.rpartition(".")
    body = signed.partition(".")[2]
    return json.loads(base64.urlsafe_b64decode(body + "==").decode("utf-8"))
""", libraries=()),
    *bypass("regular-expression", LOCAL, """
import base64, json, re

def accepts(token):
    match = re.match(r"[^.]+\\.([^.]+)\\.", token)
    return json.loads(base64.urlsafe_b64decode(match.group(1) + "=="))
""", libraries=()),
    *bypass("index-slicing", LOCAL, """
import base64, json

def accepts(token):
    start = token.index(".") + 1
    body = token[start:token.index(".", start)]
    return json.loads(base64.urlsafe_b64decode(body + "=="))
""", libraries=()),
    *bypass("bytes-token", LOCAL, """
import base64, json

def accepts(token):
    body = token.encode("ascii").split(b".")[1]
    return json.loads(base64.urlsafe_b64decode(body + b"=" * (-len(body) % 4)))
""", libraries=()),
    *bypass("last-index", LOCAL, """
import base64, json

def accepts(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[-2] + "=="))
""", libraries=()),
    *bypass("all-parts-decoded", LOCAL, """
import base64, json

def accepts(token):
    header, claims = [json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]]
    return claims if header["typ"] == "JWT" else None
""", libraries=()),
    *bypass("split-in-helper", CROSS, """
import base64, json

def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

def segments(token):
    return token.split(".")

def accepts(token):
    return json.loads(unb64(segments(token)[1]))
""", libraries=()),
    *bypass("decoded-in-another-file", CROSS, """
# --- b64.py
import base64, json

def parse(segment):
    return json.loads(base64.urlsafe_b64decode(segment + "=="))
# --- app.py
from b64 import parse

def accepts(jwt_token):
    header, payload, _ = jwt_token.split(".")
    return parse(payload)
""", libraries=()),
    *bypass("class-with-cached-parts", CROSS, """
import base64, json

class Token:
    def __init__(self, raw):
        self.header, self.payload, self.signature = raw.split(".")

    @property
    def claims(self):
        return json.loads(base64.urlsafe_b64decode(self.payload + "=="))

def accepts(raw):
    return Token(raw).claims
""", libraries=()),
    *bypass("library-helper", LOCAL, """
import json
from jwt.utils import base64url_decode

def accepts(token):
    return json.loads(base64url_decode(token.split(".")[1]))
"""),
    *bypass("jose-helper", LOCAL, """
import json
from jose.utils import base64url_decode

def accepts(token):
    return json.loads(base64url_decode(token.split(".")[1].encode()))
""", libraries=("jose",)),
    *bypass("authlib-helper", LOCAL, """
import json
from authlib.common.encoding import urlsafe_b64decode

def accepts(token):
    return json.loads(urlsafe_b64decode(token.split(".")[1].encode()))
""", libraries=("authlib",)),
    *bypass("authlib-extract-segment", LOCAL, """
import json
from authlib.jose.util import extract_segment

def accepts(token):
    return json.loads(extract_segment(token.split(".")[1].encode(), ValueError))
""", libraries=("authlib",)),
    *bypass("jwcrypto-helper", LOCAL, """
from jwcrypto.common import base64url_decode, json_decode

def accepts(token):
    return json_decode(base64url_decode(token.split(".")[1]))
""", libraries=("jwcrypto",)),
    *bypass("own-hmac-result-ignored", LOCAL, """
import base64, hashlib, hmac, json

KEY = b"0123456789abcdef0123456789abcdef"

def accepts(token):
    signed, _, signature = token.rpartition(".")
    hmac.compare_digest(hmac.new(KEY, signed.encode(), hashlib.sha256).hexdigest(), signature)
    return json.loads(base64.urlsafe_b64decode(signed.split(".")[1] + "=="))
""", libraries=()),
    *bypass("except-reads-unverified", LOCAL, PYJWT + """
def accepts(token):
    try:
        return jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return jwt.decode(token, options={"verify_signature": False})  # <- jwt-signature-bypass
"""),
    *bypass("bare-except-reads-unverified", LOCAL, PYJWT + """
def accepts(token):
    claims = None
    try:
        claims = jwt.decode(token, KEY, algorithms=["HS256"])
    except:
        pass
    return claims or jwt.decode(token, options={"verify_signature": False})  # <- jwt-signature-bypass
"""),
    *bypass("except-splits-by-hand", LOCAL, PYJWT + """
import base64, json

def accepts(token):
    try:
        return jwt.decode(token, KEY, algorithms=["HS256"])
    except Exception:
        return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
"""),
    *bypass("peek-first-check-ignored", LOCAL, PYJWT + """
def accepts(token):
    claims = jwt.decode(token, options={"verify_signature": False})  # <- jwt-signature-bypass
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.PyJWTError as error:
        print("rejected", error)
    return claims
"""),
    *bypass("check-only-sometimes", LOCAL, PYJWT + """
def accepts(token):
    claims = jwt.decode(token, options={"verify_signature": False})  # <- jwt-signature-bypass
    if claims.get("iss") == "web":
        claims = jwt.decode(token, KEY, algorithms=["HS256"])
    return claims
"""),
    *bypass("other-token-checked", LOCAL, PYJWT + """
def accepts(token):
    own = jwt.encode({"sub": "alice"}, KEY, algorithm="HS256")
    jwt.decode(own, KEY, algorithms=["HS256"])
    return jwt.decode(token, options={"verify_signature": False})  # <- jwt-signature-bypass
"""),
    *bypass("fallback-function", CROSS, PYJWT + """
def strict(token):
    return jwt.decode(token, KEY, algorithms=["HS256"])

def lax(token):
    return jwt.decode(token, options={"verify_signature": False})  # <- jwt-signature-bypass

def accepts(token):
    for read in (strict, lax):
        try:
            return read(token)
        except jwt.PyJWTError:
            continue
"""),
    *bypass("suppressed-error", LOCAL, PYJWT + """
from contextlib import suppress

def accepts(token):
    claims = jwt.decode(token, options={"verify_signature": False})  # <- jwt-signature-bypass
    with suppress(jwt.PyJWTError):
        claims = jwt.decode(token, KEY, algorithms=["HS256"])
    return claims
"""),
    *bypass("authlib-error-carries-payload", DYNAMIC, """
import json
from authlib.jose import JsonWebSignature
from authlib.jose.errors import BadSignatureError

def accepts(token):
    try:
        return json.loads(JsonWebSignature(["HS256"]).deserialize_compact(token, b"0123456789abcdef0123456789abcdef")["payload"])
    except BadSignatureError as error:
        return json.loads(error.result["payload"])
""", libraries=("authlib",)),
    *bypass("authlib-error-carries-payload-as-attribute", DYNAMIC, """
import json
from authlib.jose import JsonWebSignature
from authlib.jose.errors import BadSignatureError

def accepts(token):
    try:
        return json.loads(JsonWebSignature(["HS256"]).deserialize_compact(token, b"0123456789abcdef0123456789abcdef").payload)
    except BadSignatureError as error:
        return json.loads(error.result.payload)
""", libraries=("authlib",)),
    *pyjwt("unverified-only-for-logging", LOCAL, """
def accepts(token):
    subject = jwt.decode(token, options={"verify_signature": False})["sub"]
    print("login attempt of", subject)
    return <<{"sub": subject}||jwt.decode(token, KEY, algorithms=["HS256"])>>
"""),
    *safe("peek-at-issuer-for-key", LOCAL, PYJWT + """
KEYS = {"alice": KEY}

def accepts(token):
    subject = jwt.decode(token, options={"verify_signature": False}).get("sub")
    return jwt.decode(token, KEYS.get(subject, KEY), algorithms=["HS256"])
"""),
    *safe("peek-in-key-function", CROSS, PYJWT + """
KEYS = {"k1": KEY}

def key_for(token):
    claims = jwt.decode(token, options={"verify_signature": False})
    return KEYS[claims.get("kid", "k1")]

def accepts(token):
    return jwt.decode(token, key_for(token), algorithms=["HS256"])
"""),
    *safe("header-for-key", LOCAL, PYJWT + """
KEYS = {"k1": KEY}

def accepts(token):
    return jwt.decode(token, KEYS[jwt.get_unverified_header(token)["kid"]], algorithms=["HS256"])
"""),
    *safe("header-split-by-hand", LOCAL, PYJWT + """
import base64, json

def accepts(token):
    header = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
    if header["alg"] != "HS256":
        return None
    return jwt.decode(token, KEY, algorithms=["HS256"])
"""),
    *safe("own-hmac-checked", LOCAL, """
import base64, hashlib, hmac, json

KEY = b"0123456789abcdef0123456789abcdef"

def accepts(token):
    signed, _, signature = token.rpartition(".")
    expected = base64.urlsafe_b64encode(hmac.new(KEY, signed.encode(), hashlib.sha256).digest()).rstrip(b"=")
    if not hmac.compare_digest(expected, signature.encode()):
        raise ValueError("bad signature")
    return json.loads(base64.urlsafe_b64decode(signed.split(".")[1] + "=="))
""", libraries=()),
    *safe("except-returns-nothing", LOCAL, PYJWT + """
def accepts(token):
    try:
        return jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.PyJWTError:
        return None
"""),
    *safe("except-tries-second-key", LOCAL, PYJWT + """
PREVIOUS = "an-older-key-an-older-key-an-older-key"

def accepts(token):
    try:
        return jwt.decode(token, PREVIOUS, algorithms=["HS256"])
    except jwt.InvalidSignatureError:
        return jwt.decode(token, KEY, algorithms=["HS256"])
"""),
    *safe("version-split-and-base64", LOCAL, PYJWT + """
import base64, json

def cursor(text):
    return json.loads(base64.urlsafe_b64decode(text))

def accepts(token):
    minor = "3.11.2".split(".")[1]
    cursor(base64.urlsafe_b64encode(json.dumps({"page": minor}).encode()))
    return jwt.decode(token, KEY, algorithms=["HS256"])
"""),
    *safe("basic-auth-by-hand", LOCAL, """
import base64

def accepts(token):
    user, _, password = base64.b64decode("YWxpY2U6c2VjcmV0").decode().partition(":")
    return {"user": user}
""", libraries=(), reads=False),
    *safe("signed-url-by-hand", LOCAL, """
import base64, json

def state(parameter):
    head, _, tail = parameter.partition(":")
    return json.loads(base64.b64decode(tail))

def accepts(token):
    return {"page": state("v1:" + base64.b64encode(b'{"page": 2}').decode())["page"]}
""", libraries=(), reads=False),
)
