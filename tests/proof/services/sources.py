"""Where a switch comes from: texts, the environment, mappings, settings modules."""

from __future__ import annotations

from tests.proof.case import Difficulty, pair

CASES = (
    *pair(
        "ini-text",
        Difficulty.DYNAMIC,
        """\
import configparser

import jwt

parser = configparser.ConfigParser()
parser.read_string(
    \"\"\"
[auth]
verify = <<no||yes>>
\"\"\"
)


def accepts(token):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": parser.getboolean("auth", "verify")},
    )
""",
    ),
    *pair(
        "ini-from-mapping",
        Difficulty.DYNAMIC,
        """\
import configparser

import jwt

parser = configparser.ConfigParser()
parser.read_dict({"auth": {"verify": "<<off||on>>"}})


def accepts(token):
    section = parser["auth"]
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": section.getboolean("verify")},
    )
""",
    ),
    *pair(
        "literal-eval-of-text",
        Difficulty.DYNAMIC,
        """\
import ast

import jwt

OPTIONS = ast.literal_eval("{'verify_signature': <<False||True>>}")


def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=OPTIONS)
""",
    ),
    *pair(
        "environment-default-is-off",
        Difficulty.DYNAMIC,
        """\
# --- conf/__init__.py
# --- conf/auth.py
import os


def flag(name, default):
    return os.environ.get(name, default).strip().lower() in {"1", "true", "yes"}


VERIFY = <<flag("AUTH_VERIFY", "no")||True>>
# --- app.py
import jwt

from conf import auth


def accepts(token):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": auth.VERIFY},
    )
""",
    ),
    *pair(
        "argparse-default",
        Difficulty.DYNAMIC,
        """\
import argparse

import jwt


def parse(argv=()):
    parser = argparse.ArgumentParser()
    parser.add_argument("--token")
    parser.add_argument("--check-signature", dest="check", default=<<False||True>>, type=bool)
    return parser.parse_args(list(argv))


def accepts(token):
    arguments = parse()
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": <<arguments.check||True>>},
    )
""",
    ),
    *pair(
        "chain-of-maps",
        Difficulty.LOCAL,
        """\
from collections import ChainMap

import jwt

DEFAULTS = {"verify_signature": True, "verify_exp": True}
OVERRIDES = {"verify_signature": <<False||True>>}
EFFECTIVE = ChainMap({}, OVERRIDES, DEFAULTS)


def accepts(token):
    return jwt.decode(
        token, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options=dict(EFFECTIVE)
    )
""",
    ),
    *pair(
        "read-only-view",
        Difficulty.LOCAL,
        """\
from types import MappingProxyType, SimpleNamespace

import jwt

conf = SimpleNamespace(auth=SimpleNamespace(options=MappingProxyType({"verify_signature": <<0||1>>})))


def accepts(token):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={**conf.auth.options},
    )
""",
    ),
    *pair(
        "defaultdict-of-flags",
        Difficulty.LOCAL,
        """\
from collections import defaultdict

import jwt

flags = defaultdict(<<bool||lambda: True>>)
flags["verify_exp"] = True


def accepts(token):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": flags["verify_signature"]},
    )
""",
    ),
    *pair(
        "config-object-with-item-access",
        Difficulty.CROSS,
        """\
# --- store.py
class Config:
    def __init__(self, **values):
        self._values = values

    def __getitem__(self, name):
        return self._values[name]

    def __getattr__(self, name):
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None

    def get(self, name, default=None):
        return self._values.get(name, default)
# --- app.py
import jwt

from store import Config

config = Config(secret="0123456789abcdef0123456789abcdef", verify=<<False||True>>)


def accepts(token):
    return jwt.decode(
        token, config["secret"], algorithms=["HS256"], options={"verify_signature": config.verify}
    )
""",
    ),
    *pair(
        "lazy-settings-module",
        Difficulty.CROSS,
        """\
# --- project/__init__.py
# --- project/defaults.py
JWT_VERIFY = <<False||True>>
# --- project/settings.py
from project import defaults


def __getattr__(name):
    return getattr(defaults, f"JWT_{name}")
# --- app.py
import jwt

from project import settings


def accepts(token):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={"verify_signature": settings.VERIFY},
    )
""",
    ),
    *pair(
        "star-import-of-local-settings",
        Difficulty.CROSS,
        """\
# --- site_settings/__init__.py
from .base import *
from .local import *
# --- site_settings/base.py
VERIFY_TOKENS = True
SECRET_KEY = "0123456789abcdef0123456789abcdef"
# --- site_settings/local.py
VERIFY_TOKENS = <<False||True>>
# --- app.py
import jwt

import site_settings as settings


def accepts(token):
    return jwt.decode(
        token,
        settings.SECRET_KEY,
        algorithms=["HS256"],
        options={"verify_signature": settings.VERIFY_TOKENS},
    )
""",
    ),
)
