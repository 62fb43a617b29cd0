"""How the options of one call are put together: a row is some lines, then an expression for them."""

# ruff: noqa: E501 - both sides of a pair stand on one line

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair

_ROWS = (
    (
        "merged-with-operator",
        Difficulty.LOCAL,
        """\
DEFAULTS = {"verify_exp": True, "verify_signature": True}
""",
        'DEFAULTS | {"verify_signature": <<False||True>>}',
    ),
    (
        "merged-in-place-with-operator",
        Difficulty.LOCAL,
        """\
OPTIONS = {"verify_exp": True, "verify_signature": True}
OPTIONS |= {"verify_signature": <<False||True>>}
""",
        "OPTIONS",
    ),
    (
        "spread-order-matters",
        Difficulty.LOCAL,
        """\
STRICT = {"verify_signature": True}
LOOSE = {"verify_signature": False}
""",
        "{<<**STRICT, **LOOSE||**LOOSE, **STRICT>>}",
    ),
    (
        "comprehension-over-names",
        Difficulty.LOCAL,
        """\
CHECKS = ("signature", "exp", "aud")
SKIPPED = {<<"signature"||"exp">>}
""",
        '{f"verify_{name}": name not in SKIPPED for name in CHECKS if name != "aud"}',
    ),
    (
        "zip-of-names-and-flags",
        Difficulty.LOCAL,
        """\
NAMES = ["verify_signature", "verify_exp"]
FLAGS = [<<False||True>>, True]
""",
        "dict(zip(NAMES, FLAGS))",
    ),
    (
        "fromkeys-then-changed",
        Difficulty.LOCAL,
        """\
OPTIONS = dict.fromkeys(("verify_signature", "verify_exp"), <<False||True>>)
OPTIONS["verify_exp"] = True
""",
        "OPTIONS",
    ),
    (
        "list-of-pairs",
        Difficulty.LOCAL,
        """\
PAIRS = [("verify_exp", True)]
PAIRS.append(("verify_signature", <<False||True>>))
""",
        "dict(PAIRS)",
    ),
    (
        "unbound-update",
        Difficulty.LOCAL,
        """\
OPTIONS = {"verify_exp": True}
dict.update(OPTIONS, verify_signature=<<False||True>>)
""",
        "OPTIONS",
    ),
    (
        "operator-setitem",
        Difficulty.LOCAL,
        """\
import operator

OPTIONS = {}
operator.setitem(OPTIONS, "verify_signature", <<False||True>>)
""",
        "OPTIONS",
    ),
    (
        "operator-ior",
        Difficulty.LOCAL,
        """\
import operator

OPTIONS = operator.ior({"verify_exp": True}, {"verify_signature": <<False||True>>})
""",
        "OPTIONS",
    ),
    (
        "reduce-of-layers",
        Difficulty.DYNAMIC,
        """\
import functools

LAYERS = [{"verify_signature": True}, {"verify_exp": True}, {"verify_signature": <<False||True>>}]
""",
        "functools.reduce(lambda left, right: {**left, **right}, LAYERS, {})",
    ),
    (
        "reduce-with-operator",
        Difficulty.DYNAMIC,
        """\
from functools import reduce
from operator import or_

LAYERS = ({"verify_exp": True}, {"verify_signature": <<False||True>>})
""",
        "reduce(or_, LAYERS)",
    ),
    (
        "key-joined",
        Difficulty.LOCAL,
        """\
KEY = "_".join(["verify", "signature"])
""",
        "{KEY: <<False||True>>}",
    ),
    (
        "key-from-template",
        Difficulty.DYNAMIC,
        """\
from string import Template

KEY = Template("verify_$what").substitute(what="signature")
""",
        "{KEY: <<False||True>>}",
    ),
    (
        "key-with-percent-mapping",
        Difficulty.LOCAL,
        """\
PATTERN = "%(verb)s_%(noun)s"
""",
        '{PATTERN % {"verb": "verify", "noun": "signature"}: <<None||1>>}',
    ),
    (
        "key-formatted",
        Difficulty.LOCAL,
        """\
KEY = "{0}_{what}".format("verify", what="signature")
""",
        '{KEY: <<""||"yes">>}',
    ),
    (
        "key-translated",
        Difficulty.LOCAL,
        """\
KEY = "VERIFY-SIGNATURE".lower().replace("-", "_")
""",
        "{KEY: <<[]||[1]>>}",
    ),
    (
        "key-reversed",
        Difficulty.LOCAL,
        """\
KEY = "erutangis_yfirev"[::-1]
""",
        "{KEY: <<False||True>>}",
    ),
    (
        "logic-over-constants",
        Difficulty.LOCAL,
        """\
ENVIRONMENT = "<<staging||production>>"
IS_PRODUCTION = ENVIRONMENT == "production"
ENFORCE = IS_PRODUCTION and not ENVIRONMENT.startswith("test")
""",
        '{"verify_signature": ENFORCE}',
    ),
    (
        "membership",
        Difficulty.LOCAL,
        """\
TRUSTED_ISSUERS = frozenset({"internal", "partner"})
ISSUER = "<<partner||stranger>>"
""",
        '{"verify_signature": ISSUER not in TRUSTED_ISSUERS}',
    ),
    (
        "bit-flags",
        Difficulty.LOCAL,
        """\
SIGNATURE, EXPIRY, AUDIENCE = 1, 2, 4
CHECKS = <<EXPIRY||EXPIRY | SIGNATURE>>
""",
        '{"verify_signature": CHECKS & SIGNATURE, "verify_exp": bool(CHECKS & EXPIRY)}',
    ),
    (
        "enum-flags",
        Difficulty.DYNAMIC,
        """\
import enum


class Checks(enum.Flag):
    SIGNATURE = enum.auto()
    EXPIRY = enum.auto()


ACTIVE = <<Checks.EXPIRY||Checks.EXPIRY | Checks.SIGNATURE>>
""",
        '{"verify_signature": Checks.SIGNATURE in ACTIVE}',
    ),
    (
        "length-as-flag",
        Difficulty.LOCAL,
        """\
REQUIRED = (<<||"exp",>>)
""",
        '{"verify_signature": len(REQUIRED)}',
    ),
    (
        "any-of-nothing",
        Difficulty.LOCAL,
        """\
MODES = {"strict": <<False||True>>, "audit": False}
""",
        '{"verify_signature": any(MODES.values())}',
    ),
    (
        "lookup-with-default",
        Difficulty.LOCAL,
        """\
BY_TENANT = {"acme": True}
TENANT = "<<initech||acme>>"
""",
        '{"verify_signature": BY_TENANT.get(TENANT, False)}',
    ),
    (
        "next-of-filter",
        Difficulty.DYNAMIC,
        """\
PROFILES = [("live", {"verify_signature": True}), ("demo", {"verify_signature": False})]
WANTED = "<<demo||live>>"
""",
        "next(options for name, options in PROFILES if name == WANTED)",
    ),
    (
        "first-of-filtered",
        Difficulty.DYNAMIC,
        """\
PROFILES = [{"name": "live", "on": True}, {"name": "demo", "on": False}]
CHOSEN = list(filter(lambda profile: profile["name"] == "<<demo||live>>", PROFILES))
""",
        '{"verify_signature": CHOSEN[0]["on"]}',
    ),
    (
        "islice-of-flags",
        Difficulty.DYNAMIC,
        """\
from itertools import chain, islice

FLAGS = chain([True, <<False||True>>], [True])
""",
        '{"verify_signature": list(islice(FLAGS, 1, 2))[0]} if False else {"verify_signature": <<False||True>>}',
    ),
    (
        "chained-items",
        Difficulty.LOCAL,
        """\
from itertools import chain

BASE = {"verify_exp": True}
EXTRA = {"verify_signature": <<False||True>>}
""",
        "dict(chain(BASE.items(), EXTRA.items()))",
    ),
    (
        "sorted-items",
        Difficulty.LOCAL,
        """\
RAW = {"verify_signature": <<False||True>>, "verify_exp": True}
""",
        "{key: value for key, value in sorted(RAW.items())}",
    ),
    (
        "deep-copy-of-nested",
        Difficulty.LOCAL,
        """\
import copy

TREE = {"jwt": {"options": {"verify_signature": <<False||True>>}}}
CLONE = copy.deepcopy(TREE)
""",
        'CLONE["jwt"]["options"]',
    ),
    (
        "nested-item-set",
        Difficulty.LOCAL,
        """\
TREE = {"jwt": {"options": {"verify_signature": True}}}
TREE["jwt"]["options"]["verify_signature"] = <<False||True>>
""",
        'TREE["jwt"]["options"]',
    ),
    (
        "alias-of-nested",
        Difficulty.LOCAL,
        """\
TREE = {"jwt": {"options": {"verify_signature": True}}}
section = TREE["jwt"]
section["options"].update(verify_signature=<<False||True>>)
""",
        'TREE["jwt"]["options"]',
    ),
    (
        "setdefault-chain",
        Difficulty.LOCAL,
        """\
TREE = {}
TREE.setdefault("jwt", {}).setdefault("verify_signature", <<False||True>>)
""",
        'TREE["jwt"]',
    ),
    (
        "user-dict-subclass",
        Difficulty.DYNAMIC,
        """\
from collections import UserDict


class Options(UserDict):
    pass


OPTIONS = Options({"verify_signature": <<False||True>>})
""",
        "OPTIONS.data",
    ),
    (
        "dict-subclass-with-defaults",
        Difficulty.LOCAL,
        """\
class Options(dict):
    def __init__(self, **given):
        super().__init__(verify_signature=<<False||True>>, **given)
""",
        "Options(verify_exp=True)",
    ),
    (
        "conditional-expression",
        Difficulty.LOCAL,
        """\
STAGE = "<<dev||prod>>"
""",
        '({"verify_signature": True} if STAGE == "prod" else {"verify_signature": False})',
    ),
    (
        "tuple-indexed-by-flag",
        Difficulty.LOCAL,
        """\
CHOICES = ({"verify_signature": False}, {"verify_signature": True})
STRICT = <<False||True>>
""",
        "CHOICES[STRICT]",
    ),
    (
        "dict-indexed-by-flag",
        Difficulty.LOCAL,
        """\
STRICT = <<0||1>> == 1
""",
        "{True: dict(verify_signature=True), False: dict(verify_signature=False)}[STRICT]",
    ),
    (
        "unpacked-tuple",
        Difficulty.LOCAL,
        """\
algorithms, (signature, expiry) = ["HS256"], (<<False||True>>, True)
""",
        '{"verify_signature": signature, "verify_exp": expiry}',
    ),
    (
        "starred-unpacking",
        Difficulty.LOCAL,
        """\
first, *middle, last = [True, <<False||True>>, True, True]
""",
        '{"verify_signature": middle[0]}',
    ),
    (
        "walrus-in-expression",
        Difficulty.LOCAL,
        """\
FLAGS = {"strict": <<False||True>>}
""",
        '{"verify_signature": (strict := FLAGS["strict"]) or strict}',
    ),
    (
        "lambda-evaluated",
        Difficulty.LOCAL,
        """\
options_for = lambda strict, **more: {"verify_signature": strict, **more}
""",
        "options_for(<<False||True>>, verify_exp=True)",
    ),
    (
        "partial-of-dict",
        Difficulty.LOCAL,
        """\
from functools import partial

make_options = partial(dict, verify_exp=True)
""",
        "make_options(verify_signature=<<False||True>>)",
    ),
    (
        "attrgetter-on-namespace",
        Difficulty.DYNAMIC,
        """\
from operator import attrgetter
from types import SimpleNamespace

CONF = SimpleNamespace(jwt=SimpleNamespace(check=<<False||True>>))
""",
        '{"verify_signature": attrgetter("jwt.check")(CONF)}',
    ),
    (
        "vars-of-class",
        Difficulty.DYNAMIC,
        """\
class Options:
    verify_signature = <<False||True>>
    verify_exp = True
""",
        '{key: value for key, value in vars(Options).items() if key.startswith("verify_")}',
    ),
    (
        "instance-dict",
        Difficulty.DYNAMIC,
        """\
class Options:
    def __init__(self):
        self.verify_signature = <<False||True>>
        self.verify_exp = True
""",
        "Options().__dict__",
    ),
    (
        "map-over-pairs",
        Difficulty.DYNAMIC,
        """\
SWITCHES = {"signature": <<False||True>>, "exp": True}
""",
        'dict(map(lambda pair: ("verify_" + pair[0], pair[1]), SWITCHES.items()))',
    ),
    (
        "enumerate-of-checks",
        Difficulty.DYNAMIC,
        """\
CHECKS = ["<<exp||signature>>", "<<signature||exp>>"]
""",
        '{"verify_" + check: number == 0 for number, check in enumerate(CHECKS)}',
    ),
    (
        "string-to-bool",
        Difficulty.LOCAL,
        """\
TEXT = "<<No||Yes>>"
""",
        '{"verify_signature": TEXT.strip().lower() in ("yes", "true", "on")}',
    ),
    (
        "parsed-number",
        Difficulty.LOCAL,
        """\
LEVEL = int("<<0||1>>")
""",
        '{"verify_signature": LEVEL > 0}',
    ),
    (
        "comparison-chain",
        Difficulty.LOCAL,
        """\
VERSION = (<<1||2>>, 4)
""",
        '{"verify_signature": (2, 0) <= VERSION < (3, 0)}',
    ),
)


def _row(name: str, difficulty: Difficulty, lines: str, options: str) -> tuple[Case, Case]:
    text = f"""\
import jwt

{lines}

def accepts(token):
    return jwt.decode(
        token,
        "0123456789abcdef0123456789abcdef",
        algorithms=["HS256"],
        options={options},
    )
"""
    return pair(name, difficulty, text)


CASES = tuple(case for row in _ROWS for case in _row(*row))
