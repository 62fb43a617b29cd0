"""Colour, character set and width follow the reader's screen."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from pytest_ssot.formats.text.style import Choice, Style, is_unicode, style_for, wants_colour


@pytest.mark.parametrize(
    ("choice", "environ", "tty", "colour"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"TERM": "xterm"}, False, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"FORCE_COLOR": ""}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_who_decides_about_colour(
    choice: Choice, environ: dict[str, str], *, tty: bool, colour: bool
) -> None:
    """An option wins, then NO_COLOR, then FORCE_COLOR, then a dumb terminal, then the terminal."""
    assert wants_colour(choice, environ, tty=tty) is colour


@pytest.mark.parametrize(
    ("encoding", "unicode"),
    [
        ("utf-8", True),
        ("UTF8", True),
        ("utf-16", True),
        ("cp65001", True),
        ("latin-1", False),
        ("ascii", False),
    ],
)
def test_which_encodings_carry_everything(encoding: str, *, unicode: bool) -> None:
    """The others get ASCII, so that code frames stay aligned."""
    assert is_unicode(encoding) is unicode


@pytest.mark.parametrize("encoding", [None, "no-such-encoding"])
def test_an_unknown_encoding_gets_ascii(encoding: str | None) -> None:
    """A stream may not say what it carries."""
    assert not is_unicode(encoding)


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal and has no size to ask for."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_as_wide_as_it_says() -> None:
    """COLUMNS is believed on a terminal, down to a width in which code can be shown."""
    terminal = Terminal(io.BytesIO(), encoding="utf-8")

    assert style_for(terminal, {"COLUMNS": "132"}) == Style(colour=True, width=132)
    assert style_for(terminal, {"COLUMNS": "7"}).width == 40
    assert style_for(terminal, {}).width == Style().width


def test_a_pipe_has_no_colour_and_the_usual_width() -> None:
    """What is piped looks the same on every machine."""
    pipe = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")

    assert style_for(pipe, {"COLUMNS": "132"}) == Style(colour=False, unicode=False, width=Style().width)
    assert style_for(None, {}) == Style(unicode=False)


def test_the_size_of_a_real_terminal_is_asked_for() -> None:
    """Without COLUMNS, the terminal knows."""
    termios = pytest.importorskip("termios")
    outer, inner = os.openpty()
    termios.tcsetwinsize(inner, (25, 61))
    with Path(f"/dev/fd/{inner}").open("w", encoding="utf-8") as terminal:
        assert style_for(terminal, {}).width == 61
    os.close(outer)
    os.close(inner)


def test_paths_are_shown_from_where_the_reader_stands() -> None:
    """A click in a terminal finds the file, also from a directory below the root or elsewhere."""
    assert Style().path("src/a.py") == "src/a.py"
    assert Style(root="/p", cwd="/p").path("src/a.py") == "src/a.py"
    assert Style(root="/p", cwd="/p/src").path("src/a.py") == "a.py"
    assert Style(root="/p", cwd="/p/tests").path("src/a.py") == "../src/a.py"
    assert Style(root="/p", cwd="/q").path("src/\x1b.py") == r"../p/src/\x1b.py"
