"""What stands at places of a change for its author to see: violations and gaps, the heaviest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pytest_ssot.formats.text.counts import heaviest_first, new, rule_of
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.summary import unreported_gaps
from pytest_ssot.model import Assessment, Gap, Location, Report, Severity

Kind = Literal["error", "warning"]
_KIND: dict[Severity, Kind] = {
    Severity.CRITICAL: "error",
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
}


@dataclass(frozen=True)
class Annotation:
    """A note at a place of the source; its texts are those of the report, not made harmless yet."""

    kind: Kind
    location: Location
    title: str
    lines: tuple[str, ...]


def annotate(report: Report, origin: Origin) -> tuple[Annotation, ...]:
    """What counts for the verdict, the heaviest first, then what could not be analysed."""
    found = [_violation(one, report, origin) for one in heaviest_first(new(report))]
    return (*found, *map(_gap, unreported_gaps(report)))


def named(location: Location, origin: Origin) -> str:
    """`services/api/app.py:7` from the root of the repository; the path alone for a whole file."""
    return f"{origin.path(location.path)}:{location.line}" if location.line else origin.path(location.path)


def _violation(assessment: Assessment, report: Report, origin: Origin) -> Annotation:
    violation = assessment.violation
    title = f"{violation.severity}: {violation.rule}"
    lines = tuple(_message(assessment, report, origin))
    return Annotation(_KIND[violation.severity], violation.location, title, lines)


def _message(assessment: Assessment, report: Report, origin: Origin) -> Iterator[str]:
    violation, rule = assessment.violation, rule_of(report, assessment)
    yield violation.message
    for number, step in enumerate(violation.trace, start=1):
        yield f"{number}. {named(step.location, origin)} {step.message}"
    if fix := violation.fix or (rule.fix if rule else ""):
        yield f"fix: {fix}"
    if rule and rule.impact:
        yield f"impact: {rule.impact}"


def _gap(gap: Gap) -> Annotation:
    return Annotation("warning", Location(gap.path, gap.line), "not fully analysed", (gap.reason,))
