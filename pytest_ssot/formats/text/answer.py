"""What a pre-commit hook answers: each violation with its fix and code, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.formats.text.commit import icon, passed
from pytest_ssot.formats.text.counts import heaviest_first, new, plural, rule_of
from pytest_ssot.formats.text.places import gap_place
from pytest_ssot.formats.text.style import Style
from pytest_ssot.formats.text.summary import unreported_gaps
from pytest_ssot.model import Assessment, Report, Severity, Violation

MOST_SHOWN = 50
"""Nobody reads more of them in a terminal; the rest is counted."""

_ICONS = {Severity.CRITICAL: "🔴", Severity.ERROR: "🟡", Severity.WARNING: "⚪"}
_LONGEST_CODE = 160


def judgement(report: Report, style: Style, *, elsewhere: int = 0, is_commit: bool = True) -> str:
    """The violations, heaviest first, and what follows from them for the commit, or for what else is judged.

    `elsewhere` is the number of critical violations that were there before and are not in the report.
    """
    found = heaviest_first(new(report))
    blocks = ["\n".join(_violation(one, report, style)) for one in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        blocks.append(
            f"... and {plural(len(found) - MOST_SHOWN, 'violation')} more: ssot check shows all of them"
        )
    if gaps := unreported_gaps(report):
        lines = [f"   {gap_place(gap, style)} {style.show(gap.reason)}" for gap in gaps[:MOST_SHOWN]]
        blocks.append("\n".join(["Not analysed:", *lines]))
    if impacts := _impacts(found, report, style):
        blocks.append(impacts)
    if found or not report.verdict.ok:
        blocks.insert(0, _banner(found, report, style, is_commit=is_commit))
    blocks.append(_verdict(found, report, style, is_commit=is_commit))
    if elsewhere:
        blocks.append(_elsewhere(elsewhere, style))
    return "\n\n".join(blocks) + "\n"


def _banner(found: list[Assessment], report: Report, style: Style, *, is_commit: bool) -> str:
    heaviest = found[0].violation.severity if found else None
    what = {
        Severity.CRITICAL: "CRITICAL VIOLATIONS DETECTED",
        Severity.ERROR: "SSOT VIOLATIONS DETECTED",
        Severity.WARNING: "WARNINGS",
        None: "BASELINE NOT IN ORDER",
    }[heaviest]
    subject = "COMMIT " if is_commit else ""
    if report.verdict.ok:
        return style.paint("warning", f"{icon('⚠️ ', style)}{what} - {subject}ALLOWED, REVIEW RECOMMENDED")
    return style.paint("bad", f"{icon('🚨', style)}{what} - {subject}BLOCKED!")


def _violation(one: Assessment, report: Report, style: Style) -> Iterator[str]:
    violation = one.violation
    rule = rule_of(report, one)
    severity = style.paint(violation.severity, violation.severity.upper())
    head = icon(_ICONS[violation.severity], style) + severity
    yield f"{head}: {style.show(violation.message)} [{style.show(violation.rule)}]"
    yield f"   {icon('📄', style)}File: {_place(violation, style)}"
    if violation.trace and violation.trace[-1].location.path != violation.location.path:
        last = violation.trace[-1].location
        yield f"   {icon('🔗', style)}Affects: {style.path(last.path)}:{last.line}"
    if fix := violation.fix or (rule.fix if rule else ""):
        yield f"   {icon('💡', style)}Fix: {style.show(fix)}"
    if code := _code(violation):
        yield f"   Code: {style.show(code)}"


def _place(violation: Violation, style: Style) -> str:
    where = violation.location
    return style.paint("place", f"{style.path(where.path)}:{where.line}")


def _code(violation: Violation) -> str:
    """The first line of what breaks the rule, as it stands in the file."""
    excerpt, line = violation.excerpt, violation.location.line
    if excerpt is None or not 0 <= line - excerpt.first_line < len(excerpt.lines):
        return ""
    text = excerpt.lines[line - excerpt.first_line]
    if len(text) > _LONGEST_CODE:  # a minified file
        first = max(violation.location.column - 1 - _LONGEST_CODE // 4, 0)
        text = text[first : first + _LONGEST_CODE]
    return text.strip()


def _impacts(found: list[Assessment], report: Report, style: Style) -> str:
    """The configured business impact of the rules that were broken, each once."""
    rules = [rule_of(report, one) for one in found]
    told = dict.fromkeys(rule.impact for rule in rules if rule and rule.impact)
    return "\n".join(f"{icon('💰', style)}BUSINESS IMPACT: {style.show(impact)}" for impact in told)


def _verdict(found: list[Assessment], report: Report, style: Style, *, is_commit: bool) -> str:
    if report.verdict.ok and not found:
        return passed(style).rstrip("\n")
    if report.verdict.ok:
        level = report.verdict.level
        text = f"{icon('✅', style)}Pre-commit checks passed at level {level}"
        return style.paint("good", f"{text}: {plural(len(found), 'violation')} to review")
    reasons = "; ".join(style.show(reason) for reason in report.verdict.reasons)
    verdict = style.paint(
        "bad", f"{icon('❌', style)}{'Commit blocked' if is_commit else 'Failed'}: {reasons}"
    )
    advice = []
    if found:
        advice.append(f"`ssot explain {style.show(found[0].violation.rule)}` says why, and what to do.")
    if is_commit:
        advice.append("`git commit --no-verify` skips all checks (not recommended).")
    return f"{verdict}\n   {' '.join(advice)}".rstrip()


def _elsewhere(number: int, style: Style) -> str:
    what = plural(number, "critical violation")
    text = f"{what} in files that this commit does not touch: `ssot check` shows them"
    return style.paint("critical", f"{icon('🔴', style)}{text}")
