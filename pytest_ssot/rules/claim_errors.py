"""Reads in the handlers of errors that only tokens with a right signature lead to: an expired one."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import External, Resolved, Row
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.libraries import ERRORS_IN_CLAIMS
from pytest_ssot.rules.same_tokens import Token, is_same_token
from pytest_ssot.rules.token_checks import Verifies, verified_by


def was_right(links: Links, site: Site, token: Token, verifies: Verifies) -> bool:
    """The handler around a read is for errors that only tokens with a right signature lead to."""
    caught = [site.module.nodes[test] for test, _ in site.fact.guards]
    kinds = [one.left for one in caught if isinstance(one, v.Compare) and one.op == v.CAUGHT]
    found = [one for kind in kinds[-1:] for one in _each_of(links, site, kind)]
    if not found or not all(isinstance(one, External) and one.path in ERRORS_IN_CLAIMS for one in found):
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


def _each_of(links: Links, site: Site, kind: Value) -> Iterator[Resolved]:
    """The exceptions that `except kind` names."""
    for one in links.value(site.module, kind):
        if isinstance(one, Row):
            yield from (item for items in one.items for item in items)
        else:
            yield one
