"""Which source files lie below some directories of one root, on disk or in a commit."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Protocol

import msgspec

from pytest_ssot.model import Gap
from pytest_ssot.trees import is_source
from pytest_ssot.trees.git import GitError
from pytest_ssot.trees.globs import matches
from pytest_ssot.trees.ignored import Ignored

NEVER_SOURCE = frozenset({
    # version control
    ".git", ".hg", ".svn", ".jj", ".bzr", "_darcs", "CVS",
    # what package managers bring
    "node_modules", "bower_components", "site-packages", "__pypackages__", ".eggs",
    # what tools leave behind
    "__pycache__", ".tox", ".nox", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis",
    ".import_linter_cache", ".pytype", ".ipynb_checkpoints",
})  # fmt: skip
"""Directories that are left out wherever they stand; `build` and `dist` are not among them, because
packages have these names: git's ignore files and the configuration speak for those."""


_NO_CONTENT = {
    "submodule": "it is a submodule, whose files are not part of this repository: they are not looked at",
    "unmerged": "its merge conflict is not resolved",
}


class Place(Protocol):
    """Directories and links below one root, on disk or in a commit; `.` is the root itself.

    A kind is "file", "directory", "link" or "other", in a repository also "submodule" (a directory of
    which only the name is known) and "unmerged" (a file with several contents).
    """

    def entries(self, real: str) -> Mapping[str, str]:
        """The names in a directory and the kind of each; OSError says why not."""

    def real(self, path: str) -> str | None:
        """The path free of links; None when it leads nowhere or outside."""

    def kind(self, path: str) -> str:
        """The kind of what a path leads to, also outside; "" when that is nothing, or cannot be known."""

    def is_foreign(self, real: str, entries: Mapping[str, str]) -> bool:
        """Whether a directory is a virtual environment or another checkout of the repository."""

    def holds_repository(self, real: str) -> bool:
        """Whether a directory is the top of a repository."""

    def ignored_below(self, real: str) -> Ignored:
        """What the repository around a directory ignores in it; `GitError` says why that is unknown."""


class Walk(msgspec.Struct):
    """One listing in the making.

    Every path exists twice: as it is shown, through the links that led to it, and as it really is,
    relative to the root and free of links. Files and directories are told apart by the real one, so
    each is listed once however many links lead to it.
    """

    place: Place
    exclude: tuple[str, ...]
    paths: list[str] = msgspec.field(default_factory=list)
    gaps: list[Gap] = msgspec.field(default_factory=list)
    _files: set[str] = msgspec.field(default_factory=set)
    _directories: set[str] = msgspec.field(default_factory=set)
    _links: list[str] = msgspec.field(default_factory=list)
    _named: set[str] = msgspec.field(default_factory=set)
    _ignored_files: set[str] = msgspec.field(default_factory=set)
    _ignored_directories: set[str] = msgspec.field(default_factory=set)

    def run(self, roots: Iterable[str]) -> None:
        """List everything below `roots`, real files first: a link only adds what nothing else shows."""
        self._ask_git(".")
        for root in sorted(roots):
            self._start(root)
        while self._links:
            links, self._links = sorted(self._links), []
            for link in links:
                self._follow(link)

    def leaves_out(self, path: str) -> bool:
        """Whether configuration or git leave out a file, by its path free of links, source or not."""
        return self._is_in_left_out_place(path)

    def _start(self, root: str) -> None:
        """Enter one root: what is named on purpose is taken whatever its name or git say."""
        root = posixpath.normpath(root)
        real = self.place.real(root)
        if real is None:
            self._leave_out(root, "it is missing or leads out of the project")
        elif real != root:
            self._named.add(root)
            self._links.append(root)
        elif self.place.kind(root) == "directory":
            for parent in _parents(root):
                if self.place.holds_repository(parent):
                    self._ask_git(parent)
            self._descend(root, root)
        else:
            self._add(root, root)

    def _descend(self, top: str, real_top: str) -> None:
        """List a directory and all below it; `top` is its shown path, `real_top` its real one."""
        pending = [(top, real_top)]
        while pending:
            path, real = pending.pop()
            if real in self._directories:
                continue
            self._directories.add(real)
            entries = self._entries(path, real)
            if real == real_top or not self.place.is_foreign(real, entries):
                if ".git" in entries and real != ".":
                    self._ask_git(real)
                pending += self._sort_out(path, real, entries)

    def _sort_out(self, path: str, real: str, entries: Mapping[str, str]) -> list[tuple[str, str]]:
        """Add a directory's source files and remember its links; what remains are its directories."""
        below: list[tuple[str, str]] = []
        for name, kind in entries.items():
            shown, actual = _join(path, name), _join(real, name)
            if kind == "link":
                if not self._is_left_out(shown, actual):
                    self._links.append(shown)
            elif kind == "directory":
                if name not in NEVER_SOURCE and not self._is_left_out(shown + "/", actual + "/"):
                    below.append((shown, actual))
            elif (is_source(name) or kind == "submodule") and not self._is_left_out(shown, actual):
                if kind == "file":
                    self._add(shown, actual)
                else:
                    self._leave_out(shown, _NO_CONTENT.get(kind, "it is not a regular file"))
        return below

    def _add(self, path: str, real: str) -> None:
        if real not in self._files and not matches(path, self.exclude):
            self._files.add(real)
            self.paths.append(path)

    def _follow(self, link: str) -> None:
        """List what a link leads to, when it lies within the root and nothing else shows it."""
        real = self.place.real(link)
        if real is None:
            self._report(link)
        elif self._is_in_left_out_place(real):
            return
        elif self.place.kind(real) == "directory":
            # A link to a directory it stands in is a loop: what it shows is listed, or meant not to be.
            if not _is_above(real, self.place.real(str(PurePosixPath(link).parent)) or "."):
                self._descend(link, real)
        elif is_source(link) or link in self._named:
            self._add(link, real)

    def _report(self, link: str) -> None:
        """A link that leads nowhere or outside is a gap if source could be missing because of it."""
        kind = self.place.kind(link)
        if kind == "directory" or (kind and is_source(link)):
            self._leave_out(link, "the link leads out of the project")
        # Emacs marks a file being edited with a link that leads nowhere, named `.#` and the file's name.
        elif not kind and is_source(link) and not PurePosixPath(link).name.startswith(".#"):
            self._leave_out(link, "the link is broken")

    def _entries(self, path: str, real: str) -> Mapping[str, str]:
        """The names in a directory and what each is; a gap and nothing when unreadable."""
        try:
            return self.place.entries(real)
        except OSError as problem:
            self._leave_out(path, f"the directory cannot be listed ({problem.strerror})")
            return {}

    def _is_left_out(self, path: str, real: str) -> bool:
        """Whether configuration or git leave out this one entry; directories end in a slash."""
        if real.endswith("/"):
            ignored = real[:-1] in self._ignored_directories
        else:
            ignored = real in self._ignored_files
        return ignored or matches(path, self.exclude) or (path != real and matches(real, self.exclude))

    def _is_in_left_out_place(self, real: str) -> bool:
        """Whether a link's target is, or lies in, something that is left out where it really stands."""
        above = _parents(real)
        return (
            real in self._ignored_files
            or not self._ignored_directories.isdisjoint((*above, real))
            or not NEVER_SOURCE.isdisjoint(real.split("/"))
            or matches(real, self.exclude)
        )

    def _ask_git(self, real: str) -> None:
        """Take over what the repository around a directory ignores in it."""
        try:
            ignored = self.place.ignored_below(real)
        except GitError as why:
            self._leave_out(real, f"{why}: its ignore files are not honoured and every file is looked at")
            return
        self._ignored_files.update(_join(real, name) for name in ignored.files)
        self._ignored_directories.update(_join(real, name) for name in ignored.directories)

    def _leave_out(self, path: str, reason: str) -> None:
        self.gaps.append(Gap(path, reason))


def _join(directory: str, name: str) -> str:
    return name if directory == "." else f"{directory}/{name}"


def _parents(path: str) -> tuple[str, ...]:
    """The directories above a path, from the outermost, without the root."""
    parts = path.split("/")
    return tuple("/".join(parts[:depth]) for depth in range(1, len(parts)))


def _is_above(upper: str, lower: str) -> bool:
    return upper in (".", lower) or lower.startswith(upper + "/")
