"""The files on disk, as git and the configuration see them."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from pytest_ssot.model import Gap
from pytest_ssot.trees.disk import Disk, real_within
from pytest_ssot.trees.walk import Walk

MAX_BYTES = 5_000_000
"""Larger files are reported instead of read: nobody writes them by hand, and only to see words takes long."""

TOO_LARGE = f"the file has more than {MAX_BYTES:,} bytes: split it, or exclude it"

RACY = 2 * 10**9
"""Nanoseconds after which a further change certainly has other times: FAT's clock ticks every 2 s."""

# Not every platform has all of these.
_NOFOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_OPEN: int = os.O_RDONLY | _NOFOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class WorkingTree:
    """The source files below a root, `*.py` and `*.pyw`.

    - `roots` are directories, or files of any name, relative to the root; `exclude` are globs as
      `pytest_ssot.trees.globs` defines them.
    - In a git repository, what its ignore files name is left out unless it is tracked; nested
      repositories and submodules count with their own ignore files, other worktrees do not count.
      Where git cannot be asked, everything counts and a gap says so.
    - Directories of `NEVER_SOURCE` and virtual environments are left out, except as roots.
    - No link leads out of the root: one that would is a gap. A link to what is listed anyway, or to
      what is left out where it stands, adds nothing.

    The listing is made once, when first asked for; reading always shows the present.
    """

    description = "the files on disk"
    medium = "disk"

    def __init__(self, root: Path, *, roots: Iterable[str] = (".",), exclude: Iterable[str] = ()) -> None:
        self._base = os.path.realpath(root)
        self._roots = tuple(roots)
        self._exclude = tuple(exclude)
        self._parents: dict[str, str | None] = {}

    def paths(self) -> tuple[str, ...]:
        return self._listing[0]

    def gaps(self) -> tuple[Gap, ...]:
        return self._listing[1]

    def read(self, path: str) -> bytes | Gap:
        try:
            return self._read(path)
        except (FileNotFoundError, NotADirectoryError):
            return Gap(path, "there is no such file (any more)")
        except OSError as problem:
            return Gap(path, f"the file cannot be read ({problem.strerror})")
        except ValueError:
            return Gap(path, "no file can have this name")

    def beside(self, path: str) -> bytes | None:
        """What git ignores, and what lies elsewhere, differs from machine to machine: it is not there."""
        real = real_within(self._base, path)
        if real is None or not os.path.isfile(f"{self._base}/{real}"):  # noqa: PTH113 - it never raises
            return None
        data = None if self._walk.leaves_out(real) else self.read(real)
        return data if isinstance(data, bytes) else None

    def signature(self, path: str) -> str:
        """Size, times and number of the file; "" while its times are so new that a change might not show.

        That is how git's index knows files (git's `racy-git` document): who changes a file twice within
        what the clock can tell apart leaves no trace in its times.
        """
        try:
            status = os.stat(f"{self._base}/{path}")  # noqa: PTH116 - asked of every file of a project
        except (OSError, ValueError):
            return ""
        newest = max(status.st_mtime_ns, status.st_ctime_ns)
        if newest > time.time_ns() - RACY or not stat.S_ISREG(status.st_mode):
            return ""
        return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"

    @cached_property
    def _walk(self) -> Walk:
        walk = Walk(Disk(self._base), self._exclude)
        walk.run(self._roots)
        return walk

    @cached_property
    def _listing(self) -> tuple[tuple[str, ...], tuple[Gap, ...]]:
        gaps = sorted(self._walk.gaps, key=lambda gap: (gap.path, gap.reason))
        return tuple(sorted(self._walk.paths)), tuple(gaps)

    def _read(self, path: str) -> bytes | Gap:
        directory, _, name = path.rpartition("/")
        parent = self._real_parent(directory)
        if parent is None or name in ("", ".", ".."):
            return Gap(path, "there is no such file within the project")
        full = f"{self._base}/{parent}/{name}"
        try:
            if _NOFOLLOW or not stat.S_ISLNK(os.lstat(full).st_mode):
                return _content(path, full)
        except OSError as problem:
            if problem.errno not in (errno.ELOOP, errno.EMLINK):
                raise
        real = real_within(self._base, path)
        if real is None:
            return Gap(path, "the link is broken or leads out of the project")
        return _content(path, f"{self._base}/{real}")

    def _real_parent(self, directory: str) -> str | None:
        """Where a directory really is; remembered, because thousands of files share it."""
        if directory not in self._parents:
            self._parents[directory] = real_within(self._base, directory or ".")
        return self._parents[directory]


def _content(path: str, full: str) -> bytes | Gap:
    """The content of a regular file of acceptable size; a link in its last step is refused."""
    descriptor = os.open(full, _OPEN)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Gap(path, "it is not a regular file")
        if status.st_size > MAX_BYTES:
            return Gap(path, TOO_LARGE)
        # One byte more than there should be: a shorter answer means that the end was reached.
        data = os.read(descriptor, status.st_size + 1)
        while 0 < len(data) <= MAX_BYTES and len(data) != status.st_size:
            more = os.read(descriptor, MAX_BYTES)
            if not more:
                break
            data += more
    finally:
        os.close(descriptor)
    return data if len(data) <= MAX_BYTES else Gap(path, TOO_LARGE)
