"""How long each format takes to render a large report: `python -m benchmarks.formats [VIOLATIONS]`.

The figure to look at is the ratio to `json`, which depends on the machine least.
"""

from __future__ import annotations

import argparse
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.code_base import SETTINGS
from pytest_ssot import formats
from pytest_ssot.check import check
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import Report
from pytest_ssot.settings import resolve_settings
from pytest_ssot.trees.working import WorkingTree

WRONG = """\
from jwt import decode

OPTIONS = {"verify_exp": False, "verify_signature": False}
"""
FUNCTION = """

def user_{number}(token):
    claims = decode(token, options=OPTIONS)
    return claims["sub"]
"""
PER_FILE = 10
RUNS = 3


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.formats", description=__doc__)
    parser.add_argument("violations", nargs="?", type=int, default=5_000, help="how many (%(default)s)")
    report = judged(parser.parse_args().violations)
    print(f"{len(report.assessments)} violations in {len(report.files)} files")
    seconds = {name: best_of(name, report) for name in formats.names()}
    for name, (time_taken, size) in sorted(seconds.items(), key=lambda row: row[1]):
        ratio = time_taken / seconds["json"][0]
        print(f"{name:9} {time_taken:7.3f} s  {ratio:5.1f} x json  {size / 1e6:7.2f} MB")


def judged(violations: int) -> Report:
    """The report on a code base with about that many violations."""
    with TemporaryDirectory() as directory:
        root = Path(directory)
        (root / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
        for number in range(max(violations // (PER_FILE + 2), 1)):
            text = WRONG + "".join(FUNCTION.format(number=one) for one in range(PER_FILE))
            (root / f"module_{number:05}.py").write_text(text, encoding="utf-8")
        settings = resolve_settings(root, environ={}, options={}, rule_ids=frozenset)
        return check(WorkingTree(root), settings, today=date(2030, 1, 1))


def best_of(name: str, report: Report) -> tuple[float, int]:
    """The shortest of some runs in seconds, and the size of the document."""
    render = formats.load(name).render
    text = render(report, Options())
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        text = render(report, Options())
        times.append(time.perf_counter() - start)
    return min(times), len(text)


if __name__ == "__main__":
    main()
