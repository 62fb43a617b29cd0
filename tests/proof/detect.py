"""Asks the detector about a case and says where its answer differs from the proven label."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pytest_ssot.check import check
from pytest_ssot.model import Severity, Violation
from pytest_ssot.settings import Settings
from pytest_ssot.trees import MemoryTree
from tests.proof.case import Case, Expectation

RULE = "jwt-signature-bypass"
TODAY = date(2026, 1, 1)


def violations(case: Case) -> tuple[Violation, ...]:
    """What the rule reports about the case, of any severity."""
    tree = MemoryTree({path: text.encode() for path, text in case.files.items()})
    try:
        report = check(tree, Settings(root=Path()), today=TODAY)
    except Exception as error:
        error.add_note(f"while judging {case.name}:\n{case.listing()}")
        raise
    return tuple(found.violation for found in report.assessments if found.violation.rule == RULE)


def complaint(case: Case) -> str:
    """How the detector's answer differs from what the label demands, or nothing."""
    found = violations(case)
    critical = {(v.location.path, v.location.line) for v in found if v.severity is Severity.CRITICAL}
    if not case.critical and critical:
        return f"false alarm at {_places(critical)}"
    if case.critical and not critical:
        return "missed"
    if case.marks and critical != case.marks:
        return f"reported at {_places(critical)}, expected at {_places(case.marks)}"
    if case.expectation is Expectation.DOUBT and not any(v.severity is Severity.ERROR for v in found):
        return "the doubt is not reported as an error"
    return ""


def _places(places: set[tuple[str, int]] | frozenset[tuple[str, int]]) -> str:
    return ", ".join(f"{path}:{line}" for path, line in sorted(places))
