"""The life of a baseline: made from what a report shows, renewed, pruned, and written at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from pytest_ssot.baseline import (
    Baseline,
    BaselineError,
    Comparison,
    Fate,
    Match,
    Remembered,
    edit,
    prune,
    renew,
)
from pytest_ssot.baseline.entry import greatest
from pytest_ssot.facts.syntax import NotParsed, parse_text
from pytest_ssot.known import Compared, is_accepted, remembered
from pytest_ssot.model import Assessment, BaselineSummary, KnownViolation, Report, Severity, Status, Violation
from pytest_ssot.ratchet import counts, rises
from pytest_ssot.verdict import judge

Covers = Callable[[str, Severity], bool]
"""Whether a run looked at a file, for a severity: only that part of a baseline is made anew."""


def everything(path: str, severity: Severity) -> bool:  # noqa: ARG001 - it covers all of them
    """A run of the whole project."""
    return True


@dataclass(frozen=True)
class Terms:
    """On what terms violations enter a baseline.

    `critical` is the reason for which critical ones do, "" when they do not. With `more`, there may be
    more of a rule than before, whatever the ratchet says.
    """

    critical: str = ""
    more: bool = False


@dataclass(frozen=True)
class Change:
    """What became of a baseline.

    `added` and `removed` are how it differs; `fixed` are those removed whose violation is gone, `refused`
    the critical violations that nobody gave a reason for. `is_new` says that there was none before.
    """

    after: Baseline
    added: int
    removed: int
    fixed: tuple[KnownViolation, ...]
    refused: tuple[Violation, ...] = ()
    is_new: bool = False


def update(path: Path, compared: Compared, terms: Terms, covers: Covers = everything) -> Change:
    """Write what the covered part of a report shows; everything else in the file stays.

    What others wrote in the meantime counts as known. `BaselineError` when the file cannot be read or
    written, and when the ratchet does not let it grow; it is then as it was.
    """
    return _write(path, lambda current: renewed(compared, current, terms, covers))


def forget_fixed(path: Path, compared: Compared, covers: Covers = everything) -> Change:
    """Take the entries of fixed violations out of the file; nothing else changes."""
    return _write(path, lambda current: pruned(compared, current, covers))


def renewed(compared: Compared, current: Baseline | None, terms: Terms, covers: Covers) -> Change:
    """The baseline that follows `current`, by what the covered part of a report shows; pure."""
    before = current or Baseline()
    compared = compared.against(before)
    part = _part(compared.comparison, covers)
    enters = [enters_on(terms, compared)(match) for match in part.matches]
    texts = {path: text for path, text in compared.texts.items() if _is_covered(path, covers)}
    after = renew(
        before,
        part,
        texts,
        accept=enters_on(terms, compared),
        reason=lambda match: terms.critical if match.violation.severity is Severity.CRITICAL else "",
        unread=_unread(compared, texts),
    )
    after = _without_deleted(after, compared, covers)
    if current is not None and compared.settings.ratchet and not terms.more:
        _hold(before, after, compared.place)
    refused = [match.violation for match, may in zip(part.matches, enters, strict=True) if not may]
    return _change(current, after, part, tuple(refused))


def pruned(compared: Compared, current: Baseline | None, covers: Covers) -> Change:
    """The baseline without the entries of covered violations that are fixed; pure."""
    before = current or Baseline()
    part = _part(compared.against(before).comparison, covers)
    return _change(current, prune(before, part), part, ())


def as_written(compared: Compared, terms: Terms) -> Report:
    """The report as it is once its violations are in the baseline: only what may not enter counts."""
    enters = enters_on(terms, compared)
    matches = iter(compared.comparison.matches)
    assessments = tuple(
        one if one.status is Status.SUPPRESSED or not enters(next(matches)) else _entered(one, terms)
        for one in compared.report.assessments
    )
    settings, summary = compared.settings, compared.report.baseline
    # What is stale goes when it is written.
    summary = replace(summary, strict=False, grown=()) if summary else None
    verdict = judge(
        assessments, settings.level, block_on_warnings=settings.block_on_warnings, baseline=summary
    )
    return replace(compared.report, assessments=assessments, verdict=verdict, baseline=summary)


def _entered(one: Assessment, terms: Terms) -> Assessment:
    if one.status not in (Status.NEW, Status.MODIFIED):
        return one
    violation, known = one.violation, one.precedent if one.status is Status.MODIFIED else None
    reason = known.reason if known else ""
    if violation.severity is Severity.CRITICAL:
        reason = reason or terms.critical
    here = violation.location
    entry = KnownViolation(
        violation.rule,
        violation.severity,
        here.path,
        violation.subject,
        scope=violation.scope,
        line=here.line,
        reason=reason,
        fingerprint=one.fingerprint,
    )
    return replace(one, status=Status.KNOWN, precedent=entry)


def written(summary: BaselineSummary, change: Change) -> BaselineSummary:
    """What a summary says of a baseline once a change has been written."""
    entries = len(change.after.entries)
    first = sum(count.number for count in change.after.first)
    return BaselineSummary(summary.place, entries, entries, first, fixed=change.fixed)


def notes(change: Change, place: str) -> Iterator[str]:
    """What was done, in words: the first line says what the baseline knows now."""
    number = len(change.after.entries)
    knows = f"{number} violation{'' if number == 1 else 's'}"
    if change.is_new:
        yield f"baseline made: {place} knows {knows}"
    elif change.added or change.removed:
        yield f"baseline written: {place} knows {knows}; {change.added} added, {change.removed} removed"
    else:
        yield f"baseline up to date: {place} knows {knows}"
    if change.refused:
        amount = f"{len(change.refused)} critical violation{'' if len(change.refused) == 1 else 's'}"
        yield f"{amount} left out: fix them, or accept them with --allow-critical REASON"


def enters_on(terms: Terms, compared: Compared) -> Callable[[Match], bool]:
    """Whether a violation may be in the baseline on these terms."""
    return lambda match: bool(terms.critical) or is_accepted(match, compared.settings)


def _write(path: Path, change: Callable[[Baseline | None], Change]) -> Change:
    done: list[Change] = []

    def apply(current: Baseline | None) -> Baseline:
        done.append(change(current))
        return done[-1].after

    edit(path, apply)
    return done[-1]


def _change(
    current: Baseline | None, after: Baseline, part: Comparison, refused: tuple[Violation, ...]
) -> Change:
    before = current or Baseline()
    # What the first baseline knew is remembered from the start; without a ratchet it may grow later.
    first = before.first or counts(before)
    after = msgspec.structs.replace(after, first=greatest((*first, *counts(after))))
    old, new = {one.identity for one in before.entries}, {one.identity for one in after.entries}
    fixed = tuple(remembered(entry) for entry in part.fixed())
    return Change(after, len(new - old), len(old - new), fixed, refused, current is None)


def _hold(before: Baseline, after: Baseline, place: str) -> None:
    if risen := rises(before, after):
        raise BaselineError(
            f"{place}: the ratchet lets a baseline only become smaller, and this would raise "
            f"{', '.join(risen)}; fix what is new, or say --allow-more; the baseline is as it was"
        )


def _part(comparison: Comparison, covers: Covers) -> Comparison:
    """The comparison, in which only what a run covered was looked at."""

    def is_covered(violation: Violation) -> bool:
        return covers(violation.location.path, violation.severity)

    def seen(known: Remembered) -> Remembered:
        if known.violation is not None:
            covered = is_covered(known.violation)
        else:
            covered = covers(known.entry.path, known.entry.severity)
        return known if covered else Remembered(known.entry, Fate.UNKNOWN)

    return Comparison(
        tuple(match for match in comparison.matches if is_covered(match.violation)),
        tuple(seen(known) for known in comparison.remembered),
    )


def _is_covered(path: str, covers: Covers) -> bool:
    return any(covers(path, severity) for severity in Severity)


def _unread(compared: Compared, texts: dict[str, str]) -> frozenset[str]:
    """The files that do not parse: each of them is a gap of the report."""
    gaps = {gap.path for gap in compared.plain.gaps if gap.path in texts}
    return frozenset(path for path in gaps if isinstance(parse_text(texts[path]), NotParsed))


def _without_deleted(baseline: Baseline, compared: Compared, covers: Covers) -> Baseline:
    """The baseline without the lines of files that did not parse and are no more."""
    present = frozenset(compared.plain.files)
    kept = (one for one in baseline.unread if one.path in present or not _is_covered(one.path, covers))
    return msgspec.structs.replace(baseline, unread=tuple(kept))
