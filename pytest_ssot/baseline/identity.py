"""By what a violation is known again: digests of its statement and of what stands around it.

`code` holds four parts, separated by spaces: the normalised statement; the part of it between the
commas or brackets around the violation ("-" when that is all of it); the statement with its local
names taken out; the words in it, as a sample of short digests. `near` holds four lists of short
digests: the telling statements before and after, the shape and the body of the enclosing definition
followed by those of the definitions beside it.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from pytest_ssot.baseline.entry import HALF, WIDTH, Entry
from pytest_ssot.baseline.parts import Parts
from pytest_ssot.facts.outline import DefinitionLines, Outline, line_outline, outline
from pytest_ssot.facts.wording import Words, features, shape, telling, words
from pytest_ssot.model import Location, Violation

STORED_NEIGHBOURS = 3
"""So many telling statements on each side are remembered."""

SEEN_NEIGHBOURS = 8
"""So many on each side are looked at when an entry is compared: others may stand between by now."""

MOST_FEATURES = 16
_MOST_NAME = 120
PYTHON = (".py", ".pyw", ".pyi")
_SAFE = bytes.maketrans(b"+/", b"-_")
_DIGITS = re.compile(r"\d+")


def digest(parts: Iterable[str], width: int) -> str:
    """A digest of texts in a row, in `width` characters of six bits each."""
    data = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return b2a_base64(blake2b(data, digest_size=9).digest()).translate(_SAFE)[:width].decode()


def hexdigest(parts: Iterable[str]) -> str:
    """A digest of texts in a row, of 32 hexadecimal digits."""
    data = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=16).hexdigest()


class Neighbour(msgspec.Struct, frozen=True):
    """A statement near a violation: its two digests, and how much each of them tells, from 0 to 1."""

    digest: str
    weight: float
    shape_weight: float

    @property
    def shape(self) -> str:
        return self.digest[:HALF]


class Site(msgspec.Struct, frozen=True):
    """A current violation with the digests it is compared by."""

    index: int
    entry: Entry
    before: tuple[Neighbour, ...] = ()
    """Telling statements before it, the nearest first."""
    after: tuple[Neighbour, ...] = ()
    size: int = 0
    """How many statements the enclosing definition has, itself included; 0 at module level."""
    words: int = 0
    """How many words the violating statement has."""


# Code repeats itself, and each statement is asked for by several neighbours.
@lru_cache(maxsize=1 << 14)
def _read(statement: str) -> tuple[Words, Neighbour]:
    listed = words(statement)
    shaped = shape(listed)
    # Files that have nothing else in common share their imports.
    most = 0.3 if shaped[:1] in (("from",), ("import",)) else 1.0
    by_shape = telling(shaped)
    by_words = by_shape + 0.5 * (telling(listed) - by_shape)
    digests = digest(shaped, HALF) + digest(listed, HALF)
    return listed, Neighbour(digests, min(most, by_words / 3), min(most, by_shape / 3))


class Text:
    """The text of one file, as violations in it are identified by; worked out as far as it is needed."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._bodies: dict[int, str] = {}
        self._parts: tuple[int, Parts] | None = None
        self._said: dict[tuple[int, int], _Said] = {}
        self._statements: dict[str, frozenset[str]] = {}

    @cached_property
    def outline(self) -> Outline:
        return outline(self.text) if self.path.lower().endswith(PYTHON) else line_outline(self.text)

    @cached_property
    def scopes(self) -> frozenset[str]:
        """The qualified names of all definitions."""
        return frozenset(definition.name for definition in self.outline.definitions)

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    @cached_property
    def _definition_lines(self) -> DefinitionLines:
        return DefinitionLines(self.text, python=self.path.lower().endswith(PYTHON))

    @cached_property
    def _siblings(self) -> Mapping[tuple[int, int], int]:
        """For each definition and side (-1, 1), the next definition in the same scope."""
        beside: dict[tuple[int, int], int] = {}
        last: dict[int, int] = {}
        for index, definition in enumerate(self.outline.definitions):
            before = last.get(definition.parent)
            if before is not None:
                beside[index, -1], beside[before, 1] = before, index
            last[definition.parent] = index
        return beside

    def line(self, number: int) -> str:
        """A line without white space around it; "" for one that does not exist."""
        return self._lines[number - 1].strip() if 1 <= number <= len(self._lines) else ""

    def line_digests(self) -> tuple[str, ...]:
        """Digests of all lines that say something, sorted; a line that stands there twice is there twice."""
        bare = (line.strip() for line in self._lines)
        return tuple(sorted(digest([line], WIDTH) for line in bare if len(line) > 3))

    def quick(self, violation: Violation) -> str:
        """A digest of what is violated, its line and the definitions around, had without reading on."""
        number = violation.location.line
        line = self._lines[number - 1] if 1 <= number <= len(self._lines) else ""
        bare = line.strip()
        before = line[: len(line) - len(line.lstrip())]
        indent = len(before.expandtabs(8) if "\t" in before else before)
        around = self._definition_lines.around(number, indent)
        return digest([subject_of(violation, ""), around, bare], 8)

    def said_at(self, location: Location) -> _Said:
        """What is violated at a place, and its digests, found out once for all rules that it breaks."""
        key = location.line, location.column
        if key not in self._said:
            unit = _unit(self, location)
            whole, shaped, sample = _digests(unit.words)
            part = digest(unit.part, 6) if unit.part else "-"
            self._said[key] = _Said(unit, f"{whole} {part} {shaped} {sample}")
        return self._said[key]

    def words_of(self, index: int) -> Words:
        """The normalised words of a statement."""
        return _read(self._source(index))[0]

    def parts_of(self, index: int) -> Parts:
        """The parts of a statement; those of one that holds many violations are asked for again and again."""
        if self._parts is None or self._parts[0] != index:
            statement = self.outline.statements[index]
            self._parts = index, Parts(self.text, statement.start, statement.end)
        return self._parts[1]

    def neighbour(self, index: int) -> Neighbour:
        """A statement as others remember it."""
        return _read(self._source(index))[1]

    def _source(self, index: int) -> str:
        statement = self.outline.statements[index]
        return self.text[statement.start : statement.end]

    def before(self, index: int, first: int) -> tuple[Neighbour, ...]:
        """The telling statements before one, down to the statement `first`."""
        return self._telling(range(index - 1, max(first, index - 40) - 1, -1))

    def after(self, index: int, last: int) -> tuple[Neighbour, ...]:
        """The telling statements from one on, up to the statement `last`."""
        return self._telling(range(index, min(last, index + 40) + 1))

    def body(self, definition: int) -> str:
        """A digest of everything below the header of a definition; "" for the module."""
        if definition < 0:
            return ""
        if definition not in self._bodies:
            found = self.outline.definitions[definition]
            last = min(found.last, found.header + 200)
            inside = [self.neighbour(index).shape for index in range(found.header + 1, last + 1)]
            self._bodies[definition] = digest(inside, WIDTH)
        return self._bodies[definition]

    def header(self, definition: int) -> str:
        """A digest of a definition's header without its name; that of nothing for the module."""
        if definition < 0:
            return digest([""], WIDTH)
        return digest(shape(self.words_of(self.outline.definitions[definition].header)), WIDTH)

    def statements_of(self, scope: str) -> frozenset[str]:
        """Digests of the statements directly in definitions of that name; at module level for ""."""
        if scope not in self._statements:
            lines = self.outline
            its = {index for index, found in enumerate(lines.definitions) if found.name == scope}
            its = its if scope else {-1}
            self._statements[scope] = frozenset(
                self.neighbour(index).digest
                for index, statement in enumerate(lines.statements)
                if statement.definition in its
            )
        return self._statements[scope]

    def headers_of(self, scope: str) -> frozenset[str]:
        """Digests of the headers of the definitions of that name."""
        named = (index for index, found in enumerate(self.outline.definitions) if found.name == scope)
        return frozenset(map(self.header, named))

    def beside(self, definition: int) -> tuple[str, str]:
        """Digests of the names of the definitions before and after one."""
        names = []
        for side in (-1, 1):
            found = self._siblings.get((definition, side), -1)
            name = self.outline.definitions[found].name if found >= 0 else ""
            names.append(digest([name.rpartition(".")[2]], WIDTH))
        return names[0], names[1]

    def _telling(self, indexes: Iterable[int]) -> tuple[Neighbour, ...]:
        found: list[Neighbour] = []
        for index in indexes:
            neighbour = self.neighbour(index)
            if neighbour.weight > 0:
                found.append(neighbour)
                if len(found) == SEEN_NEIGHBOURS:
                    break
        return tuple(found)


LONGEST_STATEMENT = 20_000
"""Characters of a statement beyond which a violation in it is known by those around it:"""

NEAR = 300


class _Unit(msgspec.Struct, frozen=True):
    """What is violated: its words, the part of it that is meant, where it stands among statements."""

    words: Words
    part: Words
    previous: int
    following: int
    definition: int


class _Said(msgspec.Struct, frozen=True):
    """What is violated at a place, and the digests of its words."""

    unit: _Unit
    code: str


def _unit(text: Text, location: Location) -> _Unit:
    lines = text.outline
    offset = lines.offset(location.line, location.column)
    index = lines.statement_at(offset)
    comment = lines.comment_at(offset)
    if comment is not None and (index < 0 or not _within(lines, index, offset)):
        said = words(text.text[slice(*comment)].lstrip("#!: \t"))
        following = lines.following(offset)
        return _Unit(said, (), following, following, _owner(lines, following))
    if index < 0:
        following = lines.following(offset)
        return _Unit(words(text.line(location.line)), (), following, following, _owner(lines, following))
    statement = lines.statements[index]
    if statement.end - statement.start > LONGEST_STATEMENT:
        near = max(statement.start, offset - NEAR), min(statement.end, offset + NEAR)
        return _Unit(words(text.text, *near), (), index, index + 1, statement.definition)
    start = max(offset, lines.line_span(location.line)[0])
    part = text.parts_of(index).around(start)
    if part is None:
        listed = words(*_line_of(text, location)) or tuple(text.line(location.line).split())
        return _Unit(listed, (), index, index + 1, statement.definition)
    listed = text.words_of(index)
    return _Unit(listed, () if part == listed else part, index, index + 1, statement.definition)


def _line_of(text: Text, location: Location) -> tuple[str, int, int]:
    return (text.text, *text.outline.line_span(location.line))


def _within(lines: Outline, index: int, offset: int) -> bool:
    statement = lines.statements[index]
    return statement.start <= offset < statement.end


def _owner(lines: Outline, following: int) -> int:
    return lines.statements[following].definition if following < len(lines.statements) else -1


def subject_of(violation: Violation, scope: str) -> str:
    """What is violated; for a tool that only gives a message, that without numbers and its own place."""
    said = violation.subject
    if not said:
        said = _DIGITS.sub("0", violation.message)
        for name in scope.split("."):
            said = re.sub(rf"\b{re.escape(name)}\b", "…", said) if name else said
    return _shortened(said)


def _shortened(name: str) -> str:
    return name if len(name) <= _MOST_NAME else f"{name[: _MOST_NAME - 11]}…{digest([name], 10)}"


def _sample(listed: Words) -> str:
    return "".join(sorted({digest([word], 8)[:2] for word in features(listed)})[:MOST_FEATURES])


@lru_cache(maxsize=64)
def _digests(listed: Words) -> tuple[str, str, str]:
    """The digests of a statement: of all of it, without its local names, of the words in it."""
    return digest(listed, 10), digest(shape(listed), 6), _sample(listed) or "-"


def site_of(index: int, violation: Violation, text: Text, *, unread: bool, alone: bool = False) -> Site:
    """The digests of one violation in its text; `index` is its place among the violations given.

    What stands `alone` is not asked for its surroundings: enough to name it, not to know it again.
    """
    said = text.said_at(violation.location)
    unit = said.unit
    lines = text.outline
    definition = unit.definition
    if definition >= 0:
        owner = lines.definitions[definition]
        first, last, scope = owner.header + 1, owner.last, owner.name
    else:
        first, last, scope = 0, len(lines.statements) - 1, ""
    before: tuple[Neighbour, ...] = ()
    after: tuple[Neighbour, ...] = ()
    near: tuple[str, ...] = ()
    if not alone:
        before, after = text.before(unit.previous, first), text.after(unit.following, last)
        near = _near(text, definition, before, after)
    entry = Entry(
        path=violation.location.path,
        rule=violation.rule,
        severity=violation.severity,
        scope=_shortened(scope),
        subject=subject_of(violation, scope),
        code=said.code,
        near=" ".join(near),
        quick="" if alone else text.quick(violation),
        unread=unread,
    )
    return Site(index, entry, before, after, last - first + 2 if scope else 0, len(unit.words))


def _near(
    text: Text, definition: int, before: tuple[Neighbour, ...], after: tuple[Neighbour, ...]
) -> tuple[str, ...]:
    around = (text.header(definition), text.body(definition), *text.beside(definition))
    return (
        "".join(neighbour.digest for neighbour in before[:STORED_NEIGHBOURS]) or "-",
        "".join(neighbour.digest for neighbour in after[:STORED_NEIGHBOURS]) or "-",
        "".join(around),
    )


def sites_of(
    violations: Sequence[Violation], indexes: Iterable[int], text: Text, *, unread: bool, alone: bool = False
) -> tuple[Site, ...]:
    """The sites of the violations that stand in one text, in its order; equal ones are counted."""
    ordered = sorted(indexes, key=lambda index: (violations[index].location, index))
    counts: Counter[tuple[object, ...]] = Counter()
    found: list[Site] = []
    for index in ordered:
        site = site_of(index, violations[index], text, unread=unread, alone=alone)
        key = (site.entry.what, site.entry.scope, site.entry.code)
        if counts[key]:
            site = replace(site, entry=msgspec.structs.replace(site.entry, number=counts[key]))
        counts[key] += 1
        found.append(site)
    return tuple(found)
