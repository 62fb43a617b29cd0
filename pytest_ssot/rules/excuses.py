"""What excuses a read that nothing verifies, as far as it is found out with what a file may cost.

A read that takes too long to excuse is told as it is: what looks for excuses leaves enough for that.
"""

from __future__ import annotations

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import Place
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules import harmless_uses, peeks, reachability, tests_only, token_checks
from pytest_ssot.rules.decisions import Decision, Seen
from pytest_ssot.rules.issued_tokens import is_issued
from pytest_ssot.rules.provisos import NO_CHECK, Proviso
from pytest_ssot.rules.same_tokens import token_of
from pytest_ssot.rules.token_calls import verifies
from pytest_ssot.rules.unseen_checks import Unseen


def is_peek(links: Links, seen: Seen, token: Value = NOTHING) -> bool:
    """The same token is verified as well."""
    return links.accounts.unless_too_much(
        lambda: peeks.harmless_peek(links, seen, verifies, token), otherwise=False
    )


def why_harmless(links: Links, seen: Seen, token: Value = NOTHING) -> str:
    """What is said of a read whose token is verified as well, or is the program's own."""
    asked = token_of(seen.site) if token == NOTHING else token
    own = links.accounts.unless_too_much(
        lambda: is_issued(links, seen.site, asked, handed=True), otherwise=False
    )
    return OWN if own else VERIFIED


OWN = "; the program has issued the token, or fetched it for itself"

VERIFIED = "; the same token is verified as well"


def left_to(links: Links, site: Site, token: Value = NOTHING) -> Unseen | None:
    """Something that cannot be looked into may verify it."""
    return links.accounts.unless_too_much(lambda: peeks.left_to(links, site, verifies, token), None)


def conditional_checks(links: Links, site: Site, token: Value) -> Proviso:
    """It is verified on a condition."""
    return links.accounts.unless_too_much(
        lambda: token_checks.conditional_checks(links, site, verifies, token), NO_CHECK
    )


def harmless_use(links: Links, site: Site) -> str:
    """What is done with the claims decides nothing, whoever calls: it is found out once."""

    def found() -> str:
        with links.judging(site.module):
            return links.accounts.unless_too_much(lambda: harmless_uses.harmless_use(links, site), "")

    path, read = site.module.path, site.fact.value
    return links.asked_again(path, (harmless_use, path, read), None, found)


def kept_from_running(links: Links, seen: Seen) -> str:
    """A test keeps it from happening."""
    return links.accounts.unless_too_much(lambda: reachability.kept_from_running(links, seen), "")


def set_by_nobody(links: Links, decision: Decision) -> str:
    """Nobody hands over what decides it."""
    return links.accounts.unless_too_much(lambda: reachability.set_by_nobody(links, decision), "")


def in_tests_only(links: Links, place: Place, seen: Seen) -> str:
    """It is code for tests; where it takes too much to find out who calls it, to judge by the file's name."""
    named = tests_only.in_file_of_tests(place, seen)
    return links.accounts.unless_too_much(lambda: tests_only.in_tests_only(links, place, seen), named)


__all__ = [
    "conditional_checks",
    "harmless_use",
    "in_tests_only",
    "is_peek",
    "kept_from_running",
    "left_to",
    "set_by_nobody",
    "why_harmless",
]
