"""What a run learned of the files, until it is stored."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

MOST_WAITING = 2_000_000
"""Bytes that are kept in memory."""


class Learned:
    """What contents said: the last few of them in memory, all others in a file.

    That is a database which SQLite keeps for itself and takes away with the connection (SQLite, "Temporary
    Databases": the name is empty).
    """

    def __init__(self) -> None:
        self._latest: dict[bytes, tuple[bytes, bytes]] = {}
        self._size = 0
        self._keys: set[bytes] = set()
        self._connection: sqlite3.Connection | None = None

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: bytes) -> bool:
        return key in self._keys

    def add(self, key: bytes, known: bytes, facts: bytes) -> None:
        """Take in what the content of a key said; where there is no room for a file, it all stays here."""
        self._keys.add(key)
        self._latest[key] = known, facts
        self._size += len(known) + len(facts)
        if self._size > MOST_WAITING:
            with contextlib.suppress(sqlite3.Error):
                self._move()

    def close(self) -> None:
        """Let go of the file, and of what it holds."""
        if self._connection is not None:
            self._connection.close()

    def _move(self) -> None:
        self._size = 0
        if self._connection is None:
            self._connection = sqlite3.connect("")
            self._connection.execute("CREATE TABLE learned (key BLOB PRIMARY KEY, known BLOB, facts BLOB)")
        rows = ((key, *packed) for key, packed in self._latest.items())
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO learned VALUES (?, ?, ?)", rows)
        self._latest = {}

    def facts(self, key: bytes) -> bytes:
        """The facts that the content of a key said, b"" for none."""
        if key in self._latest:
            return self._latest[key][1]
        assert self._connection is not None
        row = self._connection.execute("SELECT facts FROM learned WHERE key = ?", (key,)).fetchone()
        return bytes(row[0])

    def rows(self) -> Iterator[tuple[bytes, bytes, bytes]]:
        """Everything, each with its key."""
        if self._connection is not None:
            yield from self._connection.execute("SELECT key, known, facts FROM learned")
        yield from ((key, *packed) for key, packed in self._latest.items())
