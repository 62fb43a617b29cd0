"""Claims read by hand, some of tokens that others have verified."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

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
)
