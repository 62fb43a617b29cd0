"""The front end: from any bytes to as much of a syntax tree as they hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from pytest_ssot.facts.budget import MOST_SIGNS, REMEDY, readable
from pytest_ssot.facts.columns import Columns, excerpt, excerpt_of, split_lines
from pytest_ssot.facts.decoding import Problem, decode
from pytest_ssot.facts.syntax import MAX_DEPTH, BrokenBlock, NotParsed, parse_text, without_depths
from pytest_ssot.model import Gap

_UNPARENTHESIZED = re.compile(r"^([ \t]*except) ((?:[\w.]+, *)+[\w.]+)( *:)", re.MULTILINE)
"""`except A, B:`, which Python 3.14 reads as `except (A, B):`; the names keep their columns."""

MOST_GAPS = 20
"""So many broken blocks of a file are reported one by one; the rest is summed up."""


class Parsed(msgspec.Struct, frozen=True):
    """What one file says, as far as it can be read.

    `text` keeps the line ends of the file. `tree` holds the statements that parse, with their true
    lines; `broken` are the lines it does not cover, sorted. `gaps` says of everything that was not
    fully analysed why not.
    """

    text: str
    tree: ast.Module
    broken: tuple[BrokenBlock, ...] = ()
    gaps: tuple[Gap, ...] = ()


def parse(path: str, data: bytes) -> Parsed:
    """The syntax of one file; never raises for what the file holds."""
    decoded = decode(data)
    problems = list(decoded.problems)
    # Only what the parser reads is changed, and no character moves.
    source = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in source:
        line = source.count("\n", 0, source.index("\0")) + 1
        problems.append(Problem("the file holds NUL bytes, which Python does not read", line))
        source = source.replace("\0", " ")
    tree, broken = _read(source)
    gaps = (*(Gap(path, problem.reason, problem.line) for problem in problems), *gaps_of(path, broken))
    return Parsed(decoded.text, tree, broken, gaps)


def _read(source: str) -> tuple[ast.Module, tuple[BrokenBlock, ...]]:
    end = readable(source)
    unread = () if end == len(source) else (_rest(source, end),)
    source = source[:end]
    parsed = parse_text(source)
    broken: tuple[BrokenBlock, ...] = ()
    if isinstance(parsed, NotParsed):
        older = _UNPARENTHESIZED.sub(r"\1(\2)\3", source)
        source, parsed = older, parse_text(older) if older != source else parsed
    if isinstance(parsed, NotParsed):
        from pytest_ssot.facts.recovery import recover  # its patterns are much to prepare, for few files

        parsed, broken = recover(source)
    tree, deep = without_depths(parsed, source)
    return tree, merged((*broken, *deep, *unread))


def _rest(source: str, start: int) -> BrokenBlock:
    line = source.count("\n", 0, start) + 1
    last = line + source.count("\n", start, len(source) - source.endswith("\n"))
    return BrokenBlock(line, last, f"the file holds more than {MOST_SIGNS:,} words and signs: {REMEDY}")


def merged(blocks: Iterable[BrokenBlock]) -> tuple[BrokenBlock, ...]:
    """Blocks in their order; those that share a line, or follow each other for one reason, are one."""
    found: list[BrokenBlock] = []
    for block in sorted(blocks, key=lambda block: (block.first_line, block.last_line)):
        before = found[-1] if found else None
        if before is not None and (
            block.first_line <= before.last_line
            or (block.first_line == before.last_line + 1 and block.reason == before.reason)
        ):
            found[-1] = replace(before, last_line=max(block.last_line, before.last_line))
        else:
            found.append(block)
    return tuple(found)


def gaps_of(path: str, broken: tuple[BrokenBlock, ...]) -> Iterator[Gap]:
    """What is told of blocks that are not in the tree."""
    shown = broken if len(broken) <= MOST_GAPS else broken[: MOST_GAPS - 1]
    for block in shown:
        lines = f"lines {block.first_line}–{block.last_line} are"
        if block.first_line == block.last_line:
            lines = f"line {block.first_line} is"
        yield Gap(path, f"{lines} not fully analysed: {block.reason}", block.line or block.first_line)
    rest = broken[len(shown) :]
    if rest:
        yield Gap(path, f"{len(rest)} more blocks are not fully analysed", rest[0].line or rest[0].first_line)


__all__ = [
    "MAX_DEPTH",
    "MOST_GAPS",
    "BrokenBlock",
    "Columns",
    "Parsed",
    "excerpt",
    "excerpt_of",
    "gaps_of",
    "merged",
    "parse",
    "split_lines",
]
