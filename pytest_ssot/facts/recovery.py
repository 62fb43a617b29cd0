"""What can still be read of a file that does not parse as a whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from pytest_ssot.facts import budget
from pytest_ssot.facts.budget import REMEDY
from pytest_ssot.facts.syntax import BrokenBlock, NotParsed, parse_text
from pytest_ssot.facts.tokens import SINGLE, TRIPLE

BATCH = 1 << 15
"""Characters parsed together; only when that fails is each block tried by itself."""

TOO_COSTLY = f"reading it in spite of the errors takes too long: mend them, or {REMEDY}"

PARSING, ATTEMPT, EVENT = 8, 2000, 16
"""How many characters can be looked at in the time it takes to parse one, to try at all, to stop at one."""

_START = r"(?=\f*+[^ \t\f\n\#])"
_EVENT = re.compile(
    rf"""
    (?>(?:[^"'\#()\[\]{{}}\\\n]++ | \n(?!\f*+[^ \t\f\n\#]))*)
    (?: (?P<triple>{TRIPLE}) | (?P<single>{SINGLE}) | \#[^\n]*+ | \\[\s\S]?
      | (?P<open>[(\[{{]) | (?P<close>[)\]}}]) | (?P<line>\n) | \Z)
    """,
    re.VERBOSE,
)
_LINE_START = re.compile(rf"\n{_START}")
_CLAUSE = re.compile(r"\f*+(?:else|elif|except|finally)\b")
_TAKES_CLAUSES = re.compile(r"\f*+(?:if|for|while|try|async)\b")
# Words that cannot stand inside brackets: whatever is still open before them was never closed.
_STATEMENT = re.compile(
    r"\f*+(?:@\w|(?:async +)?def\b|(?:class|import|while|with|try|return|raise|del|assert|pass|break|continue"
    r"|global|nonlocal)\b|from +[\w.]+ +import\b)"
)
_DECORATOR = re.compile(r"\f*+@")
_CODE_IN_STRING = re.compile(
    r"\n(?:@\w|(?:async +)?def +\w+\(|class +\w+[(:]|import +\w|from +[\w.]+ +import\b)"
)
_LINE_NUMBER = re.compile(r"\bline ([0-9]{1,9})\b")
# Greedy: it is found from the end, without a step of ours for each line.
_TO_LAST_CODE = re.compile(r"[\s\S]*\n[^\S\n]*+[^\s#]")


class _Block(msgspec.Struct, frozen=True):
    """A top-level statement by its place in the text; `closed` when every bracket and string ends."""

    start: int
    end: int
    line: int
    closed: bool
    suspects: tuple[int, ...] = ()
    """Lines on which a string ends that looks as if it had swallowed code."""


def recover(source: str) -> tuple[ast.Module, tuple[BrokenBlock, ...]]:
    r"""The statements that parse, in their true places, and the blocks that do not.

    One broken statement costs its top-level block and no more. `source` has \n line ends only. The
    time is bounded: when repairs have cost too much, or enough was read, the rest counts as one broken block.
    """
    return _Recovery(source).run()


class _Recovery:
    def __init__(self, source: str) -> None:
        self._source = source
        self._work = budget.MOST_REPAIR
        self._signs = budget.MOST_SIGNS
        self._body: list[ast.stmt] = []
        self._broken: list[BrokenBlock] = []

    def run(self) -> tuple[ast.Module, tuple[BrokenBlock, ...]]:
        position, line = self._first_block()
        while position < len(self._source):
            if self._work < 0 or self._signs < 0:
                self._give_up(position, len(self._source), line, TOO_COSTLY)
                break
            position, line = self._advance(position, line)
        return ast.Module(self._body, []), _merged(self._broken)

    def _first_block(self) -> tuple[int, int]:
        # What stands above the first line in column 1 parses only if it is blank or a comment.
        if re.match(_START, self._source):
            return 0, 1
        found = _LINE_START.search(self._source)
        position = len(self._source) if found is None else found.end()
        if re.search(r"^[ \t\f]*[^\s#]", self._source[:position], re.MULTILINE):
            self._give_up(0, position, 1, "unexpected indent")
        return position, self._source.count("\n", 0, position) + 1

    def _advance(self, position: int, line: int) -> tuple[int, int]:
        batch: list[_Block] = []
        for block in self._blocks(position, line):
            batch.append(block)
            if block.end - position > BATCH or not block.closed:
                break
        last = batch[-1]
        whole = last.closed and len(batch) > 1 and self._accept(position, last.end, line) is None
        if whole:
            return last.end, last.line + self._source.count("\n", last.start, last.end)
        for block in batch:
            if self._work < 0:
                return block.start, block.line
            restart = self._try(block)
            if restart is not None:
                return restart, block.line + self._source.count("\n", block.start, restart)
        return last.end, last.line + self._source.count("\n", last.start, last.end)

    def _try(self, block: _Block) -> int | None:
        """Parse one block; where to start anew when its end cannot be trusted."""
        problem = NotParsed("a bracket or string is never closed", block.line)
        if block.closed:
            failed = self._accept(block.start, block.end, block.line)
            if failed is None:
                return None
            problem = failed
        restart = None
        if not block.closed or any(0 <= problem.line - line <= 2 for line in block.suspects):
            found = _LINE_START.search(self._source, block.start, block.end)
            restart = block.end if found is None else found.end()
        self._give_up(block.start, restart or block.end, block.line, problem.reason, problem.line)
        return restart

    def _accept(self, start: int, end: int, line: int) -> NotParsed | None:
        text = self._source[start:end]
        self._work -= ATTEMPT + PARSING * (len(text) - text.count(" "))
        # Empty lines in front are read faster than a tree is moved, unless they are most of the text.
        above = line - 1 if line - 1 <= len(text) else 0
        parsed, below = parse_text("\n" * above + text), line - 1 - above
        if isinstance(parsed, NotParsed):
            reason = _LINE_NUMBER.sub(lambda found: f"line {int(found[1]) + below}", parsed.reason)
            return NotParsed(reason, max(parsed.line, above + 1) + below)
        # What seems to be a text from outside may be code: it was not counted before.
        self._signs -= budget.signs_of_code(text)
        _shift(parsed, below)
        self._body += parsed.body
        return None

    def _give_up(self, start: int, end: int, line: int, reason: str, at: int = 0) -> None:
        end = self._last_code(start, end)
        self._broken.append(
            BrokenBlock(line, line + self._source.count("\n", start, end), reason, at or line)
        )

    def _last_code(self, start: int, end: int) -> int:
        """Where a block ends when blank and comment lines after it do not count."""
        found = _TO_LAST_CODE.match(self._source, start, end)
        line_end = self._source.find("\n", start if found is None else found.end() - 1, end)
        return end if line_end < 0 else line_end

    def _blocks(self, start: int, line: int) -> Iterator[_Block]:
        while start < len(self._source):
            block = self._block(start, line)
            self._work -= block.end - start
            yield block
            line += self._source.count("\n", start, block.end)
            start = block.end

    def _block(self, start: int, line: int) -> _Block:
        """The block that starts here, as far as brackets and strings say."""
        source, depth, position = self._source, 0, start
        takes_clauses = bool(_TAKES_CLAUSES.match(source, start))
        decorated = bool(_DECORATOR.match(source, start))
        suspects: list[int] = []
        while position < len(source):
            event = _EVENT.match(source, position)
            assert event is not None
            position, kind = event.end(), event.lastgroup
            self._work -= EVENT
            if kind == "open":
                depth += 1
            elif kind == "close":
                depth = max(depth - 1, 0)
            elif kind == "triple":
                if not event["closed"]:
                    return _Block(start, position, line, closed=False)
                if _CODE_IN_STRING.search(event["triple"]):
                    suspects.append(line + source.count("\n", start, position))
            elif kind == "line":
                if depth == 0 and not decorated and not (takes_clauses and _CLAUSE.match(source, position)):
                    return _Block(start, position, line, closed=True, suspects=tuple(suspects))
                if depth and _STATEMENT.match(source, position):
                    return _Block(start, position, line, closed=False)
                decorated = decorated and (depth > 0 or bool(_DECORATOR.match(source, position)))
        return _Block(start, len(source), line, closed=depth == 0, suspects=tuple(suspects))


def _shift(tree: ast.Module, lines: int) -> None:
    """Move a tree down; `ast.increment_lineno` does the same four times slower."""
    pending: list[ast.AST] = list(tree.body) if lines else []
    while pending:
        attributes = vars(pending.pop())
        if "lineno" in attributes:
            attributes["lineno"] += lines
            attributes["end_lineno"] += lines
        for value in attributes.values():
            if isinstance(value, ast.AST):
                pending.append(value)
            elif type(value) is list:
                pending += [item for item in value if isinstance(item, ast.AST)]


def _merged(broken: list[BrokenBlock]) -> tuple[BrokenBlock, ...]:
    merged: list[BrokenBlock] = []
    for block in broken:
        if merged and block.first_line == merged[-1].last_line + 1:
            merged[-1] = replace(merged[-1], last_line=block.last_line)
        else:
            merged.append(block)
    return tuple(merged)
