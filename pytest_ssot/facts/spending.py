"""What questions about values may cost, in nodes that are looked at."""

from __future__ import annotations

from pytest_ssot.facts.effort import Effort
from pytest_ssot.facts.resolved import Alternatives, parts_of

MOST_WORK = 3_000
"""Nodes looked at to answer one question; beyond it the answer is unknown."""

VALUES_PER_NODE = 32
"""Values that are known, and gone through or copied, in the time it takes to look at a node."""

MOST_PARTS = 50_000
"""What values may hold in all that something is computed of."""

VALUES_PER_LOOK = 3
"""The same in the time of one step."""

VALUES_PER_STEP = 8
"""The same in the time it takes to look at an assignment or a call, whatever they hold."""


class Spending:
    """The work of the question that is being answered, and of all before it."""

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        self.total = 0
        """Nodes looked at for the questions before."""
        self.work, self.limit = 0, MOST_WORK
        self.slack = MOST_WORK
        """Nodes beyond the limit up to which what holds thousands of values is gone through all the same."""

    @property
    def spent(self) -> int:
        """Nodes looked at for all questions so far."""
        return self.total + self.work

    @property
    def is_spent(self) -> bool:
        """All that is still asked is unknown: the rest of what has thousands of parts is one unknown."""
        return self.work > self.limit + self.slack

    def goes_through(self, *groups: Alternatives) -> bool:
        """All that values hold is gone through, unless it is too much for this question, or for any."""
        left = (self.limit + self.slack - self.work + 1) * VALUES_PER_NODE
        number = parts_of(groups, min(max(left, 0), MOST_PARTS))
        self.go_through(number)
        return number < MOST_PARTS and not self.is_spent

    def go_through(self, number: int) -> None:
        """So many values that are known are gone through, or copied."""
        self.work += number // VALUES_PER_NODE
        self.effort.steps += number // VALUES_PER_LOOK
