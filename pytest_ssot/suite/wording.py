"""How the suite words what it found."""

from __future__ import annotations

from pytest_ssot.formats.text.printable import printable
from pytest_ssot.model import Report, Severity, Status, Violation


def new_violations(report: Report, severity: Severity) -> tuple[Violation, ...]:
    """What counts for the verdict, of one severity."""
    return tuple(
        assessment.violation
        for assessment in report.assessments
        if assessment.status is Status.NEW and assessment.violation.severity is severity
    )


def describe(violation: Violation) -> str:
    """One line that says where and what, safe to print whatever the file is called."""
    place = violation.location
    line = f"{place.path}:{place.line}:{place.column}: {violation.rule}: {violation.message}"
    return printable(line + (f" ({violation.fix})" if violation.fix else ""))
