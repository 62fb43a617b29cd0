"""What metaclasses put into the bodies of their classes, and set on the classes that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts.classes import class_function, keyword_of_class, stores_of_class
from pytest_ssot.facts.resolved import Alternatives, Arguments, ClassRef, Frames, Known, Row, Table, one_of
from pytest_ssot.facts.values import NOTHING, Literal, Param

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_MAKERS = ("__init__", "__new__")

_BODY = 3
"""Where `__new__(mcs, name, bases, body)` of a metaclass takes the class body."""


def put_into_bodies(resolver: Resolver, cls: ClassRef, name: str) -> Alternatives:
    """`name` as the metaclass of a class has put it there."""
    metas = [meta for meta in keyword_of_class(resolver, cls, "metaclass") if isinstance(meta, ClassRef)]
    return one_of(*(put_into_body(resolver, cls, meta, name) for meta in metas))


def put_into_body(resolver: Resolver, cls: ClassRef, meta: ClassRef, name: str) -> Alternatives:
    """`name` in the mapping of which a metaclass makes a class, or as it sets it on the class."""
    key = tuple(map(str, (*cls.key, *meta.key)))
    known = resolver.bodies.get(key)
    if known is not None:
        return known.get(name, ())
    if resolver.visiting("body", *key):
        return ()
    with resolver.visit("body", *key):
        made, final = resolver.apart(lambda: _changed_body(resolver, cls, meta))
    if final and not cls.frames and not meta.frames:
        resolver.bodies[key] = made
    return made.get(name, ())


def _changed_body(resolver: Resolver, cls: ClassRef, meta: ClassRef) -> dict[Literal, Alternatives]:
    """What a metaclass makes of the body of a class."""
    found: dict[Literal, Alternatives] = {}
    for word in _MAKERS:
        method = class_function(resolver, meta, word)
        if method is None or len(method.facts.parameters) < _BODY + 1:
            continue
        facts = cls.module.classes[cls.index]
        body = resolver.attribute(cls, "__dict__")
        given = {key: resolver.resolve(cls.module, value, cls.frames) for key, value in facts.keywords if key}
        given.pop("metaclass", None)
        made = Arguments(((Known(facts.name),), (Row(()),), body), given)
        frames = resolver.entered(method, cls if word == "__init__" else meta, made)
        changed = method.facts.variables.get(method.facts.parameters[_BODY].name, NOTHING)
        if changed != NOTHING and not isinstance(method.module.nodes[changed], Param):
            for table in resolver.resolve(method.module, changed, frames):
                found.update(table.entries if isinstance(table, Table) else {})
        found.update(_set_on_class(resolver, ClassRef(method.module, method.facts.owner, {}), word, frames))
    return found


def _set_on_class(
    resolver: Resolver, meta: ClassRef, maker: str, frames: Frames
) -> dict[Literal, Alternatives]:
    """What a method that makes classes assigns to attributes of the class."""
    module = meta.module
    return {
        name: resolver.resolve(module, store.value, frames)
        for (index, name), stores in stores_of_class(resolver, module).items()
        for store in stores
        if index == meta.index and module.functions[store.function].name == maker
    }
