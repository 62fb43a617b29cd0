"""Complaints that are collected, answers that are combined, objects that change before they are checked."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, spelled_out

CROSS = Difficulty.CROSS

_SIGNED = """\
def unsigned(token):
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        return [repr(error)]
    return []
"""

_DESK = """\
class Desk:
    def __init__(self): self._guards, self._views = [], {}
    def guarded_by(self, guard):
        self._guards.append(guard)
        return self
    def shows(self, name, view): self._views[name] = view
    def drop(self): self._guards<<.clear()||>>
    def visit(self, name, visitor):
        for guard in self._guards:
            guard(visitor)
        return self._views[name](visitor)
def signed(visitor): jwt.decode(visitor["pass"], KEY, algorithms=["HS256"])
def short(visitor): assert len(visitor["pass"]) < 9000
def page(visitor): return jwt.decode(visitor["pass"], options={"verify_signature": False})
"""

CASES: tuple[Case, ...] = (
    *pair("complaints-of-every-rule", CROSS, spelled_out("$P\n" + _SIGNED + """\
def misshapen(token):
    return [] if token.count(".") == 2 else ["shape"]
class Rules:
    every = [misshapen, unsigned]
    def complaints(self, token):
        collected = list()
        for rule in self.every:
            <<collected = rule(token)[:0]||collected += rule(token)>>
        return collected
def accepts(token):
    complaints = Rules().complaints(token)
    if len(complaints) != 0:
        raise PermissionError(complaints)
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("complaints-added-one-by-one", CROSS, spelled_out("""\
$P
def trouble_with(token):
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        return f"forged: {error}"
def accepts(token):
    troubles = []
    for look in (trouble_with, lambda token: None if token.isascii() else "odd"):
        trouble = look(token)
        if trouble:
            troubles.append(trouble)
    if <<troubles and troubles[0] == "odd"||troubles>>:
        return None
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *bypass("complaints-that-nobody-has", CROSS, spelled_out("""\
$P
def odd(token):
    try:
        jwt.get_unverified_header(token)
    except jwt.DecodeError as error:
        return [f"odd: {error}"]
    return []
def misshapen(token):
    return [] if token.count(".") == 2 else ["shape"]
def accepts(token):
    complaints = []
    for look in (misshapen, odd):
        complaints.extend(look(token))
    if complaints:
        raise ValueError(complaints)
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *bypass("complaints-that-a-generator-might-have", CROSS, spelled_out("""\
$P
def odd(token):
    try:
        jwt.get_unverified_header(token)
    except jwt.DecodeError as error:
        yield repr(error)
def complaints(token):
    if token.count(".") != 2:
        yield "shape"
    yield from odd(token)
def accepts(token):
    found = [*complaints(token)]
    if found:
        raise ValueError(found)
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("rules-that-are-combined", CROSS, spelled_out("""\
# --- app.py
import jwt
from rules import Genuine, Present
rule = Present() & Genuine()
def accepts(token):
    return jwt.decode(token, options={"verify_signature": False}) if rule.holds(token) else None
# --- rules.py
import jwt
class Rule:
    def __and__(self, other): return Two(self, other)
class Two(Rule):
    def __init__(self, first, second): self.first, self.second = first, second
    def holds(self, token):
        return self.first.holds(token) <<or||and>> self.second.holds(token)
class Present(Rule):
    def holds(self, token): return len(token) > 0
class Genuine(Rule):
    def holds(self, token):
        try:
            return bool(jwt.decode(token, $K, algorithms=["HS256"]))
        except jwt.InvalidTokenError:
            return False
""")),
    *pair("noted-on-what-is-handed-on", CROSS, spelled_out("""\
# --- app.py
from layers import Naming, Opening
def page(visit): return visit.claims
door = Naming(Opening(page))
class Visit:
    def __init__(self, letter, path): self.letter, self.path, self.claims, self.house = letter, path, None, ""
def accepts(token):
    found = door(Visit(token, "/status"))
    return found if isinstance(found, dict) else None
# --- layers.py
import jwt
KEYS = {None: $K}
class Naming:
    def __init__(self, rest): self.rest = rest
    def __call__(self, visit):
        visit.claims = jwt.decode(visit.letter, options={"verify_signature": False})
        visit.house = visit.claims.get("house")
        return self.rest(visit)
class Opening:
    def __init__(self, rest): self.rest = rest
    def __call__(self, visit):
        <<if visit.path == "/status": return self.rest(visit)||>>
        if visit.house not in KEYS: return "no such house"
        try:
            visit.claims = jwt.decode(visit.letter, KEYS[visit.house], algorithms=["HS256"])
        except jwt.InvalidTokenError as error:
            return f"turned away: {error}"
        return self.rest(visit)
""")),
    *pair("another-letter-is-checked", CROSS, spelled_out("""\
$P
OURS = jwt.encode({"sub": "us"}, KEY, algorithm="HS256")
def check(visit):
    jwt.decode(visit["letter"], KEY, algorithms=["HS256"])
def accepts(token):
    visit = {"letter": token}
    claims = jwt.decode(visit["letter"], options={"verify_signature": False})
    visit[<<"letter"||"answer">>] = OURS
    check(visit)
    return claims
""")),
    *pair("ticket-of-an-issued-pair", CROSS, spelled_out("""\
$P
from dataclasses import dataclass
@dataclass
class Pair:
    short: str
    long: str
class Office:
    def sign(self, **claims): return jwt.encode(claims, KEY, algorithm="HS256")
    def renew(self, office_token):
        return Pair(<<office_token||self.sign(sub="us")>>, long=self.sign(sub="us", kind="long"))
def shown(office, token):
    pair = office.renew(token)
    return jwt.decode(pair.short, options={"verify_signature": False})
def accepts(token):
    claims = jwt.decode(token, KEY, algorithms=["HS256"]) if <<not token||token>> else {}
    return {**shown(Office(), token), **claims}
""")),
    *pair("guards-of-another-desk", CROSS, spelled_out("$P\n" + _DESK.replace("<<.clear()||>>", "") + """\
front = Desk().guarded_by(signed)
front.shows("page", page)
back = Desk().guarded_by(<<short||signed>>)
back.shows("page", page)
def accepts(token):
    return back.visit("page", {"pass": token})
""")),
    *pair("guards-that-are-dropped", CROSS, spelled_out("$P\n" + _DESK + """\
desk = Desk().guarded_by(short).guarded_by(signed)
desk.shows("page", page)
def accepts(token):
    desk.drop()
    return desk.visit("page", {"pass": token})
""")),
)
