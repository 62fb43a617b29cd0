"""What a module's own calls of functions that assign to its names make of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.effort import PER_LOOK
from pytest_ssot.facts.entries import made_of, merged
from pytest_ssot.facts.kept import as_entered
from pytest_ssot.facts.keys import as_key
from pytest_ssot.facts.module import MODULE, CallFacts, ModuleFacts
from pytest_ssot.facts.mutations import CHANGES
from pytest_ssot.facts.places import grouped
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    ClassRef,
    Frames,
    Instance,
    Partial,
    Resolved,
    Row,
    Table,
    needs_of,
    one_of,
)
from pytest_ssot.facts.seen_calls import as_called
from pytest_ssot.facts.values import NOTHING, Attr, Call, Name, entry_of

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


class _Changing:
    """The functions of a module that change what a name of it holds, and the calls by which they do."""

    def __init__(self, home: ModuleFacts, name: str) -> None:
        changes = home.changes_in_functions.get(name, ())
        self.inside = grouped((fact.function, fact) for fact in changes)
        self.order = sorted({*self.inside, *_hooks(home).get(name, ())})
        self.words = {(home.functions[index].name, home.path) for index in self.order if index >= 0}


def with_registrations(resolver: Resolver, home: ModuleFacts, name: str, found: Alternatives) -> Alternatives:
    """What `name` means with the module's own calls of the functions that assign to it as it is imported."""
    wanted = {index for path, index, _ in needs_of(found, *_rests(resolver, found)) if path == home.path}
    changing = home.places.once(("changing", name), lambda: _Changing(home, name))
    resolver.go_through(len(changing.order))
    if not (wanted or changing.order) or resolver.visiting("registrations", home.path, name):
        return found
    with resolver.visit("registrations", home.path, name):
        order, words = changing.order, changing.words
        if not wanted.issubset(order):
            outer = {one for index in wanted for one in _around(home, index)}
            order = sorted(wanted.union(order) - outer)
            words = {(home.functions[index].name, home.path) for index in order if index >= 0}
        resolver.fillers.update(words)
        called = set[int]()
        for index, frames in _all_called(resolver, home, order):
            called |= {index} if frames else set()
            resolver.work += 1
            if resolver.is_spent:
                return one_of(found, resolver.cut_off())
            resolver.effort.spend(PER_LOOK + len(found))
            found = merged(found, resolver.resolve(home, home.bindings[name], frames))
            for fact in changing.inside.get(index, ()):
                found = merged(found, tuple(_changed(resolver, home, fact, found, frames)))
    return _but_told(home, called, found)


def _but_told(home: ModuleFacts, called: set[int], found: Alternatives) -> Alternatives:
    """Values without those that only the callers of functions would tell whose calls have told them."""

    def is_told(value: Resolved) -> bool:
        needs = needs_of((value,))
        return bool(needs) and all(path == home.path and index in called for path, index, _ in needs)

    return tuple(one for one in found if not is_told(one)) or found


def _changed(
    resolver: Resolver, home: ModuleFacts, fact: CallFacts, found: Alternatives, frames: Frames
) -> Iterator[Resolved]:
    """Containers after a call that changes them, or one of their entries."""
    node = home.nodes[fact.value]
    callee = home.nodes[node.callee] if isinstance(node, Call) else None
    if not isinstance(node, Call) or not isinstance(callee, Attr):
        return
    given = resolver.arguments(node, home, frames)
    _, key = entry_of(home.nodes, callee.base)
    if key == NOTHING:
        yield from (CHANGES[callee.name](one, given) for one in found)
        return
    for name in map(as_key, resolver.resolve(home, key, frames)):
        for table in found if name is not None else ():
            if name is not None and isinstance(table, Table):
                held = table.entries.get(name.value) or (Row(()),)
                more = tuple(CHANGES[callee.name](one, given) for one in held)
                yield replace(table, entries={**table.entries, name.value: more})


def _around(home: ModuleFacts, index: int) -> Iterator[int]:
    """The functions that one stands in: as it is called tells with what they were, too."""
    while index >= 0 and (index := home.functions[index].parent) >= 0:
        yield index


def _all_called(resolver: Resolver, home: ModuleFacts, wanted: Iterable[int]) -> Iterator[tuple[int, Frames]]:
    """The functions as they are called, or as they stand where nobody is seen to call them."""
    for index in wanted:
        called: list[Frames] = []
        around = index
        while around >= 0 and not called:  # a decorator's wrapper is called as what the decorator was told
            called = list(_entered(resolver, home, around))
            around = home.functions[around].parent
        yield from ((index, frames) for frames in called or (NO_FRAMES,))


def _hooks(home: ModuleFacts) -> dict[str, list[int]]:
    """The hooks of classes that put something into what goes by a name of the module, as others derive."""
    return home.places.once(("hooks",), lambda: _found_hooks(home))


def _found_hooks(home: ModuleFacts) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for store in home.stores:
        if store.item and store.function != MODULE and home.functions[store.function].name == HOOK:
            named = home.root(store.target)
            if isinstance(named, Name):
                found.setdefault(named.name, []).append(store.function)
    return found


HOOK = "__init_subclass__"

DEEPEST_ENTRIES = 2
"""Mappings within each other that are looked into for what else may be in them."""


def _entered(resolver: Resolver, home: ModuleFacts, function: int) -> Iterator[Frames]:
    """The calls of a function, and the definitions of classes for which a hook of their base runs."""
    facts = home.functions[function]
    if facts.name == HOOK and facts.owner != MODULE:
        yield from as_entered(resolver, ClassRef(home, facts.owner, NO_FRAMES), function)
    else:
        yield from (frames for _, frames in as_called(resolver, home, function))


def _rests(resolver: Resolver, found: Alternatives) -> Iterator[Alternatives]:
    """What else may be in mappings and those that are entries of them, and what objects are made of."""
    yield from (group for one in found if isinstance(one, Instance) for group in made_of(one))
    level, seen = found, set[int]()
    for _ in range(DEEPEST_ENTRIES + 1):
        # Mappings that were spread into each other hold the same ones over and over.
        tables = {id(one): one for one in level if isinstance(one, Table) and id(one) not in seen}
        seen.update(tables)
        resolver.go_through(sum(len(table.entries) for table in tables.values()))
        yield from (table.rest for table in tables.values())
        level = tuple(one for table in tables.values() for held in table.entries.values() for one in held)
        yield from (group for one in level for group in _prepared_of(one))


def _prepared_of(value: Resolved) -> Iterator[Alternatives]:
    """What a prepared call or an object in a mapping is made of."""
    yield from made_of(value) if isinstance(value, Partial | Instance) else ()
