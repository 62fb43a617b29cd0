"""Dicts, sequences and comprehensions, with what is known of their elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts import values as v
from pytest_ssot.facts.effort import Effort
from pytest_ssot.facts.folding import merged
from pytest_ssot.facts.keys import as_key, at_key
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import (
    Alternatives,
    Frames,
    Known,
    Opaque,
    Place,
    Resolved,
    Row,
    Table,
    needs_of,
    one_of,
    opaque,
    truth,
)
from pytest_ssot.facts.values import NOTHING

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

VALUES_PER_ROUND = 12
"""Values that are gone through in the time it takes to make ready for a round of a comprehension."""

MOST_ELEMENTS = 256
"""Elements of a constant iterable that a comprehension is evaluated for."""


def read_dict(resolver: Resolver, node: v.Dict, module: ModuleFacts, frames: Frames) -> Alternatives:
    table = Table({}, (), Place(module.path, node.at))
    resolver.go_through(len(node.keys))
    for key, value in zip(node.keys, node.values, strict=True):
        if resolver.is_spent:
            return (Table(table.entries, one_of(table.rest, resolver.cut_off()), table.place),)
        held = resolver.resolve(module, value, frames)
        if key == NOTHING:
            resolver.go_through(len(table.entries) * len(held))
            variants = [merged(table, resolver.mapping(spread), table.place) for spread in held]
            table = variants[0] if len(variants) == 1 else _united(resolver.effort, table, variants)
            continue
        for one in resolver.resolve(module, key, frames):
            known = as_key(one)
            if known is not None:
                table.entries[known.value] = held
            else:
                table = Table(table.entries, one_of(table.rest, opaque((one,))), table.place)
    return (table,)


def read_sequence(resolver: Resolver, node: v.Sequence, module: ModuleFacts, frames: Frames) -> Alternatives:
    items: list[Alternatives] = []
    rest: list[Alternatives] = []
    resolver.go_through(len(node.items))
    for value in node.items:
        if resolver.is_spent:
            rest.append(resolver.cut_off())
            break
        inner = module.nodes[value]
        held = resolver.resolve(module, value, frames)
        if not isinstance(inner, v.Star):
            items.append(held)
            continue
        for spread in held:
            if isinstance(spread, Row):
                resolver.go_through(len(spread.items))
                if resolver.is_spent:
                    rest.append(resolver.cut_off())
                    break
                items.extend(spread.items)
                rest.append(spread.rest)
            else:
                rest.append((spread,))
    return (Row(tuple(items), one_of(*rest), Place(module.path, node.at)),)


def read_comprehension(
    resolver: Resolver, node: v.Comprehension, module: ModuleFacts, frames: Frames
) -> Alternatives:
    place = Place(module.path, node.at)
    table, items, rest = Table({}, (), place), [], []
    for inner in _rounds(resolver, node, module, frames, 0):
        if resolver.is_spent:
            rest.append(resolver.cut_off())
            break
        if isinstance(inner, tuple):
            made = resolver.resolve(module, node.value, frames) if _is_made(module, node.value) else ()
            rest.append(one_of(inner, made))  # whatever the elements are, this is made of each
            continue
        held = resolver.resolve(module, node.value, inner)
        doubt, sure = _doubt(resolver, node, module, inner)
        if node.key == NOTHING and not sure:
            rest.append(one_of(held, doubt))
            continue
        if node.key == NOTHING:
            items.append(held)
            continue
        held = one_of(held, doubt)
        for one in resolver.resolve(module, node.key, inner):
            key = as_key(one)
            if key is not None:
                table.entries[key.value] = held
            else:
                rest.append(opaque((one,)))
    if node.key == NOTHING:
        return (Row(tuple(items), one_of(*rest), place),)
    return (Table(table.entries, one_of(*rest), place),)


def _is_made(module: ModuleFacts, value: v.Value) -> bool:
    """A value is a function, or what something makes that the module has a name for: `Check(one)`."""
    node = module.nodes[value]
    asked = module.nodes[node.callee] if isinstance(node, v.Call) else None
    asked = module.nodes[asked.base] if isinstance(asked, v.Attr) else asked
    return isinstance(node, v.Function) or (isinstance(asked, v.Name) and asked.name in module.bindings)


def _doubt(
    resolver: Resolver, node: v.Comprehension, module: ModuleFacts, frames: Frames
) -> tuple[Alternatives, bool]:
    """What stands beside an element where callers would tell if conditions let it pass; if they surely do."""
    tests = [resolver.resolve(module, condition, frames) for condition in node.conditions]
    needs = needs_of(*tests)
    sure = all(truth(value) is True for test in tests for value in test)
    return ((Opaque("parameter", needs=needs),) if needs else ()), sure


def _rounds(
    resolver: Resolver, node: v.Comprehension, module: ModuleFacts, frames: Frames, loop: int
) -> list[Frames | Alternatives]:
    """The frames of every round of a comprehension; an unknown where rounds cannot be told."""
    if loop == len(node.loops):
        tests = [resolver.resolve(module, condition, frames) for condition in node.conditions]
        gone = any(test and all(truth(value) is False for value in test) for test in tests)
        return [] if gone else [frames]
    slot, iterable = node.loops[loop]
    found: list[Frames | Alternatives] = []
    for one in resolver.resolve(module, iterable, frames):
        base = resolver.row(one)
        elements = _elements(base)
        more = base.rest if isinstance(base, Row | Table) else ()
        resolver.go_through(len(elements or ()) * VALUES_PER_ROUND)
        if more or elements is None or len(elements) > MOST_ELEMENTS:
            found.append(opaque((base,), more))
        if elements is None or len(elements) > MOST_ELEMENTS:
            continue
        for element in elements:
            if resolver.is_spent:
                return [*found, resolver.cut_off()]
            inner = {**frames, (module.path, -slot - 1): {"": element}}
            found.extend(_rounds(resolver, node, module, inner, loop + 1))
    return found


def _united(effort: Effort, before: Table, variants: list[Table]) -> Table:
    """One mapping that stands for several: each key may have any of its values."""
    entries = dict(before.entries)
    effort.spend(sum(len(variant.entries) for variant in variants))
    for key in dict.fromkeys(key for variant in variants for key in variant.entries):
        entries[key] = one_of(*(variant.entries.get(key, ()) for variant in variants))
    return Table(entries, one_of(*(variant.rest for variant in variants)), before.place)


def _elements(base: Resolved) -> list[Alternatives] | None:
    match base:
        case Row(items=items):
            return list(items)
        case Table(entries=entries, place=place):
            return [(at_key(key, place),) for key in entries]
        case Known(value=str(text), place=place):
            return [(Known(character, place),) for character in text]
        case _:
            return None
