"""Properties of objects that keep a token, and checks that are handed over, which say whether it is right."""

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
    *pair("steps-that-each-caller-hands-over", CROSS, spelled_out("""\
# --- app.py
from steps import signed_by
from walk import claims_of
STEPS = [signed_by({"home": $K})]
def accepts(token):
    return claims_of(token, <<STEPS[1:]||STEPS>>)
# --- steps.py
import jwt
def signed_by(keys):
    def step(token, seen):
        try:
            jwt.decode(token, keys["home"], algorithms=["HS256"])
        except jwt.InvalidTokenError as error:
            yield f"{seen.get('sub')}: {error}"
    return step
# --- walk.py
import jwt
def claims_of(token, steps):
    seen = jwt.decode(token, options={"verify_signature": False})
    for step in steps:
        for complaint in step(token, seen):
            raise PermissionError(complaint)
    return seen
""")),
    *pair("check-that-one-caller-leaves-out", CROSS, spelled_out("""\
# --- app.py
from walk import claims_of
import jwt
def strict(token):
    jwt.decode(token, $K, algorithms=["HS256"])
def shown(token):
    print(token)
def own():
    return claims_of(jwt.encode({}, $K, algorithm="HS256"), strict)
def accepts(token):
    return claims_of(token, <<shown||strict>>)
# --- walk.py
import jwt
def claims_of(token, check):
    seen = jwt.decode(token, options={"verify_signature": False})
    check(token)
    return seen
""")),
    *pair("property-that-gives-its-object-back", CROSS, spelled_out("""\
# --- stubs.py
import jwt
class Stub:
    def __init__(self, number):
        self.number = number
    @property
    def genuine(self):
        <<jwt.get_unverified_header(self.number)||jwt.decode(self.number, $K, algorithms=["HS256"])>>
        return self
    def content(self):
        return jwt.decode(self.number, options={"verify_signature": False})
# --- app.py
from stubs import Stub
def accepts(token):
    return Stub(token).genuine.content()
""")),
    *pair("property-asked-of-what-a-property-gave", CROSS, spelled_out("""\
$P
class Seen:
    def __init__(self, raw):
        self.raw = raw
    @property
    def claims(self):
        return jwt.decode(self.raw, options={"verify_signature": False})
    @property
    def subject(self):
        return self.claims["sub"]
class Sealed:
    def __init__(self, raw):
        self.raw = raw
    @property
    def opened(self):
        if <<self.raw||jwt.decode(self.raw, KEY, algorithms=["HS256"])>>:
            return Seen(self.raw)
        raise PermissionError
def accepts(token):
    sealed = Sealed(token)
    return sealed.opened.claims
""")),
)
