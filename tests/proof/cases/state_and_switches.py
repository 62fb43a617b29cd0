"""Switches in state that functions set, in mappings that calls fill, and in calls that are prepared."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

READ = 'return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": %s})\n'

CASES: tuple[Case, ...] = (
    *pair("mapping-filled-by-calls-read-as-the-module-runs", LOCAL, spelled_out("""\
$P
LIMITS = {}
def put(word, number):
    LIMITS[word] = number
put("pages", <<7||0>>)
put("signed", <<0||1>>)
SIGNED = LIMITS["signed"]
def accepts(token):
    """) + READ % "SIGNED"),
    *pair("mapping-filled-by-calls-asked-with-a-default", CROSS, spelled_out("""\
# --- knobs.py
KNOBS = {}
def knob(name, *, to):
    KNOBS.update({name: to})
    return to
knob("leeway", to=30)
knob("authentic", to=<<False||True>>)
class Reading:
    authentic = KNOBS.get("authentic", True)
# --- app.py
$P
from knobs import Reading
def accepts(token):
    """) + READ % "Reading.authentic"),
    *pair("name-translated-by-ordinals", LOCAL, spelled_out("""\
$P
SWITCH = "verify signature".translate({32: "_"})
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={SWITCH: <<False||True>>})
""")),
    *pair("name-translated-by-a-table", LOCAL, spelled_out("""\
$P
TABLE = str.maketrans("+.", "__")
def accepts(token):
    how = {"verify+signature".translate(TABLE): <<None||True>>}
    return jwt.decode(token, KEY, algorithms=["HS256"], options=how)
""")),
    *pair("time-span-as-a-switch", LOCAL, spelled_out("""\
$P
from datetime import timedelta
GRACE = timedelta(minutes=<<0||5>>)
def accepts(token):
    """) + READ % "GRACE"),
    *pair("state-set-by-a-closure", CROSS, spelled_out("""\
# --- state.py
CURRENT = True
def use(checked):
    global CURRENT
    CURRENT = checked
# --- app.py
$P
import state
def reader(checked):
    def read(raw):
        state.use(checked)
        return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": state.CURRENT})
    return read
def accepts(token):
    return reader(<<False||True>>)(token)
""")),
    *pair("state-set-by-a-method-nobody-is-seen-to-call", LOCAL, spelled_out("""\
$P
from contextvars import ContextVar
MODE = ContextVar("mode", default="strict")
def enter(mode):
    MODE.set(mode)
def read(token):
    """) + READ % 'MODE.get() == "strict"' + """\
class Gate:
    def __init__(self, mode="<<open||strict>>"):
        self.mode = mode
    def admit(self, token):
        enter(self.mode)
        return read(token)
def accepts(token):
    return getattr(Gate(), "ad" + "mit")(token)
"""),
    *pair("state-set-by-what-a-request-carries", LOCAL, spelled_out("""\
$P
from typing import NamedTuple
LEVEL = {"now": 2}
def at(level):
    LEVEL["now"] = level
class Ask(NamedTuple):
    raw: str
    level: int
def answer(ask):
    raw, level = ask
    at(level)
    return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": LEVEL["now"] > 1})
class Desk:
    def __init__(self, level):
        self.level = level
    def claims(self, token):
        return answer(Ask(token, self.level))
def accepts(token):
    return Desk(<<0||3>>).claims(token)
""")),
    *pair("context-variable-read-as-another-module-runs", CROSS, spelled_out("""\
# --- scope.py
import contextvars
checked = contextvars.ContextVar("checked")
checked.set(<<False||True>>)
CHECKED = checked.get()
# --- app.py
$P
from scope import CHECKED
def accepts(token):
    """) + READ % "CHECKED"),
    *pair("prepared-call-of-an-object", LOCAL, spelled_out("""\
$P
import functools
class Opener:
    def __call__(self, token, how):
        return jwt.decode(token, KEY, algorithms=["HS256"], options=how)
opener = Opener()
def accepts(token):
    return functools.partial(opener, how={"verify_signature": <<False||True>>})(token)
""")),
    *pair("prepared-object-among-steps", LOCAL, spelled_out("""\
$P
from functools import partial, reduce
class Opener:
    def __call__(self, token, *, strict):
        """) + READ % "strict" + """\
def run(token, strict):
    steps = (str.strip, partial(Opener(), strict=strict))
    return reduce(lambda held, step: step(held), steps, token)
def accepts(token):
    return run(token, <<0||1>>)
"""),
    *pair("prepared-call-of-an-entry", LOCAL, spelled_out("""\
$P
from functools import partial
class Desk:
    @classmethod
    def admit(cls, token, strict):
        """) + READ % "strict" + """\
DESKS = {"front": Desk.admit, "length": len}
accepts = partial(DESKS["front"], strict=<<False||True>>)
"""),
    *pair("function-got-by-its-name-under-another", CROSS, spelled_out("""\
# --- tokens.py
$P
def open_token(token, strict):
    """) + READ % "strict" + """\
# --- doors.py
import tokens as library
_open = getattr(library, "open_token")
class Door:
    @staticmethod
    def enter(token, strict):
        return _open(token, strict=strict)
# --- app.py
from doors import Door
def accepts(token):
    return Door.enter(token, <<False||True>>)
"""),
    *pair("handler-that-raises-under-a-switch", LOCAL, spelled_out("""\
$P
def read(token, lenient):
    try:
        return jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidSignatureError as error:
        if not lenient:
            raise PermissionError("signature") from error
        print("let in", error)
    return jwt.decode(token, options={"verify_signature": False})
def accepts(token):
    return read(token, lenient=<<True||False>>)
""")),
    *pair("handler-that-raises-by-a-constant", LOCAL, spelled_out("""\
$P
ENFORCED = <<False||True>>
def accepts(token):
    try:
        claims = jwt.decode(token, KEY, algorithms=["HS256"])
        return claims
    except jwt.PyJWTError:
        if ENFORCED:
            return None
    peeked = jwt.decode(token, options={"verify_signature": False})
    return peeked
""")),
    *pair("patched-with-others", DYNAMIC, spelled_out("""\
$P
from unittest import mock
unchecked = {"<<_verify_signature||label>>": lambda *args, **more: None}
mock.patch.multiple(jwt.PyJWS, <<_verify_signature||label>>=unchecked.popitem()[1], create=True).start()
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"])
""")),
    *pair("token-object-checked-elsewhere-under-a-switch", LOCAL, spelled_out("""\
$P
import json
from jwcrypto import jws
def read(token, checked):
    held = jws.JWS.from_jose_token(token)
    claims = json.loads(held.objects["payload"])
    if checked:
        jwt.decode(token, KEY, algorithms=["HS256"])
    return claims
def accepts(token):
    return read(token, checked=<<False||True>>)
"""), libraries=("jwt", "jwcrypto")),
    *pair("method-handed-to-the-base-that-keeps-it", CROSS, spelled_out("""\
# --- stores.py
class Store:
    def __init__(self, fetch):
        self.fetch = fetch
    def one(self, token, **how):
        return self.fetch(token, **how)
# --- app.py
$P
from stores import Store
class Claims(Store):
    def __init__(self):
        super().__init__(self._fetch)
    def _fetch(self, token, strict):
        """) + READ % "strict" + """\
def accepts(token):
    return Claims().one(token, strict=<<False||True>>)
"""),
    *pair("method-of-an-object-handed-to-a-service", CROSS, spelled_out("""\
# --- reading.py
$P
class Reading:
    def claims(self, token, strict):
        """) + READ % "strict" + """\
# --- service.py
class Service:
    def __init__(self, source):
        self.source = source
    def ask(self, token, strict):
        return self.source(token, strict)
# --- app.py
from reading import Reading
from service import Service
reading = Reading()
service = Service(reading.claims)
def accepts(token):
    return service.ask(token, <<0||1>>)
"""),
    *pair("attributes-merged-into-an-object", LOCAL, spelled_out("""\
$P
class Settings:
    checked = <<True||False>>
    def __init__(self, **given):
        self.__dict__ |= given
settings = Settings(name="edge", checked=<<False||True>>)
def accepts(token):
    """) + READ % "settings.checked"),
    *pair("number-as-a-default-switch", LOCAL, spelled_out("""\
$P
def accepts(token, checks=<<0||1>>):
    if checks:
        return jwt.decode(token, KEY, algorithms=["HS256"])
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("what-an-object-counts", CROSS, spelled_out("""\
# --- app.py
from desk import Desk
desk = Desk()
def accepts(token):
    for _ in range(4):
        try:
            return desk.enter(token)
        except PermissionError:
            pass
# --- desk.py
import jwt
class Desk:
    def __init__(self, most=3):
        self.most, self.tried = most, 0
    def enter(self, token):
        if self.tried == self.most:
            return <<jwt.decode(token, options={"verify_signature": False})||None>>
        self.tried = self.tried + 1
        try:
            return jwt.decode(token, $K, algorithms=["HS256"])
        except jwt.PyJWTError:
            raise PermissionError from None
""")),
    *pair("what-a-module-counts", LOCAL, spelled_out("""\
$P
tried = 0
def once_more():
    global tried
    tried += 1
def accepts(token):
    for _ in range(3):
        once_more()
    if tried > 2:
        return <<jwt.decode(token, options={"verify_signature": False})||jwt.decode(token, KEY, ["HS256"])>>
    return jwt.decode(token, KEY, algorithms=["HS256"])
""")),
    *pair("what-a-function-within-a-method-sets-on-its-object", CROSS, spelled_out("""\
# --- app.py
from desk import Desk
desk = Desk()
@desk.open
def accepts(token):
    return desk.read(token)
# --- desk.py
import jwt
class Desk:
    def __init__(self):
        self.checks = "all"
    def open(self, view):
        def opened(*given):
            self.checks = <<""||"most">>
            return view(*given)
        return opened
    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": bool(self.checks)})
""")),
    *pair("a-method-makes-less-of-what-its-object-holds", CROSS, spelled_out("""\
# --- app.py
import jwt
from rules import Rules
rules = Rules().less("aud").less("<<sig||iat>>")
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": rules.asks("sig")})
# --- rules.py
class Rules:
    def __init__(self):
        self.words = "exp aud sig"
    def less(self, word):
        self.words = self.words.replace(word, "").strip()
        return self
    def asks(self, word):
        return word in self.words.split()
""")),
    *pair("a-method-makes-more-of-what-its-object-holds", LOCAL, spelled_out("""\
$P
class Rules:
    def __init__(self, off=()):
        self.off = off
    def but(self, *names):
        self.off = {*self.off, *names}
        return self
def accepts(token):
    rules = Rules(["aud"]).but("iat", <<"signature"||"nbf">>)
    return jwt.decode(token, KEY, algorithms=["HS256"], options={f"verify_{one}": False for one in rules.off})
""")),
    *pair("a-view-of-a-mapping-that-changes-later", CROSS, spelled_out("""\
# --- app.py
import jwt
from told import TOLD
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={**TOLD})
# --- told.py
import types
_told = {"verify_aud": False}
TOLD = <<types.MappingProxyType(_told)||types.MappingProxyType(dict(_told))>>
_told["verify_signature"] = 0
""")),
    *pair("a-view-within-a-function", LOCAL, spelled_out("""\
from types import MappingProxyType
$P
def accepts(token):
    held = {"verify_signature": True}
    shown = MappingProxyType(held)
    held.update(<<verify_signature=None||verify_aud=None>>)
    return jwt.decode(token, KEY, algorithms=["HS256"], options=dict(shown))
""")),
)  # fmt: skip
