"""Operators on resolved values: what Python would compute, as far as the operands are known."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, TypeGuard

from msgspec.structs import replace

from pytest_ssot.facts.keys import as_key, as_plain
from pytest_ssot.facts.lengths import LONGEST_TEXT, PERCENT, formats_shortly
from pytest_ssot.facts.resolved import (
    Alternatives,
    External,
    Instance,
    Known,
    Opaque,
    Place,
    Resolved,
    Row,
    Table,
    needs_of,
    one_of,
    opaque,
    there,
    truth,
)
from pytest_ssot.facts.sameness import same
from pytest_ssot.facts.values import Literal

MOST_JOINED = 5_000
"""Elements of a row that is put together of others."""

MOST_REPEATED = 64
"""Elements of a row that is made by repeating another."""

SOMETHING_TRUE = External("<true>")
"""An unknown value that is known to count as true."""

SOMETHING_FALSE = External("<false>", tested=False)
"""The same of one that is known to count as false."""

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mult": operator.mul,
    "FloorDiv": operator.floordiv,
    "Mod": operator.mod,
    "BitOr": operator.or_,
    "IOr": operator.or_,
    "BitAnd": operator.and_,
    "BitXor": operator.xor,
    "LShift": operator.lshift,
    "RShift": operator.rshift,
    "Div": operator.truediv,
    "USub": lambda value, _: -value,
    "UAdd": lambda value, _: +value,
    "Invert": lambda value, _: ~value,
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Is": lambda left, right: left == right and type(left) is type(right),
    "IsNot": lambda left, right: not (left == right and type(left) is type(right)),
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
}


def negated(operand: Alternatives, place: Place) -> Alternatives:
    """`not operand`."""
    results: list[Alternatives] = []
    for value in operand:
        known = truth(value)
        results.append(opaque((value,)) if known is None else (derived(not known, place, value),))
    return one_of(*results)


def combined(op: str, operands: list[Alternatives], place: Place) -> Alternatives:
    """`a and b and …` or `a or b or …`: the operand that decides."""
    results: list[Resolved] = []
    for number, alternatives in enumerate(operands):
        last = number == len(operands) - 1
        if last:
            results.extend(alternatives)
            break
        told = [one for one in alternatives if not needs_of((one,))]
        goes_on = False
        if needs := needs_of(alternatives):
            results.append(Opaque("parameter", needs=needs | needs_of(*operands), place=place))
            goes_on = bool(told)
        for value in told:
            known = truth(value)
            if known is None:
                true = op == "or" and not isinstance(value, Instance)
                results.append(replace(SOMETHING_TRUE, base=value) if true else value)
                goes_on = True
            elif known is (op == "or"):
                results.append(value)
            else:
                goes_on = True
        if not goes_on:
            break
    return one_of(tuple(results))


def compared(op: str, left: Alternatives, right: Alternatives, place: Place) -> Alternatives:
    """`left op right` for any comparison."""
    if op in ("In", "NotIn"):
        return one_of(*(_contains(op == "In", one, two, place) for one in left for two in right))
    if op in _ORDER[2:] and any(isinstance(one, External) and one.path == "sys.version_info" for one in left):
        return one_of(*(_by_version(op, two, place) for two in right))
    return one_of(*(_apply(op, one, two, place) for one in left for two in right))


def operated(op: str, left: Alternatives, right: Alternatives, place: Place) -> Alternatives:
    """`left op right` for any arithmetic operator; mappings and sequences are merged."""
    return one_of(*(_apply(op, one, two, place) for one in left for two in right))


def _by_default(part: Alternatives) -> Alternatives:
    """A constant that the environment may replace; any other part as it is."""
    known = tuple(one for one in part if not (isinstance(one, Opaque) and one.source == "environment"))
    return known if len(part) > 1 and len(known) == 1 and isinstance(known[0], Known) else part


def joined(parts: list[Alternatives], place: Place) -> Alternatives:
    """The texts of an f-string; unknown as soon as one part is."""
    usual = [_by_default(part) for part in parts]
    if usual != parts:  # what it is where the environment says nothing, and whatever it says
        return one_of(joined(usual, place), opaque(*parts))
    texts, unknown = [""], list[Resolved]()
    for part in parts:
        known = dict.fromkeys(str(one.value) for one in part if isinstance(one, Known))
        unknown += (one for one in part if not isinstance(one, Known))
        if not known or len(texts) * len(known) > MOST_TEXTS:
            return opaque(*parts)
        texts = [text + more if len(text) < LONGEST_TEXT else text for text in texts for more in known]
    found = tuple(Known(text[:LONGEST_TEXT], place) for text in texts)
    return one_of(found, opaque(tuple(unknown))) if unknown else found


MOST_TEXTS = 8
"""Texts that one f-string may make before it is not told any more which."""


def merged(left: Table, right: Resolved, place: Place) -> Table:
    """The mapping `{**left, **right}`."""
    further = right.rest if isinstance(right, Table) else (right,)
    hidden = one_of(*(_over_entries(one, place) for one in further))
    entries = {key: one_of(held, hidden) for key, held in left.entries.items()} if hidden else left.entries
    told = right.entries if isinstance(right, Table) else {}
    return Table({**entries, **told}, one_of(left.rest, further), place)


def _over_entries(spread: Resolved, place: Place) -> Alternatives:
    """What a spread whose keys are not known may put in the place of entries before it."""
    if isinstance(spread, External) and spread.path == "os.environ":
        return (Opaque("environment", place=place),)
    return (spread,) if needs_of((spread,)) else ()


def sliced(base: Resolved, bounds: slice) -> Alternatives:
    """`base[lower:upper:step]`."""
    match base:
        case Row(items=items, rest=()):
            return (Row(items[bounds], (), base.place),)
        case Known(value=str() | bytes() as text):
            return (Known(text[bounds], base.place, base.hops),)
        case _:
            return opaque((base,))


def paired(row: Row) -> Table:
    """The mapping that a row of (key, value) pairs makes."""
    entries: dict[Literal, Alternatives] = {}
    rest: list[Alternatives] = [row.rest]
    for pair in (one for alternatives in row.items for one in alternatives):
        key = pair.items[0] if isinstance(pair, Row) and len(pair.items) == 2 else ()
        known = as_key(key[0]) if len(key) == 1 else None
        if isinstance(pair, Row) and known is not None:
            entries[known.value] = pair.items[1]
        else:
            rest.append((pair,))
    return Table(entries, one_of(*rest), row.place)


def _contains(positive: bool, member: Resolved, container: Resolved, place: Place) -> Alternatives:
    if isinstance(container, External) and container.path == "os.environ":
        return (Known(not positive, place), Opaque("environment", place=place))
    held = _holds(container, member.value) if isinstance(member, Known) else None
    if held is not None:
        return (Known(held is positive, place),)
    if isinstance(container, Table) and not container.rest and (known := as_key(member)) is not None:
        entry = container.entries.get(known.value)
        if entry is not None and there(entry) != entry:  # on some paths only
            return opaque(entry)
        return (Known((entry is not None) is positive, place),)
    if isinstance(member, Instance) and member.member and isinstance(container, Row) and not container.rest:
        names = [one.member if isinstance(one, Instance) else "" for item in container.items for one in item]
        if member.member in names or all(names):
            return (Known((member.member in names) is positive, place),)
    inside = (*container.items, container.rest) if isinstance(container, Row) else ()
    return opaque((member,), (container,), *inside)


def _holds(container: Resolved, value: Literal) -> bool | None:
    """A text, flags, or all that a mapping or row may hold, contain a constant; None if that is not known."""
    match container:
        case Known(value=str(text)) if isinstance(value, str):
            return value in text
        case Known(value=int(flags)) if isinstance(value, int):
            return value & flags == value
        case Row(items=items, rest=()):
            values = [one for item in items for one in item]
            known = [one.value for one in values if isinstance(one, Known)]
            return value in known if len(known) == len(values) else None
        case _:
            return None


def _apply(op: str, left: Resolved, right: Resolved, place: Place) -> Alternatives:
    left, right = as_plain(left), as_plain(right)
    if isinstance(left, Known) and isinstance(right, Known):
        return tuple(
            derived(one.value, place, left, right) if isinstance(one, Known) else one
            for one in _fold(op, left.value, right.value, place)
        )
    if op in _UNITING and isinstance(left, Table):
        place = left.place if op == "IOr" else place
        return (merged(left, paired(right) if isinstance(right, Row) else right, place),)
    if op in _UNITING and isinstance(right, Table):
        return (Table(right.entries, one_of(right.rest, (left,)), place),)
    if op in _ON_ROWS and isinstance(left, Row) and isinstance(right, Row | Known):
        return _rows_operated(op, left, right, place)
    if op == "Mod" and isinstance(left, Known) and isinstance(right, Table):
        held = {
            key: one.value
            for key, values in right.entries.items()
            for one in values
            if isinstance(one, Known)
        }
        return _formatted(left.value, held, place)
    if op == "Mod" and isinstance(left, Known) and isinstance(right, Row):
        return _format(left.value, right, place)
    if op in _ORDER and isinstance(left, Row) and isinstance(right, Row):
        found = _rows_compared(op, left, right)
        inside = (*left.items, left.rest, *right.items, right.rest)
        return opaque(*inside) if found is None else (Known(found, place),)
    alike = same(left, right) if op in _SAMENESS else None
    return opaque((left,), (right,)) if alike is None else (Known(alike is (op in ("Is", "Eq")), place),)


OLDEST_PYTHON = (3, 9)
"""No older Python is thought to run what is judged, so that branches for older ones are not taken."""


def _by_version(op: str, bound: Resolved, place: Place) -> Alternatives:
    """How the running Python's version compares with `bound`."""
    items = bound.items if isinstance(bound, Row) else ()
    numbers = [one.value for item in items[:2] for one in item[:1] if isinstance(one, Known)]
    known = numbers and all(isinstance(number, int) for number in numbers)
    is_old = known and tuple(numbers) <= OLDEST_PYTHON
    return (Known(op[0] == "G", place),) if is_old else opaque((bound,))


def _rows_operated(op: str, left: Row, right: Row | Known, place: Place) -> Alternatives:
    """Sequences put together, or one repeated."""
    if isinstance(right, Row):
        if op not in ("Add", *_UNITING):
            return _selected(op, left, right, place)
        if len(left.items) + len(right.items) > MOST_JOINED:
            return opaque()
        return (Row(left.items + right.items, one_of(left.rest, right.rest), place),)
    times = right.value if isinstance(right.value, int) and op == "Mult" and not left.rest else -1
    fits = 0 <= times * len(left.items) <= MOST_REPEATED
    return (Row(left.items * times, (), place),) if fits else opaque()


_UNITING = ("BitOr", "IOr")
"""`a | b`, and `a |= b`, which leaves the same mapping."""

_SELECTING = ("BitAnd", "Sub", "BitXor")

_ON_ROWS = ("Add", "Mult", *_UNITING, *_SELECTING)


def _selected(op: str, left: Row, right: Row, place: Place) -> Alternatives:
    """The elements of a set of constants that are, or are not, in another; or in just one of both."""
    groups = [[as_key(item[0]) if len(item) == 1 else None for item in row.items] for row in (left, right)]
    if left.rest or right.rest or op not in _SELECTING or any(None in group for group in groups):
        return opaque((left,), (right,))
    own, other = ([one.value for one in group if one is not None] for group in groups)
    kept = [item for item, key in zip(left.items, own, strict=True) if (key in other) is (op == "BitAnd")]
    if op == "BitXor":
        kept += (item for item, key in zip(right.items, other, strict=True) if key not in own)
    return (Row(tuple(kept), (), place),)


_ORDER = ("Eq", "NotEq", "Lt", "LtE", "Gt", "GtE")


def _rows_compared(op: str, left: Row, right: Row) -> bool | None:
    """The order of two sequences of constants; None when an element is not known."""
    values: list[list[Literal]] = []
    for row in (left, right):
        single = [item[0].value for item in row.items if len(item) == 1 and isinstance(item[0], Known)]
        if len(single) != len(row.items) or row.rest:
            return None
        values.append(single)
    try:
        return bool(_OPERATORS[op](*values))
    except TypeError:
        return None


_SAMENESS = ("Is", "IsNot", "Eq", "NotEq")


def but_none(values: Alternatives) -> Alternatives:
    """Values that something is asked of: where it is None, and may be something else, asking raises."""
    return tuple(one for one in values if not (isinstance(one, Known) and one.value is None)) or values


def _fold(op: str, left: Literal, right: Literal, place: Place) -> Alternatives:
    if op not in _OPERATORS or _grows_too_long(op, left, right):
        return opaque()
    try:
        value = _OPERATORS[op](left, right)
    except Exception:  # noqa: BLE001 - whatever scanned operands raise, the result is unknown
        return opaque()
    return (Known(value, place),) if is_literal(value) else opaque()


def _grows_too_long(op: str, left: Literal, right: Literal) -> bool:
    """A result would be longer than any flag's name or value, or take long to make."""
    if any(isinstance(one, int) and one.bit_length() > LONGEST_TEXT for one in (left, right)):
        return True
    if op == "LShift":
        return _size(right) > LONGEST_TEXT // 2
    if op == "Mult":
        return (_size(left) + 1) * (_size(right) + 1) > LONGEST_TEXT
    if op == "Mod" and isinstance(left, str | bytes):
        return not formats_shortly(left, (right,), PERCENT)
    texts = [len(one) for one in (left, right) if isinstance(one, str | bytes)]
    return op == "Add" and sum(texts) > LONGEST_TEXT


def is_literal(value: object) -> TypeGuard[Literal]:
    """A value that a literal could have given."""
    return value is None or isinstance(value, bool | int | float | str | bytes)


def derived(value: Literal, place: Place, *operands: Resolved) -> Known:
    """A computed constant: decided where an operand was written elsewhere, else where it is computed."""
    for operand in operands:
        if isinstance(operand, Known) and operand.place.path and not operand.place.within(place):
            return Known(value, operand.place, operand.hops)
    return Known(value, place)


def _size(value: Literal) -> int:
    if isinstance(value, str | bytes):
        return len(value)
    return abs(int(value)) if isinstance(value, int | float) and abs(value) < LONGEST_TEXT else LONGEST_TEXT


def _format(template: Literal, row: Row, place: Place) -> Alternatives:
    values = [item[0].value for item in row.items if len(item) == 1 and isinstance(item[0], Known)]
    if len(values) != len(row.items) or not isinstance(template, str) or row.rest:
        return opaque(*row.items)
    return _formatted(template, tuple(values), place)


def _formatted(
    template: Literal, values: tuple[Literal, ...] | dict[Literal, Literal], place: Place
) -> Alternatives:
    held = values if isinstance(values, tuple) else tuple(values.values())
    if not isinstance(template, str) or not formats_shortly(template, held, PERCENT):
        return opaque()
    try:
        return (Known((template % values)[:LONGEST_TEXT], place),)
    except (TypeError, ValueError, KeyError, OverflowError, MemoryError):
        return opaque()
