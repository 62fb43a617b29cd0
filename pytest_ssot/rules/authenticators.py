"""Tokens that a framework keeps on its request as authenticators give them: `request.auth`."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.rules.kept_tokens import Step, Ways, hands_out_verified
from pytest_ssot.rules.same_tokens import Token, origin_of, rest_of
from pytest_ssot.rules.signed_in import authenticators

_AUTHENTICATORS: dict[str, tuple[Step, ...]] = {
    "rest_framework.authentication.": (("entry", 1),),
    "ninja.security.": (),
}
"""What authenticators are derived from, and where in what they give the framework finds it."""


def is_authenticated(ways: Ways, token: Token) -> bool:
    """The token is what all authenticators of the project give beside the user once they have verified it."""
    origin = origin_of(token)
    steps = rest_of(token, origin) or ()
    if steps[-1:] != (("attribute", "auth"),) or not isinstance(origin, v.Param):
        return False
    of_request = steps[-2:-1] == (("attribute", "request"),) if len(steps) > 1 else origin.name == "request"
    return of_request and any(
        hands_out_verified(ways, list(authenticators(ways.links, base)), within)
        for base, within in _AUTHENTICATORS.items()
    )
