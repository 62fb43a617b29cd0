"""Exceptions: what a handler has caught, and what that carries."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.constructors import for_base
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    Frames,
    FunctionRef,
    Instance,
    Known,
    Resolved,
    Row,
    one_of,
)
from pytest_ssot.facts.values import Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

MOST_CALLS = 20
"""Calls of a function that are asked for what they raise."""

_FIRST = {"StopIteration": "value", "StopAsyncIteration": "value", "SystemExit": "code"}
"""The attribute by which an exception gives its first argument."""


def read_caught(resolver: Resolver, node: v.Caught, module: ModuleFacts, frames: Frames) -> Alternatives:
    """The exceptions that the body raises and the handler fits, or else an object nobody knows more of."""
    kinds = [one for kind in node.kinds for one in resolver.resolve(module, kind, frames)]
    thrown = _thrown(resolver, module, node.raised, node.calls, frames)
    fitting = tuple(one for one in thrown if any(_fits(resolver, one, kind) for kind in kinds))
    if fitting and (
        all(isinstance(one, ClassRef) for one in kinds) or not _calls_outside(resolver, node, module, frames)
    ):
        return fitting
    return one_of(fitting, resolver.resolve(module, node.otherwise, frames))


def _calls_outside(resolver: Resolver, node: v.Caught, module: ModuleFacts, frames: Frames) -> bool:
    """The body calls something that is no part of the project, and may raise whatever it wants."""
    calls = (module.nodes[value] for value in node.calls if value not in node.raised)
    return any(
        not isinstance(callee, FunctionRef | ClassRef)
        for call in calls
        if isinstance(call, v.Call)
        for callee in resolver.resolve(module, call.callee, frames)
    )


def _thrown(
    resolver: Resolver, module: ModuleFacts, raised: Iterable[Value], calls: Iterable[Value], frames: Frames
) -> Iterator[Resolved]:
    for value in raised:
        for one in resolver.resolve(module, value, frames):
            raises_class = isinstance(one, ClassRef) or (
                isinstance(one, External) and not one.path.endswith("()")
            )
            yield from resolver.call(one, Arguments()) if raises_class else (one,)
    for value in tuple(calls)[:MOST_CALLS]:
        node = module.nodes[value]
        for callee in resolver.resolve(module, node.callee, frames) if isinstance(node, v.Call) else ():
            key = ("raised", module.path, str(value))
            if isinstance(node, v.Call) and isinstance(callee, FunctionRef) and not resolver.visiting(*key):
                with resolver.visit(*key):
                    yield from _thrown_by(resolver, callee, resolver.arguments(node, module, frames))


def _thrown_by(resolver: Resolver, function: FunctionRef, arguments: Arguments) -> Iterator[Resolved]:
    """What a call of a function raises, and the calls that it makes."""
    inner = [fact.value for fact in function.module.calls_in.get(function.index, ()) if not fact.swallowed]
    if function.facts.raised or inner:
        frames = resolver.frames_of(function, arguments)
        yield from _thrown(resolver, function.module, function.facts.raised, inner, frames)


def _fits(resolver: Resolver, thrown: Resolved, kind: Resolved) -> bool:
    """An exception is of a kind."""
    if isinstance(thrown, Instance):
        owners = lineage(resolver, thrown.cls)
        if isinstance(kind, ClassRef):
            return any(isinstance(one, ClassRef) and one.key == kind.key for one in owners)
        return any(isinstance(one, External) and _derives(one.path, kind) for one in owners)
    return isinstance(thrown, External) and _derives(thrown.path.removesuffix("()"), kind)


def _derives(path: str, kind: Resolved) -> bool:
    """The outside class at `path` is derived from `kind`, as far as it is a built-in one."""
    if not isinstance(kind, External):
        return False
    own, wanted = _built_in(path), _built_in(kind.path)
    return path == kind.path or (own is not None and wanted is not None and issubclass(own, wanted))


def _built_in(path: str) -> type[BaseException] | None:
    found = getattr(builtins, path.removeprefix("builtins."), None) if path.startswith("builtins.") else None
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def carried(resolver: Resolver, base: Instance | External, name: str) -> Alternatives:
    """What an exception gives of what it was made with: `error.args`, `stop.value`."""
    if base.arguments is None or base.arguments.rest or name not in ("args", *_FIRST.values()):
        return ()
    if isinstance(base, External):
        paths, given = [base.path.removesuffix("()")], base.arguments
    else:
        paths = [one.path for one in lineage(resolver, base.cls) if isinstance(one, External)]
        given = for_base(resolver, base.cls, base.arguments)
    words = [path.removeprefix("builtins.") for path in paths if _built_in(path) is not None]
    if not words or (name != "args" and name not in map(_FIRST.get, words)):
        return ()
    if name == "args":
        return (Row(given.positional, given.rest, given.place),)
    return given.positional[0] if given.positional else (Known(None, given.place),)


__all__ = ["carried", "read_caught"]
