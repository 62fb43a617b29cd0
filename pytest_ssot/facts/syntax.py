"""Python's own parser, made safe for any text."""

from __future__ import annotations

import ast
import platform
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import msgspec

from pytest_ssot.facts.tokens import STRING

MAX_DEPTH = 1200
"""How deep a tree may be nested for its code to be analysed.

A sum of a thousand terms and an `elif` chain of hundreds of branches are as deep as they are long
and have to pass. Python's parser itself ends between 1,000 and 3,000, depending on who calls it; a
visitor that needs n frames for each level needs a recursion limit of n times this number.
"""

MOST_FIELD_WORK = 200_000_000
"""Fields of f-strings times characters: what half a second of parsing is, where time grows with both."""

_MOST_REASON = 120
_COSTLY_FIELDS = sys.version_info < (3, 12)


class NotParsed(msgspec.Struct, frozen=True):
    """Why some text is not Python for this interpreter, and on which of its lines."""

    reason: str
    line: int


class BrokenBlock(msgspec.Struct, frozen=True):
    """Lines (inclusive, from 1) that are not in the tree; `line` is where the trouble was noticed."""

    first_line: int
    last_line: int
    reason: str
    line: int = 0


def parse_text(source: str) -> ast.Module | NotParsed:
    """The tree of some text, or why there is none; warnings about the text are kept quiet."""
    if _COSTLY_FIELDS and source.count("{") * len(source) > MOST_FIELD_WORK and _costly(source):
        return NotParsed("an f-string holds too many fields to be read: split it", 1)
    with warnings.catch_warnings():
        # Also when they are set to be errors: then they would count as syntax errors.
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except SyntaxError as error:
            return NotParsed(
                f"{_readable(error.msg)} (read as Python {_version()})", max(error.lineno or 1, 1)
            )
        except (RecursionError, MemoryError):
            return NotParsed("the code is nested too deeply", 1)
        except (ValueError, OverflowError, SystemError) as error:
            return NotParsed(_readable(str(error)), 1)


def _costly(source: str) -> bool:
    """Before Python 3.12, the place of each field of an f-string is looked for from its beginning."""
    work = 0
    strings = re.compile(rf"(?P<f>(?<!\w)(?:[fF][rR]?|[rR][fF]))?(?:{STRING})|\#[^\n]*+")
    for found in strings.finditer(source):
        if found["f"]:
            work += found[0].count("{") * len(found[0])
    return work > MOST_FIELD_WORK


def without_depths(tree: ast.Module, source: str) -> tuple[ast.Module, tuple[BrokenBlock, ...]]:
    """The tree without the top-level statements that are nested too deeply, and those as blocks."""
    if len(source) < MAX_DEPTH:
        return tree, ()
    depths = _Depths(source)
    deep = [statement for statement in tree.body if depths.exceeded(statement)]
    if not deep:
        return tree, ()
    reason = f"the code is nested more than {MAX_DEPTH} levels deep"
    blocks = [
        BrokenBlock(first_line(node), node.end_lineno or node.lineno, reason, node.lineno) for node in deep
    ]
    return ast.Module([node for node in tree.body if node not in deep], []), tuple(blocks)


def first_line(statement: ast.stmt) -> int:
    """The line a statement begins on, its decorators included."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return min([statement.lineno, *(decorator.lineno for decorator in statement.decorator_list)])
    return statement.lineno


def inner_statements(node: ast.AST) -> Iterator[ast.stmt | ast.excepthandler | ast.match_case]:
    """The statements directly in a compound statement, its handlers and cases among them."""
    for field in ("body", "handlers", "orelse", "finalbody", "cases"):
        inner = getattr(node, field, ())
        if isinstance(inner, list):
            yield from inner


class _Depths:
    """Finds deep nesting without visiting most of the tree.

    Each level of an expression takes at least one character, so a statement shorter than the room
    that is left cannot be too deep.
    """

    def __init__(self, source: str) -> None:
        # Of each line, the characters before it, without line ends.
        self._starts = list(accumulate(map(len, source.split("\n")), initial=0))

    def exceeded(self, statement: ast.stmt) -> bool:
        """Whether a statement is nested deeper than allowed."""
        pending: list[tuple[ast.AST, int]] = [(statement, MAX_DEPTH)]
        while pending:
            node, room = pending.pop()
            if isinstance(node, ast.stmt) and self._size(node) + 5 < room:
                continue
            inner = tuple(inner_statements(node)) if not isinstance(node, ast.Lambda | ast.expr) else ()
            if room <= 0:
                return True
            if self._head(node, inner) + 5 >= room and _deeper(_others(node, inner), room - 1):
                return True
            pending += [(child, room - 1) for child in inner]
        return False

    def _head(self, node: ast.AST, inner: Sequence[ast.AST]) -> int:
        """How much text everything before the statements in a statement takes, at most."""
        if not inner or not isinstance(inner[0], ast.stmt) or isinstance(node, ast.match_case):
            return MAX_DEPTH
        first = node.lineno if isinstance(node, ast.excepthandler) else 0
        if isinstance(node, ast.stmt):
            first = first_line(node)
        return self._between(first, inner[0].lineno) if first else MAX_DEPTH

    def _size(self, node: ast.stmt) -> int:
        return self._between(first_line(node), node.end_lineno or node.lineno)

    def _between(self, first: int, last: int) -> int:
        """The characters of some lines, their ends included."""
        return self._starts[last] - self._starts[first - 1] + last - first + 1


def _others(node: ast.AST, inner: Sequence[ast.AST]) -> list[ast.AST]:
    statements = set(map(id, inner))
    return [child for child in _children([node]) if id(child) not in statements]


def _deeper(level: list[ast.AST], room: int) -> bool:
    while level and room > 0:
        level = list(_children(level))
        room -= 1
    return bool(level)


def _children(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    for node in nodes:
        for value in vars(node).values():
            if isinstance(value, ast.AST):
                yield value
            elif type(value) is list:
                yield from (item for item in value if isinstance(item, ast.AST))


def _readable(message: str) -> str:
    shown = message
    if not message.isprintable():
        shown = "".join(character if character.isprintable() else "?" for character in message)
    return shown if len(shown) <= _MOST_REASON else shown[: _MOST_REASON - 1] + "…"


def _version() -> str:
    return ".".join(platform.python_version_tuple()[:2])
