"""How a service hands things on: context managers, coroutines, generators, stacks, strategies."""

from __future__ import annotations

from tests.proof.case import Difficulty, pair

CASES = (
    *pair(
        "context-manager-class",
        Difficulty.CROSS,
        """\
# --- session.py
import jwt


class Session:
    def __init__(self, verify):
        self.verify = verify

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def claims(self, token):
        return jwt.decode(
            token,
            "0123456789abcdef0123456789abcdef",
            algorithms=["HS256"],
            options={"verify_signature": self.verify},
        )
# --- app.py
from session import Session


def accepts(token):
    with Session(verify=<<False||True>>) as session:
        return session.claims(token)
""",
    ),
    *pair(
        "async-pipeline",
        Difficulty.CROSS,
        """\
# --- stages.py
import jwt


async def options_for(tenant):
    return {"verify_signature": tenant != "demo"}


async def decode(token, tenant):
    options = await options_for(tenant)
    return jwt.decode(
        token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=options
    )
# --- app.py
import asyncio

from stages import decode


async def main(token):
    (claims,) = await asyncio.gather(decode(token, "<<demo||live>>"))
    return claims


def accepts(token):
    return asyncio.run(main(token))
""",
    ),
    *pair(
        "async-context-manager",
        Difficulty.CROSS,
        """\
from contextlib import asynccontextmanager

import jwt


@asynccontextmanager
async def policy():
    yield {"verify_signature": <<False||True>>}


async def accepts(token):
    async with policy() as options:
        return jwt.decode(
            token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=options
        )
""",
    ),
    *pair(
        "generator-of-attempts",
        Difficulty.CROSS,
        """\
import jwt


def attempts():
    yield {"verify_signature": True}
    <<yield {"verify_signature": False}||yield {"verify_signature": True, "verify_exp": False}>>


def accepts(token):
    for options in attempts():
        try:
            return jwt.decode(
                token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=options
            )
        except jwt.PyJWTError:
            continue
    return None
""",
    ),
    *pair(
        "context-variable",
        Difficulty.DYNAMIC,
        """\
# --- ctx.py
from contextvars import ContextVar

strict: ContextVar[bool] = ContextVar("strict", default=True)
# --- app.py
import jwt

from ctx import strict


def decode(token):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": strict.get()},
    )


def accepts(token):
    mark = strict.set(<<False||True>>)
    try:
        return decode(token)
    finally:
        strict.reset(mark)
""",
    ),
    *pair(
        "builder",
        Difficulty.CROSS,
        """\
# --- builder.py
import jwt


class Decoding:
    def __init__(self):
        self._options = {}
        self._key = None

    def key(self, key):
        self._key = key
        return self

    def signature(self, wanted):
        self._options["verify_signature"] = wanted
        return self

    def run(self, token):
        return jwt.decode(token, self._key, algorithms=["HS256"], options=self._options)
# --- app.py
from builder import Decoding


def accepts(token):
    return Decoding().key("0123456789abcdef0123456789abcdef").signature(<<False||True>>).run(token)
""",
    ),
    *pair(
        "middleware-stack",
        Difficulty.CROSS,
        """\
# --- stack.py
import jwt


def authentication(application, *, options):
    def middleware(token):
        claims = jwt.decode(
            token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=options
        )
        return application(claims)

    return middleware


def logging(application):
    def middleware(token):
        return application(token)

    return middleware
# --- app.py
from stack import authentication, logging


def view(claims):
    return claims


accepts = logging(authentication(view, options={"verify_signature": <<False||True>>}))
""",
    ),
    *pair(
        "strategy-functions",
        Difficulty.CROSS,
        """\
# --- strategies.py
import jwt

KEY = "0123456789abcdef0123456789abcdef"


def strict(token):
    return jwt.decode(token, KEY, algorithms=["HS256"])


def partner(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
# --- app.py
import strategies


def accepts(token, name="partner"):
    return getattr(strategies, name)(token)
""",
    ),
    *pair(
        "single-dispatch",
        Difficulty.CROSS,
        """\
from functools import singledispatch

import jwt


@singledispatch
def read(token):
    raise TypeError(token)


@read.register
def _(token: str):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": <<False||True>>},
    )


def accepts(token):
    return read(token)
""",
    ),
    *pair(
        "cached-property",
        Difficulty.CROSS,
        """\
from functools import cached_property

import jwt


class Verifier:
    def __init__(self, debug=<<True||False>>):
        self.debug = debug

    @cached_property
    def options(self):
        return {"verify_signature": not self.debug}

    def __call__(self, token):
        return jwt.decode(
            token,
            "0123456789abcdef0123456789abcdef",
            algorithms=["HS256"],
            options=self.options,
        )


accepts = Verifier()
""",
    ),
    *pair(
        "delegation-by-getattr",
        Difficulty.CROSS,
        """\
# --- proxy.py
class Proxy:
    def __init__(self, target):
        self._target = target

    def __getattr__(self, name):
        return getattr(self._target, name)
# --- app.py
import jwt

from proxy import Proxy

decoder = Proxy(jwt)


def accepts(token):
    return decoder.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": <<False||True>>},
    )
""",
    ),
)
