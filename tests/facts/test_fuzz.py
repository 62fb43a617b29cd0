"""Whatever bytes a file holds, the front end answers, the same each time, and soon."""

from __future__ import annotations

import ast
import time
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from pytest_ssot.facts.markers import find_markers
from pytest_ssot.facts.parse import Columns, Parsed, excerpt, parse
from pytest_ssot.facts.syntax import first_line
from pytest_ssot.facts.tokens import tokenize
from tests.properties import examples

WORDS = ("@auth_ssot_exception", "SSOT_EXCEPTION", "JWT_ALLOWED")
SOURCE = '''\
#!/usr/bin/env python
# coding: utf-8
# SSOT_EXCEPTION[a, until=2027-01-31]: whole file

"""Module."""
import jwt  # JWT_ALLOWED: é
from a.b import (c,
    d)

@decorator(1)
# @auth_ssot_exception: reason
# goes on
async def f(a: int, *b, **c) -> None:
    """Doc
column one
"""
    try:
        x = f'{a["b"]!r:>{10}}' + r"\\d" 'ü' \\
            + b''
    except (A, B):
        print(a, {1: [2, (3,)]})
    else:
\t\t\treturn lambda: await_ if x else -1
    finally:
        pass

class C(D, metaclass=E):
    if a:
        y = """text"""
    elif b: z = 1; w = 2
    def g(self): yield 1  # SSOT_EXCEPTION

match x:
    case {"a": [1, *_]}:
        del x
'''
PIECES = [
    *"'\"()[]{}\\#:@=,.\n\r\t\f \0é\u2028",
    *('"""', "'''", "f'", 'rb"', "{x}", "\r\n", "\\\n", "coding: utf-7", "SSOT_EXCEPTION[", "until="),
    *("def f(", "else:\n", "import jwt\n", "print 1\n", "# JWT_ALLOWED: a\n", "class A:\n", "1 1\n"),
]

BUDGET = examples(200)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Python source with a few places cut out, replaced or doubled."""
    text = SOURCE
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 1, 3, 30])))
        text = text[:start] + "".join(draw(st.lists(st.sampled_from(PIECES), max_size=3))) + text[end:]
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-16", "utf-8-sig", "utf-7"])))


def read(data: bytes) -> Parsed:
    """The front end's answer, checked against everything it promises."""
    started = time.process_time()
    parsed = parse("a.py", data)
    tokens = list(tokenize(parsed.text))
    markers = find_markers(parsed, "a.py", WORDS)
    assert time.process_time() - started < 3

    columns = Columns(parsed.text)
    count = len(columns.lines)
    assert bool(parsed.broken) <= bool(parsed.gaps)
    spans = sorted(
        [(block.first_line, block.last_line) for block in parsed.broken]
        + [(first_line(statement), statement.end_lineno or 0) for statement in parsed.tree.body]
    )
    assert all(1 <= first <= last <= count for first, last in spans)
    for before, after in pairwise((block.first_line, block.last_line) for block in parsed.broken):
        assert before[1] < after[0]
    for node in ast.walk(parsed.tree):
        columns.location("a.py", node)
    assert sum(len(token.text) for token in tokens) + _blanks(parsed.text) >= len(parsed.text)
    for marker in markers:
        assert 1 <= marker.first_line <= marker.last_line <= count
        assert excerpt(parsed.text, marker.location).lines
    parsed.text.encode()
    return parsed


def _blanks(text: str) -> int:
    return sum(map(text.count, " \t\f"))


def same(one: Parsed, other: Parsed) -> bool:
    """Equal in everything; trees have no equality of their own."""
    return (one.text, one.broken, one.gaps, ast.dump(one.tree, include_attributes=True)) == (
        other.text,
        other.broken,
        other.gaps,
        ast.dump(other.tree, include_attributes=True),
    )


@BUDGET
@given(st.binary(max_size=300))
@example(b"")
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf\0")
@example(b"#coding:\xff\n")
def test_any_bytes_have_an_answer(data: bytes) -> None:
    """Random bytes; twice the same."""
    assert same(read(data), read(data))


@BUDGET
@given(mutated())
@example(SOURCE.encode())
def test_any_damaged_source_has_an_answer(data: bytes) -> None:
    """Python that somebody tore apart; twice the same."""
    assert same(read(data), read(data))


@BUDGET
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_mixture_of_syntax_has_an_answer(pieces: list[str]) -> None:
    """Quotes, brackets and line ends in any order; twice the same."""
    data = "".join(pieces).encode()

    assert same(read(data), read(data))


@BUDGET
@given(
    st.lists(
        st.sampled_from(["1 1", "x = (", "def f():\n    a b", ")", "if a:\n  b\nelif c d: e"]), max_size=6
    )
)
def test_a_sound_statement_between_broken_ones_survives(broken: list[str]) -> None:
    """Whatever stands around it, as long as no string is left open."""
    source = "\n".join(["import first", *(line for item in broken for line in (item, "import between"))])

    found = [
        statement.names[0].name for statement in read(source.encode()).tree.body
        if isinstance(statement, ast.Import)
    ]  # fmt: skip

    assert found == ["first", *["between"] * len(broken)]
