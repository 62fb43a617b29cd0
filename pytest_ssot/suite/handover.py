"""A pytest plugin of the gate's own run: the report comes in, the outcome of each test goes out.

`ssot gate` starts pytest with it. The project has been judged by then, so nothing is scanned again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_ssot.gate.missions import HANDOVER, SHIPPED

_LONGEST = 4_000
_JUDGING = ("ssot", "ssot_only", "generate_baseline", "ssot_prune_baseline")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Have the plugin itself, where neither its entry point nor the project's settings load it."""
    from pytest_ssot import plugin

    if not early_config.pluginmanager.is_registered(plugin):
        early_config.pluginmanager.register(plugin, plugin.__name__)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Take the report, and have no file judged again, whatever the project's options say."""
    place = os.environ.get(HANDOVER)
    if place is None:
        return
    from pytest_ssot.plugin.analysis import SHIPPED as RECEIVED
    from pytest_ssot.plugin.analysis import ShippedAnalysis

    given = json.loads(Path(place, "report.json").read_bytes())
    report = given["report"]
    shipped = {"report": json.dumps(report), "files": json.dumps(report["files"]), "roots": given["roots"]}
    config.stash[RECEIVED] = ShippedAnalysis(shipped, config)
    for option in _JUDGING:
        setattr(config.option, option, False)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(Path(place, "outcomes.json")), "ssot-handover-recorder")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A project may give the shipped tests a place among its own: each of them runs once."""
    kept: dict[object, pytest.Item] = {}
    for item in items:
        kept.setdefault(_identity(item), item)
    twice = [item for item in items if kept[_identity(item)] is not item]
    if twice:
        config.hook.pytest_deselected(items=twice)
        items[:] = kept.values()


def _identity(item: pytest.Item) -> object:
    function = getattr(item, "function", None)
    home = getattr(function, "__module__", "")
    if isinstance(item, pytest.Function) and home.startswith(f"{SHIPPED}."):
        return home, item.name
    return item


class Recorder:
    """What became of each test; of several phases of one, the worst."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._told: dict[str, dict[str, object]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember a phase that ran the test, or one that kept it from running."""
        outcome = self._outcome(report)
        if outcome is not None:
            self._tell(report.nodeid, outcome, report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """What cannot be collected is an error like that of a test."""
        if report.failed:
            self._tell(report.nodeid or "collection", "error", report)

    def pytest_sessionfinish(self) -> None:
        """Hand everything over."""
        temporary = self._path.with_suffix(".tmp")
        temporary.write_text(json.dumps(list(self._told.values())), encoding="ascii")
        temporary.replace(self._path)

    def _outcome(self, report: pytest.TestReport) -> str | None:
        if report.when == "call":
            return report.outcome
        if report.failed:
            return "error"
        return "skipped" if report.skipped and report.when == "setup" else None

    def _tell(self, name: str, outcome: str, report: pytest.TestReport | pytest.CollectReport) -> None:
        message = "" if outcome in ("passed", "skipped") else "\n".join(_ends(report.longreprtext))
        seconds = round(getattr(report, "duration", 0.0), 3)
        self._told[name] = {"id": name, "outcome": outcome, "message": message, "seconds": seconds}


def _ends(text: str) -> Iterator[str]:
    """The text, without its middle if it is long: what went wrong stands at one of the ends."""
    if len(text) <= _LONGEST:
        yield text
        return
    yield text[: _LONGEST // 2]
    yield "…"
    yield text[-_LONGEST // 2 :]
