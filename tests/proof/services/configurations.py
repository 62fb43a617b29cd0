"""Where a service keeps the switch: settings modules, settings classes, tables, files as text."""

from __future__ import annotations

from tests.proof.case import Difficulty, pair

CASES = (
    *pair(
        "settings-class-hierarchy",
        Difficulty.CROSS,
        """\
# --- src/billing/__init__.py
# --- src/billing/conf.py
class Base:
    ALGORITHMS = ["HS256"]
    SECRET = "0123456789abcdef0123456789abcdef"
    CHECK = True


class Development(Base):
    CHECK = <<False||True>>


class Production(Base):
    pass


def load(name="development"):
    return {"development": Development, "production": Production}[name]
# --- src/billing/gate.py
import jwt

from .conf import load


class Gate:
    def __init__(self, conf=None):
        self.conf = conf or load()

    def admit(self, token):
        return jwt.decode(
            token,
            self.conf.SECRET,
            algorithms=self.conf.ALGORITHMS,
            options={"verify_signature": self.conf.CHECK},
        )
# --- app.py
import sys

sys.path.insert(0, "src")
from billing.gate import Gate


def accepts(token):
    return Gate().admit(token)
""",
    ),
    *pair(
        "settings-object-like-pydantic",
        Difficulty.CROSS,
        """\
# --- conf/__init__.py
from conf.model import AuthSettings

settings = AuthSettings()
# --- conf/model.py
class BaseSettings:
    def __init__(self, **given):
        for name in self.__annotations__:
            setattr(self, name, given.get(name, getattr(type(self), name)))


class AuthSettings(BaseSettings):
    secret: str = "0123456789abcdef0123456789abcdef"
    algorithm: str = "HS256"
    verify: bool = <<False||True>>
# --- app.py
from jose import jwt

from conf import settings


def accepts(token):
    return jwt.decode(
        token, settings.secret, [settings.algorithm], options={"verify_signature": settings.verify}
    )
""",
        libraries=("jose",),
    ),
    *pair(
        "dataclass-with-post-init",
        Difficulty.LOCAL,
        """\
from dataclasses import dataclass, field

import jwt


@dataclass
class Policy:
    strict: bool = <<False||True>>
    options: dict = field(init=False)

    def __post_init__(self):
        self.options = {"verify_signature": self.strict, "verify_exp": True}


def accepts(token):
    policy = Policy()
    return jwt.decode(
        token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=policy.options
    )
""",
    ),
    *pair(
        "named-tuple-class-default",
        Difficulty.LOCAL,
        """\
from typing import NamedTuple

import jwt


class Rules(NamedTuple):
    issuer: str = "https://issuer.example"
    signature: bool = <<False||True>>


def accepts(token, rules=Rules()):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": rules.signature},
    )
""",
    ),
    *pair(
        "named-tuple-replaced",
        Difficulty.CROSS,
        """\
# --- rules.py
from typing import NamedTuple


class Rules(NamedTuple):
    issuer: str = ""
    signature: bool = True


LENIENT = Rules()._replace(signature=<<False||True>>)
# --- app.py
import jwt

from rules import LENIENT


def accepts(token):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_" + name: value for name, value in LENIENT._asdict().items() if name != "issuer"},
    )
""",
    ),
    *pair(
        "typed-dict-settings",
        Difficulty.CROSS,
        """\
# --- shapes.py
from typing import TypedDict


class Verification(TypedDict, total=False):
    verify_signature: bool
    verify_exp: bool
# --- defaults.py
from shapes import Verification

RELAXED = Verification(verify_signature=<<False||True>>, verify_exp=True)
# --- app.py
import jwt

import defaults


def accepts(token):
    return jwt.decode(
        token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=defaults.RELAXED
    )
""",
    ),
    *pair(
        "enum-of-modes",
        Difficulty.CROSS,
        """\
# --- modes.py
from enum import Enum


class Mode(Enum):
    STRICT = "strict"
    OPEN = "open"

    @property
    def verifies(self):
        return self is Mode.STRICT
# --- app.py
import jwt

from modes import Mode

MODE = Mode.<<OPEN||STRICT>>


def accepts(token):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": MODE.verifies},
    )
""",
    ),
    *pair(
        "enum-by-value",
        Difficulty.LOCAL,
        """\
import enum

import jwt


class Check(enum.IntEnum):
    SKIP = 0
    FULL = 1


def accepts(token):
    level = Check(<<0||1>>)
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": level is Check.FULL},
    )
""",
    ),
    *pair(
        "enum-by-name",
        Difficulty.CROSS,
        """\
# --- level.py
import enum


class Level(enum.Enum):
    none = {"verify_signature": False}
    full = {"verify_signature": True}
# --- app.py
import jwt

from level import Level


def accepts(token):
    chosen = Level["<<none||full>>"]
    return jwt.decode(
        token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=chosen.value
    )
""",
    ),
    *pair(
        "toml-text",
        Difficulty.CROSS,
        """\
# --- embedded.py
TEXT = \"\"\"
[auth]
algorithms = ["HS256"]

[auth.options]
verify_signature = <<false||true>>
\"\"\"
# --- app.py
import tomllib

import jwt

from embedded import TEXT

CONFIG = tomllib.loads(TEXT)["auth"]


def accepts(token):
    return jwt.decode(
        token, "0123456789abcdef0123456789abcdef", CONFIG["algorithms"], CONFIG["options"]
    )
""",
    ),
    *pair(
        "json-text-nested",
        Difficulty.LOCAL,
        """\
import json

import jwt

DEFAULTS = json.loads('{"jwt": {"verify": <<false||true>>, "algs": ["HS256"]}}')


def accepts(token):
    section = DEFAULTS.get("jwt", {})
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=section["algs"],
        options={"verify_signature": section.get("verify", True)},
    )
""",
    ),
)
