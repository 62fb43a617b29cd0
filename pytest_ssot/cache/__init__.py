"""What earlier runs learned of the files, believed only as long as the content is the same.

One SQLite file. Everything in it is found by checksums of what it was made from: the content of the
files, the configuration, the engine with its rules, and Python. What does not decode, or does not have
the checksum it was stored with, was never there. The file is safe to delete at any time.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec

from pytest_ssot.cache.session import Session
from pytest_ssot.settings import Settings
from pytest_ssot.trees import Tree
from pytest_ssot.trees.ignored import is_tracked

MAX_BYTES = 500_000_000
"""A larger file is thinned out: what is not about the tree at hand goes."""

_FORMAT = 1
_PATIENCE = 5.0
"""Seconds to wait for another session that is writing."""

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This directory can be deleted at any time.\n"
"""What backup tools look for (Cache Directory Tagging Specification)."""

_TABLES = """
CREATE TABLE IF NOT EXISTS files (place BLOB, path BLOB, signature TEXT, key BLOB,
    PRIMARY KEY (place, path)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS contents (key BLOB PRIMARY KEY, screened BLOB, facts BLOB);
CREATE TABLE IF NOT EXISTS reports (circumstances BLOB, files BLOB, used INTEGER, evidence BLOB, report BLOB,
    PRIMARY KEY (circumstances, files));
"""


class Cache:
    """The store of one project; `directory` is made when something is kept.

    Nothing here ever raises for what the disk does: `trouble` says in the end what went wrong, "" for
    nothing.
    """

    def __init__(self, directory: Path) -> None:
        self._file = directory / "analysis.sqlite"
        self.trouble = ""

    @contextlib.contextmanager
    def session(self, tree: Tree, settings: Settings, today: date) -> Iterator[Session]:
        """The archive of one run; what it learned is stored when the block ends without an exception."""
        engine, judgement = _engine(settings), _circumstances(settings, today)
        session = Session(self._read(), tree, engine, blake2b(engine + judgement, digest_size=16).digest())
        with contextlib.closing(session.news):
            try:
                yield session
            finally:
                session.close()
            self._store(session)

    def _read(self) -> sqlite3.Connection | None:
        real = Path(os.path.realpath(self._file))
        if not os.path.isfile(real):  # noqa: PTH113 - it never raises, wherever that lies
            return None
        if is_tracked(real.parent, real.name):
            # Whoever may change the code could have it say that the code is clean.
            self.trouble = f"{self._file} is part of the repository, so nothing in it is believed: git rm it"
            return None
        try:
            connection = sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro", uri=True)
            connection.execute("SELECT 1 FROM reports LIMIT 1")
            if connection.execute("PRAGMA user_version").fetchone() == (_FORMAT,):
                return connection
            connection.close()
        except sqlite3.Error:
            pass
        return None

    def _store(self, session: Session) -> None:
        if not session.learned or self.trouble:
            return
        is_new = not os.path.exists(self._file)  # noqa: PTH110 - likewise
        try:
            self._make_directory()
            try:
                self._write(session)
            except sqlite3.DatabaseError as problem:
                if isinstance(problem, sqlite3.OperationalError):
                    raise
                # Not a database, or not any more: whatever it holds can be learned again.
                self._file.unlink()
                self._write(session)
        except (OSError, sqlite3.Error) as problem:
            if is_new:  # else it may be what another session is about to fill
                self._remove_empty()
            self.trouble = f"what was learned of the files could not be kept in {self._file}: {problem}"

    def _remove_empty(self) -> None:
        """A first write that failed leaves nothing behind."""
        with contextlib.suppress(OSError):
            if not self._file.stat().st_size:
                self._file.unlink()

    def _write(self, session: Session) -> None:
        connection = sqlite3.connect(self._file, timeout=_PATIENCE, isolation_level=None)
        with contextlib.closing(connection):
            connection.execute("PRAGMA auto_vacuum = FULL")
            connection.execute("PRAGMA synchronous = NORMAL")
            if connection.execute("PRAGMA user_version").fetchone() not in ((0,), (_FORMAT,)):
                raise sqlite3.DatabaseError
            connection.executescript(_TABLES)
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
            connection.execute("BEGIN IMMEDIATE")
            session.write(connection)
            if self._file.stat().st_size > MAX_BYTES:
                session.thin_out(connection)
            connection.execute("COMMIT")

    def _make_directory(self) -> None:
        """Like pytest's own cache: a directory that no tool backs up and git does not see."""
        directory = self._file.parent
        if directory.is_dir():
            return
        top = next((one for one in directory.parents if one.name == ".pytest_cache"), directory)
        is_new = not top.is_dir()
        directory.mkdir(parents=True, exist_ok=True)  # another session may be faster
        if is_new:
            (top / ".gitignore").write_text("*\n", encoding="ascii")
            (top / "CACHEDIR.TAG").write_text(_TAG, encoding="ascii")


def _engine(settings: Settings) -> bytes:
    """A checksum of everything that decides what the files say: the code at work, and what it looks for."""
    digest = blake2b(_code(), digest_size=16)
    off = sorted(rule for rule, configured in settings.rules.items() if not configured.enabled)
    digest.update(repr((sys.version_info, sys.implementation.name, off, settings.markers)).encode())
    return digest.digest()


@cache
def _code() -> bytes:
    """The place, size and time of every module of this package, in a line each."""
    found: list[str] = []
    pending = [os.fspath(Path(__file__).parent.parent)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    found.append(f"{entry.path}:{status.st_size}:{status.st_mtime_ns}")
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    pending.append(entry.path)
    return os.fsencode("\n".join(sorted(found)))


def _circumstances(settings: Settings, today: date) -> bytes:
    told = msgspec.json.encode((settings, today), order="deterministic", enc_hook=repr)
    return blake2b(told, digest_size=16).digest()


__all__ = ["Cache", "Session"]
