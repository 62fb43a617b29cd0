"""The decision of a gate, with every reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from pytest_ssot.ci.build import Build
from pytest_ssot.formats.text.counts import plural
from pytest_ssot.gate.comparison import Comparison
from pytest_ssot.gate.conditions import Condition, Kind, State
from pytest_ssot.gate.missions import Missions
from pytest_ssot.gate.modes import ChosenLevel, Environment, Mode
from pytest_ssot.model import Assessment, Level, Report, Severity, Verdict

_NAMED = 5


class Outcome(IntEnum):
    """How a gate ends; the numbers are exit codes."""

    OPEN = 0
    BLOCKED = 1
    CRITICAL = 2
    UNKNOWN = 3


@dataclass(frozen=True)
class Regressions:
    """The violations that count and are new; `since` names what they are new against."""

    since: str
    found: tuple[Assessment, ...]


@dataclass(frozen=True)
class Decision:
    """Whether a gate opens: what it was asked, what it looked at, and each condition."""

    mode: Mode
    chosen: ChosenLevel
    environment: Environment | None
    build: Build
    compared: Comparison | None
    report: Report
    missions: Missions
    conditions: tuple[Condition, ...]
    notes: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """How strict it was."""
        return self.report.verdict.level

    @property
    def reasons(self) -> tuple[Condition, ...]:
        """The conditions that keep it closed."""
        return tuple(condition for condition in self.conditions if condition.blocks)

    @property
    def told(self) -> Report:
        """The report with every reason of the gate in its verdict: what services are told."""
        reasons = tuple(_sentence(condition) for condition in self.reasons)
        return replace(self.report, verdict=replace(self.report.verdict, reasons=reasons))

    @property
    def outcome(self) -> Outcome:
        """What comes of the conditions: what is certainly wrong weighs more than what is not known."""
        failed = {condition.kind for condition in self.reasons if condition.state is State.FAILED}
        if Kind.CRITICAL in failed:
            return Outcome.CRITICAL
        if failed:
            return Outcome.BLOCKED
        return Outcome.UNKNOWN if self.reasons else Outcome.OPEN


def _sentence(condition: Condition) -> str:
    """The message of a condition with what it is about, where it does not say so itself."""
    about = {Kind.MISSION_CRITICAL: "mission-critical: ", Kind.REGRESSION: "regression: "}
    return about.get(condition.kind, "") + condition.message


def conditions(report: Report, missions: Missions, regressions: Regressions | None) -> tuple[Condition, ...]:
    """Every condition of a gate, in the order of their weight."""
    verdict = report.verdict
    return (
        *_severities(verdict),
        *_baseline(verdict),
        _regressions(regressions, verdict),
        _missions(missions, verdict.level),
    )


def _severities(verdict: Verdict) -> Iterator[Condition]:
    reasons = iter(verdict.reasons)  # those of the severities come first, in their order
    for severity in Severity:
        count, budget = verdict.counts[severity], verdict.budgets[severity]
        failed = budget is not None and count > budget
        allowed = "any number" if budget is None else "none" if budget == 0 else f"at most {budget}"
        message = next(reasons) if failed else f"{count}, {allowed} allowed"
        yield Condition(Kind(severity.value), State.FAILED if failed else State.MET, message)


def _baseline(verdict: Verdict) -> Iterator[Condition]:
    """What is wrong with the baseline itself."""
    for reason in verdict.reasons[_exceeded(verdict) :]:
        yield Condition(Kind.BASELINE, State.FAILED, reason)


def _exceeded(verdict: Verdict) -> int:
    return sum(
        budget is not None and verdict.counts[severity] > budget
        for severity, budget in verdict.budgets.items()
    )


def _regressions(regressions: Regressions | None, verdict: Verdict) -> Condition:
    """What is new blocks where its severity has no budget left."""
    if regressions is None:
        return Condition(Kind.REGRESSION, State.MET, "nothing to compare with")
    number = len(regressions.found)
    if not number:
        return Condition(Kind.REGRESSION, State.MET, f"none since {regressions.since}")
    over = {
        severity
        for severity, budget in verdict.budgets.items()
        if budget is not None and verdict.counts[severity] > budget
    }
    failed = any(one.violation.severity in over for one in regressions.found)
    message = f"{plural(number, 'violation')} new since {regressions.since}"
    return Condition(
        Kind.REGRESSION,
        State.FAILED if failed else State.MET,
        message if failed else f"{message}, within what is allowed",
    )


def _missions(missions: Missions, level: Level) -> Condition:
    required = level is not Level.PERMISSIVE
    remark = "" if required else f" (optional at {level})"
    message = f"{_told(missions)}{remark}"
    return Condition(Kind.MISSION_CRITICAL, missions.state, message, is_required=required)


def _told(missions: Missions) -> str:
    if missions.failed:
        names = _few([test.id.rpartition("::")[2] or test.id for test in missions.failed])
        return f"{len(missions.failed)} of {plural(len(missions.tests), 'test')} failed: {names}"
    if missions.problem:
        return f"the tests could not be run: {missions.problem}"
    skipped = sum(test.outcome == "skipped" for test in missions.tests)
    passed = f"{plural(len(missions.tests) - skipped, 'test')} passed"
    return f"{passed}, {skipped} skipped" if skipped else passed


def _few(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
