"""Checks among the elements of a list that are called one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import FunctionKey, FunctionRef
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.assurances import Assurance, Check, Refusal
from pytest_ssot.rules.checking_calls import Verifies
from pytest_ssot.rules.entered_functions import functions_called
from pytest_ssot.rules.rounds import (
    by_own_objects,
    each_round,
    goes_on_failing,
    is_about_round,
    is_gone_through,
    is_left_early,
    row_gone_through,
    surely_called,
    told_by_all,
)
from pytest_ssot.rules.same_tokens import Token, identity
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


def of_whole_row(
    links: Links, module: ModuleFacts, function: int, row: object, checks: Callable[[Token], Iterable[Check]]
) -> Iterator[Check]:
    """The checks that a loop makes of each element of a row, as checks of all of it.

    `checks` tells those of an element, and `row` is what the loop goes through.
    """
    for element in module.places.of(v.Element, v.Bound):
        known = identity(module, element)
        if row_gone_through(module, known) != row or is_left_early(module, function, element):
            continue
        for check in checks(known):
            fact = check.site.fact
            guards = _without_round(module, element, fact.guards)
            waits = any(one.facts.waits for one in functions_called(links, check.site))
            in_loop = len(guards) < len(fact.guards) or is_gone_through(check.site, known, waits=waits)
            if in_loop and not goes_on_failing(check.site):
                site = replace(check.site, fact=replace(fact, guards=guards))
                ended = _ended_in_round(module, fact.function, element)
                yield replace(check, site=site, refusals=(*check.refusals, *ended))


def _without_round(module: ModuleFacts, element: Value, guards: Guards) -> Guards:
    return tuple(one for one in guards if not is_about_round(module, one[0], element))


def _ended_in_round(module: ModuleFacts, function: int, element: Value) -> Iterator[Refusal]:
    """What is raised in a round of a loop, and nowhere caught, and the tests on the way to it."""
    for fact in module.calls_in.get(function, ()):
        guards = _without_round(module, element, fact.guards)
        in_round = 0 < len(guards) < len(fact.guards) and not goes_on_failing(Site(module, fact))
        if in_round and fact.value in module.functions[function].raised:
            yield fact.value, guards
