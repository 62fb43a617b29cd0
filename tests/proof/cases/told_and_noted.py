"""Claims that are only told, complaints noted in what a check is handed, checks that calls decide."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("told-by-who-turns-away", CROSS, spelled_out("""\
# --- app.py
import jwt
from answers import on_invalid
def accepts(token):
    try:
        found = jwt.decode(token, $K, algorithms=["HS256"]), 200
    except jwt.InvalidTokenError:
        found = on_invalid(token, KINDS["html"])
    return found[0]
KINDS = {"html": "<p>"}
# --- answers.py
import logging
import jwt
LOG = logging.getLogger("web")
def on_invalid(slip, kind):
    try:
        said = jwt.decode(slip, options={"verify_signature": False})
    except jwt.DecodeError as error:
        LOG.warning("unreadable", exc_info=error)
    else:
        LOG.warning("not signed", extra={"who": said.get("sub")})
        <<return said, 401||print(said.get("iss"))>>
    return kind, 401
""")),
    *pair("only-some-are-turned-away", CROSS, spelled_out("""\
# --- app.py
import jwt
from answers import fail_unless_known
def accepts(token):
    refused = fail_unless_known(token)
    if refused is not None:
        return None
    return <<{"sub": "mallory"}||jwt.decode(token, $K, algorithms=["HS256"])>>
# --- answers.py
import logging
import jwt
def fail_unless_known(slip):
    said = jwt.decode(slip, options={"verify_signature": False})
    logging.info("asked by %s", said.get("sub"))
    if said.get("role") == "admin":
        return None
    return "refused", 403
""")),
    *pair("noted-in-a-set", CROSS, spelled_out("""\
# --- app.py
import jwt
from faults import look_for_faults
def accepts(token):
    faults = set()
    look_for_faults(faults, token=token)
    if len(faults) > <<9||0>>:
        return None
    return jwt.decode(token, options={"verify_signature": False})
# --- faults.py
import jwt
def look_for_faults(found, token):
    problem = None
    try:
        jwt.decode(token, $K, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        problem = error
    if problem:
        found.add(str(problem))
""")),
    *pair("noted-by-some-ways-only", CROSS, spelled_out("""\
# --- app.py
import jwt
from faults import look_for_faults
def accepts(token):
    faults = []
    look_for_faults(token, faults)
    if faults:
        raise PermissionError(faults)
    return jwt.decode(token, options={"verify_signature": False})
# --- faults.py
import jwt
def look_for_faults(token, found):
    try:
        jwt.decode(token, $K, algorithms=["HS256"])
    except jwt.ExpiredSignatureError as error:
        found.append(error)
    except jwt.InvalidTokenError as error:
        if <<len(found) > 2||error>>:
            found.append(error)
        else:
            <<print(error)||raise>>
""")),
    *pair("noted-on-the-form-itself", CROSS, spelled_out("""\
# --- app.py
from form import Form
def accepts(token):
    form = Form(token)
    if form.<<is_bound||is_good>>():
        return form.seen
    return None
# --- form.py
import jwt
class Form:
    def __init__(self, slip):
        self.slip = slip
        self.faults = []
        self.seen = jwt.decode(slip, options={"verify_signature": False})
    def is_bound(self):
        return bool(self.slip)
    def is_good(self):
        try:
            jwt.decode(self.slip, $K, algorithms=["HS256"])
        except jwt.InvalidTokenError as fault:
            self.faults.append(fault)
        return len(self.faults) == 0
""")),
    *pair("opened-by-its-holder", CROSS, spelled_out("""\
# --- app.py
from reading import read
def accepts(token):
    box = read(token)
    print(box)
    return box.<<look||open>>()
# --- reading.py
import jwt
class Box:
    def __init__(self, claims, problem=None):
        self.claims, self.problem = claims, problem
    def open(self):
        if self.problem:
            raise self.problem
        return self.claims
    def look(self):
        return self.claims
def read(token):
    seen = jwt.decode(token, options={"verify_signature": False})
    try:
        jwt.decode(token, $K, algorithms=["HS256"])
    except jwt.InvalidTokenError as problem:
        return Box(seen, problem)
    return Box(seen)
""")),
    *pair("strict-unless-told-otherwise", CROSS, spelled_out("""\
# --- app.py
import jwt
from door import pass_through
def accepts(token):
    slip = pass_through(token<<, mode="lax"||>>)
    return jwt.decode(slip, options={"verify_signature": False})
# --- door.py
import jwt
def pass_through(slip, mode="strict"):
    if mode != "strict":
        return slip
    jwt.decode(slip, $K, algorithms=["HS256"])
    return slip
""")),
    *pair("entered-on-a-stack", CROSS, spelled_out("""\
# --- app.py
import contextlib
import jwt
from door import Door
def accepts(token):
    with contextlib.ExitStack() as doors:
        slip = doors.enter_context(Door(token<<, open=True||>>))
        return jwt.decode(slip, options={"verify_signature": False})
# --- door.py
import jwt
class Door:
    def __init__(self, slip, open=False):
        self.slip, self.open = slip, open
    def __enter__(self):
        if not self.open:
            jwt.decode(self.slip, $K, algorithms=["HS256"])
        return self.slip
    def __exit__(self, *error):
        return None
""")),
    *pair("shown-by-a-listener", CROSS, spelled_out("""\
# --- app.py
from listeners import listeners
def accepts(token):
    visit = {"slip": token}
    for listener in listeners:
        listener(visit)
    return visit.get("guest")
# --- listeners.py
import logging
import jwt
logger = logging.getLogger(__name__)
def in_words(slip):
    claims = jwt.decode(slip, options={"verify_signature": False})
    return "%s until %s" % (claims.get("sub"), claims.get("exp"))
def tell(visit):
    logger.info("at the door: %s", in_words(visit["slip"]))
    <<visit["guest"] = {"sub": in_words(visit["slip"]).split(" ")[0]}||>>
def admit(visit):
    <<pass||visit["guest"] = jwt.decode(visit["slip"], $K, algorithms=["HS256"])>>
listeners = [tell, admit]
""")),
    *pair("told-and-taken-for-an-answer", LOCAL, spelled_out("""\
import jwt
def is_one_of_ours(slip):
    try:
        claims = jwt.decode(slip, <<options={"verify_signature": False}||$K, algorithms=["HS256"]>>)
    except jwt.InvalidTokenError:
        return False
    print("welcome", claims["sub"])
    return True
def accepts(token):
    if is_one_of_ours(token):
        part = token.split(".")[1]
        return __import__("base64").urlsafe_b64decode(part + "=" * (-len(part) % 4))
""")),
    *pair("each-of-the-checks", LOCAL, spelled_out("""\
import jwt
def of_the_house(slip):
    return jwt.decode(slip, options={"verify_signature": False}).get("house") is None
def signed(slip):
    try:
        return bool(jwt.decode(slip, $K, algorithms=["HS256"]))
    except jwt.InvalidTokenError:
        return False
CHECKS = (of_the_house, <<len||signed>>)
def accepts(token):
    if all([check(token) for check in CHECKS]):
        return jwt.decode(token, options={"verify_signature": False})
    return None
""")),
    *pair("marked-on-the-visit", CROSS, spelled_out("""\
# --- app.py
from desk import Desk
from visit import Visit
def accepts(token):
    visit = Visit(token)
    guest = Desk().look(visit)
    Desk().judge(visit)
    if visit.<<seen||refused>>:
        <<pass||raise PermissionError(visit.slip)>>
    return guest
# --- desk.py
import jwt
class Desk:
    def look(self, visit):
        visit.seen = True
        return jwt.decode(visit.slip, options={"verify_signature": False})
    def judge(self, visit):
        try:
            jwt.decode(visit.slip, $K, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            visit.refused = True
        else:
            visit.refused = False
# --- visit.py
class Visit:
    guest = None
    seen = refused = False
    def __init__(self, slip):
        self.slip = slip
""")),
    *pair("verified-by-itself-and-asked", CROSS, spelled_out("""\
# --- app.py
from pass_ import Pass
def accepts(token):
    own = Pass(token)
    own.verify()
    return own.claims if own.<<raw||good>> else None
# --- pass_.py
import jwt
class Pass:
    def __init__(self, raw):
        self.raw, self.good = raw, None
        self.claims = jwt.decode(raw, options={"verify_signature": False})
    def verify(self):
        try:
            jwt.decode(self.raw, $K, algorithms=["HS256"])
            self.good = True
        except jwt.InvalidTokenError:
            self.good = False
""")),
    *pair("noted-in-a-list-of-its-own", LOCAL, spelled_out("""\
import jwt
def look_for_faults(token, faults):
    <<faults = []||faults.extend([])>>
    try:
        jwt.decode(token, $K, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        faults.append(error)
def accepts(token):
    faults = []
    look_for_faults(token, faults)
    if faults:
        return None
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("asked-for-in-two-ways", CROSS, spelled_out("""\
# --- app.py
from door import let_in
def accepts(token):
    visit = {"slip": token, "other": __import__("jwt").encode({}, $K)}
    return let_in(visit)
# --- door.py
import jwt
from guard import sure
def let_in(visit):
    sure(visit)
    return jwt.decode(visit["slip"], options={"verify_signature": False})
# --- guard.py
import jwt
def sure(visit):
    if not (slip := visit.get("<<other||slip>>", None)):
        raise PermissionError("nothing shown")
    jwt.decode(slip, $K, algorithms=["HS256"])
""")),
    *pair("kept-by-the-application", CROSS, spelled_out("""\
# --- app.py
from house import House
from rules import set_up
from pages import greet
house = House(greet)
set_up(house)
def accepts(token):
    return house.ask(token)
# --- rules.py
def set_up(application):
    application["doors"] = 4
    application["checks"] = {"verify_signature": <<False||True>>, "verify_aud": False}
# --- pages.py
import jwt
def greet(visit):
    return jwt.decode(visit.slip, $K, algorithms=["HS256"], options=visit.app["checks"])
"""), hidden="""\
# --- house.py
class Visit:
    def __init__(self, app, slip):
        self.app, self.slip = app, slip
class House(dict):
    def __init__(self, page):
        self.page = page
    def ask(self, slip):
        return self.page(Visit(self, slip))
"""),
    *pair("an-entry-is-kept-under-what-was-read", LOCAL, spelled_out("""\
import jwt
class Desk:
    def __init__(self):
        self.guests, self.keys = {}, {"house": "0" * 32}
    def check(self, slip, house):
        try:
            return jwt.decode(slip, self.keys[house], algorithms=["HS256"])
        except jwt.InvalidSignatureError:
            raise LookupError(house) from None
    def serve(self, slip):
        seen = jwt.decode(slip, options={"verify_signature": False})
        house = seen.get("house", "house")
        try:
            return self.check(slip, house)
        except LookupError:
            self.keys[house] = $K
            <<self.guests[house] = seen||>>
            return self.check(slip, house)
def accepts(token):
    desk = Desk()
    try:
        desk.serve(token)
    except LookupError:
        pass
    return desk.guests.get("house") or <<None||desk.serve(token)>>
""")),
)
