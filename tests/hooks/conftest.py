"""Real repositories in which `ssot` is installed as a hook, and started as a process."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from pytest_ssot.cli import main
from tests.trees.repositories import SETUP, Checkout, make

PACKAGE = Path(__file__).parents[2]
CLEAN = "x = 1\n"
ERROR = "import jwt\n"
WARNING = "def auth_fallback():\n    pass\n"
CRITICAL = 'def read(decode, token):\n    return decode(token, options={"verify_signature": False})\n'
PASSED = "✅ All pre-commit checks passed - SSOT compliance maintained"


@dataclass(frozen=True)
class Done:
    """What a process left behind."""

    code: int
    out: str
    err: str


def start(
    directory: Path, *command: str | Path, data: str = "", environ: Mapping[str, str] | None = None
) -> Done:
    """Run a command to its end."""
    done = subprocess.run(
        command,
        cwd=directory,
        capture_output=True,
        check=False,
        timeout=120,
        input=data.encode(),
        env={**os.environ, **(environ or {})},
    )
    return Done(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def ssot(directory: Path, *arguments: str) -> Done:
    """Run `ssot` in a directory, within this process; the hooks it installs start their own."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(directory), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    return Done(code, out.getvalue(), err.getvalue())


def commit(checkout: Checkout, *options: str) -> Done:
    """Commit what is staged, hooks permitting; git shows what they say on standard error."""
    return start(checkout.root, "git", "commit", "-qm", "a step", *options)


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory for repositories in which nothing but the package reaches git and `ssot`."""
    for name, value in SETUP.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(PACKAGE))
    monkeypatch.setenv("PYTHONUTF8", "1")
    for name in ("CI", "PRE_COMMIT", "FORCE_COLOR", "SSOT_COMPLIANCE_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def checkout(environment: Path) -> Checkout:
    """A repository with one clean commit."""
    checkout = make(environment / "project", "-b", "main")
    checkout.commit({"pyproject.toml": "[tool.ssot]\n", "a.py": CLEAN, "sub/b.py": CLEAN})
    return checkout
