"""The words and marks of lines that could not be analysed, for rules that judge raw text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from pytest_ssot.facts import budget
from pytest_ssot.facts.budget import MOST_FRAGMENTS, REMEDY
from pytest_ssot.facts.module import Fragment
from pytest_ssot.facts.spans import packed
from pytest_ssot.facts.syntax import BrokenBlock
from pytest_ssot.facts.tokens import tokenize
from pytest_ssot.model import Gap

UNSEARCHED = (
    "from line {line} on, lines that are not analysed are not searched for words either, because they hold "
    f"more than {MOST_FRAGMENTS:,} words and signs"
)

Fragments = tuple[tuple[Fragment, ...], ...]


def read_fragments(text: str, blocks: Sequence[BrokenBlock], path: str) -> tuple[Fragments, tuple[Gap, ...]]:
    """The tokens of each block, and a gap when there are more than are looked at."""
    left = budget.MOST_FRAGMENTS
    found: list[tuple[Fragment, ...]] = []
    for block in blocks:
        fragments: list[Fragment] = []
        for one in tokenize(text, first_line=block.first_line, last_line=block.last_line):
            left -= 1
            if left < 0:
                reason = f"{UNSEARCHED.format(line=one.line)}: {REMEDY}"
                return (*found, tuple(fragments)), (Gap(path, reason, one.line),)
            if one.kind in ("comment", "newline"):
                continue
            at = packed(one.line, one.column, one.line, one.column + len(one.text))
            fragments.append(Fragment(one.kind, one.text, at))
        found.append(tuple(fragments))
    return tuple(found), ()


def words_in(text: str) -> tuple[Fragment, ...]:
    """The words and marks of a text of code, without comments."""
    return tuple(
        Fragment(one.kind, one.text, packed(one.line, one.column, one.line, one.column + len(one.text)))
        for one in islice(tokenize(text), MOST_FRAGMENTS)
        if one.kind not in ("comment", "newline")
    )
