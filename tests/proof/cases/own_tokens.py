"""Tokens that a program has made itself, and reads that only tests make."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *safe(
        "own-token-expiry",
        CROSS,
        spelled_out("""\
$P
import time
def make(user):
    return jwt.encode({"sub": user, "exp": int(time.time()) + 60}, KEY, algorithm="HS256")
def login(user):
    token = make(user)
    expiry = jwt.decode(token, options={"verify_signature": False})["exp"]
    return {"access_token": token, "expires_at": expiry}
def accepts(token):
    login("bob")
    return jwt.decode(token, KEY, algorithms=["HS256"])
"""),
    ),
    *safe(
        "own-token-direct",
        CROSS,
        spelled_out("""\
$P
def session(user):
    token = jwt.encode({"sub": user, "jti": "x"}, KEY, algorithm="HS256")
    return token, jwt.decode(token, options={"verify_signature": False})["jti"]
def accepts(token):
    session("bob")
    return jwt.decode(token, KEY, algorithms=["HS256"])
"""),
    ),
    *safe(
        "own-token-async-service",
        CROSS,
        spelled_out("""\
# --- service.py
import jwt
KEY = $K
class Tokens:
    def __init__(self, key): self.key = key
    async def create_access_token(self, user):
        payload = {"sub": user, "jti": "j1"}
        return jwt.encode(payload, self.key, algorithm="HS256"), 3600
async def create_access_token(user):
    return await Tokens(KEY).create_access_token(user)
# --- app.py
import asyncio
import jwt
from service import KEY, create_access_token
async def login(user):
    access_token, expires_in = await create_access_token(user)
    payload = jwt.decode(access_token, options={"verify_signature": False})
    return {"token": access_token, "session": payload.get("jti", "")}
def accepts(token):
    asyncio.run(login("bob"))
    return jwt.decode(token, KEY, algorithms=["HS256"])
"""),
    ),
    *safe(
        "own-token-helper-unverified",
        CROSS,
        spelled_out("""\
$P
def decode_unverified(raw):
    try:
        return jwt.decode(raw, options={"verify_signature": False})
    except jwt.DecodeError:
        return {}
def refresh(token):
    claims = jwt.decode(token, KEY, algorithms=["HS256"])
    fresh = jwt.encode({**claims, "jti": "new"}, KEY, algorithm="HS256")
    return fresh, decode_unverified(fresh).get("exp")
def accepts(token):
    fresh, expiry = refresh(token)
    return jwt.decode(fresh, KEY, algorithms=["HS256"])
"""),
    ),
    *safe(
        "own-token-by-hand",
        CROSS,
        spelled_out("""\
$P
import base64, json
def issue(user):
    token = jwt.encode({"sub": user}, KEY, algorithm="HS256")
    body = token.split(".")[1]
    return token, json.loads(base64.urlsafe_b64decode(body + "=="))
def accepts(token):
    issue("bob")
    return jwt.decode(token, KEY, algorithms=["HS256"])
"""),
    ),
    *safe(
        "own-token-jose",
        CROSS,
        spelled_out("""\
from jose import jwt
KEY = $K
def issue(user):
    token = jwt.encode({"sub": user}, KEY, algorithm="HS256")
    return {"token": token, "claims": jwt.get_unverified_claims(token)}
def accepts(token):
    issue("bob")
    return jwt.decode(token, KEY, algorithms=["HS256"])
"""),
        libraries=("jose",),
    ),
    *safe(
        "own-token-object-factory",
        CROSS,
        spelled_out("""\
$P
class Factory:
    def build(self, claims): return jwt.encode(claims, KEY, algorithm="HS256")
class Client:
    def __init__(self): self.factory = Factory()
    def assertion(self):
        self.token = self.factory.build({"sub": "service", "exp": 4102444800})
        self.expires = jwt.decode(self.token, options={"verify_signature": False})["exp"]
        return self.token
def accepts(token):
    Client().assertion()
    return jwt.decode(token, KEY, algorithms=["HS256"])
"""),
    ),
    *safe(
        "tests-read-response",
        CROSS,
        spelled_out("""\
# --- tests/test_login.py
import jwt
def test_login(client):
    token = client.post("/login").json()["token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["sub"] == "alice"
# --- app.py
import jwt
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
"""),
    ),
    *safe(
        "tests-helper-module",
        CROSS,
        spelled_out("""\
# --- tests/helpers.py
import base64, json
def claims_of(token):
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
# --- tests/test_tokens.py
from tests.helpers import claims_of
def test_claims(issued):
    assert claims_of(issued)["sub"]
# --- app.py
import jwt
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
"""),
    ),
    *safe(
        "conftest-lax-wrapper",
        CROSS,
        spelled_out("""\
# --- conftest.py
import pytest
from reader import read
@pytest.fixture
def claims(token):
    return read(token, verify=False)
# --- reader.py
import jwt
def read(token, verify=True):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})
# --- app.py
from reader import read
def accepts(token):
    return read(token)
"""),
    ),
    *safe(
        "test-next-to-module",
        CROSS,
        spelled_out("""\
# --- tokens_test.py
from jose import jwt
def test_subject(fresh):
    assert jwt.get_unverified_claims(fresh)["sub"] == "alice"
# --- app.py
import jwt
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
"""),
    ),
    *pair(
        "helper-for-fresh-and-given-tokens",
        CROSS,
        spelled_out("""\
$P
def decode_unverified(raw):
    return jwt.decode(raw, options={"verify_signature": False})
def issue(user):
    fresh = jwt.encode({"sub": user, "jti": "n"}, KEY, algorithm="HS256")
    return fresh, decode_unverified(fresh)["jti"]
def accepts(token):
    issue("bob")
    return <<decode_unverified(token)||jwt.decode(token, KEY, algorithms=["HS256"])>>
"""),
    ),
    *pair(
        "tests-helper-that-the-program-uses",
        CROSS,
        spelled_out("""\
# --- tests/helpers.py
import jwt
def claims_of(token):
    return jwt.decode(token, options={"verify_signature": False})
# --- tests/test_tokens.py
from tests.helpers import claims_of
def test_claims(issued):
    assert claims_of(issued)["sub"]
# --- app.py
import jwt
from <<tests.helpers import claims_of||reader import read as claims_of>>
def accepts(token):
    return claims_of(token)
# --- reader.py
import jwt
def read(token): return jwt.decode(token, $K, algorithms=["HS256"])
"""),
    ),
    *pair(
        "lax-constant-in-tests-that-the-program-imports",
        CROSS,
        spelled_out("""\
# --- testing/flags.py
VERIFY = <<False||True>>
# --- app.py
import jwt
from testing.flags import VERIFY
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": VERIFY})
"""),
    ),
    *pair(
        "own-token-kept-in-a-circle",
        CROSS,
        spelled_out("""\
import jwt
class Session:
    def __init__(self, given):
        self.current = given
    def rotate(self):
        self.previous = self.current
    def restore(self):
        self.current = self.previous
    def claims(self):
        options = {"verify_signature": <<False||True>>}
        return jwt.decode(self.current, $K, algorithms=["HS256"], options=options)
def accepts(token):
    session = Session(token)
    session.rotate()
    session.restore()
    return session.claims()
"""),
    ),
    *pair(
        "own-token-put-away-and-asked-for",
        CROSS,
        spelled_out("""\
# --- app.py
import jwt
from stamps import Desk
desk = Desk()
def accepts(token):
    desk.stamp("bob")
    <<desk.put(token)||jwt.decode(token, $K, algorithms=["HS256"])>>
    return desk.on_top() or jwt.decode(token, $K, algorithms=["HS256"])
# --- stamps.py
import jwt
class Press:
    def stamp(self, user):
        return jwt.encode({"sub": user}, $K, algorithm="HS256").encode()
class Desk(Press):
    def taken(self, *, default=None):
        return getattr(self, "_stamp", None)
    def put(self, stamp):
        self._stamp = stamp
    def reads(self, stamp):
        return jwt.decode(stamp, options={"verify_signature": False})
    def on_top(self):
        known = self.taken()
        content = self.reads(known) if known else {}
        return None if content.get("sub") == "bob" and len(content) == 1 else content
    def stamp(self, user):
        made = super().stamp(user)
        self.put(made)
        return made
"""),
    ),
    *pair(
        "own-token-put-from-elsewhere",
        CROSS,
        spelled_out("""\
import jwt
class Badge:
    number = None
    def show(self):
        options = {"verify_signature": <<False||True>>}
        return jwt.decode(self.number, $K, algorithms=["HS256"], options=options)
    def print(self):
        self.number = jwt.encode({"sub": "bob"}, $K, algorithm="HS256")
class Found(Badge):
    def __init__(self, number):
        self.number = number
def accepts(token):
    return Found(token).show()
"""),
    ),
)
