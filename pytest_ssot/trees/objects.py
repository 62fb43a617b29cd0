"""The content of git's objects, from one git process that lives as long as it is needed."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable, Sequence
from contextlib import suppress
from subprocess import Popen, TimeoutExpired
from typing import IO

from pytest_ssot.trees.git import GitError, Repository
from pytest_ssot.trees.working import MAX_BYTES, TOO_LARGE

MOST_STARTS = 20
"""Git may die so many times before nothing more is asked of it."""

_MISSING = "its content is not in this repository, which is a partial clone or damaged"
_LFS = b"version https://git-lfs.github.com/spec/"


class UnreadableError(Exception):
    """An object that cannot be had, or is no source; the message says why."""


class Objects:
    """Reads blobs by id.

    Git answers in the order it is asked, so what will be wanted next may be asked for ahead. Where git
    dies over an object (in a partial clone the content may lie on a server, which is never asked), it is
    started again and from then on only asked for what is there.
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._git: Popen[bytes] | None = None
        self._owner = 0
        self._starts = 0
        self._lacks_some = False
        self._ready: dict[str, bytes | UnreadableError] = {}

    def blob(self, oid: str, ahead: Sequence[str] = ()) -> bytes:
        """The content of a blob; `UnreadableError` says why not.

        `ahead` are the ids that will probably be asked for next; they are read together with this one.
        """
        found = self._ready.pop(oid) if oid in self._ready else self._read(oid, ahead)
        if isinstance(found, UnreadableError):
            raise found
        return found

    def __getstate__(self) -> Repository:
        return self._repository

    def __setstate__(self, repository: Repository) -> None:
        Objects.__init__(self, repository)

    def _read(self, oid: str, ahead: Sequence[str]) -> bytes | UnreadableError:
        wanted = tuple(dict.fromkeys((oid, *ahead)))
        try:
            present = self._present(wanted) if self._lacks_some else wanted
            answers = self._answers(present)
        except GitError as problem:
            return UnreadableError(str(problem))
        except (EOFError, OSError):
            self._stop()
            if self._lacks_some:
                return UnreadableError(_MISSING)
            self._lacks_some = True
            return self._read(oid, ahead)
        self._ready = answers
        return self._ready.pop(oid, UnreadableError(_MISSING))

    def _present(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """Those that are in this repository; unlike reading, asking for them never makes git fetch."""
        options = ("--objects", "--no-walk", "--missing=allow-any", "--ignore-missing", "--stdin")
        listing = self._repository.ask(
            "rev-list", *options, data="".join(f"{one}\n" for one in wanted).encode()
        )
        found = {line.split()[0].decode() for line in listing.splitlines() if line.strip()}
        return tuple(one for one in wanted if one in found)

    def _answers(self, wanted: Sequence[str]) -> dict[str, bytes | UnreadableError]:
        if not wanted:
            return {}
        stdin, stdout = self._pipes()
        stdin.write(_lines(wanted))
        stdin.flush()
        return {one: _answer(stdout) for one in wanted}

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        """To and from the running git; a process forked off this one gets its own git, lest answers mix."""
        if self._git is None or self._owner != os.getpid():
            if self._starts >= MOST_STARTS:
                raise GitError("git keeps failing to read this repository: `git fsck` may know why")
            self._starts += 1
            self._git = self._repository.start("cat-file", "--batch")
            self._owner = os.getpid()
            self._end = weakref.finalize(self, _end, self._git, self._owner)
        assert self._git.stdin is not None
        assert self._git.stdout is not None
        return self._git.stdin, self._git.stdout

    def _stop(self) -> None:
        if self._git is not None:
            self._end()
            self._git = None


def _lines(ids: Iterable[str]) -> bytes:
    return "".join(f"{one}\n" for one in ids).encode()


def _answer(stream: IO[bytes]) -> bytes | UnreadableError:
    """The next object that git sends; EOFError when it has died instead."""
    header = stream.readline()
    if not header.endswith(b"\n"):
        raise EOFError
    if header.endswith(b" missing\n"):
        return UnreadableError(_MISSING)
    size = int(header.split()[2])
    if size > MAX_BYTES:
        _skip(stream, size + 1)
        return UnreadableError(TOO_LARGE)
    data = stream.read(size + 1)
    if len(data) != size + 1:
        raise EOFError
    if size < 1024 and data.startswith(_LFS):
        return UnreadableError("its content is kept by Git LFS, not in this repository")
    return data[:-1]


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0:
        found = len(stream.read(min(size, 1_000_000)))
        if not found:
            raise EOFError
        size -= found


def _end(git: Popen[bytes], owner: int) -> None:
    """Let git end: without input it has nothing left to do."""
    for stream in (git.stdin, git.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    if owner == os.getpid():
        try:
            git.wait(5)
        except TimeoutExpired:
            git.kill()
            git.wait()
