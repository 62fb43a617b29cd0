"""What a gate says on a page: its conditions as a table, then the report as far as there is room.

Everything that comes from the repository, its configuration or its tests is shown by
`formats.text.markdown`, so that nothing of it acts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_ssot.formats import markdown
from pytest_ssot.formats.text.markdown import code, inline
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.style import Options
from pytest_ssot.gate.decision import Decision, Outcome
from pytest_ssot.gate.text import HEADLINES, LABELS, described, sign

_SIGNS = {Outcome.OPEN: "✅", Outcome.BLOCKED: "❌", Outcome.CRITICAL: "🚨", Outcome.UNKNOWN: "❔"}
_TESTS_SHOWN = 20
_LEAST = 2_000
"""Below so many bytes, a part of the report would say less than the table does."""


def render(decision: Decision, origin: Origin, room: int, notes: Sequence[str] = ()) -> str:
    """Markdown of at most `room` bytes in UTF-8; "" when not even the table has room."""
    head = "\n\n".join(_head(decision, notes)) + "\n"
    left = room - len(head.encode()) - 1
    if left < 0:
        return ""
    limit = left
    while limit > _LEAST:
        page = markdown.render(decision.told, Options(origin=origin, limit=limit))
        size = len(page.encode())
        if size <= left:
            return f"{head}\n{page}"
        limit = min(limit - 1, limit * left // size)
    return head


def _head(decision: Decision, notes: Sequence[str]) -> Iterator[str]:
    outcome = decision.outcome
    yield f"# {_SIGNS[outcome]} SSOT {decision.mode}: {HEADLINES[outcome].lower()}"
    environment = f", environment {decision.environment}" if decision.environment else ""
    yield f"Level {decision.level} ({code(decision.chosen.source)}){environment}."
    yield "\n".join(f"- {inline(line)}" for line in described(decision))
    rows = (
        f"| {sign(condition, unicode=True)} | {LABELS[condition.kind]} | {inline(condition.message)} |"
        for condition in decision.conditions
    )
    yield "\n".join(["| | condition | |", "| :---: | :--- | :--- |", *rows])
    if failed := decision.missions.failed[:_TESTS_SHOWN]:
        yield "\n".join(["**Failed tests:**", "", *(f"- {code(test.id)}" for test in failed)])
    if told := (*decision.notes, *notes):
        yield "\n".join(["**Notes:**", "", *(f"- {inline(note)}" for note in told)])
