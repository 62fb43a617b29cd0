"""What a function is given or finds when it is called: forwarding, state, objects."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair

HEAD = """\
import jwt

KEY = "0123456789abcdef0123456789abcdef"
"""

_BODIES = (
    (
        "mutable-default-is-shared",
        Difficulty.CROSS,
        """\
def options(more={"verify_signature": <<False||True>>}):
    return {"verify_exp": True, **more}


def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options())
""",
    ),
    (
        "none-means-default",
        Difficulty.CROSS,
        """\
def decode(token, options=None):
    if options is None:
        options = {"verify_signature": <<False||True>>}
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)


def accepts(token):
    return decode(token)
""",
    ),
    (
        "or-means-default",
        Difficulty.CROSS,
        """\
def decode(token, options=None):
    return jwt.decode(
        token, KEY, algorithms=["HS256"], options=options or dict(verify_signature=<<False||True>>)
    )


def accepts(token):
    return decode(token, {})
""",
    ),
    (
        "sentinel-default",
        Difficulty.CROSS,
        """\
UNSET = object()


def decode(token, check=UNSET):
    if check is UNSET:
        check = <<False||True>>
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": check})


def accepts(token):
    return decode(token)
""",
    ),
    (
        "two-results",
        Difficulty.CROSS,
        """\
def policy(kind):
    if kind == "machine":
        return ["HS256"], {"verify_signature": <<False||True>>}
    return ["HS256"], {}


def accepts(token):
    algorithms, options = policy("machine")
    return jwt.decode(token, KEY, algorithms, options)
""",
    ),
    (
        "helper-mutates-options",
        Difficulty.CROSS,
        """\
def relax(options, **changes):
    options.update(changes)
    return options


def accepts(token):
    options = {"verify_signature": True}
    relax(options, verify_signature=<<False||True>>)
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""",
    ),
    (
        "helper-mutates-nested",
        Difficulty.CROSS,
        """\
def relax(config):
    config["jwt"]["verify_signature"] = <<False||True>>


def accepts(token):
    config = {"jwt": {"verify_signature": True}}
    relax(config)
    return jwt.decode(token, KEY, algorithms=["HS256"], options=config["jwt"])
""",
    ),
    (
        "recursion-ends-in-call",
        Difficulty.CROSS,
        """\
def attempt(token, levels):
    head, *tail = levels
    try:
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": head})
    except jwt.InvalidTokenError:
        if not tail:
            raise
        return attempt(token, tail)


def accepts(token):
    return attempt(token, [True, <<False||True>>])
""",
    ),
    (
        "method-stored-then-called",
        Difficulty.CROSS,
        """\
class Reader:
    def read(self, token, check):
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": check})


handle = Reader().read


def accepts(token):
    return handle(token, <<False||True>>)
""",
    ),
    (
        "class-and-static-methods",
        Difficulty.CROSS,
        """\
class Reader:
    check = <<False||True>>

    @classmethod
    def options(cls):
        return {"verify_signature": cls.check}

    @staticmethod
    def key():
        return KEY

    @classmethod
    def read(cls, token):
        return jwt.decode(token, cls.key(), algorithms=["HS256"], options=cls.options())


def accepts(token):
    return Reader.read(token)
""",
    ),
    (
        "property-with-setter",
        Difficulty.CROSS,
        """\
class Reader:
    def __init__(self):
        self._check = True

    @property
    def check(self):
        return self._check

    @check.setter
    def check(self, value):
        self._check = value

    def read(self, token):
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": self._check})


def accepts(token):
    reader = Reader()
    reader.check = <<False||True>>
    return reader.read(token)
""",
    ),
    (
        "constructor-chain",
        Difficulty.CROSS,
        """\
class Base:
    def __init__(self, *, check=True, **rest):
        self.check = check
        self.rest = rest


class Middle(Base):
    def __init__(self, name, **rest):
        super().__init__(**rest)
        self.name = name


class Leaf(Middle):
    def __init__(self):
        super().__init__("leaf", check=<<False||True>>, audience=None)

    def read(self, token):
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": self.check})


def accepts(token):
    return Leaf().read(token)
""",
    ),
    (
        "attribute-set-by-name",
        Difficulty.DYNAMIC,
        """\
class Reader:
    def __init__(self, **given):
        for name, value in given.items():
            setattr(self, f"_{name}", value)

    def read(self, token):
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": self._check})


def accepts(token):
    return Reader(check=<<False||True>>).read(token)
""",
    ),
    (
        "updated-instance-dict",
        Difficulty.DYNAMIC,
        """\
class Reader:
    check = True

    def __init__(self, **given):
        self.__dict__.update(given)

    def read(self, token):
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": self.check})


def accepts(token):
    return Reader(check=<<False||True>>).read(token)
""",
    ),
    (
        "singleton-instance",
        Difficulty.CROSS,
        """\
class Settings:
    _instance = None
    check = <<False||True>>

    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance


def accepts(token):
    return jwt.decode(
        token, KEY, algorithms=["HS256"], options={"verify_signature": Settings().check}
    )
""",
    ),
    (
        "memoised-accessor",
        Difficulty.CROSS,
        """\
import functools


@functools.lru_cache(maxsize=None)
def settings():
    return {"check": <<False||True>>}


def accepts(token):
    return jwt.decode(
        token, KEY, algorithms=["HS256"], options={"verify_signature": settings()["check"]}
    )
""",
    ),
    (
        "lazy-global",
        Difficulty.CROSS,
        """\
_settings = None


def settings():
    global _settings
    if _settings is None:
        _settings = {"check": <<False||True>>}
    return _settings


def accepts(token):
    return jwt.decode(
        token, KEY, algorithms=["HS256"], options={"verify_signature": settings()["check"]}
    )
""",
    ),
)


def _body(name: str, difficulty: Difficulty, body: str) -> tuple[Case, Case]:
    return pair(name, difficulty, f"{HEAD}\n\n{body}")


CASES = tuple(case for row in _BODIES for case in _body(*row))
