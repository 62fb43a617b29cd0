"""What a level allows is one table; the verdict follows from it and from the counts alone."""

from __future__ import annotations

import pytest

from pytest_ssot.model import Assessment, Level, Location, Severity, Status, Verdict, Violation
from pytest_ssot.verdict import Counts, budgets, fails, judge, judge_counts

STRICT, STANDARD, PERMISSIVE = Level.STRICT, Level.STANDARD, Level.PERMISSIVE
CRITICAL, ERROR, WARNING = Severity.CRITICAL, Severity.ERROR, Severity.WARNING

DECISIONS = [
    # level, block on warnings, critical, error, warning, reasons
    (STRICT, False, 0, 0, 0, ()),
    (STRICT, False, 1, 0, 0, ("1 critical violation, none allowed at strict",)),
    (STRICT, False, 0, 1, 0, ("1 error, none allowed at strict",)),
    (STRICT, False, 0, 0, 1, ("1 warning, none allowed at strict",)),
    (STRICT, True, 0, 0, 1, ("1 warning, none allowed at strict",)),
    (STANDARD, False, 0, 0, 0, ()),
    (STANDARD, False, 0, 0, 5, ()),
    (STANDARD, False, 0, 0, 6, ("6 warnings, at most 5 allowed at standard",)),
    (STANDARD, False, 0, 2, 0, ("2 errors, none allowed at standard",)),
    (STANDARD, False, 2, 0, 0, ("2 critical violations, none allowed at standard",)),
    (STANDARD, True, 0, 0, 0, ()),
    (STANDARD, True, 0, 0, 1, ("1 warning, none allowed, because warnings block here",)),
    (PERMISSIVE, False, 0, 5, 10_000, ()),
    (PERMISSIVE, False, 0, 6, 0, ("6 errors, at most 5 allowed at permissive",)),
    (PERMISSIVE, False, 1, 0, 0, ("1 critical violation, none allowed at permissive",)),
    (PERMISSIVE, True, 0, 5, 0, ()),
    (PERMISSIVE, True, 0, 0, 3, ("3 warnings, none allowed, because warnings block here",)),
    (
        *(STANDARD, False, 1, 2, 6),
        (
            "1 critical violation, none allowed at standard",
            "2 errors, none allowed at standard",
            "6 warnings, at most 5 allowed at standard",
        ),
    ),
]


def assessments(severity: Severity, count: int, status: Status = Status.NEW) -> list[Assessment]:
    violation = Violation("some-rule", severity, Location("a.py", 1), "message", "subject")
    return [Assessment(violation, status)] * count


@pytest.mark.parametrize(("level", "block", "critical", "error", "warning", "reasons"), DECISIONS)
def test_the_verdict_follows_from_level_and_counts(
    level: Level, block: bool, critical: int, error: int, warning: int, reasons: tuple[str, ...]
) -> None:
    """Every budget that is exceeded is a reason, heaviest first; without one the verdict is good."""
    found = [
        *assessments(CRITICAL, critical),
        *assessments(ERROR, error),
        *assessments(WARNING, warning),
    ]

    verdict = judge(found, level, block_on_warnings=block)

    assert verdict.reasons == reasons
    assert verdict.ok is (reasons == ())
    assert verdict.counts == {CRITICAL: critical, ERROR: error, WARNING: warning}
    assert verdict.level is level
    assert verdict.budgets == budgets(level, block_on_warnings=block)


def test_known_and_suppressed_violations_do_not_count() -> None:
    """Only what is new can exceed a budget."""
    found = [
        *assessments(CRITICAL, 3, Status.KNOWN),
        *assessments(ERROR, 3, Status.SUPPRESSED),
        *assessments(WARNING, 1),
    ]

    verdict = judge(found, STANDARD)

    assert verdict.ok
    assert Counts.of(found) == Counts(0, 0, 1)


@pytest.mark.parametrize(
    ("standard", "failing"),
    [
        (STRICT, {CRITICAL, ERROR, WARNING}),
        (STANDARD, {CRITICAL, ERROR}),
        (PERMISSIVE, {CRITICAL}),
        (judge((), STRICT), {CRITICAL, ERROR, WARNING}),
        (judge((), STANDARD), {CRITICAL, ERROR}),
        (judge((), PERMISSIVE), {CRITICAL}),
        (judge((), STANDARD, block_on_warnings=True), {CRITICAL, ERROR, WARNING}),
        (judge((), PERMISSIVE, block_on_warnings=True), {CRITICAL, WARNING}),
    ],
)
def test_a_severity_without_budget_fails_its_own_file(
    standard: Level | Verdict, failing: set[Severity]
) -> None:
    """What may occur a few times is judged by the total, what may not occur fails where it stands."""
    assert {severity for severity in Severity if fails(standard, severity)} == failing


def test_counts_add_up() -> None:
    """The counts of the parts are, summed, the count of the whole."""
    parts = [Counts(1, 2, 3), Counts(), Counts(warning=4)]

    assert sum(parts, Counts()) == Counts(1, 2, 7)
    assert judge_counts(sum(parts, Counts()), STANDARD).reasons == (
        "1 critical violation, none allowed at standard",
        "2 errors, none allowed at standard",
        "7 warnings, at most 5 allowed at standard",
    )


def test_asking_for_budgets_gives_a_copy() -> None:
    """Nobody can loosen a level by changing what was handed out."""
    mine = budgets(STRICT)
    assert isinstance(mine, dict)
    mine[WARNING] = None

    assert budgets(STRICT)[WARNING] == 0
    assert judge(assessments(WARNING, 1), STRICT).ok is False
