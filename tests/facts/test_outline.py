"""The outline of a text is told up to a length, and names within names up to one."""

from __future__ import annotations

import pytest

from pytest_ssot.facts import outline as module
from pytest_ssot.facts.outline import LONGEST_PREFIX, outline

ENDLESS = "x" * 5_000


def test_what_is_around_a_definition_is_only_the_beginning_of_its_name() -> None:
    """Thousands of methods do not each carry all of a name that takes half of the file."""
    names = [one.name for one in outline(f"class {ENDLESS}:\n def f(): pass\n def g(): pass\n").definitions]

    assert names == [ENDLESS, f"{ENDLESS[:LONGEST_PREFIX]}.f", f"{ENDLESS[:LONGEST_PREFIX]}.g"]


def test_a_long_text_has_all_lines_and_its_first_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands behind them is in no statement, so its line tells it from others."""
    monkeypatch.setattr(module, "MOST_CHARACTERS", 12)
    told = outline("x = 1\ny = 2\nz = 3\nw = 4\n")

    assert [told.text[one.start : one.end] for one in told.statements] == ["x = 1", "y = 2"]
    assert len(told.lines) == 5
    assert told.statement_at(told.offset(4, 1)) == -1
