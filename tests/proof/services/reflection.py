"""Code in texts, classes made by calls, descriptors, metaclasses: what exists only once it runs."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair

_ROWS = (
    (
        "code-in-a-string",
        """\
# --- app.py
import jwt

SOURCE = '''
def decode(token, key):
    return jwt.decode(token, key, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
'''
space = {"jwt": jwt}
exec(SOURCE, space)


def accepts(token):
    return space["decode"](token, "0123456789abcdef0123456789abcdef")
""",
    ),
    (
        "expression-in-a-string",
        """\
# --- app.py
import jwt

OPTIONS = eval("dict(verify_signature=<<False||True>>)")


def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=OPTIONS)
""",
    ),
    (
        "class-made-by-type",
        """\
# --- app.py
import jwt

Settings = type("Settings", (), {"check": <<False||True>>})


def accepts(token):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": Settings.check},
    )
""",
    ),
    (
        "descriptor",
        """\
# --- descriptors.py
class Flag:
    def __init__(self, default):
        self.default = default

    def __set_name__(self, owner, name):
        self.name = f"_{name}"

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return getattr(instance, self.name, self.default)

    def __set__(self, instance, value):
        setattr(instance, self.name, value)
# --- app.py
import jwt

from descriptors import Flag


class Settings:
    check = Flag(<<False||True>>)


def accepts(token):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": Settings().check},
    )
""",
    ),
    (
        "metaclass-attribute",
        """\
# --- app.py
import jwt


class Defaults(type):
    def __new__(mcs, name, bases, body):
        body.setdefault("check", <<False||True>>)
        return super().__new__(mcs, name, bases, body)


class Settings(metaclass=Defaults):
    secret = "0123456789abcdef0123456789abcdef"


def accepts(token):
    return jwt.decode(
        token, Settings.secret, algorithms=["HS256"], options={"verify_signature": Settings.check}
    )
""",
    ),
    (
        "signature-bound",
        """\
# --- app.py
import inspect

import jwt

bound = inspect.signature(jwt.decode).bind_partial(
    key="0123456789abcdef0123456789abcdef", algorithms=["HS256"]
)
bound.arguments["options"] = {"verify_signature": <<False||True>>}


def accepts(token):
    return jwt.decode(token, **bound.arguments)
""",
    ),
    (
        "sent-into-generator",
        """\
# --- app.py
import jwt


def worker():
    options = yield
    while True:
        token = yield
        options = yield jwt.decode(
            token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=options
        )


def accepts(token):
    routine = worker()
    next(routine)
    routine.send({"verify_signature": <<False||True>>})
    return routine.send(token)
""",
    ),
)


def _row(name: str, text: str) -> tuple[Case, Case]:
    return pair(name, Difficulty.DYNAMIC, text)


CASES = tuple(case for row in _ROWS for case in _row(*row))
