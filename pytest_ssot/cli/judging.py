"""A project judged once, and what of it was known before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.cli.progress import progress

if TYPE_CHECKING:
    from pytest_ssot.cli.baselines import Store
    from pytest_ssot.cli.project import Project
    from pytest_ssot.cli.world import World
    from pytest_ssot.model import Report


def judge_project(project: Project, world: World, store: Store | None) -> Report:
    """The judgement of the whole project, compared with its baseline and with the bases it has."""
    from pytest_ssot.check import check

    baseline = store.load() if store else None
    with progress(world) as show:
        report = check(project.tree, project.settings, today=world.today, progress=show, cache=project.cache)
        if store is not None and baseline is not None:
            from pytest_ssot.known import against_baseline

            report = against_baseline(report, project.tree, baseline, project.settings, place=store.place)
        if project.base is not None:
            from pytest_ssot.known import against_base

            for base in (project.base, *project.others):
                report = against_base(
                    report, project.tree, base, project.settings, today=world.today, cache=project.cache
                )
    return report
