"""Mappings within mappings, which a loop goes down by the parts of a path."""

from __future__ import annotations

from msgspec.structs import replace

from pytest_ssot.facts.entries import perhaps_with
from pytest_ssot.facts.module import ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import Alternatives, Known, Resolved, Row, Table, one_of
from pytest_ssot.facts.values import NOTHING, After, AnyNode, Attr, Choice, Element, Item, Literal, Phi, Value


def gone_down(module: ModuleFacts, store: StoreFacts) -> tuple[Value, Value] | None:
    """The mapping in which a loop has begun that leads to what gets an entry, and what the loop goes through.

    `node = self.held`, `for part in parts: node = node.setdefault(part, {})`, and then `node[last] = value`.
    """
    left = _state(module, store.target)
    if isinstance(left, Phi) and len(left.options) == len(("entry", "body")):
        entry, body = left.options
    elif isinstance(left, Choice):
        entry, body = left.other, left.then
    else:
        return None
    below = _state(module, body)
    carried = _state(module, below.base) if isinstance(below, Item) else None
    part = module.nodes[below.key] if isinstance(below, Item) and below.key != NOTHING else None
    begun = isinstance(module.root(entry), Attr) and isinstance(carried, Phi) and carried.options[0] == entry
    return (entry, part.base) if begun and isinstance(part, Element) else None


def _state(module: ModuleFacts, value: Value) -> AnyNode:
    """What an object was before the calls that it has been through."""
    node = module.nodes[value]
    while isinstance(node, After):
        node = module.nodes[node.base]
    return node


def put_below(held: Resolved, path: Alternatives, keys: Alternatives, values: Alternatives) -> Resolved:
    """A mapping that may have entries as well, in the last of those that the parts of a path lead down to."""
    rows = [one.items for one in path if isinstance(one, Row) and not one.rest]
    parts = [item[0] for items in rows[:1] for item in items if len(item) == 1]
    known = [one.value for one in parts if isinstance(one, Known)]
    if len(path) != 1 or not rows or len(known) < len(rows[0]) or not isinstance(held, Table):
        return held
    return _below(held, known, keys, values)


def _below(table: Table, path: list[Literal], keys: Alternatives, values: Alternatives) -> Resolved:
    if not path:
        return perhaps_with(table, keys, values)
    first, *further = path
    inner = table.entries.get(first, ())
    tables = [one for one in inner if isinstance(one, Table)] or [Table({}, (), table.place)]
    filled = tuple(_below(one, further, keys, values) for one in tables)
    others = tuple(one for one in inner if not isinstance(one, Table))
    return replace(table, entries={**table.entries, first: one_of(filled, others)})


__all__ = ["gone_down", "put_below"]
