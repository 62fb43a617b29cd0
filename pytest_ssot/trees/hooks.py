"""Where git looks for the hooks of a checkout."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from pytest_ssot.trees.git import GitError, Repository, answer, run


class HooksPlace(msgspec.Struct, frozen=True):
    """The directory of a checkout's hooks.

    `top` is that of the checkout. `scope` says whose configuration names the directory: "local" and
    "worktree" are the repository's own, "global" and "system" hold for every repository of this user or
    machine; "" is git's usual place, which nobody configured.
    """

    directory: Path
    top: Path
    scope: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether other repositories have the same hooks."""
        return self.scope not in ("", "local", "worktree")


def hooks_place(repository: Repository) -> HooksPlace:
    """Where git looks for the hooks; `GitError` where there is no checkout, or hooks are switched off."""
    if repository.run("rev-parse", "--is-inside-work-tree").stdout.strip() != b"true":
        raise GitError(
            f"{repository.directory} has no checkout, so no commit is made in it: judge what is pushed "
            "to it with `ssot check --rev NEW --base OLD` in its pre-receive hook"
        )
    top = _top(repository)
    told = _ask(repository, top, "rev-parse", "--path-format=absolute", "--git-path", "hooks")
    directory = Path(os.path.normpath(top / told))
    if directory == Path(os.devnull):
        raise GitError(f"core.hooksPath is {os.devnull}, so git runs no hooks here: `git config --unset` it")
    return HooksPlace(directory, top, _scope(repository, top))


def _top(repository: Repository) -> Path:
    below = Path(os.path.realpath(repository.directory))
    depth = repository.prefix.count("/")
    return below.parents[depth - 1] if depth else below


def _scope(repository: Repository, top: Path) -> str:
    arguments = ("config", "--show-scope", "--get", "core.hooksPath")
    found = run(top, repository.environ, *arguments, knows_hooks=True)
    return os.fsdecode(found.stdout).partition("\t")[0] if found.returncode == 0 else ""


def _ask(repository: Repository, top: Path, *arguments: str) -> str:
    return os.fsdecode(answer(run(top, repository.environ, *arguments, knows_hooks=True))).removesuffix("\n")
