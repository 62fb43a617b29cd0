"""What differs between a revision and what is judged, as git tells it; paths are relative to the root."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pytest_ssot.trees import Tree
from pytest_ssot.trees.git import GitError, Repository
from pytest_ssot.trees.revisions import resolve

MOST_RENAMES = 2000
"""With more new or more gone files, git compares only those with the same name or content."""


class Kind(StrEnum):
    """What happened to a path."""

    ADDED = "A"
    CHANGED = "M"
    DELETED = "D"
    RENAMED = "R"


class Change(msgspec.Struct, frozen=True):
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


def staged_changes(repository: Repository) -> tuple[Change, ...]:
    """What the next commit makes different, sorted by path; before the first commit everything is added."""
    try:
        return changes(repository, "HEAD")
    except GitError:  # there is no commit yet, or it is worth a better message
        return changes(repository, resolve(repository, "HEAD").oid)


def staged_paths(repository: Repository) -> tuple[str, ...]:
    """The paths that the next commit adds, changes or renames, sorted."""
    return tuple(one.path for one in staged_changes(repository) if one.kind is not Kind.DELETED)


def renames(repository: Repository, base: str, judged: str = INDEX) -> Mapping[str, str]:
    """The new path of every file that was renamed since `base`, by its old one."""
    found = changes(repository, base, judged)
    return {one.before: one.path for one in found if one.kind is Kind.RENAMED}


def renames_on_disk(repository: Repository, base: str, before: Tree, now: Tree) -> Mapping[str, str]:
    """The new path of every source file of `before`, the tree of `base`, that has another name in `now`.

    Git compares what is staged, and a file moved on disk need not be. So it is given an index of its own,
    in a scratch place with the new files' content: neither the repository nor its index is touched, and
    no filter that the repository configures is run.
    """
    gone = set(before.paths()).difference(now.paths())
    new = set(now.paths()).difference(before.paths())
    contents = {path: data for path in sorted(new) if isinstance(data := now.read(path), bytes)}
    if not gone or not contents:
        return {}
    from tempfile import TemporaryDirectory  # few runs get here

    with TemporaryDirectory(prefix="ssot-") as scratch:
        apart = _apart(repository, Path(scratch))
        apart.ask("read-tree", base)
        ids = _store(apart, Path(scratch), contents.values())
        lines = [f"0 {'0' * len(base)}\t{repository.prefix}{path}\0" for path in sorted(gone)]
        lines += [
            f"100644 {oid}\t{repository.prefix}{path}\0" for path, oid in zip(contents, ids, strict=True)
        ]
        apart.ask("update-index", "-z", "--index-info", data=os.fsencode("".join(lines)))
        return renames(apart, base)


def _apart(repository: Repository, scratch: Path) -> Repository:
    """The repository with an index and a place for new objects that are not its own."""
    place = repository.ask("rev-parse", "--path-format=absolute", "--git-path", "objects")
    known = os.fsdecode(place).removesuffix("\n")
    quoted = '"' + known.replace("\\", "\\\\").replace('"', '\\"') + '"'
    others = repository.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES")
    (scratch / "objects").mkdir()
    changed = {
        "GIT_INDEX_FILE": str(scratch / "index"),
        "GIT_OBJECT_DIRECTORY": str(scratch / "objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": os.pathsep.join(filter(None, (quoted, others))),
    }
    return replace(repository, environ={**repository.environ, **changed})


def _store(repository: Repository, scratch: Path, contents: Iterable[bytes]) -> list[str]:
    """The ids of the contents, which the repository now holds."""
    names = []
    for number, data in enumerate(contents):
        names.append(str(scratch / str(number)))
        Path(names[-1]).write_bytes(data)
    lines = os.fsencode("".join(f"{name}\n" for name in names))
    return repository.ask("hash-object", "-w", "--no-filters", "--stdin-paths", data=lines).decode().split()


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
