"""What `-m` means: which severities are judged, beside the tests that carry the same markers."""

from __future__ import annotations

import pytest

from pytest_ssot.plugin.severities import ActiveSeverities
from tests.plugin.conftest import XDIST, Project

PLAIN, MARKED, MINE = (f"tests/test_unit.py::test_{name}" for name in ("plain", "critical", "mine"))
CRITICAL, ERROR, WARNING = (f"src/{name}.py::ssot" for name in ("critical", "error", "warning"))


@pytest.mark.parametrize(
    ("expression", "tests", "judged"),
    [
        ("critical", {MARKED}, {CRITICAL}),
        ("error", set(), {ERROR}),
        ("error or warning", set(), {ERROR, WARNING}),
        ("not warning", {PLAIN, MARKED, MINE}, {CRITICAL, ERROR}),
        ("error and not critical", set(), {ERROR}),
        ("critical or mine", {MARKED, MINE}, {CRITICAL}),
        ("mine", {MINE}, set()),
        ("ssot", set(), {CRITICAL, ERROR, WARNING}),
        ("not ssot", {PLAIN, MARKED, MINE}, set()),
        ("ssot and critical", set(), {CRITICAL}),
        ("critical and not ssot", {MARKED}, set()),
        ("critical and error", set(), set()),
        ("not critical", {PLAIN, MINE}, {ERROR, WARNING}),
        ("not (critical and error)", {PLAIN, MARKED, MINE}, {CRITICAL, ERROR, WARNING}),
        ("not (critical or error)", {PLAIN, MINE}, {WARNING}),
        ("ssot and not (error and warning)", set(), {CRITICAL, ERROR, WARNING}),
    ],
)
def test_an_expression_selects_severities(
    sample: Project, expression: str, tests: set[str], judged: set[str]
) -> None:
    """At the strict level every file fails whose severity is judged, and no other."""
    run = sample.run("--ssot", "--ssot-level=strict", "-m", expression)

    assert run.failed == judged
    assert {nodeid for nodeid in run.outcomes if not nodeid.endswith("::ssot")} == tests
    assert len([nodeid for nodeid in run.outcomes if nodeid.endswith("::ssot")]) == (5 if judged else 0)
    assert run.report["summary"]["collected"] == 8


@pytest.mark.parametrize("xdist", XDIST.values(), ids=XDIST)
@pytest.mark.parametrize(
    ("expression", "outcomes"),
    [
        ("critical or mine", {CRITICAL: "failed", ERROR: "passed", MARKED: "passed", MINE: "passed"}),
        (
            "not (critical and error)",
            {CRITICAL: "failed", ERROR: "failed", PLAIN: "passed", WARNING: "failed"},
        ),
        ("not ssot", {PLAIN: "passed", MARKED: "passed", MINE: "passed"}),
    ],
)
def test_workers_understand_the_same_expression(
    sample: Project, xdist: tuple[str, ...], expression: str, outcomes: dict[str, str]
) -> None:
    """The same items with the same outcomes, with and without workers."""
    run = sample.run("--ssot", "--ssot-level=strict", "-m", expression, *xdist)

    assert outcomes.items() <= run.outcomes.items()


def test_a_broken_expression_is_reported_by_pytest(sample: Project) -> None:
    """The plugin adds nothing to pytest's own message."""
    run = sample.run("--ssot", "-m", "critical and")

    assert run.code == pytest.ExitCode.USAGE_ERROR
    assert "Wrong expression passed to '-m'" in run.err


def test_severities_that_are_not_judged_do_not_count(sample: Project) -> None:
    """The verdict of a run with `-m` is about the severities it selects."""
    run = sample.run("--ssot-only", "--ssot-level=strict", "-m", "warning")

    assert run.verdict["counts"] == {"critical": 0, "error": 0, "warning": 1}
    assert run.found(CRITICAL) == []
    assert [rule for rule, _ in run.found(WARNING)] == ["auth-fallback"]


def test_a_marker_with_arguments_is_somebody_elses(sample: Project) -> None:
    """`-m 'critical(level=1)'` speaks of a test's own marker: no severity is meant."""
    if pytest.version_tuple < (8, 3):
        pytest.skip("pytest 8.3 brought arguments to -m")

    assert ActiveSeverities("critical(level=1)").all == ()
