"""Mappings and rows after one of their entries has been set or taken out."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pytest_ssot.facts.keys import as_key
from pytest_ssot.facts.resolved import (
    NOWHERE,
    Alternatives,
    Instance,
    Known,
    Opaque,
    Partial,
    Place,
    Resolved,
    Row,
    Table,
    needs_of,
    one_of,
    opaque,
)
from pytest_ssot.facts.values import Literal


def with_item(base: Resolved, keys: Alternatives, held: Alternatives) -> Resolved:
    """`base` after `base[key] = held`; an unknown mapping becomes one with that key known."""
    if isinstance(base, Table):
        keys = tuple(as_key(key) or key for key in keys)
        for key in keys:
            if isinstance(key, Known):
                base.entries[key.value] = (
                    held if len(keys) == 1 else one_of(base.entries.get(key.value, ()), held)
                )
        if any(isinstance(key, Instance) for key in keys):  # nobody knows which of several objects
            base = replace(base, rest=one_of(base.rest, held))
        unknown = tuple(key for key in keys if needs_of((key,)))
        inner = [group for one in held for group in made_of(one)] if unknown else []
        return replace(base, rest=one_of(base.rest, opaque(unknown, held, *inner))) if unknown else base
    if isinstance(base, Opaque) and all(isinstance(key, Known) for key in keys):
        return Table({key.value: held for key in keys if isinstance(key, Known)}, (base,), base.place)
    if isinstance(base, Row) and len(keys) == 1 and isinstance(keys[0], Known):
        index = keys[0].value
        if isinstance(index, int) and -len(base.items) <= index < len(base.items):
            items = list(base.items)
            items[index] = held
            return replace(base, items=tuple(items))
    return base


def made_of(value: Resolved) -> Iterator[Alternatives]:
    """What stands in a row, or what a prepared call or an object is made of."""
    if isinstance(value, Row):
        yield from value.items
    elif isinstance(value, Partial):
        yield from (value.callee, *value.arguments.positional, *value.arguments.keywords.values())
    elif isinstance(value, Instance) and value.arguments is not None:
        yield from (*value.arguments.positional, *value.arguments.keywords.values(), value.arguments.rest)


def copy_of(table: Table, entries: dict[Literal, Alternatives], place: Place) -> Table:
    """Another mapping that is made at a place, with these entries and whatever else the table has."""
    return Table(entries, table.rest, place, origin=table.place if table.origin == NOWHERE else table.origin)


def without_item(base: Resolved, keys: Alternatives) -> Resolved:
    """`base` after `del base[key]`."""
    if isinstance(base, Table) and len(keys) == 1 and isinstance(keys[0], Known):
        base.entries.pop(keys[0].value, None)
    return base


def merged(found: Alternatives, more: Alternatives) -> Alternatives:
    """Mappings become one that has the entries of all, other values stand side by side."""
    tables = [one for one in (*found, *more) if isinstance(one, Table)]
    if not tables:
        return one_of(found, more)
    entries: dict[Literal, Alternatives] = {}
    for table in tables:
        for key, held in table.entries.items():
            entries[key] = one_of(entries.get(key, ()), held)
    others = tuple(one for one in (*found, *more) if not isinstance(one, Table))
    return one_of((Table(entries, one_of(*(table.rest for table in tables)), tables[0].place),), others)


def perhaps_with(
    value: Resolved, keys: Alternatives, held: Alternatives, kept: Resolved | None = None
) -> Resolved:
    """A mapping that may have these entries as well, but for those that are `kept` in any case."""
    if not isinstance(value, Table):
        return value
    known = kept.entries if isinstance(kept, Table) else {}
    entries, rest = dict(value.entries), value.rest
    for key in (as_key(key) or key for key in keys):
        if isinstance(key, Known) and not known.get(key.value):
            entries[key.value] = one_of(held, entries.get(key.value, ()))
        elif isinstance(key, Instance):  # nobody knows which of several objects
            rest = one_of(held, rest)
    return Table(entries, rest, value.place)
