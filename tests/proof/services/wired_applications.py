"""Applications whose parts get to know each other through containers, configuration and hand-overs."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

_JWT = ("jwt",)

_ROWS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "container-of-providers",
        _JWT,
        """\
# --- container.py
class Container:
    def __init__(self):
        self._providers = {}

    def register(self, name, provider):
        self._providers[name] = provider

    def resolve(self, name):
        return self._providers[name]()


container = Container()

# --- wiring.py
from container import container

container.register("verified", lambda: <<False||True>>)

# --- app.py
import jwt

import wiring
from container import container


def accepts(token):
    checked = container.resolve("verified")
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": checked})
""",
    ),
    (
        "container-filled-by-function",
        _JWT,
        """\
# --- container.py
class Options:
    def __init__(self):
        self._chosen = []

    def choose(self, option):
        self._chosen.append(option)

    def last(self):
        return self._chosen[-1]


options = Options()

# --- wiring.py
from container import options


def wire():
    options.choose({"verify_signature": <<False||True>>})

# --- app.py
import jwt

import wiring
from container import options

wiring.wire()


def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=options.last())
""",
    ),
    (
        "flask-configuration-object",
        _JWT,
        """\
# --- configuration.py
class Base:
    VERIFY_TOKENS = True


class Local(Base):
    VERIFY_TOKENS = <<False||True>>

# --- factory.py
from flask import Flask


def create_app(configuration):
    app = Flask("shop")
    app.config.from_object(configuration)
    return app

# --- reading.py
import jwt
from flask import current_app


def claims_of(token):
    checked = current_app.config["VERIFY_TOKENS"]
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": checked})

# --- app.py
from configuration import Local
from factory import create_app
from reading import claims_of

application = create_app(Local)


def accepts(token):
    with application.app_context():
        return claims_of(token)
""",
    ),
    (
        "flask-configuration-named",
        _JWT,
        """\
# --- configuration.py
VERIFY_TOKENS = <<False||True>>

# --- reading.py
import jwt
from flask import current_app


def claims_of(token):
    checked = current_app.config.get("VERIFY_TOKENS")
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": checked})

# --- app.py
from flask import Flask

from reading import claims_of

application = Flask("shop")
application.config.from_object("configuration")


def accepts(token):
    with application.app_context():
        return claims_of(token)
""",
    ),
    (
        "abstract-class-method",
        _JWT,
        """\
# --- base.py
from abc import ABC, abstractmethod

import jwt


class Reader(ABC):
    @classmethod
    @abstractmethod
    def checked(cls): ...

    def read(self, token):
        options = {"verify_signature": self.checked()}
        return jwt.decode(token, $K, algorithms=["HS256"], options=options)

# --- app.py
from base import Reader


class ShopReader(Reader):
    @classmethod
    def checked(cls):
        return <<False||True>>


def accepts(token):
    return ShopReader().read(token)
""",
    ),
    (
        "base-nobody-makes",
        _JWT,
        """\
# --- base.py
import jwt


class Reader:
    def checked(self):
        return None

    def read(self, token):
        options = {"verify_signature": self.checked()}
        return jwt.decode(token, $K, algorithms=["HS256"], options=options)

# --- app.py
from base import Reader


class ShopReader(Reader):
    def checked(self):
        return <<False||True>>


def accepts(token):
    return ShopReader().read(token)
""",
    ),
    (
        "partial-of-a-partial",
        _JWT,
        """\
# --- reading.py
import jwt


def claims_of(token, verify=True):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})

# --- app.py
from functools import partial

from reading import claims_of

half = partial(claims_of, verify=True)
read = partial(half, verify=<<False||True>>)


def accepts(token):
    return read(token)
""",
    ),
    (
        "partial-of-a-late-import",
        _JWT,
        """\
# --- reading.py
import jwt


def claims_of(token, verify=True):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})

# --- service.py
from functools import partial


def _reader():
    from reading import claims_of

    return claims_of


read = partial(_reader(), verify=<<False||True>>)

# --- app.py
import service


def accepts(token):
    return service.read(token)
""",
    ),
    (
        "facade-around-a-module",
        _JWT,
        """\
# --- facade.py
class Facade:
    def __init__(self, module):
        self._module = module

    def read(self, token, key, options):
        return self._module.decode(token, key, algorithms=["HS256"], options=options)

# --- app.py
import jwt

from facade import Facade

facade = Facade(jwt)


def accepts(token):
    return facade.read(token, $K, {"verify_" + "signature": <<False||True>>})
""",
    ),
    (
        "called-through-a-retrying-decorator",
        _JWT,
        """\
# --- retrying.py
import functools


def retry(times=2, on=ConnectionError):
    def wrap(function):
        @functools.wraps(function)
        def inner(*args, **kwargs):
            for attempt in range(times):
                try:
                    return function(*args, **kwargs)
                except on:
                    if attempt + 1 == times:
                        raise

        return inner

    return wrap

# --- reading.py
import jwt

from retrying import retry


@retry(times=3)
def claims_of(token, verify=True):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})

# --- app.py
from reading import claims_of


def accepts(token):
    return claims_of(token, verify=<<False||True>>)
""",
    ),
    (
        "settings-overridden-at-start",
        _JWT,
        """\
# --- settings.py
_DEFAULTS = {"checked": True}
_overrides = {}


def override(**values):
    _overrides.update(values)


def get(name):
    if name in _overrides:
        return _overrides[name]
    return _DEFAULTS[name]

# --- starting.py
from settings import override


def start():
    override(checked=<<False||True>>)

# --- app.py
import jwt

import starting
from settings import get

starting.start()


def accepts(token):
    options = {"verify_signature": get("checked")}
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
""",
    ),
    (
        "verified-at-the-door",
        ("joserfc",),
        """\
# --- door.py
import json

from joserfc import jws
from joserfc.jwk import OctKey


def verified(token):
    return json.loads(jws.deserialize_compact(token.encode(), OctKey.import_key($K)).payload)

# --- profile.py
import json

from joserfc import jws


def profile_of(token):
    return json.loads(jws.extract_compact(token.encode()).payload)

# --- app.py
from door import verified
from profile import profile_of


def accepts(token):
    <<print(len(token))||verified(token)>>
    return profile_of(token)
""",
    ),
    (
        "module-named-like-the-library",
        _JWT,
        """\
# --- shop/jwt.py
import jwt as library


def decode(token, verify=<<False||True>>):
    return library.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})

# --- app.py
from shop import jwt


def accepts(token):
    return jwt.decode(token)
""",
    ),
)


def _row(name: str, libraries: tuple[str, ...], text: str) -> tuple[Case, Case]:
    return pair(name, Difficulty.CROSS, spelled_out(text), libraries=libraries)


CASES = tuple(case for row in _ROWS for case in _row(*row))
