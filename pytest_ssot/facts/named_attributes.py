"""Attributes that methods set on their own object under names that they are told."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from pytest_ssot.facts.classes import CONSTRUCTORS, lineage
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Alternatives, ClassRef, Instance
from pytest_ssot.facts.seen_calls import as_called
from pytest_ssot.facts.setters import is_dict_of_object, set_by_name
from pytest_ssot.facts.targets import same_object
from pytest_ssot.facts.values import NOTHING, Attr, Call, Const, Param, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def set_under_names(resolver: Resolver, base: Instance, name: str) -> Iterator[Alternatives]:
    """What methods that are called on an object set by names they are told: `setattr(self, key, value)`."""
    for owner in (one for one in lineage(resolver, base.cls) if isinstance(one, ClassRef)):
        module = owner.module
        for function in module.places.once(("set by names",), partial(_by_names, module)):
            key = ("named", module.path, str(function), name)
            if module.functions[function].owner != owner.index or resolver.visiting(*key):
                continue
            with resolver.visit(*key):
                for callee, frames in as_called(resolver, module, function, awaited=True):
                    if callee.bound is not None and same_object(callee.bound, base):
                        yield set_by_name(resolver, callee, frames).get(name, ())


def _by_names(module: ModuleFacts) -> tuple[int, ...]:
    """The methods, but for constructors, that set attributes of their own object whose names are computed."""
    found: dict[int, None] = {}
    for word in ("setattr", "__setattr__", "update"):
        for fact in module.calls_by_word.get(word, ()):
            method = module.functions[fact.function] if fact.function >= 0 else None
            call = module.nodes[fact.value]
            if (
                method is None
                or method.owner < 0
                or method.name in CONSTRUCTORS
                or not isinstance(call, Call)
            ):
                continue
            held = _changed(module, call)
            if held != NOTHING and _is_of_itself(module, held, fact.function):
                found[fact.function] = None
    return tuple(found)


def _changed(module: ModuleFacts, call: Call) -> Value:
    """The object on which `setattr(held, name, value)` sets an attribute, or its attributes as a mapping."""
    callee = module.nodes[call.callee]
    if isinstance(callee, Attr) and is_dict_of_object(module, callee.base):
        return callee.base
    named = len(call.args) > 2 and not isinstance(module.nodes[call.args[1]], Const)  # object, name, value
    return call.args[0] if named else NOTHING


def _is_of_itself(module: ModuleFacts, value: Value, function: int) -> bool:
    """A method's own object, or its attributes as a mapping."""
    node = module.root(value)
    if isinstance(node, Call):
        node = module.root(node.args[0]) if node.args else node
    elif isinstance(node, Attr):
        node = module.root(node.base)
    is_own = isinstance(node, Param) and node.function == function
    return is_own and module.functions[function].takes_itself_as(getattr(node, "name", ""))
