"""Tokens that are left to a check which cannot be looked into."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import FunctionRef
from pytest_ssot.rules.same_tokens import Token, identity, inside, keywords
from pytest_ssot.rules.token_checks import is_out_of_sight

_VERIFYING = re.compile(
    r"^_?(verify|validate|authenticate|check_\w*(token|jwt|jws|signature))", re.IGNORECASE
)


def leaves_to(links: Links, site: Site, token: Token, depth: int = 0) -> str:
    """The name of the check out of sight that a call is, or that the function it calls hands the token to."""
    holder = token[0] if isinstance(token, tuple) else token
    given = [identity(site.module, value) for value in (*site.node.args, *(one for _, one in keywords(site)))]
    if token is None or not {token, holder} & set(given):
        return ""
    callees = links.callees(site)
    if _VERIFYING.search(site.word) and all(is_out_of_sight(callee) for callee in callees):
        return site.word
    functions = (callee for callee in callees if isinstance(callee, FunctionRef))
    for callee in functions if depth < 1 else ():  # every level multiplies the work by its calls
        for known in inside(site, callee, token):
            for inner in _always_made(callee):
                check = leaves_to(links, inner, known, depth + 1)
                if check:
                    return check
    return ""


def _always_made(function: FunctionRef) -> Iterator[Site]:
    """The calls that a function makes, whatever comes, and does not answer for when they fail."""
    for fact in function.module.calls_in.get(function.index, ()):
        if not (fact.branch or fact.handler or fact.swallowed or fact.answered):
            yield Site(function.module, fact)
