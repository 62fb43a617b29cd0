"""Reads in the handlers of errors that only tokens with a right signature lead to: an expired one."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.rules.claim_handlers import is_about_claims
from pytest_ssot.rules.same_tokens import Token, is_same_token
from pytest_ssot.rules.token_checks import Verifies, verified_by


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
        and is_same_token(check, token)
        and verified_by(links, check, verifies)
        for check in earlier
    )
