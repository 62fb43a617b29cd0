"""Methods that are told by their names alone, where nobody knows whose is called."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Alternatives, FunctionKey, FunctionRef, Opaque, Resolved
from pytest_ssot.facts.values import Attr, Call

MOST_OF_A_NAME = 3
"""Methods of one name that a call of it may be of."""

MOST_BY_NAME = 40
"""Calls by the name of a method that are looked at."""


def methods_by_name(links: Links, module: ModuleFacts, call: Call, named: frozenset[str]) -> Alternatives:
    """What a call calls; if that is not known, the methods of its name, if `named` and few."""
    callees = links.called_by(module, call)
    callee = module.nodes[call.callee]
    if not (isinstance(callee, Attr) and callee.name in named and callees and all(map(is_unknown, callees))):
        return callees
    methods = links.methods(callee.name, most=MOST_OF_A_NAME, caller=module.path)
    return tuple(replace(method, bound=callees[0]) for method in methods)


def calls_by_name(links: Links, module: ModuleFacts, key: FunctionKey) -> Iterator[tuple[Site, FunctionRef]]:
    """The calls of something that is not known which may be of a method, by its name."""
    function = module.functions[key[1]]
    if function.owner < 0 or function.name.startswith("__"):
        return
    if not links.methods(function.name, most=MOST_OF_A_NAME):
        return
    for site in links.named(key, function.name)[:MOST_BY_NAME]:
        links.resolver.ask()
        callees = links.callees(site)
        of_object = isinstance(site.module.nodes[site.node.callee], Attr)
        if of_object and callees and all(map(is_unknown, callees)):
            yield site, FunctionRef(module, key[1], {}, callees[0])


def is_unknown(callee: Resolved) -> bool:
    """Nobody knows it, and not for want of work."""
    return isinstance(callee, Opaque) and callee.source not in ("limit", "environment")


__all__ = ["calls_by_name", "is_unknown", "methods_by_name"]
