"""Checks among the elements of a list that are called one after the other."""

from __future__ import annotations

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import FunctionKey, FunctionRef
from pytest_ssot.rules.assurances import Assurance
from pytest_ssot.rules.checking_calls import Verifies
from pytest_ssot.rules.rounds import by_own_objects, each_round, goes_on_failing, surely_called, told_by_all
from pytest_ssot.rules.same_tokens import Token
from pytest_ssot.rules.token_checks import has_it_verified


def verified_in_earlier_round(
    links: Links, caller: Site, key: FunctionKey, token: Token, verifies: Verifies
) -> bool:
    """A function is called as an element of a list, and one that comes before it verifies the token."""
    if goes_on_failing(caller):
        return False
    for item, site in each_round(links, caller):
        if links.target(item) == key or leads_to(links, site, key):
            return False
        if surely_called(links, site) and has_it_verified(links, site, token, verifies) is Assurance.RAISES:
            return True
    return False


def verified_in_any_round(
    links: Links, caller: Site, token: Token, verifies: Verifies, reading: FunctionKey | None
) -> Assurance:
    """How far some of the elements of a list verify the token, all of which, or their methods, are called.

    The function that is `reading` the token unverified is none of them.
    """
    assured = []
    for own in by_own_objects(links, caller):
        told = told_by_all(links, own)
        rounds = [site for _, site in each_round(links, own)] if told else []
        others = (one for one in rounds if not leads_to(links, one, reading) and surely_called(links, one))
        found = [has_it_verified(links, site, token, verifies) for site in others]
        if told and not rounds and reading is not None:  # in a comprehension, they are not told apart
            found = [has_it_verified(links, own, token, verifies, (reading,))]
        assured.append(min(told, max(found, default=Assurance.NONE)))
    return min(assured)


def leads_to(links: Links, site: Site, function: FunctionKey | None) -> bool:
    """A call is one of that function."""
    return function is not None and any(
        isinstance(one, FunctionRef) and one.key == function for one in links.callees(site)
    )


def rounds_of(links: Links, caller: Site, key: FunctionKey) -> list[Site]:
    """A call of the elements of a list, or of their methods, in the rounds in which it is one of a function.

    Any other call itself.
    """
    return [site for _, site in each_round(links, caller) if leads_to(links, site, key)] or [caller]
