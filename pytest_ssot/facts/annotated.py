"""Objects of which nothing is known but the class that they are said to be of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.enums import is_enum
from pytest_ssot.facts.given_stores import GIVEN, MADE
from pytest_ssot.facts.kinds_of_classes import is_protocol
from pytest_ssot.facts.places import decorator_words
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    Instance,
    Opaque,
    Resolved,
    last_word,
    one_of,
)
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import NOTHING, AnyNode, Call, Param, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.module import ClassFacts, ModuleFacts
    from pytest_ssot.facts.resolve import Resolver

MOST_DERIVED = 20
"""Classes derived from one as which an object of it is looked at."""

_ASKING = frozenset(
    [
        "aget",
        "aresolve",
        "ensure_object",
        "find_object",
        "get",
        "get_instance",
        "get_object",
        "get_required_service",
        "get_service",
        "inject",
        "lookup",
        "make",
        "provide",
        "request_instance",
        "require",
        "resolve",
        "solve",
    ]
)
"""What containers are asked by for an object of a class."""

_BARE = ("object", "abc.ABC", "typing.Generic", "typing.NamedTuple", "typing.Protocol")
"""Bases outside the project that make no objects."""


def as_said(resolver: Resolver, found: Alternatives, module: ModuleFacts, said: Value) -> Alternatives:
    """What was found, or an object of the class that it is said to be of where nothing is known of it."""
    if found and all(map(_is_unknown, found)):
        return objects_said(resolver, resolver.resolve(module, said), found)
    if found and all(isinstance(one, Opaque) and one.needs for one in found):  # callers tell which one
        return one_of(found, objects_said(resolver, resolver.resolve(module, said), ()))
    return found


def _is_unknown(value: Resolved) -> bool:
    """Nobody knows it, whoever calls, and not for want of work."""
    return isinstance(value, Opaque) and not value.needs and value.source in ("", "parameter", "unresolved")


def asked_for(resolver: Resolver, callee: str, arguments: Arguments, unknown: Alternatives) -> Alternatives:
    """What a call gives of which only the name of its `callee` is known: `container.resolve(Settings)`."""
    classes = [one for given in arguments.positional for one in given if isinstance(one, ClassRef)]
    asked = len(classes) == 1 and last_word(callee) in _ASKING
    return objects_said(resolver, tuple(classes), unknown) if asked else unknown


def cast(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`cast(cls, value)`: the value, or an object of the class where nothing is known of it."""
    value = given.get(1, "val")
    return objects_said(resolver, given.get(0, "typ"), value) if all(map(_is_unknown, value)) else value


def item_asked_for(resolver: Resolver, base: Resolved, key: Resolved) -> Alternatives:
    """What `container[Settings]` gives, if it is told by nothing but the class; else nothing."""
    made = isinstance(base, External) and base.path.endswith("()")
    kept = made or (isinstance(base, Opaque) and _is_unknown(base))
    return objects_said(resolver, (key,), (base,)) if kept and isinstance(key, ClassRef) else ()


def objects_said(resolver: Resolver, said: Alternatives, unknown: Alternatives) -> Alternatives:
    """Objects of the classes that something is said to be of, or it may be `unknown`.

    Only the project makes objects of a class that is derived from its own classes alone. Of an enum,
    nobody knows which member it is.
    """
    classes = [one for one in said if isinstance(one, ClassRef) and not is_enum(resolver, one)]
    above = [getattr(owner, "path", "") for one in classes for owner in lineage(resolver, one)]
    derived = [below for one in classes for below in resolver.subclasses(one)[:MOST_DERIVED]]
    made = [one for one in (*classes, *derived) if not _is_abstract(resolver, one)]
    found = tuple(Instance(one, {}) for one in made)
    return found if found and all(path in ("", *_BARE) for path in above) else (*found, *unknown)


def said_of(cls: ClassFacts, field: str) -> Value:
    """What a class annotates a field with; NOTHING for any other name."""
    return dict(zip(cls.fields, cls.annotations, strict=False)).get(field, NOTHING)


def set_on_any(resolver: Resolver, base: Instance, name: str) -> Alternatives:
    """What functions set an attribute to on objects of a class that they make, or are said to be given."""
    above = {one.key for one in lineage(resolver, base.cls) if isinstance(one, ClassRef)}
    stores = (*resolver.writes.get(f"{MADE}{name}", ()), *resolver.writes.get(f"{GIVEN}{name}", ()))
    found: list[Alternatives] = []
    for module, store in stores:
        if store.item or (is_test(module.path) and not is_test(base.cls.module.path)):
            continue
        classes = resolver.resolve(module, _class_value(module, module.root(store.target)))
        if any(isinstance(one, ClassRef) and one.key in above for one in classes):
            found.append(resolver.resolve(module, store.value))
    return one_of(*found)


def _class_value(module: ModuleFacts, node: AnyNode) -> Value:
    """What is called to make an object or asked for, or what a parameter is annotated with; or NOTHING."""
    if isinstance(node, Call):
        asked = getattr(module.nodes[node.callee], "name", "") in _ASKING and len(node.args) == 1
        return node.args[0] if asked else node.callee
    parameters = module.functions[node.function].parameters if isinstance(node, Param) else ()
    return next((one.annotation for one in parameters if one.name == getattr(node, "name", "")), NOTHING)


def _is_abstract(resolver: Resolver, cls: ClassRef) -> bool:
    """It has no objects: one of its methods is left to derived classes, or it is a protocol."""
    module = cls.module
    methods = (module.functions[index] for index in module.places.methods.get(cls.index, ()))
    left = any("abstractmethod" in decorator_words(module, one) for one in methods)
    return left or is_protocol(resolver, cls)


__all__ = [
    "MOST_DERIVED",
    "as_said",
    "asked_for",
    "cast",
    "item_asked_for",
    "objects_said",
    "said_of",
    "set_on_any",
]
