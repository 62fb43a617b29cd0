"""Directories and links as they are on disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from pytest_ssot.trees.ignored import Ignored, ignored_below, is_linked_worktree, is_tracked


class Disk:
    """The directories below `base`, an absolute path without links."""

    def __init__(self, base: str) -> None:
        self._base = base

    def entries(self, real: str) -> Mapping[str, str]:
        with os.scandir(f"{self._base}/{real}") as found:
            return {entry.name: _kind(entry) for entry in sorted(found, key=lambda entry: entry.name)}

    def real(self, path: str) -> str | None:
        return real_within(self._base, path)

    def kind(self, path: str) -> str:
        try:
            mode = self._full(path).stat().st_mode
        except OSError:
            return ""
        return "directory" if stat.S_ISDIR(mode) else "file" if stat.S_ISREG(mode) else "other"

    def is_foreign(self, real: str, entries: Mapping[str, str]) -> bool:
        """A `pyvenv.cfg` that git tracks proves nothing: committing one must not hide the code beside it."""
        if ".git" in entries and is_linked_worktree(self._full(real)):
            return True
        if "conda-meta" in entries and self.kind(f"{real}/conda-meta/history"):
            return not is_tracked(self._full(real), "conda-meta/history")
        return "pyvenv.cfg" in entries and not is_tracked(self._full(real), "pyvenv.cfg")

    def holds_repository(self, real: str) -> bool:
        return os.path.lexists(self._full(f"{real}/.git"))

    def ignored_below(self, real: str) -> Ignored:
        return ignored_below(self._full(real))

    def _full(self, path: str) -> Path:
        return Path(self._base, path)


def real_within(base: str, path: str) -> str | None:
    """`path` with all links resolved, relative to `base`; None when it leads nowhere or outside of it."""
    try:
        real = os.path.realpath(Path(base, path), strict=True)
    except (OSError, ValueError):
        return None
    if real == base:
        return "."
    prefix = base if base.endswith(os.sep) else base + os.sep
    return real[len(prefix) :].replace(os.sep, "/") if real.startswith(prefix) else None


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "directory"
    return "file" if entry.is_file(follow_symlinks=False) else "other"
