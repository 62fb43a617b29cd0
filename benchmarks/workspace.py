"""A copy of a code base that measured commands may leave caches in, and that may be edited."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.code_base import plant
from benchmarks.measuring import Subject

HERE = Path(__file__).parent
CACHES = (".pytest_cache", ".ssot_cache", ".ruff_cache", ".empty_cache")
PYTHON = (sys.executable, "-P")  # nothing that is measured may be shadowed by what it looks at
PYTEST = (*PYTHON, "-m", "pytest", "-q", "--tb=no")
SSOT_CODES = (0, 1, 2)
SSOT = (*PYTHON, "-m", "pytest_ssot", "check", "-q", "--output-format", "concise")
EMPTY = "empty plugin"
SETTLED = 3.0
"""Seconds after which a file no longer counts as just written: until then its times prove nothing."""


class Workspace:
    """The directory, and the commands to be measured in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = sorted(root.rglob("*.py"))
        self.bytes = sum(file.stat().st_size for file in self.files)
        self._edits = 0
        time.sleep(SETTLED)
        if not (root / "pytest.ini").exists():
            (root / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")

    def forget(self) -> None:
        """Remove every cache."""
        for name in CACHES:
            shutil.rmtree(self.root / name, ignore_errors=True)

    def edit(self) -> None:
        """Add a function to a file in the middle, each time another."""
        self._edits += 1
        with self.files[len(self.files) // 2].open("a", encoding="utf-8") as file:
            file.write(f"\n\ndef edited_{self._edits}(token):\n    return token\n")

    def subjects(self) -> Iterator[Subject]:
        """Everything, in an order in which each finds what the ones before it leave."""
        some = tuple(
            str(file.relative_to(self.root)) for file in self.files[:: len(self.files) // 3 or 1][:3]
        )
        ours = (*PYTEST, "--ssot-only")
        yield Subject(
            EMPTY,
            (*PYTEST, "-p", "benchmarks.empty_plugin", "-p", "no:python", "-o", "cache_dir=.empty_cache"),
            self.forget,
        )
        yield Subject("pytest, no analysis", (*ours, "-p", "benchmarks.instant_plugin"), self.forget)
        yield Subject("pytest cold", ours, self.forget)
        yield Subject("pytest warm", ours, _nothing)
        yield Subject("pytest, one file changed", ours, self.edit)
        yield Subject("pytest cold, -n 2", (*ours, "-n", "2"), self.forget)
        yield Subject("pytest warm, -n 2", (*ours, "-n", "2"), _nothing)
        yield Subject("ssot check cold", SSOT, self.forget, SSOT_CODES)
        yield Subject("ssot check warm", SSOT, _nothing, SSOT_CODES)
        yield Subject("ssot check, 3 files", (*SSOT, *some), _nothing, SSOT_CODES)
        yield from self._others()

    def _others(self) -> Iterator[Subject]:
        ruff = _found("ruff")
        if ruff:
            command = (ruff, "check", "--isolated", "--select", "S", "--quiet", "--exit-zero", ".")
            yield Subject("ruff --select S cold", (*command, "--no-cache"), self.forget)
            yield Subject("ruff --select S, cache empty", command, self.forget)
            yield Subject("ruff --select S warm", command, _nothing)
        semgrep = _found("semgrep")
        if semgrep:
            # All files, as for the others: left to itself it skips tests, and what is large.
            (self.root / ".semgrepignore").touch()
            options = ("scan", "--quiet", "--metrics=off", "--disable-version-check", "--no-git-ignore")
            config = ("--max-target-bytes", "0", "--config", str(HERE / "semgrep_jwt.yml"))
            yield Subject("semgrep, 2 JWT rules", (semgrep, *options, *config, "."), _nothing)


@contextmanager
def generated(files: int) -> Iterator[Workspace]:
    """A code base of that many files, gone afterwards."""
    with TemporaryDirectory(prefix="ssot-bench-") as directory:
        plant(Path(directory), files)
        yield Workspace(Path(directory))


@contextmanager
def copied(directory: Path) -> Iterator[Workspace]:
    """The Python files of a directory, copied."""
    with TemporaryDirectory(prefix="ssot-bench-") as temporary:
        root = Path(temporary)
        for name in ("ssot.toml", "pyproject.toml"):
            if (directory / name).is_file():
                shutil.copy(directory / name, root)
        for file in directory.rglob("*.py"):
            if file.is_file() and not file.is_symlink():
                target = root / file.relative_to(directory)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
        yield Workspace(root)


def environment() -> dict[str, str]:
    """This one, with this project importable and nothing that changes what is judged.

    Python keeps what it compiles, as it does for an installed package, or each run would compile it again.
    """
    changing = ("SSOT_", "PYTEST_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(changing)}
    return {**kept, "PYTHONPATH": str(HERE.parent)}


def _found(tool: str) -> str | None:
    """A tool beside this Python, or on the path."""
    beside = Path(sys.executable).with_name(tool)
    return str(beside) if beside.is_file() else shutil.which(tool)


def _nothing() -> None:
    pass
