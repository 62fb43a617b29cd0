"""A baseline as a plain JSON value, and as the text of a file that git merges line by line."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from contextlib import suppress
from hashlib import blake2b

import msgspec

from pytest_ssot.baseline.entry import Baseline, Count, Entry, UnreadText, greatest, order
from pytest_ssot.baseline.pausing import collector_paused
from pytest_ssot.errors import SsotError

FORMAT = "ssot-baseline"
VERSION = 1
"""Grows when an older reader would misunderstand the file."""

SHELVES = 256
"""Lines that only number themselves stand between the entries, so that changes seldom touch."""

_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
_MARKS = ("<<<<<<<", ">>>>>>>", "|||||||")
_END = "end"
_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


class _Header(msgspec.Struct, frozen=True):
    format: str
    version: int


class _Document(msgspec.Struct, frozen=True):
    format: str
    version: int
    violations: list[Entry | str]
    unread: list[UnreadText | str] = []
    first: list[Count | str] = []


class BaselineError(SsotError):
    """A baseline cannot be read or written; what it holds is left as it is.

    The message names the place, what is wrong and what to do.
    """


def encode(baseline: Baseline) -> dict[str, object]:
    """The baseline as a value of dicts, lists, texts, numbers and booleans, for any JSON store."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "violations": [_plain(entry) for entry in sorted(set(baseline.entries), key=order)],
        "unread": [_plain(one) for one in sorted(baseline.unread, key=_path)],
        "first": [_plain(one) for one in greatest(baseline.first)],
    }


def decode(value: object, place: str) -> Baseline:
    """The baseline a plain value holds; `place` names its store in errors (`BaselineError`)."""
    _check_header(value, place)
    try:
        return _content(msgspec.convert(value, _Document))
    except msgspec.ValidationError as error:
        raise BaselineError(
            f"{place}: not a complete baseline: {error}; restore it from version control, or make it anew"
        ) from error


def _content(document: _Document) -> Baseline:
    # A line that stands there twice, as after a merge by union, is one entry.
    entries = dict.fromkeys(entry for entry in document.violations if isinstance(entry, Entry))
    unread = dict.fromkeys(one for one in document.unread if isinstance(one, UnreadText))
    first = greatest(one for one in document.first if isinstance(one, Count))
    return Baseline(tuple(entries), tuple(unread), first)


@collector_paused()
def dumps(baseline: Baseline) -> str:
    """The text of a baseline file: one line an entry, each ending in a comma, in an order of its own.

    Entries stand on numbered shelves by a digest of where they belong. Two branches that add and
    remove entries therefore seldom touch the same or neighbouring lines, and every line is complete
    by itself, so that a merge by union gives a valid file.
    """
    lines = [f'{{"format": "{FORMAT}", "version": {VERSION},', '"violations": [']
    shelves: dict[int, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for entry in baseline.entries:
        shelves[_shelf(entry)].append((order(entry), _line(entry)))
    for number in range(SHELVES):
        lines.append(f'"{number:02x}",')
        lines += dict.fromkeys(line for _, line in sorted(shelves.get(number, ())))
    lines += [f'"{_END}"],', '"unread": [']
    lines += dict.fromkeys(_line(one) for one in sorted(baseline.unread, key=_path))
    lines += [f'"{_END}"],', '"first": [', *map(_line, greatest(baseline.first))]
    return "\n".join([*lines, f'"{_END}"]}}', ""])


def _line(one: Entry | UnreadText | Count) -> str:
    try:
        line = msgspec.json.encode(one).decode()
    except UnicodeEncodeError:
        line = ""
    # Half a surrogate pair stands for a byte of a path that is no text.
    return f"{line if line.isascii() and line else _encode(_plain(one))},"


def loads(text: str, place: str) -> Baseline:
    """The baseline a file's text holds; `BaselineError` for anything that is none, naming `place`."""
    conflict = _CONFLICT.search(text) if any(mark in text for mark in _MARKS) else None
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        raise BaselineError(
            f"{place}:{line}: an unresolved merge conflict; keep the lines of both sides and remove the "
            "markers, or run `ssot baseline merge`"
        )
    # What is in order is read in one step; what is wrong is found out by reading it once more.
    with suppress(msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        document = msgspec.json.decode(text, type=_Document)
        if document.format == FORMAT and document.version == VERSION:
            return _content(document)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BaselineError(_not_json(text, error, place)) from error
    return decode(value, place)


def _not_json(text: str, error: Exception, place: str) -> str:
    if not text.strip():
        return f"{place}: the file is empty; restore it from version control, or delete it to make a new one"
    line = getattr(error, "lineno", 1)
    cut = "cut off" if not text.rstrip().endswith("}") else "damaged"
    return (
        f"{place}:{line}: the file is {cut}, or no baseline at all ({error}); restore it from version "
        "control, or move it away to make a new one"
    )


def _check_header(value: object, place: str) -> None:
    try:
        header = msgspec.convert(value, _Header)
    except msgspec.ValidationError:
        header = _Header("", 0)
    if header.format != FORMAT:
        raise BaselineError(
            f"{place}: not a baseline of this tool; name another file, or move this one away "
            "to make a new one"
        )
    if header.version > VERSION:
        raise BaselineError(
            f"{place}: written by a newer version (format {header.version}, this one reads up to {VERSION}); "
            "upgrade pytest-ssot"
        )
    if header.version < 1:
        raise BaselineError(f"{place}: there is no format {header.version}; restore it from version control")


def _plain(one: Entry | UnreadText | Count) -> dict[str, object]:
    found = msgspec.structs.asdict(one)
    if not isinstance(one, UnreadText):
        found["severity"] = one.severity.value
    return {name: value for name, value in found.items() if value or name not in _OPTIONAL}


_OPTIONAL = frozenset({"number", "unread", "reason"})


def _shelf(entry: Entry) -> int:
    # What a function holds stays together: those who change the same function meet in its source too.
    parts = [entry.path, entry.scope] if entry.scope else [entry.path, entry.rule, entry.subject, entry.code]
    data = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=1).digest()[0]


def _path(unread: UnreadText) -> str:
    return unread.path


__all__ = ["FORMAT", "VERSION", "BaselineError", "decode", "dumps", "encode", "loads"]
