"""The report of a gate as a JSON document, for programs and archives.

It is described in docs/gate.md and by the schema `report.schema.json` beside this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from pytest_ssot import __version__
from pytest_ssot.ci.build import Build
from pytest_ssot.formats.json import report_object
from pytest_ssot.formats.text.counts import heaviest_first, rule_of
from pytest_ssot.formats.text.members import object_lines
from pytest_ssot.formats.text.printable import printable, printable_lines
from pytest_ssot.gate.conditions import Condition
from pytest_ssot.gate.decision import Decision
from pytest_ssot.gate.missions import Missions
from pytest_ssot.model import Assessment, Report, Severity

VERSION = 1
"""Grows when a field disappears or changes its meaning; new fields do not count."""

_Object = Mapping[str, object]
_ACTION = {
    Severity.CRITICAL: "block and escalate",
    Severity.ERROR: "block until fixed",
    Severity.WARNING: "review",
}


def render(decision: Decision, moment: datetime, *, alerted: bool) -> str:
    """Everything a gate decided and why, with the whole report; plain ASCII."""
    return object_lines({
        "format": "ssot-gate-report",
        "version": VERSION,
        "tool": {"name": "pytest-ssot", "version": __version__},
        "created": moment.astimezone(UTC).isoformat(timespec="seconds"),
        "mode": decision.mode.value,
        "environment": decision.environment.value if decision.environment else None,
        "level": decision.level.value,
        "level_source": decision.chosen.source,
        "outcome": decision.outcome.name.lower(),
        "exit_code": int(decision.outcome),
        "alerted": alerted,
        "reasons": [printable(reason) for reason in decision.told.verdict.reasons],
        "conditions": [_condition(condition) for condition in decision.conditions],
        "notes": [printable(note) for note in decision.notes],
        "build": _build(decision.build),
        "compared_with": _compared(decision),
        "mission_critical": _missions(decision.missions),
        "recommendations": list(_recommendations(decision.report)),
        "report": report_object(decision.told),
    }) + "\n"  # fmt: skip


def _condition(condition: Condition) -> _Object:
    return {
        "about": condition.kind.value,
        "state": condition.state.value,
        "required": condition.is_required,
        "blocks": condition.blocks,
        "message": printable(condition.message),
    }


def _build(build: Build) -> _Object:
    return {
        "provider": build.provider,
        "service": build.service or None,
        "event": printable(build.event) or None,
        "repository": printable(build.repository) or None,
        "branch": printable(build.branch) or None,
        "target": printable(build.target) or None,
        "commit": printable(build.commit) or None,
        "pull_request": build.pull_request,
        "is_fork": build.is_fork,
        "url": printable(build.url) or None,
    }


def _compared(decision: Decision) -> _Object | None:
    if decision.compared is None:
        return None
    return {"name": printable(decision.compared.name), "commit": decision.compared.commit}


def _missions(missions: Missions) -> _Object:
    return {
        "state": missions.state.value,
        "problem": printable(missions.problem) or None,
        "seconds": round(missions.seconds, 3),
        "tests": [
            {
                "id": printable(test.id),
                "outcome": test.outcome,
                "message": printable_lines(test.message),
                "seconds": test.seconds,
            }
            for test in missions.tests
        ],
        "log": [printable(line) for line in missions.log],
    }


def _recommendations(report: Report) -> Iterator[_Object]:
    """What to do about each violation that counts, the heaviest first."""
    for assessment in heaviest_first(report.counting):
        yield _recommendation(assessment, report)


def _recommendation(assessment: Assessment, report: Report) -> _Object:
    violation, rule = assessment.violation, rule_of(report, assessment)
    return {
        "rule": printable(violation.rule),
        "severity": violation.severity.value,
        "path": printable(violation.location.path),
        "line": violation.location.line,
        "action": _ACTION[violation.severity],
        "fix": printable_lines(violation.fix or (rule.fix if rule else "")),
        "impact": printable_lines(rule.impact) if rule else "",
        "references": [printable(reference) for reference in rule.references] if rule else [],
        "manual": f"ssot explain {printable(violation.rule)}",
        "fingerprint": assessment.fingerprint,
    }
