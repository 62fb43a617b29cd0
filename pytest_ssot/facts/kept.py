"""What the methods of an object put into the mappings and lists that it keeps."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from pytest_ssot.facts.classes import (
    derives_from,
    implied_self,
    keyword_of_class,
    lineage,
    stores_of_class,
)
from pytest_ssot.facts.entries import perhaps_with
from pytest_ssot.facts.keys import as_key
from pytest_ssot.facts.module import MODULE, ModuleFacts, StoreFacts
from pytest_ssot.facts.mutations import CHANGES
from pytest_ssot.facts.named_attributes import set_under_names
from pytest_ssot.facts.nested_entries import gone_down, put_below
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    NOWHERE,
    Alternatives,
    Arguments,
    ClassRef,
    Frames,
    FunctionRef,
    Instance,
    Known,
    Partial,
    Resolved,
    Row,
    Table,
    by_name,
    needs_of,
    one_of,
)
from pytest_ssot.facts.seen_calls import as_called, in_tests_only
from pytest_ssot.facts.sharing import sharing
from pytest_ssot.facts.targets import held_by, same_object
from pytest_ssot.facts.values import NOTHING, Attr, Call, Class, Free, Item, Literal, Name, Param, Value
from pytest_ssot.facts.writes import assigned

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


class Keeping(msgspec.Struct, frozen=True):
    """`self.name[key] = value` in a method, or the call of the method `word` of what is kept there.

    Such as `self.name.append(value)`, and `self.name[key].append(value)`. What is put further below is found
    there by the parts of a `path`.
    """

    function: int
    value: Value
    key: Value = NOTHING
    word: str = ""
    path: Value = NOTHING


def with_kept(resolver: Resolver, base: Instance, name: str, found: Alternatives) -> Alternatives:
    """The mappings and lists kept as `base.name`, with what methods put there as they are called."""
    whole = base.implied is None and _is_shared(resolver, base)
    if not any(isinstance(one, Table | Row) for one in found) or not (whole or base.implied is not None):
        return found
    owners = (owner for owner in lineage(resolver, base.cls) if isinstance(owner, ClassRef))
    for owner in owners:
        for keeping in _keepings(resolver, owner.module).get((owner.index, name), ()):
            key = ("kept", owner.module.path, str(keeping.function), str(keeping.value))
            if resolver.visiting(*key):
                continue
            with resolver.visit(*key):
                for _, frames in as_called(resolver, owner.module, keeping.function):
                    more = tuple(_with(resolver, owner.module, keeping, frames, found))
                    # Of an object that is not known, what is kept under keys is told apart, and functions.
                    found = more if whole or keeping.key != NOTHING or _are_callable(more) else found
    return found


def put_by_methods(
    resolver: Resolver, cls: ClassRef, name: str, found: Alternatives, owner: Resolved | None
) -> Alternatives:
    """Mappings with what the methods of a class put there, as they are called on `owner`, if it is known."""
    for above in (one for one in lineage(resolver, cls) if isinstance(one, ClassRef)):
        for keeping in _keepings(resolver, above.module).get((above.index, name), ()):
            key = ("kept", above.module.path, str(keeping.function), str(keeping.value))
            if resolver.visiting(*key):
                continue
            with resolver.visit(*key):
                for callee, frames in as_called(resolver, above.module, keeping.function):
                    if owner is None or callee.bound is None or same_object(callee.bound, owner):
                        found = tuple(_with(resolver, above.module, keeping, frames, found))
    return found


def _are_callable(rows: Alternatives) -> bool:
    """All that lists hold are functions, or rows with one and what it will be told."""
    held = [one for row in rows if isinstance(row, Row) for item in (*row.items, row.rest) for one in item]
    return bool(held) and all(map(_has_function, held))


def _has_function(one: Resolved) -> bool:
    parts = (part for item in one.items for part in item) if isinstance(one, Row) else (one,)
    return any(isinstance(part, FunctionRef | Partial) for part in parts)


def as_callers_set(resolver: Resolver, base: Instance, name: str, found: Alternatives) -> Alternatives:
    """What methods that are called on an object assign to its attribute, where they are told what."""
    told: list[Alternatives] = []
    for path, function, _ in sorted(needs_of(found)) if base.implied is None else ():
        module = resolver.project.facts(path)
        key = ("told", path, str(function), name)
        if module is None or function < 0 or base.arguments is None or resolver.visiting(*key):
            continue
        owner = module.functions[function].owner
        stores = stores_of_class(resolver, module).get((owner, name), ()) if owner >= 0 else ()
        with resolver.visit(*key):
            for store in (one for one in stores if one.function == function):
                for callee, frames in as_called(resolver, module, function, awaited=True):
                    if callee.bound is not None and same_object(callee.bound, base):
                        told.append(resolver.resolve(module, store.value, frames))
    if base.arguments is not None and base.implied is None:
        told.extend(set_under_names(resolver, base, name))
    return one_of(*told, found)


def set_by_class_methods(resolver: Resolver, cls: ClassRef, name: str) -> Alternatives:
    """What class methods that are called with something assign to `cls.name`."""
    found: list[Alternatives] = []
    for owner in (one for one in lineage(resolver, cls) if isinstance(one, ClassRef)):
        for store in _told_class_methods(resolver, owner.module).get((owner.index, name), ()):
            parameters = owner.module.functions[store.function].parameters
            mine = implied_self(resolver, owner.module, store.function, NO_FRAMES)
            key = ("told", owner.module.path, str(store.function), str(store.value))
            if not isinstance(mine, ClassRef) or resolver.visiting(*key):
                continue
            with resolver.visit(*key):
                for callee, frames in as_called(resolver, owner.module, store.function, awaited=True):
                    known = {**frames.get(callee.key, {}), parameters[0].name: (cls,)}
                    found.append(resolver.resolve(owner.module, store.value, {**frames, callee.key: known}))
    return one_of(*found)


def _told_class_methods(
    resolver: Resolver, module: ModuleFacts
) -> dict[tuple[int, str], tuple[StoreFacts, ...]]:
    """The assignments of decorated methods that take something: of classes that have some, by name."""
    key = f"{module.path}<told>"
    if key not in resolver.class_stores:
        resolver.class_stores[key] = {
            place: told
            for place, stores in stores_of_class(resolver, module).items()
            if (told := tuple(one for one in stores if _takes_more(module, one.function)))
        }
    return resolver.class_stores[key]


def _takes_more(module: ModuleFacts, index: int) -> bool:
    function = module.functions[index]
    return bool(function.decorators) and len(function.parameters) > 1


def with_set_elsewhere(resolver: Resolver, owner: Instance, name: str, found: Alternatives) -> Alternatives:
    """A constant that code has set on an object where it is made, and what other files set there."""
    place = owner.arguments.place if owner.arguments is not None else None
    if place is None or not any(isinstance(one, Known) for one in found):
        return found
    resolver.sought.add(name)
    resolver.touch(name, place.path, switch=any(_is_switch(one) for one in found))
    held = [found]
    for module, store in resolver.targets.of(resolver, name, owner) if name in resolver.writes else ():
        key = ("elsewhere", module.path, str(store.target), name)
        home = resolver.project.facts(place.path)
        if store.item or module.path == place.path or in_tests_only(module, home) or resolver.visiting(*key):
            continue
        with resolver.visit(*key):
            if any(same_object(one, owner) for one in held_by(resolver, module, store)):
                held.append(assigned(resolver, module, store, resolver.resolve(module, store.value)))
    return one_of(*held)


def _is_switch(value: Resolved) -> bool:
    return isinstance(value, Known) and isinstance(value.value, bool)


def as_shared(resolver: Resolver, found: Alternatives) -> Alternatives:
    """Mappings and lists that a module has a name for, with what its functions put there."""
    return one_of(*(_as_named(resolver, one) for one in found))


def _as_named(resolver: Resolver, held: Resolved) -> Alternatives:
    place = held.place if isinstance(held, Table | Row) else NOWHERE
    home = resolver.project.facts(place.path) if place.path else None
    name = sharing(resolver, home).filled.get(place.span, "") if home is not None else ""
    key = ("shared", place.path, name)
    if home is None or not name or resolver.visiting(*key):
        return (held,)
    with resolver.visit(*key):
        return resolver.project.name(resolver, home, name)


def put_under(resolver: Resolver, mapping: Table, key: Literal) -> Alternatives:
    """What a module's functions put under a key of a mapping that does not hold it as the module made it."""
    if key in mapping.entries or not mapping.place.path:
        return ()
    filled = (one for one in _as_named(resolver, mapping) if isinstance(one, Table))
    return one_of(*(one.entries.get(key, ()) for one in filled))


def with_kept_by_class(resolver: Resolver, cls: ClassRef, name: str, found: Alternatives) -> Alternatives:
    """The mappings and lists of a class body, as `cls.name`, with what its methods and hooks put there."""
    if not any(isinstance(one, Table | Row) for one in found):
        return found
    for owner in lineage(resolver, cls):
        if not isinstance(owner, ClassRef) or name not in owner.module.classes[owner.index].attributes:
            continue
        for keeping in _keepings(resolver, owner.module).get((owner.index, name), ()):
            key = ("kept", owner.module.path, str(keeping.function), str(keeping.value))
            if resolver.visiting(*key):
                continue
            with resolver.visit(*key):
                for frames in as_entered(resolver, owner, keeping.function):
                    found = tuple(_with(resolver, owner.module, keeping, frames, found))
                for frames, made in _making(resolver, owner, keeping):
                    found = tuple(_with(resolver, owner.module, keeping, frames, found, made))
        break
    return found


def as_entered(resolver: Resolver, owner: ClassRef, function: int) -> Iterator[Frames]:
    """The calls of a method of a class; for `__init_subclass__`, the definitions of derived classes."""
    if owner.module.functions[function].name != "__init_subclass__":
        yield from (frames for _, frames in as_called(resolver, owner.module, function))
        return
    hook = FunctionRef(owner.module, function, owner.frames)
    for derived in _derived(resolver, owner):
        facts = derived.module.classes[derived.index]
        given = {word: resolver.resolve(derived.module, value) for word, value in facts.keywords if word}
        yield resolver.entered(hook, derived, Arguments((), given))


def _making(resolver: Resolver, meta: ClassRef, keeping: Keeping) -> Iterator[tuple[Frames, Alternatives]]:
    """The classes for whose definition a metaclass's `__new__` or `__init__` runs."""
    method = FunctionRef(meta.module, keeping.function, meta.frames)
    if method.facts.name not in ("__new__", "__init__") or len(method.facts.parameters) < _BODY + 1:
        return
    for module in resolver.noted():
        for index, facts in enumerate(module.classes):
            cls = ClassRef(module, index, NO_FRAMES)
            metas = keyword_of_class(resolver, cls, "metaclass")
            if any(isinstance(one, ClassRef) and derives_from(resolver, one, meta) for one in metas):
                body = {name: resolver.resolve(module, value) for name, value in facts.attributes.items()}
                given = Arguments(((Known(facts.name),), (Row(()),), (Table(by_name(body)),)))
                bound = cls if method.facts.name == "__init__" else meta
                yield resolver.entered(method, bound, given), (cls,)


_BODY = 3
"""Where `__new__(mcs, name, bases, body)` of a metaclass takes the class body."""


def _derived(resolver: Resolver, owner: ClassRef) -> Iterator[ClassRef]:
    """The classes at the top of the modules read so far that derive from one."""
    for module in resolver.noted():
        for index in module.places.once(("derived",), partial(_derived_in, module)):
            cls = ClassRef(module, index, NO_FRAMES)
            if cls.key != owner.key:
                above = (one.key for one in lineage(resolver, cls) if isinstance(one, ClassRef))
                if owner.key in above:
                    yield cls


def _derived_in(module: ModuleFacts) -> tuple[int, ...]:
    """The classes at the top of a module that have bases."""
    nodes = (module.root(value) for value in module.bindings.values())
    return tuple(one.index for one in nodes if isinstance(one, Class) and module.classes[one.index].bases)


def _is_shared(resolver: Resolver, base: Instance) -> bool:
    """A module has a name for the object, so that others can call its methods; what flows is followed."""
    place = base.arguments.place if base.arguments is not None else NOWHERE
    home = resolver.project.facts(place.path) if place.path else None
    return home is not None and place.span in sharing(resolver, home).made


def _with(
    resolver: Resolver,
    module: ModuleFacts,
    keeping: Keeping,
    frames: Frames,
    found: Alternatives,
    made: Alternatives = (),
) -> Iterator[Resolved]:
    """Mappings and lists with what is kept there; `made` is what `__new__` makes of a class statement."""
    if not keeping.word:
        keys = resolver.resolve(module, keeping.key, frames)
        node = module.root(keeping.value)
        callee = module.nodes[node.callee] if isinstance(node, Call) else None
        is_made = bool(made) and isinstance(callee, Attr) and callee.name == "__new__"
        held = made if is_made else resolver.resolve(module, keeping.value, frames)
        path = resolver.resolve(module, keeping.path, frames)
        for one in found:
            yield (
                perhaps_with(one, keys, held) if keeping.path == NOTHING else put_below(one, path, keys, held)
            )
        return
    node = module.nodes[keeping.value]
    if not isinstance(node, Call):
        return
    given = resolver.arguments(node, module, frames)
    if keeping.key == NOTHING:
        yield from (CHANGES[keeping.word](one, given) for one in found)
        return
    for table in found:
        for key in resolver.resolve(module, keeping.key, frames):
            known = (
                table.entries.get(getattr(as_key(key), "value", None), ()) if isinstance(table, Table) else ()
            )
            changed = tuple(CHANGES[keeping.word](one, given) for one in known or (Row(()),))
            yield perhaps_with(table, (key,), changed)


def _keepings(resolver: Resolver, module: ModuleFacts) -> dict[tuple[int, str], tuple[Keeping, ...]]:
    """What methods of a module's classes put into attributes of their object, by class and attribute."""
    known = resolver.kept.get(module.path)
    if known is None:
        grouped: dict[tuple[int, str], list[Keeping]] = {}
        for keeping, place in _changes(module):
            target = module.root(place)
            if isinstance(target, Call) and getattr(module.nodes[target.callee], "name", "") == "super":
                grouped.setdefault((module.functions[keeping.function].owner, ""), []).append(keeping)
                continue
            if isinstance(target, Param | Free) and _is_own_object(module, keeping, target):
                grouped.setdefault((module.functions[target.function].owner, ""), []).append(keeping)
                continue
            itself = module.root(target.base) if isinstance(target, Attr) else None
            if isinstance(itself, Name) and itself.name in module.bindings:
                itself = module.root(module.bindings[itself.name])
            if isinstance(target, Attr) and isinstance(itself, Class):
                grouped.setdefault((itself.index, target.name), []).append(keeping)
            elif isinstance(target, Attr) and isinstance(itself, Param | Free):
                own = _is_own_object(module, keeping, itself)
                owner = module.functions[itself.function].owner
                grouped.setdefault((owner, target.name), []).extend([keeping] if own else ())
        known = {key: tuple(keepings) for key, keepings in grouped.items()}
        resolver.kept[module.path] = known
    return known


def _is_own_object(module: ModuleFacts, keeping: Keeping, itself: Param | Free) -> bool:
    """What a method, or a function within it, changes is the method's own object, or a part of it."""
    method = module.functions[itself.function]
    own = itself.function in (keeping.function, module.functions[keeping.function].parent)
    return own and method.takes_itself_as(itself.name)


def _changes(module: ModuleFacts) -> Iterator[tuple[Keeping, Value]]:
    """What changes a mapping or list in a function, and the object that is changed."""
    for store in module.stores:
        if store.item and store.function != MODULE and not store.name:
            below = gone_down(module, store)
            place, path = (store.target, NOTHING) if below is None else below
            yield Keeping(store.function, store.value, store.key, path=path), place
    for word in ("append", "add", "extend", "insert", "update", "setdefault"):
        for fact in module.calls_by_word.get(word, ()):
            node = module.nodes[fact.value]
            callee = module.nodes[node.callee] if isinstance(node, Call) else None
            if isinstance(callee, Attr) and fact.function != MODULE:
                entry = module.root(callee.base)
                key, place = (entry.key, entry.base) if isinstance(entry, Item) else (NOTHING, callee.base)
                yield Keeping(fact.function, fact.value, key, word), place


__all__ = ["Keeping", "as_entered", "put_by_methods", "with_kept"]
