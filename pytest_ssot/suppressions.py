"""Which violations an exception marker permits, and what is wrong with the markers themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

import msgspec

from pytest_ssot.model import Assessment, Location, RuleInfo, Severity, Status, Suppression, Violation
from pytest_ssot.settings import Settings
from pytest_ssot.settings.keys import suggest

WITHOUT_REASON = RuleInfo(
    "suppression-without-reason",
    Severity.WARNING,
    "an exception marker gives no reason",
    """\
An exception marker permits a violation, and the reason behind it is what a reviewer decides by. A
marker without one permits nothing: the violations it covers count as if it were not there.

Write why this place may do what others may not, after the colon:

    # SSOT_EXCEPTION: the login page shows the unverified header to choose the key
""",
    "write the reason after the colon, or remove the marker",
)

EXPIRED = RuleInfo(
    "suppression-expired",
    Severity.WARNING,
    "an exception marker is past its date",
    """\
`until=YYYY-MM-DD` names the last day on which an exception holds. From the next day on the marker
permits nothing, and the violations it covers count again: a temporary exception ends by itself, also
when everybody has forgotten it.
""",
    "fix what the marker covers and remove it, or agree on a new date",
)

UNUSED = RuleInfo(
    "suppression-unused",
    Severity.WARNING,
    "an exception marker has no effect",
    """\
A marker that permits nothing is either a leftover, and would silently permit the next violation that
somebody adds in its place, or a mistake: it stands in the wrong place, names another rule than the one
violated or no rule at all, covers a critical violation, or is written so that its brackets or its date
cannot be read.

Critical violations are not permitted by a marker unless the configuration names their rule in
`allow-critical-exceptions`. The tool's own rules (`suppression-…`, `file-not-analysed`) are not
permitted by a marker that names no rules: write `[file-not-analysed]` to permit that one.
""",
    "remove the marker, or move it to the line it is meant for",
)

FILE_NOT_ANALYSED = RuleInfo(
    "file-not-analysed",
    Severity.WARNING,
    "a source file could not be analysed, or not completely",
    """\
Nothing is known about code that could not be read: a file that is missing, unreadable or too large, a
link that is broken or leads out of the project, text in no known encoding, or a statement that does not
parse. In a file that does not parse, everything that can be told apart from the broken part is analysed
as usual, and the broken part is searched as text.
""",
    "mend the file, or leave it out by name with `exclude` if it is no source of this project",
)

OWN_RULES: tuple[RuleInfo, ...] = (WITHOUT_REASON, EXPIRED, UNUSED, FILE_NOT_ANALYSED)
"""The rules about the tool's own work, which no rule module finds."""

_OWN_IDS = frozenset(info.id for info in OWN_RULES)


class State(StrEnum):
    """What a marker does."""

    ACTIVE = "active"
    UNUSED = "unused"
    EXPIRED = "expired"
    REASONLESS = "reasonless"
    UNKNOWN = "unknown"
    """It permits nothing that was seen, but its file could not be analysed completely."""


class Review(msgspec.Struct, frozen=True):
    """A marker with its standing: how many violations it permits, and what is wrong with it."""

    marker: Suppression
    state: State
    permitted: int
    remarks: tuple[str, ...] = ()


class _Use(msgspec.Struct):
    """What becomes of one marker: the faults that make it permit nothing, or whether anything needs it."""

    marker: Suppression
    faults: tuple[Violation, ...]
    permitted: int = 0
    refused: Violation | None = None

    def covers(self, violation: Violation) -> bool:
        if self.marker.rules:
            return violation.rule in self.marker.rules
        return violation.rule not in _OWN_IDS


def suppress(
    violations: Iterable[Violation],
    markers: Iterable[Suppression],
    *,
    settings: Settings,
    today: date,
    rule_ids: Collection[str] | None = None,
) -> tuple[Assessment, ...]:
    """Every violation with its standing, and the violations of the markers themselves, by location.

    A marker covers the violations that start in its lines and break a rule it names, or any rule of the
    project when it names none. Of several, the one with the fewest lines is credited, and none of them
    is unused. Without `rule_ids`, those known, the names in markers are not checked.
    """
    known = None if rule_ids is None else {*rule_ids, *_OWN_IDS}
    found: list[Assessment] = []
    for file in _by_file(violations, markers, today):
        found += _assess(file.violations, file.uses, settings)
        complete = file.is_complete()
        for use in file.uses:
            found += _configured(_about(use, complete=complete, known=known), settings)
    return tuple(sorted(found, key=_order))


def review(
    violations: Iterable[Violation],
    markers: Iterable[Suppression],
    *,
    settings: Settings,
    today: date,
    rule_ids: Collection[str],
) -> tuple[Review, ...]:
    """Every marker with its standing, by location; `violations` are all that were found, as for `suppress`.

    Those that earlier reviews found about the markers themselves are left aside.
    """
    about_markers = {WITHOUT_REASON.id, EXPIRED.id, UNUSED.id}
    given = [violation for violation in violations if violation.rule not in about_markers]
    known = {*rule_ids, *_OWN_IDS}
    found: list[Review] = []
    for file in _by_file(given, markers, today):
        tuple(_assess(file.violations, file.uses, settings))
        complete = file.is_complete()
        for use in file.uses:
            remarks = tuple(_about(use, complete=complete, known=known))
            messages = tuple(remark.message for remark in remarks)
            found.append(Review(use.marker, _state(use, remarks), use.permitted, messages))
    return tuple(sorted(found, key=lambda one: one.marker.location))


def _state(use: _Use, remarks: Sequence[Violation]) -> State:
    if use.permitted:
        return State.ACTIVE
    states = {WITHOUT_REASON.id: State.REASONLESS, EXPIRED.id: State.EXPIRED, UNUSED.id: State.UNUSED}
    return states[remarks[0].rule] if remarks else State.UNKNOWN


class _File(msgspec.Struct):
    """The violations and markers of one file."""

    violations: list[Violation] = msgspec.field(default_factory=list)
    uses: list[_Use] = msgspec.field(default_factory=list)

    def is_complete(self) -> bool:
        """Everything in the file could be analysed."""
        return all(violation.rule != FILE_NOT_ANALYSED.id for violation in self.violations)


def _by_file(
    violations: Iterable[Violation], markers: Iterable[Suppression], today: date
) -> Collection[_File]:
    files: defaultdict[str, _File] = defaultdict(_File)
    for violation in violations:
        files[violation.location.path].violations.append(violation)
    for marker in markers:
        files[marker.location.path].uses.append(_Use(marker, tuple(_faults(marker, today))))
    return files.values()


def _assess(
    violations: Sequence[Violation], uses: Iterable[_Use], settings: Settings
) -> Iterator[Assessment]:
    """The standing of one file's violations, found in one sweep from its first line to its last."""
    ahead = sorted(
        (use for use in uses if not use.faults), key=lambda use: use.marker.first_line, reverse=True
    )
    current: list[_Use] = []
    for violation in sorted(violations, key=lambda violation: violation.location.line):
        line = max(violation.location.line, 1)
        while ahead and ahead[-1].marker.first_line <= line:
            current.append(ahead.pop())
        current = [use for use in current if use.marker.last_line >= line]
        yield _assessment(violation, [use for use in current if use.covers(violation)], settings)


def _assessment(violation: Violation, covering: Sequence[_Use], settings: Settings) -> Assessment:
    if not covering:
        return Assessment(violation)
    if violation.severity is Severity.CRITICAL and violation.rule not in settings.allow_critical_exceptions:
        for use in covering:
            use.refused = use.refused or violation
        return Assessment(violation)
    for use in covering:
        use.permitted += 1
    closest = min(
        covering, key=lambda use: (use.marker.last_line - use.marker.first_line, use.marker.location)
    )
    return Assessment(violation, Status.SUPPRESSED, closest.marker)


def _faults(marker: Suppression, today: date) -> Iterator[Violation]:
    """Why a marker permits nothing, wherever it stands."""
    if not any(character.isalnum() for character in marker.reason):
        yield _own(WITHOUT_REASON, marker, "the exception gives no reason, so it permits nothing")
    if marker.until is not None and marker.until < today:
        yield _own(EXPIRED, marker, f"the exception ended on {marker.until}, so it permits nothing any more")
    if marker.problem:
        yield _own(UNUSED, marker, f"the exception permits nothing: {marker.problem}")


def _about(use: _Use, *, complete: bool, known: Collection[str] | None) -> Iterator[Violation]:
    """What is wrong with a marker, once it is clear what it did.

    In a file that was not analysed completely, what a marker covers may just not have been seen.
    """
    marker = use.marker
    yield from use.faults
    unknown = [rule for rule in marker.rules if known is not None and rule not in known]
    if known is not None and unknown:
        names = "; ".join(f"there is no rule {rule!r}, {suggest(rule, sorted(known))}" for rule in unknown)
        yield _own(UNUSED, marker, f"the exception names what it cannot permit: {names}")
    elif use.faults or use.permitted:
        return
    elif use.refused is not None:
        why = f"{use.refused.rule} is critical, and no marker permits that"
        fix = f"fix the violation; `allow-critical-exceptions` can name {use.refused.rule} if it has to stay"
        yield replace(_own(UNUSED, marker, f"the exception has no effect: {why}"), fix=fix)
    elif complete:
        yield _own(UNUSED, marker, f"the exception has no effect: nothing in {_lines(marker)} needs it")


def _lines(marker: Suppression) -> str:
    if marker.first_line == marker.last_line:
        return f"line {marker.first_line}"
    return f"lines {marker.first_line} to {marker.last_line}"


def _own(info: RuleInfo, marker: Suppression, message: str) -> Violation:
    return Violation(info.id, info.severity, marker.location, message, marker.marker, fix=info.fix)


def _configured(violations: Iterable[Violation], settings: Settings) -> Iterator[Assessment]:
    """The tool's own violations as the configuration wants them: their rules are rules like any other."""
    for violation in violations:
        wish = settings.rule(violation.rule)
        if wish.enabled:
            yield Assessment(replace(violation, severity=wish.severity or violation.severity))


def _order(assessment: Assessment) -> tuple[Location, str, str]:
    violation = assessment.violation
    return violation.location, violation.rule, violation.message
