"""The benchmarks run, and measure what they say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.code_base import plant


def test_a_generated_code_base_looks_like_a_real_one(tmp_path: Path) -> None:
    """Sizes differ widely, one file in seven mentions JWT, and the same call gives the same files."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()

    wrong = plant(tmp_path / "one", 1000)
    plant(tmp_path / "two", 1000)

    texts = {
        path.relative_to(tmp_path / "one"): path.read_text() for path in (tmp_path / "one").rglob("*.py")
    }
    again = {
        path.relative_to(tmp_path / "two"): path.read_text() for path in (tmp_path / "two").rglob("*.py")
    }
    sizes = sorted(map(len, texts.values()))
    assert texts == again
    assert len(texts) == 1000
    assert wrong == 4
    assert 0.14 < sum("jwt" in text.lower() for text in texts.values()) / 1000 < 0.16
    assert 3_000 < sizes[500] < 6_000
    assert 7_000 < sum(sizes) / 1000 < 12_000
    assert sizes[0] < 1_000
    assert sizes[-1] > 50_000


@pytest.mark.slow
def test_the_table_shows_ratios_to_the_empty_plugin(tmp_path: Path) -> None:
    """Seconds on the clock and of processors, their ratios, and memory, for what was asked for."""
    (tmp_path / "a.py").write_text("a = 1\n", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", str(tmp_path), "--repeats=1", "--only=no analysis"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )

    assert done.stdout.startswith("1 files, 0.0 MB\n")
    rows = re.findall(r"^(\w.*?)  +([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+) +(\d+)$", done.stdout, re.MULTILINE)
    assert [row[0] for row in rows] == ["empty plugin", "pytest, no analysis"]
    assert rows[0][3:5] == ("1.00", "1.00")
    assert float(rows[1][3]) == pytest.approx(float(rows[1][1]) / float(rows[0][1]), abs=0.1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.py"]
