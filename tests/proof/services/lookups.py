"""How the options of one call are looked up: logic, choices, iterators, reflection."""

# ruff: noqa: E501 - both sides of a pair stand on one line

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair

_ROWS = (
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
