"""Which comment stands beside, inside or above which code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from pytest_ssot.facts import budget
from pytest_ssot.facts.budget import OUTLINE_PER_COMMENT
from pytest_ssot.facts.parse import Parsed
from pytest_ssot.facts.tokens import Token, outline

_DOCSTRING_QUOTES = ('"', "'", "r", "R", "u", "U")


class LogicalLine(NamedTuple):
    """The physical lines (inclusive) one line of code spans, and the column it begins in."""

    first: int
    last: int
    column: int
    only_strings: bool


class Comment(NamedTuple):
    """A comment token; `inside` is the logical line it stands beside or within, if any."""

    token: Token
    alone: bool
    inside: LogicalLine | None


class _Open(msgspec.Struct):
    """A logical line while it is being read."""

    start: Token | None = None
    last: int = 0
    depth: int = 0
    only_strings: bool = True
    comments: list[tuple[Token, bool]] = msgspec.field(default_factory=list)


class Layout:
    """The comments and logical lines of a file; a broken block is taken line by line.

    Each broken block is read by itself, so a string it leaves open swallows nothing after it. A text that
    is made of too many pieces is read only up to the line `unread_from`.
    """

    def __init__(self, parsed: Parsed) -> None:
        self.comments: list[Comment] = []
        self.lines: list[LogicalLine] = []
        self.unread_from = 0
        self._left = budget.MOST_OUTLINE
        for first, last, broken in _regions(parsed):
            if not self._read(outline(parsed.text, first, last), broken):
                break
        self.alone = {comment.token.line: comment for comment in self.comments if comment.alone}
        self._starting = {line.first: line for line in reversed(self.lines)}
        self._below = self._find_below()

    def below(self, comment: Comment) -> LogicalLine | None:
        """The code directly under a comment, with nothing but comments between."""
        return self._below.get(comment.token.line)

    def in_head(self, comment: Comment) -> bool:
        """The comment stands above the first statement, which a docstring is not."""
        statements = self.lines[1:] if self.starts_with_docstring else self.lines
        return not statements or comment.token.line < statements[0].first

    @property
    def starts_with_docstring(self) -> bool:
        """The first line of code is nothing but a string."""
        return bool(self.lines) and self.lines[0].only_strings

    def _find_below(self) -> dict[int, LogicalLine]:
        below: dict[int, LogicalLine] = {}
        for number in sorted(self.alone, reverse=True):
            found = self._starting.get(number + 1) or below.get(number + 1)
            if found is not None:
                below[number] = found
        return below

    def _read(self, tokens: Iterator[Token], broken: bool) -> bool:
        """Take in the tokens of some lines; whether all could be read."""
        line, occupied = _Open(), 0
        for token in tokens:
            self._left -= 1
            if self._left < 0:
                self.unread_from = token.line
                break
            if token.kind == "comment":
                self._left -= OUTLINE_PER_COMMENT
                line.comments.append((token, occupied < token.line))
            elif token.kind != "newline":
                occupied = token.line
                if token.kind != "code":
                    occupied += _line_ends(token.text)
                _extend(line, token, occupied)
            elif broken or line.depth == 0:
                self._close(line)
                line = _Open()
        self._close(line)
        return not self.unread_from

    def _close(self, line: _Open) -> None:
        logical = None
        if line.start is not None:
            last = max([line.last, *(token.line for token, _ in line.comments)])
            logical = LogicalLine(line.start.line, last, line.start.column, line.only_strings)
            self.lines.append(logical)
        self.comments += [Comment(token, alone, logical) for token, alone in line.comments]


def _extend(line: _Open, token: Token, last: int) -> None:
    line.start = line.start or token
    line.last = last
    line.only_strings = (
        line.only_strings and token.kind == "string" and token.text.startswith(_DOCSTRING_QUOTES)
    )
    if token.kind == "op" and token.text in "([{":
        line.depth += 1
    elif token.kind == "op" and token.text in ")]}":
        line.depth = max(line.depth - 1, 0)


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _regions(parsed: Parsed) -> Iterator[tuple[int, int | None, bool]]:
    start = 1
    for block in parsed.broken:
        if start < block.first_line:
            yield start, block.first_line - 1, False
        yield block.first_line, block.last_line, True
        start = block.last_line + 1
    yield start, None, False
