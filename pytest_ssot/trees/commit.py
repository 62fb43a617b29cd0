"""Any revision, read from the object database without a checkout."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial

from pytest_ssot.trees.git import GitError, NoRootError, Repository
from pytest_ssot.trees.objects import Objects
from pytest_ssot.trees.recorded import KINDS, Entry, RecordedTree


class CommitTree(RecordedTree):
    """The source files of a commit or tree of git.

    `revision` is an object id, as `pytest_ssot.trees.revisions` finds them; `name` is what the user
    calls it. `NoRootError` when the revision has no directory where the root is.
    """

    def __init__(
        self,
        repository: Repository,
        revision: str,
        *,
        name: str = "",
        roots: Iterable[str] = (".",),
        exclude: Iterable[str] = (),
    ) -> None:
        called = name or revision[:12]
        super().__init__(
            _entries(repository, revision, called),
            Objects(repository),
            partial(_names, repository, revision),
            prefix=repository.prefix,
            description=called if called == revision[:12] else f"{called} ({revision[:12]})",
            roots=roots,
            exclude=exclude,
        )


def _entries(repository: Repository, revision: str, name: str) -> dict[str, Entry]:
    """Everything that the revision records below the root."""
    if revision == repository.empty_tree:
        return {}
    tree = f"{revision}:{repository.prefix.rstrip('/')}" if repository.prefix else revision
    try:
        listing = _list(repository, tree)
    except GitError as problem:
        if not repository.prefix or "partial clone" in str(problem):
            raise
        missing = repository.prefix.rstrip("/")
        raise NoRootError(f"{name} has no directory {missing}, which is the root") from None
    found: dict[str, Entry] = {}
    for line in listing.split(b"\0")[:-1]:
        told, _, path = line.partition(b"\t")
        mode, _, oid = told.decode().split(" ")
        found[os.fsdecode(path)] = Entry(KINDS.get(mode[:3], "other"), oid)
    return found


def _names(repository: Repository, revision: str, path: str) -> tuple[str, ...]:
    listing = _list(repository, revision, "--name-only", "--", f":(top,literal){path}")
    return tuple(os.fsdecode(name) for name in listing.split(b"\0") if name)


def _list(repository: Repository, tree: str, *arguments: str) -> bytes:
    return repository.ask("ls-tree", "-r", "-z", "--full-tree", tree, *arguments)
