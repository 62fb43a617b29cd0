"""Functions of plain values: computed as Python would, where every argument is known."""

from __future__ import annotations

import bisect
import builtins
import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pytest_ssot.facts.answers import as_operated
from pytest_ssot.facts.folding import SOMETHING_TRUE, compared, operated
from pytest_ssot.facts.keys import at_key
from pytest_ssot.facts.lengths import LONGEST_TEXT
from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.meanings.plain import UNPLAIN, lifted, origin, plain
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Known,
    ModuleRef,
    Partial,
    Resolved,
    Row,
    Table,
    one_of,
    opaque,
)
from pytest_ssot.facts.writes import written

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

MOST_ELEMENTS = 1_000
"""Elements of a constant sequence that a function is computed for."""


def _computed(function: Callable[..., Any], *, most: int = 3) -> Meaning:
    """A function without effect, which costs little for what fits the bounds."""

    def compute(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        values = [plain(group) for group in given.positional]
        named = {name: plain(group) for name, group in given.keywords.items()}
        if (
            given.rest
            or not 0 < len(values) <= most
            or any(_unfit(one) for one in (*values, *named.values()))
        ):
            return opaque(*given.positional, *given.keywords.values(), given.rest)
        try:
            found = function(*values, **named)
        except Exception:  # noqa: BLE001 - whatever scanned operands raise, the result is unknown
            return opaque()
        return (lifted(found, origin(given.place, *given.positional)),)

    return compute


def _unfit(value: object) -> bool:
    return value is UNPLAIN or (isinstance(value, str | bytes | list | dict) and len(value) > MOST_ELEMENTS)


def _bytes(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """Bytes that are given by their numbers, or as a text with its encoding."""
    values = [plain(group) for group in given.positional]
    if given.keywords or given.rest or not values or any(_unfit(one) for one in values):
        return None
    if not isinstance(values[0], list | str | bytes):
        return None
    try:
        found = values[0].encode(*map(str, values[1:])) if isinstance(values[0], str) else bytes(values[0])
    except (LookupError, TypeError, ValueError):
        return None
    return (lifted(found, origin(given.place, *given.positional)),)


def _sorted(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """A sequence in order; of elements that cannot be compared, a sequence in any order."""
    found: list[Resolved] = []
    for source in given.get(0, "iterable"):
        if isinstance(source, Table):
            row = Row(
                tuple((at_key(key, source.place),) for key in source.entries), source.rest, source.place
            )
        elif isinstance(source, Row):
            row = source
        else:
            return None
        ordered = _ordered(resolver, row, given)
        found.append(Row((), one_of(*row.items, row.rest), row.place) if ordered is None else ordered)
    return tuple(found) or None


def _ordered(resolver: Resolver, row: Row, given: Arguments) -> Row | None:
    reverse = plain(given.keywords["reverse"]) if "reverse" in given.keywords else False
    measures = given.keywords.get("key", ())
    measured = [
        one_of(*(resolver.call(one, Arguments((item,), place=given.place)) for one in measures)) or item
        for item in row.items[:MOST_MEASURED]
    ]
    keys: list[Any] = [plain(item) for item in measured]
    if row.rest or len(keys) < len(row.items) or any(_unfit(one) for one in (reverse, *keys)):
        return None
    try:
        order = sorted(range(len(keys)), key=keys.__getitem__, reverse=bool(reverse))
    except TypeError:
        return None
    return Row(tuple(row.items[index] for index in order), (), row.place)


MOST_MEASURED = 60
"""Elements of which each is handed to a function that tells its place in the order."""


def _outermost(compare: Callable[..., Any], *, last: bool) -> Meaning:
    """`max(…)` and `min(…)` of elements, also by what a function makes of each."""
    plainly = _computed(compare, most=20)

    def find(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
        if "key" not in given.keywords:
            return plainly(resolver, given, base)
        single = given.positional[0] if len(given.positional) == 1 else (Row(given.positional),)
        found: list[Alternatives] = []
        for row in single:
            if not isinstance(row, Row) or not row.items:
                return opaque(single)
            backwards = Row(row.items[::-1], row.rest, row.place) if last else row
            ordered = _ordered(resolver, backwards, Arguments(keywords={"key": given.keywords["key"]}))
            outer = -1 if last else 0
            found.append(one_of(*row.items, row.rest) if ordered is None else ordered.items[outer])
        return one_of(*found)

    return find


def _repeated(value: Any, times: int) -> Any:
    if len(value) * times > LONGEST_TEXT:
        raise ValueError
    return value * times


def _formatted(value: Any, form: str = "") -> str:
    if _WIDE.search(form):
        raise ValueError
    return format(value, form)


_WIDE = re.compile(r"\d{3}")
"""A width of more than two digits."""


def _summed(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`sum(…)` of numbers, or of objects by their own operators."""
    rows = [one for one in given.get(0, "iterable") if isinstance(one, Row) and not one.rest]
    items = rows[0].items if len(rows) == 1 and len(given.get(0, "iterable")) == 1 else ()
    if not any(isinstance(one, Instance) for item in items[:MOST_MEASURED] for one in item):
        return _PLAIN_SUM(resolver, given, base)
    start = given.get(1, "start")
    first, *others = (start, *items[:MOST_MEASURED]) if start else items[:MOST_MEASURED]
    for item in others:
        first = as_operated(resolver, "Add", first, item) or operated("Add", first, item, given.place)
    return first


_PLAIN_SUM = _computed(sum)

_REAL: Mapping[str, object] = {name: getattr(builtins, name) for name in dir(builtins)}


def existing(base: Resolved, name: str) -> bool | None:
    """Whether a built-in object or a constant has an attribute; None for anything else."""
    if isinstance(base, Known):
        return hasattr(base.value, name)
    if isinstance(base, External) and base.path.startswith("builtins.") and base.path[9:] in _REAL:
        return hasattr(_REAL[base.path[9:]], name)
    return None


def _in_module(resolver: Resolver, base: Resolved, name: str) -> bool | None:
    """Whether a module has a name, as far as it and those who set it tell; otherwise as for constants."""
    facts = base.facts if isinstance(base, ModuleRef) else None
    if facts is None:
        return existing(base, name)
    if name in facts.bindings:
        return True
    resolver.touch(name, facts.path)
    open_ = facts.star_imports or facts.global_stores or "__getattr__" in facts.bindings
    return None if open_ or written(resolver, base, name)[1] else False


def _has_attribute(resolver: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    names = [
        one.value for one in given.get(1, "name") if isinstance(one, Known) and isinstance(one.value, str)
    ]
    verdicts = {_in_module(resolver, base, name) for base in given.get(0, "object") for name in names}
    if len(verdicts) == 1 and None not in verdicts:
        return (Known(verdicts.pop() is True, given.place),)
    return opaque(given.get(0, "object"))


def _is_callable(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    found: list[Alternatives] = []
    for one in given.get(0, "object"):
        if isinstance(one, Known):
            found.append((Known(False, given.place),))
        elif isinstance(one, FunctionRef | ClassRef | Partial) or existing(one, "__call__"):
            found.append((Known(True, given.place),))
        else:
            found.append(opaque((one,)))
    return one_of(*found) or None


def _operator(apply: Callable[..., Alternatives], op: str) -> Meaning:
    def operate(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        return apply(op, *given.positional, given.place) if len(given.positional) == 2 else None

    return operate


def _contained(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`operator.contains(container, member)`."""
    if len(given.positional) != 2:
        return None
    return compared("In", given.positional[1], given.positional[0], given.place)


_ARITHMETIC = {
    "add": "Add", "concat": "Add", "iadd": "Add", "iconcat": "Add", "sub": "Sub", "mul": "Mult", "mod": "Mod",
    "floordiv": "FloorDiv", "truediv": "Div", "or_": "BitOr", "ior": "BitOr", "and_": "BitAnd",
    "iand": "BitAnd", "xor": "BitXor",
}  # fmt: skip
_COMPARISONS = {
    "eq": "Eq", "ne": "NotEq", "lt": "Lt", "le": "LtE", "gt": "Gt", "ge": "GtE", "is_": "Is",
    "is_not": "IsNot",
}  # fmt: skip


def _searched(search: Callable[[str, str], object]) -> Meaning:
    """`re.match(pattern, text)` of constants, for patterns that cannot take long: without repetitions."""

    def find(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        pattern, text = (plain(given.get(number, name)) for number, name in enumerate(("pattern", "string")))
        if not isinstance(pattern, str) or not isinstance(text, str) or len(given.positional) > 2:
            return None
        if len(pattern) > LONGEST_PATTERN or set(pattern) & set("*+{?(") or len(text) > MOST_ELEMENTS:
            return None
        try:
            found = search(pattern, text)
        except re.error:
            return opaque()
        return (Known(None, given.place) if found is None else SOMETHING_TRUE,)

    return find


LONGEST_PATTERN = 60
"""Characters of a regular expression that is matched against a constant."""

MEANINGS: Mapping[str, Meaning] = {
    **{
        f"builtins.{name}": _computed(getattr(builtins, name))
        for name in ("abs", "divmod", "ord", "hex", "bin")
    },
    "builtins.bytes": _bytes,
    "builtins.bytearray": _bytes,
    "builtins.max": _outermost(max, last=True),
    "builtins.min": _outermost(min, last=False),
    "builtins.round": _computed(round),
    **{
        f"bisect.{name}": _computed(getattr(bisect, name))
        for name in dir(bisect)
        if name.startswith("bisect")
    },
    "builtins.sum": _summed,
    "builtins.format": _computed(_formatted),
    "builtins.sorted": _sorted,
    "builtins.hasattr": _has_attribute,
    "builtins.callable": _is_callable,
    **{f"operator.{name}": _operator(operated, op) for name, op in _ARITHMETIC.items()},
    **{f"operator.{name}": _operator(compared, op) for name, op in _COMPARISONS.items()},
    "operator.contains": _contained,
    "operator.neg": _computed(operator.neg),
    **{f"math.{name}": _computed(getattr(math, name)) for name in ("ceil", "floor", "trunc", "fabs")},
    "math.isclose": _computed(lambda left, right: abs(left - right) <= 1e-09 * max(abs(left), abs(right))),
    "re.match": _searched(re.match),
    "re.fullmatch": _searched(re.fullmatch),
    "re.search": _searched(re.search),
    "itertools.repeat": _computed(lambda value, times: _repeated([value], times)),
    "os.path.basename": _computed(lambda path: path.rpartition("/")[2]),
    "sys.intern": _computed(str),
}
"""Meanings by the dotted path of what is called."""
