"""How a service is wired: factories, registries, plugins, injection, decorators, mixins."""

from __future__ import annotations

from tests.proof.case import Difficulty, pair

CASES = (
    *pair(
        "factory-of-verifiers",
        Difficulty.CROSS,
        """\
# --- verifiers.py
import jwt


class Verifier:
    def __init__(self, key, options):
        self._key, self._options = key, options

    def __call__(self, token):
        return jwt.decode(token, self._key, algorithms=["HS256"], options=self._options)


def make_verifier(kind):
    if kind == "strict":
        return Verifier("0123456789abcdef0123456789abcdef", {"verify_signature": True})
    return Verifier("0123456789abcdef0123456789abcdef", {"verify_signature": False})
# --- app.py
from verifiers import make_verifier

verify = make_verifier("<<lenient||strict>>")


def accepts(token):
    return verify(token)
""",
    ),
    *pair(
        "plugin-table",
        Difficulty.CROSS,
        """\
# --- plugins/__init__.py
READERS = {}


def reader(name):
    def add(function):
        READERS[name] = function
        return function

    return add
# --- plugins/hmac_reader.py
import jwt

from plugins import reader


@reader("hmac")
def read(token, *, check=<<False||True>>):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": check},
    )
# --- app.py
import plugins.hmac_reader
from plugins import READERS


def accepts(token):
    return READERS["hmac"](token)
""",
    ),
    *pair(
        "subclass-registry",
        Difficulty.CROSS,
        """\
# --- backends.py
import jwt


class Backend:
    registry = {}
    check = True

    def __init_subclass__(cls, name="", **rest):
        super().__init_subclass__(**rest)
        Backend.registry[name] = cls

    def read(self, token):
        return jwt.decode(
            token,
            "0123456789abcdef0123456789abcdef",
            algorithms=["HS256"],
            options={"verify_signature": self.check},
        )


class Partner(Backend, name="partner"):
    check = <<False||True>>
# --- app.py
from backends import Backend


def accepts(token):
    return Backend.registry["partner"]().read(token)
""",
    ),
    *pair(
        "injected-by-constructor",
        Difficulty.CROSS,
        """\
# --- domain.py
class Sessions:
    def __init__(self, decoder):
        self._decoder = decoder

    def open(self, token):
        return self._decoder.decode(token)
# --- adapters.py
import jwt


class JwtDecoder:
    def __init__(self, secret, *, verify=True):
        self._secret = secret
        self._verify = verify

    def decode(self, token):
        return jwt.decode(
            token, self._secret, algorithms=["HS256"], options={"verify_signature": self._verify}
        )
# --- app.py
from adapters import JwtDecoder
from domain import Sessions


def build():
    return Sessions(JwtDecoder("0123456789abcdef0123456789abcdef", verify=<<False||True>>))


def accepts(token):
    return build().open(token)
""",
    ),
    *pair(
        "container-of-providers",
        Difficulty.CROSS,
        """\
# --- container.py
class Container:
    def __init__(self):
        self._made = {}
        self._providers = {}

    def provide(self, name, make):
        self._providers[name] = make

    def get(self, name):
        if name not in self._made:
            self._made[name] = self._providers[name]()
        return self._made[name]
# --- app.py
import jwt

from container import Container

container = Container()
container.provide("options", lambda: {"verify_signature": <<False||True>>})


def accepts(token):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options=container.get("options"),
    )
""",
    ),
    *pair(
        "decorator-with-argument",
        Difficulty.CROSS,
        """\
# --- guards.py
import functools

import jwt


def authenticated(verify=True):
    def wrap(view):
        @functools.wraps(view)
        def inner(token, *args, **kwargs):
            claims = jwt.decode(
                token,
                "0123456789abcdef0123456789abcdef",
                algorithms=["HS256"],
                options={"verify_signature": verify},
            )
            return view(claims, *args, **kwargs)

        return inner

    return wrap
# --- app.py
from guards import authenticated


@authenticated(verify=<<False||True>>)
def profile(claims):
    return claims


def accepts(token):
    return profile(token)
""",
    ),
    *pair(
        "decorator-class-with-options",
        Difficulty.CROSS,
        """\
# --- guards.py
import jwt


class Requires:
    def __init__(self, **options):
        self.options = options

    def __call__(self, view):
        def inner(token):
            return view(
                jwt.decode(
                    token,
                    "0123456789abcdef0123456789abcdef",
                    algorithms=["HS256"],
                    options=self.options,
                )
            )

        return inner
# --- app.py
from guards import Requires


@Requires(verify_signature=<<False||True>>)
def accepts(claims):
    return claims
""",
    ),
    *pair(
        "decorator-that-injects-keyword",
        Difficulty.CROSS,
        """\
# --- inject.py
import functools


def with_options(**injected):
    def wrap(function):
        @functools.wraps(function)
        def inner(*args, **kwargs):
            kwargs.setdefault("options", injected)
            return function(*args, **kwargs)

        return inner

    return wrap
# --- app.py
import jwt

from inject import with_options


@with_options(verify_signature=<<False||True>>)
def accepts(token, options=None):
    return jwt.decode(
        token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=options
    )
""",
    ),
    *pair(
        "mixin-decides",
        Difficulty.CROSS,
        """\
# --- mixins.py
class Relaxed:
    def options(self):
        found = super().options()
        found["verify_signature"] = <<False||True>>
        return found
# --- base.py
import jwt


class Reader:
    def options(self):
        return {"verify_exp": True}

    def read(self, token):
        return jwt.decode(
            token,
            "0123456789abcdef0123456789abcdef",
            algorithms=["HS256"],
            options=self.options(),
        )
# --- app.py
from base import Reader
from mixins import Relaxed


class PartnerReader(Relaxed, Reader):
    pass


def accepts(token):
    return PartnerReader().read(token)
""",
    ),
    *pair(
        "template-method-hook",
        Difficulty.CROSS,
        """\
# --- base.py
import abc

import jwt


class Authenticator(abc.ABC):
    def authenticate(self, token):
        return jwt.decode(
            token,
            self.key(),
            algorithms=["HS256"],
            options={"verify_signature": self.should_verify(token)},
        )

    def key(self):
        return "0123456789abcdef0123456789abcdef"

    @abc.abstractmethod
    def should_verify(self, token): ...
# --- app.py
from base import Authenticator


class Internal(Authenticator):
    def should_verify(self, token):
        return <<False||True>>


def accepts(token):
    return Internal().authenticate(token)
""",
    ),
    *pair(
        "context-manager-lends-options",
        Difficulty.CROSS,
        """\
# --- scope.py
from contextlib import contextmanager


@contextmanager
def checking(signature):
    yield {"verify_signature": signature}
# --- app.py
import jwt

from scope import checking


def accepts(token):
    with checking(<<False||True>>) as options:
        return jwt.decode(
            token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=options
        )
""",
    ),
)
