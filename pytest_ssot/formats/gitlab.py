"""GitLab Code Quality, for the widget and the changes view of a merge request.

GitLab compares the report of the merge request with that of its target, fingerprint by fingerprint.
Therefore it holds what is known as well; what a marker permits is left out. The text is plain ASCII.
"""

from __future__ import annotations

from collections.abc import Mapping

from pytest_ssot.formats.text.counts import heaviness
from pytest_ssot.formats.text.identity import fingerprints
from pytest_ssot.formats.text.members import array_lines
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.printable import printable
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import Assessment, Location, Report, Severity, Status

_SEVERITY = {Severity.CRITICAL: "critical", Severity.ERROR: "major", Severity.WARNING: "minor"}


def render(report: Report, options: Options) -> str:
    """An array, heaviest first; paths are relative to the repository's root."""
    named = zip(report.assessments, fingerprints(report.assessments), strict=True)
    shown = [(found, name) for found, name in named if found.status is not Status.SUPPRESSED]
    shown.sort(key=lambda pair: heaviness(pair[0]))
    return array_lines([_entry(found, name, options.origin) for found, name in shown]) + "\n"


def _entry(assessment: Assessment, fingerprint: str, origin: Origin) -> Mapping[str, object]:
    violation = assessment.violation
    return {
        "description": f"{printable(violation.rule)}: {printable(violation.message)}",
        "check_name": printable(violation.rule),
        "fingerprint": fingerprint,
        "severity": _SEVERITY[violation.severity],
        "location": {
            "path": printable(origin.path(violation.location.path)),
            "lines": _lines(violation.location),
        },
    }


def _lines(location: Location) -> Mapping[str, int]:
    begin = max(location.line, 1)
    return {"begin": begin, "end": max(begin, location.end_line)}
