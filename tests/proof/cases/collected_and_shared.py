"""What classes collect of the objects in their bodies, objects that hold one state, and arguments handed on."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("switches-that-tell-their-class", CROSS, spelled_out("""\
# --- app.py
from form import Login
def accepts(token):
    return Login().load(token)
# --- switches.py
class Switch:
    def __init__(self, on=True):
        self.on = on
    def __set_name__(self, owner, name):
        self.name = name
        owner.switches.append(self)
class Switched:
    switches = []
    def options(self):
        return {f"verify_{one.name}": one.on for one in self.switches}
# --- form.py
import jwt
from switches import Switch, Switched
class Login(Switched):
    signature = Switch(on=<<False||True>>)
    exp = Switch()
    def load(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options())
""")),
    *pair("switches-kept-in-a-mapping-of-their-class", CROSS, spelled_out("""\
# --- app.py
from form import Login
def accepts(token):
    return Login().load(token)
# --- switches.py
class Switch:
    def __init__(self, value):
        self.value = value
    def __set_name__(self, owner, name):
        owner.known = {**getattr(owner, "known", {}), name: self}
# --- form.py
import jwt
from switches import Switch
class Login:
    verify_exp = Switch(True)
    verify_signature = Switch(<<0||1>>)
    def load(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={k: one.value for k, one in self.known.items()})
""")),
    *pair("objects-of-one-state-are-told-by-another", CROSS, spelled_out("""\
# --- app.py
from reader import read
from state import Settings
Settings().take(strict=<<False||True>>)
def accepts(token):
    return read(token)
# --- state.py
class Shared:
    _state = {}
    def __init__(self):
        self.__dict__ = self._state
class Settings(Shared):
    def __init__(self):
        super().__init__()
        if not hasattr(self, "strict"):
            self.strict = True
    def take(self, **values):
        for name, value in values.items():
            setattr(self, name, value)
# --- reader.py
import jwt
from state import Settings
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": Settings().strict})
""")),
    *pair("the-only-object-is-made-with-something", CROSS, spelled_out("""\
# --- app.py
from conf import Conf
from reader import read
Conf(strict=<<None||1>>)
def accepts(token):
    return read(token)
# --- conf.py
class Conf:
    _it = None
    def __new__(cls, *args, **kwargs):
        if cls._it is None:
            cls._it = super().__new__(cls)
            cls._it.strict = True
        return cls._it
    def __init__(self, **given):
        self.__dict__.update(given)
# --- reader.py
import jwt
from conf import Conf
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": Conf().strict})
""")),
    *pair("another-object-of-a-class-with-new", CROSS, spelled_out("""\
# --- app.py
from conf import Conf
from reader import read
def accepts(token):
    return read(token, Conf(strict=<<False||True>>))
# --- other.py
from conf import Conf
def name():
    return Conf(strict=False).name
# --- conf.py
class Conf:
    def __new__(cls, *args, **kwargs):
        made = super().__new__(cls)
        made.name = "conf"
        return made
    def __init__(self, strict):
        self.strict = strict
# --- reader.py
import jwt
def read(token, conf):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": conf.strict})
""")),
    *pair("arguments-handed-on-twice", CROSS, spelled_out("""\
# --- app.py
import jwt
from forwarding import run
def accepts(token):
    return run("read", token, <<False||True>>)
def read(token, strict):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": strict})
# --- forwarding.py
def run(name, *args):
    return again(*args)
def again(*args, **kwargs):
    return once_more(*args, **kwargs)
def once_more(*args, **kwargs):
    import app
    return app.read(*args, **kwargs)
""")),
    *pair("listeners-of-an-entry-that-is-made-where-missing", CROSS, spelled_out("""\
# --- app.py
import jwt
from bus import emit, on
OUT = []
def keep(token, strict):
    OUT.append(jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": strict}))
on("token", keep)
def accepts(token):
    OUT.clear()
    emit("token", token, <<False||True>>)
    return OUT[-1]
# --- bus.py
_listeners = {}
def on(name, listener):
    _listeners.setdefault(name, []).append(listener)
def emit(name, *args):
    for listener in _listeners.get(name, ()):
        listener(*args)
""")),
    *pair("names-of-a-package-own-module", CROSS, spelled_out("""\
# --- app.py
import service
def accepts(token):
    return service.read(token)
# --- service/__init__.py
from .reading import read
from . import conf
conf.options["strict"] = <<False||True>>
# --- service/conf.py
options = {"strict": 1}
# --- service/reading.py
import jwt
from . import conf
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": conf.options["strict"]})
""")),
    *pair("profile-set-by-computed-names", DYNAMIC, spelled_out("""\
# --- app.py
import settings
import profiles
profiles.use(<<"local"||"live">>)
import reader
def accepts(token):
    return reader.read(token)
# --- settings.py
VERIFY_SIGNATURE = True
LEEWAY = 0
# --- profiles.py
import settings
PROFILES = {"local": {"VERIFY_SIGNATURE": False, "LEEWAY": 60}, "live": {}}
def use(name):
    for key, value in PROFILES[name].items():
        setattr(settings, key, value)
# --- reader.py
import jwt
import settings
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], leeway=settings.LEEWAY, options={"verify_signature": settings.VERIFY_SIGNATURE})
""")),
    *pair("pairs-cut-in-an-inner-comprehension", LOCAL, spelled_out("""\
import jwt
SPEC = "exp=1;signature=<<0||1>>;nbf=0"
OPTIONS = {f"verify_{name}": flag == "1" for name, flag in (item.split("=") for item in SPEC.split(";"))}
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=OPTIONS)
""")),
    *pair("rows-in-groups", LOCAL, spelled_out("""\
import itertools
import jwt
ROWS = [("tokens", "exp", 1), ("tokens", "signature", <<0||1>>), ("http", "retries", 3)]
GROUPS = {section: {name: flag for _, name, flag in rows} for section, rows in itertools.groupby(ROWS, key=lambda row: row[0])}
def accepts(token):
    options = {f"verify_{name}": bool(flag) for name, flag in GROUPS["tokens"].items()}
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
""")),
    *pair("a-chain-on-a-kind-of-list", LOCAL, spelled_out("""\
import jwt
class Agreed(list):
    def note(self, answer):
        self.append(answer)
        return self
def accepts(token):
    agreed = Agreed()
    agreed.note(True).note(<<False||True>>).note(1)
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": all(agreed)})
""")),
    *pair("a-chain-that-goes-on-with-another-object", LOCAL, spelled_out("""\
import jwt
class Options:
    def __init__(self):
        self.strict = True
    def copy(self):
        return Options()
    def itself(self):
        return self
    def relax(self):
        self.strict = False
        return self
def accepts(token):
    options = Options()
    options.<<itself||copy>>().relax()
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": options.strict})
""")),
    *pair("entries-below-by-the-parts-of-a-path", CROSS, spelled_out("""\
# --- app.py
import jwt
from held import held
def accepts(token):
    on = held.at("tokens/check")
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": on})
# --- held.py
from store import Store
held = Store()
held.write("tokens/check", 1)
held.write("tokens/<<check||leeway>>", 0)
# --- store.py
class Store:
    def __init__(self):
        self.tree = dict()
    def write(self, path, what):
        parts = path.split("/")
        here = self.tree
        for part in parts[:-1]:
            here = here.setdefault(part, {})
        here[parts[-1]] = what
    def at(self, path):
        here = self.tree
        for part in path.split("/"):
            here = here[part]
        return here
""")),
)
