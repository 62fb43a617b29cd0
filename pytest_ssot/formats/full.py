"""For people: every new violation with its source, its trace and its fix, then the summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pytest_ssot.formats.text.counts import new, rule_of
from pytest_ssot.formats.text.frame import frame
from pytest_ssot.formats.text.places import place
from pytest_ssot.formats.text.precedents import former, place_of
from pytest_ssot.formats.text.style import Options, Style
from pytest_ssot.formats.text.summary import summary
from pytest_ssot.model import Assessment, Location, Report, Status, Step, Violation


def render(report: Report, options: Options) -> str:
    """What counts for the verdict, in the order of the files; the rest only as numbers."""
    blocks = [render_assessment(assessment, report, options.style) for assessment in new(report)]
    if options.summary:
        blocks.append("\n".join(summary(report, options.style)))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def render_assessment(assessment: Assessment, report: Report, style: Style) -> str:
    """One violation of any standing, without a line end after its last line."""
    violation = assessment.violation
    lines = [
        _headline(assessment, style),
        f"  --> {style.paint('place', place(violation.location, style))}",
        *_frame(violation.location, violation, style),
        *_trace(violation, style),
        *_advice(assessment, report, style),
    ]
    return "\n".join(lines).rstrip()


def _headline(assessment: Assessment, style: Style) -> str:
    violation = assessment.violation
    name = violation.severity.upper()
    badge = style.paint(violation.severity, f" {name} " if style.colour else name)
    standing = "" if assessment.status is Status.NEW else f" ({assessment.status})"
    rule = style.paint("strong", style.show(violation.rule))
    return f"{badge} {rule}{standing}: {style.show(violation.message)}"


def _frame(location: Location, shown: Violation | Step, style: Style) -> list[str]:
    """The source under a place, with air around it; nothing when the excerpt is missing."""
    if shown.excerpt is None or not shown.excerpt.lines:
        return []
    role = shown.severity if isinstance(shown, Violation) else "strong"
    return ["", *(f"  {row}" for row in frame(location, shown.excerpt, _narrower(style), role)), ""]


def _narrower(style: Style) -> Style:
    return replace(style, width=style.width - 6)


def _trace(violation: Violation, style: Style) -> Iterator[str]:
    if not violation.trace:
        return
    yield f"  {style.paint('strong', 'trace')}"
    for number, step in enumerate(violation.trace, start=1):
        yield f"    {number}. {style.show(step.message)}"
        yield f"       {style.paint('place', place(step.location, style))}"
        # The place of the violation itself has just been shown.
        if step.location != violation.location:
            yield from (f"    {row}".rstrip() for row in _frame(step.location, step, style))


def _advice(assessment: Assessment, report: Report, style: Style) -> Iterator[str]:
    rule = rule_of(report, assessment)
    if assessment.suppression is not None:
        yield _labelled("suppressed", assessment.suppression.reason or "no reason given", style)
    known = assessment.precedent
    if known is not None and assessment.status is Status.NEW:
        yield f"  {style.paint('strong', 'nearest known')}: {place_of(known, style)}"
    elif known is not None and assessment.status is Status.MOVED:
        yield f"  {style.paint('strong', 'moved from')}: {former(known, style)}"
    if known is not None and known.reason and assessment.status is not Status.NEW:
        yield _labelled("accepted", known.reason, style)
    if fix := assessment.violation.fix or (rule.fix if rule else ""):
        yield _labelled("fix", fix, style)
    if rule and rule.references:
        yield _labelled("see", ", ".join(rule.references), style)
    if rule and rule.impact:
        yield _labelled("impact", rule.impact, style)


def _labelled(label: str, text: str, style: Style) -> str:
    return f"  {style.paint('strong', label)}: {style.show(text)}"


__all__ = ["render", "render_assessment", "summary"]
