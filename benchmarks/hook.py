"""What the pre-commit hook costs: `python -m benchmarks.hook [FILES ...]`.

Three staged files, edited again before each run, in projects of some sizes: files that no rule looks at, and
files that mention JWT. Processor time, git included, next to that of an interpreter that does nothing: the
ratio depends on the machine least.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.code_base import plant
from benchmarks.measuring import Cost, Subject, interleaved

RUNS = 7
STAGED = 3


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hook", description=__doc__)
    parser.add_argument("files", nargs="*", type=int, default=[30, 1_000], help="sizes (30 and 1000)")
    for files in parser.parse_args().files:
        for name, cost in costs(files).items():
            print(f"{files:7} files  {name:22} {cost.cpu:6.3f} s of processors, {cost.wall:6.3f} s")


def costs(files: int) -> dict[str, Cost]:
    """The median of each command in a project of that many files."""
    with TemporaryDirectory() as directory:
        root = Path(directory)
        plant(root, files)
        git(root, "init", "-q")
        git(root, "add", "-A")
        git(root, "-c", "user.name=nobody", "-c", "user.email=nobody@example.invalid", "commit", "-qm", "all")
        environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        hook = (sys.executable, "-P", "-m", "pytest_ssot", "hook")
        subjects = [
            Subject("an idle interpreter", (sys.executable, "-P", "-c", ""), lambda: None),
            Subject("hook, ordinary files", hook, editing(root, "**/module_*1.py")),
            Subject("hook, files about JWT", hook, editing(root, "**/module_*5.py")),
        ]
        return interleaved(subjects, root, environ, RUNS)


def editing(root: Path, files: str) -> Callable[[], None]:
    """Something that stages another edit of three of the files each time."""
    chosen = sorted(root.glob(f"area_*/{files}"))[:STAGED]
    edits = iter(range(1_000))

    def edit() -> None:
        number = next(edits)
        for path in chosen:
            with path.open("a", encoding="utf-8") as file:
                file.write(f"EDIT_{number} = {number}\n")
        git(root, "add", *map(str, chosen))

    return edit


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True)


if __name__ == "__main__":
    main()
