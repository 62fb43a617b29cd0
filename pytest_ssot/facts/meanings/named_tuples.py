"""Named tuples that calls make, and what makes one of a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.members import MADE_OF_ROW
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    External,
    Known,
    Namespace,
    Partial,
    Resolved,
    Row,
    one_of,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def _named_tuple(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`namedtuple(name, fields)`: a callable that makes objects with those attributes."""
    names: list[str] = []
    for one in given.get(1, "field_names")[:1]:
        if isinstance(one, Known) and isinstance(one.value, str):
            names = one.value.replace(",", " ").split()
        elif isinstance(one, Row):
            names = [str(item[0].value) for item in one.items if item and isinstance(item[0], Known)]
    defaults = [item for row in given.get(9, "defaults") if isinstance(row, Row) for item in row.items]
    held = dict(zip(reversed(names), reversed(defaults), strict=False))
    row = Row(tuple((Known(name),) for name in names))
    return (Partial((External("<namedtuple>"),), Arguments(((row,), (Namespace(held),)))),) if names else None


def _named(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    names, defaults, *values = given.positional
    held: dict[str, Alternatives] = {}
    fields: list[str] = []
    for row in names:
        if isinstance(row, Row):
            fields = [str(item[0].value) for item in row.items if isinstance(item[0], Known)]
            held.update(dict(zip(fields, values, strict=False)))
    known = defaults[0].attributes if isinstance(defaults[0], Namespace) else {}
    return (Namespace({**known, **held, **given.keywords}, tuple(fields)),)


def _made_of_row(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`Options._make(row)`: `base` is the class."""
    rows = [resolver.row(one) for one in given.get(0, "iterable")]
    known = [one for one in rows if isinstance(one, Row) and not one.rest]
    if base is None or len(known) < len(rows):
        return None
    return one_of(*(resolver.call(base, replace(given, positional=one.items)) for one in known)) or None


MEANINGS: Mapping[str, Meaning] = {
    "collections.namedtuple": _named_tuple,
    "<namedtuple>": _named,
    MADE_OF_ROW: _made_of_row,
}
"""Meanings by the dotted path of what is called."""
