"""Reads in the handlers of errors that only tokens with a right signature lead to: an expired one."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import FunctionRef
from pytest_ssot.rules.checking_calls import Verifies, holds, verified_by
from pytest_ssot.rules.claim_handlers import is_about_claims, reads_by_library
from pytest_ssot.rules.same_tokens import Token, is_same_token
from pytest_ssot.rules.token_checks import has_it_verified


def was_right(links: Links, site: Site, token: Token, verifies: Verifies) -> bool:
    """The handler around a read is for errors that only tokens with a right signature lead to."""
    caught = [site.module.nodes[test] for test, _ in site.fact.guards]
    kinds = [one.left for one in caught if isinstance(one, v.Compare) and one.op == v.CAUGHT]
    if not kinds or not is_about_claims(links, site, kinds[-1]):
        return False
    earlier = (
        Site(site.module, fact, site.frames) for fact in site.module.calls_in.get(site.fact.function, ())
    )
    return any(
        check.fact.value < site.fact.value
        and not check.fact.handler
        and (
            (is_same_token(check, token) and verified_by(links, check, verifies))
            or _is_left_to_one_call(links, check, token, verifies)
        )
        for check in earlier
    )


def _is_left_to_one_call(links: Links, check: Site, token: Token, verifies: Verifies) -> bool:
    """A function of the project verifies the token, and asks the library for nothing else that may raise."""
    called = [one for one in links.callees(check) if isinstance(one, FunctionRef)]
    return (
        0 < len(called) == len(links.callees(check))
        and holds(check, has_it_verified(links, check, token, verifies))
        and all(_readings(links, one) == 1 for one in called)
    )


DEEPEST = 3
"""Functions within each other through which a token is handed to the library."""


def _readings(links: Links, function: FunctionRef, depth: int = 0) -> int:
    """The calls of a function, and of those it calls, that have the library read a token."""
    number = 0
    for fact in function.module.calls_in.get(function.index, ()) if depth < DEEPEST else ():
        site = Site(function.module, fact)
        if reads_by_library(links, site):
            number += 1
            continue
        inner = (
            one for one in links.callees(site) if isinstance(one, FunctionRef) and one.key != function.key
        )
        number += sum(_readings(links, one, depth + 1) for one in inner)
        if number > 1:
            break
    return number
