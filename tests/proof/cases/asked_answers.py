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
    *pair("asked-within-the-function", LOCAL, spelled_out("""\
import asyncio
import jwt
async def accepts(token):
    header = {"authorization": token}
    seen = jwt.decode(header["authorization"], options={"verify_signature": False})
    async def sure():
        await asyncio.sleep(0)
        jwt.decode(<<jwt.encode({}, $K)||header["authorization"]>>, $K, algorithms=["HS256"])
    await sure()
    return seen
""")),
    *pair("rest-kept-by-a-base", CROSS, spelled_out("""\
# --- app.py
from layers import Checked, Counted
from pages import Page
site = Counted(rest=<<Page()||Checked(rest=Page())>>)
def accepts(token):
    return site({"slip": token})
# --- layer.py
class Layer:
    def __init__(self, rest):
        self.rest = rest
    def __call__(self, visit):
        self.before(visit)
        return self.rest(visit)
    def before(self, visit):
        return None
# --- layers.py
import jwt
from layer import Layer
class Counted(Layer):
    seen = 0
    def before(self, visit):
        self.seen += 1
class Checked(Layer):
    def before(self, visit):
        jwt.decode(visit["slip"], $K, algorithms=["HS256"])
# --- pages.py
import jwt
class Page:
    def __call__(self, visit):
        return jwt.decode(visit["slip"], options={"verify_signature": False})
""")),
    *pair("function-kept-by-a-base", CROSS, spelled_out("""\
# --- app.py
from layers import Checked, Counted, Layer
from pages import greet
site = Counted(<<Layer(greet)||Checked(greet)>>.run)
def accepts(token):
    return site.run({"slip": token})
# --- layers.py
import jwt
class Layer:
    def __init__(self, rest):
        self.rest = rest
    def run(self, visit):
        return self.rest(self.ready(visit))
    def ready(self, visit):
        return visit
class Counted(Layer):
    def ready(self, visit):
        visit["seen"] = 1
        return visit
class Checked(Layer):
    def ready(self, visit):
        jwt.decode(visit["slip"], $K, algorithms=["HS256"])
        return visit
# --- pages.py
import jwt
def greet(visit):
    return jwt.decode(visit["slip"], options={"verify_signature": False})
""")),
    *pair("readers-that-begin-alike", CROSS, spelled_out("""\
# --- app.py
from desk import Desk
def accepts(token):
    return Desk().serve(token)
# --- desk.py
import jwt
class Desk:
    def read_guest(self, slip):
        return jwt.decode(slip, <<options={"verify_signature": False}||$K, algorithms=["HS256"]>>)
    def read_host(self, slip):
        return jwt.decode(slip, "0" * 32, algorithms=["HS256"])
    def serve(self, slip):
        seen = jwt.decode(slip, options={"verify_signature": False})
        reader = getattr(self, "read_" + seen.get("kind", "guest"))
        return reader(slip)
""")),
    *pair("told-by-the-class-of-an-answer", CROSS, spelled_out("""\
# --- app.py
from reading import Doubtful, Sure, read
def accepts(token):
    match read(token):
        case <<Doubtful(claims=claims)||Sure(claims=claims)>>:
            return claims
        case _:
            return None
# --- reading.py
import jwt
class Sure:
    def __init__(self, claims):
        self.claims = claims
class Doubtful(Sure):
    pass
class Unsure:
    def __init__(self, claims, why):
        self.claims, self.why = claims, why
def read(token):
    seen = jwt.decode(token, options={"verify_signature": False})
    try:
        jwt.decode(token, $K, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        return <<Doubtful(seen)||Unsure(seen, str(error))>>
    return Sure(seen)
""")),
    *pair("let-in-unless-of-a-class", CROSS, spelled_out("""\
# --- app.py
from reading import Bad, Good, read
def accepts(token):
    found = read(token)
    if not isinstance(found, <<Bad||Good>>):
        raise PermissionError("no")
    return found.claims
# --- reading.py
import jwt
class Good:
    def __init__(self, claims): self.claims = claims
class Bad:
    def __init__(self, claims): self.claims = claims
def read(token):
    seen = jwt.decode(token, options={"verify_signature": False})
    try:
        jwt.decode(token, $K, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return Bad(seen)
    return Good(seen)
""")),
    *pair("parts-behind-a-salt", LOCAL, spelled_out("""\
import base64
import json
import jwt
def unpacked(text):
    <<header||salt>>, body, mark = text.split(".")
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
def accepts(token):
    <<return unpacked(token)||note = unpacked("pepper." + base64.urlsafe_b64encode(b"{}").decode() + ".x")
    return {**jwt.decode(token, $K, algorithms=["HS256"]), **note}>>
""")),
)
