"""Functions that are called by way of an object that a decorator puts in their place: tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.fillings import entries_of
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Opaque,
    one_of,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

APPLYING = frozenset({"apply", "apply_async", "send_with_options", "signature", "subtask"})
"""Those of them that are handed the arguments as a sequence and a mapping."""

TASK = "<task>"
"""Before the name of such a method: the path of one of a function, which is its base."""

_ITSELF = frozenset({"fn", "func", "run", "original_func", "callback"})
"""Attributes of what an outside decorator makes that hold the function itself."""


def of_decorated(resolver: Resolver, function: FunctionRef, name: str) -> Alternatives:
    """`name` of what the decorators of a function have put in its place; nothing if they put none there."""
    found: list[Alternatives] = []
    for decorator in function.facts.decorators:
        for held in resolver.resolve(function.module, decorator, function.frames):
            if isinstance(held, External | Opaque):
                found.append(_of_task(function, decorator, name))
            elif isinstance(held, FunctionRef | ClassRef | Instance):
                found.extend(_of_object(resolver, function, held, name))
    return one_of(*found)


def _of_task(function: FunctionRef, decorator: v.Value, name: str) -> Alternatives:
    if name not in v.DEFERRING and name not in _ITSELF:
        return ()
    bound = replace(function, bound=Opaque()) if _is_bound(function, decorator) else function
    return (External(f"{TASK}.{name}", base=bound),) if name in APPLYING else (bound,)


def _is_bound(function: FunctionRef, decorator: v.Value) -> bool:
    """The function is handed the task itself first: `@task(bind=True)`."""
    node = function.module.nodes[decorator]
    given = dict(node.keywords).get("bind", v.NOTHING) if isinstance(node, v.Call) else v.NOTHING
    constant = function.module.nodes[given] if given != v.NOTHING else None
    return isinstance(constant, v.Const) and bool(constant.value)


def _set_by_decorator(
    resolver: Resolver, function: FunctionRef, decorator: FunctionRef, name: str
) -> Iterator[Alternatives]:
    """What a decorator sets as an attribute of what it gives back: `fn.name = value`."""
    nodes = decorator.module.nodes
    for value in decorator.facts.returns:
        node = nodes[value]
        for _ in range(MOST_ATTRIBUTES):
            if isinstance(node, v.SetAttr) and node.name == name:
                frames = resolver.frames_of(decorator, Arguments(((function,),)))
                yield resolver.resolve(decorator.module, node.value, frames)
                break
            if not isinstance(node, v.SetAttr | v.After):
                break
            node = nodes[node.base]


MOST_ATTRIBUTES = 20
"""Attributes that a decorator sets one after the other."""


def _of_object(
    resolver: Resolver, function: FunctionRef, decorator: FunctionRef | ClassRef | Instance, name: str
) -> Iterator[Alternatives]:
    if isinstance(decorator, FunctionRef):
        yield from _set_by_decorator(resolver, function, decorator, name)
    for made in resolver.call(decorator, Arguments(((function,),))):
        if isinstance(made, Instance):
            yield from entries_of(resolver, made, name)
