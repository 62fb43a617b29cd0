"""What was resolved once stays resolved, and the alarm that says so works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_ssot.formats.concise import line
from pytest_ssot.formats.text.counts import new
from pytest_ssot.formats.text.style import Style
from pytest_ssot.model import Report, Severity
from pytest_ssot.plugin.analysis import local_analysis
from pytest_ssot.suite.configuration import mistakes
from pytest_ssot.suite.planted import BYPASS, BYPASSED, HARMLESS, deviations, silent_about
from pytest_ssot.suite.project import Project
from pytest_ssot.verdict import BUDGETS, Counts, judge_counts

__all__ = [
    "ssot_subject",
    "test_everybody_goes_through_the_interface",
    "test_monitoring_system_integration",
    "test_no_token_is_accepted_unverified",
    "test_nobody_gets_in_another_way",
    "test_the_alarm_rings_for_planted_violations",
    "test_the_alarm_stays_silent_for_clean_code",
    "test_the_configuration_fits_the_project",
]


@pytest.fixture(scope="session")
def ssot_subject(pytestconfig: pytest.Config, ssot_project: Report) -> Project:
    """The project around this test run, judged as a whole."""
    return Project(local_analysis(pytestconfig).settings, ssot_project)


@pytest.mark.critical
def test_no_token_is_accepted_unverified(ssot_subject: Project) -> None:
    """No critical violation anywhere: above all, every token's signature is verified."""
    _demand(ssot_subject.report, Severity.CRITICAL)


@pytest.mark.error
def test_everybody_goes_through_the_interface(ssot_subject: Project) -> None:
    """No work outside the owner that belongs to it, beyond what the level allows."""
    _demand(ssot_subject.report, Severity.ERROR)


@pytest.mark.warning
def test_nobody_gets_in_another_way(ssot_subject: Project) -> None:
    """No fallback, legacy or bypass path, nor any other warning, beyond what the level allows."""
    _demand(ssot_subject.report, Severity.WARNING)


@pytest.mark.integration
def test_the_alarm_rings_for_planted_violations(ssot_subject: Project) -> None:
    """A planted violation of every active rule is reported, at its line and by its rule."""
    silent = [
        f"{one.rule}: {one.example}: {_lines(one.missing)}" for one in deviations(ssot_subject) if one.missing
    ]
    silent += silent_about(ssot_subject)
    if silent:
        pytest.fail("\n".join(["the alarm stays silent about", *silent]), pytrace=False)


@pytest.mark.integration
def test_the_alarm_stays_silent_for_clean_code(ssot_subject: Project) -> None:
    """Clean code that looks like a violation is not reported by the rule it looks like breaking."""
    false = [
        f"{one.rule}: {one.example}: {_lines(one.extra)}" for one in deviations(ssot_subject) if one.extra
    ]
    if false:
        pytest.fail("\n".join(["false alarm by", *false]), pytrace=False)


@pytest.mark.integration
def test_monitoring_system_integration(ssot_subject: Project, tmp_path: Path) -> None:
    """From files on disk to the verdict: a planted violation turns it red, its removal green."""
    if BYPASSED not in {rule.id for rule in ssot_subject.active_rules}:
        pytest.skip(f"{BYPASSED} is switched off in this project")
    offender = tmp_path / "planted.py"
    offender.write_text(BYPASS, encoding="utf-8")
    red = ssot_subject.judge_directory(tmp_path)
    offender.write_text(HARMLESS, encoding="utf-8")
    green = ssot_subject.judge_directory(tmp_path)

    broken = [*_not(red, ok=False, critical=1), *_not(green, ok=True, critical=0)]
    if not ssot_subject.report.files:
        broken.append("no source file of this project is looked at")
    if broken:
        pytest.fail("\n".join(broken), pytrace=False)


@pytest.mark.integration
def test_the_configuration_fits_the_project(ssot_subject: Project) -> None:
    """Every owner owns a file, and the interface that messages recommend exists."""
    found = mistakes(ssot_subject)
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def _demand(report: Report, severity: Severity) -> None:
    verdict = report.verdict
    alone = Counts(**{severity.value: verdict.counts[severity]})
    strict = verdict.budgets[severity] != BUDGETS[verdict.level][severity]
    reasons = judge_counts(alone, verdict.level, block_on_warnings=strict).reasons
    if reasons:
        found = [one.violation for one in new(report) if one.violation.severity is severity]
        pytest.fail("\n".join([*reasons, *(line(violation, Style()) for violation in found)]), pytrace=False)


def _lines(places: frozenset[tuple[str, int]]) -> str:
    return ", ".join(f"{path}:{number}" for path, number in sorted(places))


def _not(report: Report, *, ok: bool, critical: int) -> Iterator[str]:
    if report.verdict.ok is not ok:
        yield f"the verdict is {'green' if report.verdict.ok else 'red'} and should not be"
    if report.verdict.counts[Severity.CRITICAL] != critical:
        yield f"{report.verdict.counts[Severity.CRITICAL]} critical violations instead of {critical}"
