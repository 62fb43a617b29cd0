"""The session's verdict: budgets above zero, in every way a run can be made."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.plugin.conftest import CRITICAL, ERROR, WARNING, XDIST, Project

VERDICT = "ssot::verdict"


def warnings(number: int) -> dict[str, str]:
    """Files with one warning each."""
    return {f"src/w{index}.py": WARNING for index in range(number)}


@pytest.mark.parametrize("xdist", XDIST.values(), ids=XDIST)
def test_a_total_over_its_budget_is_an_entry_of_its_own(project: Project, xdist: tuple[str, ...]) -> None:
    """Every item passes, the verdict fails: exit code, terminal, JUnit XML and JSON report say so."""
    project.write({**warnings(6), "test_unit.py": "def test_it(): pass\n"})

    run = project.run("--ssot", "--junitxml=junit.xml", *xdist)

    assert run.code == pytest.ExitCode.TESTS_FAILED
    assert run.failed == {VERDICT}
    assert len(run.outcomes) == 9
    assert run.report["exitcode"] == 1
    assert run.verdict["counts"] == {"critical": 0, "error": 0, "warning": 6}
    assert run.verdict["budgets"] == {"critical": 0, "error": 0, "warning": 5}
    assert run.verdict["ok"] is False
    assert run.verdict["reasons"] == ["6 warnings, at most 5 allowed at standard"]
    assert "[ssot] verdict" in run.out
    assert "FAILED ssot::verdict - 6 warnings, at most 5 allowed at standard" in run.out
    assert "1 failed, 8 passed" in run.out
    (failure,) = junit_failures(project.root / "junit.xml").items()
    assert failure[0] == "verdict"
    assert all(f"src/w{index}.py:1:1: warning[auth-fallback]" in failure[1] for index in range(6))


@pytest.mark.parametrize("arguments", [(), ("--tb=no",), ("--tb=line",)])
def test_what_exceeds_a_budget_is_listed_once(project: Project, arguments: tuple[str, ...]) -> None:
    """In the verdict's own entry, or in the summary when failures are not shown."""
    project.write(warnings(6))

    run = project.run("--ssot-only", *arguments)

    assert run.out.count("src/w3.py:1:1: warning[auth-fallback]") == 1


@pytest.mark.parametrize("xdist", XDIST.values(), ids=XDIST)
def test_a_total_within_its_budget_passes(project: Project, xdist: tuple[str, ...]) -> None:
    """Five warnings are what the standard level admits; they are listed all the same."""
    project.write(warnings(5))

    run = project.run("--ssot-only", *xdist)

    assert run.code == pytest.ExitCode.OK
    assert VERDICT not in run.outcomes
    assert run.verdict["ok"] is True
    assert run.out.count("warning[auth-fallback]") == 5
    assert "verdict: PASSED at level standard" in run.out


@pytest.mark.parametrize(
    ("level", "files", "failed"),
    [
        ("strict", {"a.py": WARNING}, {"a.py::ssot"}),
        ("strict", {"a.py": ERROR}, {"a.py::ssot"}),
        ("standard", {"a.py": WARNING}, set()),
        ("standard", {"a.py": ERROR}, {"a.py::ssot"}),
        ("standard", {**warnings(6), "a.py": CRITICAL}, {"a.py::ssot", VERDICT}),
        ("permissive", {**warnings(20), "a.py": ERROR}, set()),
        ("permissive", {f"e{index}.py": ERROR for index in range(5)}, set()),
        ("permissive", {f"e{index}.py": ERROR for index in range(6)}, {VERDICT}),
        ("permissive", {"a.py": CRITICAL}, {"a.py::ssot"}),
    ],
)
def test_levels_decide_what_fails(
    project: Project, level: str, files: dict[str, str], failed: set[str]
) -> None:
    """A severity without a budget fails its file, one with a budget only the total."""
    project.write(files)

    run = project.run("--ssot-only", f"--ssot-level={level}")

    assert run.failed == failed
    assert run.code == (1 if failed else 0)


def test_any_warning_blocks_when_the_environment_says_so(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`SSOT_BLOCK_ON_WARNINGS=true` leaves warnings no budget, at every level."""
    monkeypatch.setenv("SSOT_BLOCK_ON_WARNINGS", "true")
    project.write({"a.py": WARNING})

    assert project.run("--ssot-only", "--ssot-level=permissive").failed == {"a.py::ssot"}
    assert project.run("--ssot-only", "--ssot-level=permissive", "-n2").failed == {"a.py::ssot"}


@pytest.mark.parametrize("xdist", [(), ("-n2",)], ids=["off", "on"])
def test_a_partial_run_counts_what_it_judged(project: Project, xdist: tuple[str, ...]) -> None:
    """Violations in files that were not selected are neither shown nor held against the run."""
    project.write({**warnings(6), "more/w.py": WARNING})

    part = project.run("--ssot-only", "src/w0.py", "more", *xdist)
    enough = project.run("--ssot-only", "src", *xdist)

    assert part.code == pytest.ExitCode.OK
    assert part.verdict["counts"]["warning"] == 2
    assert (part.verdict["files"], part.verdict["files_in_project"]) == (2, 7)
    assert "2 of 7 source files were selected" in part.out
    assert enough.failed == {VERDICT}


def test_last_failed_remembers_a_failed_verdict_until_it_holds(project: Project) -> None:
    """`--lf` cannot run a verdict alone: it runs everything again, and forgets it once it passes."""
    project.write(warnings(6))
    assert project.run("--ssot-only").failed == {VERDICT}

    again = project.run("--ssot-only", "--lf")
    project.write({"src/w0.py": ""})
    mended = project.run("--ssot-only", "--lf")
    after = project.run("--ssot-only", "--lf")

    assert again.failed == {VERDICT}
    assert len(again.outcomes) == 7
    assert mended.code == pytest.ExitCode.OK
    assert "no previously failed tests" in after.out


def test_a_verdict_counts_towards_no_maximum_of_failures(project: Project) -> None:
    """`--maxfail` and `-x` end nothing that has already ended."""
    project.write(warnings(6))

    assert project.run("--ssot-only", "-x").failed == {VERDICT}


def test_a_violation_without_an_item_fails_the_verdict(project: Project) -> None:
    """What stands in no file of the listing, such as a link that leads nowhere, is not lost."""
    project.write({"a.py": "", "b.py": ""})
    (project.root / "broken.py").symlink_to("nowhere.py")

    strict = project.run("--ssot-only", "--ssot-level=strict")
    part = project.run("--ssot-only", "--ssot-level=strict", "a.py")

    assert strict.failed == {VERDICT}
    assert "broken.py:1:1: warning[file-not-analysed]" in strict.out
    assert part.code == pytest.ExitCode.OK


def test_without_reporting_plugins_the_exit_code_remains(pytester: pytest.Pytester) -> None:
    """Neither the terminal nor the cache nor the JSON report is needed for a verdict."""
    pytester.makepyfile(**{f"w{index}": WARNING for index in range(6)})
    bare = ("-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:pytest_jsonreport", "-p", "no:junitxml")

    assert pytester.runpytest_subprocess("--ssot-only", *bare).ret == 1
    assert pytester.runpytest_subprocess("--ssot-only", "--ssot-level=permissive", *bare).ret == 0


def junit_failures(path: Path) -> dict[str, str]:
    """The failures in a JUnit file by the names of their test cases."""
    cases = ET.parse(path).iter("testcase")
    return {case.get("name", ""): text for case in cases if (text := case.findtext("failure")) is not None}
