"""A small project under test, run by pytest inside the test."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

# pytester forgets what a run inside the test imported; modules imported twice would not fit together.
import pytest_ssot.analysis
import pytest_ssot.plugin.session  # noqa: F401

CRITICAL = "def read(decode, token):\n    return decode(token, options={'verify_signature': False})\n"
ERROR = "import jwt\n"
WARNING = "def auth_fallback():\n    return None\n"
SOURCES = {
    "src/critical.py": CRITICAL,
    "src/error.py": ERROR,
    "src/warning.py": WARNING,
    "src/clean.py": "answer = 42\n",
}
TESTS = """
    import pytest

    def test_plain(): pass

    @pytest.mark.critical
    def test_critical(): pass

    @pytest.mark.mine
    def test_mine(): pass
"""
XDIST: Mapping[str, tuple[str, ...]] = {"off": (), "on": ("-n2",), "absent": ("-p", "no:xdist")}
"""The three ways a run can stand to pytest-xdist, as arguments."""


@dataclass(frozen=True)
class Run:
    """What a run of pytest said."""

    code: int
    out: str
    err: str
    report: Mapping[str, Any]

    @property
    def outcomes(self) -> dict[str, str]:
        """The outcome of every item by its node id."""
        return {test["nodeid"]: test["outcome"] for test in self.report.get("tests", ())}

    @property
    def failed(self) -> set[str]:
        """The node ids that failed."""
        return {nodeid for nodeid, outcome in self.outcomes.items() if outcome == "failed"}

    @property
    def verdict(self) -> dict[str, Any]:
        """The verdict as the JSON report's summary carries it."""
        found: dict[str, Any] = self.report["summary"]["ssot"]
        return found

    def found(self, nodeid: str) -> list[tuple[str, int]]:
        """Rule and line of the violations in an item's JSON metadata."""
        (test,) = (test for test in self.report["tests"] if test["nodeid"] == nodeid)
        violations = test.get("metadata", {}).get("ssot", [])
        return [(found["rule"], found["location"]["line"]) for found in violations]


class Project:
    """A directory that pytest takes for a project's root."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self._pytester = pytester
        self.root: Path = pytester.path
        self.write({"pytest.ini": "[pytest]\nmarkers = mine: a marker of the project\n"})

    def write(self, files: Mapping[str, str]) -> None:
        """Create or replace files, by their paths relative to the root."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")

    def run(self, *arguments: str, apart: bool = False) -> Run:
        """Run pytest with the arguments and a JSON report, in this process or in one of its own."""
        file = self.root / "report.json"
        file.unlink(missing_ok=True)
        start = self._pytester.runpytest_subprocess if apart else self._pytester.runpytest_inprocess
        result = start(*arguments, "--json-report", f"--json-report-file={file}")
        report = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        return Run(int(result.ret), result.stdout.str(), result.stderr.str(), report)

    def collected(self, *arguments: str) -> list[str]:
        """The node ids that pytest selects for the arguments, without running any."""
        result = self._pytester.runpytest_inprocess(*arguments, "--collect-only", "-q")
        assert result.ret in (0, 5), result.stdout.str() + result.stderr.str()
        return [line for line in result.stdout.lines if "::" in line]


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An empty project; its environment says nothing about levels or colour."""
    for name in ("SSOT_COMPLIANCE_LEVEL", "SSOT_BLOCK_ON_WARNINGS", "FORCE_COLOR", "PY_COLORS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    # Its plugin imports the whole library anew at the end of every run inside a test.
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:hypothesispytest")
    return Project(pytester)


@pytest.fixture
def sample(project: Project) -> Project:
    """A project with a file for every severity, a clean one, and ordinary tests beside them."""
    project.write({**SOURCES, "tests/test_unit.py": TESTS})
    return project
