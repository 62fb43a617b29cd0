"""A session that judges source files: items beside the tests, in every process that collects."""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pytest

from pytest_ssot.facts.collection import without_collection
from pytest_ssot.formats import json as json_format
from pytest_ssot.formats.concise import line
from pytest_ssot.formats.text.counts import heaviest_first
from pytest_ssot.formats.text.precedents import standing
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import Assessment
from pytest_ssot.plugin.analysis import Analysis
from pytest_ssot.plugin.collection import SourceFiles, SsotFile, SsotItem, Threshold
from pytest_ssot.plugin.failures import PLAIN
from pytest_ssot.plugin.outcomes import blocks
from pytest_ssot.plugin.selection import (
    Selection,
    arguments,
    could_hold_tests,
    may_select_sources,
    only_source_item,
)
from pytest_ssot.plugin.severities import ActiveSeverities


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


NOTHING = Share((), ())
"""The share of a file without violations; almost all have it."""


class SourceSession:
    """Collection and items; it looks up and never judges.

    Where it is `alone`, pytest's walk is left out: nothing else is collected in this process, and the
    list of source files is at hand.
    """

    def __init__(
        self, config: pytest.Config, analysis: Analysis, severities: ActiveSeverities, *, alone: bool
    ) -> None:
        self.analysis = analysis
        self.severities = severities
        self._only = bool(config.getoption("ssot_only"))
        self._alone = alone
        self._walk: pytest.CollectReport | None = None
        self._hooks: dict[str, Any] = {}

    @cached_property
    def keywords(self) -> Mapping[str, pytest.Mark]:
        """The items' markers by name, as pytest's keywords hold them."""
        return {mark.name: mark for mark in self.severities.marks}

    @property
    def offered(self) -> tuple[str, ...]:
        """The source files that may become items."""
        return self.analysis.files

    def hooks(self, session: pytest.Session, source: str) -> Any:
        """The hooks for a source file: those of all plugins, and of the conftest files above it."""
        directory = source.rpartition("/")[0]
        if directory not in self._hooks:
            self._hooks[directory] = session.gethookproxy(session.config.rootpath / directory)
        return self._hooks[directory]

    def share(self, path: str) -> Share:
        """A file's part of the report, as far as its severities are judged in this run."""
        report = self.analysis.report
        all_found = report.about(path)
        if not all_found:
            return NOTHING
        found = tuple(
            heaviest_first(one for one in all_found if one.violation.severity in self.severities.all)
        )
        return Share(found, tuple(one for one in found if blocks(one, report.verdict)))

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Generator[None, object, object]:
        """Collect; of what is made then, nothing is garbage unless tests are imported."""
        with without_collection() if self._alone else nullcontext():
            return (yield)

    @pytest.hookimpl(specname="pytest_make_collect_report", tryfirst=True)
    def pytest_make_collect_report_alone(self, collector: pytest.Collector) -> pytest.CollectReport | None:
        """Collect the session without pytest's walk; what has to be refused or resolved is left to pytest."""
        if not self._alone or not isinstance(collector, pytest.Session):
            return None
        files = self._named(collector)
        if files is None:
            return None
        selection = Selection(
            collector, self.analysis.roots, partial(Threshold.enter, collector, told=self._only)
        )
        result: list[pytest.Item | pytest.Collector] = [*files, self._below_arguments(collector, selection)]
        self._walk = pytest.CollectReport(collector.nodeid, "passed", None, result)
        return self._walk

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        report = yield
        if self._only and report.failed and _is_closed(collector):
            # Nothing in there would run, and what the analysis makes of it is in the report as a gap.
            report.outcome, report.longrepr, report.result = "passed", None, []
        if not isinstance(collector, pytest.Session) or not report.passed or report is self._walk:
            return report
        if may_select_sources(collector.config):
            selection = Selection(collector, self.analysis.roots)
            report.result.append(self._below_arguments(collector, selection))
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
        file = SsotFile.of(parent.session, self, source, file_path)
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

    def _named(self, session: pytest.Session) -> list[pytest.Collector] | None:
        """The source files that are arguments themselves; None when an argument is for pytest alone.

        Beside tests that workers run, that is no reason to walk: they are asked for there.
        """
        given, root = arguments(session.config), session.config.rootpath
        if given is None:
            initial = [path for path in self.offered if session.isinitpath(root / path)]
            return None if self._only else [SsotFile.of(session, self, path, root / path) for path in initial]
        found: list[pytest.Collector] = []
        for argument in given:
            if not argument.names and argument.path.is_dir():
                continue
            source = self._source(argument.path, root)
            if source is not None and argument.names in ((), ("ssot",)):
                found.append(SsotFile.of(session, self, source, argument.path))
            elif self._only:
                return None
        return found

    def _below_arguments(self, session: pytest.Session, selection: Selection) -> SourceFiles:
        files: SourceFiles = SourceFiles.from_parent(
            session, sources=self, files=selection.below_arguments(self.offered)
        )
        return files

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
