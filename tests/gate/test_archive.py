"""Reports of gates lie beside each other, each of them whole."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from pytest_ssot.errors import SsotError
from pytest_ssot.gate.archive import keep

MOMENT = datetime(2026, 11, 24, 9, 30, 5, tzinfo=UTC)


def test_a_report_is_named_by_its_moment_in_utc(tmp_path: Path) -> None:
    """The name says when, the same on every machine, and directories are made."""
    east = MOMENT.astimezone(timezone(timedelta(hours=9)))

    path = keep(tmp_path / "reports" / "ci", "gate", "{}\n", east)

    assert path == tmp_path / "reports" / "ci" / "gate_20261124_093005.json"
    assert path.read_bytes() == b"{}\n"


def test_two_runs_in_one_second_keep_both_reports(tmp_path: Path) -> None:
    """However many come at once, each has a file of its own and nothing else is left."""
    texts = [f"{number}\n" for number in range(12)]

    with ThreadPoolExecutor(6) as pool:
        paths = list(pool.map(lambda text: keep(tmp_path, "gate", text, MOMENT), texts))

    assert len(set(paths)) == len(texts)
    assert [path.read_text() for path in paths] == texts
    assert sorted(tmp_path.iterdir()) == sorted(paths)


@pytest.mark.skipif(os.name == "nt", reason="makes a file system without links out of permissions")
def test_without_hard_links_nothing_is_overwritten_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems know no links: a name is reserved first."""

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted", str(self))

    monkeypatch.setattr(Path, "hardlink_to", refuse)

    paths = [keep(tmp_path, "gate", text, MOMENT) for text in ("one", "two")]

    assert [path.read_text() for path in paths] == ["one", "two"]
    assert sorted(tmp_path.iterdir()) == sorted(paths)


def test_a_place_that_cannot_be_written_is_a_mistake(tmp_path: Path) -> None:
    """The message names the directory and the reason."""
    (tmp_path / "reports").write_text("a file")

    with pytest.raises(SsotError, match=r"cannot be written to .*reports.*: "):
        keep(tmp_path / "reports" / "ci", "gate", "", MOMENT)
