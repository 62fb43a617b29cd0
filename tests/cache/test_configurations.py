"""A report that was kept depends on the configurations that were asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pytest_ssot.cache import Cache
from pytest_ssot.check import check
from pytest_ssot.model import Severity
from pytest_ssot.settings import Settings
from pytest_ssot.trees.working import WorkingTree

SOURCE = """\
import json
from pathlib import Path

import jwt

OPTIONS = json.loads(Path(__file__).with_name("gate.json").read_text())

def read(token, key):
    return jwt.decode(token, key, ["HS256"], options=OPTIONS)
"""


def _criticals(root: Path) -> int:
    """How many critical violations a run with a cache finds."""
    cache = Cache(root / ".pytest_cache" / "ssot")
    report = check(WorkingTree(root), Settings(root=root), today=date(2026, 1, 1), cache=cache)
    return sum(found.violation.severity is Severity.CRITICAL for found in report.assessments)


def test_a_kept_report_does_not_outlive_a_change_of_a_configuration(tmp_path: Path) -> None:
    """A switch that a file of the project flips is seen although no source has changed."""
    (tmp_path / "app.py").write_text(SOURCE)
    told = []
    for switch in ("true", "true", "false", "false", None, "true"):
        file = tmp_path / "gate.json"
        if switch is None:
            file.unlink()
        else:
            file.write_text(f'{{"verify_signature": {switch}}}')
        told.append(_criticals(tmp_path))

    assert told == [0, 0, 1, 1, 0, 0]


def test_an_ignored_configuration_decides_nothing(tmp_path: Path) -> None:
    """What the settings leave out is not asked, wherever it lies."""
    (tmp_path / "app.py").write_text(SOURCE)
    (tmp_path / "gate.json").write_text('{"verify_signature": false}')
    tree = WorkingTree(tmp_path, exclude=("*.json",))
    report = check(tree, Settings(root=tmp_path), today=date(2026, 1, 1))

    assert not [one for one in report.assessments if one.violation.severity is Severity.CRITICAL]
