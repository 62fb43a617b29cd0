"""The offending span is underlined, whatever the line is made of."""

from __future__ import annotations

import textwrap
from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_ssot.formats.text.frame import frame
from pytest_ssot.formats.text.style import Style
from pytest_ssot.model import Excerpt, Location


def shown(lines: tuple[str, ...], span: tuple[int, ...], style: Style, first: int = 1) -> str:
    """The frame as one text."""
    return "\n".join(frame(Location("a.py", *span), Excerpt(first, lines), style))


CASES = {
    "context of two lines": (
        tuple("abcdefg"),
        (4, 1, 4, 2),
        """\
        2 │ b
        3 │ c
        4 │ d
          │ ^
        5 │ e
        6 │ f""",
    ),
    "no end": (
        ("import jwt",),
        (1, 8),
        """\
        1 │ import jwt
          │        ^""",
    ),
    "a tab before and within": (
        ("\tx\t= 1",),
        (1, 2, 1, 5),
        """\
        1 │     x   = 1
          │     ^^^^^""",
    ),
    "wide and combining characters": (
        ("e\u0301 名前 = 1",),
        (1, 4, 1, 6),
        """\
        1 │ e\u0301 名前 = 1
          │   ^^^^""",
    ),
    "control characters": (
        ("a\x1b[0mb",),
        (1, 2, 1, 6),
        """\
        1 │ a\\x1b[0mb
          │  ^^^^^^^""",
    ),
    "what a runner would obey": (
        ("x = 1 ##[add-mask]y",),
        (1, 7, 1, 9),
        """\
        1 │ x = 1 \\x23#[add-mask]y
          │       ^^^^^""",
    ),
    "several lines, one of them blank": (
        ("f(", "  a,", "", ")", "end"),
        (1, 1, 4, 2),
        """\
        1 │ f(
          │ ^^
        2 │   a,
          │   ^^
        3 │
        4 │ )
          │ ^
        5 │ end""",
    ),
    "a column beyond the line": (
        ("abc",),
        (1, 50, 1, 60),
        """\
        1 │ abc
          │    ^""",
    ),
    "an empty line": (
        ("",),
        (1, 1),
        """\
        1 │
          │ ^""",
    ),
    "a line cut on both sides": (
        ("a" * 100 + "HERE" + "b" * 100,),
        (1, 101, 1, 105),
        """\
        1 │ …aaaaaaaaaaaaaaaHEREbbbbbbbbbbbbbbb…
          │                 ^^^^""",
    ),
    "a line cut on the right": (
        ("HERE" + "b" * 100,),
        (1, 1, 1, 5),
        """\
        1 │ HEREbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
          │ ^^^^""",
    ),
    "a line cut on the left": (
        ("a" * 100 + "HERE",),
        (1, 101, 1, 105),
        """\
        1 │ …aaaaaaaaaaaaaaaHERE
          │                 ^^^^""",
    ),
    "a span longer than the screen": (
        ("a" * 100 + "X" * 100,),
        (1, 101, 1, 201),
        """\
        1 │ …aaaaaaaaXXXXXXXXXXXXXXXXXXXXXXXXXX…
          │          ^^^^^^^^^^^^^^^^^^^^^^^^^^""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_span_is_underlined(name: str) -> None:
    """Exactly the columns that the span takes on a screen."""
    lines, span, expected = CASES[name]

    assert shown(lines, span, Style(width=40)) == textwrap.dedent(expected)


def test_a_long_span_shows_its_ends() -> None:
    """A statement of a hundred lines does not push everything else off the screen."""
    lines = tuple(f"line {number}" for number in range(1, 121))

    found = shown(lines, (11, 1, 110, 9), Style(unicode=False))

    assert [row.split("|")[0].strip() for row in found.splitlines() if not row.strip().startswith("|")] == [
        "9", "10", "11", "12", "13", "...", "108", "109", "110", "111", "112",
    ]  # fmt: skip


def test_an_excerpt_without_the_place_is_shown_plainly() -> None:
    """A wrong excerpt misleads nobody, and stops nothing."""
    assert shown(("a", "b"), (4, 1), Style(), first=2) == "2 │ a\n3 │ b"
    assert shown((), (4, 1), Style()) == ""


def test_ascii_screens_get_ascii() -> None:
    """The underline stays aligned although the characters are spelled out."""
    assert shown(("é = é",), (1, 5, 1, 6), Style(unicode=False)) == "1 | \\xe9 = \\xe9\n  |        ^^^^"


def test_colour_marks_the_underline_only() -> None:
    """The code itself stays as it is."""
    rows = frame(Location("a.py", 1, 1, 1, 2), Excerpt(1, ("x",)), Style(colour=True), "error")

    assert rows == ["\x1b[2m1 │\x1b[0m x", "\x1b[2m  │\x1b[0m \x1b[1;31m^\x1b[0m"]


def test_a_line_of_megabytes_costs_nothing() -> None:
    """Only the neighbourhood of the span is looked at."""
    found = shown(("x" * 50_000_000,), (1, 25_000_000, 1, 25_000_003), Style(width=60))

    assert max(map(len, found.splitlines())) == 60


@given(
    lines=st.lists(st.text(st.characters(), max_size=120), max_size=8).map(tuple),
    span=st.tuples(*[st.integers(0, 130)] * 4),
    style=st.builds(Style, unicode=st.booleans(), width=st.integers(40, 90)),
)
def test_any_excerpt_fits_the_screen(lines: tuple[str, ...], span: tuple[int, ...], style: Style) -> None:
    """No text and no place, however wrong, breaks the frame or leaves its width."""
    for row in frame(Location("a.py", *span), Excerpt(1, lines), style):
        assert len(row.splitlines()) == 1
        assert sum(2 if east_asian_width(one) in "WF" else 1 for one in row) - _marks(row) <= style.width


def _marks(row: str) -> int:
    from unicodedata import category

    return sum(category(one) in ("Mn", "Me", "Cf") for one in row)
