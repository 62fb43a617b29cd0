"""The pieces of the full format that the pytest plugin shows as well."""

from __future__ import annotations

from dataclasses import replace

from pytest_ssot.formats.full import render_assessment, summary
from pytest_ssot.formats.text.style import Style
from pytest_ssot.model import Assessment, Gap, Level, Location, Report, Severity, Step, Verdict, Violation
from tests.formats.sample import BEYOND, BYPASS, CLEAN, GAPS, KNOWN, SAMPLE, SUPPRESSED

PLAIN = Style()


def test_a_suppressed_violation_names_its_reason() -> None:
    """Shown on demand, it cannot be taken for a new one."""
    assert render_assessment(SUPPRESSED, SAMPLE, PLAIN) == (
        "ERROR jwt-direct-import (suppressed): jwt is imported outside of its owner\n"
        "  --> auth/service.py:2:1\n"
        "  suppressed: the owner \\x1b[2Jitself\n"
        "  fix: Use UnifiedAuthInterface."
    )


def test_a_known_violation_says_so() -> None:
    """It is in the baseline, and does not count."""
    first, *_ = render_assessment(KNOWN, SAMPLE, PLAIN).splitlines()

    assert first == "ERROR jwt-direct-import (known): jwt is imported outside of its owner"


def test_nothing_more_is_needed_than_the_violation() -> None:
    """A report without the rule and a violation without an excerpt still show what and where."""
    bare = replace(BEYOND, violation=replace(BEYOND.violation, excerpt=None))

    assert render_assessment(bare, replace(SAMPLE, rules=()), PLAIN) == (
        "WARNING auth-fallback: bypass_auth is a second way in\n  --> app/wide.py:9:99"
    )


def test_every_step_of_a_trace_has_its_own_place() -> None:
    """The place of the violation itself is named, but its source is not shown twice."""
    text = render_assessment(BYPASS, SAMPLE, PLAIN)

    assert [line.strip() for line in text.splitlines() if ".py:" in line] == [
        "--> app/socket.py:7:13",
        "app/settings.py:2:12",
        "app/passing.py:40:5",
        "app/socket.py:7:13",
    ]
    assert text.count("payload = jwt.decode(") == 1


def test_steps_are_made_harmless() -> None:
    """Messages of steps quote the code, too."""
    step = Step(Location("a.py", 1), "because of \x1b[8m'hidden'\n")
    spoilt = replace(BEYOND, violation=replace(BEYOND.violation, trace=(step,)))

    assert "because of \\x1b[8m'hidden'\\n" in render_assessment(spoilt, SAMPLE, PLAIN)


def test_no_decoration_is_glued_to_a_place() -> None:
    """With colour, the place stands alone between its escape sequences."""
    text = render_assessment(KNOWN, SAMPLE, Style(colour=True))

    assert "\n  --> \x1b[36mlegacy/tokens.py:3:1\x1b[0m\n" in text


def test_the_summary_counts_what_counts() -> None:
    """By severity, by rule, by standing; then files, gaps and the verdict with every reason."""
    assert summary(SAMPLE, PLAIN) == [
        "5 new violations: 1 critical, 1 error, 3 warning",
        "  critical jwt-signature-bypass     1",
        "  error    jwt-direct-import        1",
        "  warning  auth-fallback            3",
        "not counted: 1 known, 1 suppressed",
        "9 files looked at, 2 gaps in the analysis:",
        "  app/broken.py:12 the syntax is not valid: '\\x1b[5m'",
        "  app/locked permission denied",
        "verdict: FAILED at level standard:",
        "  1 critical violation, none allowed",
        "  1 error violation, none allowed",
    ]


def test_good_news_is_short() -> None:
    """Three lines say that nothing was found, where nothing was found, and that this passes."""
    assert summary(CLEAN, PLAIN) == [
        "no new violations",
        "1 file looked at",
        "verdict: PASSED at level strict",
    ]


def test_a_single_reason_stands_beside_the_verdict() -> None:
    """The last line alone tells the story."""
    verdict = Verdict(
        Level.STRICT, {Severity.WARNING: 1}, {Severity.WARNING: 0}, ("1 warning, none allowed",)
    )
    report = Report(("a.py",), (), (), verdict)

    assert summary(report, PLAIN)[-1] == "verdict: FAILED at level strict: 1 warning, none allowed"


def test_many_gaps_are_cut_but_counted() -> None:
    """A thousand unreadable files do not push the verdict off the screen."""
    gaps = tuple(Gap(f"file_{number}.py", "gone") for number in range(1000))

    lines = summary(replace(CLEAN, gaps=gaps), PLAIN)

    assert len(lines) == 14
    assert lines[1:3] == ["1 file looked at, 1000 gaps in the analysis:", "  file_0.py gone"]
    assert lines[-2] == "  and 990 more"


def test_gaps_are_numbers_in_a_line_of_their_own() -> None:
    """One gap is one, two are two."""
    assert summary(replace(CLEAN, gaps=GAPS[:1]), PLAIN)[1] == "1 file looked at, 1 gap in the analysis:"


def test_a_gap_that_is_a_violation_is_not_listed_again() -> None:
    """It counts among the gaps; its reason stands with the violation."""
    gap = Gap("app/broken.py", "invalid syntax", 3)
    place = Location(gap.path, gap.line)
    told = Violation("file-not-analysed", Severity.WARNING, place, gap.reason, gap.path)
    report = replace(CLEAN, gaps=(gap, GAPS[1]), assessments=(Assessment(told),))

    lines = summary(report, PLAIN)

    assert lines[2:-1] == ["1 file looked at, 2 gaps in the analysis:", "  app/locked permission denied"]
