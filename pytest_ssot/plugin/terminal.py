"""The summary's section about source files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import pytest

from pytest_ssot.formats.concise import line
from pytest_ssot.formats.full import render_assessment
from pytest_ssot.formats.text.counts import plural
from pytest_ssot.formats.text.remarks import accepted_critical
from pytest_ssot.formats.text.style import Style
from pytest_ssot.formats.text.summary import summary, tally
from pytest_ssot.model import Report, Severity
from pytest_ssot.plugin.failures import style_of

_LISTED = 20


def show(
    reporter: pytest.TerminalReporter,
    judged: Report,
    *,
    files: int,
    listed: Collection[Severity] = (),
    notes: Iterable[str] = (),
) -> None:
    """Write the section; one line with `-q`, nothing with `-qq`, everything with `-v`.

    What is `listed` above, because its total failed, is not said twice. `notes` say what became of the
    baseline, and of what was learned.
    """
    style = style_of(reporter._tw)  # noqa: SLF001 - the only way to what the terminal can show
    if reporter.verbosity <= -2:
        return
    if reporter.verbosity < 0:
        reporter.ensure_newline()
        reporter.write_line(_short(judged, style))
        for note in notes:
            reporter.write_line(f"ssot: {note}")
        return
    reporter.write_sep("=", "ssot")
    for text in _lines(judged, style, files, listed, verbose=reporter.verbosity > 0):
        reporter.write_line(text)
    for note in notes:
        reporter.write_line(note)


def _short(judged: Report, style: Style) -> str:
    outcome = style.paint("good", "PASSED") if judged.verdict.ok else style.paint("bad", "FAILED")
    critical = len(accepted_critical(judged))
    loud = f", {plural(critical, 'accepted critical violation')}" if critical else ""
    return f"ssot: {outcome} at level {judged.verdict.level}: {tally(judged)}{loud}"


def _lines(
    judged: Report, style: Style, files: int, listed: Collection[Severity], *, verbose: bool
) -> Iterator[str]:
    yield from _admitted(judged, style, listed, verbose=verbose)
    if verbose:
        yield from _not_counted(judged, style)
    if len(judged.files) < files:
        yield f"part of the project: {len(judged.files)} of {files} source files were selected"
    yield from summary(judged, style)


def _admitted(judged: Report, style: Style, listed: Collection[Severity], *, verbose: bool) -> Iterator[str]:
    """New violations that fail no item, because a budget admits some: else nobody would see them."""
    budgets = judged.verdict.budgets
    found = [
        one.violation
        for one in judged.assessments
        if one.counts(judged.verdict.level)
        and budgets[one.violation.severity] != 0
        and one.violation.severity not in listed
    ]
    shown = found if verbose else found[:_LISTED]
    for violation in shown:
        yield line(violation, style)
    if len(shown) < len(found):
        yield f"and {len(found) - len(shown)} more; -v lists all"
    if found:
        yield ""


def _not_counted(judged: Report, style: Style) -> Iterator[str]:
    for assessment in judged.assessments:
        if not assessment.counts(judged.verdict.level):
            yield from render_assessment(assessment, judged, style).splitlines()
            yield ""
