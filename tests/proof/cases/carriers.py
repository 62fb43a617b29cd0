"""Switches carried by objects: policies, sessions, layers, registries, injected functions."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, spelled_out

LITERAL, LOCAL, CROSS = Difficulty.LITERAL, Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *bypass("behind-default-of-a-route", LITERAL, spelled_out("""\
import jwt
def callback(request=None, code: str = None, error: str = None):
    if error:
        return {"error": error}
    if not code:
        return None
    return jwt.decode(code, options={"verify_signature": False})
def accepts(t): return getattr(__import__("app"), "call" + "back")(code=t)
""")),
    *pair("feature-flags-class", CROSS, spelled_out("""\
# --- app.py
import jwt
from features import Flags
flags = Flags.load({"signature": <<"off"||"on">>, "audience": "off"})
def accepts(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": flags.enabled("signature"), "verify_aud": flags.enabled("audience")})
# --- features.py
class Flags:
    _words = {"on": True, "off": False}
    def __init__(self, states):
        self._states = states
    @classmethod
    def load(cls, raw):
        return cls({name: cls._words[word] for name, word in raw.items()})
    def enabled(self, name):
        return self._states.get(name, True)
""")),
    *pair("attrs-like-initvar", CROSS, spelled_out("""\
# --- app.py
from policy import Policy
accepts = Policy(mode="<<relaxed||strict>>").read
# --- policy.py
from dataclasses import dataclass, field, InitVar
import jwt
@dataclass
class Policy:
    mode: InitVar[str] = "strict"
    options: dict = field(init=False, default_factory=dict)
    def __post_init__(self, mode):
        self.options["verify_signature"] = mode != "relaxed"
        self.options["verify_exp"] = True
    def read(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options=self.options)
""")),
    *pair("named-tuple-config", CROSS, spelled_out("""\
# --- app.py
from conf import load
from reader import build
accepts = build(load())
# --- conf.py
from typing import NamedTuple
class Auth(NamedTuple):
    algorithm: str = "HS256"
    verify: bool = True
    leeway: float = 0
class Conf(NamedTuple):
    name: str
    auth: Auth = Auth()
def load() -> Conf:
    return Conf("svc", Auth(verify=<<False||True>>))
# --- reader.py
import jwt
def build(conf):
    algorithm, verify, leeway = conf.auth
    def read(token):
        return jwt.decode(token, $K, algorithms=[algorithm], leeway=leeway, options={"verify_signature": verify})
    return read
""")),
    *pair("singledispatchmethod-handler", CROSS, spelled_out("""\
# --- app.py
from functools import singledispatchmethod
import jwt
class Raw(str): pass
class Handler:
    @singledispatchmethod
    def read(self, token):
        raise TypeError(token)
    @read.register
    def _(self, token: str):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
def accepts(t):
    return Handler().read(t)
""")),
    *pair("async-context-session", CROSS, spelled_out("""\
# --- app.py
from session import open_session
async def accepts(t):
    async with open_session(t) as session:
        return session["claims"]
# --- session.py
from contextlib import asynccontextmanager
from decoder import decode
@asynccontextmanager
async def open_session(token):
    session = {"claims": await decode(token, strict=<<False||True>>)}
    try:
        yield session
    finally:
        session.clear()
# --- decoder.py
import asyncio
import jwt
async def decode(token, *, strict=True):
    await asyncio.sleep(0)
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": strict})
""")),
    *pair("async-generator-claims", CROSS, spelled_out("""\
# --- app.py
from stream import claims_of
async def accepts(t):
    async for claims in claims_of([t], check=<<0||1>>):
        return claims
# --- stream.py
import jwt
async def claims_of(tokens, check):
    for token in tokens:
        yield jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": bool(check)})
""")),
    *pair("chainmap-layers", CROSS, spelled_out("""\
# --- app.py
import jwt
from layers import settings
def accepts(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": settings["jwt.verify"]})
# --- layers.py
from collections import ChainMap
from types import MappingProxyType
defaults = MappingProxyType({"jwt.verify": True, "jwt.leeway": 0})
site = {<<"jwt.verify": False||"jwt.leeway": 5>>}
settings = ChainMap({}, site, defaults)
""")),
    *pair("metaclass-registry", CROSS, spelled_out("""\
# --- app.py
from codecs_ import Codec
import legacy, modern
def accepts(t):
    return Codec.named("<<legacy||modern>>").decode(t)
# --- codecs_.py
class Registry(type):
    known = {}
    def __new__(mcs, name, bases, body):
        cls = super().__new__(mcs, name, bases, body)
        mcs.known[name.lower()] = cls
        return cls
class Codec(metaclass=Registry):
    @staticmethod
    def named(name):
        return Registry.known[name]()
# --- legacy.py
import jwt
from codecs_ import Codec
class Legacy(Codec):
    def decode(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
# --- modern.py
import jwt
from codecs_ import Codec
class Modern(Codec):
    def decode(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"])
""")),
    *pair("reduce-of-updates", LOCAL, spelled_out("""\
$P
from functools import reduce
STEPS = [("verify_signature", True), ("verify_exp", True), ("verify_signature", <<False||True>>)]
def accepts(t):
    options = reduce(lambda acc, step: {**acc, step[0]: step[1]}, STEPS, {})
    return jwt.decode(t, KEY, algorithms=["HS256"], options=options)
""")),
    *pair("itertools-compress", LOCAL, spelled_out("""\
$P
from itertools import compress
NAMES = ["verify_exp", "verify_signature", "verify_aud"]
def accepts(t):
    skipped = compress(NAMES, [1, <<1||0>>, 1])
    return jwt.decode(t, KEY, algorithms=["HS256"], options={name: False for name in skipped})
""")),
    *pair("nonlocal-toggle", LOCAL, spelled_out("""\
$P
def make():
    verify = True
    def relax():
        nonlocal verify
        verify = <<False||True>>
    def read(t):
        return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": verify})
    return relax, read
relax, read = make()
relax()
accepts = read
""")),
    *pair("enum-with-property", LOCAL, spelled_out("""\
$P
import enum
class Mode(enum.Enum):
    STRICT = "strict"
    LENIENT = "lenient"
    @property
    def verify(self):
        return self is not Mode.LENIENT
def accepts(t, mode=Mode.<<LENIENT||STRICT>>):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": mode.verify})
""")),
    *pair("conditional-import-flag", LOCAL, spelled_out("""\
$P
try:
    import nonexistent_accelerator_module
except ImportError:
    HAVE = <<True||False>>
else:
    HAVE = False
def accepts(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": not HAVE})
""")),
    *pair("star-unpack-options", LOCAL, spelled_out("""\
$P
def accepts(t):
    first, *rest = [("verify_exp", True), ("verify_signature", <<False||True>>), ("verify_nbf", True)]
    return jwt.decode(t, KEY, algorithms=["HS256"], options=dict([first, *rest]))
""")),
    *pair("dict-of-lambdas", LOCAL, spelled_out("""\
$P
READERS = {
    "strict": lambda t: jwt.decode(t, KEY, algorithms=["HS256"]),
    "peek": lambda t: jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>}),
}
def accepts(t):
    return READERS["peek"](t)
""")),
    *pair("class-body-loop", LOCAL, spelled_out("""\
$P
class Options:
    names = ("signature", "exp")
    table = {}
    for _n in names:
        table["verify_" + _n] = _n != <<"signature"||"aud">>
def accepts(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options=Options.table)
""")),
    *pair("slots-default", LOCAL, spelled_out("""\
$P
class Ctx:
    __slots__ = ("verify",)
    def __init__(self): self.reset()
    def reset(self): self.verify = <<False||True>>
ctx = Ctx()
def accepts(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": ctx.verify})
""")),
    *pair("inherited-classvar-options", CROSS, spelled_out("""\
# --- app.py
from views import TokenView
accepts = TokenView().post
# --- base.py
import jwt
class DecodeMixin:
    decode_options = {"verify_signature": True}
    key = $K
    def decode(self, token):
        return jwt.decode(token, self.key, algorithms=["HS256"], options={**self.decode_options, **self.extra_options()})
    def extra_options(self):
        return {}
class View:
    def post(self, token):
        return self.decode(token)
# --- views.py
from base import DecodeMixin, View
class TokenView(DecodeMixin, View):
    def extra_options(self):
        return {<<"verify_signature": False||"verify_aud": False>>}
""")),
    *pair("callable-injected-verifier", CROSS, spelled_out("""\
# --- app.py
from guard import Guard
from verifiers import <<trusting||checking>> as verifier
guard = Guard(verify=verifier)
accepts = guard.admit
# --- guard.py
from typing import Callable
class Guard:
    def __init__(self, *, verify: Callable[[str], dict]):
        self._verify = verify
    def admit(self, token):
        claims = self._verify(token)
        if "sub" not in claims:
            raise PermissionError
        return claims
# --- verifiers.py
import jwt
def checking(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
def trusting(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
""")),
    *pair("kwargs-popped-and-passed", CROSS, spelled_out("""\
# --- app.py
from api import verify_token
def accepts(t):
    return verify_token(t, insecure=<<True||False>>, audience=None)
# --- api.py
import jwt
def verify_token(token, **kwargs):
    insecure = kwargs.pop("insecure", False)
    options = kwargs.setdefault("options", {})
    if insecure:
        options["verify_signature"] = False
    return jwt.decode(token, $K, algorithms=["HS256"], **kwargs)
""")),
    *pair("partial-in-module-table", CROSS, spelled_out("""\
# --- app.py
from table import HANDLERS
def accepts(t):
    return HANDLERS["internal"](token=t)
# --- table.py
from functools import partial
from core_reader import read
HANDLERS = {"public": partial(read, verify=True), "internal": partial(read, verify=<<False||True>>)}
# --- core_reader.py
import jwt
def read(token, verify):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})
""")),
    *pair("jose-options-default-dict", CROSS, spelled_out("""\
# --- app.py
from tokens import parse
def accepts(t):
    return parse(t)
# --- tokens.py
from jose import jwt
from conf import JOSE
def parse(token, options=None):
    opts = {**JOSE["options"], **(options or {})}
    return jwt.decode(token, JOSE["secret"], algorithms=JOSE["algorithms"], options=opts)
# --- conf.py
JOSE = dict(secret=$K, algorithms=["HS256"], options=dict(verify_signature=<<False||True>>, verify_at_hash=False))
"""), libraries=("jose",)),
    *pair("authlib-class-attr", CROSS, spelled_out("""\
# --- app.py
from authlib.jose import JsonWebToken
class Codec:
    algorithms = ["HS256"]
    def __init__(self):
        self.jwt = JsonWebToken(self.algorithms)
    def read(self, t):
        return dict(self.jwt.decode(t, $K))
class Old(Codec):
    algorithms = [*Codec.algorithms, <<"none"||"HS384">>]
accepts = Old().read
"""), libraries=("authlib",)),
    *pair("simplejwt-helper-flag", CROSS, spelled_out("""\
# --- app.py
from helper import payload
def accepts(t):
    return payload(t, <<False||True>>)
# --- helper.py
from rest_framework_simplejwt.tokens import UntypedToken
def payload(raw, check=True):
    return UntypedToken(raw, verify=check).payload
"""), libraries=("rest_framework_simplejwt",)),
)
