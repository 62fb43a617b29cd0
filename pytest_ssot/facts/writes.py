"""What other code assigns to attributes and items of classes, modules and outside objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_ssot.facts.effort import PER_CALL
from pytest_ssot.facts.entries import perhaps_with
from pytest_ssot.facts.fillings import entries_of, named
from pytest_ssot.facts.given_stores import (
    MADE,
    by_functions,
    given_word,
    happens_at_import,
    is_by_own_name,
    is_of_call,
    is_of_given,
    is_of_looked_up,
    is_of_made,
    names,
)
from pytest_ssot.facts.handed_out import is_handed_out, is_the_only_one, may_be_handed_out
from pytest_ssot.facts.module import MODULE, ModuleFacts, StoreFacts
from pytest_ssot.facts.mutations import CHANGES
from pytest_ssot.facts.places import grouped
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    Arguments,
    ClassRef,
    External,
    Frames,
    FunctionKey,
    FunctionRef,
    Instance,
    Known,
    ModuleRef,
    Namespace,
    Resolved,
    Row,
    Table,
    needs_of,
    one_of,
    unknown_in,
)
from pytest_ssot.facts.rounds import rounds
from pytest_ssot.facts.seen_calls import as_called, in_tests_only, is_test
from pytest_ssot.facts.shared_names import is_name_of
from pytest_ssot.facts.targets import held_by, made_at, same_object
from pytest_ssot.facts.values import (
    CHANGED,
    COPIED,
    NOTHING,
    Attr,
    Call,
    Class,
    Const,
    Element,
    Function,
    Imported,
    Item,
    Name,
    Sequence,
    Value,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

Writes = dict[str, list[tuple[ModuleFacts, StoreFacts]]]
"""Assignments by the name of the attribute or the constant key they set."""


SPREAD = "<spread>"
"""The name under which mappings are kept that are spread over the attributes of an object."""

COMPUTED = "<computed>"
"""The name under which assignments are kept whose attribute is named by an expression."""


def note_writes(writes: Writes, module: ModuleFacts, sought: set[str]) -> bool:
    """Add a module's assignments, those to a method's own object aside; tells if some were sought."""
    found = False
    for store in module.stores:
        is_shared = _is_shared(module, store.target) or is_of_call(module, store)
        if store.name and (is_shared or may_be_handed_out(module, store)):
            word = SPREAD if store.name == COPIED and not store.item else store.name
            writes.setdefault(word, []).append((module, store))
            found = found or word in sought
        elif not store.item and store.key != NOTHING and _is_shared(module, store.target):
            writes.setdefault(COMPUTED, []).append((module, store))
            found = found or bool(sought)
        if is_of_made(module, store):
            writes.setdefault(f"{MADE}{store.name}", []).append((module, store))
            found = found or (store.name in sought if store.name else bool(sought))
        by_own_name = is_by_own_name(module, store) and _is_shared(module, store.target)
        if is_of_given(module, store.target) or by_own_name or is_of_looked_up(module, store):
            writes.setdefault(given_word(store), []).append((module, store))
            found = found or (bool(sought) if store.name in ("", COPIED) else store.name in sought)
        if store.item and _is_shared(module, store.target):
            word = f"[{target_word(module, store)}]"
            writes.setdefault(word, []).append((module, store))
            found = found or word in sought
    return found


def target_word(module: ModuleFacts, store: StoreFacts) -> str:
    """The name of the object whose item is set, as its own module calls it."""
    node = module.root(store.target)
    if isinstance(node, Name) and node.name in module.bindings:
        bound = module.root(module.bindings[node.name])
        node = bound if isinstance(bound, Imported) else node
    return node.name if isinstance(node, Imported | Attr | Name) else ""


def words_of(module: ModuleFacts, store: StoreFacts) -> frozenset[str]:
    """The names by which an assignment may be looked for."""
    return frozenset({store.name, target_word(module, store)} if store.item else {store.name})


def with_outside_items(resolver: Resolver, home: ModuleRef, name: str, found: Alternatives) -> Alternatives:
    """The mappings called `name` in the module `home`, with what other modules assign to their items."""
    if not any(isinstance(one, Table | Row) for one in found):
        return found
    word = f"[{name}]"
    resolver.sought.add(word)
    resolver.touch(name, home.name, switch=any(isinstance(one, Table) for one in found))
    own = found
    # Defaults come first: they are for what is not there, whatever else may be assigned elsewhere.
    for module, store in sorted(resolver.writes.get(word, ()), key=lambda one: not one[1].default):
        key = (word, home.name, module.path, str(store.value))
        if module is home.facts or in_tests_only(module, home.facts) or resolver.visiting(*key):
            continue
        with resolver.visit(*key):
            if not is_name_of(resolver, module, store, home):
                continue
            if store.name in (CHANGED, COPIED):
                found = one_of(found, _changed(resolver, module, store, found))
            else:
                keys = resolver.resolve(module, store.key) if store.key != NOTHING else (Known(store.name),)
                held = assigned(resolver, module, store, resolver.resolve(module, store.value))
                kept = own if store.default else (None,) * len(found)
                pairs = zip(found, kept, strict=True)
                found = tuple(perhaps_with(one, keys, held, before) for one, before in pairs)
    return found


def with_changes(resolver: Resolver, owner: Resolved, name: str, found: Alternatives) -> Alternatives:
    """The lists and sets kept as `owner.name`, with what other code changes of them by their methods."""
    if not any(isinstance(one, Row) for one in found):
        return found
    word = f"[{name}]"
    resolver.sought.add(word)
    home = _home_of(owner)
    resolver.touch(name, home.path if home is not None else "", switch=False)
    for module, store in resolver.writes.get(word, ()):
        key = (word, module.path, str(store.value))
        target = module.root(store.target)
        if store.name != CHANGED or not isinstance(target, Attr) or in_tests_only(module, home):
            continue
        if not resolver.visiting(*key):
            with resolver.visit(*key):
                if any(same_object(one, owner) for one in resolver.resolve(module, target.base)):
                    found = one_of(found, _changed(resolver, module, store, found))
    return found


def _changed(resolver: Resolver, module: ModuleFacts, store: StoreFacts, found: Alternatives) -> Alternatives:
    """Lists, sets and mappings after the call of one of their methods."""
    node = module.nodes[store.value]
    callee = module.nodes[node.callee] if store.name == CHANGED and isinstance(node, Call) else None
    if store.name == COPIED:
        mappings = assigned(resolver, module, store, resolver.resolve(module, store.value))
        return tuple(CHANGES["update"](one, Arguments((mappings,))) for one in found)
    if not isinstance(node, Call) or not isinstance(callee, Attr):
        return resolver.resolve(module, store.value)  # `place[:] = value`
    plain = resolver.arguments(node, module, NO_FRAMES)
    given = [plain]
    if store.function != MODULE and needs_of(*plain.positional):
        called = as_called(resolver, module, store.function)
        given = [resolver.arguments(node, module, frames) for _, frames in called] or given
    rows = [one for one in found if isinstance(one, Row)]
    return tuple(CHANGES[callee.name](one, each) for one in rows for each in given)


def by_globals(resolver: Resolver, home: ModuleFacts, name: str, before: Value = NOTHING) -> Alternatives:
    """What `globals()` has put under a module's name, once it held `before` if it is one."""
    found: list[Alternatives] = []
    for store in _may_be_under(home, name):
        key = ("globals", home.path, name, str(store.value))
        if store.value < before or resolver.visiting(*key):
            continue
        with resolver.visit(*key):
            if store.name == COPIED:
                tables = assigned(resolver, home, store, resolver.resolve(home, store.value))
                found += [
                    one.entries[name] for one in tables if isinstance(one, Table) and name in one.entries
                ]
                continue
            for frames in _as_it_is_called(resolver, home, store):
                for inner in rounds(resolver, home, store.key, frames) if store.key != NOTHING else ():
                    if names(resolver.resolve(home, store.key, inner), name):
                        found.append(resolver.resolve(home, store.value, inner))
    return one_of(*found)


def _may_be_under(home: ModuleFacts, name: str) -> list[StoreFacts]:
    """The assignments by `globals()` whose key may be a name: there may be thousands under others."""
    numbered = home.places.once(("globals",), lambda: _by_key(home))
    return [home.global_stores[one] for one in sorted((*numbered.get(name, ()), *numbered.get(None, ())))]


def _by_key(home: ModuleFacts) -> dict[object, tuple[int, ...]]:
    """The numbers of the assignments by `globals()` under each constant key; None for the others."""
    keys = (home.nodes[one.key] if one.key != NOTHING else None for one in home.global_stores)
    return grouped((one.value if isinstance(one, Const) else None, n) for n, one in enumerate(keys))


def _as_it_is_called(resolver: Resolver, home: ModuleFacts, store: StoreFacts) -> Iterator[Frames]:
    """The calls around an assignment, where its key depends on them."""
    if store.function == MODULE or not home.dependent[store.key]:
        yield NO_FRAMES
        return
    for _, frames in as_called(resolver, home, store.function):
        yield frames


DEEPEST_ENTRIES = 3
"""Mappings within each other that are looked into for what callers would tell."""

MOST_TARGETS = 20
"""Elements of a list that a loop goes through which may be what it assigns to."""


_OF_APPLICATIONS = ("config", "extensions", "state", "ctx")
"""Attributes of applications that hold what code keeps there for all."""


def _is_shared(module: ModuleFacts, target: Value) -> bool:
    """An object that other modules can name too, not one that a function made or was given."""
    value = module.root_of(target)
    if isinstance(node := module.nodes[value], Attr) and node.name in _OF_APPLICATIONS:
        return True  # that of an application, which everybody asks for as the current one
    while isinstance(node := module.nodes[value], Attr | Item | Element):
        value = module.root_of(node.base)
    if isinstance(node, Sequence):
        return any(_is_shared(module, item) for item in node.items[:MOST_TARGETS])
    return isinstance(node, Name | Imported | Class | Function) or (
        isinstance(node, Call) and value in module.bound_roots
    )


def written(
    resolver: Resolver, owner: Resolved, name: str, held: Alternatives = (), *, item: bool = False
) -> tuple[bool, Alternatives]:
    """What is assigned to `owner.name` (or `owner["name"]`), and whether that certainly happens.

    It does where the module that defines the owner assigns outside of any function. What it `held` before
    tells how far an assignment is looked for.
    """
    certain = False
    found: list[Alternatives] = []
    resolver.sought.add(name)
    home = _home_of(owner)
    if home is not None:
        resolver.note(home)
    tests = home is not None and is_test(home.path)
    for module, store in resolver.targets.of(resolver, name, owner, tests=tests):
        resolver.effort.spend(PER_CALL)
        key = ("write", module.path, str(store.target), name)
        if store.item != item or resolver.visiting(*key):
            continue
        with resolver.visit(*key):
            targets = held_by(resolver, module, store)
            if any(same_object(one, owner) or is_the_only_one(resolver, one, owner) for one in targets):
                if may_be_handed_out(module, store) and not is_handed_out(resolver, module, store):
                    continue
                at_home = isinstance(owner, ClassRef) and owner.module is module
                certain = certain or (
                    at_home and (store.function == MODULE or happens_at_import(module, store))
                )
                found.append(assigned(resolver, module, store, resolver.resolve(module, store.value)))
    if item:
        found.extend(_copied(resolver, owner, name))
    else:
        found.extend(_spread(resolver, owner, name))
        found.extend(_by_computed_name(resolver, owner, name))
        for must, given in by_functions(resolver, owner, name, held):
            certain = certain or must
            found.append(given)
    return certain, one_of(*found)


def with_written(
    resolver: Resolver, owner: External | Namespace | Table, name: str, found: Alternatives
) -> Alternatives:
    """A constant that such an object holds, and what other code assigns to that attribute of it."""
    place = owner.place if isinstance(owner, Namespace | Table) else made_at(owner)
    if place is None or not any(isinstance(one, Known) for one in found):
        return found
    resolver.touch(name, place.path)
    return one_of(found, written(resolver, owner, name)[1])


def _home_of(owner: Resolved) -> ModuleFacts | None:
    """The module that an object is, or whose class or function it is."""
    home = owner.facts if isinstance(owner, ModuleRef) else getattr(owner, "module", None)
    return home if isinstance(home, ModuleFacts) else None


def _copied(resolver: Resolver, owner: Resolved, name: str) -> Iterator[Alternatives]:
    """`name` of what fills a mapping: `config.from_object(X)`."""
    resolver.sought.add(COPIED)
    for source in _sources(resolver, owner, name):
        yield from entries_of(resolver, source, name)


def copied_into(resolver: Resolver, owner: Resolved) -> Iterator[Resolved]:
    """What fills a mapping with all that it holds."""
    for source in _sources(resolver, owner, ""):
        yield from named(resolver, source)


def _sources(resolver: Resolver, owner: Resolved, name: str) -> Iterator[Resolved]:
    """The objects, or the texts that name them, that fill a mapping, of which `name` is asked."""
    for module, store in resolver.targets.of(resolver, COPIED, owner):
        key = ("copied", module.path, str(store.value), name)
        if in_tests_only(module, None) or resolver.visiting(*key):
            continue
        with resolver.visit(*key):
            if any(same_object(one, owner) for one in held_by(resolver, module, store)):
                yield from assigned(resolver, module, store, resolver.resolve(module, store.value))


def assigned(resolver: Resolver, module: ModuleFacts, store: StoreFacts, held: Alternatives) -> Alternatives:
    """What a function assigns of what it is given: as it is called, where that is seen."""
    mine: FunctionKey = (module.path, store.function)
    made = (one.arguments for one in held if isinstance(one, Instance) and one.arguments is not None)
    given = (group for one in made for group in (*one.positional, *one.keywords.values()))
    unknown = tuple(one for one in map(unknown_in, held) if one is not None)
    if not any((path, index) == mine for path, index, _ in needs_of(unknown, *given, *_entries(held))):
        return held
    called = as_called(resolver, module, store.function)
    found = one_of(*(resolver.resolve(module, store.value, frames) for _, frames in called))
    return found or _by_defaults(resolver, module, store)


def _entries(held: Alternatives, depth: int = DEEPEST_ENTRIES) -> Iterator[Alternatives]:
    """What mappings hold, and the mappings that are entries of them."""
    for table in (one for one in held if isinstance(one, Table)):
        yield table.rest
        for group in table.entries.values():
            yield group
            yield from _entries(group, depth - 1) if depth else ()


def _by_defaults(resolver: Resolver, module: ModuleFacts, store: StoreFacts) -> Alternatives:
    """The same, where nobody is seen to call the function: what has a default holds that."""
    function = FunctionRef(module, store.function, NO_FRAMES)
    own = [one for one in function.facts.parameters if one.default != NOTHING]
    given = {one.name: resolver.resolve(module, one.default) for one in own}
    return resolver.resolve(module, store.value, {function.key: given} if given else NO_FRAMES)


def _spread(resolver: Resolver, owner: Resolved, name: str) -> Iterator[Alternatives]:
    """`name` of the mappings that `vars(owner).update(mapping)` makes attributes of."""
    resolver.sought.add(SPREAD)
    for module, store in resolver.targets.of(resolver, SPREAD, owner):
        key = ("spread", module.path, str(store.value), name)
        if in_tests_only(module, _home_of(owner)) or resolver.visiting(*key):
            continue
        with resolver.visit(*key):
            if any(same_object(one, owner) for one in held_by(resolver, module, store)):
                tables = assigned(resolver, module, store, resolver.resolve(module, store.value))
                yield from (one.entries.get(name, ()) for one in tables if isinstance(one, Table))


def _by_computed_name(resolver: Resolver, owner: Resolved, name: str) -> Iterator[Alternatives]:
    """What `setattr(owner, …, value)` assigns where the expression may come to `name`."""
    home = _home_of(owner)
    for module, store in resolver.targets.named(resolver, COMPUTED, name, owner):
        key, inside = ("write", module.path, str(store.key), name), store.function != MODULE
        if in_tests_only(module, home) or resolver.visiting(*key):
            continue
        with resolver.visit(*key):
            if not any(same_object(one, owner) for one in held_by(resolver, module, store)):
                continue
            called = [frames for _, frames in as_called(resolver, module, store.function)] if inside else []
            for frames in called or (NO_FRAMES,):
                for inner in rounds(resolver, module, store.key, frames):
                    if names(resolver.resolve(module, store.key, inner), name):
                        yield resolver.resolve(module, store.value, inner)
