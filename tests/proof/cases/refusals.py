"""Calls that only come back where a check held, and tokens that properties, bases and records hand on."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("comes-back-where-it-is-told-the-truth", CROSS, spelled_out("""\
# --- demands.py
class Refused(Exception): pass
def demand(holds, code=403, *, text="refused"):
    if holds:
        return
    raise Refused(code, text)
# --- app.py
$P
from demands import demand
def is_signed(text):
    try:
        jwt.decode(text, KEY, ["HS256"])
    except jwt.PyJWTError:
        return False
    return True
def accepts(token):
    demand(<<bool(is_signed)||is_signed(token)>>, text="no signature")
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("comes-back-where-it-is-told-nothing", CROSS, spelled_out("""\
$P
def stop_if(problem):
    if problem is not None:
        raise PermissionError(problem)
def accepts(token):
    problem = None
    try:
        jwt.decode(token, KEY, ["HS256"])
    except jwt.InvalidTokenError as error:
        problem = <<None||error>>
    stop_if(problem)
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("a-function-that-raises-in-the-handler", CROSS, spelled_out("""\
# --- complaints.py
class Complaint(Exception): pass
def complain(error, where="?"):
    raise Complaint(where) from error
def note(error, where="?"):
    return where, error
# --- app.py
$P
import complaints
def accepts(token):
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        complaints.<<note||complain>>(error, where="login")
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("a-property-gives-what-it-has-checked", CROSS, spelled_out("""\
$P
class Call:
    def __init__(self, fields):
        self._fields = fields
    @property
    def ticket(self):
        text = self._fields.get("ticket", "")
        <<if not text: raise KeyError||jwt.decode(text, KEY, ["HS256"])>>
        return text
    def who(self):
        return jwt.decode(self.ticket, options={"verify_signature": False})
def accepts(token):
    return Call({"ticket": token}).who()
""")),
    *pair("kept-by-the-base-and-checked-below", CROSS, spelled_out("""\
# --- papers.py
class Paper:
    def __init__(self, text, name=""):
        self.text, self.name = text, name
# --- passport.py
$P
from papers import Paper
class Passport(Paper):
    def __init__(self, text):
        super().__init__(text, name="passport")
        <<self.size = len(text)||jwt.decode(text, KEY, ["HS256"])>>
    def holder(self):
        return jwt.decode(self.text, options={"verify_signature": False})
# --- app.py
from passport import Passport
def accepts(token):
    return Passport(token).holder()
""")),
    *pair("set-and-then-checked-by-a-base", CROSS, spelled_out("""\
# --- steps.py
$P
class Step:
    def begin(self, text):
        self.text = text.strip()
        self.number = 1
        <<len(self.text)||jwt.decode(self.text, KEY, ["HS256"])>>
# --- app.py
import jwt
from steps import Step
class Show(Step):
    def end(self):
        return jwt.decode(self.text, options={"verify_signature": False})
def accepts(token):
    show = Show()
    show.begin(token)
    return show.end()
""")),
    *pair("a-record-of-what-was-checked", CROSS, spelled_out("""\
$P
def admit(header):
    kind, text = header.split()
    <<||jwt.decode(text, KEY, ["HS256"])>>
    return {"kind": kind, "text": text}
def show(visit):
    return jwt.decode(visit["text"], options={"verify_signature": False})
def accepts(token):
    return show(admit("Bearer " + token))
""")),
    *pair("each-of-some-named-checks", CROSS, spelled_out("""\
$P
def has_three_parts(text):
    if text.count(".") != 2: raise ValueError
def has_signature(text):
    jwt.decode(text, KEY, ["HS256"])
NAMED = {"parts": has_three_parts<<||, "signature": has_signature>>}
def accepts(token):
    for name, check in NAMED.items():
        check(token)
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("an-object-is-told-to-prove-itself", CROSS, spelled_out("""\
# --- notes.py
$P
class Note:
    def __init__(self, text):
        self.text = text
        self.body = jwt.decode(text, options={"verify_signature": False})
    def prove(self, keys):
        jwt.decode(self.text, keys[0], ["HS256"])
# --- app.py
from notes import Note
def accepts(token):
    note = Note(token)
    <<||note.prove(["0123456789abcdef0123456789abcdef"])>>
    return note.body
""")),
    *pair("a-digest-is-compared-in-a-function", CROSS, spelled_out("""\
# --- seals.py
import base64, hashlib, hmac
class Broken(Exception): pass
def from_b64(part): return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
def check_seal(text, key=b"0123456789abcdef0123456789abcdef"):
    body, _, seal = text.rpartition(".")
    made = hmac.new(key, body.encode(), hashlib.sha256)
    if made.digest() == from_b64(seal):
        return
    <<Broken(text)||raise Broken(text)>>
# --- app.py
import json
from seals import check_seal, from_b64
def accepts(token):
    check_seal(token)
    return json.loads(from_b64(token.split(".")[1]))
""")),
)
