"""A piece of source with the offending span underlined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category, east_asian_width

from pytest_ssot.formats.text.printable import RUNNER_COMMAND
from pytest_ssot.formats.text.style import Style
from pytest_ssot.model import Excerpt, Location

_CONTEXT = 2
_LONGEST_SPAN = 6
_TAB = 4
_LEAD = 12


@dataclass(frozen=True)
class MarkedLine:
    """One line of the frame: `start` and `end` are the underlined characters, from 0, end exclusive."""

    number: int
    text: str
    start: int = 0
    end: int = 0

    def parts(self) -> tuple[str, str, str]:
        """The text before, in and after what is underlined."""
        return self.text[: self.start], self.text[self.start : self.end], self.text[self.end :]


def frame(location: Location, excerpt: Excerpt, style: Style, role: str = "strong") -> list[str]:
    """The excerpt as numbered lines, the span of the location underlined; long lines cut around it.

    Rows are as wide as the style allows at most, however long the source lines are.
    """
    lines = marked_lines(location, excerpt)
    digits = max((len(str(line.number)) for line in lines), default=1)
    rows: list[str] = []
    before = None
    for line in lines:
        if before is not None and line.number > before + 1:
            rows.append(" " * (digits - 1) + _dots(style))
        rows.extend(_rows(line, digits, style, role))
        before = line.number
    return rows


def marked_lines(location: Location, excerpt: Excerpt) -> list[MarkedLine]:
    """The lines worth showing: the context, and of a very long span only its first and last lines."""
    last = max(location.line, location.end_line)
    kept = _LONGEST_SPAN // 2
    found = []
    for number, text in enumerate(excerpt.lines, start=excerpt.first_line):
        middle = location.line + kept <= number <= last - kept and last - location.line >= _LONGEST_SPAN
        if not middle and location.line - _CONTEXT <= number <= last + _CONTEXT:
            found.append(MarkedLine(number, text, *_span(location, number, text)))
    return found


def _span(location: Location, number: int, text: str) -> tuple[int, int]:
    """What to underline in one line; a column beyond the line's end marks the place just after it."""
    last = max(location.line, location.end_line)
    if not location.line <= number <= last:
        return 0, 0
    indent = len(text) - len(text.lstrip())
    start = max(location.column, 1) - 1 if number == location.line else indent
    start = min(start, len(text))
    last_end = location.end_column - 1 if location.end_line else start + 1
    end = len(text.rstrip()) if number < last else last_end
    if number != location.line and min(end, len(text)) <= start:
        return 0, 0
    return start, max(min(end, len(text)), start + 1)


def _rows(line: MarkedLine, digits: int, style: Style, role: str) -> Iterator[str]:
    bar = "│" if style.unicode else "|"
    text, offset, length = _cut(line, style.width - digits - 3, style)
    yield f"{style.paint('quiet', f'{line.number:>{digits}} {bar}')} {text}".rstrip()
    if length:
        gutter = style.paint("quiet", " " * digits + f" {bar}")
        yield f"{gutter} {' ' * offset}{style.paint(role, '^' * length)}"


def _cut(line: MarkedLine, room: int, style: Style) -> tuple[str, int, int]:
    """What of a line fits the room, and where in it how many columns are underlined."""
    if (
        len(line.text) <= room
        and line.end <= len(line.text)
        and line.text.isascii()
        and line.text.isprintable()
        and "##" not in line.text
    ):
        return line.text, line.start, line.end - line.start
    # Only the neighbourhood is measured: a minified file may have a line of megabytes.
    first = max(line.start - room, 0)
    cells = _cells(line.text[first : line.start + 2 * room], style)
    cut = first > 0 or line.start + 2 * room < len(line.text)
    if not cut and sum(width for _, width in cells) <= room:
        return _measured(cells, line.start, line.end)
    dots = _dots(style)
    start, end = line.start - first, min(line.end - first, len(cells) + 1)
    left = _left(cells, start, end, room - 2 * len(dots))
    if first == 0 and sum(width for _, width in cells[:left]) <= len(dots):
        left = 0
    head = dots if first + left else ""
    right = _right(cells, left, room - len(head) - len(dots))
    tail = dots if first + right < len(line.text) else ""
    text, offset, length = _measured(cells[left:right], start - left, min(end, max(right, start + 1)) - left)
    return head + text + tail, len(head) + offset, length


def _left(cells: list[tuple[str, int]], start: int, end: int, room: int) -> int:
    """The first cell to show so that the span stands in the middle, or begins near the left edge."""
    span = sum(width for _, width in cells[start:end])
    lead = max((room - span) // 2, min(_LEAD, room // 4))
    left = min(start, len(cells))
    while left > 0 and lead >= cells[left - 1][1]:
        left -= 1
        lead -= cells[left][1]
    return left


def _right(cells: list[tuple[str, int]], left: int, room: int) -> int:
    right = left
    while right < len(cells) and room >= cells[right][1]:
        room -= cells[right][1]
        right += 1
    return right


def _measured(cells: list[tuple[str, int]], start: int, end: int) -> tuple[str, int, int]:
    offset = sum(width for _, width in cells[:start])
    beyond = end - max(len(cells), start) if end > start else 0
    length = sum(width for _, width in cells[start:end]) + max(beyond, 0)
    return "".join(text for text, _ in cells), offset, max(length, 1) if end > start else 0


def _cells(text: str, style: Style) -> list[tuple[str, int]]:
    """Every character as it is shown, with the number of columns it takes."""
    commands = {found.start() for found in RUNNER_COMMAND.finditer(text)} if "##" in text else set()
    if text.isascii() and text.isprintable() and not commands:
        return [(character, 1) for character in text]
    cells: list[tuple[str, int]] = []
    column = 0
    for index, character in enumerate(text):
        if index in commands:
            shown, width = r"\x23", 4
        elif character == "\t":
            shown, width = " " * (_TAB - column % _TAB), _TAB - column % _TAB
        else:
            shown = style.show(character)
            width = _columns(character) if shown == character else len(shown)
        cells.append((shown, width))
        column += width
    return cells


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _dots(style: Style) -> str:
    return "…" if style.unicode else "..."
