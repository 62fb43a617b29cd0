"""What of a report was known before: from a baseline, or because a base revision has it already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from pytest_ssot.baseline import Baseline, Match, Standing, compare, snapshot
from pytest_ssot.check import check
from pytest_ssot.facts.decoding import decode
from pytest_ssot.model import Level, Report, Severity, Status, Violation
from pytest_ssot.settings import Settings
from pytest_ssot.trees import Tree
from pytest_ssot.trees.bases import Base
from pytest_ssot.verdict import judge


def against_base(report: Report, tree: Tree, base: Base, settings: Settings, *, today: date) -> Report:
    """The report on `tree`, with what the base has already as known.

    The base is judged by the settings of today: a rule that was switched on, or made stricter, since
    then makes nothing new. What a marker permitted in the base and nothing permits any more is new.
    """
    if not _counting(report):
        return report
    before = check(base.tree, settings, today=today)
    violations = _counting(before)
    broken = (gap.path for gap in before.gaps)
    texts = _texts(base.tree, (*(violation.location.path for violation in violations), *broken))
    return against_baseline(report, tree, snapshot(violations, texts), settings, renames=base.renames)


def against_baseline(
    report: Report,
    tree: Tree,
    baseline: Baseline,
    settings: Settings,
    *,
    renames: Mapping[str, str] | None = None,
) -> Report:
    """The report on `tree`, with what the baseline explains as known, and the verdict on the rest.

    At level strict, a violation whose statement was edited counts as new. Critical violations always
    count, unless `allow-critical-exceptions` names their rule.
    """
    violations = _counting(report)
    moved = renames or {}
    then = {path for entry in baseline.entries for path in (entry.path, moved.get(entry.path, entry.path))}
    texts = _texts(tree, then.union(violation.location.path for violation in violations))
    matches = iter(compare(baseline, violations, texts, renames=moved).matches)
    assessments = tuple(
        replace(one, status=_status(next(matches), settings)) if one.status is Status.NEW else one
        for one in report.assessments
    )
    verdict = judge(assessments, settings.level, block_on_warnings=settings.block_on_warnings)
    return replace(report, assessments=assessments, verdict=verdict)


def _status(match: Match, settings: Settings) -> Status:
    edited = match.standing is Standing.MODIFIED and settings.level is Level.STRICT
    if match.standing is Standing.NEW or edited:
        return Status.NEW
    violation = match.violation
    allowed = (
        violation.severity is not Severity.CRITICAL or violation.rule in settings.allow_critical_exceptions
    )
    return Status.KNOWN if allowed else Status.NEW


def _counting(report: Report) -> list[Violation]:
    return [one.violation for one in report.assessments if one.status is Status.NEW]


def _texts(tree: Tree, paths: Iterable[str]) -> dict[str, str]:
    """The decoded content of those files that are in the tree."""
    present: Collection[str] = frozenset(tree.paths())
    found: dict[str, str] = {}
    for path in sorted({*paths} & {*present}):
        data = tree.read(path)
        if isinstance(data, bytes):
            found[path] = decode(data).text
    return found
