"""Where syntax stands in the text, in lines and characters as people count them."""

from __future__ import annotations

import ast
from bisect import bisect_left
from itertools import accumulate

from pytest_ssot.facts.spans import Span, packed, unpacked
from pytest_ssot.model import Excerpt, Location

MOST_LINES = 12
"""An excerpt never shows more lines than this."""

MOST_CHARACTERS = 1000
"""A longer line is cut in an excerpt."""


def split_lines(text: str, last_line: int = -1) -> tuple[str, ...]:
    r"""The lines of a text without their ends, where Python's tokenizer ends them; all, or up to the last.

    Those are \n, \r\n and \r; `str.splitlines` also knows others, such as form feed.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", last_line)
    return tuple(lines if last_line < 0 else lines[:last_line])


class Columns:
    """Turns the byte offsets of a syntax tree into columns that count characters from 1.

    A line of ASCII costs nothing; for any other line the offsets are worked out once. Who knows which line
    is the last to be asked for can say so: the others are not looked at.
    """

    def __init__(self, text: str, last_line: int = -1) -> None:
        self.lines = split_lines(text, last_line)
        # By line, from 1: how wide it is; a line that is not ASCII is narrower than any offset.
        self._widths = [-1]
        if text.isascii():
            self._widths += map(len, self.lines)
        else:
            self._widths += [len(line) if line.isascii() else -1 for line in self.lines]
        self._offsets: dict[int, tuple[int, ...]] = {}

    def column(self, line: int, offset: int) -> int:
        """The column of a byte offset; an offset past the end of the line means its end."""
        if not 1 <= line <= len(self.lines):
            return max(offset, 0) + 1
        text = self.lines[line - 1]
        if text.isascii():
            return min(max(offset, 0), len(text)) + 1
        return min(bisect_left(self._offsets_in(line, text), offset), len(text)) + 1

    def span(self, node: ast.AST) -> Span:
        """Where a node stands; `NO_SPAN` for one that has no place."""
        try:
            place: dict[str, int] = node.__dict__
            line, end_line = place["lineno"], place["end_lineno"]
            offset, end_offset = place["col_offset"], place["end_col_offset"]
            if 0 <= offset <= self._widths[line] and 0 <= end_offset <= self._widths[end_line]:
                return packed(line, offset + 1, end_line, end_offset + 1)
        except (KeyError, IndexError, TypeError):
            pass
        return packed(*self._any_span(node))

    def _any_span(self, node: ast.AST) -> tuple[int, int, int, int]:
        """The same for a node whose lines are not ASCII, or whose place is missing or out of bounds."""
        line = getattr(node, "lineno", 0)
        if not line:
            return (0, 0, 0, 0)
        end_line = getattr(node, "end_lineno", None) or line
        offset: int = getattr(node, "col_offset", 0)
        end_offset: int | None = getattr(node, "end_col_offset", None)
        end = self.column(end_line, offset if end_offset is None else end_offset)
        return line, self.column(line, offset), end_line, end

    def location(self, path: str, node: ast.AST) -> Location:
        """The place of a node in the file `path`."""
        return Location(path, *unpacked(self.span(node)))

    def _offsets_in(self, line: int, text: str) -> tuple[int, ...]:
        known = self._offsets.get(line)
        if known is None:
            known = self._offsets[line] = tuple(accumulate(map(_width, text), initial=0))
        return known


def excerpt(text: str, location: Location, context: int = 2) -> Excerpt:
    """The lines of a location with `context` lines around; a long span is cut after its beginning."""
    return excerpt_of(split_lines(text), location, context)


def excerpt_of(lines: tuple[str, ...], location: Location, context: int = 2) -> Excerpt:
    """The same as `excerpt` for a text that is already split, which matters for many of one file."""
    line = min(max(location.line, 1), len(lines))
    first = max(line - context, 1)
    # What a final line end leaves behind it is no line that anybody sees.
    visible = max(len(lines) - (not lines[-1]), line)
    last = min(max(location.end_line, line) + context, first + MOST_LINES - 1, visible)
    return Excerpt(first, tuple(map(_cut, lines[first - 1 : last])))


def _cut(line: str) -> str:
    return line if len(line) <= MOST_CHARACTERS else line[: MOST_CHARACTERS - 1] + "…"


def _width(character: str) -> int:
    point = ord(character)
    return 1 if point < 0x80 else 2 if point < 0x800 else 3 if point < 0x10000 else 4
