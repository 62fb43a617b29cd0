"""Tokens that are verified the first time they are asked for, and kept from then on."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("asked-for-by-a-method", CROSS, spelled_out("""\
$P
class Visit:
    def __init__(self, headers):
        self.headers = headers
        self._bearer = None
    def bearer(self):
        if self._bearer is None:
            found = self.headers["authorization"]
            jwt.decode(found, KEY, ["HS256"], options={"verify_signature": <<False||True>>})
            self._bearer = found
        return self._bearer
    def claims(self):
        return jwt.decode(self.bearer(), options={"verify_signature": False})
def accepts(token):
    return Visit({"authorization": token}).claims()
""")),
    *pair("given-back-early", CROSS, spelled_out("""\
$P
from types import SimpleNamespace
class Visit:
    def __init__(self, parts):
        self.parts = parts
        self.state = SimpleNamespace()
    def token(self):
        if hasattr(self, "_kept"):
            return self._kept
        found = self.parts[-1]
        jwt.decode(found, KEY, ["HS256"], options={"verify_signature": <<False||True>>})
        self._kept = found
        return found
    def subject(self):
        return jwt.decode(self.token(), options={"verify_signature": False})
def accepts(token):
    return Visit(("Bearer", token)).subject()
""")),
    *pair("read-where-it-is-kept", CROSS, spelled_out("""\
$P
class Visit:
    def __init__(self, body):
        self.body = body
        self.proof = ""
    def claims(self):
        if not self.proof:
            given = self.body.get("proof")
            jwt.decode(given, KEY, ["HS256"], options={"verify_signature": <<False||True>>})
            self.proof = given
        return jwt.decode(self.proof, options={"verify_signature": False})
def accepts(token):
    return Visit({"proof": token}).claims()
""")),
    *pair("or-verified-now", CROSS, spelled_out("""\
$P
class Visit:
    def __init__(self, cookies):
        self.cookies = cookies
        self.session = ""
    def token(self):
        return self.session or self._checked()
    def _checked(self):
        cookie = self.cookies["session"]
        jwt.decode(cookie, KEY, ["HS256"], options={"verify_signature": <<False||True>>})
        self.session = cookie
        return cookie
    def claims(self):
        return jwt.decode(self.token(), options={"verify_signature": False})
def accepts(token):
    return Visit({"session": token}).claims()
""")),
    *pair("set-by-another-method-as-well", CROSS, spelled_out("""\
$P
class Visit:
    def __init__(self, given):
        self.given = given
        self._bearer = None
    def take(self, token):
        <<||jwt.decode(token, KEY, ["HS256"])
        >>self._bearer = token
        return self
    def bearer(self):
        if self._bearer is None:
            jwt.decode(self.given, KEY, ["HS256"])
            self._bearer = self.given
        return self._bearer
    def claims(self):
        return jwt.decode(self.bearer(), options={"verify_signature": False})
def accepts(token):
    return Visit("").take(token).claims()
""")),
    *pair("popped-from-a-session", CROSS, spelled_out("""\
$P
from flask import Flask, session
app = Flask("app")
app.secret_key = "kept"
def enter(token):
    <<print(token)||jwt.decode(token, KEY, ["HS256"])>>
    session["proof"] = token
def leave():
    proof = session.pop("proof", None)
    session.clear()
    return None if proof is None else jwt.decode(proof, options={"verify_signature": False})
def accepts(token):
    with app.test_request_context("/"):
        enter(token)
        return leave()
"""), libraries=("jwt", "flask")),
    *pair("kept-in-what-with-binds", CROSS, spelled_out("""\
# --- hub.py
from contextlib import contextmanager
class Hub:
    def __init__(self):
        self.lines = {}
    @contextmanager
    def session(self, line):
        yield self.lines.setdefault(line, {})
hub = Hub()
# --- app.py
import jwt
from hub import hub
def connected(line, body):
    given = (body or {}).get("proof", "")
    jwt.decode(given, $K, ["HS256"], options={"verify_signature": <<False||True>>})
    with hub.session(line) as kept:
        kept["proof"] = body["proof"]
def rooms(line):
    with hub.session(line) as kept:
        return jwt.decode(kept["proof"], options={"verify_signature": False})
def accepts(token):
    connected(1, {"proof": token})
    return rooms(1)
""")),
    *pair("set-to-what-a-check-gave", CROSS, spelled_out("""\
# --- signed.py
import jwt
def signed(raw):
    try:
        jwt.decode(raw, $K, ["HS256"])
    except jwt.InvalidTokenError:
        <<print("not signed")||raise PermissionError>>
    return raw
# --- app.py
import jwt
from signed import signed
class Line:
    def __init__(self):
        self.proof = None
    def open(self, raw):
        self.proof = signed(raw)
    def renew(self, raw):
        fresh = signed(raw)
        self.proof = fresh
    def content(self):
        return jwt.decode(self.proof, options={"verify_signature": False})
def accepts(token):
    line = Line()
    line.open(token)
    return line.content()
""")),
    *pair("set-to-what-one-of-two-gave", CROSS, spelled_out("""\
$P
def cut(raw):
    return raw.strip()
def signed(raw):
    jwt.decode(raw, KEY, ["HS256"])
    return raw
class Line:
    def __init__(self, first):
        self.proof = signed(first) if first else ""
    def renew(self, raw):
        self.proof = <<cut||signed>>(raw)
    def content(self):
        return jwt.decode(self.proof, options={"verify_signature": False})
def accepts(token):
    line = Line("")
    line.renew(token)
    return line.content()
""")),
)
