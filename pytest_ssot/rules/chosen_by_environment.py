"""Functions that the environment may choose from a table, and that nothing chooses without it."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.keys import as_key
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import lookup
from pytest_ssot.facts.resolved import Frames, FunctionKey, FunctionRef, Known, Opaque, Table
from pytest_ssot.facts.values import Value

MOST_CALLERS = 8
"""Calls of a function, each of which has to leave it to the environment."""

Choice = tuple[ModuleFacts, Value, Value, Frames]
"""What is taken from a mapping: the mapping, and the key."""


def chosen_by_environment(links: Links, site: Site) -> bool:
    """All calls of the function that a call stands in take it from a table, by what the environment says.

    Where that says nothing, they take another one.
    """
    key: FunctionKey = (site.module.path, site.fact.function)
    callers = links.callers(key) if key[1] >= 0 else []
    few = 0 < len(callers) <= MOST_CALLERS
    return few and all(_leaves_to_environment(links, caller, key) for caller, _ in callers)


def _leaves_to_environment(links: Links, caller: Site, key: FunctionKey) -> bool:
    choices = list(_choices(links, caller))
    return bool(choices) and all(_takes_another(links, one, key) for one in choices)


def _choices(links: Links, caller: Site) -> Iterator[Choice]:
    """The entry of a mapping that is called, also by way of a function that gives it."""
    module, frames = caller.module, caller.frames
    taken = [(module, caller.node.callee, frames)]
    callee = module.root(caller.node.callee)
    if isinstance(callee, v.Call):
        given = (one for one in links.value(module, callee.callee, frames) if isinstance(one, FunctionRef))
        taken += [(one.module, value, one.frames) for one in given for value in one.facts.returns]
    for home, value, known in taken:
        found = lookup(home, home.root(value))
        if found is not None:
            base, (key, *_) = found
            yield home, base, key, known


def _takes_another(links: Links, choice: Choice, key: FunctionKey) -> bool:
    """A key is what the environment says or a constant, under which another function stands."""
    module, base, name, frames = choice
    names = links.value(module, name, frames)
    outside = [one for one in names if isinstance(one, Opaque) and one.source == "environment"]
    usual = [as_key(one) for one in names if isinstance(one, Known)]
    if not outside or not usual or len(outside) + len(usual) < len(names):
        return False
    tables = links.value(module, base, frames)
    held = [
        one
        for table in tables
        if isinstance(table, Table)
        for known in usual
        for one in (table.entries.get(known.value, ()) if known is not None else ())
    ]
    return bool(held) and all(isinstance(one, FunctionRef) and one.key != key for one in held)


__all__ = ["chosen_by_environment"]
