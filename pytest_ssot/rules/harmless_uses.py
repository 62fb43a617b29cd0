"""What is done with claims that nobody verified, where that decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import FunctionFacts, StoreFacts
from pytest_ssot.rules.addresses import ONLY_ADDRESSED, is_only_for_address
from pytest_ssot.rules.callers import callers_of
from pytest_ssot.rules.chosen_keys import ONLY_CHOSEN, is_only_for_a_key
from pytest_ssot.rules.counted_reads import ONLY_COUNTED, is_only_for_counting, is_only_for_log
from pytest_ssot.rules.only_told import ONLY_TOLD, is_only_told, may_decide, only_tells
from pytest_ssot.rules.own_tokens import is_property
from pytest_ssot.rules.renewals import MOST_LOADS, ONLY_RENEWED, is_only_for_renewal, loads_of
from pytest_ssot.rules.telling import told_of

MOST_LEVELS = 3
"""Functions and attributes that hand on to each other what was read."""


def harmless_use(links: Links, site: Site, level: int = 0) -> str:
    """What is done with claims that were not verified, in words, where that decides nothing; "" otherwise."""
    for is_harmless, told in _HARMLESS:
        if is_harmless(links, site):
            return told
    return _use_of_takers(links, site, level) if level < MOST_LEVELS else ""


_HARMLESS: tuple[tuple[Callable[[Links, Site], bool], str], ...] = (
    (is_only_told, ONLY_TOLD),
    (is_only_for_renewal, ONLY_RENEWED),
    (is_only_for_a_key, ONLY_CHOSEN),
    (is_only_for_log, ONLY_TOLD),
    (is_only_for_counting, ONLY_COUNTED),
    (is_only_for_address, ONLY_ADDRESSED),
)
"""What claims may be asked for without deciding anything, and what a message says of it."""


def _use_of_takers(links: Links, site: Site, level: int) -> str:
    """The same of all who take what was read from the function that did, or from what its object keeps."""
    module, index = site.module, site.fact.function
    function = module.functions[index] if index >= 0 else None
    if function is None or not links.affords(module, len(module.calls)):
        return ""
    of_read = told_of(links, module, index, site.fact.value)
    kept = [one for one in module.places.stores_in.get(index, ()) if _is_kept(site, one, function, of_read)]
    if only_tells(links, site, of_read, kept) is None:
        return ""
    takers = [taker for one in kept for taker in loads_of(links, module, one.name)]
    answers = [*zip(function.returns, function.guards, strict=False)]
    answers += [
        (value, guards) for value, (_, guards) in zip(function.yields, function.yielded, strict=False)
    ]
    if any(value in of_read or any(test in of_read for test, _ in guards) for value, guards in answers):
        askers = list(_askers(links, site))
        if not askers:
            return ""
        takers += askers
    elif may_decide(module, function):
        return ""
    if not takers or len(takers) > MOST_LOADS:
        return ""
    found = [harmless_use(links, one, level + 1) for one in takers]
    return found[0] if all(found) else ""


def _is_kept(site: Site, store: StoreFacts, function: FunctionFacts, of_read: set[int]) -> bool:
    """What was read is put into an attribute of the method's own object."""
    itself = site.module.root(store.target)
    own = isinstance(itself, v.Param) and function.takes_itself_as(itself.name)
    return own and not store.item and store.value in of_read


def _askers(links: Links, site: Site) -> Iterator[Site]:
    """Who asks for what a function gives."""
    module, index = site.module, site.fact.function
    if is_property(module, index):
        yield from loads_of(links, module, module.functions[index].name)
    else:
        yield from (caller for caller, _ in callers_of(links, module, index))
