"""Runs with workers: the same results as without, told by the process that started them."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.plugin.conftest import ERROR, SOURCES, TESTS, Project, Run

FAILING = "def test_red(): assert 0\n"


@pytest.fixture
def mixed(sample: Project) -> Project:
    """Sources with violations, and tests of which one fails."""
    sample.write({"tests/test_red.py": FAILING, "tests/conftest.py": "collect_ignore = ['ignored.py']\n"})
    sample.write({"tests/ignored.py": ERROR, "src/deep/conftest.py": "", "src/deep/b.py": ERROR})
    return sample


def same(run: Run, other: Run) -> bool:
    """Whether two runs say the same about everything."""
    assert run.outcomes == other.outcomes
    assert {nodeid: run.found(nodeid) for nodeid in run.outcomes} == {
        nodeid: other.found(nodeid) for nodeid in other.outcomes
    }
    assert run.report["summary"].get("ssot") == other.report["summary"].get("ssot")
    return run.code == other.code


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "src/error.py::ssot src/deep tests/test_unit.py::test_plain tests/test_red.py::ssot",
        "-k 'critical or red' --dist=loadfile",
        "-m 'critical or mine' --dist=worksteal",
        "--deselect=src/error.py::ssot --deselect=tests/test_red.py --ignore=src/deep --dist=loadgroup",
        "--ssot-level=permissive --dist=each",
    ],
)
def test_workers_change_nothing(mixed: Project, arguments: str) -> None:
    """Outcomes, violations, verdict and exit code are those of a run in one process."""
    options = shlex.split(arguments)

    alone = mixed.run("--ssot", *options, "-n0")
    distributed = mixed.run("--ssot", *options, "-n2")

    assert same(alone, distributed)
    assert alone.outcomes


@pytest.mark.parametrize("red", ["a source file", "a test", "both"])
def test_last_failed_means_the_same_with_workers(sample: Project, red: str) -> None:
    """`--lf` runs what failed; a process that sees only one kind does not take that for nothing."""
    sample.write({"src/critical.py": "", "src/error.py": ERROR if red != "a test" else ""})
    sample.write({"tests/test_red.py": FAILING if red != "a source file" else ""})
    sample.run("--ssot")

    alone = sample.run("--ssot", "--lf")
    distributed = sample.run("--ssot", "--lf", "-n2")

    assert same(alone, distributed)
    assert len(alone.outcomes) == (2 if red == "both" else 1)


def test_failures_of_both_kinds_count_towards_the_maximum(project: Project) -> None:
    """`--maxfail` and `-x` stop the workers, whoever found the failures."""
    slow = "import time\n" + "".join(f"def test_{n}(): time.sleep(0.2); assert 0\n" for n in range(40))
    project.write({"src/a.py": ERROR, "src/b.py": ERROR, "test_red.py": slow})

    run = project.run("--ssot", "-n2", "--maxfail=3")

    assert "stopping after" in run.out
    assert len(run.outcomes) < 30
    assert run.code == pytest.ExitCode.INTERRUPTED


def test_a_worker_that_dies_takes_no_source_file_along(sample: Project) -> None:
    """Its test is an error of its own; counts and progress include everything."""
    sample.write({"tests/test_dies.py": "import os\ndef test_dies(): os._exit(1)\n"})

    run = sample.run("--ssot", "-n2", "-v")

    assert run.outcomes["tests/test_dies.py::test_dies"] == "failed"
    assert {nodeid for nodeid in run.outcomes if nodeid.endswith("::ssot")} == {
        f"{path}::ssot" for path in (*SOURCES, "tests/test_unit.py", "tests/test_dies.py")
    }
    shares = [int(share) for share in re.findall(r"\[ *(\d+)%\]", run.out)]
    assert max(shares) == 100
    assert shares.count(100) == 1
    assert run.report["summary"]["collected"] == 10


def test_source_files_alone_start_no_workers(sample: Project) -> None:
    """There is nothing for them to do, whatever asked for them."""
    (sample.root / "tests" / "test_unit.py").unlink()
    sample.write({"conftest.py": "def pytest_configure_node(node): raise AssertionError('a worker')\n"})

    for arguments in (
        ("--ssot-only", "-n2"),
        ("--ssot-only", "-nauto"),
        ("--ssot", "src/error.py::ssot", "-n2"),
    ):
        run = sample.run(*arguments)

        assert run.code == pytest.ExitCode.TESTS_FAILED
        assert "src/error.py::ssot" in run.failed


def test_tests_on_workers_have_the_judgement(sample: Project) -> None:
    """The fixture of the whole project's report is made once, and handed to every worker."""
    sample.write(
        {
            "tests/test_unit.py": TESTS
            + """
    def test_report(ssot_project):
        assert {found.violation.location.path for found in ssot_project.assessments} == {
            "src/critical.py", "src/error.py", "src/warning.py"
        }
    """
        }
    )

    test = "tests/test_unit.py::test_report"
    assert sample.run("--ssot", "-n2").outcomes[test] == "passed"
    assert sample.run("--ssot", "-n2", "-k", "test_report").outcomes == {test: "passed"}


def test_an_argument_that_names_nothing_is_refused_with_workers(sample: Project) -> None:
    """Before any worker has something to do."""
    run = sample.run("--ssot", "src/nowhere.py", "-n2")

    assert run.code == pytest.ExitCode.USAGE_ERROR
    assert "src/nowhere.py" in run.err
