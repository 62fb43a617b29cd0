"""What the methods of an object put into the mappings and lists that it keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.module import MODULE, ModuleFacts
from pytest_ssot.facts.mutations import CHANGES
from pytest_ssot.facts.resolved import (
    NOWHERE,
    Alternatives,
    ClassRef,
    Frames,
    Instance,
    Resolved,
    Row,
    Table,
)
from pytest_ssot.facts.seen_calls import as_called
from pytest_ssot.facts.values import NO_SPAN, NOTHING, Attr, Call, Param, Value
from pytest_ssot.facts.writes import perhaps_with

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


class Keeping(msgspec.Struct, frozen=True):
    """`self.name[key] = value` in a method, or the call of the method `word` of what is kept there."""

    function: int
    value: Value
    key: Value = NOTHING
    word: str = ""


def with_kept(resolver: Resolver, base: Instance, name: str, found: Alternatives) -> Alternatives:
    """The mappings and lists kept as `base.name`, with what methods put there as they are called."""
    if not any(isinstance(one, Table | Row) for one in found) or not _is_shared(resolver, base):
        return found
    owners = (owner for owner in lineage(resolver, base.cls) if isinstance(owner, ClassRef))
    for owner in owners:
        for keeping in _keepings(resolver, owner.module).get((owner.index, name), ()):
            key = ("kept", owner.module.path, str(keeping.function), str(keeping.value))
            if resolver.visiting(*key):
                continue
            with resolver.visit(*key):
                for _, frames in as_called(resolver, owner.module, keeping.function):
                    found = tuple(_with(resolver, owner.module, keeping, frames, found))
    return found


def _is_shared(resolver: Resolver, base: Instance) -> bool:
    """A module has a name for the object, so that others can call its methods; what flows is followed."""
    place = base.arguments.place if base.arguments is not None else NOWHERE
    home = resolver.project.facts(place.path) if place.path else None
    return home is not None and any(
        getattr(home.nodes[value], "at", NO_SPAN) == place.span for value in home.bound_roots
    )


def _with(
    resolver: Resolver, module: ModuleFacts, keeping: Keeping, frames: Frames, found: Alternatives
) -> Iterator[Resolved]:
    if not keeping.word:
        keys = resolver.resolve(module, keeping.key, frames)
        held = resolver.resolve(module, keeping.value, frames)
        yield from (perhaps_with(one, keys, held) for one in found)
        return
    node = module.nodes[keeping.value]
    if isinstance(node, Call):
        given = resolver.arguments(node, module, frames)
        yield from (CHANGES[keeping.word](one, given) for one in found)


def _keepings(resolver: Resolver, module: ModuleFacts) -> dict[tuple[int, str], tuple[Keeping, ...]]:
    """What methods of a module's classes put into attributes of their object, by class and attribute."""
    known = resolver.kept.get(module.path)
    if known is None:
        grouped: dict[tuple[int, str], list[Keeping]] = {}
        for keeping, place in _changes(module):
            target = module.root(place)
            itself = module.root(target.base) if isinstance(target, Attr) else None
            if isinstance(target, Attr) and isinstance(itself, Param) and itself.function == keeping.function:
                method = module.functions[itself.function]
                if method.owner != MODULE and method.parameters[0].name == itself.name:
                    grouped.setdefault((method.owner, target.name), []).append(keeping)
        known = {key: tuple(keepings) for key, keepings in grouped.items()}
        resolver.kept[module.path] = known
    return known


def _changes(module: ModuleFacts) -> Iterator[tuple[Keeping, Value]]:
    """What changes a mapping or list in a function, and the object that is changed."""
    for store in module.stores:
        if store.item and store.function != MODULE and not store.name:
            yield Keeping(store.function, store.value, store.key), store.target
    for word in ("append", "add", "extend", "insert", "update", "setdefault"):
        for fact in module.calls_by_word.get(word, ()):
            node = module.nodes[fact.value]
            callee = module.nodes[node.callee] if isinstance(node, Call) else None
            if isinstance(callee, Attr) and fact.function != MODULE:
                yield Keeping(fact.function, fact.value, word=word), callee.base


__all__ = ["Keeping", "with_kept"]
