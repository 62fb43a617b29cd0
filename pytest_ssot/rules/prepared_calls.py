"""Calls that `partial` prepares: who calls what it makes tells what they are not told yet."""

from __future__ import annotations

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import FunctionKey, FunctionRef, Opaque, Parameter, Partial, Resolved


def leaves_open(callee: Resolved, key: FunctionKey, wanted: frozenset[Parameter]) -> bool:
    """A partial call that gives none of the wanted parameters: its own callers do."""
    if not isinstance(callee, Partial) or callee.handed != "open":
        return False
    given = {*callee.arguments.keywords}
    for function in callee.callee:
        if isinstance(function, FunctionRef):
            known = len(callee.arguments.positional) + (function.bound is not None)
            given |= {parameter.name for parameter in function.facts.parameters[:known]}
    return not any((*key, name) in wanted for name in given)


def is_prepared(
    links: Links, caller: Site, callee: Resolved, key: FunctionKey, wanted: frozenset[Parameter]
) -> bool:
    """A call in what is only prepared to be called, by `partial`, and not told there what is asked for."""
    outer, entered = caller.outer or (None, None)
    if outer is None or not any(
        isinstance(one, Partial) and one.handed == "open" and links.target(one) == entered
        for one in links.called(outer)
    ):
        return False
    given = links.enter(caller, callee).get(key, {})
    held = [one for name, values in given.items() if (*key, name) in wanted for one in values]
    return all(isinstance(one, Opaque) and not one.needs for one in held)
