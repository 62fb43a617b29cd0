"""The project under test, judged once per session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from pytest_ssot.check import check
from pytest_ssot.model import Report, RuleInfo
from pytest_ssot.settings import RuleSettings, Settings
from pytest_ssot.trees import MemoryTree, Tree


@dataclass(frozen=True)
class Project:
    """A project's settings, its files and the judgement of them."""

    settings: Settings
    tree: Tree
    report: Report

    def judge(self, tree: Tree) -> Report:
        """The judgement of other files by this project's rules, none of them owned or excluded."""
        return check(tree, _impartial(self.settings), today=_today())

    @property
    def active_rules(self) -> tuple[RuleInfo, ...]:
        """The rules that judge this project."""
        return tuple(rule for rule in self.report.rules if self.settings.rule(rule.id).enabled)


def load(root: Path) -> Project:
    """The project at `root`, judged as it lies on disk."""
    settings = Settings(root=root)
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*.py"))}
    tree = MemoryTree(files)
    return Project(settings, tree, check(tree, settings, today=_today()))


def _impartial(settings: Settings) -> Settings:
    # A planted file must not be legitimate by accident, whatever the project's globs cover.
    rules = {rule: _without_owners(configured) for rule, configured in settings.rules.items()}
    return replace(settings, roots=(".",), exclude=(), owners=(), rules=rules)


def _without_owners(configured: RuleSettings) -> RuleSettings:
    return replace(configured, owners=None)


def _today() -> date:
    return datetime.now(UTC).date()
