"""Tokens that a framework hands out as authenticators give them: `request.auth`."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Site
from pytest_ssot.facts.resolved import External
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.kept_tokens import Step, Ways, hands_out_verified
from pytest_ssot.rules.same_tokens import Token, origin_of, rest_of
from pytest_ssot.rules.signed_in import authenticators, methods_below

_AUTHENTICATORS: dict[str, tuple[Step, ...]] = {
    "rest_framework.authentication.": (("entry", 1),),
    "ninja.security.": (),
}
"""What authenticators are derived from, and where in what they give the framework finds it."""


_ACCESSED = frozenset(
    [
        "mcp.server.auth.middleware.auth_context.get_access_token",
        "fastmcp.server.dependencies.get_access_token",
    ]
)
"""Functions that give what a verifier has accepted, which is a library's own unless the project has some."""

_VERIFIERS = ("mcp.server.auth.", "fastmcp.server.auth.")
"""What those are derived from, and what they are asked for a token:"""

_VERIFYING = "verify_token"


def is_authenticated(ways: Ways, site: Site, token: Token) -> bool:
    """The token is what all authenticators of the project give beside the user once they have verified it."""
    origin = origin_of(token)
    steps = rest_of(token, origin) or ()
    if isinstance(origin, int) and steps[:1] == (("attribute", "token"),):
        return _is_accessed(ways, site, origin, steps)
    if steps[-1:] != (("attribute", "auth"),) or not isinstance(origin, v.Param):
        return False
    of_request = steps[-2:-1] == (("attribute", "request"),) if len(steps) > 1 else origin.name == "request"
    return of_request and any(
        hands_out_verified(ways, list(authenticators(ways.links, base)), within)
        for base, within in _AUTHENTICATORS.items()
    )


def _is_accessed(ways: Ways, site: Site, value: Value, steps: tuple[Step, ...]) -> bool:
    """A call gives what verifiers have accepted, all of which verify it."""
    links, node = ways.links, site.module.nodes[value]
    asked = links.value(site.module, node.callee, site.frames) if isinstance(node, v.Call) else ()
    if not asked or not all(isinstance(one, External) and one.path in _ACCESSED for one in asked):
        return False
    return all(hands_out_verified(ways, [one], steps) for one in methods_below(links, _VERIFYING, _VERIFIERS))
