"""What git leaves out of a directory, asked of a repository that nobody has vouched for."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SECONDS = 120
"""How long git may take before the listing goes on without it."""

_HARDENED = (
    # Any of these may name a program or a server in the configuration of a repository.
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "safe.bareRepository=explicit",
    "-c",
    "protocol.allow=never",
)

# A hook runs with these set to the repository and index it belongs to, which need not be the tree's.
_OF_ANOTHER_REPOSITORY = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)


class GitError(Exception):
    """Git is missing or declined; the message says why, in words for a report."""


@dataclass(frozen=True)
class Ignored:
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
    if not _in_repository(directory) or _is_ignored_itself(directory):
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
        listed = _in_repository(directory) and _git(directory, "ls-files", "-z", "--", f":(literal){name}")
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


def _in_repository(directory: Path) -> bool:
    return any(os.path.lexists(above / ".git") for above in (directory, *directory.parents))


def _is_ignored_itself(directory: Path) -> bool:
    """Whether the repository around regards all of `directory` as ignored.

    Who asks for a directory that an outer repository ignores (a scratch or build place) wants to see
    it; taking the outer ignore file at its word would leave nothing.
    """
    if os.path.lexists(directory / ".git"):
        return False
    return _run(directory, "check-ignore", "--quiet", ".").returncode == 0


def _git(directory: Path, *arguments: str) -> bytes:
    done = _run(directory, *arguments)
    if done.returncode == 0:
        return done.stdout
    complaint = done.stderr.decode(errors="replace").strip()
    if "dubious ownership" in complaint:
        raise GitError("git does not trust this repository because another user owns it (safe.directory)")
    raise GitError(f"git cannot read this repository ({complaint.partition(chr(10))[0]})")


def _run(directory: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_REPOSITORY}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}
    try:
        return subprocess.run(  # noqa: S603 - fixed arguments, no shell, configuration hardened above
            [_program(), *_HARDENED, *arguments],
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitError(f"git did not answer within {SECONDS} seconds") from None
    except OSError as problem:
        raise GitError(f"git cannot be started ({problem.strerror})") from None


def _program() -> str:
    """The git found in an absolute directory of the search path.

    A relative one would be looked up in the directory that is scanned, and so would Windows on its own.
    """
    path = os.environ.get("PATH", os.defpath)
    places = [place for place in path.split(os.pathsep) if Path(place).is_absolute()]
    program = shutil.which("git", path=os.pathsep.join(places)) if places else None
    if program is None or Path(program).parent not in map(Path, places):
        raise GitError("git is not installed")
    return program
