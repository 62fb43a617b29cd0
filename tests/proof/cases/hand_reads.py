"""Claims read by hand or by peeks, some of tokens that others have verified."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, safe, spelled_out

CROSS, LOCAL = Difficulty.CROSS, Difficulty.LOCAL

CASES: tuple[Case, ...] = (
    *pair("signature-compared-in-vain", LOCAL, spelled_out("""\
import base64
import hashlib
import hmac
import json
SECRET = $K.encode()
def b64url_decode(data):
    return base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
def accepts(token):
    head, body, sig = token.split(".")
    expected = hmac.new(SECRET, f"{head}.{body}".encode(), hashlib.sha256).digest()
    <<if not hmac.compare_digest(expected, b64url_decode(sig)):
        print("warning: bad signature")||if not hmac.compare_digest(expected, b64url_decode(sig)):
        raise ValueError("bad signature")>>
    return json.loads(b64url_decode(body))
""")),
    *pair("cut-in-one-file-decoded-in-another-by-helpers", CROSS, spelled_out("""\
# --- app.py
import jwt
from claims import of
def accepts(token):
    <<||jwt.decode(token, $K, algorithms=["HS256"])
    >>return of(token)
# --- encoding.py
import base64
import json
def b64(value):
    if isinstance(value, str):
        value = value.encode("ascii")
    if len(value) % 4:
        value += b"=" * (4 - len(value) % 4)
    return base64.urlsafe_b64decode(value)
def segment(value):
    return json.loads(b64(value))
# --- claims.py
from encoding import segment
def parts(token):
    found = token.split(".")
    if len(found) != 3:
        raise ValueError("not a token")
    return found
def of(token):
    _, payload, _ = parts(token)
    return segment(payload)
""")),
    *pair("token-object-that-verifies-itself", CROSS, spelled_out("""\
# --- app.py
from tokens import Token
def accepts(token):
    parsed = Token(token)
    <<if parsed.is_expired():
        return None||parsed.verify($K)
    if parsed.is_expired():
        return None>>
    return parsed.claims
# --- tokens.py
import base64
import json
import time
import jwt
class Token:
    def __init__(self, raw):
        self.raw = raw
        self.header, self.payload, self.signature = raw.split(".")
    def _decode(self, part):
        return json.loads(base64.urlsafe_b64decode(part + "=="))
    @property
    def claims(self):
        return self._decode(self.payload)
    def is_expired(self):
        return self.claims["exp"] < time.time()
    def verify(self, key):
        jwt.decode(self.raw, key, algorithms=["HS256"])
""")),
    *pair("parts-by-pattern", LOCAL, spelled_out("""\
import base64
import json
import re
import jwt
JWT_RE = re.compile(r"^([\\w-]+)\\.([\\w-]+)\\.([\\w-]*)$")
def accepts(token):
    match = JWT_RE.match(token)
    if not match:
        raise ValueError("malformed")
    <<||jwt.decode(token, $K, algorithms=["HS256"])
    >>body = match.group(2)
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
""")),
    *safe("request-checked-by-what-decorates", CROSS, spelled_out("""\
# --- app.py
from views import profile
def accepts(token):
    return profile({"token": token})
# --- guard.py
import functools
import jwt
def verified(view):
    @functools.wraps(view)
    def inner(request):
        jwt.decode(request["token"], $K, algorithms=["HS256"])
        return view(request)
    return inner
# --- views.py
import jwt
from guard import verified
@verified
def profile(request):
    claims = jwt.decode(request["token"], options={"verify_signature": False})
    return {"sub": claims["sub"]}
""")),
    *safe("text-of-its-own-version", LOCAL, spelled_out("""\
import base64
import json
import jwt
def parse_cursor(cursor):
    version, body, checksum = cursor.split(".")
    if version != "v1":
        raise ValueError(version)
    return json.loads(base64.urlsafe_b64decode(body + "=="))
def make_cursor(data):
    body = base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")
    return f"v1.{body}.{len(body)}"
def accepts(token):
    page = parse_cursor(make_cursor({"page": 2}))
    return {**jwt.decode(token, $K, algorithms=["HS256"]), **page}
""")),
    *bypass("named-parts-decoded-elsewhere", CROSS, spelled_out("""\
# --- app.py
from segments import Segments
from claims import claims_of
def accepts(token):
    return claims_of(Segments.parse(token))
# --- segments.py
from typing import NamedTuple
class Segments(NamedTuple):
    header: str
    payload: str
    signature: str
    @classmethod
    def parse(cls, token):
        return cls(*token.split("."))
# --- claims.py
import base64
import json
def claims_of(segments):
    data = segments.payload
    return json.loads(base64.urlsafe_b64decode(data + "=" * (-len(data) % 4)))
""")),
    *pair("unpacked-by-another-file", CROSS, spelled_out("""\
# --- app.py
import ticket
def accepts(raw):
    <<pass||ticket.checked(raw)>>
    return ticket.looked_at(raw).said
# --- ticket.py
import jwt
from ticket_text import b64_bytes, mapping
class Ticket:
    kind = said = told = None
    encoded_kind = encoded_said = stamp = b""
def cut(raw):
    front, stamp = raw.encode().rsplit(b".", 1)
    kind, said = front.split(b".")
    return kind, said, stamp
def kind_of(text):
    return mapping(b64_bytes(text), "kind")
def said_by(text):
    if text == b"":
        return {}
    read = b64_bytes(text)
    return mapping(read, "said")
def looked_at(raw):
    found = Ticket()
    found.encoded_kind, found.encoded_said, found.stamp = cut(raw)
    found.kind = kind_of(found.encoded_kind)
    found.said = said_by(found.encoded_said)
    return found
def checked(raw):
    jwt.decode(raw, $K, algorithms=["HS256"])
# --- ticket_text.py
import base64, json
def b64_bytes(text):
    if b"+" in text or b"/" in text:
        raise ValueError(text)
    text += b"=" * (-len(text) % 4)
    return base64.b64decode(text, b"-_", validate=True)
def mapping(read, name):
    try:
        found = json.loads(read)
        if not isinstance(found, dict):
            raise TypeError(f"{name} is no mapping")
        return found
    except ValueError as error:
        raise ValueError(f"{name} is no JSON") from error
""")),
    *safe("only-the-header-of-an-object", CROSS, spelled_out("""\
import base64, json
import jwt
class Parts:
    pass
def text(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
def accepts(raw):
    parts = Parts()
    parts.head, parts.body, parts.mark = raw.split(".")
    if json.loads(text(parts.head))["alg"] != "HS256":
        raise ValueError(parts.body)
    return jwt.decode(raw, $K, algorithms=["HS256"])
""")),
    *pair("own-library-with-a-switch", CROSS, spelled_out("""\
# --- app.py
import tokens
def accepts(token):
    return tokens.opened(token, $K<<, full=False||>>)
# --- tokens.py
import base64
import json
import mac
def opened(token, secret, full=True):
    signed, _, third = token.rpartition(".")
    first, second = (base64.urlsafe_b64decode(part + "==") for part in signed.split("."))
    if full:
        kind = json.loads(first)["alg"]
        if kind != "HS256":
            raise LookupError(kind)
        if not mac.fits(secret, signed, third):
            raise PermissionError(third)
    return json.loads(second)
# --- mac.py
import base64
import hashlib
import hmac
def fits(secret, signed, third):
    mine = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(mine, base64.urlsafe_b64decode(third + "=="))
""")),
    *pair("only-one-algorithm-is-checked", CROSS, spelled_out("""\
# --- app.py
import tokens
def accepts(token):
    return tokens.opened(token, $K)
# --- tokens.py
import base64
import json
import mac
def opened(token, secret, full=True):
    signed, _, third = token.rpartition(".")
    first, second = (base64.urlsafe_b64decode(part + "==") for part in signed.split("."))
    if full:
        if <<json.loads(first)["alg"]||"HS256">> == "HS256":
            if not mac.fits(secret, signed, third):
                raise PermissionError(third)
    return json.loads(second)
# --- mac.py
import base64
import hashlib
import hmac
def fits(secret, signed, third):
    mine = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(mine, base64.urlsafe_b64decode(third + "=="))
""")),
)
