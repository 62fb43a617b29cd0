"""Calls whose answers tell whether a token was verified, and functions that ask them before they go on."""

from __future__ import annotations

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.assurances import passes
from pytest_ssot.rules.checking_calls import Verifies
from pytest_ssot.rules.outcomes import is_asked_first
from pytest_ssot.rules.same_tokens import Token, identity, is_handed
from pytest_ssot.rules.token_checks import tells


def answer_is_looked_at(links: Links, made: Site, value: Value, site: Site, verifies: Verifies) -> bool:
    """What a check of a token gave for it is only read where it is none of what the check gives otherwise."""
    token = identity(made.module, value)
    check = tells(links, made, token, verifies) if is_handed(made, token) else None
    return check is not None and passes(check, site.fact.value, site.fact.guards)


def tells_with_claims(links: Links, caller: Site, token: Token, verifies: Verifies) -> bool:
    """What gives the claims says as well if they were verified, and is asked before anything gets out.

    Such as `claims, error = read(token)`, behind which an error is raised.
    """
    check = tells(links, caller, token, verifies) if is_handed(caller, token) else None
    return check is not None and bool(check.excluded or check.stops) and is_asked_first(caller, check)
