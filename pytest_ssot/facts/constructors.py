"""What a class's own constructor hands on to that of its base."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import CONSTRUCTORS, class_function
from pytest_ssot.facts.resolved import Arguments, ClassRef, FunctionRef, Instance, Table

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def for_base(resolver: Resolver, cls: ClassRef, arguments: Arguments) -> Arguments:
    """What reaches the constructor of an outside base: what the class's own hands on, if it has one."""
    method = class_function(resolver, cls, CONSTRUCTORS[0])
    if method is None:
        return arguments
    frames = resolver.entered(method, Instance(cls, cls.frames), arguments)
    for node in super_calls(method):
        return resolver.arguments(node, method.module, frames)
    return Arguments(place=arguments.place)


def filled(resolver: Resolver, table: Table, arguments: Arguments) -> Table:
    """A mapping of a project class with the entries that its constructor sets on it."""
    method = class_function(resolver, table.cls, CONSTRUCTORS[0]) if table.cls is not None else None
    own = method.facts.parameters[0].name if method is not None and method.facts.parameters else ""
    left = method.facts.variables.get(own, v.NOTHING) if method is not None else v.NOTHING
    if method is None or left == v.NOTHING or isinstance(method.module.nodes[left], v.Param):
        return table
    frames = resolver.frames_of(replace(method, bound=table), arguments)
    found = [one for one in resolver.resolve(method.module, left, frames) if isinstance(one, Table)]
    return found[0] if len(found) == 1 else table


def super_calls(method: FunctionRef) -> Iterator[v.Call]:
    """The calls of `__init__` of something else within a method."""
    for fact in method.module.calls_in.get(method.index, ()):
        node = method.module.nodes[fact.value]
        callee = method.module.nodes[node.callee] if isinstance(node, v.Call) else None
        if isinstance(node, v.Call) and isinstance(callee, v.Attr) and callee.name == "__init__":
            yield node
