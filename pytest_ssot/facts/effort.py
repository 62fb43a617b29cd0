"""What following values costs in all, in steps that are the same on every machine: the last bound on a file.

Budgets of nodes say how well a question is answered. What is gone through besides, in the graphs of modules
and in lists of their calls, is counted here, where it happens: whatever a file was made to be, it costs no
more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from typing import TypeVar

MOST_PER_FILE = 650_000
"""Steps on behalf of one file, with those that reading it took; each is a microsecond or two."""

LEAST_TO_JUDGE = 250_000
"""Of these, so many are left for a file that takes long to be read."""

MORE_PER_CANDIDATE = 300_000
"""So many more for each further candidate, for those files which lead through many; at most, for one file:"""

MOST_LENT = 3_000_000

MOST_IN_ALL = 6_000_000
"""Steps on behalf of all files of a project, and for each candidate, beyond which a file gets less:"""

MORE_IN_ALL = 50_000

LEAST_PER_FILE = 150_000

MORE_TO_TELL = 150_000
"""So many more, once they are spent, for telling at least what is plain; of these, for each call:"""

MOST_TO_TELL = 2_000

TO_CONCLUDE = 20_000
"""Steps that are kept for telling what was found, when it takes too long to find what excuses it."""

MOST_IN_COMMON = 200_000
"""Steps for finding who calls what, which is found out once for all files, and for each candidate:"""

MORE_IN_COMMON = 100_000

PART_OF_COMMON = 40_000
"""Steps of one such search that are taken by who asks."""

PER_NODE = 8
"""Steps in the time that it takes to read a node from the source."""

PER_QUESTION = 12
"""Steps in the time that it takes to ask what something is, if that is known."""

PER_ALTERNATIVE = 10
"""Steps in the time that it takes to go through each thing that something may be, but for the first."""

PER_SEARCH = 60
"""Steps in the time that it takes to ask who calls a function, if that is known."""

PER_CALL = 8
"""Steps in the time that it takes to go through what a call is handed."""

PER_TOLD = 500
"""Steps in the time that it takes to tell a violation."""

PER_PROMISED = 5
"""Steps for each node in whose time something is expected to be done, besides those it takes."""

PER_ENTRY = 40
"""Steps in the time that it takes to enter a function, or to look for what an object keeps."""

PER_TEST = 8
"""Steps in the time that it takes to ask for a test on the way to what a function returns, if it is known."""

PER_CALL_READ = 20
"""Steps in the time that it takes to note a call, besides its nodes."""

COPIED_PER_STEP = 4
"""Entries of a table that are copied, and kept, for each step."""

PER_LOOK = 25
"""Steps in the time that it takes to look at what a node is."""


_Answer = TypeVar("_Answer")


class TooMuchEffortError(Exception):
    """What is being found out takes more than the file may cost on whose behalf it is."""


class Effort:
    """Steps that were taken, and how many may be."""

    def __init__(self) -> None:
        self.steps = 0
        self.limit = inf

    def spend(self, steps: int) -> None:
        """So many steps are taken; an error if they are more than may be."""
        self.steps += steps
        if self.steps > self.limit:
            raise TooMuchEffortError


class Accounts:
    """Who has taken how many steps; those who have taken all they may."""

    def __init__(self, effort: Effort, candidates: int) -> None:
        self.effort = effort
        self._in_all = MOST_IN_ALL + MORE_IN_ALL * candidates
        self._in_common = MOST_IN_COMMON + MORE_IN_COMMON * candidates
        self._to_lend = MORE_PER_CANDIDATE * max(candidates - 1, 0)
        self._lent: dict[str, int] = {}
        self.overdrawn: dict[str, None] = {}
        self._taken: dict[str, int] = {}

    @contextmanager
    def at_the_expense_of(self, path: str, nodes: int, calls: int) -> Iterator[None]:
        """What is done is done on behalf of a file that holds so many; it is left where it takes too much."""
        effort, before, limit = self.effort, self.effort.steps, self.effort.limit
        taken, lent = self._taken.get(path, 0), self._lent.get(path, 0)
        own = MOST_PER_FILE - min(nodes * PER_NODE + calls * PER_CALL_READ, MOST_PER_FILE - LEAST_TO_JUDGE)
        most = own + lent + min(self._to_lend, MOST_LENT - lent)
        left = (most if effort.steps < self._in_all else LEAST_PER_FILE) - taken
        if left <= 0:
            left = min(MOST_TO_TELL, left + MORE_TO_TELL)
        effort.limit = before + max(left, 0)
        try:
            yield
        except TooMuchEffortError:
            self.overdrawn[path] = None
        finally:
            effort.limit = limit
            self._taken[path] = taken = taken + effort.steps - before
            more = min(max(taken - own - lent, 0), self._to_lend, MOST_LENT - lent)
            self._lent[path] = lent + more
            self._to_lend -= more

    @contextmanager
    def in_common(self) -> Iterator[None]:
        """What is done is done for all who ask: who happens to be the first pays for a part of it."""
        effort, before, limit = self.effort, self.effort.steps, self.effort.limit
        effort.limit = limit + self._in_common
        try:
            yield
        finally:
            for_all = min(max(effort.steps - before - PART_OF_COMMON, 0), self._in_common)
            self._in_common -= for_all
            effort.steps -= for_all
            effort.limit = limit

    def unless_too_much(self, answer: Callable[[], _Answer], otherwise: _Answer) -> _Answer:
        """An answer that one can do without, where finding it would leave nothing for telling the rest."""
        effort, limit = self.effort, self.effort.limit
        if effort.steps > limit - TO_CONCLUDE:
            return otherwise
        effort.limit = limit - TO_CONCLUDE
        try:
            return answer()
        except TooMuchEffortError:
            limit = max(limit, effort.steps + TO_CONCLUDE // 2)  # enough to conclude, not to try more
            return otherwise
        finally:
            effort.limit = limit


__all__ = [
    "COPIED_PER_STEP",
    "PER_ALTERNATIVE",
    "PER_CALL",
    "PER_ENTRY",
    "PER_LOOK",
    "PER_PROMISED",
    "PER_QUESTION",
    "PER_SEARCH",
    "PER_TEST",
    "PER_TOLD",
    "Accounts",
    "Effort",
    "TooMuchEffortError",
]
