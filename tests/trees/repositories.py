"""Real repositories, made by the real git, that neither the machine's nor an outer setup reaches."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pytest_ssot.trees.commit import CommitTree
from pytest_ssot.trees.git import Repository, open_repository
from pytest_ssot.trees.index import IndexTree
from pytest_ssot.trees.revisions import resolve

SETUP = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "nobody",
    "GIT_AUTHOR_EMAIL": "nobody@example.invalid",
    "GIT_AUTHOR_DATE": "2024-02-03T12:00:00+00:00",
    "GIT_COMMITTER_NAME": "nobody",
    "GIT_COMMITTER_EMAIL": "nobody@example.invalid",
    "GIT_COMMITTER_DATE": "2024-02-04T12:00:00+00:00",
}


def git(
    directory: Path,
    *arguments: str,
    check: bool = True,
    data: str = "",
    environ: Mapping[str, str] | None = None,
) -> str:
    """Run git in a directory; its output."""
    command = ["git", "-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main", *arguments]
    done = subprocess.run(
        command,
        cwd=directory,
        check=False,
        capture_output=True,
        input=os.fsencode(data),
        timeout=60,
        env={**os.environ, **SETUP, **(environ or {})},
    )
    if check and done.returncode:
        raise AssertionError(f"git {arguments}: {done.stderr.decode(errors='replace')}")
    return os.fsdecode(done.stdout).removesuffix("\n")


@dataclass(frozen=True)
class Checkout:
    """A repository with a checkout."""

    root: Path

    def git(self, *arguments: str, data: str = "", **environ: str) -> str:
        """Run git at its top."""
        return git(self.root, *arguments, data=data, environ=environ)

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Put files on disk; nothing is staged."""
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else os.fsencode(content))

    def stage(self, files: Mapping[str, str | bytes]) -> None:
        """Put files on disk and into the index."""
        self.write(files)
        self.git("add", "--all")

    def commit(self, files: Mapping[str, str | bytes], **environ: str) -> str:
        """Put files on disk and commit everything; the id of the commit."""
        self.stage(files)
        self.git("commit", "-qm", "a step", "--allow-empty", **environ)
        return self.git("rev-parse", "HEAD")

    def repository(self, below: str = "", **environ: str) -> Repository:
        """The repository as seen from a directory of it."""
        return open_repository(self.root / below, {**os.environ, **environ})

    def index(self, below: str = "", **options: tuple[str, ...]) -> IndexTree:
        """What is staged."""
        return IndexTree(self.repository(below), **options)

    def at(self, revision: str, below: str = "", **options: tuple[str, ...]) -> CommitTree:
        """What a revision holds."""
        repository = self.repository(below)
        return CommitTree(repository, resolve(repository, revision).oid, name=revision, **options)


def make(root: Path, *options: str) -> Checkout:
    """A new repository with nothing in it."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q", *options)
    return Checkout(root)
