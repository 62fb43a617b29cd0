"""Calls that verify a token, themselves or by what they call."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import Arguments, FunctionRef, Resolved
from pytest_ssot.facts.uses import decides, first_argument
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.provisos import Proviso, least, proviso
from pytest_ssot.rules.same_tokens import given_for, identity, keywords, root_of

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


def has_it_verified(links: Links, site: Site, token: Value, verifies: Verifies, depth: int = 0) -> bool:
    """A function of the project is handed the token and verifies it, whatever comes."""
    given = (*site.node.args, *(value for _, value in keywords(site)))
    if not any(identity(site.module, value) == identity(site.module, token) for value in given):
        return False
    return depth < MOST_LEVELS and any(
        isinstance(callee, FunctionRef) and _always_verifies(links, site, callee, token, verifies, depth)
        for callee in links.callees(site)
    )


def _always_verifies(
    links: Links, site: Site, function: FunctionRef, token: Value, verifies: Verifies, depth: int
) -> bool:
    names = [parameter.name for parameter in function.facts.parameters]
    for fact in function.module.calls_in.get(function.index, ()):
        if links.exhausted(function.module.path):
            return False
        links.walked(function.module, 1)
        check = Site(function.module, fact)
        read = first_argument(check, "jwt", "token", "value")
        if fact.branch or fact.handler or fact.swallowed or read == NOTHING:
            continue
        root = function.module.nodes[root_of(function.module, read)]
        if not isinstance(root, v.Param) or root.name not in names:
            continue
        handed = given_for(site, names, root.name)
        same = handed != NOTHING and identity(site.module, handed) == identity(site.module, token)
        answers = check.word in _ANSWERING and fact.value in function.facts.returns
        if not same or (answers and site.fact.discarded):
            continue
        if fact.answered and not decides(site):
            continue
        if verified_by(links, check, verifies) or has_it_verified(links, check, read, verifies, depth + 1):
            return True
    return False


def hands_it_over(links: Links, site: Site, token: Value, verifies: Verifies) -> bool:
    """The token is handed on behind a callable that will verify it: `to_thread(jwt.decode, token)`."""
    known, follows = identity(site.module, token), site.node.args[1:]
    if not any(identity(site.module, value) == known for value in follows):
        return False
    given = links.arguments(site)
    return any(
        identity(site.module, value) == known
        and any(verifies(one, replace(given, positional=given.positional[index + 1 :])) for one in callables)
        for index, (callables, value) in enumerate(zip(given.positional, follows, strict=False))
    )


def conditional_checks(links: Links, site: Site, verifies: Verifies, token: Value = NOTHING) -> Proviso:
    """What keeps the token that a site reads from being verified in the same function."""
    token = first_argument(site, "jwt", "token", "value") if token == NOTHING else token
    found: list[Proviso] = []
    for fact in site.module.calls_in.get(site.fact.function, ()) if token != NOTHING else ():
        check = Site(site.module, fact, site.frames)
        if fact.handler or fact.swallowed or fact.value == site.fact.value or fact.guards == site.fact.guards:
            continue
        read = first_argument(check, "jwt", "token", "value")
        same = read != NOTHING and (
            identity(site.module, read) in (identity(site.module, token), site.fact.value)
        )
        if (same and verified_by(links, check, verifies)) or has_it_verified(links, check, token, verifies):
            found.append(proviso(links, check, site))
    return least(found)
