"""Violations to plant and clean code that looks like them: the examples that every rule carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_ssot.rules import Example, all_rules
from pytest_ssot.suite.project import Project
from pytest_ssot.trees import MemoryTree

MARKERS_AND_GAPS = {
    "suppression-without-reason": "# {marker}:\nimport jwt\n",
    "suppression-expired": "# {marker}[until=2001-01-01]: only until the migration\nimport jwt\n",
    "suppression-unused": "# {marker}: there was a reason once\nanswer = 42\n",
    "file-not-analysed": "def broken(:\n",
}
"""The tool's own rules are about comments and broken files, which no example in a rule can mark."""

BYPASSED = "jwt-signature-bypass"
BYPASS = 'import jwt\n\nclaims = jwt.decode(input(), options={"verify_signature": False})\n'
HARMLESS = "import json\n\nclaims = json.loads(input())  # not jwt.decode with verify_signature=False\n"


@dataclass(frozen=True)
class Deviation:
    """A planted example about which a rule says something else than it promises."""

    rule: str
    example: str
    missing: frozenset[tuple[str, int]]
    """Path and line of each planted violation that is not reported."""
    extra: frozenset[tuple[str, int]]
    """Path and line of each report on code that is clean."""


def deviations(project: Project) -> Iterator[Deviation]:
    """Every broken promise of an active rule, judged by the project's own settings."""
    active = {rule.id for rule in project.active_rules}
    for rule in all_rules():
        for example in rule.examples if rule.id in active else ():
            promised = frozenset((path, line) for rule_id, path, line in example.marked if rule_id == rule.id)
            reported = _reported(project, rule.id, example)
            if promised != reported:
                yield Deviation(rule.id, example.title, promised - reported, reported - promised)


def silent_about(project: Project) -> Iterator[str]:
    """The tool's own rules that do not report what they are for."""
    for marker in project.settings.markers[:1]:
        for rule_id, source in MARKERS_AND_GAPS.items():
            planted = MemoryTree({"planted.py": source.format(marker=marker).encode()})
            reported = {one.violation.rule for one in project.judge(planted).about("planted.py")}
            if project.settings.rule(rule_id).enabled and rule_id not in reported:
                yield rule_id


def _reported(project: Project, rule_id: str, example: Example) -> frozenset[tuple[str, int]]:
    tree = MemoryTree({path: text.encode() for path, text in example.files.items()})
    found = [one.violation for one in project.judge(tree).assessments]
    return frozenset((one.location.path, one.location.line) for one in found if one.rule == rule_id)
