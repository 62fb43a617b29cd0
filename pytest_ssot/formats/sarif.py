"""SARIF 2.1.0, for code scanning services and editors.

Paths are relative to the project's root and nothing in the document names the machine it was made on;
`%SRCROOT%` is left for the reader to fill in. The text is plain ASCII.
"""

from __future__ import annotations

from collections.abc import Mapping

from pytest_ssot import __version__
from pytest_ssot.formats.text.counts import heaviest_first
from pytest_ssot.formats.text.members import object_lines
from pytest_ssot.formats.text.places import uri
from pytest_ssot.formats.text.printable import printable
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import (
    Assessment,
    Excerpt,
    Gap,
    Location,
    Report,
    RuleInfo,
    Severity,
    Step,
    Suppression,
)

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVEL = {Severity.CRITICAL: "error", Severity.ERROR: "error", Severity.WARNING: "warning"}
# Where GitHub draws its lines: critical from 9.0, high from 7.0, medium from 4.0.
_SCORE = {Severity.CRITICAL: "9.5", Severity.ERROR: "7.5", Severity.WARNING: "4.5"}
_MOST_TAGS = 20
_GAP = "file-not-analysed"
_GAP_NOTIFICATION = {
    "id": _GAP,
    "shortDescription": {"text": "Something could not be analysed."},
    "fullDescription": {"text": "Where nothing could be analysed, nothing could be found either."},
    "help": {"text": "Mend what the message names, or leave the file out of the configured roots."},
}

_Object = Mapping[str, object]


def render(report: Report, options: Options) -> str:  # noqa: ARG001 - programs need no style
    """One run; results heaviest first, because services keep only the first few thousand."""
    indices = {rule.id: index for index, rule in enumerate(report.rules)}
    run = {
        "tool": {"driver": _driver(report)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": _text("The root of the project that was judged.")}},
        "invocations": [_invocation(report)],
        "results": [_result(assessment, indices) for assessment in heaviest_first(report.assessments)],
        "properties": {"verdict": "passed" if report.verdict.ok else "failed", "level": report.verdict.level},
    }
    return f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{object_lines(run)}]}}\n'


def _driver(report: Report) -> _Object:
    return {
        "name": "pytest-ssot",
        "version": __version__,
        "rules": [_rule(rule) for rule in report.rules],
        "notifications": [_GAP_NOTIFICATION],
    }


def _rule(rule: RuleInfo) -> _Object:
    links = [reference for reference in rule.references if reference.startswith(("https://", "http://"))]
    tags = ["security", *(f"external/cwe/cwe-{number:03}" for number in rule.cwe)]
    return {
        "id": rule.id,
        "shortDescription": _text(rule.summary),
        "fullDescription": _text(rule.explanation or rule.summary),
        "help": {"text": _page(rule), "markdown": _page(rule)},
        **({"helpUri": links[0]} if links else {}),
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {
            "severity": rule.severity.value,
            "security-severity": _SCORE[rule.severity],
            "tags": tags[:_MOST_TAGS],
        },
    }


def _page(rule: RuleInfo) -> str:
    parts = [
        rule.explanation,
        rule.fix and f"**Fix:** {rule.fix}",
        rule.impact and f"**Impact:** {rule.impact}",
    ]
    references = "\n".join(f"- {reference}" for reference in rule.references)
    return "\n\n".join(part for part in [*parts, references] if part) or rule.summary


def _invocation(report: Report) -> _Object:
    gaps = [_notification(gap) for gap in report.gaps]
    return {"executionSuccessful": True, **({"toolExecutionNotifications": gaps} if gaps else {})}


def _notification(gap: Gap) -> _Object:
    return {
        "descriptor": {"id": _GAP, "index": 0},
        "level": "warning",
        "message": _text(_plain(gap.reason)),
        "locations": [{"physicalLocation": _physical(Location(gap.path, gap.line), None)}],
    }


def _result(assessment: Assessment, indices: Mapping[str, int]) -> _Object:
    violation = assessment.violation
    index = indices.get(violation.rule)
    return {
        "ruleId": violation.rule,
        **({"ruleIndex": index} if index is not None else {}),
        "level": _LEVEL[violation.severity],
        "message": _text(_plain(violation.message)),
        "locations": [_place(violation.location, violation.excerpt)],
        **_trace(violation.trace, violation.location),
        **_suppressions(assessment.suppression),
        "properties": {
            "severity": violation.severity.value,
            "status": assessment.status.value,
            "subject": printable(violation.subject),
            "scope": printable(violation.scope),
            "fix": printable(violation.fix),
        },
    }


def _trace(steps: tuple[Step, ...], home: Location) -> _Object:
    if not steps:
        return {}
    places = [(step, _place(step.location, step.excerpt, step.message)) for step in steps]
    elsewhere = [place for step, place in places if step.location != home]
    related = [{"id": number, **place} for number, place in enumerate(elsewhere, start=1)]
    flows = {"codeFlows": [{"threadFlows": [{"locations": [{"location": place} for _, place in places]}]}]}
    return {**flows, "relatedLocations": related} if related else flows


def _suppressions(suppression: Suppression | None) -> _Object:
    if suppression is None:
        return {}
    properties = {"marker": printable(suppression.marker)}
    if suppression.until:
        properties["until"] = suppression.until.isoformat()
    marker = {
        "kind": "inSource",
        "status": "accepted",
        "justification": printable(suppression.reason),
        "location": _place(suppression.location, None),
        "properties": properties,
    }
    return {"suppressions": [marker]}


def _place(location: Location, excerpt: Excerpt | None, message: str = "") -> _Object:
    physical = {"physicalLocation": _physical(location, excerpt)}
    return {**physical, "message": _text(_plain(message))} if message else physical


def _physical(location: Location, excerpt: Excerpt | None) -> _Object:
    artifact = {"artifactLocation": {"uri": uri(location.path), "uriBaseId": _ROOT}}
    if location.line < 1:
        return artifact
    if excerpt is None or not _covers(excerpt, location):
        return {**artifact, "region": _region(location)}
    context = {
        "startLine": excerpt.first_line,
        "endLine": excerpt.first_line + len(excerpt.lines) - 1,
        "snippet": {"text": "\n".join(printable(line, tabs=True) for line in excerpt.lines)},
    }
    return {**artifact, "region": _region(location), "contextRegion": context}


def _covers(excerpt: Excerpt, location: Location) -> bool:
    """Whether the excerpt holds the whole region, as the standard demands of a context."""
    last = excerpt.first_line + len(excerpt.lines) - 1
    return excerpt.first_line <= location.line and max(location.line, location.end_line) <= last


def _region(location: Location) -> _Object:
    start = {"startLine": location.line, "startColumn": max(location.column, 1)}
    if location.end_line < location.line or location.end_column < 1:
        return start
    return {**start, "endLine": location.end_line, "endColumn": location.end_column}


def _text(text: str) -> _Object:
    return {"text": text}


def _plain(text: str) -> str:
    """Harmless text for a message, where `[words](target)` would become a link."""
    return printable(text).replace("](", "] (")
