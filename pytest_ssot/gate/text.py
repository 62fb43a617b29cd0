"""What a gate says in a log: what it was asked, how each condition stands, and the decision last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_ssot.ci.build import LOCAL, Build
from pytest_ssot.formats.text.style import Style
from pytest_ssot.gate.conditions import Condition, Kind, State
from pytest_ssot.gate.decision import Decision, Outcome
from pytest_ssot.gate.missions import MissionTest

LABELS = {
    Kind.CRITICAL: "critical violations",
    Kind.ERROR: "errors",
    Kind.WARNING: "warnings",
    Kind.BASELINE: "the baseline",
    Kind.REGRESSION: "regressions",
    Kind.MISSION_CRITICAL: "mission-critical tests",
}
HEADLINES = {
    Outcome.OPEN: "PASSED",
    Outcome.BLOCKED: "BLOCKED",
    Outcome.CRITICAL: "BLOCKED: CRITICAL VIOLATIONS",
    Outcome.UNKNOWN: "NO VERDICT",
}
_SIGNS = {State.MET: ("✅", "ok  "), State.FAILED: ("❌", "FAIL"), State.UNKNOWN: ("❔", "?   ")}
_TESTS_SHOWN = 10
_LINES_SHOWN = 12


def render(decision: Decision, style: Style, *, archived: str = "", published: Sequence[str] = ()) -> str:
    """The lines for people; `archived` names the report file, `published` says what was told elsewhere."""
    lines = [
        f"gate {decision.mode} at level {decision.level} ({style.show(decision.chosen.source)})",
        *(f"  {style.show(line)}" for line in described(decision)),
        *(_line(condition, style) for condition in decision.conditions),
        *_failures(decision, style),
        *(f"  note: {style.show(note)}" for note in decision.notes),
        *(f"  {style.show(line)}" for line in published),
    ]
    if archived:
        lines.append(f"  report: {style.show(archived)}")
    return "".join(f"{line}\n" for line in (*lines, *_verdict(decision, style)))


def described(decision: Decision) -> Iterator[str]:
    """What was judged, and what it was compared with."""
    yield _build(decision.build)
    if decision.compared:
        yield f"compared with {decision.compared.name} at {decision.compared.commit[:12]}"


def sign(condition: Condition, *, unicode: bool) -> str:
    """How a condition stands, at a glance; one that is not required never looks like a failure."""
    if condition.state is not State.MET and not condition.is_required:
        return "➖" if unicode else "--  "
    return _SIGNS[condition.state][0 if unicode else 1]


def _build(build: Build) -> str:
    request = f"pull request {build.pull_request}" if build.pull_request else "build"
    parts = [
        request if build.provider == LOCAL else f"{build.provider}: {request}",
        f"of {build.repository}" if build.repository else "",
        f"on {build.branch}" if build.branch else "",
        f"into {build.target}" if build.target else "",
        f"at {build.commit[:12]}" if build.commit else "",
        "from a fork" if build.is_fork else "",
    ]
    return " ".join(part for part in parts if part)


def _line(condition: Condition, style: Style) -> str:
    mark = sign(condition, unicode=style.unicode)
    return f"  {mark} {LABELS[condition.kind]}: {style.show(condition.message)}"


def _failures(decision: Decision, style: Style) -> Iterator[str]:
    """What the failed tests say, and how the output of a run ended that tells nothing."""
    failed = decision.missions.failed
    for test in failed[:_TESTS_SHOWN]:
        yield f"    {test.outcome}: {style.show(test.id)}"
        yield from (f"      | {style.show(line)}" for line in _said(test, decision))
    if len(failed) > _TESTS_SHOWN:
        yield f"    and {len(failed) - _TESTS_SHOWN} more"
    if not failed:
        yield from (f"      | {style.show(line)}" for line in decision.missions.log)


def _said(test: MissionTest, decision: Decision) -> list[str]:
    """The end of what a test says, unless it only repeats a condition and the violations behind it."""
    lines = [line for line in test.message.splitlines() if line.strip()]
    if lines and any(lines[0] == condition.message for condition in decision.conditions):
        return []
    return lines[-_LINES_SHOWN:]


def _verdict(decision: Decision, style: Style) -> Iterator[str]:
    outcome = decision.outcome
    role = "good" if outcome is Outcome.OPEN else "critical" if outcome is Outcome.CRITICAL else "bad"
    head = style.paint(role, HEADLINES[outcome])
    reasons = [style.show(reason) for reason in decision.told.verdict.reasons]
    yield f"gate: {head}{' because:' if reasons else ''}"
    yield from (f"  {reason}" for reason in reasons)
