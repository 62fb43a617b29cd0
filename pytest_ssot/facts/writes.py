"""What other code assigns to attributes and items of classes, modules and outside objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts.module import MODULE, ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import Alternatives, ClassRef, External, ModuleRef, Place, Resolved, one_of
from pytest_ssot.facts.values import Attr, Call, Class, Imported, Name, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

Writes = dict[str, list[tuple[ModuleFacts, StoreFacts]]]
"""Assignments by the name of the attribute or the constant key they set."""


def note_writes(writes: Writes, module: ModuleFacts, sought: set[str]) -> bool:
    """Add a module's assignments, those to a method's own object aside; tells if some were sought."""
    found = False
    for store in module.stores:
        if store.name and _is_shared(module, store.target):
            writes.setdefault(store.name, []).append((module, store))
            found = found or store.name in sought
    return found


def _is_shared(module: ModuleFacts, target: Value) -> bool:
    """An object that other modules can name too, not one that a function made or was given."""
    node = module.root(target)
    while isinstance(node, Attr):
        node = module.root(node.base)
    return isinstance(node, Name | Imported | Class) or (
        isinstance(node, Call) and any(module.root(value) is node for value in module.bindings.values())
    )


def written(
    resolver: Resolver, owner: Resolved, name: str, *, item: bool = False
) -> tuple[bool, Alternatives]:
    """What is assigned to `owner.name` (or `owner["name"]`), and whether that certainly happens.

    It does where the module that defines the owner assigns outside of any function.
    """
    certain = False
    found: list[Alternatives] = []
    resolver.sought.add(name)
    home = owner.facts if isinstance(owner, ModuleRef) else getattr(owner, "module", None)
    if isinstance(home, ModuleFacts):
        resolver.note(home)
    for module, store in resolver.writes.get(name, ()):
        key = ("write", module.path, str(store.target), name)
        if store.item != item or resolver.visiting(*key):
            continue
        with resolver.visit(*key):
            targets = resolver.resolve(module, store.target)
            if any(_same(target, owner) for target in targets):
                at_home = isinstance(owner, ClassRef) and owner.module is module
                certain = certain or (at_home and store.function == MODULE)
                found.append(resolver.resolve(module, store.value))
    return certain, one_of(*found)


def _made_at(value: External) -> Place | None:
    """Where an outside object was made, which tells it from others of its kind."""
    return value.arguments.place if value.arguments is not None else None


def _same(target: Resolved, owner: Resolved) -> bool:
    match target, owner:
        case ClassRef(), ClassRef():
            return target.key == owner.key
        case ModuleRef(), ModuleRef():
            return target.name == owner.name
        case External(), External():
            return target.path == owner.path and _made_at(target) in (None, _made_at(owner))
        case _:
            return False
