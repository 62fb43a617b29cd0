"""What a level allows, and whether what counts stays within it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

import msgspec

from pytest_ssot.model import Assessment, BaselineSummary, Level, Severity, Verdict

BUDGETS: Mapping[Level, Mapping[Severity, int | None]] = MappingProxyType({
    Level.STRICT: {Severity.CRITICAL: 0, Severity.ERROR: 0, Severity.WARNING: 0},
    Level.STANDARD: {Severity.CRITICAL: 0, Severity.ERROR: 0, Severity.WARNING: 5},
    Level.PERMISSIVE: {Severity.CRITICAL: 0, Severity.ERROR: 5, Severity.WARNING: None},
})  # fmt: skip
"""The most violations of each severity that a level lets pass; None for any number."""


class Counts(msgspec.Struct, frozen=True):
    """How many violations of each severity count; `sum(parts, Counts())` is the total."""

    critical: int = 0
    error: int = 0
    warning: int = 0

    @classmethod
    def of(cls, assessments: Iterable[Assessment], level: Level = Level.STANDARD) -> Counts:
        """What is new, at level strict also what was modified; the rest counts nowhere."""
        found = Counter(one.violation.severity for one in assessments if one.counts(level))
        return cls(found[Severity.CRITICAL], found[Severity.ERROR], found[Severity.WARNING])

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.critical + other.critical, self.error + other.error, self.warning + other.warning)

    def by_severity(self) -> Mapping[Severity, int]:
        """The same numbers as a `Verdict` holds them, heaviest first."""
        return {
            Severity.CRITICAL: self.critical,
            Severity.ERROR: self.error,
            Severity.WARNING: self.warning,
        }


def budgets(level: Level, *, block_on_warnings: bool = False) -> Mapping[Severity, int | None]:
    """The budgets of a level; with `block_on_warnings`, none of them lets a warning pass."""
    return {**BUDGETS[level], Severity.WARNING: 0} if block_on_warnings else dict(BUDGETS[level])


def judge(
    assessments: Iterable[Assessment],
    level: Level,
    *,
    block_on_warnings: bool = False,
    baseline: BaselineSummary | None = None,
) -> Verdict:
    """Whether what counts among `assessments` stays within the level's budgets, and the baseline in order."""
    verdict = judge_counts(Counts.of(assessments, level), level, block_on_warnings=block_on_warnings)
    if baseline is None or not baseline.reasons:
        return verdict
    return replace(verdict, reasons=(*verdict.reasons, *baseline.reasons))


def judge_counts(counts: Counts, level: Level, *, block_on_warnings: bool = False) -> Verdict:
    """The verdict on numbers that were counted elsewhere, as the parts of a distributed run are."""
    allowed = budgets(level, block_on_warnings=block_on_warnings)
    reasons = tuple(
        f"{_amount(count, severity)}, {_limit(allowed[severity], level, BUDGETS[level][severity])}"
        for severity, count in counts.by_severity().items()
        if not _is_within(count, allowed[severity])
    )
    return Verdict(level, counts.by_severity(), allowed, reasons)


def fails(standard: Level | Verdict, severity: Severity) -> bool:
    """Whether one violation of this severity fails its own file; otherwise only the total can fail."""
    allowed = standard.budgets if isinstance(standard, Verdict) else BUDGETS[standard]
    return allowed[severity] == 0


def _is_within(count: int, budget: int | None) -> bool:
    return budget is None or count <= budget


def _amount(count: int, severity: Severity) -> str:
    noun = "critical violation" if severity is Severity.CRITICAL else severity.value
    return f"{count} {noun}{'s' if count != 1 else ''}"


def _limit(budget: int | None, level: Level, usual: int | None) -> str:
    if budget != usual:
        return "none allowed, because warnings block here"
    return f"at most {budget} allowed at {level}" if budget else f"none allowed at {level}"
