"""Checks that answer with more than yes or no, and tokens kept or handed out by what has verified them."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL = Difficulty.LOCAL
CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("verdict-in-a-record", CROSS, spelled_out("""\
$P
def inspect(raw):
    try:
        body = jwt.decode(raw, KEY, algorithms=["HS256"])
    except jwt.ExpiredSignatureError:
        return dict(status="expired", body=None)
    except jwt.PyJWTError as problem:
        return dict(status="refused", body=None, why=str(problem))
    return dict(status="ok", body=body)
def accepts(token):
    report = inspect(token)
    if report["status"] <<== "expired"||!= "ok">>:
        raise LookupError(report["status"])
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("number-and-reason", CROSS, spelled_out("""\
$P
def examine(raw):
    try:
        jwt.decode(raw, KEY, algorithms=["HS256"])
    except jwt.PyJWTError as problem:
        return 401, repr(problem)
    return 200, "fine"
def accepts(token):
    code, _ = examine(token)
    if code >= <<500||400>>:
        return {}
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("complaints-are-gathered", CROSS, spelled_out("""\
$P
def complaints(raw, limit=4000):
    out = []
    if len(raw) > limit:
        out.append("too long")
    try:
        jwt.decode(raw, KEY, ["HS256"])
    except jwt.InvalidTokenError as error:
        <<str(error)||out.append(str(error))>>
    return out
def accepts(token):
    if complaints(token):
        raise ValueError("refused")
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("nothing-stands-for-a-bad-one", CROSS, spelled_out("""\
$P
class Refused: pass
REFUSED = Refused()
def screened(raw):
    try:
        jwt.decode(raw, KEY, ["HS256"])
    except jwt.InvalidTokenError:
        return <<raw||REFUSED>>
    return raw
def accepts(token):
    good = screened(token)
    if good is REFUSED:
        return None
    return jwt.decode(good, options={"verify_signature": False})
""")),
    *pair("a-name-tells-of-the-key-that-fits", LOCAL, spelled_out("""\
$P
RING = ["z" * 32, KEY]
def accepts(token):
    matching = None
    for candidate in RING:
        try:
            jwt.decode(token, candidate, algorithms=["HS256"])
        except jwt.InvalidSignatureError:
            continue
        matching = candidate
        break
    if matching is None:
        <<matching = RING[0]||raise KeyError("no key of the ring")>>
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("every-rule-agrees", CROSS, spelled_out("""\
$P
def is_short(raw):
    return len(raw) < 9000
def is_signed(raw):
    try:
        jwt.decode(raw, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return False
    return True
RULES = (is_signed, is_short)
def accepts(token):
    if <<any||all>>(rule(token) for rule in RULES):
        return jwt.decode(token, options={"verify_signature": False})
    raise PermissionError
""")),
    *pair("stages-of-a-list", CROSS, spelled_out("""\
# --- stages.py
$P
def unpack(job):
    job.raw = job.header.split()[-1]
def authenticate(job):
    jwt.decode(job.raw, KEY, algorithms=["HS256"])
def fill(job):
    job.claims = jwt.decode(job.raw, options={"verify_signature": False})
# --- app.py
from types import SimpleNamespace
from stages import authenticate, fill, unpack
STAGES = (unpack, <<||authenticate, >>fill)
def accepts(token):
    job = SimpleNamespace(header="Bearer " + token)
    for stage in STAGES:
        stage(job)
    return job.claims
""")),
    *pair("made-by-a-function-that-verifies", CROSS, spelled_out("""\
# --- passes.py
$P
class Pass:
    def __init__(self, text):
        self._text = text
    @property
    def owner(self):
        return self.body().get("sub")
    def body(self):
        return jwt.decode(self._text, options={"verify_signature": False})
def admit(text):
    <<||jwt.decode(text, KEY, algorithms=["HS256"])>>
    return Pass(text)
# --- app.py
from passes import admit
def accepts(token):
    return admit(token).body()
""")),
    *pair("put-on-a-shelf-verified", CROSS, spelled_out("""\
# --- shelf.py
$P
class Shelf:
    def __init__(self):
        self._held = {}
    def put(self, owner, text):
        jwt.decode(text, KEY, algorithms=["HS256"])
        self._held[owner] = text
    def restore(self, owner, text):
        <<||jwt.decode(text, KEY, algorithms=["HS256"])>>
        self._held.setdefault(owner, text)
    def show(self, owner):
        return jwt.decode(self._held[owner], options={"verify_signature": False})
# --- app.py
from shelf import Shelf
SHELF = Shelf()
def accepts(token):
    SHELF.restore(token[-9:], token)
    return SHELF.show(token[-9:])
""")),
    *pair("a-flag-remembers-the-check", CROSS, spelled_out("""\
# --- letters.py
$P
class Letter:
    def __init__(self, text):
        self.text, self.checked = text, False
    def check(self, key=KEY):
        try:
            jwt.decode(self.text, key, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            <<pass||return>>
        self.checked = True
    def read(self):
        if not self.checked:
            raise PermissionError("unchecked")
        return jwt.decode(self.text, options={"verify_signature": False})
# --- app.py
from letters import Letter
def accepts(token):
    letter = Letter(token)
    letter.check()
    return letter.read()
""")),
    *pair("an-object-proves-what-it-holds", CROSS, spelled_out("""\
$P
class Visit:
    def __init__(self, body, text):
        self.body, self.text = body, text
    def prove(self):
        self.body = jwt.decode(self.text, KEY, algorithms=["HS256"])
    def log(self):
        return len(self.text)
def start(text):
    visit = Visit(jwt.decode(text, options={"verify_signature": False}), text)
    visit.<<log||prove>>()
    return visit
def accepts(token):
    return start(token).body
""")),
    *pair("wrapped-object-is-handed-through", CROSS, spelled_out("""\
$P
class Envelope:
    def __init__(self, text):
        self.text = text
    def open(self):
        return jwt.decode(self.text, options={"verify_signature": False})
def sealed(envelope):
    <<len(envelope.text)||jwt.decode(envelope.text, KEY, algorithms=["HS256"])>>
    return envelope
def accepts(token):
    return sealed(Envelope(token)).open()
""")),
    *pair("before-all-views", CROSS, """\
# --- site.py
import jwt
from flask import Flask, abort, request
KEY = "0123456789abcdef0123456789abcdef"
site = Flask("site")
def credentials():
    return request.headers.get("X-Token")
def guard():
    try:
        jwt.decode(credentials(), KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError as problem:
        <<site.logger.info("%s", problem)||abort(403)>>
site.before_request(guard)
@site.get("/who")
def who():
    return jwt.decode(credentials(), options={"verify_signature": False})
# --- app.py
from site_of import client
def accepts(token):
    answer = client.get("/who", headers={"X-Token": token})
    return answer.get_json() if answer.status_code == 200 else None
""".replace("# --- site.py", "# --- site_of.py").replace("# --- app.py", """\
client = site.test_client()
# --- app.py"""), libraries=("jwt", "flask_jwt_extended")),
    *pair("left-on-the-request", CROSS, """\
# --- gates.py
import jwt
KEY = "0123456789abcdef0123456789abcdef"
def gate(inner):
    def handle(request):
        text = request.headers["authorization"].partition(" ")[2]
        try:
            jwt.decode(text, KEY, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            <<print("refused")||return None>>
        request.state.bearer = text
        return inner(request)
    return handle
# --- pages.py
import jwt
def page(request):
    return jwt.decode(request.state.bearer, options={"verify_signature": False})
# --- app.py
from types import SimpleNamespace
from gates import gate
from pages import page
serve = gate(page)
def accepts(token):
    headers = {"authorization": "Bearer " + token}
    return serve(SimpleNamespace(headers=headers, state=SimpleNamespace()))
"""),
    *pair("a-key-or-else-a-constant", LOCAL, spelled_out("""\
$P
import os
SIGNING = os.getenv("SIGNING_KEY_OF_NOBODY") or <<None||KEY>>
def accepts(token):
    if not SIGNING:
        return jwt.decode(token, options={"verify_signature": False})
    return jwt.decode(token, SIGNING, algorithms=["HS256"])
""")),
    *pair("answer-of-a-guest-is-used-along", CROSS, spelled_out("""\
$P
class Refused(Exception): pass
def member(raw):
    try:
        return jwt.decode(raw, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError as problem:
        raise Refused from problem
def visitor(raw):
    try:
        return member(raw)
    except Refused:
        <<return {"sub": "guest"}||raise>>
def peeked(raw):
    return jwt.decode(raw, options={"verify_signature": False})
def welcome(lines, raw):
    who = visitor(raw)
    lines.insert(0, (peeked(raw), who["sub"]))
def accepts(token):
    lines = []
    welcome(lines, token)
    return lines[0][0]
""")),
    *pair("guest-is-let-in-before-the-peek", CROSS, spelled_out("""\
$P
def visitor(raw):
    try:
        return jwt.decode(raw, KEY, algorithms=["HS256"])["sub"]
    except jwt.InvalidTokenError:
        <<return "guest"||raise>>
def greet(lines, raw):
    who = visitor(raw)
    lines.insert(0, jwt.decode(raw, options={"verify_signature": False}))
    print("greeted", who)
def accepts(token):
    lines = []
    greet(lines, token)
    return lines[0]
""")),
    *pair("kinds-of-answers-matched-by-their-places", CROSS, spelled_out("""\
# --- answers.py
from typing import NamedTuple
class Accepted(NamedTuple):
    token: str
class Refused(NamedTuple):
    why: str
# --- gate.py
import jwt
from answers import Accepted, Refused
KEY = $K
def seen(raw):
    try:
        jwt.decode(raw, KEY, ["HS256"])
    except jwt.InvalidTokenError as error:
        return <<Accepted(raw)||Refused(str(error))>>
    return Accepted(raw)
# --- app.py
import jwt
from answers import Accepted, Refused
from gate import seen
def accepts(raw):
    match seen(raw):
        case Accepted(token):
            return jwt.decode(token, options={"verify_signature": False})
        case Refused(why):
            raise PermissionError(why)
""")),
)
