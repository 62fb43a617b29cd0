"""What Python itself hands to methods: the value that is assigned to a property, the name of a descriptor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.places import decorator_words
from pytest_ssot.facts.resolved import Alternatives, ClassRef, Instance, Known, one_of
from pytest_ssot.facts.values import Call, Param
from pytest_ssot.facts.writes import written

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def told_by_python(resolver: Resolver, module: ModuleFacts, node: Param) -> Alternatives:
    """What a parameter of such a method is; nothing for any other method."""
    function = module.functions[node.function]
    if len(function.parameters) < len(("self", "value")) or function.parameters[-1].name != node.name:
        return ()
    cls = ClassRef(module, function.owner, {})
    if "setter" in decorator_words(module, function):
        return _assigned(resolver, cls, function.name)
    return _names(resolver, cls) if function.name == "__set_name__" else ()


def _assigned(resolver: Resolver, cls: ClassRef, name: str) -> Alternatives:
    """What code assigns to a property of objects of a class."""
    key = ("assigned", cls.module.path, str(cls.index), name)
    if resolver.visiting(*key):
        return ()
    module = cls.module
    with resolver.visit(*key):
        own = [
            resolver.resolve(module, store.value)
            for store in module.stores
            if store.name == name and not store.item
            if isinstance(target := module.root(store.target), Param)
            if module.functions[target.function].owner == cls.index
        ]
        return one_of(*own, written(resolver, Instance(cls, {}), name)[1])


def _names(resolver: Resolver, cls: ClassRef) -> Alternatives:
    """The names under which classes keep objects of a class."""
    found: dict[str, None] = {}
    for module in resolver.noted():
        for owner in module.classes:
            for name, value in owner.attributes.items():
                made = module.root(value)
                held = resolver.resolve(module, made.callee) if isinstance(made, Call) else ()
                if any(isinstance(one, ClassRef) and one.key == cls.key for one in held):
                    found[name] = None
    return tuple(Known(name) for name in found)
