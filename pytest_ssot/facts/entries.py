"""Mappings and rows after one of their entries has been set or taken out."""

from __future__ import annotations

from msgspec.structs import replace

from pytest_ssot.facts.keys import as_key
from pytest_ssot.facts.resolved import (
    Alternatives,
    Known,
    Opaque,
    Resolved,
    Row,
    Table,
    needs_of,
    one_of,
    opaque,
)


def with_item(base: Resolved, keys: Alternatives, held: Alternatives) -> Resolved:
    """`base` after `base[key] = held`; an unknown mapping becomes one with that key known."""
    if isinstance(base, Table):
        keys = tuple(as_key(key) or key for key in keys)
        for key in keys:
            if isinstance(key, Known):
                base.entries[key.value] = (
                    held if len(keys) == 1 else one_of(base.entries.get(key.value, ()), held)
                )
        unknown = tuple(key for key in keys if needs_of((key,)))
        inner = [item for row in held if isinstance(row, Row) for item in row.items] if unknown else []
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


def without_item(base: Resolved, keys: Alternatives) -> Resolved:
    """`base` after `del base[key]`."""
    if isinstance(base, Table) and len(keys) == 1 and isinstance(keys[0], Known):
        base.entries.pop(keys[0].value, None)
    return base
