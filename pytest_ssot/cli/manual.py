"""The rules' manual pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from textwrap import dedent, indent

from pytest_ssot import __version__
from pytest_ssot.check import check
from pytest_ssot.formats.json import rule_object
from pytest_ssot.formats.text.counts import WEIGHT
from pytest_ssot.formats.text.members import object_lines
from pytest_ssot.model import RuleInfo
from pytest_ssot.rules import all_rules
from pytest_ssot.settings import Settings
from pytest_ssot.trees import MemoryTree

VERSION = 1
"""Grows when a field disappears or changes its meaning; new fields do not count."""


def rule_pages(settings: Settings, today: date) -> tuple[RuleInfo, ...]:
    """What every rule says about itself under a configuration, heaviest first, then by name.

    The judgement of nothing names them all, the tool's own ones included.
    """
    rules = check(MemoryTree({}), settings, today=today).rules
    return tuple(sorted(rules, key=lambda rule: (WEIGHT[rule.severity], rule.id)))


def as_json(rules: Iterable[RuleInfo]) -> str:
    """Everything the rules say, for programs; plain ASCII."""
    document = {
        "format": "ssot-rules",
        "version": VERSION,
        "tool": {"name": "pytest-ssot", "version": __version__},
        "rules": [rule_object(rule) for rule in rules],
    }
    return object_lines(document) + "\n"


def page(rule: RuleInfo) -> str:
    """The manual page of one rule, in Markdown."""
    references = "\n".join(f"- {reference}" for reference in rule.references)
    weaknesses = ", ".join(f"CWE-{number}" for number in rule.cwe)
    parts = [
        f"# {rule.id} ({rule.severity})",
        rule.explanation.strip() or rule.summary,
        f"## What to do\n\n{rule.fix}" if rule.fix else "",
        f"## Business impact\n\n{rule.impact}" if rule.impact else "",
        f"## References\n\n{references}" if references else "",
        f"Weakness: {weaknesses}" if weaknesses else "",
        *_examples(rule.id),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _examples(rule_id: str) -> Iterator[str]:
    """The rule's good and bad code; the tool's own rules have none."""
    examples = [example for rule in all_rules() if rule.id == rule_id for example in rule.examples]
    if examples:
        yield "## Examples\n\nLines marked `# <-` are reported."
    for example in examples:
        yield f"### {example.title}\n\n{indent(dedent(example.source).strip(), '    ')}"
