"""A rule's examples are promises: what they mark is reported, and nothing else is."""

from __future__ import annotations

import ast

import pytest

from pytest_ssot.facts.screening import screen
from pytest_ssot.rules import Example, Rule, all_rules
from tests.rules.judging import assert_marks

PROMISES = [
    pytest.param(rule, example, id=f"{rule.id}: {example.title}")
    for rule in all_rules()
    for example in rule.examples
]


@pytest.mark.parametrize(("rule", "example"), PROMISES)
def test_a_rule_keeps_the_promise_of_its_example(rule: Rule, example: Example) -> None:
    """The rule, and every other one that is marked, report exactly the marked lines."""
    active = {rule.id, *(mark for mark, _, _ in example.marked)}

    assert_marks(example.source, *active)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_a_rule_shows_both_sides(rule: Rule) -> None:
    """Every rule documents something it reports and something it leaves alone."""
    sides = {any(mark == rule.id for mark, _, _ in example.marked) for example in rule.examples}

    assert sides == {True, False}


@pytest.mark.parametrize(("rule", "example"), PROMISES)
def test_every_violation_is_near_a_word_of_its_rule(rule: Rule, example: Example) -> None:
    """A rule looks at files with one of its words first, so a project with a violation has such a file."""
    marked = any(mark == rule.id for mark, _, _ in example.marked)
    texts = example.files.values()
    wanted = [screen(text.encode(), {rule.id: rule.prefilter}, ()).wanted for text in texts]

    assert not marked or any(wanted)


@pytest.mark.parametrize(("rule", "example"), PROMISES)
def test_an_example_is_python(rule: Rule, example: Example) -> None:
    """The marks are comments, so an example goes unchanged into the rule's manual page."""
    for path, text in example.files.items():
        ast.parse(text, path)


def test_rules_have_ids_of_their_own() -> None:
    """Baselines, markers and configuration name a rule by its id."""
    assert sorted(rule.id for rule in all_rules()) == [
        "auth-fallback",
        "jwt-direct-call",
        "jwt-direct-import",
        "jwt-reimplementation",
        "jwt-signature-bypass",
    ]


def test_rules_come_heaviest_first() -> None:
    """Manuals and reports begin with what weighs most."""
    assert [rule.severity.value for rule in all_rules()] == ["critical", "error", "error", "error", "warning"]
