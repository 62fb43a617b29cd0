"""Workers on other machines: tests run there, source files are judged here, results are the same."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugin.conftest import TESTS, Project

REPORT = """
def test_report(ssot_project):
    paths = {found.violation.location.path for found in ssot_project.assessments}
    assert paths == {"src/critical.py", "src/error.py", "src/warning.py"}
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a second execnet server, which works in a directory of its own."""
    where = tmp_path / "elsewhere"
    where.mkdir()
    packages = str(Path(__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "execnet.script.socketserver", "127.0.0.1:0"],
        cwd=where,
        env={**os.environ, "PYTHONPATH": packages},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        found = re.search(r"\('127\.0\.0\.1', (\d+)\)", process.stdout.readline())
        assert found, "the server did not start"
        yield f"127.0.0.1:{found[1]}"
    finally:
        process.kill()
        process.communicate()


def test_a_worker_elsewhere_gives_the_same_results(sample: Project, server: str) -> None:
    """One process, two workers, a worker in a copy of the project: outcomes, violations and verdict agree."""
    sample.write({"tests/test_unit.py": TESTS, "tests/test_report.py": REPORT})
    root = str(sample.root)
    remote = ("--dist=load", f"--tx=socket={server}", f"--rsyncdir={root}")

    runs = [sample.run("--ssot", root, *more) for more in ((), ("-n2",))]
    # execnet leaves the socket to the end of its process.
    runs.append(sample.run("--ssot", root, *remote, apart=True))

    outcomes = [run.outcomes for run in runs]
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert outcomes[0]["tests/test_report.py::test_report"] == "passed"
    assert runs[0].failed == {"src/critical.py::ssot", "src/error.py::ssot"}
    assert [run.code for run in runs] == [pytest.ExitCode.TESTS_FAILED] * 3
    assert runs[0].verdict == runs[1].verdict == runs[2].verdict
    assert {node: runs[0].found(node) for node in outcomes[0]} == {
        node: runs[2].found(node) for node in outcomes[2]
    }
