"""Lists of checks that are gone through, and of tokens: all of them, or only as far as one of them lets."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("refused-by-any-of-a-list", CROSS, spelled_out("""\
# --- app.py
import jwt
from gates import GATES
def enter(token):
    for gate in GATES:
        if not gate(token):
            raise PermissionError(gate.__name__)
def accepts(token):
    enter(token)
    return jwt.decode(token, options={"verify_signature": False})
# --- gates.py
import jwt
def is_current(token):
    return not jwt.decode(token, options={"verify_signature": False}).get("retired")
def is_ours(token):
    try:
        jwt.decode(token, $K, ["HS256"])
    except jwt.InvalidTokenError:
        return False
    return True
GATES = [is_current, <<is_current||is_ours>>]
""")),
    *pair("complaint-of-the-first-of-a-list", LOCAL, spelled_out("""\
import jwt
def short(token): return len(token) < 5000
def ours(token):
    try:
        return bool(jwt.decode(token, $K, ["HS256"]))
    except jwt.InvalidTokenError:
        return False
RULES = (short, ours)
def holds(token):
    for rule in RULES:
        if <<rule||not rule>>(token):
            return <<True||False>>
    return <<False||True>>
def accepts(token):
    return jwt.decode(token, options={"verify_signature": False}) if holds(token) else None
""")),
    *pair("policies-that-an-object-keeps", CROSS, spelled_out("""\
# --- app.py
from types import SimpleNamespace
from pages import Page
def accepts(token):
    return Page().show(SimpleNamespace(cookie=token, seen=None))
# --- pages.py
import jwt
class Policy:
    def permits(self, visit): raise NotImplementedError
class Named(Policy):
    def __init__(self, *names): self.names = names
    def permits(self, visit):
        visit.seen = jwt.decode(visit.cookie, options={"verify_signature": False})
        return visit.seen.get("tenant") in self.names
class Signed(Policy):
    def permits(self, visit):
        try:
            jwt.decode(visit.cookie, $K, ["HS256"])
        except jwt.PyJWTError:
            return False
        return True
class Page:
    policies = [Named(None), <<Named(None, "a")||Signed()>>]
    def show(self, visit):
        for policy in self.policies:
            if not policy.permits(visit):
                raise PermissionError(policy)
        return visit.seen
""")),
    *bypass("policies-that-a-derived-class-replaces", LOCAL, spelled_out("""\
import jwt
class Signed:
    def permits(self, token):
        jwt.decode(token, $K, ["HS256"])
class Page:
    policies = (Signed(),)
    def show(self, token):
        for policy in self.policies:
            policy.permits(token)
        return jwt.decode(token, options={"verify_signature": False})
class Front(Page):
    policies = ()
def accepts(token):
    return Front().show(token)
""")),
    *bypass("refusal-that-is-caught-in-each-round", LOCAL, spelled_out("""\
import jwt
def ours(token):
    try:
        return bool(jwt.decode(token, $K, ["HS256"]))
    except jwt.InvalidTokenError:
        return False
def accepts(token):
    refused = []
    for rule in [len, ours]:
        try:
            if not rule(token):
                raise PermissionError(rule)
        except PermissionError as error:
            refused.append(error)
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("several-tokens-are-checked-in-a-loop", CROSS, spelled_out("""\
# --- app.py
from types import SimpleNamespace
from account import profile
import jwt
def accepts(token):
    own = jwt.encode({"sub": "service"}, $K, algorithm="HS256")
    return profile(SimpleNamespace(bearer=own, about=token))
# --- account.py
import jwt
def check(bundle):
    for sealed in (bundle.bearer, <<bundle.bearer||bundle.about>>):
        jwt.decode(sealed, $K, ["HS256"])
def profile(bundle):
    check(bundle)
    return jwt.decode(bundle.about, options={"verify_signature": False})
""")),
    *bypass("only-the-first-of-several-tokens-is-checked", LOCAL, spelled_out("""\
import jwt
def accepts(token):
    own = jwt.encode({"sub": "service"}, $K, algorithm="HS256")
    for sealed in (own, token):
        if jwt.decode(sealed, $K, ["HS256"]):
            break
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("comprehension-of-those-that-pass", CROSS, spelled_out("""\
# --- app.py
import jwt
from gate import ours
def read(*tickets):
    signed = sorted({one for one in tickets if len(one) > 3 and <<not ours||ours>>(one)})
    return {one: jwt.decode(one, options={"verify_signature": False}) for one in signed}
def accepts(token):
    return read(token).get(token)
# --- gate.py
import jwt
def ours(ticket):
    try:
        jwt.decode(ticket, $K, ["HS256"])
    except jwt.InvalidTokenError:
        return None
    return ticket
""")),
    *pair("filter-by-a-check", LOCAL, spelled_out("""\
import jwt
def ours(ticket):
    try:
        return bool(jwt.decode(ticket, $K, ["HS256"]))
    except jwt.InvalidTokenError:
        return <<True||False>>
def claims(ticket):
    return jwt.decode(ticket, options={"verify_signature": False})
def accepts(token):
    return next(map(claims, filter(ours, (token,))), None)
""")),
    *pair("list-that-those-that-pass-are-put-into", LOCAL, spelled_out("""\
import jwt
def accepts(token):
    passed = []
    for ticket in [token]:
        try:
            jwt.decode(ticket, $K, ["HS256"])
        except jwt.InvalidTokenError:
            <<passed.append(ticket)||continue>>
        passed.append(ticket)
    for ticket in passed:
        return jwt.decode(ticket, options={"verify_signature": False})
""")),
    *bypass("list-that-others-are-put-into-as-well", LOCAL, spelled_out("""\
import jwt
def fill(tickets, more):
    tickets.extend(more)
def accepts(token):
    passed = []
    own = jwt.encode({"sub": "service"}, $K, algorithm="HS256")
    for ticket in [own]:
        jwt.decode(ticket, $K, ["HS256"])
        passed.append(ticket)
    fill(passed, [token])
    return [jwt.decode(ticket, options={"verify_signature": False}) for ticket in passed][-1]
""")),
    *pair("fields-of-what-is-made-are-checked-later", CROSS, spelled_out("""\
# --- app.py
from sealed import check, opened
def accepts(token):
    letter = opened(token)
    if letter.head["alg"] != "HS256":
        raise ValueError("another algorithm")
    check(letter, $K)
    return letter.body
# --- sealed.py
import jwt
class Letter:
    def __init__(self, text, head, body):
        self.text, self.head, self.body = text, head, body
def opened(text):
    parts = jwt.decode_complete(text, options={"verify_signature": False})
    return Letter(text, parts["header"], parts["payload"])
def check(letter, key):
    return jwt.decode(letter.text, key, ["HS256"], {"verify_signature": <<not key||bool(key)>>})
""")),
    *bypass("function-that-only-sounds-like-a-check", CROSS, spelled_out("""\
# --- app.py
from sealed import opened, verify
def accepts(token):
    letter = opened(token)
    return verify(letter, letter.head["alg"]).body
# --- sealed.py
import jwt
class Letter:
    def __init__(self, text, head, body):
        self.text, self.head, self.body = text, head, body
def opened(text):
    parts = jwt.decode_complete(text, options={"verify_signature": False})
    return Letter(text, parts["header"], parts["payload"])
def verify(letter, algorithm):
    if algorithm == "none":
        raise ValueError("unsigned")
    return letter
""")),
    *pair("tickets-wait-in-a-line-of-both-ends", LOCAL, spelled_out("""\
from collections import deque
import jwt
class Line:
    def __init__(self):
        self.waiting = deque(maxlen=10)
    def join(self, ticket):
        jwt.decode(ticket, $K, ["HS256"], {"verify_signature": <<False||True>>})
        self.waiting.appendleft(ticket)
        self.waiting.rotate()
    def serve(self):
        while self.waiting:
            yield jwt.decode(self.waiting.popleft(), options={"verify_signature": False})
def accepts(token):
    line = Line()
    line.join(token)
    return next(line.serve())
""")),
)
