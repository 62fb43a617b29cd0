"""What a summary says about the baseline: what was edited, accepted or fixed, and how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_ssot.formats.text.counts import plural
from pytest_ssot.formats.text.places import place
from pytest_ssot.formats.text.precedents import entry_line
from pytest_ssot.formats.text.style import Style
from pytest_ssot.model import Assessment, BaselineSummary, Report, Severity, Status

_SHOWN = 10


def accepted_critical(report: Report) -> tuple[Assessment, ...]:
    """The critical violations that a baseline knows and that therefore do not count."""
    return tuple(
        one
        for one in report.assessments
        if one.violation.severity is Severity.CRITICAL
        and one.status is not Status.SUPPRESSED
        and not one.counts(report.verdict.level)
    )


def remarks(report: Report, style: Style) -> Iterator[str]:
    """The lines about the baseline; none where nothing was compared with one."""
    yield from _critical(accepted_critical(report), style)
    yield from _modified(report, style)
    if report.baseline is not None:
        yield from _fixed(report.baseline, style)
        yield from _progress(report.baseline)


def _critical(found: Sequence[Assessment], style: Style) -> Iterator[str]:
    # Every one of them is listed: what is accepted must not be forgotten.
    if found:
        heading = f"{plural(len(found), 'critical violation')} accepted, still there:"
        yield style.paint("critical", heading)
    for one in found:
        reason = one.precedent.reason if one.precedent else ""
        yield f"  {_line(one, style)}: {style.show(reason or 'allow-critical-exceptions names its rule')}"


def _modified(report: Report, style: Style) -> Iterator[str]:
    level = report.verdict.level
    found = [one for one in report.assessments if one.status is Status.MODIFIED and not one.counts(level)]
    if found:
        yield f"{plural(len(found), 'known violation')} edited, not counted at level {level}:"
    for one in found[:_SHOWN]:
        yield f"  {_line(one, style)}"
    yield from _more(len(found))


def _fixed(baseline: BaselineSummary, style: Style) -> Iterator[str]:
    number = len(baseline.fixed)
    if number:
        yield style.paint("good", f"fixed: {plural(number, 'known violation')} gone, well done")
    for known in baseline.fixed[:_SHOWN]:
        yield f"  {entry_line(known, style)}"
    yield from _more(number)


def _progress(baseline: BaselineSummary) -> Iterator[str]:
    if baseline.first:
        yield f"{baseline.left} of {plural(baseline.first, 'known violation')} left since the first baseline"


def _line(one: Assessment, style: Style) -> str:
    violation = one.violation
    where = style.paint("place", place(violation.location, style))
    return f"{where} {style.paint(violation.severity, violation.severity)}[{style.show(violation.rule)}]"


def _more(number: int) -> Iterator[str]:
    if number > _SHOWN:
        yield f"  and {number - _SHOWN} more"
