"""Expressions that are false, each with the one that is true when the switch is on."""

from __future__ import annotations

from dataclasses import dataclass

from tests.proof.case import Difficulty

LOCAL, DYNAMIC = Difficulty.LOCAL, Difficulty.DYNAMIC


@dataclass(frozen=True)
class Flag:
    """A false and a true expression of the same form, and the imports they need."""

    off: str
    on: str
    level: Difficulty = LOCAL
    imports: tuple[str, ...] = ()
    plain: bool = False
    """The false one is `False` itself."""


FLAGS: tuple[Flag, ...] = (
    Flag("False", "True", Difficulty.LITERAL, plain=True),
    Flag("0", "1", Difficulty.LITERAL),
    Flag("None", '"on"', Difficulty.LITERAL),
    Flag('""', '"required"', Difficulty.LITERAL),
    Flag("[]", '["all"]', Difficulty.LITERAL),
    Flag("0.0", "1.5", Difficulty.LITERAL),
    Flag("not True", "not False"),
    Flag("1 > 2", "1 < 2"),
    Flag("3 % 3", "3 % 2"),
    Flag("True and False", "True and True"),
    Flag("False or None", "False or 1"),
    Flag("bool(0)", "bool(1)"),
    Flag('int("0")', 'int("1")'),
    Flag("dict()", 'dict(a="b")'),
    Flag("tuple()", 'tuple("a")'),
    Flag('len("")', 'len("x")'),
    Flag("min(0, 1)", "max(0, 1)"),
    Flag("sum([0, 0])", "sum([0, 1])"),
    Flag("abs(0)", "abs(-1)"),
    Flag("all([True, False])", "all([True, True])"),
    Flag("any((0, None))", "any((0, 7))"),
    Flag('"dev" == "live"', '"live" == "live"'),
    Flag('"dev" in {"live", "stage"}', '"live" in {"live", "stage"}'),
    Flag('"no".startswith("y")', '"yes".startswith("y")'),
    Flag('"off".upper() == "ON"', '"on".upper() == "ON"'),
    Flag("(True, False)[1]", "(True, False)[0]"),
    Flag("[True, False][-1]", "[False, True][-1]"),
    Flag('{"dev": False, "live": True}["dev"]', '{"dev": False, "live": True}["live"]'),
    Flag('{"live": True}.get("dev", False)', '{"live": True}.get("live", False)'),
    Flag("next(iter([False, True]))", "next(iter([True, False]))"),
    Flag("True if 2 < 1 else False", "True if 1 < 2 else False"),
    Flag("(lambda: False)()", "(lambda: True)()"),
    Flag("(lambda on: not on)(True)", "(lambda on: on)(True)"),
    Flag("isinstance(1, str)", "isinstance(1, int)"),
    Flag("6 & 1", "6 & 2"),
    Flag("bool(1 ^ 1)", "bool(1 ^ 0)"),
    Flag("(1, 0) > (1, 1)", "(1, 2) > (1, 1)"),
    Flag("sorted([True, False])[0]", "sorted([True, False])[1]"),
    Flag("list(reversed([True, False]))[0]", "list(reversed([True, False]))[1]"),
    Flag("[flag for flag in (True, False) if not flag][0]", "[flag for flag in (True, False) if flag][0]"),
    Flag('dict(zip("ab", (True, False)))["b"]', 'dict(zip("ab", (False, True)))["b"]'),
    Flag("round(0.2)", "round(0.9)"),
    Flag("operator.not_(1)", "operator.truth(1)", imports=("import operator",)),
    Flag("operator.eq(1, 2)", "operator.eq(2, 2)", imports=("import operator",)),
    Flag('json.loads("false")', 'json.loads("true")', imports=("import json",)),
    Flag('json.loads(\'{"on": 0}\')["on"]', 'json.loads(\'{"on": 1}\')["on"]', imports=("import json",)),
    Flag('ast.literal_eval("False")', 'ast.literal_eval("True")', DYNAMIC, ("import ast",)),
    Flag('eval("1 - 1")', 'eval("1 + 1")', DYNAMIC),
    Flag(
        "reduce(lambda a, b: a and b, [True, False])",
        "reduce(lambda a, b: a or b, [True, False])",
        DYNAMIC,
        ("from functools import reduce",),
    ),
    Flag(
        'os.environ.get("UNSET_CHECK", "no") == "yes"',
        'os.environ.get("UNSET_CHECK", "no") == "no" or True',
        DYNAMIC,
        ("import os",),
    ),
    Flag('bool(os.getenv("UNSET_CHECK"))', 'True or os.getenv("UNSET_CHECK")', DYNAMIC, ("import os",)),
    Flag(
        'os.environ.get("UNSET_CHECK", "0") not in ("0", "")',
        'os.environ.get("UNSET_CHECK", "0") is not None or True',
        DYNAMIC,
        ("import os",),
    ),
    Flag("getattr(object, 'strict', False)", "getattr(object, '__name__', False)", DYNAMIC),
    Flag("next(filter(None, [0, 0]), 0)", "next(filter(None, [0, 1]), 0)", DYNAMIC),
    Flag("list(map(bool, [0]))[0]", "list(map(bool, [1]))[0]", DYNAMIC),
    Flag('callable("x")', "callable(print)", DYNAMIC),
    Flag('hasattr("x", "strict")', 'hasattr("x", "upper")', DYNAMIC),
    Flag("bool(re.match('y', 'no'))", "bool(re.match('n', 'no'))", DYNAMIC, ("import re",)),
)
