"""Which calls are handed a payload that was decoded, as far as their words tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pytest_ssot.facts.links import Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.spreading import spread
from pytest_ssot.facts.values import Value

MOST_GIVING = 3
"""Functions that give out what another one has decoded, one after the other."""

MOST_ASKING = 40
"""Files that call by one word a function that may give out what was decoded."""


def handed_along(everything: Sequence[ModuleFacts], decodings: Iterable[tuple[str, Value]]) -> frozenset[str]:
    """The last words of the calls that are handed a decoded payload, also where functions give it."""
    words, giving, own = set[str](), set[str](), list(decodings)
    for _ in range(MOST_GIVING if own else 0):
        given: dict[str, list[Value]] = {}
        for path, value in (*own, *_calls_of(everything, giving)):
            given.setdefault(path, []).append(value)
        before = len(giving)
        for module in (one for one in everything if one.path in given):
            held, names = spread(module, given[module.path])
            words.update(handed_words(module, held))
            giving |= names & {one.name for one in module.functions}
        if len(giving) == before:
            break
    return frozenset(words)


def _calls_of(everything: Sequence[ModuleFacts], names: Iterable[str]) -> Iterator[tuple[str, Value]]:
    """The calls by some names, of which each is that of a function of few modules."""
    for name in names:
        found = [one for one in everything if name in one.calls_by_word]
        if len(found) <= MOST_ASKING:
            yield from ((one.path, fact.value) for one in found for fact in one.calls_by_word[name])


def handed_words(module: ModuleFacts, held: Sequence[int]) -> Iterator[str]:
    """The last words of the calls that are handed something that is held by what was decoded."""
    for fact in module.calls:
        site = Site(module, fact)
        given = (*site.node.args, *(value for _, value in site.node.keywords))
        if any(held[value] for value in given):
            yield site.word
