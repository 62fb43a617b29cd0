"""A tree's files and their facts, each read when it is needed."""

from __future__ import annotations

import codecs
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pytest_ssot.facts.decoding import decode
from pytest_ssot.facts.extract import extract
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.model import Gap, Suppression
from pytest_ssot.trees import Tree

SMALL_PROJECT = 4_000_000
"""Up to so many bytes in all, every file is parsed: a broken one is told even if no rule needs it."""

FEW_MENTIONS = 1_000_000
"""Up to so many bytes, all files that mention a name are read, however far they are from its origin."""

LONGEST_NAME = 200
"""Bytes of an identifier looked at on either side of a word."""

BLOCK = 64
"""Files whose words are kept together as well, so that a rare word is looked up in few of them."""

_WORDS = bytes(
    byte if byte >= 0x80 or chr(byte).isalnum() or byte == ord("_") else ord(" ") for byte in range(256)
)
"""Turns everything that is in no word into spaces."""

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=]", re.MULTILINE)

_ASSIGNED = re.compile(rb"[.'\"]\s*([\w\x80-\xff]+)(?:['\"]\s*(?:\]|,)|\s*(?::[^=\n]+)?[-+*/|&^%@]*=(?!=))")
"""An attribute before an equals sign, or a quoted word before a bracket or a comma (`setattr`)."""

_FILLED = re.compile(rb"([\w\x80-\xff]+)\s*(?:\[[^\]\n]*\]\s*=(?!=)|\.\s*(?:update|setdefault|set)\()")
"""What stands before a bracket and an equals sign, or before a method that adds items or sets a variable."""

_BY_KEYWORD = re.compile(rb"\b([A-Za-z_]\w*)\s*=(?!=)")
_KEYWORD_WRITERS = (b".update(", b".configure(", b".__dict__")


@dataclass(frozen=True)
class Prefilter:
    """What a file's text must contain for a rule to look at the file.

    One of `words` (all of them, where an entry has several), anywhere in it; with `names`, one of them as
    part of an identifier that it accepts.
    """

    words: tuple[str | tuple[str, ...], ...]
    names: Callable[[str], bool] | None = None

    @cached_property
    def _encoded(self) -> tuple[tuple[bytes, ...], ...]:
        groups = ((words,) if isinstance(words, str) else words for words in self.words)
        return tuple(tuple(word.encode() for word in group) for group in groups)

    def wants(self, data: bytes) -> bool:
        """The file has to be looked at."""
        if not any(all(word in data for word in words) for words in self._encoded):
            return False
        if self.names is None:
            return True
        names = {name for words in self._encoded for word in words for name in _identifiers(data, word)}
        return any(self.names(name.decode(errors="replace")) for name in names)


class Sources:
    """Reads files on demand and remembers what they say.

    `markers` are the words of exception markers; a file that has one is always read.
    """

    def __init__(self, tree: Tree, markers: tuple[str, ...]) -> None:
        self._tree = tree
        self._words = markers
        self._facts: dict[str, ModuleFacts | None] = {}
        self._unread: dict[str, Gap] = {}
        self._matches: dict[tuple[str, re.Pattern[bytes]], bool] = {}

    def candidates(
        self, prefilters: Mapping[str, Prefilter], progress: Callable[[int, int], None] | None = None
    ) -> Mapping[str, tuple[str, ...]]:
        """The files that each of the named `prefilters` wants, or that are odd; all of them are read.

        Files with an exception marker are read as well.
        """
        marked = Prefilter(self._words)
        paths = self._tree.paths()
        found: dict[str, list[str]] = {name: [] for name in prefilters}
        others: list[tuple[str, bytes]] = []
        spared = 0
        for number, path in enumerate(paths):
            if progress is not None:
                progress(number, len(paths))
            data = self._read(path)
            if data is None:
                continue
            odd = _is_odd(data)
            text = data if odd else _normalised(data)
            wanted = [name for name, prefilter in prefilters.items() if odd or prefilter.wants(text)]
            for name in wanted:
                found[name].append(path)
            if wanted or marked.wants(text):
                self._facts[path] = extract(path, data, self._words)
            elif spared <= SMALL_PROJECT:
                spared += len(data)
                others.append((path, data))
        if spared <= SMALL_PROJECT:
            for path, data in others:
                self._facts[path] = extract(path, data, self._words)
        if progress is not None:
            progress(len(paths), len(paths))
        return {name: tuple(paths) for name, paths in found.items()}

    def facts(self, path: str) -> ModuleFacts | None:
        """What one file says; None when it cannot be read."""
        if path not in self._facts:
            data = self._read(path)
            self._facts[path] = None if data is None else extract(path, data, self._words)
        return self._facts[path]

    def mentioning(
        self, words: Iterable[str], near: Iterable[str], packages: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """The files that contain one of `words` as a whole word, sorted.

        When there are many, only those that contain one of `near` as well, or stand in one of `packages`.
        """
        index = self._index
        found = index.containing(words)
        if index.size(found) > FEW_MENTIONS:
            close, inside = set(index.containing(near)), tuple(packages)
            found = [one for one in found if one in close or index.paths[one].startswith(inside)]
        return tuple(index.paths[number] for number in found)

    def matches(self, path: str, pattern: re.Pattern[bytes]) -> bool:
        """A file's text contains `pattern`."""
        key = (path, pattern)
        if key not in self._matches:
            data = self._read(path)
            self._matches[key] = data is not None and pattern.search(data) is not None
        return self._matches[key]

    def assigning(self, names: Iterable[str]) -> tuple[str, ...]:
        """The files whose text looks like an assignment to an attribute or item of one of these names."""
        wanted = {name.encode() for name in names}
        index = self._index
        found: list[str] = []
        for number in index.containing(names):
            data = self._read(index.paths[number])
            if data is not None and not wanted.isdisjoint(_assigned(data)):
                found.append(index.paths[number])
        return tuple(found)

    @cached_property
    def _index(self) -> _WordIndex:
        return _WordIndex(self._tree.paths(), (self._read(path) for path in self._tree.paths()))

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


class _WordIndex:
    """Which files contain which words, by their hashes: a few kilobytes a file."""

    def __init__(self, paths: tuple[str, ...], contents: Iterable[bytes | None]) -> None:
        self.paths = paths
        self._sizes = array("Q")
        self._files: list[array[int]] = []
        self._blocks: list[array[int]] = []
        together: set[int] = set()
        for number, data in enumerate(contents, 1):
            text = b"" if data is None else data if data.isascii() else _normalised(data)
            hashes = set(map(hash, set(text.translate(_WORDS).split())))
            self._sizes.append(len(text))
            self._files.append(array("q", sorted(hashes)))
            together |= hashes
            if number % BLOCK == 0 or number == len(paths):
                self._blocks.append(array("q", sorted(together)))
                together.clear()

    def containing(self, words: Iterable[str]) -> list[int]:
        """The numbers of the files that contain one of `words`, ascending."""
        found: set[int] = set()
        for wanted in {hash(word.encode()) for word in words}:
            for number, block in enumerate(self._blocks):
                if _contains(block, wanted):
                    start = number * BLOCK
                    files = enumerate(self._files[start : start + BLOCK], start)
                    found.update(one for one, hashes in files if _contains(hashes, wanted))
        return sorted(found)

    def size(self, numbers: Iterable[int]) -> int:
        """How many bytes these files have together."""
        return sum(self._sizes[number] for number in numbers)


def _identifiers(data: bytes, word: bytes) -> Iterator[bytes]:
    """The identifiers that contain `word`."""
    place = data.find(word)
    while place >= 0:
        end = place + len(word)
        before = data[max(place - LONGEST_NAME, 0) : place].translate(_WORDS)
        after = data[end : end + LONGEST_NAME].translate(_WORDS)
        yield before[before.rfind(b" ") + 1 :] + word + after.partition(b" ")[0]
        place = data.find(word, end)


def _assigned(data: bytes) -> set[bytes]:
    names = {*_ASSIGNED.findall(data), *_FILLED.findall(data)}
    if any(word in data for word in _KEYWORD_WRITERS):
        names.update(_BY_KEYWORD.findall(data))
    return names


def _contains(hashes: array[int], wanted: int) -> bool:
    place = bisect_left(hashes, wanted)
    return place < len(hashes) and hashes[place] == wanted


def module_word(path: str) -> str:
    """The word by which other files import a file: its module's last name."""
    parts = path.removesuffix("/__init__.py").rpartition("/")[2]
    return parts.rpartition(".")[0] or parts


def _normalised(data: bytes) -> bytes:
    """The text as Python reads its identifiers: NFKC (Language Reference, section 2.3)."""
    if data.isascii():
        return data
    text = data.decode(errors="replace")
    return data if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text).encode()


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
