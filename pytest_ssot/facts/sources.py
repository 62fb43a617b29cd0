"""A tree's files and their facts, each read when it is needed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from functools import cached_property

from pytest_ssot.facts.decoding import decode
from pytest_ssot.facts.extract import extract
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.model import Gap, Suppression
from pytest_ssot.trees import Tree

SMALL_PROJECT = 4_000_000
"""Up to so many bytes in all, every file is parsed: a broken one is told even if no rule needs it."""

_WORDS = bytes(
    byte if byte >= 0x80 or chr(byte).isalnum() or byte == ord("_") else ord(" ") for byte in range(256)
)
"""Turns everything that is in no word into spaces."""

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=]", re.MULTILINE)


class Sources:
    """Reads files on demand and remembers what they say.

    `markers` are the words of exception markers; a file that has one is always read.
    """

    def __init__(self, tree: Tree, markers: tuple[str, ...]) -> None:
        self._tree = tree
        self._words = markers
        self._facts: dict[str, ModuleFacts | None] = {}
        self._unread: dict[str, Gap] = {}

    def candidates(
        self, words: set[str], progress: Callable[[int, int], None] | None = None
    ) -> tuple[str, ...]:
        """The files that contain one of `words`, an exception marker, or something odd; all are read."""
        wanted = tuple(word.encode() for word in (*sorted(words), *self._words))
        paths = self._tree.paths()
        found: list[str] = []
        others: list[tuple[str, bytes]] = []
        spared = 0
        for number, path in enumerate(paths):
            if progress is not None:
                progress(number, len(paths))
            data = self._read(path)
            if data is None:
                continue
            if any(word in data for word in wanted) or _is_odd(data):
                found.append(path)
                self._facts[path] = extract(path, data, self._words)
            elif spared <= SMALL_PROJECT:
                spared += len(data)
                others.append((path, data))
        if spared <= SMALL_PROJECT:
            for path, data in others:
                self._facts[path] = extract(path, data, self._words)
        if progress is not None:
            progress(len(paths), len(paths))
        return tuple(found)

    def facts(self, path: str) -> ModuleFacts | None:
        """What one file says; None when it cannot be read."""
        if path not in self._facts:
            data = self._read(path)
            self._facts[path] = None if data is None else extract(path, data, self._words)
        return self._facts[path]

    def mentioning(self, words: frozenset[str]) -> Iterator[str]:
        """The files that contain one of `words` as a whole word, sorted."""
        numbers = {number for word in words for number in self._mentions.get(word.encode(), ())}
        paths = self._tree.paths()
        yield from (paths[number] for number in sorted(numbers))

    @cached_property
    def _mentions(self) -> dict[bytes, list[int]]:
        """The files in which each word occurs, by their position in the tree."""
        found: dict[bytes, list[int]] = {}
        for number, path in enumerate(self._tree.paths()):
            data = self._read(path)
            for word in set(data.translate(_WORDS).split()) if data is not None else ():
                found.setdefault(word, []).append(number)
        return found

    def text(self, path: str) -> str:
        """A file's decoded content; empty when it cannot be read."""
        data = self._read(path)
        return "" if data is None else decode(data).text

    def markers(self) -> Iterator[Suppression]:
        """The exception markers of all files read."""
        for facts in self._facts.values():
            if facts is not None:
                yield from facts.markers

    def gaps(self) -> tuple[Gap, ...]:
        """What could not be read or parsed, by path."""
        parsed = [gap for facts in self._facts.values() if facts is not None for gap in facts.gaps]
        return tuple(sorted((*self._unread.values(), *parsed), key=lambda gap: (gap.path, gap.line)))

    def incomplete(self) -> Iterator[ModuleFacts]:
        """The files with blocks that did not parse."""
        for _, facts in sorted(self._facts.items()):
            if facts is not None and facts.fragments:
                yield facts

    def _read(self, path: str) -> bytes | None:
        data = self._tree.read(path)
        if isinstance(data, Gap):
            self._unread[path] = data
            return None
        return data


def _is_odd(data: bytes) -> bool:
    """Content that words cannot be searched in, or that Python itself would refuse."""
    if b"\0" in data:
        return True
    if data.isascii():
        return False
    data = data.removeprefix(codecs.BOM_UTF8)
    head = b"\n".join(data.split(b"\n", 2)[:2])
    if _COOKIE.search(head):
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False
