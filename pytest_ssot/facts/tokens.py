"""A lexer that reads anything: comments for the markers, raw text for what does not parse."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, count
from operator import add
from typing import Literal, NamedTuple, cast

Kind = Literal["name", "string", "number", "op", "comment", "newline", "code"]

# Nothing is tried twice, so time is linear in the text: `*+` for a single character, `(?>(?:…)*)` for a
# group, because a possessive group matches wrongly before Python 3.11.5 (cpython issue 106052).
TRIPLE = (
    r"(?P<quotes>\"{3}|'{3})[^\"'\\]*+(?>(?:(?:\\(?:[\s\S]|\Z)|(?!(?P=quotes))[\"'])[^\"'\\]*+)*)"
    r"(?P<closed>(?P=quotes))?"
)
SINGLE = (
    r'"[^"\\\r\n]*+(?>(?:\\(?:\r\n|[\s\S]|\Z)[^"\\\r\n]*+)*)"?'
    r"|'[^'\\\r\n]*+(?>(?:\\(?:\r\n|[\s\S]|\Z)[^'\\\r\n]*+)*)'?"
)
STRING = TRIPLE + "|" + SINGLE
"""Any string literal after its prefix; one without an end reaches to the end of its line or of the text."""

# Since Python 3.12 the braces of an f-string may hold the quotes that delimit it. Repetition is
# capped, so that a text made of openings costs no more than a constant for each.
_FIELD = (
    r"""\{(?>(?:[^{}"'\\\r\n]|"[^"\\\r\n]{0,200}+"|'[^'\\\r\n]{0,200}+'|\{[^{}"'\r\n]{0,200}+\}){1,200})\}"""
)
_F_STRING = "|".join(
    rf"{quote}(?!{quote}{quote})(?>(?:[^{quote}\\{{\r\n]|\\[^\r\n]|\{{\{{|{_FIELD}){{0,1000}}){quote}"
    for quote in "\"'"
)

_ANY_STRING = rf"(?:[fFtT][rR]?|[rR][fFtT])(?:{_F_STRING}) | (?:[rRbBuUfFtT]{{1,2}})?(?:{STRING})"

_SIGNS = r"""[^\w"'\#()\[\]{}\\\r\n]++"""
_LINE_END = re.compile(r"\r\n|\r|\n")
_PARTS = re.compile(r"([A-Za-z]*)(\"\"\"|'''|\"|')")


@cache
def token_pattern() -> re.Pattern[str]:
    """What one token is, by the name of its kind; prepared when it is asked for, which few runs do."""
    return re.compile(
        rf"""
          (?P<blank>[ \t\f]++)
        | (?P<string>{_ANY_STRING})
        | (?P<name>[^\W\d]\w*+)
        | (?P<number>0[xXoObB][\da-fA-F_]++
            | (?:\d[\d_]*+(?:\.[\d_]*+)?|\.\d[\d_]*+)(?:[eE][+-]?\d[\d_]*+)?[jJlL]?)
        | (?P<comment>\#[^\r\n]*+)
        | (?P<newline>\r\n|\r|\n)
        | (?P<op>\\(?:\r\n|\r|\n) | \*\*=?|//=?|>>=?|<<=?|<>|->|:=|\.\.\.|[=!<>+\-*/%&|^@]=|[\s\S])
        """,
        re.VERBOSE,
    )


@cache
def _outline_pattern() -> re.Pattern[str]:
    """The same for an outline."""
    return re.compile(
        rf"""
          (?P<blank>[ \t\f]++)
        | (?P<string>{_ANY_STRING})
        | (?P<code>(?>(?:\w++|{_SIGNS})(?:{_SIGNS}(?>(?:\w++(?!["']))?))*))
        | (?P<comment>\#[^\r\n]*+)
        | (?P<newline>\r\n|\r|\n)
        | (?P<op>\\(?:\r\n|\r|\n) | [\s\S])
        """,
        re.VERBOSE,
    )


class Token(NamedTuple):
    """One token as it stands in the text; line and column count from 1, in characters.

    An operator is one character when it is none of Python's; a line continued by a backslash is an
    operator too, so that newlines are only those the text shows as such.
    """

    kind: Kind
    text: str
    line: int
    column: int

    @property
    def value(self) -> str | None:
        """What a plain string literal says; None for anything else, also f-strings and bytes."""
        return string_value(self.text) if self.kind == "string" else None


def tokenize(text: str, *, first_line: int = 1, last_line: int | None = None) -> Iterator[Token]:
    """The tokens of the given lines, white space left out; any text has some."""
    return _tokens(token_pattern(), text, first_line, last_line)


def outline(text: str, first_line: int, last_line: int | None) -> Iterator[Token]:
    """The same, with everything between brackets, strings and comments as one token, `code`."""
    return _tokens(_outline_pattern(), text, first_line, last_line)


def _tokens(pattern: re.Pattern[str], text: str, first_line: int, last_line: int | None) -> Iterator[Token]:
    start, end = _offsets(text, first_line, last_line)
    line, line_start = first_line, start
    for found in pattern.finditer(text, start, end):
        kind = found.lastgroup
        if kind == "blank":
            continue
        token = found[0]
        yield Token(cast("Kind", kind), token, line, found.start() - line_start + 1)
        if kind in ("newline", "string", "op") and ("\n" in token or "\r" in token):
            for line_end in _LINE_END.finditer(token):
                line, line_start = line + 1, found.start() + line_end.end()


def _offsets(text: str, first_line: int, last_line: int | None) -> tuple[int, int]:
    if first_line <= 1 and last_line is None:
        return 0, len(text)
    starts = _line_starts(text)
    start = _line_start(starts, first_line, text) if first_line > 1 else 0
    end = len(text) if last_line is None else _line_start(starts, last_line + 1, text)
    return start, max(start, end)


def _line_start(starts: Sequence[int], line: int, text: str) -> int:
    return starts[line - 1] if line <= len(starts) else len(text)


# A file with many broken blocks is asked for each of them; counting its lines anew would be quadratic.
@lru_cache(maxsize=1)
def _line_starts(text: str) -> Sequence[int]:
    """Where each line starts."""
    if "\r" in text:
        return (0, *(found.end() for found in _LINE_END.finditer(text)))
    lengths = accumulate(map(len, text.split("\n")), initial=0)
    starts = list(map(add, lengths, count()))
    starts.pop()
    return starts


def string_value(literal: str) -> str | None:
    """The value of a plain string literal, also of one that lacks its end; None for other literals."""
    found = _PARTS.match(literal)
    if found is None or not set(found[1].lower()) <= {"r", "u"}:
        return None
    body = literal[found.end() :].removesuffix(found[2])
    if "\\" not in body or "r" in found[1].lower():
        return body.replace("\r\n", "\n").replace("\r", "\n")
    return _unescaped(literal)


def _unescaped(literal: str) -> str | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = ast.literal_eval(literal)
        except (SyntaxError, ValueError, MemoryError):
            return None
    return value if isinstance(value, str) else None
