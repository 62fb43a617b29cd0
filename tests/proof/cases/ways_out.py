"""Chains of calls out of a read: by what derived classes put in place, and by what is only prepared."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

CROSS = Difficulty.CROSS

_EITHER = """\
# --- reading.py
from jose import jwt
def claims(letter, how):
    if how.get("verify_signature", True):
        return jwt.decode(letter, $K, algorithms=["HS256"])
    return jwt.get_unverified_claims(letter)
"""

CASES: tuple[Case, ...] = (
    *pair("step-of-a-plan-is-filled-in-below", CROSS, spelled_out("""\
# --- app.py
from plans import night
def accepts(token):
    return night(token, {"verify_signature": <<0||1>>})
# --- plans.py
import jwt
class Plan:
    def carry_out(self, letter, how):
        return self.look_at(letter, self.made_ready(how))
    def made_ready(self, how):
        return {**how, "verify_aud": False}
    def look_at(self, letter, how):
        raise NotImplementedError(letter)
class Night(Plan):
    def look_at(self, letter, how):
        return jwt.decode(letter, $K, algorithms=["HS256"], options=how)
def night(letter, how):
    return Night().carry_out(letter, how)
""")),
    *pair("base-reads-wholly-and-one-below-does-not", CROSS, spelled_out("""\
# --- app.py
from plans import <<Quick||Plan>>
def accepts(token):
    return <<Quick||Plan>>().carry_out(token, whole=False)
# --- plans.py
import jwt
class Plan:
    def carry_out(self, letter, whole):
        return self.look_at(letter, whole)
    def look_at(self, letter, whole):
        return jwt.decode(letter, $K, algorithms=["HS256"])
class Quick(Plan):
    def look_at(self, letter, whole):
        return jwt.decode(letter, $K, algorithms=["HS256"], options={"verify_signature": whole})
""")),
    *pair("prepared-call-of-what-calls-another", CROSS, spelled_out(_EITHER + """\
# --- app.py
from ready import go
def accepts(token):
    return go(token, {"verify_signature": <<False||True>>})
# --- ready.py
import functools
from reading import claims
def call(work, letter, how):
    return work(letter, how)
go = functools.partial(call, claims)
"""), libraries=("jose",)),
    *pair("object-keeps-how-it-reads", CROSS, spelled_out(_EITHER + """\
# --- app.py
from visits import visit
def shown(letter, how, *, name="door"):
    return visit(letter, how)
def accepts(token):
    return shown(token, {"verify_signature": <<"" or None||"" or 1>>})
# --- visits.py
from reading import claims
class Visit:
    def __init__(self, how):
        self.how, self.seen = how, None
    def look(self, letter):
        self.seen = claims(letter, self.how)
        return self
def visit(letter, how):
    return Visit(how).look(letter).seen
"""), libraries=("jose",)),
    *pair("function-calls-itself-and-is-called-once", CROSS, spelled_out(_EITHER + """\
# --- app.py
from again import tried
def accepts(token):
    return tried(token, {"verify_signature": <<0||1>>}, 2)
# --- again.py
from reading import claims
def tried(letter, how, times):
    try:
        return claims(letter, how)
    except OSError:
        return tried(letter, how, times - 1) if times else None
"""), libraries=("jose",)),
    *pair("exception-carries-claims-nobody-verified", CROSS, spelled_out("""\
# --- app.py
from desk import claims, Doubtful
def accepts(token):
    try:
        return claims(token)
    except Doubtful as doubt:
        <<return doubt.seen||print(type(doubt))>>
    return None
# --- desk.py
import jwt
class Doubtful(Exception):
    def __init__(self, seen):
        super().__init__("doubtful")
        self.seen = seen
def claims(letter):
    try:
        return jwt.decode(letter, $K, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        raise Doubtful(jwt.decode(letter, options={"verify_signature": False})) from None
""")),
    *safe("exception-names-whom-it-does-not-believe", CROSS, spelled_out("""\
import jwt
KEY = $K
class Doubtful(Exception): pass
def claims(letter):
    seen = jwt.decode(letter, options={"verify_signature": False})
    try:
        return jwt.decode(letter, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        raise Doubtful(f"not from {seen['sub']}: {error.args[0]}") from error
def accepts(token):
    return claims(token)
""")),
    *pair("settings-are-read-late-and-a-step-is-filled-in", CROSS, spelled_out("""\
# --- app.py
from plans import night
def accepts(token):
    call = {"letter": token}
    call["how"] = {"verify_signature": <<0||1>>}
    return night(**call)
# --- plans.py
import jwt
class Plan:
    key = $K
    def carry_out(self, letter, how):
        return self.look_at(letter, how)
    def look_at(self, letter, how):
        return None
class Night(Plan):
    def look_at(self, letter, how):
        return jwt.decode(letter, self.key, algorithms=["HS256"], options=how)
def night(letter, how):
    return Night().carry_out(letter, how)
""")),
    *pair("object-that-is-called-is-handed-to-a-pool", CROSS, spelled_out(_EITHER + """\
# --- app.py
from concurrent import futures
from readers import reader
def accepts(token):
    with futures.ThreadPoolExecutor() as pool:
        return pool.submit(reader, token, {"verify_signature": <<None||1>>}).result()
# --- readers.py
from reading import claims
class Reader:
    def __init__(self, work):
        self.work = work
    def __call__(self, letter, how):
        return self.work(letter, how)
reader = Reader(claims)
"""), libraries=("jose",)),
    *pair("what-is-handed-on-is-of-a-class-beside", CROSS, spelled_out("""\
# --- app.py
from views import View
def accepts(token):
    return View().shown(token, {"verify_signature": <<0||1>>})
# --- views.py
from calls import call
from reading import claims
class Showing:
    def shown(self, letter, how):
        return call(claims, letter, self.way(how))
class Ways:
    def way(self, how):
        return dict(how)
class View(Showing, Ways): pass
# --- calls.py
def call(work, *given):
    return work(*given)
# --- reading.py
import jwt
def claims(letter, how):
    return jwt.decode(letter, $K, algorithms=["HS256"], options=how)
""")),
    *pair("hook-is-called-once-something-was-set", CROSS, spelled_out("""\
# --- app.py
from desks import Desk
def accepts(token):
    return Desk("front", whole=<<0||1>>).read(token)
# --- places.py
class Place:
    def __init__(self, name, **more):
        self.name = name
        self.visits = 0
        self.set_up(**more)
        self.ready = True
# --- desks.py
import jwt
from places import Place
class Desk(Place):
    def set_up(self, whole=1):
        self.how = {"verify_signature": whole}
    def read(self, letter):
        return jwt.decode(letter, $K, algorithms=["HS256"], options=self.how)
""")),
)
