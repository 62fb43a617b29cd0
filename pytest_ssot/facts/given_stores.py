"""What functions assign to attributes and items of what they are handed, or of what their object keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.fillings import entries_of
from pytest_ssot.facts.module import MODULE, ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import (
    Alternatives,
    ClassRef,
    External,
    Frames,
    Instance,
    Known,
    ModuleRef,
    Namespace,
    Opaque,
    Place,
    Resolved,
    Table,
    one_of,
)
from pytest_ssot.facts.rounds import rounds
from pytest_ssot.facts.seen_calls import as_called, is_test, put_into_classes
from pytest_ssot.facts.targets import home_of, same_object
from pytest_ssot.facts.values import COPIED, NOTHING, ROUND, AnyNode, Attr, Call, Free, Item, Param, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

GIVEN = "<given>"
"""Before the name of an attribute: assignments to it of what a function is given. Alone: by computed name."""


MADE = "<made>"
"""Before the name of an attribute: assignments in functions to a class or module that a call gives."""


def is_of_made(module: ModuleFacts, store: StoreFacts) -> bool:
    """An assignment in a function to an attribute of what a call gives, which may be a class or a module."""
    return store.function != MODULE and not store.item and isinstance(module.root(store.target), Call)


def is_of_call(module: ModuleFacts, store: StoreFacts) -> bool:
    """A module sets an entry of what a call gives as it is imported: `settings()["strict"] = False`."""
    return store.item and store.function == MODULE and isinstance(_holder(module, store.target), Call)


def _holder(module: ModuleFacts, target: Value) -> AnyNode:
    """What holds the entry that is assigned to, by way of whichever entries within each other."""
    node = module.root(target)
    while isinstance(node, Item):
        node = module.root(node.base)
    return node


def given_word(store: StoreFacts) -> str:
    """Under which word an assignment to what a function is given is kept: items have brackets."""
    return f"{GIVEN}[{store.name}]" if store.item else f"{GIVEN}{store.name}"


def is_of_given(module: ModuleFacts, target: Value) -> bool:
    """The target is what a function was given, or a part of it; of a method's own object, only a part."""
    root = module.root(target)
    given = root
    while isinstance(given, Attr | Item):
        given = module.root(given.base)
    if not isinstance(given, Param):
        return False
    return given is not root or not module.functions[given.function].takes_itself_as(given.name)


def is_of_looked_up(module: ModuleFacts, store: StoreFacts) -> bool:
    """A function sets an entry of what a call gives, a function around it or a class within another has.

    Such as `reduce(getattr, path, Settings)[key] = value`.
    """
    if not store.item or store.function == MODULE:
        return False
    root = module.root(store.target)
    nested = isinstance(root, Attr) and isinstance(module.root(root.base), Attr)
    return isinstance(root, Free) or nested or isinstance(_holder(module, store.target), Call)


def is_by_given_name(module: ModuleFacts, store: StoreFacts) -> bool:
    """An assignment to what a function is given, gets from a call or looks up, by a name that it is given.

    Or one that is made at import, by a name that is computed.
    """
    named = store.name in ("", COPIED)
    of_given = (
        is_of_given(module, store.target) or is_of_made(module, store) or is_of_looked_up(module, store)
    )
    of_attributes = store.name == COPIED and not store.item
    computed = store.function == MODULE and not store.item and store.key != NOTHING
    return named and (of_given or of_attributes or computed or is_by_own_name(module, store))


def is_by_own_name(module: ModuleFacts, store: StoreFacts) -> bool:
    """A function sets an attribute by a name that it is given: `setattr(Settings, name, value)`."""
    by_name = not store.item and store.name == "" and store.key != NOTHING and store.function != MODULE
    return by_name and bool(module.dependent[store.key])


def happens_at_import(module: ModuleFacts, store: StoreFacts) -> bool:
    """The module itself calls the function that assigns, whatever else is the case."""
    calls = module.called_at_import.get(store.function, ())
    tests = (module.nodes[test] for test, _ in store.guards)
    return any(not one.guards for one in calls) and all(getattr(one, "op", "") == ROUND for one in tests)


def by_functions(
    resolver: Resolver, owner: Resolved, name: str, held: Alternatives
) -> Iterator[tuple[bool, Alternatives]]:
    """What functions assign to the attribute `name` of an object that they are handed, and if they must.

    Where it held a setting, wherever they are called; else where files are imported.
    """
    setting = not held or any(isinstance(one, Known | Table | Opaque) for one in held)
    shared = isinstance(owner, External) and owner.path.rpartition(".")[2] in ("local()", "Local()")
    if (
        shared
        or isinstance(owner, ClassRef | ModuleRef | Namespace)
        or (isinstance(owner, Instance) and owner.arguments is not None)
    ):
        made = () if isinstance(owner, Instance | Namespace | External) else (f"{MADE}{name}", MADE)
        for word in (f"{GIVEN}{name}", GIVEN, f"{GIVEN}{COPIED}", *made):
            for module, store in resolver.targets.given(resolver, word, owner, everywhere=setting):
                must = happens_at_import(module, store) and home_of(owner) == module.path
                for given in _given(resolver, module, store, owner, name):
                    yield must, given


def is_set_on_objects(resolver: Resolver, owner: Instance | ClassRef, name: str) -> bool:
    """Some object of a class, or the class itself, is given another method than the one that is written."""
    direct = resolver.targets.of(resolver, name, owner)
    given = resolver.targets.given(resolver, f"{GIVEN}{name}", owner, everywhere=False)
    stores = ((module, store) for found in (direct, given) for module, store in found)
    return any(not store.item and not is_test(module.path) for module, store in stores)


def put_by_functions(resolver: Resolver, owner: Table, name: str) -> Alternatives:
    """What functions put into the entry `name` of a mapping that they are handed, and that others share.

    By a name that is computed, it is looked for where the entry is a switch, or is not there.
    """
    if not owner.place.path or not _is_shared(resolver, owner.place):
        return ()
    resolver.sought.add(name)
    resolver.touch(name, owner.place.path)
    found: list[Alternatives] = []
    held = owner.entries.get(name, ())
    switch = not held or any(isinstance(one, Known) and one.value in (True, False) for one in held)
    for word in (f"{GIVEN}[{name}]", *((f"{GIVEN}[]", f"{GIVEN}[{COPIED}]") if switch else ())):
        for module, store in resolver.targets.given(resolver, word, owner):
            if not (held and store.default):
                found.extend(_given(resolver, module, store, owner, name))
    for module, store in resolver.targets.of(resolver, name, owner) if switch else ():
        if is_of_call(module, store) and not is_test(module.path) and not (held and store.default):
            found.append(resolver.resolve(module, store.value))
    return one_of(*found)


def put_into_outside(resolver: Resolver, owner: External, name: str) -> Alternatives:
    """What functions put under `name` of an outside mapping: `def init(app): app.config[name] = …`."""
    found: list[Alternatives] = []
    for word in (f"{GIVEN}[{name}]", f"{GIVEN}[]", f"{GIVEN}[{COPIED}]"):
        for module, store in resolver.targets.given(resolver, word, owner):
            found.extend(_given(resolver, module, store, owner, name))
    return one_of(*found)


def _given(
    resolver: Resolver, module: ModuleFacts, store: StoreFacts, owner: Resolved, name: str
) -> Iterator[Alternatives]:
    """What one assignment puts under `name` of an object, as its function is called."""
    key = ("given", module.path, str(store.value), name)
    if resolver.visiting(*key) or (is_test(module.path) and not is_test(home_of(owner))):
        return
    with resolver.visit(*key):
        for frames in _entered(resolver, module, store.function, owner):
            resolver.work += 1
            if resolver.is_spent:
                break
            for inner in _rounds(resolver, module, store, frames):
                held = _held(resolver, module, store, inner, name)
                if held and any(
                    same_object(target, owner) for target in resolver.resolve(module, store.target, inner)
                ):
                    yield held
        if resolver.is_spent:
            yield resolver.cut_off()


def _entered(resolver: Resolver, module: ModuleFacts, function: int, owner: Resolved) -> Iterator[Frames]:
    """The calls of a function: also of an object's own methods, which it may have been put among."""
    yield from (frames for _, frames in as_called(resolver, module, function, awaited=True))
    parameters = module.functions[function].parameters
    if isinstance(owner, Instance) and parameters:
        above = {one.key for one in lineage(resolver, owner.cls) if isinstance(one, ClassRef)}
        if any(cls.key in above for cls in put_into_classes(resolver, module, function)):
            yield {(module.path, function): {parameters[0].name: (owner,)}}


def _held(
    resolver: Resolver, module: ModuleFacts, store: StoreFacts, frames: Frames, name: str
) -> Alternatives:
    if store.name == COPIED:
        sources = resolver.resolve(module, store.value, frames)
        if store.item:
            return one_of(*(held for one in sources for held in entries_of(resolver, one, name)))
        return one_of(*(one.entries.get(name, ()) for one in sources if isinstance(one, Table)))
    if store.name or names(resolver.resolve(module, store.key, frames), name):
        return resolver.resolve(module, store.value, frames)
    return ()


def _rounds(resolver: Resolver, module: ModuleFacts, store: StoreFacts, frames: Frames) -> Iterator[Frames]:
    return iter((frames,)) if store.key == NOTHING else rounds(resolver, module, store.key, frames)


def _is_shared(resolver: Resolver, place: Place) -> bool:
    """A mapping that more than one function has: one of the module, of an attribute, of a function around."""
    module = resolver.project.facts(place.path)
    if module is None:
        return False
    if next(module.places.functions.around(place.span), None) is None:
        return True
    places = module.places
    if place.span in places.kept or place.span in places.shared:
        return True
    return any(place.within(Place(place.path, one)) for one in places.handed_out)


def names(keys: Alternatives, name: str) -> bool:
    """One of the keys is `name`."""
    return any(isinstance(one, Known) and one.value == name for one in keys)
