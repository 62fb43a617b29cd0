"""Calls that verify a token, themselves or by what they call."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    External,
    Frames,
    FunctionRef,
    Opaque,
    Resolved,
    needs_of,
)
from pytest_ssot.facts.uses import decides
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.libraries import TOP_LEVEL
from pytest_ssot.rules.provisos import Proviso, least, on_every_way, proviso
from pytest_ssot.rules.same_tokens import (
    Token,
    all_given,
    identity,
    inside,
    is_part,
    is_same_token,
    states_of,
    token_of,
)

Verifies = Callable[[Resolved, Arguments], bool]
"""(callee, arguments) → the call checks the signature of its first argument."""

MOST_LEVELS = 3
"""Functions between an unverified read and the verification of the same token."""

COST = 4
"""What looking at one call is charged as, in nodes."""

MOST_ALIKE = 6
"""Methods of one name that are looked into for an object that is not known."""

_ANSWERING = ("validate_compact", "validate_json")
"""Checks that say what they found; all others raise."""


def verified_by(links: Links, site: Site, verifies: Verifies) -> bool:
    """A call checks the signature of its first argument, and what it answers is not ignored.

    What parameters of its own function decide is what their defaults are: who says otherwise is told so.
    """
    if (site.fact.discarded and site.word in _ANSWERING) or not links.affords(site.module, COST):
        return False
    callees, given = links.callees(site), links.arguments(site)
    around = (site.module.path, site.fact.function)
    if any(verifies(callee, given) for callee in callees):
        return True
    needs = needs_of(*given.positional, *given.keywords.values(), given.rest)
    if not any(isinstance(one, External) for one in callees) or not any(one[:2] == around for one in needs):
        return False
    given = links.arguments(replace(site, frames=links.open([around], site.frames)))
    return any(verifies(callee, given) for callee in callees)


def has_it_verified(links: Links, site: Site, token: Token, verifies: Verifies, depth: int = 0) -> bool:
    """A function of the project is handed the token, or what holds it, and verifies it, whatever comes."""
    if token is None or depth >= MOST_LEVELS or not links.affords(site.module, COST):
        return False
    if not any(is_part(token, identity(site.module, value)) for value in all_given(site)):
        return False
    callees = links.callees(site)
    if any(
        isinstance(callee, FunctionRef)
        and _always_verifies(links, site, callee, inside(site, callee, token), verifies, depth)
        for callee in callees
    ):
        return True
    handed = [(one, inside(site, one, token)) for one in _named_alike(links, site, callees)]
    asked = [(one, tokens) for one, tokens in handed if tokens]
    return bool(asked) and all(
        _always_verifies(links, site, one, tokens, verifies, depth) for one, tokens in asked
    )


def _named_alike(links: Links, site: Site, callees: Alternatives) -> list[FunctionRef]:
    """The methods that a call may call by its word alone, if nothing else is known of the object."""
    if not all(is_out_of_sight(one) for one in callees):
        return []
    alike = links.methods(site.word)
    return alike if len(alike) <= MOST_ALIKE else []


def is_out_of_sight(callee: Resolved) -> bool:
    """Neither the project's nor a library's that is known."""
    if isinstance(callee, External):
        return callee.path.partition(".")[0] not in TOP_LEVEL
    return isinstance(callee, Opaque)


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
    found: set[Value] = set()
    facts = function.facts
    for fact in function.module.calls_in.get(function.index, ()) if tokens else ():
        if links.exhausted(function.module.path):
            return False
        links.walked(function.module, 1)
        check = Site(function.module, fact)
        if check.word in _ANSWERING and fact.value in facts.returns and site.fact.discarded:
            continue
        if fact.answered and not decides(site):
            continue
        if any(
            _verifies(links, check, token, verifies, site, function)
            or has_it_verified(links, check, token, verifies, depth + 1)
            for token in tokens
        ):
            if on_every_way(facts, fact):
                return True
            found.add(fact.value)
    # One check may follow the failure of another: whatever is returned was given by one of them.
    given = {state for value in facts.returns for state in states_of(function.module, value)}
    return bool(found) and not facts.falls and given <= found


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
    calls = site.module.calls_in.get(site.fact.function, ()) if token != NOTHING else ()
    for fact in calls if links.affords(site.module, len(calls)) else ():
        check = Site(site.module, fact, site.frames)
        if fact.handler or fact.swallowed or fact.value == site.fact.value or fact.guards == site.fact.guards:
            continue
        same = is_same_token(check, known) or is_same_token(check, site.fact.value)
        if (same and verified_by(links, check, verifies)) or has_it_verified(links, check, known, verifies):
            found.append(proviso(links, check, site))
    return least(found)
