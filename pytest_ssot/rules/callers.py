"""Who calls a function: past what decorates it, and for the methods in whose place one stands."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function, lineage
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import ClassRef, FunctionRef, Instance, Resolved

Caller = tuple[Site, Resolved]
"""A call, and the function as it is called there."""


def past_decorators(links: Links, module: ModuleFacts, index: int) -> list[Caller]:
    """The calls of a function: only those in what decorates it, if that stands between it and all others."""
    return [one for group in by_decorator(links, module, index) for one in group]


def by_decorator(links: Links, module: ModuleFacts, index: int) -> list[list[Caller]]:
    """The calls of a function, those in each of its decorators apart: a call passes through all of them."""
    function = module.functions[index]
    callers = callers_of(links, module, index)
    groups: list[list[Caller]] = []
    for decorator in function.decorators:
        node = module.nodes[decorator]
        asked = node.callee if isinstance(node, v.Call) else decorator
        around = {_run_by(links, one) for one in links.value(module, asked)}
        groups.append([one for one in callers if not around.isdisjoint(_enclosing(one[0]))])
    return [group for group in groups if group] or [callers]


def _run_by(links: Links, decorator: Resolved) -> tuple[str, int] | None:
    """The function in which a decorator calls what it decorates, or one around that."""
    if isinstance(decorator, Instance | ClassRef):
        cls = decorator.cls if isinstance(decorator, Instance) else decorator
        decorator = class_function(links.resolver, cls, "__call__") or decorator
    return decorator.key if isinstance(decorator, FunctionRef) else None


def callers_of(links: Links, module: ModuleFacts, index: int) -> list[Caller]:
    """Who calls a function, or the method of a base class in whose place it stands."""
    function = module.functions[index]
    callers = links.callers((module.path, index))
    if callers or function.owner < 0:
        return callers
    bases = lineage(links.resolver, ClassRef(module, function.owner, {}))[1:]
    for base in bases:
        method = class_function(links.resolver, base, function.name) if isinstance(base, ClassRef) else None
        if method is not None:
            return links.callers(method.key)
    return []


def _enclosing(site: Site) -> Iterator[tuple[str, int]]:
    index = site.fact.function
    while index >= 0:
        yield (site.module.path, index)
        index = site.module.functions[index].parent
