"""What is called in a function's place: what a decorator gives instead, what is chosen by a type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import decorations, lineage
from pytest_ssot.facts.decorated import DISPATCHING, registering_calls
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Known,
    Resolved,
    Row,
    Table,
    one_of,
)
from pytest_ssot.facts.values import Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_WRAPPING = ("wraps", "update_wrapper")
"""Calls that take a function and make nothing of it but its name."""


def instead_of(resolver: Resolver, function: FunctionRef) -> Alternatives | None:
    """What a name stands for whose decorator forgets the function; None for any other function."""
    key = ("instead", function.module.path, str(function.index))
    if resolver.visiting(*key):
        return None
    with resolver.visit(*key):
        found: Alternatives | None = None
        for value in reversed(function.facts.decorators):
            decorators = resolver.resolve(function.module, value, function.frames)
            if found is not None:
                given = Arguments((found,))
                found = one_of(*(resolver.call(one, given) for one in decorators)) or found
            elif decorators and all(isinstance(one, FunctionRef) and _forgets(one) for one in decorators):
                given = Arguments(((function,),))
                found = one_of(*(resolver.call(one, given) for one in decorators)) or None
            elif decorators and all(
                isinstance(one, FunctionRef) and _makes_object(one) for one in decorators
            ):
                given = Arguments(((function,),))
                made = one_of(*(resolver.call(one, given) for one in decorators))
                found = made if made and all(isinstance(one, Instance) for one in made) else None
    return found


def derived_instead(resolver: Resolver, cls: ClassRef) -> ClassRef:
    """The class that a decorator derives from one: `class Layered(cls)`; itself for any other class."""
    key = ("derived", cls.module.path, str(cls.index))
    if resolver.visiting(*key):
        return cls
    found = cls
    with resolver.visit(*key):
        for value in reversed(cls.module.classes[cls.index].decorators):
            for one in resolver.resolve(cls.module, value, cls.frames):
                own = one.module.classes if isinstance(one, FunctionRef) else ()
                if isinstance(one, FunctionRef) and any(each.parent == one.index for each in own):
                    made = resolver.call(one, Arguments(((found,),)))
                    found = made[0] if len(made) == 1 and isinstance(made[0], ClassRef) else found
    return found


def _makes_object(decorator: FunctionRef) -> bool:
    """A decorator gives what a call makes of the function: `return Task(function, options)`."""
    facts, module = decorator.facts, decorator.module
    own = v.Param(decorator.index, facts.parameters[0].name) if facts.parameters else None
    made = [module.nodes[value] for value in facts.returns]
    return bool(made) and all(
        isinstance(one, v.Call) and own in [module.nodes[value] for value in module.handed(one)]
        for one in made
    )


def _forgets(decorator: FunctionRef) -> bool:
    """A decorator makes no use of what it decorates."""
    facts, module = decorator.facts, decorator.module
    own = [one.name for one in facts.parameters if one.kind in ("positional", "normal")]
    if decorator.bound is not None or len(own) != 1 or len(facts.parameters) != 1 or not facts.returns:
        return False
    taken = (v.Param(decorator.index, own[0]), v.Free(decorator.index, own[0]))
    for number in (one for node in taken for one in module.uses.get(node, ())):
        if number in facts.returns or not all(_wraps(module, user) for user in module.users(number)):
            return False
    return not any(module.nodes[store.value] in taken for store in module.stores)


def _wraps(module: ModuleFacts, node: v.AnyNode) -> bool:
    """A function is only named by this use of it."""
    node = module.nodes[node.call] if isinstance(node, v.After) else node
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
    return isinstance(callee, v.Attr | v.Name | v.Imported) and callee.name in _WRAPPING


def dispatched(resolver: Resolver, function: FunctionRef, arguments: Arguments) -> tuple[FunctionRef, ...]:
    """The functions that may be called for a `singledispatch` function, by the kind of its first argument."""
    given = arguments.positional[0] if arguments.positional else ()
    fitting, open_ones = [], []
    for registered, kind in _registered(resolver, function):
        fits = _is_of(resolver, given, kind)
        if fits:
            fitting.append(registered)
        elif fits is None:
            open_ones.append(registered)
    return tuple(fitting) or (function, *open_ones)


def is_dispatching(resolver: Resolver, function: FunctionRef) -> bool:
    """A function only stands for those that are registered with it."""
    return bool(function.facts.decorators) and bool(decorations(resolver, function) & DISPATCHING)


def _registered(resolver: Resolver, function: FunctionRef) -> Iterator[tuple[FunctionRef, Alternatives]]:
    """The functions that are registered with one in its module, each with the kind they are for."""
    module = function.module
    for index, facts in enumerate(module.functions):
        for value in facts.decorators:
            kind, node = _registration(module, value)
            if node is not None and any(
                isinstance(one, FunctionRef) and one.key == function.key
                for one in resolver.resolve(module, node.base)
            ):
                yield FunctionRef(module, index, {}, function.bound), resolver.resolve(module, kind)
    for base, kind, value in registering_calls(module):
        if any(
            isinstance(one, FunctionRef) and one.key == function.key for one in resolver.resolve(module, base)
        ):
            for one in resolver.resolve(module, value):
                if isinstance(one, FunctionRef):
                    yield one, resolver.resolve(module, kind)


def _registration(module: ModuleFacts, value: Value) -> tuple[Value, v.Attr | None]:
    """The kind that `read.register(kind)` names, and the method; NOTHING where the signature tells."""
    node, kind = module.nodes[value], v.NOTHING
    if isinstance(node, v.Call):
        kind, node = (node.args[0] if node.args else v.NOTHING), module.nodes[node.callee]
    return (kind, node) if isinstance(node, v.Attr) and node.name == "register" else (kind, None)


def _is_of(resolver: Resolver, given: Alternatives, kinds: Alternatives) -> bool | None:
    """Whether an argument is of a kind; None where that cannot be told."""
    verdicts = {_one_is_of(resolver, one, kind) for one in given for kind in kinds}
    return verdicts.pop() if len(verdicts) == 1 else None


def _one_is_of(resolver: Resolver, one: Resolved, kind: Resolved) -> bool | None:
    if isinstance(one, Instance):
        owners = lineage(resolver, one.cls)
        keys = [owner.key if isinstance(owner, ClassRef) else getattr(owner, "path", "") for owner in owners]
        return (kind.key if isinstance(kind, ClassRef) else getattr(kind, "path", None)) in keys
    if isinstance(kind, External) and isinstance(one, Known | Table | Row):
        own = {Table: "dict", Row: "list"}.get(type(one), type(getattr(one, "value", None)).__name__)
        return kind.path == f"builtins.{own}"
    return None


__all__ = ["derived_instead", "dispatched", "instead_of", "is_dispatching"]
