"""The rules' manual pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pytest_ssot.model import RuleInfo


def rule_pages() -> tuple[RuleInfo, ...]:
    """What every rule says about itself, heaviest first, then by name."""
    from pytest_ssot.formats.text.counts import WEIGHT

    return tuple(sorted(_all(), key=lambda rule: (WEIGHT[rule.severity], rule.id)))


def _all() -> tuple[RuleInfo, ...]:
    # TEMPORARY until pytest_ssot.rules has all_rules: a report of nothing names every rule.
    from pytest_ssot.check import check
    from pytest_ssot.settings import Settings
    from pytest_ssot.trees import MemoryTree

    return check(MemoryTree({}), Settings(Path()), today=date.min).rules


def page(rule: RuleInfo) -> str:
    """The manual page of one rule, in Markdown."""
    references = "\n".join(f"- {reference}" for reference in rule.references)
    weaknesses = ", ".join(f"CWE-{number}" for number in rule.cwe)
    parts = [
        f"# {rule.id} ({rule.severity})",
        rule.summary,
        rule.explanation.strip(),
        f"## What to do\n\n{rule.fix}" if rule.fix else "",
        f"## Business impact\n\n{rule.impact}" if rule.impact else "",
        f"## References\n\n{references}" if references else "",
        f"Weakness: {weaknesses}" if weaknesses else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"
