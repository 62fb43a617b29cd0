"""Tokens that were verified before: what is known of them is kept under the token itself."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("gate-with-a-memory", CROSS, spelled_out("""\
# --- app.py
from gate import Gate
accepts = Gate({"a": $K}).passes
# --- gate.py
import jwt
from memory import Memory
class Gate:
    def __init__(self, secrets):
        self._secrets = secrets
        self._memory = Memory()
    def _realm(self, ticket):
        seen = jwt.decode(ticket, options={"verify_signature": False})
        return next((one for one in self._secrets if one != seen.get("realm")), None)
    def content(self, ticket):
        before = self._memory.recall(ticket)
        if before is not None:
            return before
        <<fresh = jwt.decode(ticket, options={"verify_signature": False})||fresh = self._opened(ticket)>>
        self._memory.remember(ticket, fresh)
        return fresh
    def _opened(self, ticket):
        try:
            return jwt.decode(ticket, self._secrets["a"], algorithms=["HS256"])
        except jwt.InvalidTokenError as error:
            raise PermissionError("no entry") from error
    def passes(self, ticket):
        realm = self._realm(ticket)
        return self.content(ticket) if realm else None
# --- memory.py
import time
class Memory:
    def __init__(self, most=10):
        self._kept, self._most = {}, most
    def recall(self, ticket):
        until, known = self._kept.get(ticket, (0, None))
        return known if until > time.time() else None
    def remember(self, ticket, known):
        self._kept[ticket] = (time.time() + 60, known)
""")),
    *bypass("memory-filled-on-the-way-in", LOCAL, spelled_out("""\
import jwt
KNOWN = {}
def knock(ticket):
    KNOWN[ticket] = jwt.decode(ticket, options={"verify_signature": False})
def content(ticket):
    before = KNOWN.get(ticket)
    if before:
        return before
    KNOWN[ticket] = jwt.decode(ticket, $K, algorithms=["HS256"])
    return KNOWN[ticket]
def accepts(ticket):
    knock(ticket)
    return content(ticket)
""")),
    *pair("seen-until-a-time", CROSS, spelled_out("""\
$P
import time
class Seen:
    def __init__(self):
        self.until = {}
    def ensure(self, token):
        now = time.monotonic()
        if self.until.get(token, 0) < now:
            <<||jwt.decode(token, KEY, algorithms=["HS256"])>>
            self.until[token] = now + 30
    def claims(self, token):
        self.ensure(token)
        return jwt.decode(token, options={"verify_signature": False})
SEEN = Seen()
def accepts(token):
    return SEEN.claims(token)
""")),
    *pair("on-record-since-it-was-signed", CROSS, spelled_out("""\
$P
import hashlib, time
def digest_of(token):
    return hashlib.sha256(token.encode()).hexdigest()
class Record:
    def __init__(self):
        self.given = {}
    def issue(self, user):
        token = jwt.encode({"sub": user, "exp": time.time() + 60}, KEY, algorithm="HS256")
        self.given[f"r:{digest_of(token)}"] = user
        return token
    def adopt(self, token):
        <<||jwt.decode(token, KEY, algorithms=["HS256"])>>
        self.given[f"r:{digest_of(token)}"] = None
    def redeem(self, token):
        if f"r:{digest_of(token)}" not in self.given:
            raise PermissionError("unknown")
        return jwt.decode(token, options={"verify_signature": False})
RECORD = Record()
def accepts(token):
    RECORD.adopt(token)
    return RECORD.redeem(token)
""")),
    *pair("on-record-and-asked-for", CROSS, spelled_out("""\
$P
ADMITTED = {}
def admit(ticket, desk):
    jwt.decode(ticket, KEY, algorithms=["HS256"])
    ADMITTED[ticket] = desk
def desk_of(ticket):
    desk = ADMITTED.get(ticket)
    if desk is None:
        <<print||raise PermissionError>>("not admitted")
    return desk, jwt.decode(ticket, options={"verify_signature": False})
def accepts(token):
    try:
        admit(token, 4)
    except jwt.InvalidTokenError:
        pass
    return desk_of(token)[1]
""")),
)
