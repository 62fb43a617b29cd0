"""The statements of a text and the definitions around them, read without parsing it.

An outline is the same for a file that parses, for one that does not, and in every version of Python:
it knows brackets, strings, line ends and indentation, and nothing else of the language.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

import msgspec

from pytest_ssot.facts.tokens import SINGLE, TRIPLE

_EVENT = re.compile(
    rf"""
    [^"'\#()\[\]{{}}\\\r\n;:]*+
    (?: (?P<triple>{TRIPLE}) | (?P<single>{SINGLE}) | (?P<comment>\#[^\r\n]*+) | \\(?:\r\n|[\s\S]|\Z)
      | (?P<open>[(\[{{]) | (?P<close>[)\]}}]) | (?P<line>\r\n|\r|\n) | (?P<colon>:) | (?P<cut>;) | \Z)
    """,
    re.VERBOSE,
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_INDENT = re.compile(r"[ \t\f]*+")
_BLANK_LINES = re.compile(r"(?:[ \t\f]*+(?:\r\n|\r|\n))*+")
_DEFINITION = re.compile(r"(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)")
_OPENS_BLOCK = re.compile(
    r"(?:if|elif|else|for|while|with|try|except|finally|def|class|async)\b|(?:match|case)[ \t]+[^\s=.,:;)\]}]"
)
_LAMBDA = re.compile(r"\blambda\b")
# Words that cannot stand inside brackets: whatever is still open before them was never closed.
_RESTART = re.compile(
    r"[ \t\f]*+(?:@\w|(?:async +)?def +\w|class +\w|import +\w|from +[\w.]+ +import\b"
    r"|(?:while|with|try|return|raise|del|assert|pass|break|continue|global|nonlocal)\b)"
)
_DEFINITION_LINE = re.compile(
    r"^([ \t]*)(?:\w+[ \t]+){0,4}?(?:def|class|func|function|fn|sub|interface|struct|module|namespace)"
    r"[ \t]+(\w+)",
    re.MULTILINE,
)
_PYTHON_LINE = re.compile(r"^([ \t]*+)(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
_TAB = 8

MOST_CHARACTERS = 500_000
"""Characters of a text up to which its statements are told; those of a longer one are but lines."""

LONGEST_PREFIX = 400
"""Characters of the name of what is around a definition that are part of its own."""


class Statement(msgspec.Struct, frozen=True):
    """A logical line, or the header of a block, by its offsets in the text; the end is exclusive.

    `definition` is the index of the innermost definition it belongs to, -1 at module level. `indent`
    counts columns; what follows a header or a semicolon on the same line has one of its own.
    """

    start: int
    end: int
    indent: int
    definition: int


class Definition(msgspec.Struct):
    """A function or class: its qualified name, its header and the statements below it (inclusive)."""

    name: str
    header: int
    parent: int
    indent: int
    last: int


class Outline(msgspec.Struct, frozen=True):
    """All statements of a text in their order, its comments, and its definitions."""

    text: str
    statements: tuple[Statement, ...]
    definitions: tuple[Definition, ...]
    comments: tuple[tuple[int, int], ...]
    lines: tuple[int, ...]
    """Where each line starts."""
    starts: tuple[int, ...]
    """Where each statement starts."""

    def offset(self, line: int, column: int) -> int:
        """The offset of a place that counts lines and columns from 1; one outside is moved inside."""
        line = min(max(line, 1), len(self.lines))
        end = self.lines[line] if line < len(self.lines) else len(self.text)
        return min(self.lines[line - 1] + max(column - 1, 0), max(end - 1, self.lines[line - 1]))

    def line(self, offset: int) -> int:
        """The line an offset lies on, from 1."""
        return bisect_right(self.lines, offset)

    def line_span(self, line: int) -> tuple[int, int]:
        """Offsets of a line without white space around it."""
        line = min(max(line, 1), len(self.lines))
        start, end = self.lines[line - 1], self.lines[line] if line < len(self.lines) else len(self.text)
        found = _INDENT.match(self.text, start, end)
        start = found.end() if found else start
        return start, max(start, start + len(self.text[start:end].rstrip()))

    def statement_at(self, offset: int) -> int:
        """The index of the statement that covers an offset, or -1.

        In the indentation before a statement it is that statement.
        """
        index = bisect_right(self.starts, offset) - 1
        if index >= 0 and offset < self.statements[index].end:
            return index
        if index + 1 < len(self.starts):
            following = self.starts[index + 1]
            if not self.text[offset:following].strip(" \t\f"):
                return index + 1
        if index >= 0 and not _LINE_END.search(self.text, self.statements[index].end, offset + 1):
            return index
        return -1

    def comment_at(self, offset: int) -> tuple[int, int] | None:
        """The span of the comment that covers an offset; white space before one counts as it."""
        index = bisect_right(self.comments, (offset, len(self.text) + 1)) - 1
        if index >= 0 and offset < self.comments[index][1]:
            return self.comments[index]
        if index + 1 < len(self.comments):
            following = self.comments[index + 1]
            if not self.text[offset : following[0]].strip(" \t\f"):
                return following
        return None

    def following(self, offset: int) -> int:
        """The index of the first statement that starts at an offset or after it."""
        return bisect_left(self.starts, offset)


class _Reader:
    """Reads a text once, from event to event."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.statements: list[Statement] = []
        self.definitions: list[Definition] = []
        self.comments: list[tuple[int, int]] = []
        self.lines = [0, *map(re.Match.end, _LINE_END.finditer(text))]
        self._open: list[int] = []
        self._depth = 0
        self._start = -1
        self._indent = 0
        self._line_start = 0
        self._header = False

    def run(self) -> Outline:
        text, position = self.text, 0
        most = min(len(text), MOST_CHARACTERS)
        while position < most:
            event = _EVENT.match(text, position)
            assert event is not None
            kind, before = event.lastgroup, event.start(event.lastgroup or 0)
            if self._start < 0:
                self._begin(position, event.end() if kind not in ("comment", "line", "cut") else before)
            position = event.end()
            if kind == "open":
                self._depth += 1
            elif kind == "close":
                self._depth = max(self._depth - 1, 0)
            elif kind == "comment":
                self.comments.append((before, position))
            elif kind == "triple" and not event["closed"]:
                # It swallows the rest of the text: taken as the rest of its line instead.
                found = _LINE_END.search(text, event.start("triple"))
                position = found.start() if found else len(text)
            elif kind == "line":
                blank = _BLANK_LINES.match(text, position)  # none of them says anything
                position = blank.end() if blank is not None else position
                self._line(before, position)
            elif kind == "cut" and self._depth == 0:
                self._close(before)
            elif kind == "colon" and self._depth == 0 and self._header and not self._in_lambda(before):
                self._close(position)
                self._indent += 1
        self._close(position)
        self._leave(-1)
        return Outline(
            text,
            tuple(self.statements),
            tuple(self.definitions),
            tuple(self.comments),
            tuple(self.lines),
            tuple(statement.start for statement in self.statements),
        )

    def _begin(self, position: int, end: int) -> None:
        found = _INDENT.match(self.text, position, end)
        start = found.end() if found else position
        if start >= end:
            return
        if position == self._line_start:
            self._indent = len(self.text[position:start].expandtabs(_TAB))
        self._start = start
        self._header = bool(_OPENS_BLOCK.match(self.text, start))

    def _line(self, end: int, following: int) -> None:
        if self._depth and _RESTART.match(self.text, following):
            self._depth = 0
        if self._depth == 0:
            self._close(end)
            self._line_start = following

    def _in_lambda(self, colon: int) -> bool:
        written = self.text[self._start : colon]
        return len(_LAMBDA.findall(written)) > written.count(":") if "lambda" in written else False

    def _close(self, end: int) -> None:
        start, self._start = self._start, -1
        if start < 0:
            return
        self._leave(self._indent)
        index = len(self.statements)
        owner = self._open[-1] if self._open else -1
        self.statements.append(Statement(start, self._trimmed(start, end), self._indent, owner))
        found = _DEFINITION.match(self.text, start) if self._header else None
        if found:
            prefix = _prefix(self.definitions, owner)
            self._open.append(len(self.definitions))
            self.definitions.append(Definition(prefix + found[1], index, owner, self._indent, index))

    def _trimmed(self, start: int, end: int) -> int:
        """The end of a statement without the comment and the white space after it."""
        for comment in reversed(self.comments):
            if comment[0] < start or self.text[comment[1] : end].strip():
                break
            end = comment[0]
        return start + len(self.text[start:end].rstrip())

    def _leave(self, indent: int) -> None:
        while self._open and self.definitions[self._open[-1]].indent >= indent:
            self.definitions[self._open.pop()].last = len(self.statements) - 1


def _prefix(definitions: list[Definition], owner: int) -> str:
    """What stands before the name of a definition within another, "" at module level."""
    return f"{definitions[owner].name[:LONGEST_PREFIX]}." if owner >= 0 else ""


def outline(text: str) -> Outline:
    """The outline of Python source, however broken; of a very long one, that of its beginning."""
    return _Reader(text).run()


def line_outline(text: str) -> Outline:
    """The outline of any other text: each line that is not blank is a statement."""
    lines = [0, *map(re.Match.end, _LINE_END.finditer(text))]
    statements: list[Statement] = []
    definitions: list[Definition] = []
    opened: list[int] = []
    for number, start in enumerate(lines):
        end = lines[number + 1] if number + 1 < len(lines) else len(text)
        line = text[start:end]
        bare = line.strip()
        if not bare:
            continue
        first = start + len(line) - len(line.lstrip())
        indent = len(text[start:first].expandtabs(_TAB))
        while opened and definitions[opened[-1]].indent >= indent:
            definitions[opened.pop()].last = len(statements) - 1
        owner = opened[-1] if opened else -1
        found = _DEFINITION_LINE.match(line)
        statements.append(Statement(first, first + len(bare), indent, owner))
        if found:
            prefix = _prefix(definitions, owner)
            opened.append(len(definitions))
            index = len(statements) - 1
            definitions.append(Definition(prefix + found[2], index, owner, indent, index))
    for left in opened:
        definitions[left].last = len(statements) - 1
    starts = tuple(statement.start for statement in statements)
    return Outline(text, tuple(statements), tuple(definitions), (), tuple(lines), starts)


class DefinitionLines:
    """The lines of a text that look like definitions: a quick answer to which one a line is in."""

    def __init__(self, text: str, *, python: bool) -> None:
        self._found: list[tuple[int, int, str]] = []
        line, position = 1, 0
        for found in (_PYTHON_LINE if python else _DEFINITION_LINE).finditer(text):
            line += text.count("\n", position, found.start())
            position = found.start()
            self._found.append((line, len(found[1].expandtabs(_TAB)), found[2]))

    def around(self, line: int, indent: int) -> str:
        """The dotted names of the definitions above a line that are indented less, outermost first."""
        names: list[str] = []
        index = bisect_left(self._found, (line,)) - 1
        while index >= 0 and indent > 0:
            _, its_indent, name = self._found[index]
            if its_indent < indent:
                names.append(name)
                indent = its_indent
            index -= 1
        return ".".join(reversed(names))
