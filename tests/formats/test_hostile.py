"""Whatever stands in a repository, no report acts on its reader, and none is too large to be made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_ssot import formats
from pytest_ssot.formats.text.style import Options
from tests.formats.sample import HOSTILE_TEXTS, hostile, large
from tests.properties import examples

HARMLESS = {"\n", "\t"}


@pytest.mark.parametrize("name", formats.names())
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_hostile_text_in_every_field_is_harmless(name: str, text: str) -> None:
    """No control character, no override and no runner's command is left as itself; all can be encoded."""
    rendered = formats.load(name).render(hostile(text), Options())

    assert rendered.encode().decode() == rendered
    assert not {one for one in rendered if ord(one) < 32 or 0x7F <= ord(one) < 0xA0} - HARMLESS
    assert not set(rendered) & set("\u2028\u202e\u2066\u200b\ufeff\ufffe\uffff\U000e0041")
    assert not [word for word in ("##[", "##vso[", "##teamcity[") if word in rendered]


@pytest.mark.parametrize("name", formats.names())
@examples(40)
@given(text=st.text(st.characters(), max_size=60))
def test_any_text_can_be_reported(name: str, text: str) -> None:
    """There is no text that a format fails on."""
    rendered = formats.load(name).render(hostile(text), Options())

    assert rendered.encode().decode() == rendered


@pytest.mark.parametrize("name", [name for name in formats.names() if name != "github"])
def test_no_line_begins_with_a_workflow_command(name: str) -> None:
    """GitHub obeys every line of a log that begins with two colons, behind blanks as well."""
    for text in HOSTILE_TEXTS:
        rendered = formats.load(name).render(hostile(text), Options())

        assert not [line for line in rendered.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.parametrize("name", formats.names())
def test_five_thousand_violations_are_no_trouble(name: str) -> None:
    """Every format has an answer, whole or with the number of what it leaves out."""
    rendered = formats.load(name).render(large(5_000), Options())

    assert rendered.endswith("\n")
    assert "jwt-signature-bypass" in rendered
