"""What opens a gate, as tables: levels by mode and environment, conditions by what was found."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pytest_ssot.ci import Build
from pytest_ssot.cli.arguments import ENVIRONMENTS, MODES
from pytest_ssot.gate import Decision, Kind, Mode, State
from pytest_ssot.gate.decision import Outcome, Regressions, conditions
from pytest_ssot.gate.missions import Missions, MissionTest
from pytest_ssot.gate.modes import ChosenLevel, Environment, choose_level
from pytest_ssot.model import Assessment, Level, Location, Report, Severity, Violation
from pytest_ssot.verdict import judge

STRICT, STANDARD, PERMISSIVE = Level
PASSED = Missions((MissionTest("a.py::test_it", "passed"),))
FAILED = Missions((MissionTest("a.py::test_it", "failed", "no"), MissionTest("a.py::test_more", "passed")))
CRASHED = Missions(problem="pytest was ended by signal 9")
VARIABLE = {"SSOT_COMPLIANCE_LEVEL": "permissive"}


def test_the_command_line_spells_modes_and_environments_as_they_are() -> None:
    """They are written out there, so that --help need not import them."""
    assert (tuple(Mode), tuple(Environment)) == (MODES, ENVIRONMENTS)


LEVELS = [
    # mode, level, environment, variables: level, None for what settings say
    (Mode.DEPLOYMENT_GATE, None, None, {}, STRICT),
    (Mode.PR_VALIDATION, None, None, {}, STANDARD),
    (Mode.BRANCH_PROTECTION, None, None, {}, None),
    (Mode.MANUAL_VALIDATION, None, None, {}, None),
    (Mode.DEPLOYMENT_GATE, None, Environment.STAGING, {}, STANDARD),
    (Mode.DEPLOYMENT_GATE, None, Environment.DEVELOPMENT, VARIABLE, PERMISSIVE),
    (Mode.MANUAL_VALIDATION, None, Environment.PRODUCTION, VARIABLE, STRICT),
    (Mode.DEPLOYMENT_GATE, STANDARD, Environment.PRODUCTION, VARIABLE, STANDARD),
    (Mode.PR_VALIDATION, STRICT, None, {}, STRICT),
    (Mode.DEPLOYMENT_GATE, None, None, VARIABLE, None),
    (Mode.DEPLOYMENT_GATE, None, None, {"SSOT_COMPLIANCE_LEVEL": " "}, STRICT),
]


@pytest.mark.parametrize(("mode", "level", "environment", "environ", "expected"), LEVELS)
def test_a_level_comes_from_what_is_said_most_plainly(
    mode: Mode,
    level: Level | None,
    environment: Environment | None,
    environ: Mapping[str, str],
    expected: Level | None,
) -> None:
    """The level option, then the environment option, then the variable, then what the mode is used to."""
    assert choose_level(mode, level, environment, environ).level is expected


def found(severity: Severity, number: int = 1) -> tuple[Assessment, ...]:
    """So many violations of a severity."""
    return tuple(
        Assessment(Violation("a-rule", severity, Location("a.py", line + 1), "m", "s"))
        for line in range(number)
    )


MISSIONS = Kind.MISSION_CRITICAL
CRITICAL, ERROR, WARNING = (found(severity) for severity in Severity)
OUTCOMES = [
    # level, violations, tests, regressions: outcome, what blocks
    (STRICT, (), PASSED, None, Outcome.OPEN, []),
    (STRICT, WARNING, PASSED, None, Outcome.BLOCKED, [Kind.WARNING]),
    (STANDARD, found(Severity.WARNING, 5), PASSED, None, Outcome.OPEN, []),
    (STANDARD, found(Severity.WARNING, 6), PASSED, None, Outcome.BLOCKED, [Kind.WARNING]),
    (STANDARD, ERROR, PASSED, None, Outcome.BLOCKED, [Kind.ERROR]),
    (PERMISSIVE, found(Severity.ERROR, 5), PASSED, None, Outcome.OPEN, []),
    (PERMISSIVE, found(Severity.ERROR, 6), PASSED, None, Outcome.BLOCKED, [Kind.ERROR]),
    (PERMISSIVE, CRITICAL, PASSED, None, Outcome.CRITICAL, [Kind.CRITICAL]),
    (STANDARD, (*CRITICAL, *ERROR), CRASHED, None, Outcome.CRITICAL, [Kind.CRITICAL, Kind.ERROR, MISSIONS]),
    (STANDARD, (), FAILED, None, Outcome.BLOCKED, [MISSIONS]),
    (STRICT, (), CRASHED, None, Outcome.UNKNOWN, [MISSIONS]),
    (STANDARD, ERROR, CRASHED, None, Outcome.BLOCKED, [Kind.ERROR, MISSIONS]),
    (PERMISSIVE, (), FAILED, None, Outcome.OPEN, []),
    (PERMISSIVE, (), CRASHED, None, Outcome.OPEN, []),
    (STANDARD, ERROR, PASSED, ERROR, Outcome.BLOCKED, [Kind.ERROR, Kind.REGRESSION]),
    (STANDARD, WARNING, PASSED, WARNING, Outcome.OPEN, []),
    (STANDARD, ERROR, PASSED, (), Outcome.BLOCKED, [Kind.ERROR]),
]  # fmt: skip


@pytest.mark.parametrize(("level", "violations", "missions", "new", "outcome", "kinds"), OUTCOMES)
def test_every_reason_is_named_and_the_heaviest_decides(
    level: Level,
    violations: tuple[Assessment, ...],
    missions: Missions,
    new: tuple[Assessment, ...] | None,
    outcome: Outcome,
    kinds: list[Kind],
) -> None:
    """Critical violations weigh most, then what is wrong for certain, then what is not known."""
    report = Report((), violations, (), judge(violations, level))
    regressions = None if new is None else Regressions("origin/main", new)
    decision = Decision(
        Mode.MANUAL_VALIDATION,
        ChosenLevel(level, "a test"),
        None,
        Build(),
        None,
        report,
        missions,
        conditions(report, missions, regressions),
    )

    assert decision.outcome is outcome
    assert [reason.kind for reason in decision.reasons] == kinds
    assert len(decision.told.verdict.reasons) == len(kinds)
    assert decision.told.verdict.ok is (outcome is Outcome.OPEN)


def test_a_baseline_out_of_order_is_a_reason_of_its_own() -> None:
    """What the verdict says beyond the severities is about the baseline."""
    from pytest_ssot.model import BaselineSummary

    verdict = judge(ERROR, STANDARD, baseline=BaselineSummary("b.json", 1, 1, grown=("it grew",)))
    report = Report((), ERROR, (), verdict)

    told = conditions(report, PASSED, None)

    assert [(one.kind, one.state) for one in told if one.blocks] == [
        (Kind.ERROR, State.FAILED),
        (Kind.BASELINE, State.FAILED),
    ]
