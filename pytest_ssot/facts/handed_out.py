"""Objects that are handed out again and again: `settings().strict = False` changes one for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import (
    class_function,
    decorations,
    keyword_of_class,
    lineage,
    stores_of_class,
)
from pytest_ssot.facts.module import MODULE, ModuleFacts, StoreFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.places import REMEMBERING
from pytest_ssot.facts.resolved import ClassRef, External, FunctionRef, Instance, Resolved, last_word

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_LOOKING_UP = ("builtins.getattr", "builtins.__import__", "importlib.import_module")
"""Functions that give what is there already, by its name."""

_KEPT = (v.Name, v.Attr, v.Item, v.Imported, v.Free)


def may_be_handed_out(module: ModuleFacts, store: StoreFacts) -> bool:
    """An attribute is set on what a call gives, which nobody made for this alone as far as the file tells."""
    value = module.root_of(store.target)
    node = module.nodes[value]
    if store.item or not isinstance(node, v.Call) or value in module.bound_roots:
        return False
    callee = module.nodes[node.callee]
    named = isinstance(callee, v.Name | v.Imported | v.Attr | v.Function | v.Class)
    return named and (store.function == MODULE or not (node.args or node.keywords))


def is_handed_out(resolver: Resolver, module: ModuleFacts, store: StoreFacts) -> bool:
    """What is called gives an object that it keeps, so that others get the same."""
    node = module.root(store.target)
    callees = resolver.resolve(module, node.callee) if isinstance(node, v.Call) else ()
    return any(_hands_out_again(resolver, one) for one in callees)


def is_the_only_one(resolver: Resolver, one: Resolved, other: Resolved) -> bool:
    """Two objects are of a class whose `__new__` gives out one, or that have all that they hold in common."""
    return (
        isinstance(one, Instance)
        and isinstance(other, Instance)
        and one.cls.key == other.cls.key
        and _is_one(resolver, one.cls)
    )


def _is_one(resolver: Resolver, cls: ClassRef) -> bool:
    """Who asks for an object of a class has the one that others have, or one that holds the same."""
    return (
        class_function(resolver, cls, "__new__") is not None
        or _has_one_state(resolver, cls)
        or _is_kept_by_maker(resolver, cls)
    )


def has_one_state(resolver: Resolver, cls: ClassRef) -> bool:
    """The same, where `__new__` is seen to give what is kept: one may only change how objects are made."""
    method = class_function(resolver, cls, "__new__")
    kept = method is not None and any(_may_be_kept(method.module, one) for one in method.facts.returns)
    return kept or _has_one_state(resolver, cls) or _is_kept_by_maker(resolver, cls)


def _is_kept_by_maker(resolver: Resolver, cls: ClassRef) -> bool:
    """What decorates or makes a class calls it once and keeps the object: `@singleton`, a metaclass."""
    for meta in keyword_of_class(resolver, cls, "metaclass"):
        caller = class_function(resolver, meta, "__call__") if isinstance(meta, ClassRef) else None
        if caller is not None and any(_may_be_kept(caller.module, one) for one in caller.facts.returns):
            return True
    for value in cls.module.classes[cls.index].decorators:
        for held in resolver.resolve(cls.module, value, cls.frames):
            if isinstance(held, External) and last_word(held.path) in REMEMBERING:
                return True
            if isinstance(held, FunctionRef) and any(_keeps(held, one) for one in held.facts.returns):
                return True
    return False


def _keeps(maker: FunctionRef, value: v.Value) -> bool:
    """A function returns one within it that gives out what it keeps."""
    inner = maker.module.root(value)
    returns = maker.module.functions[inner.index].returns if isinstance(inner, v.Function) else ()
    return any(_may_be_kept(maker.module, one) for one in returns)


def _may_be_kept(module: ModuleFacts, value: v.Value) -> bool:
    node = module.nodes[value]
    if isinstance(node, v.Choice):
        return _may_be_kept(module, node.then) or _may_be_kept(module, node.other)
    if isinstance(node, v.Phi | v.Refined):
        return any(_may_be_kept(module, one) for one in operands(node))
    return isinstance(node, _KEPT)


def _has_one_state(resolver: Resolver, cls: ClassRef) -> bool:
    """All objects of a class have one `__dict__`, which the class keeps."""
    owners = (one for one in lineage(resolver, cls) if isinstance(one, ClassRef))
    return any((one.index, "__dict__") in stores_of_class(resolver, one.module) for one in owners)


def _hands_out_again(resolver: Resolver, callee: Resolved) -> bool:
    if isinstance(callee, External):
        return callee.path in _LOOKING_UP
    if isinstance(callee, ClassRef):
        return _is_one(resolver, callee)
    if not isinstance(callee, FunctionRef):
        return False
    if callee.facts.decorators and decorations(resolver, callee) & REMEMBERING:
        return True
    return any(isinstance(callee.module.root(value), _KEPT) for value in callee.facts.returns)


__all__ = ["has_one_state", "is_handed_out", "is_the_only_one", "may_be_handed_out"]
