"""What stands in place of what is named: decorators, optional imports, lazy attributes, own mappings."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

REGISTRY = """\
def reader(token, strict=True):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": strict})
registry = Registry()
registry.register("jwt", reader, strict=<<False||True>>)
def accepts(token):
    return registry.read("jwt", token)
"""

CASES: tuple[Case, ...] = (
    *pair("registry-that-is-a-dict", LOCAL, spelled_out("""\
import jwt
class Registry(dict):
    def register(self, name, reader, **options):
        self[name] = (reader, options)
    def read(self, name, token):
        reader, options = self[name]
        return reader(token, **options)
""" + REGISTRY)),
    *pair("registry-that-is-a-user-dict", LOCAL, spelled_out("""\
import jwt
from collections import UserDict
class Registry(UserDict):
    def register(self, name, reader, **options):
        self[name] = {"reader": reader, "options": options}
    def read(self, name, token):
        entry = self.get(name)
        return entry["reader"](token, **entry["options"])
""" + REGISTRY)),
    *pair("switches-that-are-a-dict", CROSS, spelled_out("""\
# --- app.py
import jwt
from switches import switches
def accepts(token):
    return jwt.decode(token, $K, ["HS256"], options={"verify_signature": switches["strict"]})
# --- switches.py
class Switches(dict):
    def turn(self, name, value):
        self[name] = value
switches = Switches()
switches.turn("strict", <<False||True>>)
""")),
    *pair("attribute-that-is-asked-for-by-name", CROSS, spelled_out("""\
import jwt
class Readers:
    def __getattr__(self, name):
        if name == "web":
            return read
        raise AttributeError(name)
def read(token, strict):
    return jwt.decode(token, $K, ["HS256"], options={"verify_signature": strict})
readers = Readers()
def accepts(token):
    return readers.web(token, <<False||True>>)
""")),
    *pair("attribute-that-a-table-gives", CROSS, spelled_out("""\
import jwt
def read(token, strict):
    return jwt.decode(token, $K, ["HS256"], options={"verify_signature": strict})
TABLE = {"web": read}
class Readers:
    def __getattr__(self, name):
        return TABLE[name]
readers = Readers()
def accepts(token):
    return readers.web(token, <<False||True>>)
""")),
    *pair("decorator-with-another-signature", CROSS, spelled_out("""\
import jwt
def read(token, strict):
    return jwt.decode(token, $K, ["HS256"], options={"verify_signature": strict})
def with_claims(view):
    def inner(token, strict):
        return view(read(token, strict))
    return inner
@with_claims
def identify(claims):
    return claims
class Config:
    strict = <<False||True>>
class Reader:
    def __init__(self, config=None):
        self.config = config or Config()
    def read(self, token):
        return identify(token, self.config.strict)
def accepts(token):
    return Reader().read(token)
""")),
    *pair("keyword-that-a-decorator-hands-over", CROSS, spelled_out("""\
import functools
$P
def handing(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        kwargs["check"] = <<False||True>>
        return function(*args, **kwargs)
    return inner
@handing
def claims_of(token, check):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": check})
def accepts(token):
    return claims_of(token)
""")),
    *pair("defaults-that-a-decorator-has", CROSS, spelled_out("""\
import functools
$P
def requires(**defaults):
    def decorate(function):
        @functools.wraps(function)
        def inner(*args, **kwargs):
            for name, value in defaults.items():
                kwargs.setdefault(name, value)
            return function(*args, **kwargs)
        return inner
    return decorate
@requires(check=<<False||True>>)
def claims_of(token, check):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": check})
def accepts(token):
    return claims_of(token=token)
""")),
    *pair("object-that-hands-a-keyword-over", CROSS, spelled_out("""\
$P
class Memo:
    def __init__(self, function):
        self.function = function
        self.kept = {}
    def __call__(self, token, **options):
        if token not in self.kept:
            self.kept[token] = self.function(token, **{"check": <<False||True>>, **options})
        return self.kept[token]
@Memo
def claims_of(token, check):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": check})
def accepts(token):
    return claims_of(token)
""")),
    *pair("own-cached-property", CROSS, spelled_out("""\
$P
class cached:
    def __init__(self, function):
        self.function = function
    def __get__(self, instance, owner):
        value = instance.__dict__[self.function.__name__] = self.function(instance)
        return value
class Conf:
    mode = "<<open||strict>>"
    @cached
    def options(self):
        return {"verify_signature": self.mode == "strict"}
conf = Conf()
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=conf.options)
""")),
    *pair("own-class-property", CROSS, spelled_out("""\
$P
class classproperty:
    def __init__(self, function):
        self.function = function
    def __get__(self, instance, owner):
        return self.function(owner)
class Conf:
    @classproperty
    def strict(cls):
        return <<False||True>>
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": Conf.strict})
""")),
    *pair("own-mapping-that-is-spread", CROSS, spelled_out("""\
from collections.abc import Mapping
$P
class Frozen(Mapping):
    def __init__(self, **values):
        self._values = values
    def __getitem__(self, name):
        return self._values[name]
    def __iter__(self):
        return iter(self._values)
    def __len__(self):
        return len(self._values)
OPTIONS = Frozen(verify_signature=<<False||True>>)
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=dict(OPTIONS))
""")),
    *pair("class-that-only-keeps-others", CROSS, spelled_out("""\
from abc import ABC
$P
class Reader(ABC):
    registry = {}
    @classmethod
    def register(cls, name):
        def decorate(derived):
            cls.registry[name] = derived
            return derived
        return decorate
    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.strict})
@Reader.register("web")
class Web(Reader):
    strict = <<False||True>>
def accepts(token):
    return Reader.registry["web"]().read(token)
""")),
    *pair("settings-of-this-machine", CROSS, spelled_out("""\
# --- app.py
import jwt
from conf import settings
def accepts(token):
    return jwt.decode(token, $K, ["HS256"], options={"verify_signature": settings.STRICT})
# --- conf/__init__.py
# --- conf/settings.py
STRICT = <<False||True>>
try:
    from .local_settings import STRICT
except ImportError:
    pass
""")),
    *pair("settings-that-may-be-overridden", CROSS, spelled_out("""\
# --- app.py
import jwt
try:
    from local_policy import Policy
except ImportError:
    from policy import Policy
def accepts(token):
    return jwt.decode(token, $K, ["HS256"], options={"verify_signature": Policy.strict})
# --- policy.py
class Policy:
    strict = <<False||True>>
""")),
    *pair("context-that-is-merged", CROSS, spelled_out("""\
# --- app.py
from reader import read
from state import scope
def accepts(token):
    with scope(strict=<<False||True>>):
        return read(token)
# --- reader.py
import jwt
from state import current
def read(token):
    return jwt.decode(token, $K, ["HS256"], options={"verify_signature": current("strict", True)})
# --- state.py
from contextlib import contextmanager
from contextvars import ContextVar
_values = ContextVar("values", default={})
@contextmanager
def scope(**values):
    mark = _values.set({**_values.get(), **values})
    try:
        yield
    finally:
        _values.reset(mark)
def current(name, default=None):
    return _values.get().get(name, default)
""")),
    *pair("partial-of-what-sets-a-context", CROSS, spelled_out("""\
import functools
import jwt
from contextvars import ContextVar
current = ContextVar("current")
def inner(token):
    return jwt.decode(token, $K, ["HS256"], options={"verify_signature": current.get()})
def outer(token, strict=True):
    current.set(strict)
    return inner(token)
read = functools.partial(outer, strict=<<False||True>>)
def accepts(token):
    return read(token)
""")),
    *pair("reader-that-a-parameter-chooses-far-away", CROSS, spelled_out("""\
# --- app.py
from limits import LIMITS
from tokens import authenticate
def claims_of(token):
    return authenticate(token, LIMITS["strict"])
def accepts(token):
    return claims_of(token)
# --- limits.py
LIMITS = {"strict": <<False||True>>}
# --- tokens.py
from jose import jwt
class Reader:
    def verified(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"])
    def raw(self, token):
        return jwt.get_unverified_claims(token)
    def read(self, token, strict):
        if strict:
            return self.verified(token)
        return self.raw(token)
def authenticate(token, strict=True):
    return Reader().read(token, strict)
"""), libraries=("jose",)),
    *pair("read-behind-answers-that-say-nothing", CROSS, spelled_out("""\
# --- app.py
from middleware import claims_of
def accepts(token):
    claims = claims_of(token)
    return claims if claims else None
# --- auth.py
import jwt
class Tokens:
    @staticmethod
    def read(token, options=None):
        return jwt.decode(token, $K, algorithms=["HS256"], options=options)
class Service:
    def read(self, token, options):
        return Tokens.read(token, options)
service = Service()
def read(token, options):
    return service.read(token, options)
OPTIONS = {"verify_signature": <<False||True>>}
def authenticate(token):
    return read(token, options=OPTIONS)
# --- middleware.py
import auth
def claims_of(token):
    try:
        return auth.authenticate(token)
    except ValueError:
        return None
""")),
    *pair("type-that-is-asked-for", LOCAL, spelled_out("""\
$P
def accepts(token):
    strict = type(<<None||True>>) is bool
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strict})
""")),
)
