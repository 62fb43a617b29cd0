"""A project judged once, and what of it was known before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.cli.progress import progress
from pytest_ssot.errors import SsotError

if TYPE_CHECKING:
    from pytest_ssot.cli.baselines import Store
    from pytest_ssot.cli.project import Project
    from pytest_ssot.cli.world import World
    from pytest_ssot.model import Report


def check_project(project: Project, world: World, *, cached: bool = True) -> Report:
    """The plain judgement of the whole project; what earlier runs learned is used, and added to."""
    from pytest_ssot.check import check

    require_checkout(project)
    cache = project.cache if cached else None
    with progress(world) as show:
        report = check(project.tree, project.settings, today=world.today, progress=show, cache=cache)
    if cache is not None and cache.trouble:
        world.note(cache.trouble)
    return report


def require_checkout(project: Project) -> None:
    """Refuse the files on disk of a repository that has none: judging nothing would pass for a verdict."""
    from pytest_ssot.trees.git import is_bare

    root = project.settings.root
    if project.recorded is None and is_bare(root):
        raise SsotError(f"{root} is a repository without a checkout: say which revision, with `--rev REV`")


def judge_project(project: Project, world: World, store: Store | None, *, cached: bool = True) -> Report:
    """The judgement of the whole project, compared with its baseline and with the bases it has."""
    baseline = store.load() if store else None
    report = check_project(project, world, cached=cached)
    if store is not None and baseline is not None:
        from pytest_ssot.known import against_baseline

        report = against_baseline(report, project.tree, baseline, project.settings, place=store.place)
    if project.base is not None:
        from pytest_ssot.known import against_base

        cache = project.cache if cached else None
        for base in (project.base, *project.others):
            report = against_base(
                report, project.tree, base, project.settings, today=world.today, cache=cache
            )
    return report
