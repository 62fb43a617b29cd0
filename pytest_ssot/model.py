"""The vocabulary: frozen values that every layer shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

Progress = Callable[[int, int], None]
"""Told how many of how many files have been looked at."""


class Severity(StrEnum):
    """How much a violation weighs; declared from heaviest to lightest."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"


class Level(StrEnum):
    """How strict a verdict is; the budgets live in `pytest_ssot.verdict`."""

    STRICT = "strict"
    STANDARD = "standard"
    PERMISSIVE = "permissive"


class Status(StrEnum):
    """What a violation means for the verdict: new ones count, and modified ones at level strict."""

    NEW = "new"
    MODIFIED = "modified"
    """A baseline knows it, but its statement was edited."""
    MOVED = "moved"
    """A baseline knows it; its file, its definition or the name of either is another."""
    KNOWN = "known"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A span of source text: lines and columns count from 1, in characters; the end is exclusive."""

    path: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Consecutive source lines around a location, without line ends; `first_line` counts from 1."""

    first_line: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One stop on the way from a decision to the call it affects."""

    location: Location
    message: str
    excerpt: Excerpt | None = None


MOST_VIOLATIONS = 1_000
"""Violations of one rule in one file that are told: nobody reads more, and each costs what it is shown by."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A place where the source breaks a rule.

    `subject` names what is violated (`jwt.decode`), `scope` is the qualified name of the enclosing
    definition ("" at module level). `trace` leads from the decision to the affected call and is
    empty when both stand in the same place.
    """

    rule: str
    severity: Severity
    location: Location
    message: str
    subject: str
    scope: str = ""
    fix: str = ""
    trace: tuple[Step, ...] = ()
    excerpt: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class Suppression:
    """An exception marker: a comment that permits violations in the lines it covers.

    `rules` is empty when it permits every rule; `until` is the last day it holds. `first_line` and
    `last_line` (inclusive, from 1) are the lines it covers. `problem` says what is wrong with how it
    is written ("" when nothing is); a marker with a problem permits nothing.
    """

    location: Location
    marker: str
    reason: str
    first_line: int
    last_line: int
    rules: tuple[str, ...] = ()
    until: date | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class KnownViolation:
    """A violation as a baseline remembers it.

    `path` and `scope` say where it stood when it was remembered, `line` where in that file it stands now:
    0 when it is gone or elsewhere. `reason` says why it was accepted ("" when nobody did).
    """

    rule: str
    severity: Severity
    path: str
    subject: str
    scope: str = ""
    line: int = 0
    reason: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A violation with its standing: new, known from a baseline, or suppressed by a marker.

    `precedent` is the known violation that explains it; for a new one, the one it is most like and may
    be a copy of. `fingerprint` names the violation in other reports, whatever line it stands in.
    """

    violation: Violation
    status: Status = Status.NEW
    suppression: Suppression | None = None
    precedent: KnownViolation | None = None
    fingerprint: str = ""

    def counts(self, level: Level) -> bool:
        """Whether it counts for the verdict at that level."""
        return self.status is Status.NEW or (self.status is Status.MODIFIED and level is Level.STRICT)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that could not be analysed, and why; `line` is 0 for a whole file or directory."""

    path: str
    reason: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a report says about a rule without needing the rule itself.

    `explanation` is the manual page (Markdown), `references` are URLs or issue names, `cwe` holds
    CWE numbers, `impact` is the configured business-impact line.
    """

    id: str
    severity: Severity
    summary: str
    explanation: str
    fix: str
    references: tuple[str, ...] = ()
    cwe: tuple[int, ...] = ()
    impact: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether what counts stays within the level's budgets, and every reason why not.

    `counts` are the violations that count, per severity; `budgets` the most each may reach, None for any
    number.
    """

    level: Level
    counts: Mapping[Severity, int]
    budgets: Mapping[Severity, int | None]
    reasons: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Nothing blocks."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class BaselineSummary:
    """What became of the violations that a baseline knows.

    `place` names its store. `entries` are all it knows, `left` those of them that are not fixed, `first`
    what the first baseline knew (0 when that is not remembered). `fixed` are those whose violation is
    gone, as far as the report looked. With `strict`, an entry of a fixed violation fails the verdict;
    `grown` says what there is more of than the first baseline had, where that is not allowed.
    """

    place: str
    entries: int
    left: int
    first: int = 0
    fixed: tuple[KnownViolation, ...] = ()
    strict: bool = False
    grown: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the baseline itself fails the verdict, one line each."""
        number = len(self.fixed)
        if not self.strict or not number:
            return self.grown
        stale = f"{number} stale {'entry' if number == 1 else 'entries'} in the baseline, none allowed"
        return (f"{stale} with strict-baseline: prune what is fixed", *self.grown)


@dataclass(frozen=True)
class Report:
    """The judgement of a whole project.

    `files` are all source files looked at, sorted; `assessments` are sorted by location. `baseline` is
    None when nothing was compared with one. Everything in it survives a round trip through JSON, so
    workers and formats share one value.
    """

    files: tuple[str, ...]
    assessments: tuple[Assessment, ...]
    gaps: tuple[Gap, ...]
    verdict: Verdict
    rules: tuple[RuleInfo, ...] = field(default=())
    baseline: BaselineSummary | None = None

    @property
    def counting(self) -> tuple[Assessment, ...]:
        """The assessments that count for the verdict, in order."""
        return tuple(one for one in self.assessments if one.counts(self.verdict.level))

    def about(self, path: str) -> tuple[Assessment, ...]:
        """The assessments whose violation stands in the file `path`."""
        return self._by_path.get(path, ())

    def rule(self, rule_id: str) -> RuleInfo:
        """The description of a rule; KeyError when no rule has that id."""
        return {info.id: info for info in self.rules}[rule_id]

    @cached_property
    def _by_path(self) -> Mapping[str, tuple[Assessment, ...]]:
        found: dict[str, list[Assessment]] = {}
        for assessment in self.assessments:
            found.setdefault(assessment.violation.location.path, []).append(assessment)
        return {path: tuple(assessments) for path, assessments in found.items()}
