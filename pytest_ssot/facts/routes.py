"""What routes tell the objects that answer requests: tornado calls their `initialize` with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_ssot.facts.classes import answers_requests, derives_from
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    ClassRef,
    Resolved,
    Row,
    Table,
    one_of,
)
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import NOTHING, Call, Param

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_ROUTING = ("Application", "URLSpec", "add_handlers", "url")
"""What is handed routes, or makes one."""


def told_by_routes(resolver: Resolver, module: ModuleFacts, node: Param) -> Alternatives:
    """What the routes to a class, or to one derived from it, say of a parameter of its `initialize`."""
    function = module.functions[node.function]
    owner = ClassRef(module, function.owner, NO_FRAMES)
    if not answers_requests(resolver, owner):
        return ()
    parameter = next((one for one in function.parameters if one.name == node.name), None)
    if parameter is None or parameter is function.parameters[0]:
        return ()
    default: Alternatives = ()
    if parameter.default != NOTHING:
        default = resolver.resolve(module, parameter.default)
    resolver.fillers.update((word, module.path) for word in _ROUTING)
    resolver.sought.update(f"{word}()" for word in _ROUTING)
    return one_of(*(told.entries.get(node.name, default) for told in _told(resolver, owner)))


SETTINGS = (".web.RequestHandler().settings", ".web.RequestHandler().application.settings")
"""How what answers requests asks for what its application was told: `self.settings["strict"]`."""


def told_to_application(resolver: Resolver, name: str, reader: str) -> Alternatives:
    """What applications are told by a keyword, for a file that asks for it."""
    resolver.fillers.add(("Application", reader))
    resolver.sought.add("Application()")
    found: list[Alternatives] = []
    for module in resolver.noted():
        if is_test(module.path) or not resolver.project.related(reader, module.path):
            continue
        for fact in module.calls_by_word.get("Application", ()):
            node, key = module.nodes[fact.value], ("application", module.path, str(fact.value), name)
            if isinstance(node, Call) and not resolver.visiting(*key):
                with resolver.visit(*key):
                    given = resolver.arguments(node, module, NO_FRAMES)
                    found.append(given.keywords.get(name, ()))
    return one_of(*found)


def _told(resolver: Resolver, owner: ClassRef) -> Iterator[Table]:
    """What each route tells the objects of a class, or of one derived from it."""
    for module in resolver.noted():
        for word in _ROUTING if not is_test(module.path) else ():
            for fact in module.calls_by_word.get(word, ()):
                node = module.nodes[fact.value]
                if not isinstance(node, Call) or resolver.visiting("routes", module.path, str(fact.value)):
                    continue
                with resolver.visit("routes", module.path, str(fact.value)):
                    given = resolver.arguments(node, module, NO_FRAMES)
                groups = (*given.positional, *given.keywords.values())
                if word in ("URLSpec", "url"):
                    groups = ((Row(groups),),)
                for route in (one for group in groups for one in group if isinstance(one, Row)):
                    yield from _of_route(resolver, owner, route)


def _of_route(resolver: Resolver, owner: ClassRef, route: Row) -> Iterator[Table]:
    """What a route, or those of a list, tell the objects of a class."""
    held = [one for group in (*route.items, route.rest) for one in group]
    if any(_leads_to(resolver, owner, one) for one in held):
        yield from [one for one in held if isinstance(one, Table)] or [Table({})]
        return
    for one in held:
        if isinstance(one, Row):
            yield from _of_route(resolver, owner, one)


def _leads_to(resolver: Resolver, owner: ClassRef, one: Resolved) -> bool:
    return isinstance(one, ClassRef) and derives_from(resolver, one, owner)


__all__ = ["SETTINGS", "told_by_routes", "told_to_application"]
