"""Globs over paths with forward slashes: one meaning for excludes, owners and every other list of paths.

A pattern selects a file or a directory, and with a directory everything below it.

- `*` stands for any characters, `?` for one, `[abc]`, `[a-z]` and `[!abc]` for one of (or none of) a
  set; none of them crosses a `/`. There is no escape character: write `[*]` for a literal star.
- `**` as a whole segment stands for any number of directories, none included.
- A pattern without a `/` selects a name at any depth (`build`, `*_pb2.py`), as pytest's `norecursedirs`.
- A pattern with a `/` before its end starts at the root (`src/gen`, `/build`, `./build`).
- A trailing `/` selects directories only; a trailing `/**` what is below a directory.
- `.` selects everything. Case always matters, a leading dot is an ordinary character, nothing negates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_TOKEN = re.compile(r"\*+|\?|\[(?P<none>[!^]?)(?P<set>\]?[^\]]*)\]|[^*?\[]+|\[", re.DOTALL)
_RANGE = re.compile(r"(.)-(.)|(.)", re.DOTALL)


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether a pattern selects `path` or a directory above it; a path ending in `/` is a directory."""
    return _compile(tuple(patterns)).match(path) is not None


@lru_cache(maxsize=256)
def _compile(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_translate(pattern) for pattern in patterns) or r"(?!)", re.DOTALL)


def _translate(pattern: str) -> str:
    """The regular expression of one pattern.

    Everything up to a star's next fixed part is an atomic group: its leftmost match is always good
    enough, and without backtracking no pattern can make matching slow.
    """
    segments = [segment for segment in pattern.split("/") if segment not in ("", ".")]
    if "/" not in pattern.rstrip("/") and segments:
        segments.insert(0, "**")
    head = segments.copy()
    while head and head[-1] == "**":
        head.pop()
    only_directories = pattern.endswith("/")
    if not head:
        return "[^/]+/" if segments and only_directories else "(?:)" if pattern else "(?!)"
    if head == segments:
        return _chain(head) + ("/" if only_directories else r"(?:/|\Z)")
    return _chain(head) + ("/[^/]+/" if only_directories else "/[^/]")


def _chain(segments: list[str]) -> str:
    """Segments joined by slashes, where `**` skips directories as lazily as possible."""
    parts: list[str] = []
    for block, skips in _blocks(segments):
        body = "/".join(_segment(segment) for segment in block)
        lead = "/" if parts else ""
        parts.append(rf"{lead}(?>(?:[^/]+/)*?{body}(?=/|\Z))" if skips else body)
    return "".join(parts)


def _blocks(segments: list[str]) -> Iterator[tuple[list[str], bool]]:
    """The runs of plain segments between the `**`, each with whether a `**` stands before it."""
    block: list[str] = []
    skips = False
    for segment in segments:
        if segment != "**":
            block.append(segment)
            continue
        if block:
            yield block, skips
        block, skips = [], True
    if block:
        yield block, skips


def _segment(segment: str) -> str:
    """One segment: a name pattern that never crosses a slash."""
    pieces = [""]
    for token in _TOKEN.finditer(segment):
        text = token.group()
        if text[0] == "*":
            pieces.append("")
        elif text == "?":
            pieces[-1] += "[^/]"
        elif token["set"]:
            pieces[-1] += _set(token["set"], bool(token["none"]))
        else:
            pieces[-1] += re.escape(text)
    first, *middle = pieces
    if not middle:
        return first
    *inner, last = middle
    atoms = "".join(rf"(?>[^/]*?{piece})" for piece in inner)
    return rf"(?=[^/]){first}{atoms}[^/]*{last}(?=/|\Z)"


def _set(content: str, negated: bool) -> str:
    """A character set; a range that runs backwards holds nothing."""
    parts: list[str] = []
    for low, high, single in _RANGE.findall(content):
        if single:
            parts.append(re.escape(single))
        elif low <= high:
            parts.append(f"{re.escape(low)}-{re.escape(high)}")
    if not parts:
        return "[^/]" if negated else "(?!)"
    return f"[^/{''.join(parts)}]" if negated else f"(?![/])[{''.join(parts)}]"
