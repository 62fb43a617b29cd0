"""Attributes that functions set on what they are given, also by names that are computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.mutations import CHANGES
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    Frames,
    FunctionRef,
    Known,
    Table,
    one_of,
)
from pytest_ssot.facts.rounds import rounds

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def set_by_decorators(resolver: Resolver, cls: ClassRef, name: str) -> tuple[bool, Alternatives]:
    """What the project's decorators of a class assign to its attribute, and whether one of them must."""
    found = [
        _set_by_decorator(resolver, decorator, owner, name)
        for owner in lineage(resolver, cls)
        if isinstance(owner, ClassRef)
        for value in owner.module.classes[owner.index].decorators
        for decorator in resolver.resolve(owner.module, value, owner.frames)
        if isinstance(decorator, FunctionRef) and decorator.facts.parameters
    ]
    return any(certain for certain, _ in found), one_of(*(held for _, held in found))


def _set_by_decorator(
    resolver: Resolver, decorator: FunctionRef, cls: ClassRef, name: str
) -> tuple[bool, Alternatives]:
    module = decorator.module
    first = v.Param(decorator.index, decorator.facts.parameters[0].name)
    frames = resolver.frames_of(decorator, Arguments(((cls,),)))
    stores = [
        one
        for one in module.stores
        if one.function == decorator.index and one.name == name and not one.item
        if module.root(one.target) == first
    ]
    held = [resolver.resolve(module, store.value, frames) for store in stores]
    certain = any(not store.guards for store in stores)
    return certain, one_of(*held, set_by_name(resolver, decorator, frames).get(name, ()))


def set_by_name(resolver: Resolver, method: FunctionRef, frames: Frames) -> dict[str, Alternatives]:
    """What a function sets with `setattr(x, name, value)` and in `x.__dict__`."""
    found: dict[str, Alternatives] = {}
    module = method.module
    for fact in module.calls_in.get(method.index, ()):
        node = module.nodes[fact.value]
        callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
        if not isinstance(node, v.Call):
            continue
        if isinstance(callee, v.Name | v.Attr) and callee.name in _SETTERS and len(node.args) >= len(_SETTER):
            name, value = node.args[-2:]
            for inner in rounds(resolver, module, name, frames):
                held = resolver.resolve(module, value, inner)
                words = resolver.resolve(module, name, inner)
                found.update({str(word.value): held for word in words if isinstance(word, Known)})
        elif (
            isinstance(callee, v.Attr) and callee.name == "update" and is_dict_of_object(module, callee.base)
        ):
            found.update(given_to_dict(resolver.arguments(node, module, frames)))
    for store in module.stores:
        if store.function == method.index and store.item and is_dict_of_object(module, store.target):
            words = resolver.resolve(module, store.key, frames) if store.key != v.NOTHING else ()
            held = resolver.resolve(module, store.value, frames)
            found.update({str(word.value): held for word in words if isinstance(word, Known)})
    return found


def given_to_dict(given: Arguments) -> dict[str, Alternatives]:
    """The attributes that `x.__dict__.update(…)` sets with these arguments."""
    table = CHANGES["update"](Table({}), given)
    entries = table.entries if isinstance(table, Table) else {}
    return {str(key): held for key, held in entries.items()}


def sets_on(function: FunctionRef) -> str | None:
    """The parameter of a function whose attributes it sets by computed names."""
    module = function.module
    for fact in module.calls_in.get(function.index, ()):
        node = module.nodes[fact.value]
        callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
        if isinstance(node, v.Call) and isinstance(callee, v.Name) and callee.name == "setattr":
            target = module.root(node.args[0]) if node.args else None
            if isinstance(target, v.Param) and target.function == function.index:
                return target.name
    return None


_SETTERS = frozenset({"setattr", "__setattr__"})
_SETTER = ("name", "value")


def is_dict_of_object(module: ModuleFacts, value: v.Value) -> bool:
    """`self.__dict__` or `vars(self)`."""
    node = module.root(value)
    if isinstance(node, v.Call):
        callee = module.nodes[node.callee]
        return isinstance(callee, v.Name) and callee.name == "vars"
    return isinstance(node, v.Attr) and node.name == "__dict__"
