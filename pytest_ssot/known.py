"""What of a report was known before: from a baseline, or because a base revision has it already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from pytest_ssot.baseline import (
    Baseline,
    Comparison,
    Entry,
    Fate,
    Match,
    Standing,
    compare,
    fingerprint,
    snapshot,
)
from pytest_ssot.check import check
from pytest_ssot.facts.decoding import decode
from pytest_ssot.model import (
    Assessment,
    BaselineSummary,
    KnownViolation,
    Report,
    Severity,
    Status,
    Violation,
)
from pytest_ssot.ratchet import growth
from pytest_ssot.settings import Settings
from pytest_ssot.trees import Tree
from pytest_ssot.trees.bases import Base
from pytest_ssot.verdict import judge

if TYPE_CHECKING:
    from pytest_ssot.cache import Cache

_STATUS = {
    Standing.NEW: Status.NEW,
    Standing.MODIFIED: Status.MODIFIED,
    Standing.MOVED: Status.MOVED,
    Standing.KNOWN: Status.KNOWN,
}


def against_base(
    report: Report,
    tree: Tree,
    base: Base,
    settings: Settings,
    *,
    today: date,
    cache: Cache | None = None,
) -> Report:
    """The report on `tree`, with what the base has already as known.

    The base is judged by the settings of today: a rule that was switched on, or made stricter, since
    then makes nothing new. What a marker permitted in the base and nothing permits any more is new.
    Critical violations always count, unless `allow-critical-exceptions` names their rule.
    """
    if not any(one.counts(settings.level) for one in report.assessments):
        return report
    return against_state(report, tree, state_of(base, settings, today=today, cache=cache), settings)


class State(msgspec.Struct, frozen=True):
    """What a base holds: its violations, as a baseline, and the paths that have another name now."""

    baseline: Baseline
    renames: Mapping[str, str]


def state_of(base: Base, settings: Settings, *, today: date, cache: Cache | None = None) -> State:
    """The base, judged."""
    return _state(base, check(base.tree, settings, today=today, cache=cache))


def without_parent(
    report: Report, tree: Tree, parent: Base, settings: Settings, *, today: date, cache: Cache | None = None
) -> Report:
    """The report with everything as known that a commit's parent has, critical or not."""
    before = check(parent.tree, settings, today=today, cache=cache)
    if unsuppressed(before) != unsuppressed(report):
        return against_state(report, tree, _state(parent, before), settings, critical_counts=False)
    # Word for word the same: nothing has to be compared.
    counted = (Status.NEW, Status.MODIFIED)
    return _judged(
        report,
        [replace(one, status=Status.KNOWN) if one.status in counted else one for one in report.assessments],
        settings,
        report.baseline,
    )


def _state(base: Base, before: Report) -> State:
    violations = unsuppressed(before)
    broken = (gap.path for gap in before.gaps)
    texts = _texts(base.tree, (*(violation.location.path for violation in violations), *broken))
    return State(snapshot(violations, texts), base.renames)


def against_state(
    report: Report, tree: Tree, state: State, settings: Settings, *, critical_counts: bool = True
) -> Report:
    """Like `against_base`, for a base that has been judged already.

    Without `critical_counts`, critical violations are known like all others.
    """
    now = unsuppressed(report)
    paths = _paths(state.baseline, state.renames)
    texts = _texts(tree, (*paths, *(violation.location.path for violation in now)))
    comparison = compare(state.baseline, now, texts, renames=state.renames)
    return _marked(report, comparison, settings, report.baseline, critical_counts=critical_counts)


def against_baseline(
    report: Report,
    tree: Tree,
    baseline: Baseline,
    settings: Settings,
    *,
    place: str = "",
    renames: Mapping[str, str] | None = None,
) -> Report:
    """The report on `tree`, with what the baseline explains as known, and the verdict on the rest.

    `place` names the baseline for people. Critical violations count unless their entry gives a reason
    or `allow-critical-exceptions` names their rule.
    """
    return compare_report(report, tree, baseline, settings, place=place, renames=renames).report


class Compared(msgspec.Struct, frozen=True):
    """A report compared with a baseline, and all that is needed to write the next one.

    `plain` is the report before, `report` the one that says what is known; `comparison` is of the
    violations in `plain` that no marker permits, in order, and `texts` what it was made from.
    """

    plain: Report
    report: Report
    baseline: Baseline
    comparison: Comparison
    texts: Mapping[str, str]
    tree: Tree
    settings: Settings
    place: str

    def against(self, baseline: Baseline) -> Compared:
        """The same violations compared with another baseline: one that somebody wrote in the meantime."""
        if baseline == self.baseline:
            return self
        return compare_report(
            self.plain, self.tree, baseline, self.settings, place=self.place, texts=self.texts
        )


def compare_report(
    report: Report,
    tree: Tree,
    baseline: Baseline,
    settings: Settings,
    *,
    place: str = "",
    renames: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Compared:
    """Like `against_baseline`, with the details; `texts` are those of files that were read already."""
    violations = unsuppressed(report)
    wanted = {*_paths(baseline, renames or {}), *(violation.location.path for violation in violations)}
    wanted.update(gap.path for gap in report.gaps)
    read = {path: text for path, text in (texts or {}).items() if path in wanted}
    read |= _texts(tree, wanted - read.keys())
    comparison = compare(baseline, violations, read, renames=renames)
    comparison = _with_doubts(comparison, report)
    summary = _summary(comparison, baseline, settings, place)
    marked = _marked(report, comparison, settings, summary)
    return Compared(report, marked, baseline, comparison, read, tree, settings, place)


def is_accepted(match: Match, settings: Settings) -> bool:
    """Whether what a baseline explains does not count.

    A critical violation needs a reason in its entry, or a rule that the configuration names.
    """
    violation = match.violation
    if violation.severity is not Severity.CRITICAL or violation.rule in settings.allow_critical_exceptions:
        return True
    return match.entry is not None and bool(match.entry.reason)


def unsuppressed(report: Report) -> list[Violation]:
    """The violations that no marker permits, in the order of the report."""
    return [one.violation for one in report.assessments if one.status is not Status.SUPPRESSED]


def remembered(entry: Entry, line: int = 0) -> KnownViolation:
    """An entry as reports show it; `line` is where its violation stands now."""
    return KnownViolation(
        entry.rule,
        entry.severity,
        entry.path,
        entry.subject,
        scope=entry.scope,
        line=line,
        reason=entry.reason,
        fingerprint=fingerprint(entry),
    )


def _marked(
    report: Report,
    comparison: Comparison,
    settings: Settings,
    summary: BaselineSummary | None,
    *,
    critical_counts: bool = True,
) -> Report:
    """The report with what a comparison says of each violation; what is known already stays that."""
    lines = {
        known.entry: known.violation.location.line
        for known in comparison.remembered
        if known.violation and known.violation.location.path == known.entry.path
    }
    matches = iter(comparison.matches)

    def mark(one: Assessment) -> Assessment:
        if one.status is Status.SUPPRESSED:
            return one
        match = next(matches)
        if one.status not in (Status.NEW, Status.MODIFIED):
            return one
        if match.standing is Standing.NEW:
            nearest = _shown(match.nearest, lines)
            return replace(one, precedent=one.precedent or nearest)
        if critical_counts and not is_accepted(match, settings):
            return one
        known = _shown(match.entry, lines)
        name = known.fingerprint if known else one.fingerprint
        return replace(one, status=_STATUS[match.standing], precedent=known, fingerprint=name)

    return _judged(report, [mark(one) for one in report.assessments], settings, summary)


def _judged(
    report: Report, assessments: Iterable[Assessment], settings: Settings, summary: BaselineSummary | None
) -> Report:
    assessments = tuple(assessments)
    verdict = judge(
        assessments, settings.level, block_on_warnings=settings.block_on_warnings, baseline=summary
    )
    return replace(report, assessments=assessments, verdict=verdict, baseline=summary)


def _shown(entry: Entry | None, lines: Mapping[Entry, int]) -> KnownViolation | None:
    return None if entry is None else remembered(entry, lines.get(entry, 0))


def _with_doubts(comparison: Comparison, report: Report) -> Comparison:
    """The comparison, in which nothing is fixed that this run could not see.

    Nobody knows of what is in a file or directory that was not completely analysed, or against a rule that
    is off.
    """
    unseen = {gap.path for gap in report.gaps}
    off = {known.entry.rule for known in comparison.remembered} - {rule.id for rule in report.rules}

    def is_unseen(path: str) -> bool:
        return path in unseen or any(path[:index] in unseen for index, sign in enumerate(path) if sign == "/")

    return msgspec.structs.replace(
        comparison,
        remembered=tuple(
            msgspec.structs.replace(known, fate=Fate.UNKNOWN)
            if known.fate is Fate.FIXED and (known.entry.rule in off or is_unseen(known.entry.path))
            else known
            for known in comparison.remembered
        ),
    )


def _summary(comparison: Comparison, baseline: Baseline, settings: Settings, place: str) -> BaselineSummary:
    fixed = tuple(remembered(entry) for entry in comparison.fixed())
    entries = len(baseline.entries)
    return BaselineSummary(
        place,
        entries,
        entries - len(fixed),
        first=sum(count.number for count in baseline.first),
        fixed=fixed,
        strict=settings.strict_baseline,
        grown=growth(baseline) if settings.ratchet else (),
    )


def _paths(baseline: Baseline, renames: Mapping[str, str]) -> set[str]:
    """Where the violations of a baseline may stand now."""
    then = {entry.path for entry in baseline.entries} | {one.path for one in baseline.unread}
    return then | {renames[path] for path in then if path in renames}


def _texts(tree: Tree, paths: Iterable[str]) -> dict[str, str]:
    """The decoded content of those files that are in the tree."""
    present = frozenset(tree.paths())
    found: dict[str, str] = {}
    for path in sorted({*paths} & present):
        data = tree.read(path)
        if isinstance(data, bytes):
            found[path] = decode(data).text
    return found
