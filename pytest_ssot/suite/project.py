"""The project under test: its settings, and the judgement that this run works with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pytest_ssot.check import check
from pytest_ssot.model import Gap, Level, Report, RuleInfo
from pytest_ssot.settings import RuleSettings, Settings
from pytest_ssot.trees import Tree
from pytest_ssot.trees.working import WorkingTree


@dataclass(frozen=True)
class Project:
    """A project's settings and the judgement of its files."""

    settings: Settings
    report: Report

    @property
    def active_rules(self) -> tuple[RuleInfo, ...]:
        """The rules that judge this project."""
        return tuple(rule for rule in self.report.rules if self.settings.rule(rule.id).enabled)

    def text(self, path: str) -> str:
        """What a source file says; nothing when it cannot be read, which the report says already."""
        data = WorkingTree(self.settings.root).read(path)
        return "" if isinstance(data, Gap) else data.decode("utf-8", "replace")

    def judge(self, tree: Tree) -> Report:
        """The judgement of other files by this project's rules."""
        return check(tree, self._impartial(self.settings.root), today=datetime.now().astimezone().date())

    def judge_directory(self, root: Path) -> Report:
        """The judgement of the files in a directory by this project's rules, read as a project's are."""
        return replace(self, settings=self._impartial(root)).judge(WorkingTree(root))

    def _impartial(self, root: Path) -> Settings:
        # What is planted must count, however the project weighs it and wherever it is legitimate there.
        rules = {rule: RuleSettings(enabled=given.enabled) for rule, given in self.settings.rules.items()}
        elsewhere = replace(self.settings, root=root, roots=(".",), exclude=(), owners=())
        return replace(elsewhere, level=Level.STRICT, rules=rules)
