"""A report counted: what the summaries and the machine formats say in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pytest_ssot.model import Assessment, Location, Report, RuleInfo, Severity, Status

WEIGHT: Mapping[Severity, int] = {severity: rank for rank, severity in enumerate(Severity)}


def by_status(report: Report) -> Mapping[Status, int]:
    """How many violations have each status; every status is present."""
    counts = Counter(assessment.status for assessment in report.assessments)
    return {status: counts[status] for status in Status}


def shown_statuses(report: Report) -> tuple[Status, ...]:
    """The statuses that tables have a column for, besides new: what only baselines bring, if there is any."""
    counts = by_status(report)
    always = (Status.KNOWN, Status.SUPPRESSED)
    return tuple(
        status for status in Status if status in always or (counts[status] and status is not Status.NEW)
    )


def new(report: Report) -> tuple[Assessment, ...]:
    """What counts for the verdict, in the order of the report: at level strict also what was modified."""
    return report.counting


def by_rule(assessments: Iterable[Assessment]) -> list[tuple[Severity, str, int]]:
    """How many violations each rule has per severity, heaviest first, then by number and name."""
    counts = Counter((found.violation.severity, found.violation.rule) for found in assessments)
    rows = [(severity, rule, number) for (severity, rule), number in counts.items()]
    return sorted(rows, key=lambda row: (WEIGHT[row[0]], -row[2], row[1]))


def heaviest_first(assessments: Iterable[Assessment]) -> list[Assessment]:
    """By severity, then what counts, then by place: a reader that stops early has seen the worst."""
    return sorted(assessments, key=heaviness)


def heaviness(assessment: Assessment) -> tuple[int, bool, Location]:
    """What `heaviest_first` sorts by: the severity, whether it counts, the place."""
    violation = assessment.violation
    return WEIGHT[violation.severity], assessment.status is not Status.NEW, violation.location


def rule_of(report: Report, assessment: Assessment) -> RuleInfo | None:
    """The description of the rule that was broken; None when the report does not carry it."""
    try:
        return report.rule(assessment.violation.rule)
    except KeyError:
        return None


def plural(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
