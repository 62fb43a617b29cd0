"""Everything the judgement knows, in a documented and versioned JSON document.

The document is described in docs/json-report.md and by the schema `json.schema.json` beside this module.
Its text is plain ASCII, so no encoding on the way can damage it.
"""

from __future__ import annotations

from collections.abc import Mapping

from pytest_ssot import __version__
from pytest_ssot.formats.text.counts import by_status
from pytest_ssot.formats.text.identity import fingerprints
from pytest_ssot.formats.text.members import object_lines
from pytest_ssot.formats.text.printable import printable, printable_lines
from pytest_ssot.formats.text.style import Options
from pytest_ssot.formats.text.uris import uri
from pytest_ssot.model import (
    Assessment,
    BaselineSummary,
    Excerpt,
    Gap,
    KnownViolation,
    Location,
    Report,
    RuleInfo,
    Severity,
    Step,
    Suppression,
    Verdict,
)

VERSION = 1
"""Grows when a field disappears or changes its meaning; new fields do not count."""

_Object = Mapping[str, object]


def render(report: Report, options: Options) -> str:  # noqa: ARG001 - programs need no style
    """The whole report, known and suppressed violations included, in the report's order."""
    return object_lines(report_object(report)) + "\n"


def report_object(report: Report) -> _Object:
    """The report as the members of the document."""
    names = fingerprints(report.assessments)
    return {
        "format": "ssot-report",
        "version": VERSION,
        "tool": {"name": "pytest-ssot", "version": __version__},
        "verdict": _verdict(report.verdict),
        "summary": _summary(report),
        "baseline": _baseline(report.baseline),
        "violations": [assessment_object(*named) for named in zip(report.assessments, names, strict=True)],
        "gaps": [_gap(gap) for gap in report.gaps],
        "rules": [rule_object(rule) for rule in report.rules],
    }


def _verdict(verdict: Verdict) -> _Object:
    return {
        "ok": verdict.ok,
        "level": verdict.level.value,
        "counts": {severity.value: verdict.counts.get(severity, 0) for severity in Severity},
        "budgets": {severity.value: verdict.budgets.get(severity) for severity in Severity},
        "reasons": [printable(reason) for reason in verdict.reasons],
    }


def _summary(report: Report) -> _Object:
    statuses = {status.value: number for status, number in by_status(report).items()}
    return {"files": len(report.files), "gaps": len(report.gaps), **statuses}


def _baseline(baseline: BaselineSummary | None) -> _Object | None:
    if baseline is None:
        return None
    return {
        "place": printable(baseline.place),
        "entries": baseline.entries,
        "left": baseline.left,
        "first": baseline.first or None,
        "fixed": [known_object(known) for known in baseline.fixed],
    }


def known_object(known: KnownViolation) -> _Object:
    """A known violation as the report shows it."""
    return {
        "rule": printable(known.rule),
        "severity": known.severity.value,
        "path": printable(known.path),
        "uri": uri(known.path),
        "line": known.line or None,
        "subject": printable(known.subject),
        "scope": printable(known.scope),
        "reason": printable(known.reason),
        "fingerprint": known.fingerprint,
    }


def assessment_object(assessment: Assessment, fingerprint: str) -> _Object:
    """A violation as the report shows it."""
    violation = assessment.violation
    return {
        "rule": printable(violation.rule),
        "severity": violation.severity.value,
        "status": assessment.status.value,
        "message": printable(violation.message),
        "subject": printable(violation.subject),
        "scope": printable(violation.scope),
        "fix": printable(violation.fix),
        "location": _location(violation.location),
        "excerpt": _excerpt(violation.excerpt),
        "trace": [_step(step) for step in violation.trace],
        "suppression": _suppression(assessment.suppression),
        "fingerprint": fingerprint,
        "precedent": None if assessment.precedent is None else known_object(assessment.precedent),
    }


def _location(location: Location) -> _Object:
    return {
        "path": printable(location.path),
        "uri": uri(location.path),
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line or None,
        "end_column": location.end_column or None,
    }


def _excerpt(excerpt: Excerpt | None) -> _Object | None:
    if excerpt is None:
        return None
    lines = [printable(line, tabs=True) for line in excerpt.lines]
    return {"first_line": excerpt.first_line, "lines": lines}


def _step(step: Step) -> _Object:
    return {
        "message": printable(step.message),
        "location": _location(step.location),
        "excerpt": _excerpt(step.excerpt),
    }


def _suppression(suppression: Suppression | None) -> _Object | None:
    if suppression is None:
        return None
    return {
        "marker": printable(suppression.marker),
        "reason": printable(suppression.reason),
        "location": _location(suppression.location),
        "first_line": suppression.first_line,
        "last_line": suppression.last_line,
        "rules": [printable(rule) for rule in suppression.rules],
        "until": suppression.until.isoformat() if suppression.until else None,
    }


def _gap(gap: Gap) -> _Object:
    return {
        "path": printable(gap.path),
        "uri": uri(gap.path),
        "line": gap.line or None,
        "reason": printable(gap.reason),
    }


def rule_object(rule: RuleInfo) -> _Object:
    """A rule as the report describes it."""
    return {
        "id": printable(rule.id),
        "severity": rule.severity.value,
        "summary": printable_lines(rule.summary),
        "explanation": printable_lines(rule.explanation),
        "fix": printable_lines(rule.fix),
        "references": [printable(reference) for reference in rule.references],
        "cwe": list(rule.cwe),
        "impact": printable_lines(rule.impact),
    }
