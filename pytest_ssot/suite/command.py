"""The suite's judgement without pytest: look at the project now, or write down what it knows."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pytest_ssot import formats
from pytest_ssot.errors import SsotError
from pytest_ssot.formats.text.style import Options, style_for
from pytest_ssot.suite.baseline import PATH, write
from pytest_ssot.suite.project import load

CLEAN, VIOLATIONS, NOT_JUDGED = 0, 1, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one mode on the project in the working directory; the exit code is documented in `--help`."""
    chosen = _parser().parse_args(arguments)
    try:
        return _generate(Path.cwd()) if chosen.generate_baseline else _monitor(Path.cwd())
    except SsotError as error:
        print(error, file=sys.stderr)
        return NOT_JUDGED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Judge the project in the working directory by its single sources of truth.",
        epilog="Exit codes: 0 nothing blocks, 1 violations block, 2 usage, 3 could not judge.",
    )
    modes = parser.add_mutually_exclusive_group(required=True)
    modes.add_argument("--monitor-mode", action="store_true", help="report every violation and the verdict")
    modes.add_argument(
        "--generate-baseline", action="store_true", help=f"write the violations there are to {PATH}"
    )
    return parser


def _monitor(root: Path) -> int:
    report = load(root).report
    style = style_for(sys.stdout, os.environ)
    sys.stdout.write(formats.load("full").render(report, Options(style)))
    return CLEAN if report.verdict.ok else VIOLATIONS


def _generate(root: Path) -> int:
    report = load(root).report
    number = write(root / PATH, report)
    print(f"{PATH}: {number} violations written down")
    print("A record for reviews: no run reads it yet, so it forgives nothing.")
    return CLEAN
