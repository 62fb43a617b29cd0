"""What a file's bytes tell before anybody parses it: whose business it is, and which words it holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import cached_property
from itertools import islice
from keyword import kwlist, softkwlist

import msgspec

from pytest_ssot.facts.decoding import is_as_written
from pytest_ssot.facts.words import checksums, hash_of, split, words_of, written

NEAR = 80
"""Bytes around a word that are looked at for the words next to it."""

_KEYWORDS = frozenset(word.encode() for word in (*kwlist, *softkwlist, "print", "exec"))
"""What may stand next to a name in code, also in that of Python 2."""

MOST_PLACES = 10_000
"""Places of a word or sign in one file that are looked at; where there are more, it is what they may be."""

_WORD_BEFORE = re.compile(rb"([\w\x80-\xff]+)[ \t]+\Z")
_WORD_BEHIND = re.compile(rb"[ \t]+([\w\x80-\xff]+)")
_JOINED_BEFORE = re.compile(rb"[\w\x80-\xff]\Z")
_JOINED_BEHIND = re.compile(rb"[\w\x80-\xff]")

LONGEST_NAME = 400
"""Bytes of a word up to which a rule is asked whether the name is one of its own."""

_STAR_IMPORT = re.compile(rb"import[\s\\]*\*")
_BASES = re.compile(rb"class\s+[\w\x80-\xff]+\s*\(([^)]+)")
"""What a class is derived from, up to the first call among it; begins with what is quick to look for."""

_WORD = b"import "
_IMPORT = re.compile(
    rb"(?:[^\n#'\"]*[:;])?[ \t]*(?:from[ \t]+([\w.]+)[ \t]+)?import[ \t]+(\([^)]*|(?:[^\n;(\\]|\\\r?\n)*)"
)
"""A line that begins with an import, or has one behind a colon or semicolon."""

_COMMENT = re.compile(rb"#[^\n]*")
_AROUND = b" \t\r\n()\\"

DOTTED = "a dot in quotes"
"""Held by files that may cut something at dots."""

_DOTS = (b"'.'", b'"."', b"\\.", b"[.]")
_FAR = 200
"""Bytes before a dot in quotes that are looked through for what cuts at it."""

_CUTS = re.compile(rb"(?:(?:split|partition|index|find)['\"]?\s*[(,][^'\"]{0,120}|(?<![=!])=\s*b?)\Z")
"""What stands before a dot that a call cuts at, or that is given a name."""

_NAMESPACES = frozenset({b"globals", b"vars", b"locals", b"setattr", b"exec", b"__dict__"})
"""What a module needs to bind names that are not written in it; a star import is the other way."""


BY_TEXT = ("import_module", "__import__", "import_string", "resolve_name", "entry_points")
"""Words of files that may import what they name in a text."""


class Prefilter(msgspec.Struct, frozen=True, dict=True):
    """What a file's text must contain for a rule to look at the file.

    One of `whole` as a word of its own, other than in prose; or one of `words` (all of them, where an entry
    has several) anywhere in a word of it; or one of `parts` in a whole word that `names` accepts. All
    consist of letters, digits and underscores. `name=` stands for a whole word that something is given by:
    followed by an equals sign or a colon, or in quotes.
    """

    words: tuple[str | tuple[str, ...], ...] = ()
    whole: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    names: Callable[[str], bool] = bool

    @cached_property
    def _encoded(self) -> tuple[tuple[bytes, ...], ...]:
        groups = ((words,) if isinstance(words, str) else words for words in self.words)
        return tuple(tuple(word.encode() for word in group) for group in groups)

    @cached_property
    def names_whole(self) -> frozenset[bytes]:
        return frozenset(word.encode() for word in self.whole)

    @cached_property
    def _parts(self) -> tuple[bytes, ...]:
        return tuple(part.encode() for part in self.parts)

    @cached_property
    def given(self) -> tuple[tuple[bytes, re.Pattern[bytes]], ...]:
        """The words that something is to be given by, and how that looks."""
        names = {word[:-1] for group in self._encoded for word in group if word.endswith(b"=")}
        # Begins with the name, because that is quick to look for.
        form = rb"%b(?:(?<=\b%b)\s*[=:]|(['\"])(?<=\1%b\1))"
        return tuple((name, re.compile(form % (name, name, name))) for name in sorted(names))

    def wants(self, words: Set[bytes], text: bytes) -> bool:
        """The file has to be looked at: `words` are those of it, `text` holds each between two spaces.

        Among them are those that something is given by, each with its equals sign.
        """
        if not self.names_whole.isdisjoint(words) or self._has_words(text):
            return True
        names = {name for part in self._parts for name in _containing(text, part)}
        return any(len(name) > LONGEST_NAME or self.names(name.decode(errors="replace")) for name in names)

    def _has_words(self, text: bytes) -> bool:
        # Asked of every file of a project: a loop costs a third of what nested generators do.
        for first, *others in self._encoded:  # noqa: SIM110
            if first in text and all(word in text for word in others):
                return True
        return False


class Screened(msgspec.Struct, frozen=True, array_like=True):
    """A file of `size` bytes, seen without parsing it.

    `wanted` names the prefilters that want it; `marked` tells that it may have an exception marker, and
    `binds_any` that names may be bound in it which it does not spell. `hashes` are the checksums of its
    words, and of what else it may be asked for (`derived_from`, `DOTTED`), four bytes each.
    `imports` are the modules that it may import, as it spells them, one a line.
    """

    size: int
    wanted: tuple[str, ...]
    marked: bool
    binds_any: bool
    hashes: bytes
    imports: bytes

    @property
    def weight(self) -> int:
        """The size, rounded up so that most edits leave it as it is."""
        return -(-self.size // 4096) * 4096

    @property
    def held(self) -> frozenset[int]:
        """All of `hashes`."""
        return frozenset(memoryview(self.hashes).cast("I"))

    def holds(self, word: str) -> bool:
        """The file contains a word; one time in a few million it is another one."""
        return written(hash_of(word)) in self.hashes


class Evidence(msgspec.Struct, frozen=True, array_like=True):
    """What a judgement depends on: the files it read, and what it asked about the words of all others.

    `read` are the files whose facts it had, `sound` those of which it only saw that they are sound;
    `words` are the checksums of the words that files were looked up by, `assigned` of those that were
    looked for in assignments. `named` are those of all modules, if it matters which files import which.
    `beside` are the configurations that were asked for, with a checksum of what each holds.
    """

    read: frozenset[str]
    sound: frozenset[str]
    words: frozenset[int]
    assigned: frozenset[int]
    named: frozenset[int]
    beside: Mapping[str, bytes] = {}

    def of(self, seen: Screened) -> tuple[object, ...] | None:
        """What a file tells whoever asked so; None when only its text can tell."""
        held = seen.held
        if not held.isdisjoint(self.assigned):
            return None
        words = held & (self.words | self.named) if any(map(seen.holds, BY_TEXT)) else held & self.words
        imports = seen.imports if self.named else b""
        return seen.wanted, seen.marked, seen.binds_any, seen.weight, words, imports


def screen(data: bytes, prefilters: Mapping[str, Prefilter], markers: Iterable[str]) -> Screened:
    """What the bytes of a file tell; `markers` are the words of exception markers."""
    odd = _is_odd(data)
    text = data if odd or data.isascii() else _normalised(data)
    told, hashes = words_of(text)
    words = set(told.split())
    given = _given(text, words, prefilters.values())
    prose = _in_prose(text, words, prefilters.values())
    for word in prose:
        told = told.replace(b" %b " % word, b" ")
    told += b"".join(b"%b " % name for name in given)
    words.difference_update(prose)
    held = {b"class " + name for bases in _BASES.findall(text) for name in split(bases)}
    if any(_may_cut_at(text, dot) for dot in _DOTS):
        held.add(DOTTED.encode())
    return Screened(
        len(data),
        tuple(name for name, prefilter in prefilters.items() if odd or prefilter.wants(words, told)),
        any(marker.encode() in text for marker in markers),
        not _NAMESPACES.isdisjoint(words) or _STAR_IMPORT.search(text) is not None,
        hashes + checksums(held),
        b"\n".join(sorted(set(_imported(text)))),
    )


def _may_cut_at(text: bytes, dot: bytes) -> bool:
    """Something may be cut at a dot that is written in this way: as a text, or within a pattern."""
    place, seen = text.find(dot), 0
    while place >= 0:
        seen += 1
        end = place + len(dot)
        before, behind = text[place - 1 : place], text[end : end + 1]
        if dot[:1] in _QUOTES:
            joins = text.startswith(_JOIN, end)
            found = not joins and _CUTS.search(text, max(place - _FAR, 0), place) is not None
        else:
            alone = before in _QUOTES and behind in _QUOTES
            found = alone or (before in _REPEATED and behind in _GOING_ON)
        if found or seen == MOST_PLACES:
            return True
        place = text.find(dot, end)
    return False


_QUOTES = frozenset({b"'", b'"'})
_JOIN = b".join("
_REPEATED, _GOING_ON = frozenset({b"+", b"*", b"}", b")"}), frozenset({b"[", b"(", b"\\", b"."})
"""What stands before and behind a dot in a pattern that repeats something on both sides of it."""


def _given(text: bytes, words: Set[bytes], prefilters: Iterable[Prefilter]) -> list[bytes]:
    """The words of prefilters that something is given by in a text, each with its equals sign."""
    asked = dict(pair for prefilter in prefilters for pair in prefilter.given)
    return [name + b"=" for name, form in asked.items() if name in words and form.search(text)]


def _in_prose(text: bytes, words: Set[bytes], prefilters: Iterable[Prefilter]) -> list[bytes]:
    """The whole words of prefilters that only stand between words as they do in no code."""
    asked = frozenset[bytes]().union(*(prefilter.names_whole for prefilter in prefilters))
    return [word for word in asked & words if _is_prose(text, word)]


def _is_prose(text: bytes, word: bytes) -> bool:
    """A word only stands where it is no code; one that stands in too many places is taken to be."""
    places = islice(_around(text, word), MOST_PLACES)
    return all(number < MOST_PLACES and not _may_be_code(*one) for number, one in enumerate(places, 1))


def _around(text: bytes, word: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands before and behind each place of a whole word, on its line."""
    place = text.find(word)
    while place >= 0:
        end = place + len(word)
        before, behind = text[max(place - NEAR, 0) : place], text[end : end + NEAR]
        if not _JOINED_BEFORE.search(before) and not _JOINED_BEHIND.match(behind):
            yield before, behind
        place = text.find(word, end)


def _may_be_code(before: bytes, behind: bytes) -> bool:
    """No name stands next to a name in code: between them are signs, or keywords."""
    found = _WORD_BEFORE.search(before), _WORD_BEHIND.match(behind)
    return all(one is None or one[1] in _KEYWORDS or one[1][:1].isdigit() for one in found)


def _imported(text: bytes) -> Iterator[bytes]:
    """What may be the name of a module that a text imports, where a statement begins with it.

    Of `from package import name`, `package.name` as well, unless it is spelled like a class.
    """
    place = text.find(_WORD)
    while place >= 0:
        found = _IMPORT.match(text, text.rfind(b"\n", 0, place) + 1)
        module, names = found.groups() if found else (None, b"")
        if module is not None:
            yield module
        for part in _without_comments(names).split(b","):
            name = part.strip(_AROUND).split(None, 1)[:1]
            if module is None:
                yield from name
            elif name and not name[0][:1].isupper() and name[0] != b"*":
                yield module + name[0] if module.endswith(b".") else module + b"." + name[0]
        place = text.find(_WORD, max(place + len(_WORD), found.end() if found else 0))


def _without_comments(names: bytes) -> bytes:
    return _COMMENT.sub(b"", names) if b"#" in names else names


def derived_from(name: str) -> str:
    """What files hold in which a class is derived from one of this name."""
    return f"class {name}"


def _containing(text: bytes, part: bytes) -> Iterator[bytes]:
    """The words that contain `part`."""
    place = text.find(part)
    while place >= 0:
        end = text.find(b" ", place)
        end = len(text) if end < 0 else end
        yield text[text.rfind(b" ", 0, place) + 1 : end]
        place = text.find(part, end)


def _normalised(data: bytes) -> bytes:
    """The text as Python reads its identifiers: NFKC (Language Reference, section 2.3)."""
    text = data.decode(errors="replace")
    return data if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text).encode()


def _is_odd(data: bytes) -> bool:
    """Content that words cannot be searched in, or that Python itself would refuse."""
    return b"\0" in data or not is_as_written(data)
