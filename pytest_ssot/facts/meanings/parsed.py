"""Texts that the standard library takes apart: addresses and their queries, tables, words of a command."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import ParseResult, SplitResult, parse_qs, parse_qsl, urlparse, urlsplit

from pytest_ssot.facts.lengths import LONGEST_TEXT
from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.meanings.plain import UNPLAIN, lifted, plain
from pytest_ssot.facts.resolved import Alternatives, Arguments, Known, Namespace, Resolved, Row, opaque

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def _texts(group: Alternatives) -> list[Known] | None:
    """The texts that a value may be; None where it may be something else."""
    texts = [one for one in group if isinstance(one, Known) and isinstance(one.value, str)]
    return texts if texts and len(texts) == len(group) else None


def _taken_apart(parse: Callable[[str], object]) -> Meaning:
    def read(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        texts = _texts(given.positional[0]) if given.positional and not given.rest else None
        if texts is None or len(given.positional) > 1 or given.keywords:
            return None
        try:
            return tuple(lifted(parse(str(one.value)[:LONGEST_TEXT]), one.place, one.hops) for one in texts)
        except ValueError:
            return opaque()

    return read


def _address(split: Callable[[str], SplitResult | ParseResult]) -> Meaning:
    def read(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        texts = _texts(given.positional[0]) if len(given.positional) == 1 and not given.keywords else None
        try:
            return None if texts is None else tuple(_parts(one, split) for one in texts)
        except ValueError:
            return opaque()

    return read


def _parts(text: Known, split: Callable[[str], SplitResult | ParseResult]) -> Namespace:
    """The parts of an address by their names."""
    parts = split(str(text.value)[:LONGEST_TEXT])
    named = {name: getattr(parts, name) for name in (*parts._fields, *_OF_PLACE)}
    held = {name: (lifted(value, text.place, text.hops),) for name, value in named.items()}
    return Namespace(held, parts._fields)


_OF_PLACE = ("username", "password", "hostname", "port")


def _lines(source: Alternatives) -> tuple[Known, list[str]] | None:
    """The lines that a table is read from: those of a text, or a row of them."""
    if texts := _texts(source):
        return (texts[0], str(texts[0].value).splitlines()) if len(texts) == 1 else None
    row = source[0] if len(source) == 1 else None
    lines = plain(source) if isinstance(row, Row) else UNPLAIN
    first = row.items[0][0] if isinstance(row, Row) and row.items else None
    if not isinstance(first, Known) or not isinstance(lines, list):
        return None
    return (first, lines) if all(isinstance(one, str) for one in lines) else None


def _table(*, by_name: bool) -> Meaning:
    """`csv.DictReader(file)` and `csv.reader(file)`: the rows of a table."""

    def read(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        sign = plain(given.keywords["delimiter"]) if "delimiter" in given.keywords else ","
        found = _lines(given.positional[0]) if len(given.positional) == 1 else None
        if found is None or not given.keywords.keys() <= {"delimiter"} or not isinstance(sign, str):
            return None
        text, lines = found
        if sum(map(len, lines)) > LONGEST_TEXT:
            return None
        try:
            rows = [*(csv.DictReader if by_name else csv.reader)(lines, delimiter=sign)]
        except (csv.Error, TypeError):
            return opaque()
        return (lifted(rows, text.place, text.hops),)

    return read


def _file_of(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`io.StringIO(text)`: what is read from it is the text."""
    texts = _texts(given.positional[0]) if len(given.positional) == 1 else None
    return tuple(texts) if texts and all(one.value for one in texts) else None


def _whole(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    return (base,) if isinstance(base, Known) and not given.positional else None


def _each_line(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    if not isinstance(base, Known) or not isinstance(base.value, str) or given.positional:
        return None
    return (lifted(base.value.splitlines(keepends=True), base.place, base.hops),)


MEANINGS: Mapping[str, Meaning] = {
    "urllib.parse.urlsplit": _address(urlsplit),
    "urllib.parse.urlparse": _address(urlparse),
    "urllib.parse.parse_qs": _taken_apart(parse_qs),
    "urllib.parse.parse_qsl": _taken_apart(parse_qsl),
    "shlex.split": _taken_apart(shlex.split),
    "csv.DictReader": _table(by_name=True),
    "csv.reader": _table(by_name=False),
    "io.StringIO": _file_of,
    "builtins.str.read": _whole,
    "builtins.str.getvalue": _whole,
    "builtins.str.readlines": _each_line,
}
"""Meanings by the dotted path of what is called."""
