"""Attributes of classes as they are seen through a class or an object: methods, properties, descriptors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.classes import class_function, decorations, lineage
from pytest_ssot.facts.enums import is_enum, member
from pytest_ssot.facts.places import KINDS_OF_METHOD
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Known,
    Partial,
    Resolved,
    one_of,
    opaque,
)
from pytest_ssot.facts.setters import set_by_name
from pytest_ssot.facts.values import Attr, Param

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def bound_attribute(
    resolver: Resolver, held: Resolved, owner: ClassRef, cls: ClassRef, instance: Instance | None, name: str
) -> Alternatives:
    """A class attribute as it is seen through a class or an instance."""
    if isinstance(held, FunctionRef):
        return _bound_function(resolver, held, owner, cls, instance, name)
    if isinstance(held, Partial) and held.method and instance is not None:
        told = (replace(one, bound=instance) if isinstance(one, FunctionRef) else one for one in held.callee)
        return (replace(held, callee=tuple(told), method=False),)
    if is_enum(resolver, owner) and not isinstance(held, ClassRef) and name[:1] != "_":
        return (member(resolver, owner, name, held),)
    if isinstance(held, Instance):
        getter = class_function(resolver, held.cls, "__get__")
        if getter is None:
            return (held,)
        itself = _told_its_name(resolver, held, owner, name)
        return resolver.returned(replace(getter, bound=itself), ((instance or Known(None),), (cls,)))
    if isinstance(held, External) and held.path == "builtins.property()" and instance is not None:
        made = held.arguments.get(0, "fget") if held.arguments is not None else ()
        return one_of(*(resolver.call(one, Arguments(((instance,),))) for one in made)) or opaque()
    if isinstance(held, External) and held.path.endswith(("staticmethod()", "classmethod()")):
        return held.arguments.positional[0] if held.arguments and held.arguments.positional else (held,)
    return (held,)


def _bound_function(
    resolver: Resolver,
    held: FunctionRef,
    owner: ClassRef,
    cls: ClassRef,
    instance: Instance | None,
    name: str,
) -> Alternatives:
    """The same of a function: a method as its decorators say, any other as one of the object."""
    if held.facts.owner != owner.index:
        return (replace(held, bound=instance),) if instance is not None and held.bound is None else (held,)
    if (own := _made_descriptor(resolver, held)) is not None:
        return bound_attribute(resolver, own, owner, cls, instance, name)
    kinds = decorations(resolver, held)
    if kinds & {"setter", "deleter"}:
        held, kinds = _getter_of(resolver, held), frozenset(["property"])
    # All that counts of an abstract one is that it is not told its object.
    kinds -= KINDS_OF_METHOD if "abstractmethod" in kinds and instance is not None else frozenset()
    if "staticmethod" in kinds:
        return (held,)
    if "classmethod" in kinds:
        return (replace(held, bound=cls),)
    if instance is None:
        return (held,)
    method = replace(held, bound=instance)
    return resolver.returned(method, ()) if "property" in kinds else (method,)


def _made_descriptor(resolver: Resolver, function: FunctionRef) -> Instance | None:
    """The object of a project's class, with `__get__`, that a method's decorator makes: `@cached`."""
    decorators = function.facts.decorators
    held = resolver.resolve(function.module, decorators[0], function.frames) if len(decorators) == 1 else ()
    cls = held[0] if len(held) == 1 else None
    if not isinstance(cls, ClassRef) or class_function(resolver, cls, "__get__") is None:
        return None
    made = resolver.call(cls, Arguments(((replace(function, bound=None),),)))
    return made[0] if len(made) == 1 and isinstance(made[0], Instance) else None


def set_by_descriptor(
    resolver: Resolver, instance: Instance, name: str, given: Alternatives
) -> Mapping[str, Alternatives]:
    """What the `__set__` of the class attribute `name` puts on an object that is given a value for it."""
    for owner in lineage(resolver, instance.cls):
        facts = owner.module.classes[owner.index] if isinstance(owner, ClassRef) else None
        if facts is None or not isinstance(owner, ClassRef) or name not in facts.attributes:
            continue
        for held in resolver.resolve(owner.module, facts.attributes[name], owner.frames):
            method = class_function(resolver, held.cls, "__set__") if isinstance(held, Instance) else None
            if method is not None and isinstance(held, Instance):
                itself = _told_its_name(resolver, held, owner, name)
                frames = resolver.entered(method, itself, Arguments(((instance,), given)))
                return set_by_name(resolver, method, frames)
        break
    return {}


def _told_its_name(resolver: Resolver, held: Instance, owner: ClassRef, name: str) -> Instance:
    """An object with what its `__set_name__` sets on it where it stands in a class under a name."""
    method = class_function(resolver, held.cls, "__set_name__")
    if method is None or not method.facts.parameters:
        return held
    module, itself = method.module, Param(method.index, method.facts.parameters[0].name)
    frames = resolver.entered(method, held, Arguments(((owner,), (Known(name),))))
    attributes = {
        store.name: resolver.resolve(module, store.value, frames)
        for store in module.stores
        if store.function == method.index and not store.item and module.root(store.target) == itself
    }
    return replace(held, attributes={**held.attributes, **attributes})


def _getter_of(resolver: Resolver, setter: FunctionRef) -> FunctionRef:
    """The function that reads the property for which `setter` writes."""
    for decorator in setter.facts.decorators:
        node = setter.module.nodes[decorator]
        found = resolver.resolve(setter.module, node.base) if isinstance(node, Attr) else ()
        for one in found:
            if isinstance(one, FunctionRef):
                return one if "property" in decorations(resolver, one) else _getter_of(resolver, one)
    return setter
