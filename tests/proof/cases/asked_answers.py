"""Claims that come with word whether they were verified, and complaints that a generator makes of a token."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("status-beside-the-claims", CROSS, spelled_out("""\
# --- app.py
from reader import Reader
def accepts(token):
    status, claims = Reader($K).read(token)
    if status <<== "unreadable"||!= "verified">>:
        return None
    return claims
# --- reader.py
import jwt
class Reader:
    def __init__(self, key):
        self.key = key
    def read(self, token):
        claims = jwt.decode(token, options={"verify_signature": False})
        try:
            jwt.decode(token, self.key, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return "suspicious", claims
        return "verified", claims
""")),
    *pair("verdict-of-an-outer-call", CROSS, spelled_out("""\
# --- app.py
from session import open_session
def accepts(token):
    session = open_session({"token": token})
    return session["claims"]
# --- session.py
from reading import opinion
def open_session(request):
    found = opinion(request["token"])
    if <<found is None||not found.trusted>>:
        raise PermissionError("not trusted")
    return {"claims": found.claims}
# --- reading.py
import jwt
class Opinion:
    def __init__(self, claims, trusted):
        self.claims, self.trusted = claims, trusted
def opinion(token):
    return judged(token, jwt.decode(token, options={"verify_signature": False}))
def judged(token, claims):
    try:
        jwt.decode(token, $K, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return Opinion(claims, False)
    return Opinion(claims, True)
""")),
    *pair("kept-before-it-is-asked", LOCAL, spelled_out("""\
import jwt
class Door:
    guest = None
    def look(self, slip):
        claims = jwt.decode(slip, options={"verify_signature": False})
        <<self.guest = claims||self.looked = True>>
        try:
            jwt.decode(slip, $K, algorithms=["HS256"])
        except jwt.InvalidTokenError as problem:
            return claims, problem
        return claims, None
def accepts(token):
    door = Door()
    claims, problem = door.look(token)
    if problem:
        return door.guest
    return claims
""")),
    *pair("generator-of-reasons", CROSS, spelled_out("""\
# --- app.py
import jwt
from reasons import against
def accepts(token):
    for reason in against(token):
        raise PermissionError(reason)
    return jwt.decode(token, options={"verify_signature": False})
# --- reasons.py
import jwt
def is_signed(token):
    try:
        return bool(jwt.decode(token, $K, algorithms=["HS256"]))
    except jwt.InvalidTokenError:
        return False
def of_form(token):
    if token.count(".") != 2:
        yield "three parts, please"
def against(token):
    yield from of_form(token)
    if not is_signed(token)<< and token.endswith("!")||>>:
        yield "nobody has signed it"
""")),
    *pair("first-reason-if-any", LOCAL, spelled_out("""\
import jwt
def reasons(token):
    try:
        jwt.decode(token, $K, algorithms=["HS256"])
    except jwt.ExpiredSignatureError:
        yield "too old"
    except jwt.InvalidTokenError as error:
        <<print(error)||yield str(error)>>
def accepts(token):
    first = next(reasons(token), None)
    if first is not None:
        raise PermissionError(first)
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("reasons-without-the-check-for-some", LOCAL, spelled_out("""\
import jwt
def reasons(token):
    if token.count(".") != 2:
        <<return||yield "odd">>
    if jwt.get_unverified_header(token).get("kid") == "k1":
        <<return||yield from ()>>
    try:
        jwt.decode(token, $K, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        yield str(error)
def accepts(token):
    found = sorted(reasons(token))
    if len(found):
        raise PermissionError(", ".join(found))
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("yielded-once-it-is-checked", LOCAL, spelled_out("""\
import jwt
def guests(tokens):
    for token in tokens:
        claims = jwt.decode(token, options={"verify_signature": False})
        <<yield claims||>>
        jwt.decode(token, $K, algorithms=["HS256"])
        <<||yield claims>>
def accepts(token):
    for guest in guests((token,)):
        return guest
""")),
    *pair("checked-at-last", LOCAL, spelled_out("""\
import jwt
class Reader:
    checks = 0
    def confirm(self, slip):
        jwt.decode(slip, $K, algorithms=["HS256"])
    def read(self, slip):
        try:
            claims = jwt.decode(slip, options={"verify_signature": False})
            if claims.get("sub"):
                return claims
            return {}
        finally:
            self.checks += 1
            <<if self.checks > 9:
                self.confirm(slip)||self.confirm(slip)>>
def accepts(token):
    return Reader().read(token)
""")),
    *pair("readers-prepared-by-kind", CROSS, spelled_out("""\
# --- app.py
from desk import Desk
def accepts(token):
    return Desk().serve(token)
# --- desk.py
import functools
import jwt
def look(token):
    return jwt.decode(token, options={"verify_signature": False})
class Desk:
    def __init__(self):
        strict = functools.partial(jwt.decode, algorithms=["HS256"])
        self.readers = {
            "partner": functools.partial(strict, key="0" * 32),
            "guest": functools.partial(strict, key=$K<<, options={"verify_signature": False}||>>),
        }
    def serve(self, token):
        kind = "partner" if look(token).get("partner") else "guest"
        return self.readers[kind](token)
""")),
    *pair("copy-by-its-own-method", CROSS, spelled_out("""\
# --- app.py
from typing import NamedTuple
from steps import admit, greet
class Visit(NamedTuple):
    slip: str
    host: str = ""
def accepts(token):
    return greet(admit(Visit(token)))
# --- steps.py
import jwt
def admit(visit):
    <<host = "me"||host = jwt.decode(visit.slip, $K, algorithms=["HS256"])["sub"]>>
    return visit._replace(host=host)
def greet(visit):
    return jwt.decode(visit.slip, options={"verify_signature": False})
""")),
    *pair("copy-with-another-token", CROSS, spelled_out("""\
# --- app.py
from dataclasses import dataclass
from steps import admit, greet
@dataclass
class Visit:
    slip: str
    spare: str = ""
def accepts(token):
    own = __import__("jwt").encode({"sub": "me"}, $K)
    return greet(admit(<<Visit(own, token)||Visit(token, own)>>))
# --- steps.py
import copy
import dataclasses
import jwt
def admit(visit):
    jwt.decode(visit.slip, $K, algorithms=["HS256"])
    return dataclasses.replace(copy.copy(visit), <<slip=visit.spare||spare="">>)
def greet(visit):
    return jwt.decode(visit.slip, options={"verify_signature": False})
""")),
)
