"""What differs between a revision and what is judged, as git tells it; paths are relative to the root."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pytest_ssot.trees.git import Repository
from pytest_ssot.trees.revisions import resolve

MOST_RENAMES = 2000
"""With more new or more gone files, git compares only those with the same name or content."""


class Kind(StrEnum):
    """What happened to a path."""

    ADDED = "A"
    CHANGED = "M"
    DELETED = "D"
    RENAMED = "R"


@dataclass(frozen=True)
class Change:
    """One path that differs; `before` is where its content was, for a rename another path."""

    kind: Kind
    path: str
    before: str


INDEX = ""
"""In place of an object id: what is staged."""


def changes(repository: Repository, base: str, judged: str = INDEX) -> tuple[Change, ...]:
    """What is different in `judged` than in `base`, sorted by path; both are object ids.

    A file counts as renamed if half of its content came along. Merge conflicts count as changes, what
    was only announced by `git add --intent-to-add` does not exist.
    """
    options = ("-r", "--raw", "-z", "-M", f"-l{MOST_RENAMES}", "--no-relative", "--ignore-submodules=none")
    where = (f":(top,literal){repository.prefix}",) if repository.prefix else ()
    if judged == INDEX:
        command = ("diff-index", "--cached", "--ita-invisible-in-index", *options[1:], base)
    else:
        command = ("diff-tree", *options, base, judged)
    found = _parse(repository.ask(*command, "--", *where), len(repository.prefix))
    return tuple(sorted(found, key=lambda change: (change.path, change.before)))


def changed_paths(repository: Repository, base: str, judged: str = INDEX) -> tuple[str, ...]:
    """The paths in `judged` whose content or place is not that of `base`, sorted."""
    return tuple(one.path for one in changes(repository, base, judged) if one.kind is not Kind.DELETED)


def staged_paths(repository: Repository) -> tuple[str, ...]:
    """The paths that the next commit adds, changes or renames, sorted; before the first commit all."""
    return changed_paths(repository, resolve(repository, "HEAD").oid)


def renames(repository: Repository, base: str, judged: str = INDEX) -> Mapping[str, str]:
    """The new path of every file that was renamed since `base`, by its old one."""
    found = changes(repository, base, judged)
    return {one.before: one.path for one in found if one.kind is Kind.RENAMED}


def _parse(listing: bytes, depth: int) -> Iterator[Change]:
    fields = iter(listing.split(b"\0"))
    for status in fields:
        if not status:
            return
        letter = status.rsplit(b" ", 1)[1][:1].decode()
        before = os.fsdecode(next(fields))[depth:]
        path = os.fsdecode(next(fields))[depth:] if letter in "RC" else before
        kinds = {kind.value: kind for kind in Kind}
        yield Change(kinds.get(letter, Kind.CHANGED), path, before)
