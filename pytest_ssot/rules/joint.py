"""One violation for what several calls owe to one decision."""

from __future__ import annotations

from dataclasses import replace

from pytest_ssot.model import Severity, Violation
from pytest_ssot.rules.decisions import RECEIVES


def heavier(one: Violation, other: Violation) -> Violation:
    """The heavier of two violations that one decision makes, with the calls that both affect."""
    first, second = sorted((one, other), key=_weight)
    if len(first.trace) >= MOST_STEPS:
        return replace(first, trace=first.trace[:MOST_STEPS])
    ends = tuple(step for step in second.trace if step.message.endswith(RECEIVES))
    fresh = tuple(step for step in ends if step not in first.trace)
    return replace(first, trace=(*first.trace, *fresh)[:MOST_STEPS]) if first.trace else first


MOST_STEPS = 40
"""Steps told of one violation, however many calls it affects."""


def _weight(violation: Violation) -> tuple[int, int]:
    return list(Severity).index(violation.severity), len(violation.trace)
