"""From the bytes of a source file to its text, as Python would read it, or as near as can be."""

from __future__ import annotations

import codecs
import encodings
import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

_COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_COMMENT_OR_BLANK = re.compile(rb"[ \t\f]*(?:#|\Z)")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_BYTES_AS_LATIN_1 = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF_8 = frozenset({"utf-8", "utf-8-sig"})
_NORMAL = re.compile(r"(utf-8|latin-1|iso-8859-1|iso-latin-1)(?=-)")
"""Names that Python reads up to the hyphen behind them, as `tokenize.detect_encoding` does: `utf-8-unix`."""

_UNBOUNDED = frozenset({"idna", "punycode"})
"""Codecs that take quadratic time, and that no source file is written in."""


class Problem(NamedTuple):
    """Why Python would not read a file as it is, and where that shows."""

    reason: str
    line: int = 1


class Decoded(msgspec.Struct, frozen=True):
    """The text of a file and every reason why Python itself would read it differently.

    `text` can always be encoded as UTF-8: there are no lone surrogates in it.
    """

    text: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of a source file; never raises."""
    wide = _wide_encoding(data)
    if wide:
        text, intact = _attempt(data, wide)
        if intact:
            problem = Problem(f"the file is {wide.upper()}, which Python does not read")
            return Decoded(text.removeprefix("\ufeff"), (problem,))
    marked = data.startswith(codecs.BOM_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    declared = _declared(data)
    if marked and declared is not None and _canonical(declared) not in _UTF_8:
        return _best_effort(data, f"the file declares {declared} but starts with the mark of UTF-8")
    if declared is None or marked:
        return _decode_utf8(data)
    return _decode_declared(data, declared)


def is_as_written(data: bytes) -> bool:
    """The bytes are those of the text in UTF-8, whatever they declare: words can be searched in them."""
    declared = _declared(data.removeprefix(codecs.BOM_UTF8))
    codec = "utf-8" if declared is None else _canonical(declared)
    if codec in _UTF_8:
        return data.isascii() or not _decode_utf8(data).problems
    known = codec is not None and codec not in _UNBOUNDED and data.isascii()
    return known and _attempt(data, codec or "") == (data.decode("ascii"), True)


def _wide_encoding(data: bytes) -> str | None:
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            return encoding
    head = data[:4]
    if len(head) == 4 and len(data) % 2 == 0:
        if head[1] == head[3] == 0 and head[0] and head[2]:
            return "utf-16-le"
        if head[0] == head[2] == 0 and head[1] and head[3]:
            return "utf-16-be"
    return None


def _declared(data: bytes) -> str | None:
    for line in _first_lines(data):
        cookie = _COOKIE.match(line)
        if cookie:
            return cookie[1].decode("ascii")
        if not _COMMENT_OR_BLANK.match(line):
            return None
    return None


def _first_lines(data: bytes) -> Iterator[bytes]:
    start = 0
    for _ in range(2):
        end = _LINE_END.search(data, start)
        if end is None:
            yield data[start:]
            return
        yield data[start : end.start()]
        start = end.end()


def _canonical(declared: str) -> str | None:
    # Only the codecs that come with Python: which others are installed must not change a judgement.
    normal = _NORMAL.match(declared.lower().replace("_", "-"))
    try:
        codec = encodings.search_function(normal[1] if normal else declared.lower())
    except (ImportError, ValueError):
        return None
    return None if codec is None else codec.name


def _decode_utf8(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = len(_LINE_END.findall(data, 0, error.start)) + 1
        return _best_effort(data, "the file is not UTF-8 and declares no other encoding", line)


def _decode_declared(data: bytes, declared: str) -> Decoded:
    codec = _canonical(declared)
    if codec is None or codec in _UNBOUNDED:
        return _best_effort(data, f"the declared encoding {declared[:40]} is unknown")
    text, intact = _attempt(data, codec)
    if intact:
        return Decoded(text)
    return _best_effort(data, f"the file is not what it declares to be, {declared[:40]}")


def _attempt(data: bytes, encoding: str) -> tuple[str, bool]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # A codec that is not a text encoding (zlib, hex) is refused before it sees the data.
            return _SURROGATE.sub("\ufffd", data.decode(encoding)), True
        except (LookupError, ValueError):
            return "", False


def _best_effort(data: bytes, reason: str, line: int = 1) -> Decoded:
    """UTF-8 where it is UTF-8, Latin-1 for the other bytes."""
    text = data.decode("utf-8", "surrogateescape").translate(_BYTES_AS_LATIN_1)
    return Decoded(text, (Problem(reason, line),))
