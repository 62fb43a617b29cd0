"""What metaclasses, and objects in class bodies that are told their names, put and set on classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.classes import class_function, keyword_of_class, lineage, stores_of_class
from pytest_ssot.facts.entries import merged
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.mutations import CHANGES
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    Frames,
    FunctionRef,
    Instance,
    Known,
    Row,
    Table,
    one_of,
)
from pytest_ssot.facts.values import (
    NOTHING,
    After,
    Attr,
    Boolean,
    Call,
    Choice,
    Literal,
    Param,
    Phi,
    Refined,
    SetAttr,
    SetItem,
    Value,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_MAKERS = ("__init__", "__new__")

_BODY = 3
"""Where `__new__(mcs, name, bases, body)` of a metaclass takes the class body."""


def put_into_bodies(resolver: Resolver, cls: ClassRef, name: str) -> Alternatives:
    """`name` as the metaclass of a class has put it there, or an object of its body that is told its name."""
    metas = [meta for meta in keyword_of_class(resolver, cls, "metaclass") if isinstance(meta, ClassRef)]
    found = one_of(*(put_into_body(resolver, cls, meta, name) for meta in metas))
    if not resolver.targets.tells_names or resolver.visiting("named", *map(str, cls.key), name):
        return found
    with resolver.visit("named", *map(str, cls.key), name):
        return one_of(_set_as_named(resolver, cls, name), found)


def set_as_called(resolver: Resolver, cls: ClassRef, made: Instance, arguments: Arguments) -> Instance:
    """An object with what the metaclass of its class sets on it, which is what a call of the class calls."""
    for meta in keyword_of_class(resolver, cls, "metaclass"):
        method = class_function(resolver, meta, "__call__") if isinstance(meta, ClassRef) else None
        for value in method.facts.returns if method is not None else ():
            assert method is not None
            frames = resolver.entered(method, cls, arguments)
            last = dict(reversed([*_set_on(method, value)]))
            held = {name: resolver.resolve(method.module, one, frames) for name, one in last.items()}
            made = replace(made, attributes={**held, **made.attributes})
    return made


def _set_on(method: FunctionRef, value: Value) -> Iterator[tuple[str, Value]]:
    """What is set on what a function gives: `made.name = value`, last first."""
    node = method.module.nodes[value]
    while isinstance(node, SetAttr | After):
        if isinstance(node, SetAttr):
            yield node.name, node.value
        node = method.module.nodes[node.base]


def _set_as_named(resolver: Resolver, cls: ClassRef, name: str) -> Alternatives:
    """What `__set_name__` of the objects in the bodies of a class and its bases leaves under a name."""
    found: Alternatives = ()
    owners = [one for one in lineage(resolver, cls) if isinstance(one, ClassRef)]
    for owner in reversed(owners):
        for word, value in _made_in_body(owner.module, owner.index):
            for one in resolver.resolve(owner.module, value):
                method = class_function(resolver, one.cls, SET_NAME) if isinstance(one, Instance) else None
                if method is not None:
                    given = Arguments(((owner,), (Known(word),)))
                    frames = resolver.entered(method, one, given)
                    found = _left_on_owner(resolver, method, frames, name, found)
    return found


def _made_in_body(module: ModuleFacts, index: int) -> tuple[tuple[str, Value], ...]:
    """The objects that calls make in the body of a class, by their names."""

    def made() -> tuple[tuple[str, Value], ...]:
        named = module.classes[index].attributes.items()
        return tuple((name, value) for name, value in named if isinstance(module.root(value), Call))

    return module.places.once(("made in body", str(index)), made)


def _left_on_owner(
    resolver: Resolver, method: FunctionRef, frames: Frames, name: str, found: Alternatives
) -> Alternatives:
    """What is under `name` of its class once an object has been told its own name, if `found` was before."""
    module = method.module
    for store in module.stores:
        target = module.root(store.target) if store.function == method.index else None
        held = resolver.resolve(module, store.value, frames) if target is not None else ()
        if isinstance(target, Param) and not store.item and store.name == name:
            found = merged(found, held)
        elif target is not None and store.item and _is_attribute(module, store.target, name):
            keys = resolver.resolve(module, store.key, frames) if store.key != NOTHING else ()
            found = merged(found, (_entries(keys, held),))
    for value in method.facts.variables.values():  # the mapping may have a name of its own there
        node = module.nodes[value]
        if isinstance(node, SetItem) and _is_attribute(module, node.base, name):
            held = resolver.resolve(module, node.value, frames)
            found = merged(found, (_entries(resolver.resolve(module, node.key, frames), held),))
    for fact in module.calls_in.get(method.index, ()):
        call = module.nodes[fact.value]
        callee = module.nodes[call.callee] if isinstance(call, Call) else None
        word = callee.name if isinstance(callee, Attr) and _is_attribute(module, callee.base, name) else ""
        if isinstance(call, Call) and word in CHANGES:
            given = resolver.arguments(call, module, frames)
            found = tuple(CHANGES[word](one, given) for one in found or (Row(()),))
    return found


def _entries(keys: Alternatives, held: Alternatives) -> Table:
    return Table({one.value: held for one in keys if isinstance(one, Known)})


def _is_attribute(module: ModuleFacts, value: Value, name: str, depth: int = 2) -> bool:
    """What an object has under a name, however it is asked for, or what is put there if there is nothing."""
    node = module.root(value)
    if isinstance(node, Call):
        return any(getattr(module.nodes[one], "value", None) == name for one in node.args)
    if isinstance(node, Phi | Choice | Refined | Boolean) and depth:
        return any(_is_attribute(module, one, name, depth - 1) for one in operands(node))
    return isinstance(node, Attr) and node.name == name


SET_NAME = "__set_name__"


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
                found.update(_not_of(body, table) if isinstance(table, Table) else {})
        owner = ClassRef(method.module, method.facts.owner, {})
        found.update(_set_on_class(resolver, cls, owner, word, frames))
    return found


def _not_of(body: Alternatives, changed: Table) -> Iterator[tuple[Literal, Alternatives]]:
    """The entries of a class body that are other ones than it had."""
    known = [one.entries for one in body if isinstance(one, Table)]
    for key, held in changed.entries.items():
        if not any(one.get(key) is held for one in known):
            yield key, held


def _set_on_class(
    resolver: Resolver, cls: ClassRef, meta: ClassRef, maker: str, frames: Frames
) -> dict[Literal, Alternatives]:
    """What a method that makes classes assigns to attributes of the one it is about, or has just made."""
    module = meta.module
    return {
        name: resolver.assuming(module, module.root_of(store.target), (cls,), store.value, frames)
        for (index, name), stores in stores_of_class(resolver, module).items()
        for store in stores
        if index == meta.index and module.functions[store.function].name == maker
    }
