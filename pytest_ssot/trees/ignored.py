"""What git leaves out of a directory, asked of a repository that nobody has vouched for."""

from __future__ import annotations

import os
from pathlib import Path
from subprocess import CompletedProcess

import msgspec

from pytest_ssot.trees.git import GitError, answer, environment, is_around, run


class Ignored(msgspec.Struct, frozen=True):
    """The untracked files and directories below one directory that its ignore files name.

    Everything not named is source, so a path that git spells differently than the disk does
    (case, Unicode form) is analysed rather than lost.
    """

    files: frozenset[str] = frozenset()
    directories: frozenset[str] = frozenset()


def ignored_below(directory: Path) -> Ignored:
    """What the repository around `directory` ignores in it, relative to it; nothing outside a repository.

    Raises `GitError` when there is a repository that git cannot or will not read.
    """
    if not is_around(directory) or _is_ignored_itself(directory):
        return Ignored()
    listing = ("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory")
    names = [os.fsdecode(name) for name in _git(directory, *listing).split(b"\0") if name]
    return Ignored(
        frozenset(name for name in names if not name.endswith("/")),
        frozenset(name.rstrip("/") for name in names if name.endswith("/")),
    )


def is_tracked(directory: Path, name: str) -> bool:
    """Whether git keeps the file `name` of `directory`; False where git cannot say."""
    try:
        listed = is_around(directory) and _git(directory, "ls-files", "-z", "--", f":(literal){name}")
    except GitError:
        return False
    return bool(listed)


def is_linked_worktree(directory: Path) -> bool:
    """Whether `directory` is a second checkout made by `git worktree add`."""
    try:
        with (directory / ".git").open("rb") as file:
            pointer = file.read(4096).strip()
    except OSError:
        return False
    return pointer.startswith(b"gitdir:") and Path(os.fsdecode(pointer)).parent.name == "worktrees"


def _is_ignored_itself(directory: Path) -> bool:
    """Whether the repository around regards all of `directory` as ignored.

    Who asks for a directory that an outer repository ignores (a scratch or build place) wants to see
    it; taking the outer ignore file at its word would leave nothing.
    """
    if os.path.lexists(directory / ".git"):
        return False
    return _run(directory, "check-ignore", "--quiet", ".").returncode == 0


def _git(directory: Path, *arguments: str) -> bytes:
    return answer(_run(directory, *arguments))


def _run(directory: Path, *arguments: str) -> CompletedProcess[bytes]:
    return run(directory, environment(os.environ), *arguments)
