"""The commit in the making: what it changes, and what of the project's violations it answers for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pytest_ssot.cli.project import Project, root_of, settings_of
from pytest_ssot.cli.selection import Selection
from pytest_ssot.errors import SsotError
from pytest_ssot.settings import resolve_settings
from pytest_ssot.trees import is_source
from pytest_ssot.trees.changes import Change, Kind, staged_changes
from pytest_ssot.trees.git import Repository, is_bare, open_repository
from pytest_ssot.trees.index import IndexTree

if TYPE_CHECKING:
    from pytest_ssot.cli.baselines import Store
    from pytest_ssot.cli.world import World
    from pytest_ssot.model import Assessment, Report
    from pytest_ssot.trees.recorded import RecordedTree


class Commit(msgspec.Struct, frozen=True, dict=True):
    """What is staged, and how it differs from the commit that is checked out."""

    root: Path
    repository: Repository
    changes: tuple[Change, ...]
    tree: RecordedTree

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The source files that it adds, changes or renames, sorted."""
        listed = {*self.tree.paths(), *(gap.path for gap in self.tree.gaps())}
        return tuple(one.path for one in self.changes if one.kind is not Kind.DELETED and one.path in listed)

    @property
    def concerns_sources(self) -> bool:
        """Whether a source file is not what it was, or gone."""
        return bool(self.sources) or any(is_source(one.before) for one in self.changes)


class Answer(msgspec.Struct, frozen=True):
    """What a commit has to answer for, as a report, and what it need not.

    `elsewhere` counts the critical violations that were there before, in files that it does not touch.
    """

    report: Report
    elsewhere: int

    @property
    def is_plain(self) -> bool:
        """There is nothing to tell."""
        report = self.report
        return report.verdict.ok and not (self.elsewhere or report.counting or report.gaps)


def open_commit(world: World, root: str | None) -> Commit:
    """The commit that git would make now; `SsotError` where none can be made.

    Nothing that judges is imported for it: most commits of most projects change no source file.
    """
    top = root_of(world, wished=root, may_be_bare=True)
    if is_bare(top):
        raise SsotError(
            f"{top} is a repository without a checkout, so nothing can be staged in it: "
            "judge what is pushed to it with `ssot check --rev REV --base OLD` in its pre-receive hook"
        )
    repository = open_repository(top, world.environ)
    tree = IndexTree(repository)
    settings = resolve_settings(top, environ=world.environ, files=tree)
    tree_of_sources = tree.narrowed(settings.roots, settings.exclude)
    return Commit(top, repository, staged_changes(repository), tree_of_sources)


def project_of(commit: Commit, world: World, options: Mapping[str, object]) -> Project:
    """The project as the commit has it, by the settings that it brings along."""
    settings = settings_of(world, commit.root, options, commit.tree)
    return Project(settings, None, commit.tree.narrowed(settings.roots, settings.exclude))


def answer_for(commit: Commit, project: Project, store: Store | None, world: World) -> Answer:
    """What the commit introduces, wherever it shows, and every critical violation that it touches.

    What one of its parents has already is not introduced by it; while a merge is being made, there are
    several of them. A critical violation is excused by no parent if it stands in a file that the commit
    changes, or leads through one.
    """
    from pytest_ssot.cli.judging import judge_project

    report = judge_project(project, world, store)
    return _answer(report, _excused(report, commit, project, world), commit, project)


def _excused(report: Report, commit: Commit, project: Project, world: World) -> Report:
    """The report with everything as known that a parent has, critical or not."""
    settings = project.settings
    if not any(one.counts(settings.level) for one in report.assessments):
        return report
    from pytest_ssot.known import without_parent
    from pytest_ssot.trees.bases import parents_of_index

    for parent in parents_of_index(commit.repository, settings):
        report = without_parent(
            report, project.tree, parent, settings, today=world.today, cache=project.cache
        )
    return report


def _answer(report: Report, excused: Report, commit: Commit, project: Project) -> Answer:
    from pytest_ssot.model import Severity

    settings = project.settings
    touched = Selection(commit.sources, with_traces=True)
    answered: list[Assessment] = []
    elsewhere = 0
    for before, after in zip(report.assessments, excused.assessments, strict=True):
        violation = before.violation
        is_critical = before.counts(settings.level) and violation.severity is Severity.CRITICAL
        if touched.concerns(violation):
            is_permitted = violation.rule in settings.allow_critical_exceptions
            answered.append(before if is_critical and not is_permitted else after)
        elif after.counts(settings.level):
            answered.append(after)
        else:
            elsewhere += is_critical
    baseline = touched.part_of(report.baseline)
    shown = replace(
        report,
        files=tuple(path for path in report.files if touched.covers(path)),
        assessments=tuple(answered),
        gaps=tuple(gap for gap in report.gaps if touched.covers(gap.path)),
        baseline=baseline,
        verdict=project.judge(answered, baseline),
    )
    return Answer(shown, elsewhere)
