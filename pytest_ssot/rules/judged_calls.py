"""Which calls of a module are judged, as far as their own words tell."""

from __future__ import annotations

from collections.abc import Set

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import MAKERS, ModuleFacts
from pytest_ssot.rules.libraries import LIBRARIES, PROVIDERS
from pytest_ssot.rules.token_calls import (
    TELLING,
    WORDS,
    calls_what_is_kept,
    may_be_handed,
    says_so,
    sounds_like_one,
)

_READING = (*LIBRARIES, *PROVIDERS)


def may_be_told(links: Links, site: Site, words: Set[str]) -> bool:
    """A library's objects may come to a call's module, or who calls its function may name one of `words`."""
    module, function = site.module, site.fact.function
    if function < 0 or links.reached(module.path, _READING):
        return True
    known = links.spelling(module, function).words_there
    return links.mentions_beside(module, known - MAKERS, frozenset(words))


def telling_calls(
    links: Links, module: ModuleFacts, *, handed: frozenset[str]
) -> tuple[list[Site], list[Site]]:
    """The calls of a module that say by their own words that they may not verify, and others that may be.

    Those may be a library's by their words, or by those of what they are handed, which matters only where
    a library's callables are `handed` about, by these words. A module that nothing of a library reaches has
    none of them but those that are told so by a keyword, or by a name that nothing else has.
    """
    reached = links.reached(module.path, _READING)
    words = links.spellings((*WORDS, "methodcaller")) | MAKERS  # `super().__init__(…)` of a library's class
    worded = {site.fact.value for site in links.spelled(module, words)} if reached else set()
    plain: list[Site] = []
    others: list[Site] = []
    for site in links.sites(module):
        if sounds_like_one(site) if reached else says_so(site):
            plain.append(site)
        elif (
            site.fact.value in worded
            or any(name in TELLING for name, _ in site.node.keywords if name or reached)
            or (handed and calls_what_is_kept(site))
            or (handed and any(may_be_handed(module, argument, handed) for argument in site.node.args))
        ):
            others.append(site)
    return plain, others
