"""Tokens on their way through functions: by place or name, in pairs and copies, asked for again."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("decorator-takes-it-by-place-or-by-name", CROSS, spelled_out("""\
# --- app.py
from gate import admitted
import jwt
@admitted
def claims(ticket, *, strict=True):
    return jwt.decode(ticket, options={"verify_signature": False})
def accepts(token):
    return claims(ticket=token, strict=False)
# --- gate.py
import jwt
def admitted(view):
    def inner(*given, **named):
        ticket = <<given[0] if given else jwt.encode({}, $K)||given[0] if given else named["ticket"]>>
        jwt.decode(ticket, $K, ["HS256"])
        return view(*given, **named)
    return inner
""")),
    *bypass("decorator-takes-another-name", LOCAL, spelled_out("""\
import jwt
def admitted(view):
    def inner(*given, **named):
        jwt.decode(named.get("seal") or given[0], $K, ["HS256"])
        return view(*given, **named)
    return inner
@admitted
def claims(ticket, seal=None):
    return jwt.decode(ticket, options={"verify_signature": False})
def accepts(token):
    return claims(token, seal=jwt.encode({"sub": "service"}, $K))
""")),
    *pair("helper-is-asked-again", CROSS, spelled_out("""\
# --- app.py
from desk import answer
def accepts(token):
    return answer({"cookie": f"seen=1; ticket={token}", "ticket": token})
# --- parts.py
def crumbs(text):
    return [one.strip().partition("=") for one in text.split(";")]
def ticket_in(headers):
    for name, _, value in crumbs(headers.get("cookie", "")):
        if name == "ticket":
            return value
    raise LookupError("no ticket")
# --- desk.py
import jwt
from parts import ticket_in
def check(headers):
    jwt.decode(ticket_in(<<{"cookie": "ticket=" + jwt.encode({}, $K)}||headers>>), $K, ["HS256"])
def answer(headers):
    check(headers)
    return jwt.decode(ticket_in(headers), options={"verify_signature": False})
""")),
    *bypass("helper-gives-another-one-each-time", LOCAL, spelled_out("""\
import queue
import jwt
def following(tickets):
    return tickets.get()
def accepts(token):
    tickets = queue.SimpleQueue()
    tickets.put(jwt.encode({"sub": "service"}, $K, algorithm="HS256"))
    tickets.put(token)
    jwt.decode(following(tickets), $K, ["HS256"])
    return jwt.decode(following(tickets), options={"verify_signature": False})
""")),
    *pair("helper-gives-back-the-token-with-its-key", CROSS, spelled_out("""\
# --- app.py
from desk import claims
def accepts(token):
    return claims({"ticket": token})
# --- keys.py
import jwt
KEYS = {None: $K}
def with_key(form):
    ticket = form["ticket"]
    peeked = jwt.decode(ticket, options={"verify_signature": False})
    return {"key": KEYS[peeked.get("tenant")], "ticket": ticket, "hint": peeked}
# --- desk.py
import jwt
from keys import with_key
def claims(form):
    known = with_key(form)
    jwt.decode(<<jwt.encode({}, known["key"])||known["ticket"]>>, known["key"], ["HS256"])
    return known["hint"]
""")),
    *pair("copies-of-a-record-keep-the-token", LOCAL, spelled_out("""\
from dataclasses import dataclass, replace
import jwt
@dataclass(frozen=True)
class Visit:
    ticket: str
    tenant: str = ""
    claims: tuple = ()
def told(visit):
    peeked = jwt.decode(visit.ticket, options={"verify_signature": False})
    return replace(visit, tenant=str(peeked.get("tenant")), claims=tuple(peeked.items()))
def checked(visit):
    jwt.decode(visit.ticket, {"None": $K}[visit.tenant], ["HS256"])
    return visit
def accepts(token):
    visit = told(Visit(token))
    return dict(checked(<<replace(visit, ticket=jwt.encode({}, $K))||visit>>) and visit.claims)
""")),
    *pair("exchanged-for-one-of-our-own", LOCAL, spelled_out("""\
import jwt
OWN = "own-own-own-own-own-own-own-own-own-own"
def exchanged(ticket):
    claims = jwt.decode(ticket, $K, ["HS256"], options={"verify_signature": <<False||True>>})
    return jwt.encode({"sub": claims["sub"]}, OWN, algorithm="HS256")
def accepts(token):
    ours = exchanged(token)
    return jwt.decode(ours, OWN, ["HS256"])
""")),
    *pair("helper-checks-what-the-request-holds", CROSS, spelled_out("""\
# --- app.py
import web
from pages import page
def accepts(token):
    web.visit.headers = {"ticket": "Ticket " + token}
    return page()
# --- web.py
from types import SimpleNamespace
visit = SimpleNamespace(headers={})
# --- guards.py
import jwt
from web import visit
def ticket():
    text = visit.headers.get("ticket", "")
    if not text.startswith("Ticket "):
        raise PermissionError("no ticket")
    return text[len("Ticket "):]
def look():
    return jwt.get_unverified_header(ticket())["alg"]
def require(*algorithms):
    if look() not in algorithms:
        raise PermissionError("algorithm")
    jwt.decode(ticket(), $K, [*algorithms])
# --- pages.py
import jwt
from guards import look, require, ticket
def page():
    <<look()||require("HS256")>>
    return jwt.decode(ticket(), options={"verify_signature": False})
""")),
    *bypass("helper-that-nobody-waits-for", LOCAL, spelled_out("""\
import asyncio
import jwt
class Visit:
    ticket = ""
visit = Visit()
async def require():
    jwt.decode(visit.ticket, $K, ["HS256"])
async def page():
    require()
    return jwt.decode(visit.ticket, options={"verify_signature": False})
def accepts(token):
    visit.ticket = token
    return asyncio.run(page())
""")),
    *pair("property-answers-whether-it-is-signed", LOCAL, spelled_out("""\
from functools import cached_property
import jwt
class Visit:
    def __init__(self, cookies):
        self.cookies = cookies
    @property
    def ticket(self):
        return self.cookies["ticket"]
    @cached_property
    def signed(self):
        try:
            return jwt.decode(self.ticket, $K, ["HS256"])
        except jwt.InvalidTokenError:
            return False
    def claims(self):
        if <<self.signed is None||not self.signed>>:
            raise PermissionError("not signed")
        return jwt.decode(self.ticket, options={"verify_signature": False})
def accepts(token):
    return Visit({"ticket": token}).claims()
""")),
    *pair("raw-content-that-a-method-gives", CROSS, spelled_out("""\
# --- app.py
from seals import Letter
def accepts(token):
    return Letter(token).content()
# --- seals.py
import json
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS
KEY = JWK.from_password($K)
class Letter:
    def __init__(self, text):
        self.seal = JWS()
        self.seal.deserialize(text)
        <<KEY.thumbprint()||self.seal.verify(KEY)>>
    def raw(self):
        return self.seal.objects["payload"]
    def content(self):
        text = self.raw()
        return json.loads(text)
"""), libraries=("jwcrypto",)),
    *pair("what-an-error-carries-is-given", LOCAL, spelled_out("""\
from authlib.jose import JsonWebToken
from authlib.jose.errors import JoseError
def accepts(token):
    try:
        return dict(JsonWebToken(["HS256"]).decode(token, $K))
    except JoseError as failed:
        <<found = failed.result||found = None>>
        return <<found["payload"]||found>>
"""), libraries=("authlib",)),
    *pair("decorator-notes-what-the-decorated-verify", CROSS, spelled_out("""\
# --- app.py
from books import accepts
# --- notes.py
import functools
import jwt
VISITS = {}
def noted(kind):
    def around(service):
        @functools.wraps(service)
        def inner(ticket, **more):
            peeked = jwt.decode(ticket, options={"verify_signature": False})
            VISITS[kind, peeked.get("tenant")] = peeked.get("exp")
            return service(ticket, hint=peeked, **more)
        return inner
    return around
# --- books.py
import jwt
from notes import noted
@noted("title")
def title(ticket, hint=None):
    return jwt.decode(ticket, $K, ["HS256"])
@noted("shelf")
def accepts(ticket, hint=None):
    key = {None: $K}[hint.get("tenant")]
    <<title(jwt.encode(hint, key))||jwt.decode(ticket, key, ["HS256"])>>
    return hint
""")),
    *pair("hook-runs-before-the-view-that-asks-a-helper", CROSS, spelled_out("""\
# --- app.py
from flask import Flask, run
import desk
app = Flask(__name__)
app.register_blueprint(desk.desk)
def accepts(token):
    return run(desk.desk, "/desk", token)
# --- tickets.py
import jwt
from flask import request
def ticket():
    return request.headers["ticket"].split()[1]
def admit():
    <<jwt.get_unverified_header(ticket())||jwt.decode(ticket(), $K, ["HS256"])>>
def claims():
    return jwt.decode(ticket(), options={"verify_signature": False})
# --- desk.py
from flask import Blueprint
from tickets import admit, claims
desk = Blueprint("desk", __name__)
desk.before_request(admit)
@desk.route("/desk")
def shown():
    return claims()
"""), hidden="""\
# --- flask.py
class Blueprint:
    def __init__(self, *named):
        self.hooks, self.views = [], {}
    def before_request(self, hook):
        self.hooks.append(hook)
    def route(self, path):
        return lambda view: self.views.setdefault(path, view)
    def register_blueprint(self, blueprint):
        pass
class Flask(Blueprint):
    pass
class request:
    headers = {}
def run(blueprint, path, token):
    request.headers = {"ticket": "Ticket " + token}
    for hook in blueprint.hooks:
        hook()
    return blueprint.views[path]()
"""),
    *pair("a-check-behind-and", CROSS, spelled_out("""\
# --- app.py
import jwt
from checks import CHECKED, prove
def accepts(token):
    claims = jwt.decode(token, options={"verify_signature": False})
    return <<CHECKED.get(claims["role"]) and prove(token) or claims||prove(token) and claims>>
# --- checks.py
import jwt
CHECKED = {"guest": True}
def prove(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
""")),
    *pair("a-check-behind-or", LOCAL, spelled_out("""\
$P
def accepts(token):
    found = jwt.decode(token, options={"verify_signature": False})
    role = found.get("role")
    passed = <<role == "admin" or||role == "none" and>> bool(jwt.decode(token, KEY, algorithms=["HS256"]))
    return {"sub": found["sub"]} if passed else jwt.decode(token, KEY, algorithms=["HS256"])
""")),
    *pair("an-assigned-check-behind-and", LOCAL, spelled_out("""\
$P
def accepts(token, fresh=<<False||True>>):
    told = jwt.decode(token, options={"verify_signature": False})
    known = fresh and jwt.decode(token, KEY, algorithms=["HS256"])
    return {**told, **(known or {})}
""")),
)
