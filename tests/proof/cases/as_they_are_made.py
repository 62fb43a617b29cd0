"""Checks that are found by how objects are made, what is kept under a token, and answers made of parts."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

_REST = """\
# --- rest_framework/__init__.py
# --- rest_framework/authentication.py
class BaseAuthentication: pass
class TokenAuthentication(BaseAuthentication): pass
# --- rest_framework/views.py
class APIView:
    def run(self, request):
        for one in self.authentication_classes:
            request.user, request.auth = one().authenticate(request)
        self.request = request
        return self.retrieve()
"""
"""As much of the framework as the cases need; the detector is not shown it."""

CASES: tuple[Case, ...] = (
    *pair("rule-that-an-object-was-made-with", CROSS, spelled_out("""\
# --- app.py
import jwt
from rules import Every, Genuine, Short
class Desk:
    def __init__(self, rule, *, name="desk"):
        self._rule, self.name = rule, name
    def admit(self, ticket):
        self._rule.apply(ticket)
        return jwt.decode(ticket, options={"verify_signature": False})
class Hall:
    def __init__(self):
        self.front = Desk(rule=Every([Short(), Genuine()]))
        self.back = Desk(Every([<<Short()||Genuine()>>]), name="back")
def accepts(token):
    return Hall().back.admit(token)
# --- rules.py
import jwt
class Short:
    def apply(self, ticket):
        if len(ticket) > 9000: raise ValueError("long")
class Genuine:
    def apply(self, ticket):
        jwt.decode(ticket, $K, algorithms=["HS256"])
class Every:
    def __init__(self, rules): self._rules = list(rules)
    def apply(self, ticket):
        for rule in self._rules:
            rule.apply(ticket)
""")),
    *pair("layer-that-is-called", CROSS, spelled_out("""\
# --- app.py
from layers import Auditing, Guarding
def page(visit): return visit["claims"]
stack = Auditing(inner=Guarding(page))
def accepts(token):
    return stack({"cookie": token})
# --- layers.py
import logging
import jwt
logger = logging.getLogger(__name__)
class Layer:
    def __init__(self, inner): self.inner = inner
class Auditing(Layer):
    def __call__(self, visit):
        seen = jwt.decode(visit["cookie"], options={"verify_signature": False})
        logger.info("visit of %s", seen.get("sub"))
        return self.inner(visit)
class Guarding(Layer):
    def __call__(self, visit):
        key = $K
        visit["claims"] = jwt.decode(visit["cookie"], key, ["HS256"]<<, {"verify_signature": not key}||>>)
        return self.inner(visit)
""")),
    *pair("steps-added-to-an-object", CROSS, spelled_out("""\
# --- app.py
import jwt
from desk import Desk
from guards import signed, short
desk = Desk()
desk.steps.append(short)
<<len(desk.steps)||desk.steps.append(signed)>>
def page(parcel):
    return jwt.decode(parcel.letter, options={"verify_signature": False})
def accepts(token):
    return desk.serve(page, token)
# --- desk.py
class Parcel:
    def __init__(self, letter): self.letter = letter
class Desk:
    def __init__(self): self.steps = []
    def serve(self, view, letter):
        parcel = Parcel(letter)
        for step in self.steps: step(parcel)
        return view(parcel)
# --- guards.py
import jwt
def short(parcel):
    if len(parcel.letter) > 9000: raise ValueError("long")
def signed(parcel):
    jwt.decode(parcel.letter, $K, algorithms=["HS256"])
""")),
    *pair("one-or-the-other", CROSS, spelled_out("""\
$P
def genuine(token):
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return False
    return True
def stop(why):
    raise PermissionError(why)
def accepts(token):
    token and genuine(token) <<and||or>> stop("forged")
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("stop-unless", CROSS, spelled_out("""\
$P
def genuine(token):
    try:
        return jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return None
def stop():
    raise PermissionError
def accepts(token):
    stop() if genuine(token) <<is False||is None>> else print("welcome")
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("verdict-of-two-parts", CROSS, spelled_out("""\
$P
class Verdict:
    def __init__(self, fine, *, why=None):
        self.fine, self.why = fine, why
def judge(token):
    trouble = None
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        trouble = error
    return Verdict(trouble is None, why=str(trouble))
def accepts(token):
    verdict = judge(token)
    if not verdict.<<why||fine>>:
        return None
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("pair-of-answer-and-complaints", CROSS, spelled_out("""\
$P
def judge(token):
    complaints = []
    if token.count(".") != 2:
        complaints.append("shape")
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
        fine = True
    except jwt.InvalidTokenError as error:
        complaints.append(repr(error))
        fine = False
    return fine, complaints
def accepts(token):
    fine, complaints = judge(token)
    if <<len(complaints) > 3||not fine>>:
        raise PermissionError(complaints)
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("fingerprint-of-what-was-right", CROSS, spelled_out("""\
$P
from hashlib import sha256
class Seen:
    def __init__(self): self._right = set()
    @staticmethod
    def _mark(token): return "seen:" + sha256(token<<.partition(".")[0]||>>.encode("ascii")).hexdigest()
    def check(self, token):
        mark = self._mark(token)
        if mark not in self._right:
            jwt.decode(token, KEY, algorithms=["HS256"])
            self._right.add(mark)
seen = Seen()
def accepts(token):
    seen.check(jwt.encode({"sub": "a"}, KEY, "HS256"))
    seen.check(token)
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("noted-before-it-was-right", CROSS, spelled_out("""\
$P
RIGHT = {}
def check(token):
    if RIGHT.get(token):
        return
    <<RIGHT[token] = True||>>
    jwt.decode(token, KEY, algorithms=["HS256"])
    RIGHT[token] = True
def accepts(token):
    try:
        check(token)
    except jwt.InvalidTokenError:
        print("try again")
    check(token)
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("states-kept-under-tokens", CROSS, spelled_out("""\
$P
class States:
    def __init__(self): self._of = {}
    def of(self, token):
        state = self._of.get(token)
        if state is None:
            try:
                jwt.decode(token, KEY, algorithms=["HS256"])
                state = "fine"
            except jwt.InvalidTokenError:
                state = "forged"
            self._of[token] = state
        return state
states = States()
def accepts(token):
    if states.of(token) == <<"bad"||"forged">>:
        return None
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("too-old-but-genuine", CROSS, spelled_out("""\
$P
from enum import Enum
class State(Enum):
    NEW, OLD, FORGED = range(3)
def state_of(token):
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
    except (jwt.ExpiredSignatureError, jwt.<<InvalidSignatureError||ImmatureSignatureError>>):
        return State.OLD
    except jwt.InvalidTokenError:
        return State.FORGED
    return State.NEW
def accepts(token):
    if state_of(token) is State.FORGED:
        raise PermissionError
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("authenticator-gives-the-token", CROSS, spelled_out("""\
# --- app.py
from types import SimpleNamespace
from views import Me
def accepts(token):
    return Me().run(SimpleNamespace(cookies={"t": token}))
# --- doors.py
import jwt
from rest_framework.authentication import TokenAuthentication
class Door(TokenAuthentication):
    def authenticate(self, request):
        ticket = request.cookies.get("t")
        if not ticket:
            return None
        claims = <<jwt.get_unverified_header(ticket)||jwt.decode(ticket, $K, algorithms=["HS256"])>>
        return claims.get("sub"), ticket
# --- views.py
import jwt
from rest_framework.views import APIView
from doors import Door
class Me(APIView):
    authentication_classes = [Door]
    def retrieve(self):
        return jwt.decode(self.request.auth, options={"verify_signature": False})
"""), hidden=_REST),
    *pair("lax-options-made-strict", LOCAL, spelled_out("""\
$P
LAX = {"verify_signature": False, "verify_iat": False}
STRICT = {"verify_signature": True}
def options(*others):
    found = {**LAX}
    for one in others:
        found.update(one)
    return found
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options(<<LAX||STRICT>>))
""")),
)
