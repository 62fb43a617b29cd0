"""Modules that put an object of theirs in their own place: `sys.modules[__name__] = Settings()`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Alternatives, Arguments, ClassRef, Instance, Opaque, Resolved, one_of
from pytest_ssot.facts.values import Attr, Imported, Item, Name, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def from_replacement(resolver: Resolver, module: ModuleFacts, name: str) -> Alternatives:
    """The attribute `name` of what stands in a module's place; nothing where nothing does."""
    if "modules" not in module.places.mentioned or resolver.visiting("replaced", module.path, name):
        return ()
    with resolver.visit("replaced", module.path, name):
        found = one_of(*(resolver.attribute(one, name) for one in _replacements(resolver, module)))
    return () if any(isinstance(one, Opaque) and not one.needs for one in found) else found


def _replacements(resolver: Resolver, module: ModuleFacts) -> Iterator[Resolved]:
    for store in module.stores:
        if store.item and _is_modules(module, store.target) and _is_own_name(module, store.key):
            yield from resolver.resolve(module, store.value)
        elif store.name == "__class__" and not store.item:
            target = module.root(store.target)
            if (
                isinstance(target, Item)
                and _is_modules(module, target.base)
                and _is_own_name(module, target.key)
            ):
                for cls in resolver.resolve(module, store.value):
                    if isinstance(cls, ClassRef):
                        yield Instance(cls, cls.frames, arguments=Arguments())


def _is_modules(module: ModuleFacts, value: Value) -> bool:
    """`sys.modules`."""
    node = module.root(value)
    if isinstance(node, Imported):
        return (node.module, node.name) == ("sys", "modules")
    base = module.root(node.base) if isinstance(node, Attr) and node.name == "modules" else None
    return isinstance(base, Imported) and (base.module, base.name) == ("sys", "")


def _is_own_name(module: ModuleFacts, value: Value) -> bool:
    node = module.nodes[value]
    return isinstance(node, Name) and node.name == "__name__"
