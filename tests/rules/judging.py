"""Judges a small project written as one string, as the examples of rules are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pytest_ssot.check import check
from pytest_ssot.model import Report, Severity
from pytest_ssot.rules import Example, all_rules
from pytest_ssot.settings import RuleSettings, Settings
from pytest_ssot.trees import MemoryTree

TODAY = date(2026, 1, 1)
SETTINGS = Settings(Path("project"))
IDS = tuple(rule.id for rule in all_rules())

Found = frozenset[tuple[str, str, int]]
"""(rule id, path, line) of violations."""


def only(*rules: str) -> dict[str, RuleSettings]:
    """The settings that leave just these rules on."""
    return {rule: RuleSettings(enabled=False) for rule in IDS if rule not in rules}


def judge(files: Mapping[str, str], settings: Settings = SETTINGS) -> Report:
    return check(MemoryTree({path: text.encode() for path, text in files.items()}), settings, today=TODAY)


def reported(report: Report) -> Found:
    """Every violation of the report, whatever its standing."""
    found = [assessment.violation for assessment in report.assessments]
    return frozenset((one.rule, one.location.path, one.location.line) for one in found)


def weights(files: Mapping[str, str], rule: str = "jwt-signature-bypass") -> set[Severity]:
    """How heavily one rule weighs what it finds."""
    settings = Settings(SETTINGS.root, rules=only(rule))
    return {one.violation.severity for one in judge(files, settings).assessments}


def assert_marks(source: str, *rules: str) -> None:
    """These rules report exactly the marked lines: none missing, none extra."""
    example = Example("", source)
    settings = Settings(SETTINGS.root, rules=only(*rules))

    assert reported(judge(example.files, settings)) == example.marked
