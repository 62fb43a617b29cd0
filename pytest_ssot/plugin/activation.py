"""Which hooks a run needs that judges source files: those of a process alone, a controller or a worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from pytest_ssot.plugin.analysis import SHIPPED, Analysis, NoSources, ShippedAnalysis, local_analysis
from pytest_ssot.plugin.distribution import Controller, WorkerSession, starts_workers
from pytest_ssot.plugin.garbage import LastSearches
from pytest_ssot.plugin.loop import SourceLoop
from pytest_ssot.plugin.outcomes import SessionOutcome
from pytest_ssot.plugin.selection import may_select_sources
from pytest_ssot.plugin.session import SourceSession
from pytest_ssot.plugin.severities import ActiveSeverities


def activate(config: pytest.Config) -> None:
    """Register the hooks that cost something."""
    register = config.pluginmanager.register
    severities = ActiveSeverities(config.getoption("markexpr", ""))
    worker_input: Mapping[str, Any] | None = getattr(config, "workerinput", None)
    if worker_input is not None:
        analysis = _received(config, worker_input["ssot"])
        register(WorkerSession(config, analysis, severities), "ssot-sources")
        return
    local = local_analysis(config)
    only, distributed = bool(config.getoption("ssot_only")), starts_workers(config)
    register(SourceSession(config, local, severities, alone=only or distributed), "ssot-sources")
    register(SessionOutcome(config, local, severities), "ssot-outcome")
    if distributed:
        wanted = bool(severities.all) and may_select_sources(config)
        register(Controller(config, local, wanted=wanted), "ssot-loop")
    else:
        register(SourceLoop(config), "ssot-loop")
    if only:
        register(LastSearches(config), "ssot-garbage")


def _received(config: pytest.Config, shipped: Mapping[str, Any]) -> Analysis:
    if not shipped:
        return NoSources()
    config.stash[SHIPPED] = analysis = ShippedAnalysis(shipped, config)
    return analysis


__all__ = ["activate"]
