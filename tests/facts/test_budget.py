"""A file that was made to take long costs no more than its budgets, and says what was not analysed."""

from __future__ import annotations

import sys

import msgspec
import pytest

from pytest_ssot.facts import budget
from pytest_ssot.facts.extract import extract
from pytest_ssot.facts.module import ModuleFacts
from tests.counting import calls
from tests.facts.adversarial import LARGE, numbered

WORDS = ("JWT_ALLOWED",)
SIZE = 30_000
MOST_CALLS = 350_000
"""With the budgets below, few sources take a third of it; what is not bounded takes many times as much."""

OVER_BUDGET = (
    "lines 2–1002 are not fully analysed: it takes more than 70,000 steps, or what its file has left: "
    "split it, or exclude the file"
)
UNSEARCHED = (
    "from line 81 on, lines that are not analysed are not searched for words either, because they hold more "
    "than 40,000 words and signs: split it, or exclude the file"
)


@pytest.fixture
def small_budgets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small part of what files may cost, so that small sources are as hostile as large ones."""
    monkeypatch.setattr(budget, "MOST_SIGNS", budget.MOST_SIGNS // 10)
    monkeypatch.setattr(budget, "MOST_WORK", budget.MOST_WORK // 100)
    monkeypatch.setattr(budget, "MOST_WORK_IN_STATEMENT", budget.MOST_WORK_IN_STATEMENT // 100)
    monkeypatch.setattr(budget, "MOST_FRAGMENTS", budget.MOST_FRAGMENTS // 100)
    monkeypatch.setattr(budget, "MOST_OUTLINE", budget.MOST_OUTLINE // 100)
    monkeypatch.setattr(budget, "MOST_REPAIR", budget.MOST_REPAIR // 100)


def facts(text: str) -> ModuleFacts:
    """What the engine takes from a file with that text."""
    return extract("a.py", text.encode(), WORDS)


@pytest.mark.usefixtures("small_budgets")
@pytest.mark.parametrize("title", LARGE)
def test_a_hostile_file_costs_no_more_than_its_budgets(title: str) -> None:
    """Whatever is made large, the work ends at the limits."""
    text = LARGE[title](SIZE)

    assert calls(lambda: facts(text)) < MOST_CALLS


@pytest.mark.usefixtures("small_budgets")
@pytest.mark.parametrize("title", LARGE)
def test_facts_of_a_hostile_file_are_the_same_each_time_and_survive_storage(title: str) -> None:
    """Limits are counts, so where a file was cut does not depend on the machine."""
    text = LARGE[title](SIZE)
    once = facts(text)

    assert facts(text) == once
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(once), type=ModuleFacts) == once


@pytest.mark.usefixtures("small_budgets")
def test_a_statement_over_its_budget_is_left_out_alone() -> None:
    """What stands around it is analysed, and its words are kept for rules that judge raw text."""
    branches = "".join(f"    y{n} = 1\n    if x: return {n}\n" for n in range(500))
    found = facts(f"import before\ndef f(x):\n{branches}x = 1\nimport after\n")

    assert [one.module for one in found.imports] == ["before", "after"]
    assert found.bindings.keys() == {"before", "x", "after"}
    assert [(gap.line, gap.reason) for gap in found.gaps] == [(2, OVER_BUDGET), (81, UNSEARCHED)]
    assert [fragment.text for fragment in found.fragments[0][:4]] == ["def", "f", "(", "x"]


@pytest.mark.usefixtures("small_budgets")
def test_a_statement_that_was_left_out_leaves_nothing_behind() -> None:
    """Not even the functions, calls and names that were read before its budget was spent."""
    body = "".join(f"    a{n} = f()\n    global g\n    g = a{n}\n" for n in range(1500))
    found = facts(f"x = 1\nif x:\n  def inner(): g()\n  def f():\n{body}\n")

    assert found.bindings.keys() == {"x"}
    assert (found.functions, found.calls, len(found.nodes)) == ((), (), 1)


def test_of_a_file_that_is_too_long_the_beginning_is_analysed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends between two statements; the rest is one gap, and its words are looked at."""
    monkeypatch.setattr(budget, "MOST_SIGNS", budget.MOST_SIGNS // 10)
    found = facts("import before\n" + numbered("value_of_the_number_{n} = {n}\n")(300_000))
    (too_long,) = found.gaps

    assert found.imports[0].module == "before"
    assert 2_500 < len(found.bindings) < 5_000
    assert too_long.line == len(found.bindings) + 1
    assert "the file holds more than 100,000 words and signs" in too_long.reason
    assert found.fragments[0][0].text == f"value_of_the_number_{too_long.line - 2}"


@pytest.mark.usefixtures("small_budgets")
def test_what_stands_before_a_statement_that_is_too_long_is_analysed() -> None:
    """Also when it is only a line."""
    found = facts("import before\nx = [" + "1, " * 20_000 + "]\n")

    assert [one.module for one in found.imports] == ["before"]
    assert found.gaps[0].line == 2


@pytest.mark.usefixtures("small_budgets")
def test_decorators_are_left_out_with_what_they_decorate() -> None:
    """They would be a syntax error alone."""
    found = facts("import before\n@one\n@two\ndef f():\n" + "    a, a\n" * 9_000)

    assert [one.module for one in found.imports] == ["before"]
    assert [
        gap.line for gap in found.gaps if "words and signs: " in gap.reason and "analysed:" in gap.reason
    ] == [2]


@pytest.mark.usefixtures("small_budgets")
def test_strings_and_comments_do_not_make_a_file_too_long() -> None:
    """A table of text costs nothing to parse, however long it is."""
    assert facts("x = '" + "a, " * 20_000 + "'  # " + "b; " * 20_000 + "\n").gaps == ()


@pytest.mark.usefixtures("small_budgets")
def test_code_in_f_strings_counts() -> None:
    """Their fields are parsed like any other code."""
    assert "words and signs" in facts("x = f'" + "{a}" * 20_000 + "'\n").gaps[0].reason


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="since 3.12 all f-strings are parsed in linear time")
def test_an_f_string_python_takes_too_long_for_is_left_out_alone() -> None:
    """Python before 3.12 needs time that grows with the square of its fields."""
    found = facts("import before\nx = f'" + "{a}" * 9_000 + "'\nimport after\n")

    assert [one.module for one in found.imports] == ["before", "after"]
    assert [gap.line for gap in found.gaps] == [2]
    assert "too many fields" in found.gaps[0].reason


@pytest.mark.usefixtures("small_budgets")
def test_where_markers_are_no_longer_looked_for_is_told() -> None:
    """Those before it hold."""
    found = facts("x = 1  # JWT_ALLOWED: a\n" * 1_000)
    (gap,) = (gap for gap in found.gaps if "markers" in gap.reason)

    assert len(found.markers) == gap.line - 1
    assert gap.reason.startswith(f"from line {gap.line} on, exception markers are not looked for")


def test_reading_loops_twice_does_not_multiply_through_definitions() -> None:
    """Loops in functions in loops count as nested."""
    assert len(facts(LARGE["loops around functions"](0)).nodes) < 5_000
