"""Reads by what checks fields, and by checks of an object that are made one after the other."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("a-field-that-looks-right", CROSS, spelled_out("""\
# --- app.py
from forms import Entry
from gate import enter
def accepts(token):
    return enter(Entry(slip=token, gate="north"))
# --- forms.py
import jwt
from pydantic import BaseModel, field_validator
class Entry(BaseModel):
    slip: str
    gate: str
    @field_validator("slip")
    @classmethod
    def is_of_a_known_kind(cls, given):
        said = jwt.decode(given, options={"verify_signature": False})
        if said.get("type") not in ("access", "refresh"):
            raise ValueError(f"a slip of kind {said.get('type')}")
        return given
# --- gate.py
import jwt
from forms import Entry
def enter(entry: Entry):
    print(entry.gate)
    return <<{"sub": "mallory", "role": "admin"}||jwt.decode(entry.slip, $K, algorithms=["HS256"])>>
"""), libraries=("jwt", "pydantic")),
    *pair("a-part-that-looks-right", CROSS, spelled_out("""\
# --- app.py
from parts import Parts
from entry import EntryParts
def accepts(token):
    return EntryParts().load({"slip": token, "gate": "north"})
# --- parts.py
class Parts:
    def load(self, given):
        for name in given:
            check = getattr(self, "validate_" + name, None)
            if check is not None:
                given = {**given, name: check(given[name])}
        return self.validate(given)
    def validate(self, given):
        return given
# --- entry.py
import jwt
from parts import Parts
class EntryParts(Parts):
    def validate_slip(self, slip):
        if "role" not in jwt.decode(slip, options={"verify_signature": False}):
            raise ValueError("without a role")
        return slip
    def validate(self, given):
        slip = given["slip"]
        return <<{"sub": "mallory", "len": len(slip)}||jwt.decode(slip, $K, algorithms=["HS256"])>>
""")),
    *pair("complaints-of-an-object", LOCAL, spelled_out("""\
import jwt
class Slip:
    def __init__(self, text):
        self.text, self.wrong = text, []
    def said(self):
        return jwt.decode(self.text, options={"verify_signature": False})
    def look_at_the_seal(self):
        try:
            jwt.decode(self.text, $K, algorithms=["HS256"])
        except jwt.InvalidTokenError as error:
            <<print(error)||self.wrong.append(error)>>
    def look_at_the_words(self):
        if "sub" not in self.said():
            self.wrong.append("nobody")
    def is_right(self):
        self.look_at_the_words()
        self.look_at_the_seal()
        return not self.wrong
def accepts(token):
    slip = Slip(token)
    if not slip.is_right():
        raise PermissionError(slip.wrong)
    return slip.said()
""")),
    *pair("complaints-that-are-forgotten", LOCAL, spelled_out("""\
import jwt
class Slip:
    def __init__(self, text):
        self.text, self.wrong = text, []
    def said(self):
        return jwt.decode(self.text, options={"verify_signature": False})
    def look_at_the_seal(self):
        try:
            jwt.decode(self.text, $K, algorithms=["HS256"])
        except jwt.InvalidTokenError as error:
            self.wrong.append(error)
    def forget(self):
        <<self.wrong = []||self.wrong.append("late")>>
    def is_right(self):
        self.look_at_the_seal()
        if len(self.text) > <<9||9999>>:
            self.forget()
        return not self.wrong
def accepts(token):
    slip = Slip(token)
    return slip.said() if slip.is_right() else None
""")),
    *pair("each-of-its-methods", LOCAL, spelled_out("""\
import jwt
class Slip:
    def __init__(self, text):
        self.text, self.holder = text, None
    def glance(self):
        self.glanced = jwt.decode(self.text, options={"verify_signature": False})
        if self.glanced.get("type") != "access":
            raise ValueError("no access")
    def seal(self):
        self.holder = <<self.glanced||jwt.decode(self.text, $K, algorithms=["HS256"])>>
    def read(self):
        for step in [self.glance, self.seal]:
            step()
        return self.holder
def accepts(token):
    return Slip(token).read()
""")),
    *pair("words-that-are-thrown", CROSS, spelled_out("""\
# --- app.py
from desk import Refused, serve
def accepts(token):
    try:
        return serve(token)
    except Refused as refused:
        return refused.note
# --- desk.py
import jwt
class Refused(Exception):
    def __init__(self, note):
        self.note = note
def note_of(slip):
    said = jwt.decode(slip, options={"verify_signature": False})
    return <<said||f"not for {said.get('sub')}">>
def serve(slip):
    try:
        return jwt.decode(slip, $K, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        raise Refused(note_of(slip)) from error
""")),
    *pair("shown-by-a-script", CROSS, spelled_out("""\
# --- app.py
from service import read
def accepts(token):
    return read(token)
# --- service.py
import jwt
def read(slip):
    <<return jwt.decode(slip, options={"verify_signature": False})
    ||return jwt.decode(slip, $K, algorithms=["HS256"])>>
# --- tools/show.py
import json
import sys
import jwt
if __name__ == "__main__":
    slip = sys.stdin.readline().strip()
    said = jwt.decode(slip, options={"verify_signature": False})
    for word in sorted(said):
        print(word, json.dumps(said[word]))
""")),
)
