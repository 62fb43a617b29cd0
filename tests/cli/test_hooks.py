"""Within the hooks of a real git, `ssot` judges what git is about to accept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.trees.repositories import SETUP, Checkout, git, make

CLEAN = "x = 1\n"
ERROR = "import jwt\n"
SSOT = f'"{sys.executable}" -m pytest_ssot'


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """A repository with one clean commit; `ssot` can be started by its hooks."""
    for name, value in SETUP.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    checkout = make(tmp_path / "project")
    checkout.commit({"pyproject.toml": "[tool.ssot]\n", "sub/a.py": CLEAN, "b.py": CLEAN})
    return checkout


def hook(checkout: Checkout, name: str, command: str) -> None:
    """Install a hook of one command."""
    place = Path(checkout.git("rev-parse", "--path-format=absolute", "--git-path", "hooks"))
    place.mkdir(exist_ok=True)
    (place / name).write_text(f"#!/bin/sh\nset -e\n{command}\n")
    (place / name).chmod(0o755)


def is_accepted(directory: Path, *command: str) -> bool:
    """Whether git does what it is told, hooks permitting."""
    done = subprocess.run(["git", *command], cwd=directory, capture_output=True, check=False, timeout=60)
    return done.returncode == 0


@pytest.mark.parametrize("command", [f"{SSOT} check --staged", f"cd sub; {SSOT} check --staged"])
@pytest.mark.parametrize("where", ["checkout", "worktree"])
def test_a_commit_is_judged_by_what_it_commits(
    command: str, where: str, checkout: Checkout, tmp_path: Path
) -> None:
    """Partially staged files, `commit -a` and `commit PATHS`, from a subdirectory, in a second worktree."""
    hook(checkout, "pre-commit", command)
    here = checkout
    if where == "worktree":
        checkout.git("worktree", "add", "-q", str(tmp_path / "second"), "-b", "second")
        here = Checkout(tmp_path / "second")

    here.write({"sub/a.py": ERROR, "b.py": "x = 2\n"})
    assert not is_accepted(here.root, "commit", "-qam", "all")
    assert not is_accepted(here.root, "commit", "-qm", "one", "sub/a.py")
    assert is_accepted(here.root, "commit", "-qm", "other", "b.py")
    here.git("add", "sub/a.py")
    here.write({"sub/a.py": CLEAN})
    assert not is_accepted(here.root / "sub", "commit", "-qm", "staged")
    here.stage({"sub/a.py": "x = 3\n"})
    here.write({"sub/a.py": ERROR})
    assert is_accepted(here.root / "sub", "commit", "-qm", "staged")


def test_a_first_commit_is_judged(tmp_path: Path, checkout: Checkout) -> None:
    """There is no HEAD to compare with."""
    fresh = make(tmp_path / "fresh")
    hook(fresh, "pre-commit", f"{SSOT} check --staged --base HEAD")
    fresh.stage({"pyproject.toml": "[tool.ssot]\n", "a.py": ERROR})

    assert not is_accepted(fresh.root, "commit", "-qm", "one")
    fresh.stage({"a.py": CLEAN})
    assert is_accepted(fresh.root, "commit", "-qm", "one")


def test_a_merge_brings_its_conflicts_mended(checkout: Checkout) -> None:
    """The hook of the commit that ends a merge judges what it changes on this branch."""
    checkout.git("checkout", "-qb", "other")
    checkout.commit({"b.py": "x = 'theirs'\n"})
    checkout.git("checkout", "-q", "main")
    checkout.commit({"b.py": "x = 'ours'\n"})
    hook(checkout, "pre-commit", f"{SSOT} check --staged")
    git(checkout.root, "merge", "-q", "other", check=False)

    checkout.stage({"b.py": ERROR})
    assert not is_accepted(checkout.root, "commit", "-qm", "merged")
    checkout.stage({"b.py": CLEAN})
    assert is_accepted(checkout.root, "commit", "-qm", "merged")


def test_a_server_judges_a_push_before_accepting_it(checkout: Checkout, tmp_path: Path) -> None:
    """What is pushed lies in quarantine until the hook agrees, in a repository without a checkout."""
    git(tmp_path, "clone", "-q", "--bare", str(checkout.root), "server.git")
    server = Checkout(tmp_path / "server.git")
    hook(server, "pre-receive", f'read old new name\n{SSOT} check --rev "$new" --base "$old"')
    checkout.git("remote", "add", "server", str(server.root))

    checkout.commit({"b.py": ERROR})
    assert not is_accepted(checkout.root, "push", "-q", "server", "main")
    checkout.commit({"b.py": "x = 5\n"})
    assert is_accepted(checkout.root, "push", "-q", "server", "main")
    assert server.git("rev-parse", "main") == checkout.git("rev-parse", "main")


def test_a_commit_of_many_files_is_judged(checkout: Checkout) -> None:
    """Five hundred of them, one of which breaks a rule."""
    hook(checkout, "pre-commit", f"{SSOT} check --staged --output-format concise >../seen")
    files = {f"pkg{number % 7}/m{number}.py": f"x = {number}\n" for number in range(500)}
    checkout.stage({**files, "pkg3/m3.py": ERROR})

    assert not is_accepted(checkout.root, "commit", "-qm", "many")
    seen = (checkout.root.parent / "seen").read_text()
    assert [line.split(":")[0] for line in seen.splitlines()] == [
        "pkg3/m3.py",
        "FAILED at level standard",
    ]
