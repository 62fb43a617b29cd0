"""Calls that verify a token, themselves or by what they call."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import Arguments, Frames, FunctionRef, Resolved, needs_of
from pytest_ssot.facts.uses import decides
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.provisos import Proviso, least, on_every_way, proviso
from pytest_ssot.rules.same_tokens import (
    Token,
    all_given,
    identity,
    inside,
    is_part,
    is_same_token,
    token_of,
)

Verifies = Callable[[Resolved, Arguments], bool]
"""(callee, arguments) → the call checks the signature of its first argument."""

MOST_LEVELS = 3
"""Functions between an unverified read and the verification of the same token."""

_ANSWERING = ("validate_compact", "validate_json")
"""Checks that say what they found; all others raise."""


def verified_by(links: Links, site: Site, verifies: Verifies) -> bool:
    """A call checks the signature of its first argument, and what it answers is not ignored."""
    given = links.arguments(site)
    return any(verifies(callee, given) for callee in links.callees(site)) and (
        not site.fact.discarded or site.word not in _ANSWERING
    )


def has_it_verified(links: Links, site: Site, token: Token, verifies: Verifies, depth: int = 0) -> bool:
    """A function of the project is handed the token, or what holds it, and verifies it, whatever comes."""
    if token is None or depth >= MOST_LEVELS:
        return False
    if not any(is_part(token, identity(site.module, value)) for value in all_given(site)):
        return False
    return any(
        isinstance(callee, FunctionRef)
        and _always_verifies(links, site, callee, inside(site, callee, token), verifies, depth)
        for callee in links.callees(site)
    )


def hands_it_over(links: Links, site: Site, token: Token, verifies: Verifies) -> bool:
    """The token is handed on behind a callable that will verify it: `to_thread(jwt.decode, token)`."""
    known = [identity(site.module, value) == token for value in site.node.args]
    if token is None or not any(known[1:]):
        return False
    given = links.arguments(site)
    for index, callables in enumerate(given.positional[:-1]):
        rest = replace(given, positional=given.positional[index + 1 :])
        for one in callables:
            if known[index + 1 : index + 2] == [True] and verifies(one, rest):
                return True
            if isinstance(one, FunctionRef):
                within = inside(site, one, token, index + 1)
                if _always_verifies(links, site, one, within, verifies, 0):
                    return True
    return False


def _always_verifies(
    links: Links, site: Site, function: FunctionRef, tokens: frozenset[Token], verifies: Verifies, depth: int
) -> bool:
    """A function that a call enters does not end before one of `tokens`, as it knows them, is verified."""
    if not tokens:
        return False
    for fact in function.module.calls_in.get(function.index, ()):
        if links.exhausted(function.module.path):
            return False
        links.walked(function.module, 1)
        check = Site(function.module, fact)
        if not on_every_way(function.facts, fact):
            continue
        if check.word in _ANSWERING and fact.value in function.facts.returns and site.fact.discarded:
            continue
        if fact.answered and not decides(site):
            continue
        for token in tokens:
            if _verifies(links, check, token, verifies, site, function):
                return True
            if has_it_verified(links, check, token, verifies, depth + 1):
                return True
    return False


def _verifies(
    links: Links, check: Site, token: Token, verifies: Verifies, site: Site, function: FunctionRef
) -> bool:
    """A call of a function verifies a token, as `site` enters the function if that has to be known."""
    if not is_same_token(check, token):
        return False
    given = links.arguments(check)
    if not needs_of(*given.positional, *given.keywords.values(), given.rest):
        return verified_by(links, check, verifies)
    return verified_by(links, replace(check, frames=_entered(links, site, function)), verifies)


def _entered(links: Links, site: Site, function: FunctionRef) -> Frames:
    """The parameters of a function by a call, whose own function is called with its defaults."""
    around = (site.module.path, site.fact.function)
    frames = links.open([around], site.frames) if site.fact.function >= 0 else site.frames
    return links.enter(replace(site, frames=frames), function)


def conditional_checks(links: Links, site: Site, verifies: Verifies, token: Value = NOTHING) -> Proviso:
    """What keeps the token that a site reads from being verified in the same function."""
    token = token_of(site) if token == NOTHING else token
    found: list[Proviso] = []
    known = identity(site.module, token)
    for fact in site.module.calls_in.get(site.fact.function, ()) if token != NOTHING else ():
        check = Site(site.module, fact, site.frames)
        if fact.handler or fact.swallowed or fact.value == site.fact.value or fact.guards == site.fact.guards:
            continue
        same = is_same_token(check, known) or is_same_token(check, site.fact.value)
        if (same and verified_by(links, check, verifies)) or has_it_verified(links, check, known, verifies):
            found.append(proviso(links, check, site))
    return least(found)
