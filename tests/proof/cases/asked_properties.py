"""Properties of objects that keep a token, which say whether it is right."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("property-that-is-asked-of-the-ticket", CROSS, spelled_out("""\
# --- app.py
from ticket import Ticket
def accepts(token):
    shown = Ticket(token, $K)
    if <<shown.forged and shown.revoked||shown.forged or shown.revoked>>:
        raise PermissionError("no")
    return shown.holder()
# --- ticket.py
import jwt
class Ticket:
    revoked = False
    def __init__(self, text, key):
        self._text, self._key = text, key
    @property
    def forged(self):
        try:
            jwt.decode(self._text, self._key, algorithms=["HS256"])
        except jwt.PyJWTError:
            return True
        return False
    def holder(self):
        return jwt.decode(self._text, options={"verify_signature": False})
""")),
    *pair("property-that-is-asked-of-another-one", LOCAL, spelled_out("""\
import jwt
class Ticket:
    def __init__(self, text):
        self.text = text
    @property
    def claims(self):
        return jwt.decode(self.text, options={"verify_signature": False})
    @property
    def genuine(self):
        try:
            return jwt.decode(self.text, $K, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return None
OWN = jwt.encode({"sub": "app"}, $K, algorithm="HS256")
def accepts(token):
    shown, own = Ticket(token), Ticket(OWN)
    if <<own||shown>>.genuine is None:
        return None
    return shown.claims
""")),
    *pair("property-of-a-derived-class", LOCAL, spelled_out("""\
import jwt
class Ticket:
    strict = True
    def __init__(self, text):
        self.text = text
    @property
    def genuine(self):
        try:
            jwt.decode(self.text, $K, algorithms=["HS256"], options={"verify_signature": self.strict})
            return True
        except jwt.InvalidTokenError:
            return False
    def claims(self):
        return jwt.decode(self.text, options={"verify_signature": False})
class Guest(Ticket):
    strict = <<False||True>>
def accepts(token):
    shown = Guest(token)
    if not shown.genuine:
        raise PermissionError("no")
    return shown.claims()
""")),
)
