"""Sets of known elements: what is made of them, and how they compare; places in lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pytest_ssot.facts.folding import operated
from pytest_ssot.facts.keys import as_key
from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.resolved import Alternatives, Arguments, Known, Resolved, Row, Table, one_of, opaque
from pytest_ssot.facts.values import Literal

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def _keys(value: Resolved | None) -> list[Literal] | None:
    """The constants that stand for all elements of a list, a set or a mapping; None if one is not known."""
    if isinstance(value, Table) and not value.rest:
        return list(value.entries)
    if not isinstance(value, Row) or value.rest:
        return None
    keys = [as_key(item[0]) if len(item) == 1 else None for item in value.items]
    known = [one.value for one in keys if one is not None]
    return known if len(known) == len(keys) else None


def _index(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """Where in a list a value stands."""
    held, found = _keys(base), list[Alternatives]()
    for wanted in given.get(0, "value") if held is not None and len(given.positional) == 1 else ():
        key = as_key(wanted)
        at = held.index(key.value) if held and key is not None and key.value in held else -1
        found.append((Known(at, given.place),) if at >= 0 else opaque((wanted,)))
    return one_of(*found) or None


def _compared(test: Callable[[set[Literal], set[Literal]], bool]) -> Meaning:
    def compare(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
        own, found = _keys(base), list[Alternatives]()
        for one in given.get(0, "other") if own is not None else ():
            other = _keys(one)
            known = own is not None and other is not None
            found.append(
                (Known(test(set(own or ()), set(other or ())), given.place),) if known else opaque((one,))
            )
        return one_of(*found) or None

    return compare


def _combined(op: str) -> Meaning:
    """A method that does for any iterables what an operator does for sets."""

    def combine(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
        found: Alternatives = (base,) if isinstance(base, Row) else ()
        for others in given.positional if found else ():
            rows = tuple(one for one in others if isinstance(one, Row))
            if len(rows) < len(others):
                return None
            found = operated(op, found, rows, given.place)
        return found or None

    return combine


MEANINGS: Mapping[str, Meaning] = {
    "builtins.list.index": _index,
    "builtins.list.issubset": _compared(set.issubset),
    "builtins.list.issuperset": _compared(set.issuperset),
    "builtins.list.isdisjoint": _compared(set.isdisjoint),
    "builtins.list.union": _combined("BitOr"),
    "builtins.list.intersection": _combined("BitAnd"),
    "builtins.list.difference": _combined("Sub"),
    "builtins.list.symmetric_difference": _combined("BitXor"),
}
"""Meanings by the dotted path of what is called."""
