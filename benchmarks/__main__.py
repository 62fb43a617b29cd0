"""Generates a code base and times both doors on it, cold and again."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.code_base import plant

DOORS = {
    "ssot check": ("-m", "pytest_ssot", "check", "-q", "--output-format", "concise"),
    "pytest --ssot-only": ("-m", "pytest", "--ssot-only", "-q", "--tb=no"),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("files", nargs="?", type=int, default=10_000, help="how many files (%(default)s)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        expected = plant(Path(directory), arguments.files)
        print(f"{arguments.files} files, {expected} of them with a violation")
        for door, command in DOORS.items():
            for run in ("cold", "again"):
                seconds, code = clock(command, directory)
                print(f"{door:20} {run:6} {seconds:7.2f} s   exit code {code}")


def clock(command: tuple[str, ...], directory: str) -> tuple[float, int]:
    """Wall-clock seconds and exit code of one run."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, *command], cwd=directory, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start, done.returncode


if __name__ == "__main__":
    main()
