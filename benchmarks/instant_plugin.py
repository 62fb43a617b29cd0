"""Takes the analysis out of a run, so that what remains is the share of pytest and of the plugin."""

from __future__ import annotations

from datetime import date

import pytest

from pytest_ssot.model import Progress, Report
from pytest_ssot.settings import Settings
from pytest_ssot.trees import Tree
from pytest_ssot.verdict import judge


def pytest_configure(config: pytest.Config) -> None:  # noqa: ARG001 - pytest tells which arguments there are
    """Every project is clean, at once."""
    from pytest_ssot.plugin import analysis

    vars(analysis).update(check=_clean)


def _clean(
    tree: Tree,
    settings: Settings,
    *,
    today: date,  # noqa: ARG001 - as `check` is called
    progress: Progress | None = None,  # noqa: ARG001 - likewise
    **_more: object,
) -> Report:
    verdict = judge((), settings.level, block_on_warnings=settings.block_on_warnings)
    return Report(files=tree.paths(), assessments=(), gaps=(), verdict=verdict)
