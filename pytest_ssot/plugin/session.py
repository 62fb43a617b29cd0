"""A session that judges source files: items beside the tests, in every process that collects."""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from pytest_ssot.formats import json as json_format
from pytest_ssot.formats.concise import line
from pytest_ssot.formats.text.counts import heaviest_first
from pytest_ssot.formats.text.precedents import standing
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import Assessment
from pytest_ssot.plugin.analysis import (
    SHIPPED,
    Analysis,
    LocalAnalysis,
    NoSources,
    ShippedAnalysis,
    local_analysis,
)
from pytest_ssot.plugin.collection import SourceFiles, SsotFile, SsotItem
from pytest_ssot.plugin.failures import PLAIN
from pytest_ssot.plugin.outcomes import SessionOutcome, blocks
from pytest_ssot.plugin.selection import Selection, could_hold_tests, may_select_sources, only_source_item
from pytest_ssot.plugin.severities import ActiveSeverities


def activate(config: pytest.Config) -> None:
    """Register the hooks that cost something."""
    worker_input: Mapping[str, Any] | None = getattr(config, "workerinput", None)
    analysis = local_analysis(config) if worker_input is None else _received(config, worker_input["ssot"])
    severities = ActiveSeverities(config.getoption("markexpr", ""))
    config.pluginmanager.register(SourceSession(config, analysis, severities), "ssot-sources")
    if isinstance(analysis, LocalAnalysis):
        config.pluginmanager.register(SessionOutcome(config, analysis, severities), "ssot-outcome")


def _received(config: pytest.Config, shipped: Mapping[str, Any]) -> Analysis:
    if not shipped:
        return NoSources()
    config.stash[SHIPPED] = analysis = ShippedAnalysis(shipped["report"], tuple(shipped["roots"]))
    return analysis


@dataclass(frozen=True)
class Share:
    """What one item says: what it found, and what of it fails the item."""

    found: tuple[Assessment, ...]
    blocking: tuple[Assessment, ...]

    @cached_property
    def properties(self) -> list[tuple[str, object]]:
        """A line per violation, for JUnit XML and everything else that knows only text."""
        return [
            (f"ssot.{found.violation.severity}", line(found.violation, PLAIN) + standing(found, PLAIN))
            for found in self.found
        ]


class SourceSession:
    """Collection and items; it looks up and never judges."""

    def __init__(self, config: pytest.Config, analysis: Analysis, severities: ActiveSeverities) -> None:
        self.analysis = analysis
        self.severities = severities
        self._only = bool(config.getoption("ssot_only"))

    @cached_property
    def keywords(self) -> Mapping[str, pytest.Mark]:
        """The items' markers by name, as pytest's keywords hold them."""
        return {mark.name: mark for mark in self.severities.marks}

    def share(self, path: str) -> Share:
        """A file's part of the report, as far as its severities are judged in this run."""
        report = self.analysis.report
        judged = (one for one in report.about(path) if one.violation.severity in self.severities.all)
        found = tuple(heaviest_first(judged))
        return Share(found, tuple(one for one in found if blocks(one, report.verdict)))

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        report = yield
        if self._only and report.failed and _is_closed(collector):
            # Nothing in there would run, and what the analysis makes of it is in the report as a gap.
            report.outcome, report.longrepr, report.result = "passed", None, []
        if isinstance(collector, pytest.Session) and report.passed and may_select_sources(collector.config):
            paths = Selection(collector, self.analysis.roots).below_arguments(self.analysis.files)
            report.result.append(SourceFiles.from_parent(collector, sources=self, paths=paths))
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
        collectors = yield
        if not parent.session.isinitpath(file_path):
            return [] if self._only else collectors
        source = self._source(file_path, parent.config.rootpath)
        if source is None:
            return [] if self._only else collectors
        # Not below `parent`: an item in a package makes pytest import the package.
        file = SsotFile.of(parent.session, self, source)
        return [*self._tests(file_path, parent.config, collectors), file]

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        kept: list[pytest.Item] = []
        dropped: list[pytest.Item] = []
        seen: set[str] = set()
        for item in items:
            if not isinstance(item, SsotItem):
                (dropped if self._only else kept).append(item)
            elif not self.severities.all:
                dropped.append(item)
            elif item.source not in seen:
                seen.add(item.source)
                kept.append(item)
        if dropped:
            config.hook.pytest_deselected(items=dropped)
        items[:] = kept

    @pytest.hookimpl(optionalhook=True)
    def pytest_json_runtest_metadata(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> dict[str, object] | None:
        """Give pytest-json-report the violations in the structure of `ssot check --output-format json`."""
        if not isinstance(item, SsotItem) or call.when != "call":
            return None
        found = self.share(item.source).found
        if not found:
            return None
        share = replace(
            self.analysis.report, files=(item.source,), assessments=found, gaps=(), rules=(), baseline=None
        )
        return {"ssot": json.loads(json_format.render(share, Options()))["violations"]}

    def _source(self, path: Path, root: Path) -> str | None:
        try:
            relative = path.relative_to(root).as_posix()
        except ValueError:
            return None
        return relative if relative in self._files else None

    @cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(self.analysis.files)

    def _tests(
        self, path: Path, config: pytest.Config, collectors: list[pytest.Collector]
    ) -> list[pytest.Collector]:
        """What else the file is collected as: nothing that was not asked for gets imported."""
        if self._only or only_source_item(config, path):
            return []
        if could_hold_tests(config, path):
            return collectors
        return [collector for collector in collectors if type(collector) is not pytest.Module]


def _is_closed(collector: pytest.Collector) -> bool:
    """Whether it stands for a directory that cannot be listed."""
    if not isinstance(collector, pytest.Directory):
        return False
    try:
        os.scandir(collector.path).close()
    except OSError:
        return True
    return False
