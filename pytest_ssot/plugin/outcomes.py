"""The session's verdict: drawn where all reports arrive, from what was judged in this run."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import pytest

from pytest_ssot.errors import SsotError
from pytest_ssot.formats import json as json_format
from pytest_ssot.formats.text.printable import printable
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import Assessment, BaselineSummary, Report, Severity, Verdict
from pytest_ssot.plugin import terminal
from pytest_ssot.plugin.analysis import LocalAnalysis, usage_errors
from pytest_ssot.plugin.collection import SsotItem
from pytest_ssot.plugin.failures import VerdictFailure, from_here
from pytest_ssot.plugin.names import item_id
from pytest_ssot.plugin.selection import may_select_sources
from pytest_ssot.plugin.severities import ActiveSeverities
from pytest_ssot.renewal import Change, notes, written
from pytest_ssot.verdict import fails, judge

VERDICT_ID = "ssot::verdict"
_LOCATION = ("ssot", 0, "[ssot] verdict")


class SessionOutcome:
    """What happens once per run: the analysis, the verdict and its display."""

    def __init__(self, config: pytest.Config, analysis: LocalAnalysis, severities: ActiveSeverities) -> None:
        self._config = config
        self._analysis = analysis
        self._severities = severities
        self._judged: set[str] = set()
        self._listed: frozenset[Severity] = frozenset()
        self._is_complete = False
        self._change: Change | None = None
        self._trouble: tuple[str, ...] = ()

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        """Stop at mistakes in the settings before anything runs."""
        self._analysis.baseline  # noqa: B018 - resolving it, and the settings with it, is the point
        if self._wanted:
            with usage_errors():
                self._analysis.baseline.loaded  # noqa: B018 - likewise

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """Analyse when items wait for it; at the end of a complete loop, draw the verdict."""
        if self._awaited(session):
            self._analysis.report  # noqa: B018 - made before the first item, which must not pay for it
        result = yield
        self._is_complete = True
        if self._judged:
            self._remember()
            self._draw(session)
        return result

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note which files were judged."""
        if report.when == "call" and (path := self._paths.get(report.nodeid)) is not None:
            self._judged.add(path)

    @pytest.hookimpl(optionalhook=True)
    def pytest_json_modifyreport(self, json_report: dict[str, Any]) -> None:
        """Put the verdict into the summary of pytest-json-report."""
        if self._judged:
            document = json.loads(json_format.render(replace(self.judged, rules=()), Options()))
            files = {"files": len(self.judged.files), "files_in_project": len(self._analysis.files)}
            rest = {"gaps": document["gaps"], "baseline": document["baseline"]}
            json_report["summary"]["ssot"] = {**document["verdict"], **files, **rest}

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Sum up what was judged."""
        if self._judged:
            judged = self.judged
            shown = replace(judged, assessments=from_here(judged.assessments, self._config))
            files = len(self._analysis.files)
            terminal.show(terminalreporter, shown, files=files, listed=self._listed, notes=self._notes())
        elif self._analysis.baseline.wish.writes and terminalreporter.verbosity > -2:
            terminalreporter.write_line("ssot: no source file was judged; the baseline is as it was")

    @property
    def judged(self) -> Report:
        """The part of the report that this run asked for, with a verdict of its own."""
        report = self._analysis.report
        assessments = tuple(found for found in report.assessments if self._counts(found))
        gaps = tuple(gap for gap in report.gaps if gap.path in self._judged or gap.path not in self._files)
        return replace(
            report,
            files=tuple(path for path in report.files if path in self._judged),
            assessments=assessments,
            gaps=gaps,
            baseline=(baseline := self._baseline(report.baseline)),
            verdict=self._verdict(assessments, baseline),
        )

    def _verdict(
        self, assessments: tuple[Assessment, ...], baseline: BaselineSummary | None = None
    ) -> Verdict:
        settings = self._analysis.settings
        verdict = judge(
            assessments, settings.level, block_on_warnings=settings.block_on_warnings, baseline=baseline
        )
        return replace(verdict, reasons=(*verdict.reasons, *self._trouble))

    def _baseline(self, summary: BaselineSummary | None) -> BaselineSummary | None:
        """What this run says about the baseline: of what it knows is fixed, the part that was judged."""
        if summary is None:
            return None
        if self._change is not None:
            return written(summary, self._change)
        fixed = tuple(one for one in summary.fixed if self._covers(one.path, one.severity))
        return replace(summary, fixed=fixed)

    def _covers(self, path: str, severity: Severity) -> bool:
        where = path in self._judged or (self._judged == self._files and path not in self._files)
        return where and severity in self._severities.all

    def _remember(self) -> None:
        """Write the baseline, if that was asked for; whoever is refused hears why, and the session fails."""
        baseline, compared = self._analysis.baseline, self._analysis.compared
        if not baseline.wish.writes or compared is None:
            return
        try:
            self._change = baseline.write(compared, self._covers)
        except SsotError as error:
            self._trouble = (str(error),)

    def _notes(self) -> Iterator[str]:
        baseline = self._analysis.baseline
        if self._change is not None:
            yield from notes(self._change, baseline.place)
        elif baseline.wish.writes and not self._is_complete:
            yield "the run was cut short; the baseline is as it was"
        elif baseline.wish.prune and self._analysis.compared is None:
            yield f"there is no baseline to prune: {baseline.place}; --generate-baseline makes one"
        elif baseline.note:
            yield baseline.note
        cache = self._analysis.cache
        if cache is not None and cache.trouble:
            yield printable(cache.trouble)

    def _counts(self, found: Assessment) -> bool:
        path = found.violation.location.path
        where = path in self._judged or (self._complete and path not in self._files)
        return where and found.violation.severity in self._severities.all

    @property
    def _complete(self) -> bool:
        """Nothing was deselected, neither files nor severities."""
        return self._judged == self._files and self._severities.all == tuple(Severity)

    @cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(self._analysis.files)

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        return {item_id(path): path for path in self._analysis.files}

    @property
    def _wanted(self) -> bool:
        """Whether source items can be among what the arguments and `-m` select."""
        return bool(self._severities.all) and may_select_sources(self._config)

    def _awaited(self, session: pytest.Session) -> bool:
        if session.testsfailed and not self._config.getoption("continue_on_collection_errors"):
            return False
        if self._config.getoption("collectonly"):
            return False
        return any(isinstance(item, SsotItem) for item in session.items)

    def _draw(self, session: pytest.Session) -> None:
        """Report a failure that no single item can show: a total that exceeds a budget."""
        judged = self.judged
        over = tuple(found for found in judged.assessments if self._over(found, judged.verdict))
        extra = (*(judged.baseline.reasons if judged.baseline else ()), *self._trouble)
        if over or extra:
            reasons = self._verdict(over, judged.baseline).reasons
            self._emit(session, VerdictFailure(over, reasons, self._config))
            if self._config.getoption("tbstyle", "auto") not in ("no", "line"):
                self._listed = frozenset(found.violation.severity for found in over)
        elif self._complete:
            self._forget_failure()

    def _over(self, found: Assessment, verdict: Verdict) -> bool:
        severity = found.violation.severity
        budget = verdict.budgets[severity]
        if not found.counts(verdict.level) or budget is None or verdict.counts[severity] <= budget:
            return False
        return budget > 0 or found.violation.location.path not in self._files

    def _emit(self, session: pytest.Session, failure: VerdictFailure) -> None:
        """Report the three phases every consumer expects of an item."""
        hook = self._config.hook
        session.testscollected += 1
        hook.pytest_runtest_logstart(nodeid=VERDICT_ID, location=_LOCATION)
        for when in ("setup", "call", "teardown"):
            hook.pytest_runtest_logreport(report=_phase(when, failure if when == "call" else None))
        hook.pytest_runtest_logfinish(nodeid=VERDICT_ID, location=_LOCATION)

    def _forget_failure(self) -> None:
        """Let `--lf` forget a verdict that failed before and holds now; passing, it has no entry."""
        last_failed = self._config.pluginmanager.getplugin("lfplugin")
        if last_failed is not None:
            last_failed.pytest_runtest_logreport(report=_phase("call", None))


def blocks(found: Assessment, verdict: Verdict) -> bool:
    """Whether a violation fails the item of its file: it counts, and no budget admits it."""
    return found.counts(verdict.level) and fails(verdict, found.violation.severity)


def _phase(when: Any, failure: VerdictFailure | None) -> pytest.TestReport:
    return pytest.TestReport(
        nodeid=VERDICT_ID,
        location=_LOCATION,
        keywords={"ssot": 1, "verdict": 1},
        outcome="failed" if failure else "passed",
        longrepr=failure,  # type: ignore[arg-type]  # pytest asks for nothing but toterminal and str
        when=when,
    )
