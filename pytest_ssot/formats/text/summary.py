"""A report in a few lines: counts, gaps, the verdict and why."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.formats.text.counts import by_rule, by_status, new, plural
from pytest_ssot.formats.text.places import gap_place
from pytest_ssot.formats.text.remarks import accepted_critical, remarks
from pytest_ssot.formats.text.style import Style
from pytest_ssot.model import Gap, Level, Report, Severity, Status
from pytest_ssot.suppressions import FILE_NOT_ANALYSED

_GAPS_SHOWN = 10
_AS_VIOLATION = FILE_NOT_ANALYSED.id
"""Such a violation has said already what a gap in a source file means."""


def summary(report: Report, style: Style) -> list[str]:
    """The lines that close a report for people; the verdict comes last."""
    return [
        *_violations(report, style),
        *_standing(report),
        *remarks(report, style),
        *_files(report, style),
        *verdict(report, style),
    ]


def verdict(report: Report, style: Style) -> list[str]:
    """The verdict in one line, with the reason if there is one, or one line more for each of several."""
    outcome = style.paint("good", "PASSED") if report.verdict.ok else style.paint("bad", "FAILED")
    head = f"verdict: {outcome} at level {report.verdict.level}"
    reasons = [style.show(reason) for reason in report.verdict.reasons]
    if len(reasons) <= 1:
        return [": ".join([head, *reasons])]
    return [f"{head}:", *(f"  {reason}" for reason in reasons)]


def in_a_line(report: Report, style: Style) -> str:
    """`FAILED at level strict: 1 new violation: 1 error (1 error, none allowed at strict)`."""
    outcome = style.paint("good", "PASSED") if report.verdict.ok else style.paint("bad", "FAILED")
    reasons = "; ".join(style.show(reason) for reason in report.verdict.reasons)
    gaps = f", {len(report.gaps)} not fully analysed" if report.gaps else ""
    critical = len(accepted_critical(report))
    loud = f", {plural(critical, 'accepted critical violation')}" if critical else ""
    head = f"{outcome} at level {report.verdict.level}: {tally(report)}{loud}{gaps}"
    return f"{head} ({reasons})" if reasons else head


def unreported_gaps(report: Report) -> tuple[Gap, ...]:
    """The gaps that no new violation tells of."""
    told = {found.violation.subject for found in new(report) if found.violation.rule == _AS_VIOLATION}
    return tuple(gap for gap in report.gaps if gap.path not in told)


def tally(report: Report) -> str:
    """`3 new violations: 1 critical, 2 warning`, or that there are none."""
    found = new(report)
    counts = [(severity, sum(one.violation.severity is severity for one in found)) for severity in Severity]
    detail = ", ".join(f"{number} {severity}" for severity, number in counts if number)
    edited = sum(one.status is Status.MODIFIED for one in found)
    remark = f" ({edited} of them modified)" if edited else ""
    return f"{plural(len(found), 'new violation')}{remark}: {detail}" if found else "no new violations"


def _violations(report: Report, style: Style) -> Iterator[str]:
    yield style.paint("strong", tally(report))
    rows = by_rule(new(report))
    longest = max((len(style.show(rule)) for _, rule, _ in rows), default=0)
    for severity, rule, number in rows:
        badge = style.paint(severity, severity) + " " * (9 - len(severity))
        yield f"  {badge}{style.show(rule):{longest}} {number:>5}"


def _standing(report: Report) -> Iterator[str]:
    counts = dict(by_status(report))
    if report.verdict.level is Level.STRICT:
        counts[Status.MODIFIED] = 0
    told = [
        f"{counts[status]} {status}"
        for status in (Status.KNOWN, Status.MOVED, Status.MODIFIED, Status.SUPPRESSED)
        if counts[status] or status in (Status.KNOWN, Status.SUPPRESSED)
    ]
    if any(counts[status] for status in Status if status is not Status.NEW):
        yield f"not counted: {', '.join(told)}"


def _files(report: Report, style: Style) -> Iterator[str]:
    gaps = unreported_gaps(report)
    looked_at = f"{plural(len(report.files), 'file')} looked at"
    if report.gaps:
        looked_at += f", {plural(len(report.gaps), 'gap')} in the analysis"
    yield f"{looked_at}:" if gaps else looked_at
    for gap in gaps[:_GAPS_SHOWN]:
        yield f"  {gap_place(gap, style)} {style.show(gap.reason)}"
    if len(gaps) > _GAPS_SHOWN:
        yield f"  and {len(gaps) - _GAPS_SHOWN} more"
