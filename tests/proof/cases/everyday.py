"""Code as services are written: layers, providers, containers and loops between a token and its check."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("property-asked-for-by-a-function-without-calls", LOCAL, spelled_out("""\
import jwt
class Visit:
    def __init__(self, token):
        self.token = token
        self.kept = {}
    @property
    def claims(self):
        if "claims" not in self.kept:
            options = {"verify_signature": <<False||True>>}
            self.kept["claims"] = jwt.decode(self.token, $K, ["HS256"], options)
        return self.kept["claims"]
def shown(visit):
    return visit.claims
def accepts(token):
    return shown(Visit(token))
""")),
    *pair("view-that-only-tests-call", LOCAL, spelled_out("""\
# --- app.py
import jwt
def accepts(token):
    return jwt.decode(token, $K, ["HS256"], options={"verify_signature": <<False||True>>})
# --- tests/test_accepts.py
import jwt
from app import accepts
def signed(claims):
    return jwt.encode(claims, $K, algorithm="HS256")
def test_claims():
    assert accepts(signed({"sub": "her"})) == {"sub": "her"}
""")),
    *bypass("reader-that-tests-hand-what-they-verified", CROSS, spelled_out("""\
# --- app.py
from reading import claims_of
def accepts(token):
    return claims_of(token)
# --- reading.py
import jwt
class Envelope:
    def __init__(self, token):
        self.token = token
    def open(self):
        return jwt.decode(self.token, options={"verify_signature": False})
def claims_of(token):
    return getattr(Envelope(token), "open")()
# --- tests/test_reading.py
import jwt
from reading import Envelope
def test_open():
    token = jwt.encode({"sub": "her"}, $K, algorithm="HS256")
    jwt.decode(token, $K, ["HS256"])
    assert Envelope(token).open() == {"sub": "her"}
""")),
)
