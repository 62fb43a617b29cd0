"""An exception marker permits what it covers and names, and answers for itself."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pytest_ssot.model import Assessment, Location, RuleInfo, Severity, Status, Suppression, Violation
from pytest_ssot.settings import RuleSettings, Settings
from pytest_ssot.suppressions import EXPIRED, FILE_NOT_ANALYSED, OWN_RULES, UNUSED, WITHOUT_REASON, suppress

TODAY = date(2024, 3, 31)
SETTINGS = Settings(Path("project"))
CRITICAL, ERROR, WARNING = Severity.CRITICAL, Severity.ERROR, Severity.WARNING
RULES = ("jwt-direct-import", "jwt-direct-call", "jwt-signature-bypass")


def violation(
    line: int, rule: str = "jwt-direct-call", severity: Severity = ERROR, path: str = "a.py"
) -> Violation:
    return Violation(rule, severity, Location(path, line, 5), "message", "subject")


def marker(
    first: int,
    last: int | None = None,
    *rules: str,
    reason: str = "agreed with security",
    until: date | None = None,
    path: str = "a.py",
) -> Suppression:
    last = first if last is None else last
    return Suppression(Location(path, first), "SSOT_EXCEPTION", reason, first, last, rules, until)


def standing(
    violations: list[Violation], markers: list[Suppression], settings: Settings = SETTINGS
) -> tuple[list[tuple[int, str, Status]], list[tuple[int, str, str]]]:
    """The (line, rule, status) of the violations given, and the (line, rule, message) of the markers'."""
    found = suppress(violations, markers, settings=settings, today=TODAY, rule_ids=RULES)
    given = [
        (a.violation.location.line, a.violation.rule, a.status) for a in found if a.violation in violations
    ]
    own = [a.violation for a in found if a.violation not in violations]
    return given, [(v.location.line, v.rule, v.message) for v in own]


COVERAGE = [
    # line, first, last, named rules, suppressed
    (3, 3, 3, (), True),
    (3, 1, 9, (), True),
    (1, 1, 9, (), True),
    (9, 1, 9, (), True),
    (10, 1, 9, (), False),
    (2, 3, 9, (), False),
    (3, 3, 3, ("jwt-direct-call",), True),
    (3, 3, 3, ("jwt-direct-import", "jwt-direct-call"), True),
    (3, 3, 3, ("jwt-direct-import",), False),
]


@pytest.mark.parametrize(("line", "first", "last", "rules", "suppressed"), COVERAGE)
def test_a_marker_permits_what_starts_in_its_lines_and_breaks_a_rule_it_names(
    line: int, first: int, last: int, rules: tuple[str, ...], suppressed: bool
) -> None:
    """Both ends of the range belong to it; no named rule means every rule."""
    covering = marker(first, last, *rules)

    found = suppress([violation(line)], [covering], settings=SETTINGS, today=TODAY)

    if suppressed:
        assert found == (Assessment(violation(line), Status.SUPPRESSED, covering),)
    else:
        assert {(a.violation.rule, a.status) for a in found} == {
            ("jwt-direct-call", Status.NEW),
            ("suppression-unused", Status.NEW),
        }


def test_without_markers_everything_is_new_and_in_order() -> None:
    """Assessments come by path, line, column and rule."""
    found = suppress(
        [violation(9), violation(2, path="b.py"), violation(2), violation(2, "jwt-direct-import")],
        [],
        settings=SETTINGS,
        today=TODAY,
    )

    assert found == (
        Assessment(violation(2)),
        Assessment(violation(2, "jwt-direct-import")),
        Assessment(violation(9)),
        Assessment(violation(2, path="b.py")),
    )


def test_a_marker_covers_only_its_own_file() -> None:
    """The same lines elsewhere are none of its business."""
    given, own = standing([violation(3, path="b.py")], [marker(3)])

    assert given == [(3, "jwt-direct-call", Status.NEW)]
    assert own == [(3, UNUSED.id, "the exception has no effect: nothing in line 3 needs it")]


def test_the_closest_of_several_markers_is_credited_and_none_is_unused() -> None:
    """A marker on a line inside a marked function is as needed as the function's."""
    outer, inner = marker(1, 20), marker(5, 6)

    found = suppress([violation(5)], [outer, inner], settings=SETTINGS, today=TODAY)

    assert found == (Assessment(violation(5), Status.SUPPRESSED, inner),)


@pytest.mark.parametrize("reason", ["", "   ", "...", "— !"])
def test_a_marker_without_a_reason_permits_nothing(reason: str) -> None:
    """A reason has at least one letter or digit."""
    given, own = standing([violation(3)], [marker(3, reason=reason, until=date(2030, 1, 1))])

    assert given == [(3, "jwt-direct-call", Status.NEW)]
    assert own == [(3, WITHOUT_REASON.id, "the exception gives no reason, so it permits nothing")]


@pytest.mark.parametrize(
    ("until", "status"),
    [
        (date(2024, 3, 30), Status.NEW),
        (date(2024, 3, 31), Status.SUPPRESSED),
        (date(2024, 4, 1), Status.SUPPRESSED),
    ],
)
def test_the_date_of_a_marker_is_its_last_day(until: date, status: Status) -> None:
    """It holds through the day it names, and permits nothing from the next day on."""
    given, own = standing([violation(3)], [marker(3, until=until)])

    assert given == [(3, "jwt-direct-call", status)]
    expired = (3, EXPIRED.id, "the exception ended on 2024-03-30, so it permits nothing any more")
    assert own == ([expired] if status is Status.NEW else [])


def test_a_marker_that_cannot_be_read_permits_nothing() -> None:
    """A slip in the date or the brackets ends the exception and says what is wrong."""
    slip = replace(marker(3), problem="until='2024-13-01' is not a date: write until=YYYY-MM-DD")

    given, own = standing([violation(3)], [slip])

    assert given == [(3, "jwt-direct-call", Status.NEW)]
    assert own == [(3, UNUSED.id, f"the exception permits nothing: {slip.problem}")]


def test_a_marker_with_several_faults_shows_all() -> None:
    """Every fault is reported at once."""
    _, own = standing([violation(3)], [replace(marker(3, reason="", until=date(2020, 1, 1)), problem="x")])

    assert [rule for _, rule, _ in own] == [EXPIRED.id, UNUSED.id, WITHOUT_REASON.id]


def test_a_marker_that_nothing_needs_is_unused() -> None:
    """What is left over would permit the next violation unseen."""
    given, own = standing([violation(30)], [marker(3, 9, "jwt-direct-call")])

    assert given == [(30, "jwt-direct-call", Status.NEW)]
    assert own == [(3, UNUSED.id, "the exception has no effect: nothing in lines 3 to 9 needs it")]


def test_a_marker_with_an_unknown_rule_says_which() -> None:
    """A misspelt rule is told with the likely one; the rules spelt right still count."""
    given, own = standing([violation(3)], [marker(3, 3, "jwt-direct-cal", "jwt-direct-call", "\x1b[2J")])

    assert given == [(3, "jwt-direct-call", Status.SUPPRESSED)]
    ((line, rule, message),) = own
    assert (line, rule) == (3, UNUSED.id)
    assert "there is no rule 'jwt-direct-cal', did you mean 'jwt-direct-call'?" in message
    assert "there is no rule '\\x1b[2J', " in message


def test_unknown_rules_are_not_looked_for_without_the_known_ones() -> None:
    """Without a list of rules a name may be anybody's; unused it still is."""
    found = suppress([], [marker(3, 3, "my-own-rule")], settings=SETTINGS, today=TODAY)

    assert [a.violation.message for a in found] == ["the exception has no effect: nothing in line 3 needs it"]


def test_critical_violations_are_not_permitted_by_a_marker() -> None:
    """The violation stays new, and the marker says why it has no effect."""
    bypass = violation(3, "jwt-signature-bypass", CRITICAL)

    found = suppress([bypass], [marker(3, 3, "jwt-signature-bypass")], settings=SETTINGS, today=TODAY)

    about, kept = found
    assert kept == Assessment(bypass)
    assert about.violation.rule == UNUSED.id
    assert about.violation.message == (
        "the exception has no effect: jwt-signature-bypass is critical, and no marker permits that"
    )
    assert about.violation.fix == (
        "fix the violation; `allow-critical-exceptions` can name jwt-signature-bypass if it has to stay"
    )


def test_a_marker_that_also_permits_something_else_is_in_use() -> None:
    """Only a marker without any effect is reported; the critical violation speaks for itself."""
    given, own = standing([violation(3, "jwt-signature-bypass", CRITICAL), violation(4)], [marker(3, 4)])

    assert given == [(3, "jwt-signature-bypass", Status.NEW), (4, "jwt-direct-call", Status.SUPPRESSED)]
    assert own == []


def test_critical_violations_can_be_allowed_by_name() -> None:
    """The configuration decides per rule, so allowing one critical rule allows no other."""
    settings = Settings(Path(), allow_critical_exceptions=("jwt-signature-bypass",))
    others = violation(4, "jwt-direct-call", CRITICAL)

    given, own = standing(
        [violation(3, "jwt-signature-bypass", CRITICAL), others], [marker(3), marker(4)], settings
    )

    assert given == [(3, "jwt-signature-bypass", Status.SUPPRESSED), (4, "jwt-direct-call", Status.NEW)]
    assert [(line, rule) for line, rule, _ in own] == [(4, UNUSED.id)]


def test_a_file_that_was_not_analysed_must_be_named_to_be_permitted() -> None:
    """A marker that permits every rule of the project does not permit the tool to be blind."""
    blind = violation(1, FILE_NOT_ANALYSED.id, WARNING)

    assert standing([blind], [marker(1, 99)])[0] == [(1, FILE_NOT_ANALYSED.id, Status.NEW)]
    assert standing([blind], [marker(1, 99, FILE_NOT_ANALYSED.id)]) == (
        [(1, FILE_NOT_ANALYSED.id, Status.SUPPRESSED)],
        [],
    )


def test_markers_are_not_called_unused_where_the_analysis_has_gaps() -> None:
    """What they cover may stand in the part that could not be read."""
    _, own = standing([violation(7, FILE_NOT_ANALYSED.id, WARNING)], [marker(3)])

    assert own == []


def test_a_violation_of_a_whole_file_counts_as_its_first_line() -> None:
    """Line 0 means the file; a marker at its top covers that."""
    whole = violation(0, FILE_NOT_ANALYSED.id, WARNING)

    assert standing([whole], [marker(1, 99, FILE_NOT_ANALYSED.id)])[0][0][2] is Status.SUPPRESSED


def test_the_rules_about_markers_are_configurable() -> None:
    """They can be switched off and weighed like any rule; a bad marker stays without effect."""
    quiet = Settings(Path(), rules={WITHOUT_REASON.id: RuleSettings(enabled=False)})
    loud = Settings(Path(), rules={UNUSED.id: RuleSettings(severity=ERROR)})

    assert standing([violation(3)], [marker(3, reason="")], quiet) == (
        [(3, "jwt-direct-call", Status.NEW)],
        [],
    )
    (found,) = suppress([], [marker(3)], settings=loud, today=TODAY)
    assert found.violation.severity is ERROR


def test_a_markers_violation_stands_where_the_marker_stands() -> None:
    """The place, the word used and what to do are all there."""
    (found,) = suppress([], [marker(3)], settings=SETTINGS, today=TODAY)

    assert found == Assessment(
        Violation(
            UNUSED.id,
            WARNING,
            Location("a.py", 3),
            "the exception has no effect: nothing in line 3 needs it",
            "SSOT_EXCEPTION",
            fix=UNUSED.fix,
        )
    )


def test_thousands_of_markers_and_violations_in_one_file_take_no_time() -> None:
    """One sweep through the file, not every marker against every violation."""
    count = 20_000
    began = time.process_time()

    found = suppress(
        [violation(line) for line in range(1, count + 1)],
        [marker(line) for line in range(1, count + 1)],
        settings=SETTINGS,
        today=TODAY,
    )

    assert {a.status for a in found} == {Status.SUPPRESSED}
    assert time.process_time() - began < 10


def test_the_tools_own_rules_are_these() -> None:
    """Their ids are stable: configurations and markers name them."""
    assert {(info.id, info.severity) for info in OWN_RULES} == {
        ("suppression-without-reason", WARNING),
        ("suppression-expired", WARNING),
        ("suppression-unused", WARNING),
        ("file-not-analysed", WARNING),
    }


@pytest.mark.parametrize("info", OWN_RULES, ids=lambda info: str(info.id))
def test_the_tools_own_rules_have_a_manual_page(info: RuleInfo) -> None:
    """Each says what it is, why it matters and what to do."""
    assert len(info.explanation) > 200
    assert info.summary
    assert info.fix


def test_a_marker_that_cannot_be_read_permits_nothing_and_says_why() -> None:
    """A slip in the brackets or the date is reported as such, and only once."""
    unreadable = replace(marker(3, reason="agreed until = soon"), problem="its bracket is never closed")

    given, own = standing([violation(3)], [unreadable])

    assert given == [(3, "jwt-direct-call", Status.NEW)]
    assert own == [
        (3, "suppression-unused", "the exception permits nothing: its bracket is never closed"),
    ]
