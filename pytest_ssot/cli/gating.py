"""A gate from its arguments to its decision: the build, the project, one scan, the tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_ssot.ci import ON_TARGET, Build, detect
from pytest_ssot.ci.pull_requests import without_tokens
from pytest_ssot.cli.baselines import find_store
from pytest_ssot.cli.judging import judge_project
from pytest_ssot.cli.project import Project, open_project
from pytest_ssot.cli.world import World
from pytest_ssot.errors import SsotError
from pytest_ssot.gate.comparison import Comparison, choose_base, completed, elsewhere, require_checked_out
from pytest_ssot.gate.decision import Decision, Regressions, conditions
from pytest_ssot.gate.missions import run_missions
from pytest_ssot.gate.modes import ChosenLevel, Environment, Mode, choose_level
from pytest_ssot.known import State, against_state, state_of
from pytest_ssot.model import Assessment, Level, Report, Severity
from pytest_ssot.settings.sources import ENVIRONMENT
from pytest_ssot.trees.bases import base_of_disk
from pytest_ssot.trees.git import GitError, Repository, is_around, is_bare, open_repository

if TYPE_CHECKING:
    import argparse


@dataclass(frozen=True)
class Question:
    """What a gate is asked, before anything is judged."""

    mode: Mode
    chosen: ChosenLevel
    environment: Environment | None
    build: Build
    base: str | None


@dataclass(frozen=True)
class _Judged:
    """The report that decides, what was compared with, and what is new since then."""

    report: Report
    compared: Comparison | None
    regressions: Regressions | None


def ask(arguments: argparse.Namespace, world: World) -> Question:
    """What the arguments and the environment ask for; options win."""
    level = Level(arguments.level) if arguments.level else None
    environment = Environment(arguments.environment) if arguments.environment else None
    mode = Mode(arguments.mode)
    build = detect(world.environ, lambda path: Path(path).read_bytes())
    given = {
        "branch": arguments.branch,
        "target": arguments.target_branch,
        "commit": arguments.commit_sha,
        "pull_request": arguments.pr_number,
    }
    build = replace(build, **{name: value for name, value in given.items() if value})
    if arguments.target_branch and not arguments.base:
        build = replace(build, bases=(f"origin/{arguments.target_branch}", arguments.target_branch))
    chosen = choose_level(mode, level, environment, world.environ)
    return Question(mode, chosen, environment, build, arguments.base)


def open_asked(question: Question, arguments: argparse.Namespace, world: World) -> Project:
    """The project that is judged: the files that are checked out, by the level that was chosen."""
    if is_bare(Path(world.cwd, arguments.root or ".")):
        raise SsotError(
            "a gate runs tests, and this repository has no checkout: judge a clone of it with one, "
            "or a revision without tests by `ssot check --rev`"
        )
    return open_project(
        world, root=arguments.root, level=question.chosen.level, strict_baseline=arguments.strict_baseline
    )


def decide(question: Question, project: Project, arguments: argparse.Namespace, world: World) -> Decision:
    """Scan once, compare, run the mission-critical tests on the result, and weigh it all."""
    notes = tuple(_misspelt(world))
    build, ground = question.build, _ground(question, project, arguments, world)
    compared, repository = ground.compared, ground.repository
    judged = _judge(question, project, arguments, world, compared, repository)
    notes += (*ground.notes, *_certain(question, ground, judged.report))
    environ = without_tokens(world.environ)
    missions = run_missions(judged.report, project.settings, environ, seconds=arguments.test_timeout)
    return Decision(
        question.mode,
        question.chosen,
        question.environment,
        completed(repository, build) if repository is not None else build,
        compared,
        judged.report,
        missions,
        conditions(judged.report, missions, judged.regressions),
        (*build.notes, *notes, *(compared.notes if compared else ())),
    )


@dataclass(frozen=True)
class _Ground:
    """What git knows of the build: the repository, what to compare with, and why it does not know more."""

    repository: Repository | None = None
    compared: Comparison | None = None
    problem: GitError | None = None
    notes: tuple[str, ...] = ()


def _ground(question: Question, project: Project, arguments: argparse.Namespace, world: World) -> _Ground:
    """`GitError` only where somebody names the base: what is asked for is never left out."""
    root, build = project.settings.root, question.build
    if not _compares(question) and not is_around(root):
        return _Ground()
    try:
        repository = open_repository(root, world.environ)
    except GitError as problem:
        if question.base is not None or build.event == ON_TARGET:
            raise
        told = () if _compares(question) else (f"which commit is checked out is not known: {problem}",)
        return _Ground(problem=problem, notes=told)
    notes = require_checked_out(repository, build, is_asked_for=bool(arguments.commit_sha))
    notes += elsewhere(repository, arguments.branch) if arguments.branch else ()
    if not _compares(question):
        return _Ground(repository, notes=notes)
    try:
        compared = choose_base(repository, completed(repository, build), question.base)
    except GitError as problem:
        if question.base is not None:
            raise
        return _Ground(repository, problem=problem, notes=notes)
    return _Ground(repository, compared, notes=notes)


def _compares(question: Question) -> bool:
    return question.mode is Mode.PR_VALIDATION or question.base is not None


def _certain(question: Question, ground: _Ground, report: Report) -> tuple[str, ...]:
    """A note that the base is missing and no matter; `GitError` where the verdict depends on it.

    It does not where everything might as well be new, nor where a critical violation counts in any case.
    """
    if ground.problem is None or not _compares(question):
        return ()
    if not report.verdict.ok and not report.verdict.counts[Severity.CRITICAL]:
        raise ground.problem
    return (f"compared with nothing, which does not change the verdict: {ground.problem}",)


def _judge(
    question: Question,
    project: Project,
    arguments: argparse.Namespace,
    world: World,
    compared: Comparison | None,
    repository: Repository | None,
) -> _Judged:
    """The judgement; for a pull request, only what is new since its base counts."""
    store = None if arguments.no_baseline else find_store(project, world, arguments.baseline)
    report = judge_project(project, world, store, cached=arguments.use_cache)
    if compared is None or repository is None:
        since = Regressions(report.baseline.place, report.counting) if report.baseline else None
        return _Judged(report, None, since)
    if not report.counting:
        return _Judged(report, compared, Regressions(compared.name, ()))
    cache = project.cache if arguments.use_cache else None
    base = base_of_disk(repository, compared.name, project.tree, project.settings)
    state = state_of(base, project.settings, today=world.today, cache=cache)
    new = Regressions(compared.name, _new_since(report, project, state))
    if question.mode is Mode.PR_VALIDATION:
        report = against_state(report, project.tree, state, project.settings)
    return _Judged(report, compared, new)


def _new_since(report: Report, project: Project, state: State) -> tuple[Assessment, ...]:
    """What counts and is new: a critical violation that the base has is no regression, though it counts."""
    return against_state(report, project.tree, state, project.settings, critical_counts=False).counting


def _misspelt(world: World) -> Iterator[str]:
    """Variables that look as if one of ours was meant: silence would pass for obedience."""
    for name in sorted(world.environ):
        if name.startswith("SSOT_") and name not in ENVIRONMENT:
            close = get_close_matches(name, ENVIRONMENT, n=1, cutoff=0.85)
            if close:
                yield f"the environment variable {name} is not known; did you mean {close[0]}?"
