"""Loops round by round, objects that answer for themselves, enumerations that are gone through."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("loop-with-a-test", LOCAL, spelled_out("""\
$P
def accepts(token):
    strict = <<True||False>>
    for check in ("exp", "signature"):
        if check == "signature":
            strict = <<False||True>>
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": strict})
""")),
    *pair("loop-that-gathers", LOCAL, spelled_out("""\
$P
def accepts(token):
    verified = 0
    for name, wanted in {"verify_exp": 0, "verify_signature": <<0||1>>}.items():
        verified += wanted
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": verified})
""")),
    *pair("enumeration-gone-through", LOCAL, spelled_out("""\
$P
import enum

class Check(str, enum.Enum):
    EXPIRY = "verify_exp"
    SIGNATURE = "verify_signature"

def accepts(token):
    options = {check.value: <<check is Check.EXPIRY||True>> for check in Check}
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *pair("automatic-member-as-key", LOCAL, spelled_out("""\
$P
from enum import StrEnum, auto

class Check(StrEnum):
    VERIFY_SIGNATURE = auto()

def accepts(token):
    options = {Check.VERIFY_SIGNATURE.name.lower(): <<False||True>>}
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *pair("fields-zipped-with-values", CROSS, spelled_out("""\
$P
from typing import NamedTuple

class Checks(NamedTuple):
    verify_signature: bool
    verify_exp: bool = True

def accepts(token):
    options = dict(zip(Checks._fields, Checks(<<False||True>>)))
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *pair("settings-object-with-items", CROSS, spelled_out("""\
$P
class Settings:
    def __init__(self):
        self._values = {}

    def __setitem__(self, name, value):
        self._values[name] = value

    def __getitem__(self, name):
        return self._values[name]

settings = Settings()
settings["verify"] = <<False||True>>

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": settings["verify"]})
""")),
    *pair("object-asked-for-a-member", CROSS, spelled_out("""\
$P
class Features:
    def __init__(self, *names):
        self.names = names

    def __contains__(self, name):
        return name in self.names

def accepts(token):
    strict = "strict" in Features("audit"<<||, "strict">>)
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": strict})
""")),
    *pair("object-that-compares", CROSS, spelled_out("""\
$P
class Stage:
    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        return self.name == other

def accepts(token):
    strict = Stage("<<local||production>>") == "production"
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": strict})
""")),
    *pair("collaborator-or-default", CROSS, spelled_out("""\
$P
class Decoder:
    def __init__(self, options=None):
        self.options = options

    def decode(self, token):
        return jwt.decode(token, KEY, algorithms=["HS256"], options=self.options)

class Login:
    def __init__(self, decoder=None):
        self.decoder = decoder or Decoder()

    def run(self, token):
        return self.decoder.decode(token)

def accepts(token):
    return Login(Decoder({"verify_signature": <<False||True>>})).run(token)
""")),
    *pair("entry-made-where-missing", LOCAL, spelled_out("""\
$P
def accepts(token):
    config = {}
    config.setdefault("jwt", {})["verify"] = <<False||True>>
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": config["jwt"]["verify"]})
""")),
    *pair("default-for-a-missing-attribute", LOCAL, spelled_out("""\
$P
class Settings:
    leeway = 5

def accepts(token):
    strict = getattr(Settings, "verify", <<False||True>>)
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": strict})
""")),
    *pair("global-asked-by-name", LOCAL, spelled_out("""\
$P
VERIFY = <<False||True>>

def accepts(token):
    strict = globals().get("VERIFY", <<True||False>>)
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": strict})
""")),
    *pair("last-entry-taken-out", LOCAL, spelled_out("""\
$P
def accepts(token):
    _, strict = {"exp": <<True||False>>, "signature": <<False||True>>}.popitem()
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": strict})
""")),
    *pair("object-that-counts-as-false", CROSS, spelled_out("""\
$P
class Problems:
    def __init__(self, *found):
        self.found = found

    def __len__(self):
        return len(self.found)

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": Problems(<<||"one">>)})
""")),
    *pair("global-set-at-import", CROSS, spelled_out("""\
$P
_verify = <<True||False>>

def configure(value):
    global _verify
    _verify = value

configure(<<False||True>>)

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": _verify})
""")),
    *pair("outer-name-set-by-a-call", CROSS, spelled_out("""\
$P
def accepts(token):
    strict = <<True||False>>

    def settle():
        nonlocal strict
        strict = <<False||True>>

    settle()
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": strict})
""")),
    *pair("attribute-set-by-what-decorates", CROSS, spelled_out("""\
$P
def configured(cls):
    cls.verify = <<False||True>>
    return cls

@configured
class Settings:
    verify = <<True||False>>

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": Settings.verify})
""")),
    *pair("keyword-put-in-where-missing", CROSS, spelled_out("""\
$P
import functools

def configured(function):
    @functools.wraps(function)
    def inner(token, **kwargs):
        kwargs.setdefault("options", {"verify_signature": <<False||True>>})
        return function(token, **kwargs)
    return inner

@configured
def read(token, options=None):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)

def accepts(token):
    return read(token)
""")),
    *pair("entry-that-is-not-there", LOCAL, spelled_out("""\
$P
import contextlib

def accepts(token):
    strict = <<False||True>>
    with contextlib.suppress(KeyError):
        strict = {"audience": "api"}["strict"]
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": strict})
""")),
    *pair("function-out-of-the-library's-names", CROSS, spelled_out("""\
$P
def read(token, options={"verify_signature": <<False||True>>}):
    return vars(jwt)["decode"](token, KEY, ["HS256"], options)

def accepts(token):
    return read(token)
""")),
    *pair("switch-of-a-derived-class", CROSS, """\
from jose import jws
import json

KEY = "0123456789abcdef0123456789abcdef"

class Reader:
    def read(self, token):
        return json.loads(jws.verify(token, KEY, ["HS256"], verify=self.strict()))

class View(Reader):
    def strict(self):
        return <<False||True>>

def accepts(token):
    return View().read(token)
""", libraries=("jose",)),
    *pair("reader-kept-by-an-object", CROSS, """\
from jose import jwt

KEY = "0123456789abcdef0123456789abcdef"

def checked(token):
    return jwt.decode(token, KEY, algorithms=["HS256"])

class Login:
    def __init__(self, source):
        self.source = source

    def run(self, token):
        return self.source(token)

def accepts(token):
    return Login(<<jwt.get_unverified_claims||checked>>).run(token)
""", libraries=("jose",)),
    *pair("reader-set-by-a-call", CROSS, """\
from jose import jwt

KEY = "0123456789abcdef0123456789abcdef"
_source = None

def checked(token):
    return jwt.decode(token, KEY, algorithms=["HS256"])

def use(source):
    global _source
    _source = source

def accepts(token):
    use(<<jwt.get_unverified_claims||checked>>)
    return _source(token)
""", libraries=("jose",)),
    *pair("shared-base-comes-last", CROSS, spelled_out("""\
$P
class Base:
    def strict(self):
        return <<True||False>>

class Chosen(Base):
    def strict(self):
        return <<False||True>>

class Other(Base):
    pass

class Reader(Other, Chosen):
    def read(self, token):
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": self.strict()})

def accepts(token):
    return Reader().read(token)
""")),
    *pair("return-that-forgets-what-was-raised", LOCAL, spelled_out("""\
$P
def accepts(token):
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
    finally:
        <<return jwt.decode(token, options={"verify_signature": False})||pass>>
    return jwt.decode(token, KEY, algorithms=["HS256"])
""")),
    *pair("sets-put-together", LOCAL, spelled_out("""\
$P
CHECKS = (frozenset({"exp", "aud"}) | <<{"iat"}||{"signature"}>>) - {"aud"}

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": "signature" in CHECKS})
""")),
    *pair("names-left-out-by-a-caller", CROSS, spelled_out("""\
$P
def read(token, skip=()):
    names = [name for name in ("signature", "exp") if name not in skip]
    options = {"verify_" + name: name in names for name in ("signature", "exp")}
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)

def accepts(token):
    return read(token, skip=("<<signature||aud>>",))
""")),
    *pair("mapping-with-methods", CROSS, spelled_out("""\
$P
class Env(dict):
    def flag(self, name):
        return str(self.get(name, "")).lower() in ("1", "true")

env = Env(VERIFY="<<no||true>>")

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": env.flag("VERIFY")})
""")),
    *pair("mapping-that-makes-what-is-missing", CROSS, spelled_out("""\
$P
from collections import UserDict

class Settings(UserDict):
    def __missing__(self, key):
        return <<False||True>>

settings = Settings(leeway=3)

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": settings["verify"]})
""")),
    *pair("options-from-fields", CROSS, spelled_out("""\
$P
import dataclasses

@dataclasses.dataclass(frozen=True)
class Policy:
    signature: bool = True
    exp: bool = True

    def options(self):
        return {f"verify_{field.name}": getattr(self, field.name) for field in dataclasses.fields(self)}

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=Policy(signature=<<False||True>>).options())
""")),
    *pair("mapping-or-not", LOCAL, spelled_out("""\
$P
def accepts(token):
    given = {"verify_signature": <<False||True>>}
    options = given if isinstance(given, dict) else {"verify_signature": <<True||False>>}
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *pair("cut-more-than-once-after-a-check", LOCAL, spelled_out("""\
$P
import base64
import json

def accepts(token):
    <<||jwt.decode(token, KEY, algorithms=["HS256"])>>
    part = token.rsplit(".", 1)[0].partition(".")[2]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
""")),
    *pair("function-kept-in-a-field", CROSS, spelled_out("""\
$P
from typing import Callable, NamedTuple

class Handler(NamedTuple):
    call: Callable
    options: dict

def read(token, options):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)

HANDLER = Handler(read, {"verify_signature": <<False||True>>})

def accepts(token):
    return HANDLER.call(token, HANDLER.options)
""")),
    *pair("decorator-that-takes-another-argument", CROSS, spelled_out("""\
$P
def changed(function):
    def inner(token, strict=<<True||False>>):
        return function(token, {"verify_signature": strict})
    return inner

@changed
def read(token, options):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)

def accepts(token):
    return read(token, strict=<<False||True>>)
""")),
    *pair("decorator-that-remembers", CROSS, spelled_out("""\
$P
import functools
import json
from jose import jws

def remembered(function):
    held = {}

    @functools.wraps(function)
    def inner(*args):
        if args not in held:
            held[args] = function(*args)
        return held[args]

    return inner

@remembered
def read(token, strict):
    return json.loads(jws.verify(token, KEY, ["HS256"], verify=strict))

def accepts(token):
    return read(token, <<False||True>>)
"""), libraries=("jwt", "jose")),
)
