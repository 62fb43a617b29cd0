"""What one run knows of earlier ones, and what it learns."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from time import time_ns
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from pytest_ssot.cache.learned import Learned
from pytest_ssot.facts.beside import digest_of
from pytest_ssot.facts.screening import Evidence, Screened
from pytest_ssot.model import Report
from pytest_ssot.trees import Tree

if TYPE_CHECKING:
    from pytest_ssot.facts.module import ModuleFacts

MOST_REPORTS = 8
"""Reports that are kept: for the branches and selections that somebody works on."""

FEW_CHANGES = 200
"""So many changed files may leave a report as it was; with more, it is made anew."""

_Value = TypeVar("_Value")


class _Row(msgspec.Struct):
    """A file as it was when it was last looked at."""

    signature: str
    key: bytes


class _Past(msgspec.Struct, frozen=True, array_like=True):
    """What a report was made from: each file's key, and what of the files it depends on."""

    files: dict[bytes, bytes]
    evidence: Evidence


class _Known(msgspec.Struct, frozen=True, array_like=True):
    """What the text of a file told, and whether there are sound facts of it."""

    screened: Screened
    is_sound: bool


@dataclass
class Session:
    """The archive of one run (see `pytest_ssot.facts.sources.Archive`)."""

    connection: sqlite3.Connection | None
    tree: Tree
    engine: bytes
    circumstances: bytes
    _keys: dict[str, bytes] = field(default_factory=dict)
    _signatures: dict[str, str] = field(default_factory=dict)
    _seen: dict[bytes, _Known] = field(default_factory=dict)
    news: Learned = field(default_factory=Learned)
    _report: tuple[bytes, bytes, bytes] | None = None
    _before: Mapping[str, _Row] = field(default_factory=dict)
    _loaded: bool = False
    _place: bytes = b""

    def __post_init__(self) -> None:
        self._place = blake2b(self.engine + self.tree.medium.encode(), digest_size=16).digest()
        rows = self._rows("SELECT path, signature, key FROM files WHERE place = ?", self._place)
        self._before = {os.fsdecode(path): _Row(*known) for path, *known in rows}
        for path in self.tree.paths():
            signature = self.tree.signature(path)
            self._signatures[path] = signature
            before = self._before.get(path)
            if before is not None and signature and signature == before.signature:
                self._keys[path] = before.key

    def close(self) -> None:
        """Let go of the file."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    # -- what is known ------------------------------------------------------------------------

    def screened(self, path: str) -> Screened | None:
        """What is known of a file whose signature has not changed."""
        key = self._keys.get(path)
        if key is None:
            return None
        if not self._loaded:
            self._loaded = True
            known = self._rows(
                "SELECT key, screened FROM contents WHERE key IN (SELECT key FROM files WHERE place = ?)",
                self._place,
            )
            for found, packed in known:
                seen = _unpacked(packed, _Known)
                if seen is not None:
                    self._seen[found] = seen
        return self._screened(key)

    def _screened(self, key: bytes) -> Screened | None:
        known = self._seen.get(key)
        return None if known is None else known.screened

    def recognise(self, path: str, data: bytes) -> Screened | None:
        """What is known of a content, wherever it was seen under this path."""
        digest = blake2b(self.engine, digest_size=16)
        digest.update(os.fsencode(path) + b"\0")
        digest.update(data)
        key = digest.digest()
        self._keys[path] = key
        if key not in self._seen:
            seen = self._stored(key)
            if seen is not None:
                self._seen[key] = seen
        return self._screened(key)

    def _stored(self, key: bytes) -> _Known | None:
        for (packed,) in self._rows("SELECT screened FROM contents WHERE key = ?", key):
            return _unpacked(packed, _Known)
        return None

    def facts(self, path: str) -> ModuleFacts | None:
        """The facts of a file, if they were stored for its present content."""
        from pytest_ssot.facts.module import ModuleFacts

        packed = self._packed_facts(self._keys.get(path, b""))
        return _unpacked(packed, ModuleFacts)

    def is_sound(self, path: str) -> bool:
        """Sound facts were stored of a file's present content."""
        known = self._seen.get(self._keys.get(path, b""))
        return known is not None and known.is_sound

    def keep(self, path: str, screened: Screened, facts: ModuleFacts | None) -> None:
        """Store what a file said, once the run has ended."""
        key = self._keys.get(path)
        if key is not None:
            known = self._seen[key] = _Known(screened, facts is not None and facts.is_sound)
            with contextlib.suppress(UnicodeEncodeError):  # text with lone surrogates is learned anew
                self.news.add(key, _packed(known), b"" if facts is None else _packed(facts))

    def _packed_facts(self, key: bytes) -> bytes:
        if key in self.news:
            return self.news.facts(key)
        for (packed,) in self._rows("SELECT facts FROM contents WHERE key = ?", key):
            return bytes(packed)
        return b""

    # -- reports ------------------------------------------------------------------------------

    def changed(self) -> tuple[str, ...]:
        """The files whose content nobody knows without reading them; none when they are too many."""
        found = tuple(path for path in self.tree.paths() if path not in self._keys)
        return found if len(found) <= FEW_CHANGES else ()

    def was_read(self, path: str) -> bool:
        """The last report depends on more of a file than its words."""
        if self._latest is None:
            return False
        evidence = self._latest[0].evidence
        return path in evidence.read or path in evidence.sound

    def report(self) -> Report | None:
        """The report of an earlier run that judged the same, as far as anything depends on it."""
        files = self._files()
        if files is None:
            return None
        query = "SELECT evidence, report FROM reports WHERE circumstances = ? AND files = ?"
        for evidence, packed in self._rows(query, self.circumstances, _digest(files)):
            known = _unpacked(evidence, _Past)
            return None if known is None or not self._is_beside(known.evidence) else _unpacked(packed, Report)
        if self._latest is not None and self._is_same(*self._latest, files):
            past, report = self._latest
            self.keep_report(report, past.evidence)
            return report
        return None

    @cached_property
    def _latest(self) -> tuple[_Past, Report] | None:
        query = "SELECT evidence, report FROM reports WHERE circumstances = ? ORDER BY used DESC LIMIT 1"
        for evidence, packed in self._rows(query, self.circumstances):
            past, report = _unpacked(evidence, _Past), _unpacked(packed, Report)
            return None if past is None or report is None else (past, report)
        return None

    def keep_report(self, report: Report, evidence: Evidence) -> None:
        """Store a report of the tree as it is."""
        files = self._files()
        if files is not None:
            with contextlib.suppress(UnicodeEncodeError):
                past = _packed(_Past(files, evidence))
                self._report = (_digest(files), past, _packed(report))

    def _files(self) -> dict[bytes, bytes] | None:
        """The key of every file, and that of what could not be listed; None when one is not known."""
        files = {os.fsencode(path): self._keys.get(path, b"") for path in self.tree.paths()}
        if b"" in files.values():
            return None
        gaps = [(os.fsencode(gap.path), gap.reason, gap.line) for gap in self.tree.gaps()]
        return {**files, b"": blake2b(repr(gaps).encode(), digest_size=16).digest()}

    def _is_beside(self, evidence: Evidence) -> bool:
        """The configurations that were asked for hold what they held."""
        held = evidence.beside.items()
        return all(digest_of(self.tree.beside(path)) == digest for path, digest in held)

    def _is_same(self, past: _Past, report: Report, files: Mapping[bytes, bytes]) -> bool:
        """The files that changed since say nothing else than before to whoever asked."""
        if not self._is_beside(past.evidence):
            return False
        if past.files.keys() != files.keys() or past.files[b""] != files[b""]:
            return False
        changed = [path for path, key in files.items() if past.files[path] != key]
        if len(changed) > FEW_CHANGES:
            return False
        shown = set(_shown(report))
        return all(
            os.fsdecode(path) not in shown
            and self._says_the_same(os.fsdecode(path), past.files[path], files[path], past.evidence)
            for path in changed
        )

    def _says_the_same(self, path: str, before: bytes, now: bytes, evidence: Evidence) -> bool:
        then, seen = self._stored(before), self._seen.get(now)
        if then is None or seen is None:
            return False
        asked = evidence.of(then.screened)
        if asked is None or asked != evidence.of(seen.screened):
            return False
        if path in evidence.sound:
            return seen.is_sound
        if path not in evidence.read:
            return True
        facts = self._packed_facts(before)
        return facts != b"" and facts == self._packed_facts(now)

    # -- storing ------------------------------------------------------------------------------

    @property
    def learned(self) -> bool:
        """There is something to store."""
        return bool(self.news or self._report) or any(True for _ in self._changed_files())

    def write(self, connection: sqlite3.Connection) -> None:
        """Store what this run learned; `connection` is in a transaction."""
        now = time_ns()
        connection.executemany("INSERT OR REPLACE INTO contents VALUES (?, ?, ?)", self.news.rows())
        connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", self._changed_files())
        gone = self._before.keys() - self._signatures.keys()
        connection.executemany(
            "DELETE FROM files WHERE place = ? AND path = ?",
            ((self._place, os.fsencode(path)) for path in gone),
        )
        if self._report is not None:
            files, past, report = self._report
            row = (self.circumstances, files, now, past, report)
            connection.execute("INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?, ?)", row)
            connection.execute(
                "DELETE FROM reports WHERE used NOT IN (SELECT used FROM reports ORDER BY used DESC LIMIT ?)",
                (MOST_REPORTS,),
            )

    def thin_out(self, connection: sqlite3.Connection) -> None:
        """Forget what is not about this tree as it is now."""
        connection.execute("DELETE FROM files WHERE place != ?", (self._place,))
        connection.execute("DELETE FROM contents WHERE key NOT IN (SELECT key FROM files)")
        connection.execute("DELETE FROM reports WHERE circumstances != ?", (self.circumstances,))

    def _changed_files(self) -> Iterator[tuple[bytes, bytes, str, bytes]]:
        for path, key in self._keys.items():
            signature = self._signatures.get(path, "")
            before = self._before.get(path)
            if before is None or before.signature != signature or before.key != key:
                yield self._place, os.fsencode(path), signature, key

    def _rows(self, query: str, *parameters: bytes) -> list[tuple[Any, ...]]:
        if self.connection is None:
            return []
        try:
            return self.connection.execute(query, parameters).fetchall()
        except sqlite3.Error:
            self.close()
            return []


def _shown(report: Report) -> Iterator[str]:
    """The files that a report has something of."""
    yield from (gap.path for gap in report.gaps)
    for one in report.assessments:
        yield one.violation.location.path
        yield from (step.location.path for step in one.violation.trace)


def _packed(value: object) -> bytes:
    """A value as bytes, with a checksum in front."""
    data = msgspec.msgpack.encode(value)
    return blake2b(data, digest_size=8).digest() + data


def _unpacked(packed: bytes, kind: type[_Value]) -> _Value | None:
    """The value again; None for what is not as it was stored."""
    data = packed[8:]
    if not data or blake2b(data, digest_size=8).digest() != packed[:8]:
        return None
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except msgspec.MsgspecError:
        return None


def _digest(files: Mapping[bytes, bytes]) -> bytes:
    digest = blake2b(digest_size=16)
    for path, key in files.items():
        digest.update(path + b"\0" + key)
    return digest.digest()
