"""Calls of what functions are given, each with the calls that give it, until somebody asks for them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from pytest_ssot.facts.forms import default_words, hints_of, parts_of_names, words_handed_over
from pytest_ssot.facts.resolved import FunctionKey, Resolved
from pytest_ssot.facts.sites import Site

Owner = tuple[str, int]
"""The class of a method: its file and number; -1 for a function of none."""


FEW_PARTS = 200
"""Texts that are looked for in a word one by one; of more of them, the parts of the word are looked up."""

LONGEST_WORD = 80
"""Signs of a word whose parts are looked up."""


class Pair(NamedTuple):
    """A call of something given, and a call of the function around it, with that function as called there."""

    inner: Site
    outer: Site
    function: Resolved


class GivenCalls:
    """Hands out each pair once, as soon as it matters.

    At most `most` calls of one function are looked at.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._calls: dict[FunctionKey, list[Site]] = {}
        self._callers: dict[FunctionKey, list[tuple[Site, Resolved]]] = {}
        self._methods: dict[Owner, dict[FunctionKey, None]] = {}
        self._by_hint: dict[str, dict[FunctionKey, None]] = {}
        self._numbers: dict[FunctionKey, int] = {}
        self._class_of: dict[FunctionKey, Owner] = {}
        self._fresh: list[tuple[FunctionKey, Pair]] = []
        self._by_word: dict[str, list[Pair]] = {}
        self._by_part: dict[str, list[Pair]] = {}
        self._by_class: dict[Owner, list[Pair]] = {}

    def note_call(self, function: FunctionKey, owner: Owner, site: Site) -> None:
        """A function, a method of the class `owner`, calls something that it is given."""
        self._calls.setdefault(function, []).append(site)
        self._class_of[function] = owner
        self._numbers.setdefault(function, len(self._numbers))
        for hint in hints_of(site):
            self._by_hint.setdefault(hint, {})[function] = None
        if owner[1] >= 0:
            self._methods.setdefault(owner, {})[function] = None
        for outer, callee in self._callers.get(function, ()):
            self._fresh.append((function, Pair(site, outer, callee)))

    def note_caller(self, function: FunctionKey, outer: Site, callee: Resolved) -> None:
        """A function is called."""
        callers = self._callers.setdefault(function, [])
        if len(callers) < self._most:
            callers.append((outer, callee))
            for site in self._calls.get(function, ()):
                self._fresh.append((function, Pair(site, outer, callee)))

    def methods(self, owner: Owner) -> tuple[FunctionKey, ...]:
        """The methods of a class that call something given."""
        return tuple(self._methods.get(owner, ()))

    def hinting(self, words: frozenset[str]) -> list[FunctionKey]:
        """The functions that call what a default of theirs says, or a name made of texts, by these words."""
        hints = _parts_among(self._by_hint, words)
        found = {function for hint in hints for function in self._by_hint[hint]}
        return sorted(found, key=self._numbers.__getitem__)

    def about(self, words: frozenset[str], holding: Container[Owner]) -> Iterator[Pair]:
        """The pairs that matter where somebody asks for a function that is called by one of `words`.

        Those whose outer call hands over something by such a word, or by none; all of methods of a class
        whose objects are `holding` functions.
        """
        while True:
            yield from self._sort(holding)
            due = sorted(words & self._by_word.keys())
            found = [pair for word in due for pair in self._by_word.pop(word)]
            parts = _parts_among(self._by_part, words)
            found += [pair for part in parts for pair in self._by_part.pop(part)]
            for owner in [one for one in self._by_class if one in holding]:
                found += self._by_class.pop(owner)
            if not found:
                return
            yield from found

    def _sort(self, holding: Container[Owner]) -> Iterator[Pair]:
        """Those of the fresh pairs that matter to everybody; the others are kept until they do."""
        while self._fresh:
            fresh, self._fresh = self._fresh, []
            for function, pair in fresh:
                owner = self._class_of[function]
                words = None if owner in holding else words_handed_over(pair.outer)
                if words is None:
                    yield pair
                    continue
                for part in parts_of_names(pair.inner, pair.outer):
                    self._by_part.setdefault(part, []).append(pair)
                for word in words | default_words(pair.inner):
                    self._by_word.setdefault(word, []).append(pair)
                if owner[1] >= 0:
                    self._by_class.setdefault(owner, []).append(pair)


def _parts_among(known: Mapping[str, object], words: frozenset[str]) -> list[str]:
    """Those of some texts that are parts of one of `words`."""
    if len(known) <= FEW_PARTS:
        return [part for part in known if any(part in word for word in words)]
    found = {part for word in words for part in _parts(word) if part in known}
    return [part for part in known if part in found] if found else []


def _parts(word: str) -> Iterator[str]:
    word = word[:LONGEST_WORD]
    return (word[start:end] for start in range(len(word)) for end in range(start + 1, len(word) + 1))


__all__ = ["GivenCalls", "Owner", "Pair"]
