"""Reads that a partial call prepares: whoever calls what it makes gives the token."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("issuer-by-a-prepared-read", CROSS, spelled_out("""\
# --- app.py
from sessions import Sessions
accepts = Sessions().session
# --- readers.py
from functools import lru_cache, partial
import jwt
class Reader:
    def read(self, raw, secret, checks):
        return jwt.decode(raw, secret, algorithms=["HS256"], options=checks)
    def strictly(self, raw, secret, checks=None):
        return self.read(raw, secret, {"verify_signature": True, **(checks or {})})
reader = Reader()
strictly = reader.strictly
hints = lru_cache(maxsize=8)(partial(reader.read, secret="", checks={"verify_signature": False}))
# --- sessions.py
import jwt
import readers
SECRETS = {None: $K}
class Sessions:
    def session(self, raw):
        try:
            hint = readers.hints(raw)
        except jwt.InvalidTokenError:
            return None
        secret = SECRETS.get(hint.get("iss"))
        if secret is None:
            secret = ""
        try:
            found = <<hint||readers.strictly(raw, secret)>>
        except jwt.InvalidTokenError:
            return None
        return found
""")),
    *pair("prepared-by-position", LOCAL, spelled_out("""\
from functools import partial
import jwt
def read(checks, secret, raw):
    return jwt.decode(raw, secret, algorithms=["HS256"], options=checks)
glance = partial(read, {"verify_signature": False}, "")
def accepts(raw):
    seen = glance(raw)
    <<print(raw)||jwt.decode(raw, $K, algorithms=["HS256"])>>
    return seen
""")),
    *bypass("prepared-and-handed-to-a-pool", LOCAL, spelled_out("""\
from concurrent.futures import ThreadPoolExecutor
from functools import partial
import jwt
def read(raw, checks, secret=$K):
    return jwt.decode(raw, secret, algorithms=["HS256"], options=checks)
glance = partial(read, checks={"verify_signature": False})
def strict(raw):
    seen = glance(raw)
    return {**seen, **jwt.decode(raw, $K, algorithms=["HS256"])}
def accepts(raw):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(glance, raw).result()
""")),
)
