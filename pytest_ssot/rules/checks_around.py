"""The other calls of a function in which a token is read, and those of them that check it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.asked_properties import asked_properties
from pytest_ssot.rules.assurances import Assurance, Check
from pytest_ssot.rules.checking_calls import Verifies, asks_itself, verified_by
from pytest_ssot.rules.checks_in_rounds import of_whole_row
from pytest_ssot.rules.entered_functions import is_handed_first
from pytest_ssot.rules.hand_checks import checks_parts
from pytest_ssot.rules.provisos import happens
from pytest_ssot.rules.rounds import row_gone_through
from pytest_ssot.rules.same_tokens import Token, along, is_handed, origin_of, rest_of
from pytest_ssot.rules.token_checks import hands_it_over, has_it_verified, made_check, tells


def found_checks(
    links: Links,
    sites: Iterable[Site],
    token: Token,
    verifies: Verifies,
    read: Value,
    *,
    refusing: bool = False,
) -> Iterator[Check]:
    """Those of some calls that check the token, or the parts of it that a read hands out, and how far.

    With `refusing`, also those whose answers nobody asks, but which give nothing of the token otherwise.
    """
    for site in sites:
        handed = is_handed(site, token) or is_handed_first(links, site, token)
        assurance = checked_by(links, site, token, verifies) if handed else Assurance.NONE
        assurance = assurance or checks_parts(links, site, token, read)
        tests = assurance is not Assurance.RAISES and is_handed(site, token)
        answering = tells(links, site, token, verifies) if tests else None
        told = answering is not None and (
            answering.excluded or answering.stops or (refusing and answering.refuses)
        )
        if assurance or told:
            yield made_check(links, site, assurance, answering)


def other_checks(links: Links, site: Site, token: Token, verifies: Verifies) -> list[Check]:
    """Those of all other calls of the same function that check a token which a call reads, and properties."""
    found = found_checks(links, others_than(site), token, verifies, site.fact.value, refusing=True)
    earlier = _in_earlier_rounds(links, site, token, verifies)
    return [*found, *earlier, *asked_properties(links, site, token, verifies)]


def _in_earlier_rounds(links: Links, site: Site, token: Token, verifies: Verifies) -> Iterator[Check]:
    """The checks of a loop that has gone through all of what a call takes its token from."""
    origin = origin_of(token)
    row, steps = row_gone_through(site.module, origin), rest_of(token, origin) or ()

    def checks(other: Token) -> Iterator[Check]:
        known = along(other, steps) if other != origin else None
        return found_checks(links, others_than(site), known, verifies, site.fact.value)

    if row is not None:
        yield from of_whole_row(links, site.module, site.fact.function, row, checks)


def checked_by(links: Links, site: Site, token: Token, verifies: Verifies) -> Assurance:
    """How far a call has the token verified, itself or by what it calls."""
    return (
        (verified_by(links, site, verifies) if is_handed_first(links, site, token) else Assurance.NONE)
        or (Assurance.RAISES if asks_itself(links, site, token) else Assurance.NONE)
        or has_it_verified(links, site, token, verifies)
        or hands_it_over(links, site, token, verifies)
    )


def companions_of(links: Links, site: Site) -> Iterator[Site]:
    """Other calls that happen whenever the site's does and that stop the function when they fail."""
    for fact in site.module.calls_in.get(site.fact.function, ()):
        if fact.handler or fact.swallowed or fact.value == site.fact.value:
            continue
        other = Site(site.module, fact, site.frames)
        together = fact.branch == site.fact.branch[: len(fact.branch)]
        if happens(links, other, site, together=together):
            yield other


def others_than(site: Site) -> Iterator[Site]:
    """All other calls of the same function."""
    for fact in site.module.calls_in.get(site.fact.function, ()):
        if fact.value != site.fact.value:
            yield Site(site.module, fact, site.frames)
