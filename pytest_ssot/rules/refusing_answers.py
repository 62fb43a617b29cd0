"""Answers that let nobody in, and code that is only run where something is refused."""

from __future__ import annotations

import re
from http import HTTPStatus

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import FunctionFacts, ModuleFacts
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.callers import callers_of
from pytest_ssot.rules.telling import told_of

_REFUSING = re.compile(r"^(HTTP_)?4\d\d(_|$)|unauthori[sz]ed|forbidden", re.IGNORECASE)
"""The names of what an answer is made with that lets nobody in."""


def only_where_refused(site: Site, function: FunctionFacts) -> bool:
    """A call is made under a test, and nobody comes back from there: something is refused in any case."""
    others = {(test, not outcome) for test, outcome in site.fact.guards}
    ends = (*zip(function.ends, function.guards, strict=False), *function.yielded)
    ends = (*ends, *zip(function.falls_at, function.falls, strict=False))
    return bool(others) and all(not others.isdisjoint(known) for end, known in ends if end > site.fact.value)


def refuses_always(module: ModuleFacts, function: FunctionFacts) -> bool:
    """Whatever a function read, it gives an answer that lets nobody in, which may say what was read."""
    return not (function.falls or function.yields) and all(
        is_refusal(module, value) for value in function.returns
    )


def is_answered_whole(links: Links, site: Site) -> bool:
    """Nobody takes a part of what the function of a read comes back with: it is an answer, not a value."""
    for caller, _ in callers_of(links, site.module, site.fact.function):
        module, asking = caller.module, caller.fact.function
        kept = told_of(links, module, asking, caller.fact.value) if asking >= 0 else {caller.fact.value}
        if any(isinstance(module.nodes[one], v.Item) for value in kept for one in module.used_by.of(value)):
            return False
    return True


def is_refusal(module: ModuleFacts, value: Value) -> bool:
    """A value is made with a status that refuses: `Response(…, status=401)`, `("no", 403)`."""
    node = module.root(value)
    given: tuple[Value, ...] = node.items if isinstance(node, v.Sequence) else ()
    if isinstance(node, v.Call):
        given = (*node.args, *(one for _, one in node.keywords))
    return any(_is_refusing(module.root(one)) for one in given)


def _is_refusing(node: v.AnyNode) -> bool:
    if isinstance(node, v.Const):
        status = node.value
        return isinstance(status, int) and HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    return bool(_REFUSING.search(getattr(node, "name", "")))
