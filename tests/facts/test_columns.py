"""Places are counted as people count them, and shown with the lines around."""

from __future__ import annotations

import ast

import pytest

from pytest_ssot.facts.parse import Columns, excerpt, parse
from pytest_ssot.facts.spans import NO_SPAN, across, packed, unpacked
from pytest_ssot.model import Excerpt, Location

COLUMNS = [
    # source, columns of the names in it
    ("a = b", [1, 5]),
    ("é = b", [1, 5]),
    ("'é', a, '日本', b, '😀', c", [6, 15, 23]),
    ("x = 'é'\na = 1", [1, 1]),
    ("'\u2028'; a\n'\x0c'; b", [6, 6]),
    ("'\x1c\x85'; a", [7]),
    ("x = 1\r'é'; a\r\n'é'; b", [1, 6, 6]),
]


@pytest.mark.parametrize(("source", "columns"), COLUMNS)
def test_columns_count_characters_from_one(source: str, columns: list[int]) -> None:
    """Lines end only where Python's tokenizer ends them, and bytes are not characters."""
    parsed = parse("a.py", source.encode())
    places = Columns(parsed.text)

    names = [node for node in ast.walk(parsed.tree) if isinstance(node, ast.Name)]

    assert sorted(unpacked(places.span(node))[:2] for node in names) == sorted(
        (node.lineno, column)
        for node, column in zip(sorted(names, key=lambda n: (n.lineno, n.col_offset)), columns, strict=True)
    )


def test_a_location_spans_its_node() -> None:
    """The end is exclusive; a node without a place has none."""
    parsed = parse("a.py", "é = f(\n  'ü')\n".encode())
    places = Columns(parsed.text)
    statement = parsed.tree.body[0]

    assert isinstance(statement, ast.Assign)
    assert places.location("a.py", statement.value) == Location("a.py", 1, 5, 2, 7)
    assert places.span(parsed.tree) == NO_SPAN
    assert (places.column(1, 99), places.column(9, 3), places.column(1, -1)) == (7, 4, 1)


@pytest.mark.parametrize(
    "numbers",
    [
        (1, 1, 1, 2),
        (3, 9, 40, 1),
        (262_143, 16_383, 262_143 + 16_383, 16_383),
        (262_144, 1, 262_144, 5),
        (7, 16_384, 7, 16_390),
        (7, 1, 7, 20_000_000),
        (7, 1, 7 + 16_384, 2),
        (9, 5, 8, 1),
        (0, 0, 0, 0),
    ],
)
def test_a_span_tells_its_four_numbers_however_far_out_it_is(numbers: tuple[int, int, int, int]) -> None:
    assert unpacked(packed(*numbers)) == numbers
    assert across(packed(2, 4, 2, 9), packed(*numbers)) == packed(2, 4, *numbers[2:])


EXCERPTS = [
    # line, end line, context, first line, last line shown
    (5, 5, 2, 3, 7),
    (1, 1, 2, 1, 3),
    (30, 30, 2, 28, 30),
    (5, 9, 1, 4, 10),
    (5, 29, 2, 3, 14),
    (5, 0, 0, 5, 5),
    (0, 0, 1, 1, 2),
    (99, 99, 1, 29, 30),
]


@pytest.mark.parametrize(("line", "end_line", "context", "first", "last"), EXCERPTS)
def test_an_excerpt_shows_the_lines_around_a_location(
    line: int, end_line: int, context: int, first: int, last: int
) -> None:
    """Twelve at most; a location outside the text is met by its nearest line."""
    text = "\r\n".join(f"line {number}" for number in range(1, 31))

    found = excerpt(text, Location("a.py", line, 1, end_line, 1), context)

    assert found == Excerpt(first, tuple(f"line {number}" for number in range(first, last + 1)))


def test_an_excerpt_ends_with_the_last_line() -> None:
    """The end of the last line begins no further one."""
    found = excerpt("a\nb\n", Location("a.py", 2), 2)

    assert found == Excerpt(1, ("a", "b"))


def test_an_excerpt_cuts_a_line_that_never_ends() -> None:
    """A minified file does not flood the report."""
    found = excerpt("x" * 5000, Location("a.py", 1))

    assert found == Excerpt(1, ("x" * 999 + "…",))
