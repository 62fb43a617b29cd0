"""Where something is written, as one number: hundreds of thousands of them are kept in memory."""

from __future__ import annotations

from typing import TypeAlias

Span: TypeAlias = int | str
"""First line, first column, last line, end column (exclusive); all count from 1, in characters.

They are one number, or a text where something stands too far out for that; `unpacked` tells them.
"""

NO_SPAN: Span = 0

_LINE, _COLUMN, _MORE = 18, 14, 14
"""Bits of a line, a column, and the lines up to the last: 60, which are two digits of Python's numbers."""

_LAST_LINE, _LAST_COLUMN, _MOST = (1 << _LINE) - 1, (1 << _COLUMN) - 1, (1 << _MORE) - 1


def packed(line: int, column: int, end_line: int, end_column: int) -> Span:
    """The span of four numbers."""
    more = end_line - line
    if line <= _LAST_LINE and column <= _LAST_COLUMN and end_column <= _LAST_COLUMN and 0 <= more <= _MOST:
        return ((line << _COLUMN | column) << _MORE | more) << _COLUMN | end_column
    return f"{line}:{column}:{end_line}:{end_column}"


def unpacked(span: Span) -> tuple[int, int, int, int]:
    """First line, first column, last line and end column of a span; zeros for `NO_SPAN`."""
    if isinstance(span, str):
        line, column, end_line, end_column = map(int, span.split(":"))
        return line, column, end_line, end_column
    line = span >> _COLUMN + _MORE + _COLUMN
    column, more = span >> _MORE + _COLUMN & _LAST_COLUMN, span >> _COLUMN & _MOST
    return line, column, line + more, span & _LAST_COLUMN


def across(first: Span, last: Span) -> Span:
    """From the beginning of one span to the end of another."""
    return packed(*unpacked(first)[:2], *unpacked(last)[2:])
