"""Tokens that are left to a check which cannot be looked into."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import External, FunctionRef, Opaque, Resolved
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.libraries import TOP_LEVEL
from pytest_ssot.rules.same_tokens import given_for, identity, keywords, root_of

_VERIFYING = re.compile(r"^_?(verify|validate|authenticate)", re.IGNORECASE)


def leaves_to(links: Links, site: Site, token: Value, depth: int = 0) -> str:
    """The name of the check out of sight that a call is, or that the function it calls hands the token to."""
    known = identity(site.module, token)
    given = (*site.node.args, *(value for _, value in keywords(site)))
    if not any(identity(site.module, value) == known for value in given):
        return ""
    callees = links.callees(site)
    if _VERIFYING.search(site.word) and all(_is_out_of_sight(callee) for callee in callees):
        return site.word
    for callee in callees if depth < 1 else ():  # every level multiplies the work by its calls
        names = [one.name for one in callee.facts.parameters] if isinstance(callee, FunctionRef) else []
        for inner, value in _handed_on(callee) if isinstance(callee, FunctionRef) else ():
            root = inner.module.nodes[root_of(inner.module, value)]
            if isinstance(root, v.Param) and root.name in names:
                handed = given_for(site, names, root.name)
                same = handed != NOTHING and identity(site.module, handed) == known
                check = leaves_to(links, inner, value, depth + 1) if same else ""
                if check:
                    return check
    return ""


def _handed_on(function: FunctionRef) -> Iterator[tuple[Site, Value]]:
    """What a function hands on, whatever comes."""
    for fact in function.module.calls_in.get(function.index, ()):
        site = Site(function.module, fact)
        if not (fact.branch or fact.handler or fact.swallowed):
            yield from ((site, value) for value in (*site.node.args, *(one for _, one in site.node.keywords)))


def _is_out_of_sight(callee: Resolved) -> bool:
    if isinstance(callee, External):
        return callee.path.partition(".")[0] not in TOP_LEVEL
    return isinstance(callee, Opaque)
