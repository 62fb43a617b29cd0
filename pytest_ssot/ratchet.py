"""What a baseline knows may only become less, by rule and severity."""

from __future__ import annotations

from collections import Counter

from pytest_ssot.baseline import Baseline, Count


def counts(baseline: Baseline) -> tuple[Count, ...]:
    """How many violations of each rule and severity a baseline knows, sorted."""
    found = Counter((entry.severity, entry.rule) for entry in baseline.entries)
    return tuple(sorted(Count(severity, rule, number) for (severity, rule), number in found.items()))


def growth(baseline: Baseline) -> tuple[str, ...]:
    """What there is more of in a baseline than its first version knew, a line for each rule.

    Only editing the file by hand can do that. Nothing is said when nobody counted.
    """
    if not baseline.first:
        return ()
    first = _table(baseline.first)
    return tuple(
        f"the baseline knows {now.number} {now.severity}[{now.rule}], at first it was "
        f"{first.get((now.severity, now.rule), 0)}: the ratchet lets it only go down"
        for now in counts(baseline)
        if now.number > first.get((now.severity, now.rule), 0)
    )


def rises(before: Baseline, after: Baseline) -> tuple[str, ...]:
    """What there is more of in the second baseline, such as `error[jwt-direct-import] from 3 to 5`."""
    known = _table(counts(before))
    return tuple(
        f"{now.severity}[{now.rule}] from {known.get((now.severity, now.rule), 0)} to {now.number}"
        for now in counts(after)
        if now.number > known.get((now.severity, now.rule), 0)
    )


def _table(listed: tuple[Count, ...]) -> dict[tuple[str, str], int]:
    return {(count.severity, count.rule): count.number for count in listed}
