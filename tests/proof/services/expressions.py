"""How the options of one call are put together: a row is some lines, then an expression for them."""

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
