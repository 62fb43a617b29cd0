"""The mission-critical tests run in a pytest of their own, on a judgement that was made before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

import pytest

from pytest_ssot.check import check
from pytest_ssot.gate.conditions import State
from pytest_ssot.gate.missions import Missions, run_missions
from pytest_ssot.model import Assessment, Level, Location, Report, Severity, Violation
from pytest_ssot.settings import Settings
from pytest_ssot.trees import MemoryTree
from pytest_ssot.verdict import judge
from tests.test_packaging import ROOT

VIOLATION = "import jwt\n"
TODAY = date(2026, 11, 24)
OWN = "tests/mission_critical/test_own.py"


def run(
    root: Path,
    own: str | None = "def test_own():\n    pass\n",
    *,
    report: Report | None = None,
    seconds: int = 60,
    pyproject: str = "[tool.ssot]\n",
    conftest: str = "",
    environ: Mapping[str, str] = MappingProxyType({}),
) -> Missions:
    """Run the tests of a project with a test module of its own, or without, on an empty project's report."""
    if own is not None:
        (root / OWN).parent.mkdir(parents=True, exist_ok=True)
        (root / OWN).write_text(own)
    (root / "pyproject.toml").write_text(pyproject)
    (root / "conftest.py").write_text(conftest)
    settings = Settings(root, level=Level.STRICT)
    if report is None:
        report = check(MemoryTree({"app.py": b"x = 1\n"}), settings, today=TODAY)
    surrounding = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("SSOT_", "PYTEST_"))},
        "PYTHONPATH": str(ROOT),
        # What else is installed here costs every run half of its time, and says nothing.
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        **environ,
    }
    return run_missions(report, settings, surrounding, seconds=seconds)


HOSTILE = """
[tool.ssot]
enabled = true
[tool.pytest.ini_options]
addopts = ["-m", "nothing", "-k", "nothing", "-x", "--ssot-only", "--import-mode=importlib"]
"""


def test_the_judgement_is_handed_over_and_nothing_is_scanned_again(tmp_path: Path) -> None:
    """The files on disk have another violation than the report: only that of the report is seen.

    That holds whatever the project's own options select, and each shipped test runs once although the
    project gives them a place among its own.
    """
    violation = Violation(
        "jwt-signature-bypass", Severity.CRITICAL, Location("gone.py", 7), "handed over", "x"
    )
    clean = check(MemoryTree({"gone.py": b""}), Settings(tmp_path), today=TODAY)
    found = (Assessment(violation),)
    report = replace(clean, assessments=found, verdict=judge(found, Level.STRICT))
    own = "from pytest_ssot.suite.test_regressions import *\n\ndef test_own():\n    pass\n"
    (tmp_path / "app.py").write_text(VIOLATION)

    missions = run(tmp_path, own, report=report, pyproject=HOSTILE)

    assert missions.problem == ""
    assert [(test.id.rpartition("::")[2], test.outcome) for test in missions.failed] == [
        ("test_no_token_is_accepted_unverified", "failed")
    ]
    assert "gone.py:7" in missions.failed[0].message
    assert len(missions.tests) == 8
    assert {test.id.partition("::")[0] for test in missions.tests} == {OWN}


def test_own_tests_fail_together_with_what_cannot_be_collected(tmp_path: Path) -> None:
    """A failing test, a broken fixture and a module that cannot be imported are three failures."""
    own = (
        "import pytest\n\n@pytest.fixture\ndef broken():\n    raise OSError('no database')\n\n"
        "def test_fails():\n    assert 1 == 2\n\ndef test_errs(broken):\n    pass\n\n"
        "@pytest.mark.skip(reason='later')\ndef test_skipped():\n    pass\n"
    )
    deep = tmp_path / "tests" / "mission_critical" / "deep"
    deep.mkdir(parents=True)
    (deep / "test_broken.py").write_text("import no_such_thing\n")

    missions = run(tmp_path, own)

    assert missions.state is State.FAILED
    assert {test.id.rpartition("/")[2].partition("::")[2]: test.outcome for test in missions.failed} == {
        "": "error",
        "test_fails": "failed",
        "test_errs": "error",
    }
    messages = "\n".join(test.message for test in missions.failed)
    assert all(word in messages for word in ("no_such_thing", "assert 1 == 2", "no database"))
    assert "skipped" in {test.outcome for test in missions.tests}


def test_tests_that_do_not_end_are_ended(tmp_path: Path) -> None:
    """With everything they started, and in time."""
    own = (
        "import subprocess, sys, time\n\ndef test_hangs():\n"
        "    subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)'])\n    time.sleep(300)\n"
    )
    started = time.monotonic()

    missions = run(tmp_path, own, seconds=4)

    assert missions.state is State.UNKNOWN
    assert missions.problem == "they did not end within 4 seconds (--test-timeout)"
    assert time.monotonic() - started < 60


LOADED = {
    "by a variable": ({"PYTEST_PLUGINS": "pytest_ssot.plugin"}, "[]"),
    "not at all": ({}, '["-p", "no:ssot"]'),
    "by its entry point": ({"PYTEST_DISABLE_PLUGIN_AUTOLOAD": ""}, "[]"),
}


@pytest.mark.parametrize(("environ", "options"), LOADED.values(), ids=LOADED)
def test_the_plugin_is_loaded_once_however_a_project_does_it(
    tmp_path: Path, environ: dict[str, str], options: str
) -> None:
    """Twice would be refused by pytest, and without it the tests have no fixtures."""
    pyproject = f"[tool.ssot]\n[tool.pytest.ini_options]\naddopts = {options}\n"

    missions = run(tmp_path, None, pyproject=pyproject, environ=environ)

    assert (missions.problem, missions.state) == ("", State.MET), missions.log


def test_the_shipped_tests_need_nothing_of_the_project(tmp_path: Path) -> None:
    """A pipeline that only judges has none of the project's own requirements installed."""
    conftest = "import not_installed_here\n"
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "conftest.py").write_text(conftest)

    missions = run(tmp_path, None, conftest=conftest)

    assert missions.problem == ""
    assert [test.outcome for test in missions.tests] == ["passed"] * 7


def test_what_a_test_leaves_running_does_not_hold_the_gate(tmp_path: Path) -> None:
    """The outcome is there as soon as the tests are."""
    own = (
        "import subprocess, sys\n\ndef test_starts():\n"
        "    subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(20)'])\n"
    )

    missions = run(tmp_path, own, seconds=18)

    assert (missions.problem, missions.state) == ("", State.MET)


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_gate_that_is_stopped_leaves_no_tests_running(tmp_path: Path, number: int) -> None:
    """They have a session of their own, so nobody else would end them."""
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("who started the tests has this signal ignored, as `nohup` and `&` do")
    (tmp_path / OWN).parent.mkdir(parents=True)
    (tmp_path / OWN).write_text(
        "import os, pathlib, time\n\ndef test_it():\n"
        "    pathlib.Path('pid').write_text(f'{os.getpid()}\\n')\n    time.sleep(60)\n"
    )
    (tmp_path / "pyproject.toml").write_text("[tool.ssot]\n")
    (tmp_path / "scratch").mkdir()
    surrounding = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "TMPDIR": str(tmp_path / "scratch")}
    pid = tmp_path / "pid"
    with subprocess.Popen(
        [sys.executable, "-m", "pytest_ssot", "gate", "--no-report"],
        cwd=tmp_path, env={**os.environ, **surrounding}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as gate:  # fmt: skip
        try:
            wait_for(lambda: pid.is_file() and pid.read_text().endswith("\n"))
            gate.send_signal(number)

            assert gate.wait(30) == 128 + number
        finally:
            gate.kill()
    wait_for(lambda: not Path(f"/proc/{int(pid.read_text())}").exists())
    assert list((tmp_path / "scratch").iterdir()) == []


def wait_for(condition: Callable[[], bool]) -> None:
    """Give a busy machine half a minute."""
    ends = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_without_room_for_files_the_tests_tell_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full or read-only disk is no mistake of the tool."""

    def refuse(**_: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pytest_ssot.gate.missions.TemporaryDirectory", refuse)

    missions = run(tmp_path)

    assert missions.state is State.UNKNOWN
    assert missions.problem == "they cannot be started: No space left on device"


PROBLEMS = [
    ("import os\n\ndef test_it():\n    os._exit(7)\n", "", "pytest ended with exit code 7"),
    (
        "import os, signal\n\ndef test_it():\n    os.kill(os.getpid(), 9)\n",
        "",
        "pytest was ended by signal 9",
    ),
    (
        "def test_own():\n    pass\n",
        "raise RuntimeError('broken conftest')\n",
        "pytest ended with exit code 4",
    ),
]


@pytest.mark.parametrize(("own", "conftest", "problem"), PROBLEMS, ids=["exit", "signal", "conftest"])
def test_a_run_that_breaks_tells_nothing_and_says_how(
    tmp_path: Path, own: str, conftest: str, problem: str
) -> None:
    """No verdict comes of it, in either direction; the end of its output is kept."""
    missions = run(tmp_path, own, conftest=conftest)

    assert missions.state is State.UNKNOWN
    assert missions.problem.startswith(problem)
    assert missions.tests == ()
    assert missions.log or "exit" in own or "signal" in own
