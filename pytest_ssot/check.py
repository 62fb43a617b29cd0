"""Whether a project keeps its truths: the one question that every door asks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pytest_ssot.model import Progress, Report
from pytest_ssot.settings import Settings
from pytest_ssot.trees import Tree

if TYPE_CHECKING:
    from pytest_ssot.cache import Cache


def check(
    tree: Tree,
    settings: Settings,
    *,
    today: date,
    progress: Progress | None = None,
    cache: Cache | None = None,
) -> Report:
    """The judgement of everything in `tree`.

    Pure but for reading `tree`: the same content, settings and `today` (which decides whether an
    exception has expired) give the same report, whatever `cache` knows of earlier ones. Where nothing
    changed, the engine is not even imported.
    """
    if cache is None:
        from pytest_ssot.analysis import analyse

        return analyse(tree, settings, today=today, progress=progress)
    with cache.session(tree, settings, today) as session:
        report = session.report()
        if report is None:
            from pytest_ssot.analysis import analyse

            report = analyse(tree, settings, today=today, progress=progress, session=session)
        return report
