"""How much of one file is read, in counts that are the same on every machine.

The time for a file is linear in these counts, so a file that was made to take long is read as far as they
reach, and the rest is told.
"""

from __future__ import annotations

import re
import string

from pytest_ssot.facts.tokens import STRING

MOST_SIGNS = 100_000
"""Words and signs of a file that are parsed; ordinary code has one in four or five characters."""

MOST_WORK = 100_000
"""Nodes made for one file; ordinary code makes one for each 10 to 20 characters."""

MOST_WORK_IN_STATEMENT = 70_000
"""Nodes made for one statement of a module, so that one does not use up what all have."""

STEPS_PER_NODE = 16
"""Names looked at, or copied for another path, in the time it takes to make a node."""

MOST_GUARDS = 100
"""Tests remembered on the way to a point: the last so many of them."""

MOST_REPAIR = 12_000_000
"""Characters that may be looked at in all, to read a file in spite of its errors."""

MOST_FRAGMENTS = 40_000
"""Words and signs kept of the lines of a file that could not be analysed."""

MOST_OUTLINE = 300_000
"""Brackets, strings, line ends and what is between them, where exception markers are looked for."""

OUTLINE_PER_COMMENT = 5
"""As much of it is a comment, in the time it takes."""

REMEDY = "split it, or exclude the file"

LINES_PER_SIGN = 16
"""Empty lines that take as long as a sign."""

_CHUNK = 1 << 15
_TOP_LEVEL = re.compile(r"\n(?=[^ \t\f\n#)\]}])(?!(?:else|elif|except|finally)\b)")
_SIGNS = bytes(set(string.punctuation.encode()) - {ord("_")})
_TO_SPACES = bytes.maketrans(_SIGNS, b" " * len(_SIGNS))
_MOST_IN_ALL = 4 * MOST_SIGNS
_PREFIX = re.compile(r"(?:\A|\W)(?:[fFtT][rR]?|[rR][fFtT])\Z")


class OverBudgetError(Exception):
    """A statement takes more work than it, or its file, may cost."""


def readable(source: str) -> int:
    """Where the part of a text ends that is not too much to parse: its end, or that of a statement."""
    if len(source) <= MOST_SIGNS:
        return len(source)
    signs = _signs(source)
    if signs <= MOST_SIGNS or (signs <= _MOST_IN_ALL and signs_of_code(source) <= MOST_SIGNS):
        return len(source)
    position, left = 0, MOST_SIGNS
    for step in (_CHUNK, 1):  # in large steps first, then by statements
        while position < len(source):
            found = _TOP_LEVEL.search(source, position + step)
            end = found.end() if found else len(source)
            signs = _signs(source[position:end])
            if signs > left:
                break
            position, left = end, left - signs
    return _above_decorators(source, position)


def _above_decorators(source: str, position: int) -> int:
    """The place itself, or where the decorators right above it begin: they decorate what is behind it."""
    while source.startswith("@", before := source.rfind("\n", 0, max(position - 1, 0)) + 1):
        position = before
        if position == 0:
            break
    return position


def _without_texts(source: str) -> str:
    return re.sub(rf"(?P<code>[^\"'#]*+)(?:{STRING}|\#[^\r\n]*+|\Z)", _code, source)


def _code(found: re.Match[str]) -> str:
    """Some text without the comment or string behind it, unless that is an f-string, which holds code."""
    code = found["code"]
    return found[0] if _PREFIX.search(code[-3:]) else f"{code} "


def signs_of_code(text: str) -> int:
    """The words and signs of a text that stand in no string and no comment."""
    return _signs(_without_texts(text))


def _signs(text: str) -> int:
    """The words and signs of a text; those of strings and comments count as well, and some line ends."""
    data = text.encode("utf-8", "replace")
    words, signs = len(data.translate(_TO_SPACES).split()), len(data) - len(data.translate(None, _SIGNS))
    return words + signs + data.count(b"\n") // LINES_PER_SIGN
