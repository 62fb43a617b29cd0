"""What is staged: the content that the next commit will have, whatever is on disk."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial

from pytest_ssot.trees.git import Repository
from pytest_ssot.trees.objects import Objects
from pytest_ssot.trees.recorded import KINDS, Entry, RecordedTree


class IndexTree(RecordedTree):
    """The source files of a repository's index, read from the object database.

    The index is the one that git shows a hook (`GIT_INDEX_FILE`), so `git commit -a` and
    `git commit PATHS` are judged by what they will commit. Files only announced by
    `git add --intent-to-add` are not part of it; one with an unresolved merge conflict is a gap.
    """

    def __init__(
        self, repository: Repository, *, roots: Iterable[str] = (".",), exclude: Iterable[str] = ()
    ) -> None:
        super().__init__(
            _entries(repository),
            Objects(repository),
            partial(_names, repository),
            prefix=repository.prefix,
            description="the staged content",
            roots=roots,
            exclude=exclude,
        )


def _entries(repository: Repository) -> dict[str, Entry]:
    """Everything in the index below the root: what a commit of it would add to an empty tree."""
    options = ("--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--ita-invisible-in-index")
    shown = ("--no-relative", "--ignore-submodules=none")
    where = (f":(top,literal){repository.prefix}",) if repository.prefix else ()
    listing = repository.ask("diff-index", *options, *shown, repository.empty_tree, "--", *where)
    fields = listing.split(b"\0")
    found: dict[str, Entry] = {}
    for status, path in zip(fields[::2], fields[1::2], strict=False):
        _, mode, _, oid, _ = status.decode().split(" ")
        name = os.fsdecode(path)[len(repository.prefix) :]
        found[name] = Entry(KINDS.get(mode[:3], "other"), oid)
    return found


def _names(repository: Repository, path: str) -> tuple[str, ...]:
    listing = repository.ask("ls-files", "-z", "--full-name", "--", f":(top,literal){path}")
    return tuple(os.fsdecode(name) for name in listing.split(b"\0") if name)
