"""The files that a repository has recorded, in a commit or in its index, as a tree."""

from __future__ import annotations

import errno
import os
import posixpath
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import cached_property
from typing import NamedTuple

from pytest_ssot.model import Gap
from pytest_ssot.trees.globs import matches
from pytest_ssot.trees.ignored import Ignored
from pytest_ssot.trees.objects import Objects, UnreadableError
from pytest_ssot.trees.walk import Walk

MOST_LINKS = 40
"""So many links in one path count as a loop, as they do for an operating system."""

AHEAD = 32
"""How many files are asked of git together."""


class Entry(NamedTuple):
    """What is recorded of one path: its kind, as `walk.Place` tells them, and the id of its content."""

    kind: str
    oid: str


Names = Callable[[str], tuple[str, ...]]

KINDS = {"100": "file", "120": "link", "160": "submodule", "000": "unmerged"}
"""The kinds by the first digits of git's file modes."""


class RecordedTree:
    """The source files of a commit or an index, listed by the rules that hold on disk.

    They differ in what is recorded: whatever is there is tracked, so no ignore file counts and no
    directory is a virtual environment; the files of a submodule are not part of it, which is a gap.

    `entries` are all recorded paths below the root, which lies at `prefix` in the repository; `names`
    gives the recorded paths at or below one, both from the top of the repository.
    """

    medium = "git"

    def __init__(
        self,
        entries: Mapping[str, Entry],
        objects: Objects,
        names: Names,
        *,
        prefix: str,
        description: str,
        roots: Iterable[str],
        exclude: Iterable[str],
    ) -> None:
        self._objects = objects
        self._place = _Place(entries, objects, names, prefix)
        self._roots = tuple(roots)
        self._exclude = tuple(exclude)
        self.description = description

    def paths(self) -> tuple[str, ...]:
        return self._listing[0]

    def gaps(self) -> tuple[Gap, ...]:
        return self._listing[1]

    def read(self, path: str) -> bytes | Gap:
        entry = self._place.entry(path)
        if entry is None or entry.kind != "file":
            return Gap(path, "there is no such file")
        try:
            return self._objects.blob(entry.oid, self._ahead(path))
        except UnreadableError as why:
            return Gap(path, str(why))

    def beside(self, path: str) -> bytes | None:
        entry = self._place.entry(path)
        if entry is None or entry.kind != "file" or matches(path, self._exclude):
            return None
        data = self.read(path)
        return data if isinstance(data, bytes) else None

    def signature(self, path: str) -> str:
        """The id of the content."""
        entry = self._place.entry(path)
        return entry.oid if entry is not None and entry.kind == "file" else ""

    def holds(self, path: str) -> bool:
        """Whether a file or directory of this name is recorded, source or not; `.` is the root."""
        return self._place.real(path) is not None

    def content(self, path: str) -> bytes:
        """The bytes of any recorded file; OSError says why not, FileNotFoundError that there is none."""
        if not self.holds(path):
            raise FileNotFoundError(errno.ENOENT, "there is no such file", path)
        found = self.read(path)
        if isinstance(found, Gap):
            raise OSError(errno.EIO, found.reason, path)
        return found

    def narrowed(self, roots: Iterable[str], exclude: Iterable[str]) -> RecordedTree:
        """The same record with only these source files in it."""
        other = copy(self)
        other._roots, other._exclude = tuple(roots), tuple(exclude)  # noqa: SLF001 - a copy of its own
        other.__dict__.pop("_listing", None)
        other.__dict__.pop("_numbers", None)
        return other

    @cached_property
    def _listing(self) -> tuple[tuple[str, ...], tuple[Gap, ...]]:
        walk = Walk(self._place, self._exclude)
        walk.run(self._roots)
        return tuple(sorted(walk.paths)), tuple(sorted(walk.gaps, key=lambda gap: (gap.path, gap.reason)))

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {path: number for number, path in enumerate(self.paths())}

    def _ahead(self, path: str) -> tuple[str, ...]:
        """The contents that follow in the listing: whoever reads all files reads them in its order."""
        number = self._numbers.get(path)
        if number is None:
            return ()
        following = self.paths()[number + 1 : number + AHEAD]
        return tuple(oid for oid in map(self.signature, following) if oid)


class _Place:
    """A `walk.Place` made of recorded paths."""

    def __init__(self, entries: Mapping[str, Entry], objects: Objects, names: Names, prefix: str) -> None:
        self._entries = entries
        self._objects = objects
        self._names = names
        self._above = [part for part in prefix.split("/") if part]

    def entry(self, path: str) -> Entry | None:
        """What is recorded of a path, or of what it leads to."""
        found = self._entries.get(path)
        if found is not None and found.kind != "link":
            return found
        real = self.real(path)
        return None if real is None else self._entries.get(real)

    def entries(self, real: str) -> Mapping[str, str]:
        return self._directories.get(real, {})

    def real(self, path: str) -> str | None:
        found = self._lead(path)
        return found if found in self._entries or found in self._directories else None

    def kind(self, path: str) -> str:
        found = self._lead(path)
        if found is None:
            return ""
        if found in self._directories:
            return "directory"
        if found in self._entries:
            return self._entries[found].kind
        if found.startswith("/"):
            # Nothing is known outside of the repository: what has no suffix may be a directory.
            return "other" if _has_suffix(path) or _has_suffix(found) else "directory"
        return self._kind_outside(found) if found.startswith("..") else ""

    def is_foreign(self, real: str, entries: Mapping[str, str]) -> bool:  # noqa: ARG002 - see walk.Place
        return False

    def holds_repository(self, real: str) -> bool:  # noqa: ARG002 - see walk.Place
        return False

    def ignored_below(self, real: str) -> Ignored:  # noqa: ARG002 - see walk.Place
        return Ignored()

    @cached_property
    def _directories(self) -> Mapping[str, Mapping[str, str]]:
        """The names in every directory, with their kinds."""
        found: dict[str, dict[str, str]] = {".": {}}
        for path, entry in self._entries.items():
            below, kind, is_known = path, entry.kind, False
            while not is_known:
                directory, name = posixpath.split(below)
                directory = directory or "."
                is_known = directory in found
                found.setdefault(directory, {})[name] = kind
                below, kind = directory, "directory"
        return found

    def _lead(self, path: str) -> str | None:
        """Where a path leads, through links; it may not exist; None for a loop.

        A result that begins with `../` lies outside of the root, one with `/` outside of the repository.
        A `..` after a link means the directory above the link's target, as it does on disk.
        """
        done = list(self._above)
        pending = _parts(path)
        links = 0
        while pending:
            part = pending.pop()
            if part == "..":
                if not done:
                    return "/".join(["/..", *reversed(pending)])
                done.pop()
                continue
            done.append(part)
            entry = self._entries.get(self._relative(done))
            if entry is None or entry.kind != "link":
                continue
            links += 1
            target = self._target(entry)
            if links > MOST_LINKS or target is None:
                return None
            if target.startswith("/"):
                return target
            done.pop()
            pending += _parts(target)
        return self._relative(done)

    def _relative(self, parts: list[str]) -> str:
        """A path from the top of the repository as one from the root."""
        depth = len(self._above)
        if parts[:depth] == self._above:
            return "/".join(parts[depth:]) or "."
        return posixpath.relpath("/" + "/".join(parts), "/" + "/".join(self._above))

    def _target(self, link: Entry) -> str | None:
        """What a link says; on disk it would be the bytes of a path."""
        try:
            return os.fsdecode(self._objects.blob(link.oid))
        except UnreadableError:
            return None

    def _kind_outside(self, path: str) -> str:
        """The kind of a path that begins with `../`, elsewhere in the repository."""
        name = posixpath.normpath("/".join([*self._above, path]))
        names = self._names(name)
        return "" if not names else "file" if names == (name,) else "directory"


def _parts(path: str) -> list[str]:
    """The names in a path, the last first."""
    return [part for part in reversed(path.split("/")) if part not in ("", ".")]


def _has_suffix(path: str) -> bool:
    return bool(posixpath.splitext(path)[1])
