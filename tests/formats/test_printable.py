"""Text from scanned code cannot act on a terminal or mislead the eye."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_ssot.formats.text.printable import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ünïcödé 名 🙂", "plain ünïcödé 名 🙂"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("one\ntwo\r\n\tthree", r"one\ntwo\r\n\tthree"),
        ("\x00\x7f\x9b2J", r"\x00\x7f\x9b2J"),
        ("user\u202egpj.exe", r"user\u202egpj.exe"),
        ("\u2066iso\u2069", r"\u2066iso\u2069"),
        ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
        ("para\u2029graph", r"para\u2029graph"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("byte \udcff", r"byte \xff"),
        ("half \ud83d", r"half \ud83d"),
        ("none \ufffe\uffff", r"none \ufffe\uffff"),
        ("# ## x[0] #[a] ##[add-mask]x ###[a]", r"# ## x[0] #[a] \x23#[add-mask]x #\x23#[a]"),
        ("##vso[task] ##teamcity[x]", r"\x23#vso[task] \x23#teamcity[x]"),
        ("::error::x a::b", r"\x3a:error::x a::b"),
        (" ::error::x", r" \x3a:error::x"),
    ],
)
def test_hostile_characters_become_visible(text: str, shown: str) -> None:
    """Each is spelled the way Python would spell it in a literal."""
    assert printable(text) == shown


def test_tabs_stay_where_they_lay_out_code() -> None:
    """Source lines keep their tabs in machine formats; nothing else is let through."""
    assert printable("\tx\x1b\n", tabs=True) == "\t" + r"x\x1b\n"


@given(st.text(st.characters()))
def test_no_control_character_survives(text: str) -> None:
    """Whatever the text is, the result is encodable and made of visible characters on one line."""
    shown = printable(text)

    assert shown.encode("utf-8").decode("utf-8") == shown
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert len(shown.splitlines()) <= 1
