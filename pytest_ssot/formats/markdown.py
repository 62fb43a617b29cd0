"""Markdown for step summaries and comments on pull requests: tables, then code, traces and fixes.

It keeps to a limit, by default what a comment holds: of what does not fit, it says how much there is. Text
from the repository, its configuration included, makes no elements, mentions, references or links.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pytest_ssot.formats.text.annotations import named
from pytest_ssot.formats.text.counts import heaviest_first, new, plural, rule_of, shown_statuses
from pytest_ssot.formats.text.frame import frame
from pytest_ssot.formats.text.markdown import block, code, html_code, inline, link
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.style import Options, Style
from pytest_ssot.formats.text.summary import tally, unreported_gaps
from pytest_ssot.model import Assessment, Location, Report, Severity, Status, Step, Violation

_SIGN = {Severity.CRITICAL: "🔴 critical", Severity.ERROR: "🟡 error", Severity.WARNING: "⚪ warning"}
_STYLE = Style(width=100)
_REASONS_SHOWN = _GAPS_SHOWN = 10
_STEPS_SHOWN = 20
_RESERVE = 400
"""Characters kept for the lines that say how much more there is."""


def render(report: Report, options: Options) -> str:
    """The verdict and the numbers, a table of what counts, the details of as much of it as fits."""
    found, origin = heaviest_first(new(report)), options.origin
    parts = list(_head(report, origin)) if options.summary else []
    room = options.limit - _RESERVE - sum(len(part) + 2 for part in parts)
    for gather in (_table, _all_details):
        gathered = gather(found, report, origin, room // 2 if gather is _table else room)
        parts += gathered
        room -= sum(len(part) + 2 for part in gathered)
    return "\n\n".join(parts) + "\n" if parts else ""


def _head(report: Report, origin: Origin) -> Iterator[str]:
    verdict = report.verdict
    yield f"## {'✅ SSOT: passed' if verdict.ok else '❌ SSOT: failed'} at level {verdict.level}"
    reasons = [f"- {inline(reason)}" for reason in verdict.reasons]
    if reasons:
        yield "\n".join(_few(reasons, _REASONS_SHOWN))
    yield f"{tally(report)}. {plural(len(report.files), 'file')} looked at."
    yield _numbers(report)
    if gaps := unreported_gaps(report):
        lines = [
            f"- {_place(Location(gap.path, gap.line), origin)} {inline(gap.reason)}".rstrip() for gap in gaps
        ]
        yield "\n".join(["**Not fully analysed:**", "", *_few(lines, _GAPS_SHOWN)])


def _numbers(report: Report) -> str:
    """How many there are of each severity, and how many the level allows."""
    counts = Counter((found.violation.severity, found.status) for found in report.assessments)
    statuses = shown_statuses(report)
    names = ("severity", "new", "allowed", *(status.value for status in statuses))
    lines = [f"| {' | '.join(names)} |", f"| :--- |{' ---: |' * (len(names) - 1)}"]
    for severity in Severity:
        budget = report.verdict.budgets.get(severity)
        cells = [
            _SIGN[severity],
            str(counts[severity, Status.NEW]),
            "any" if budget is None else str(budget),
            *(str(counts[severity, status]) for status in statuses),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _table(found: Sequence[Assessment], report: Report, origin: Origin, room: int) -> list[str]:
    """A row for each violation, the heaviest first, and how many more there are."""
    if not found:
        return []
    heading = "| severity | place | rule | what is wrong | what to do |\n| :--- | :--- | :--- | :--- | :--- |"
    rows = _fitting((_row(one, report, origin) for one in found), room - len(heading), 1)
    more = len(found) - len(rows)
    table = "\n".join([heading, *rows])
    return [table, f"_… and {more} more._"] if more else [table]


def _row(found: Assessment, report: Report, origin: Origin) -> str:
    violation = found.violation
    cells = [
        _SIGN[violation.severity],
        _place(violation.location, origin),
        code(violation.rule),
        inline(violation.message),
        inline(_fix(found, report)),
    ]
    return f"| {' | '.join(cells)} |"


def _all_details(found: Sequence[Assessment], report: Report, origin: Origin, room: int) -> list[str]:
    blocks = _fitting(("\n\n".join(_details(one, report, origin)) for one in found), room, 2)
    if (more := len(found) - len(blocks)) > 0:
        blocks.append(f"_The details of {plural(more, 'violation')} are left out: there is no more room._")
    return blocks


def _details(found: Assessment, report: Report, origin: Origin) -> Iterator[str]:
    """What can be folded away: the source, the trace, the fix, the impact."""
    violation, rule = found.violation, rule_of(report, found)
    where = html_code(named(violation.location, origin))
    yield f"<details>\n<summary>{_SIGN[violation.severity]} {html_code(violation.rule)} {where}</summary>"
    yield inline(violation.message)
    yield from _source(violation.location, violation)
    if violation.trace:
        steps = [_step(number, step, origin) for number, step in enumerate(violation.trace, start=1)]
        yield "\n".join(["**Trace:**", "", *_few(steps, _STEPS_SHOWN)])
    advice = [("Fix", _fix(found, report)), ("Impact", rule.impact if rule else "")]
    yield from (f"**{label}:** {inline(text)}" for label, text in advice if text)
    if rule and (rule.references or rule.cwe):
        weaknesses = [
            f"[CWE-{number}](https://cwe.mitre.org/data/definitions/{number}.html)" for number in rule.cwe
        ]
        yield f"**See:** {', '.join([*weaknesses, *map(code, rule.references)])}"
    yield "</details>"


def _source(location: Location, shown: Violation) -> Iterator[str]:
    if shown.excerpt is not None and shown.excerpt.lines:
        yield block(frame(location, shown.excerpt, _STYLE))


def _step(number: int, step: Step, origin: Origin) -> str:
    return f"{number}. {_place(step.location, origin)} {inline(step.message)}".rstrip()


def _fix(found: Assessment, report: Report) -> str:
    rule = rule_of(report, found)
    return found.violation.fix or (rule.fix if rule else "")


def _place(location: Location, origin: Origin) -> str:
    return link(named(location, origin), origin.url(location) if location.line else "")


def _few(lines: Sequence[str], most: int) -> list[str]:
    """The first lines of a list, and how many more there are."""
    more = len(lines) - most
    return [*lines[:most], f"- … and {more} more"] if more > 0 else list(lines)


def _fitting(parts: Iterable[str], room: int, gap: int) -> list[str]:
    """As many of the parts as there is room for, with the gap after each."""
    kept = []
    for part in parts:
        room -= len(part) + gap
        if room < 0:
            break
        kept.append(part)
    return kept
