"""Scanned text as Markdown in which nothing of it acts: no element, mention, reference or link comes of it.

What looks like a plain word stays one, everything else becomes code, which every renderer leaves alone:
escaping is not enough, because GitHub and GitLab look for mentions, references and addresses in the text
that a page shows, after all escapes are gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from pytest_ssot.formats.text.printable import printable

LONGEST = 300
_LONGEST_URL = 1_000
_WORD = re.compile(r"\(?[^\W\d_]+(?:['’-][^\W\d_]+)*[,.;:!?]?\)?[,.;:!?]?|\d{1,6}[,;:]?")
_COMMIT = re.compile(r"\W*[0-9a-f]{7,}\W*", re.IGNORECASE)
_TICKS = re.compile("`+")


def inline(text: str, *, longest: int = LONGEST) -> str:
    """The text within a line or a cell of a table: words as words, the rest as code."""
    pieces = _pieces(_short(text, longest))
    return " ".join(piece if plain else _span(piece) for plain, piece in pieces)


def code(text: str, *, longest: int = LONGEST) -> str:
    """The text as a code span; a bar, which would end the cell of a table, is spelled as an escape."""
    return _span(_short(text, longest))


def html_code(text: str, *, longest: int = LONGEST) -> str:
    """The text as code within a line of HTML."""
    return f"<code>{escape(_short(text, longest))}</code>"


def block(lines: list[str]) -> str:
    """Lines that are harmless already as a block of code."""
    fence = _fence("\n".join(lines), 3)
    return "\n".join([f"{fence}text", *lines, fence])


def link(label: str, url: str) -> str:
    """A label that is code, leading to an address without blanks or brackets; the label alone without one."""
    return f"[{code(label)}]({url})" if 0 < len(url) <= _LONGEST_URL else code(label)


def _pieces(shown: str) -> Iterator[tuple[bool, str]]:
    """The text in words and other than words, by turns."""
    return ((plain, " ".join(tokens)) for plain, tokens in groupby(shown.split(), _is_plain))


def _span(shown: str) -> str:
    if not shown:
        return ""
    text = shown.replace("|", r"\x7c")
    fence = _fence(text, 1)
    # The blanks are not shown; without them a backtick at the edge would belong to the fence.
    pad = " " if text.startswith("`") or text.endswith("`") or text != text.strip() else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _is_plain(token: str) -> bool:
    return bool(_WORD.fullmatch(token)) and not _COMMIT.fullmatch(token)


def _short(text: str, longest: int) -> str:
    shown = printable(text)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _fence(text: str, shortest: int) -> str:
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
    return "`" * max(shortest, longest + 1)
