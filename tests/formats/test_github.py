"""What GitHub's runner makes of the output: annotations, and nothing that a repository decides about."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_ssot import formats
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import Location, Report, Severity
from tests.formats.sample import BYPASS, CLEAN, HOSTILE_TEXTS, IMPORT, SAMPLE, WIDE, hostile, large

KINDS = {"error", "warning", "notice"}


@dataclass(frozen=True)
class Command:
    """A workflow command as the runner understands it."""

    kind: str
    properties: dict[str, str]
    message: str


def understand(line: str) -> Command | None:
    """The runner's reading of a line of the log; None for plain text."""
    line = line.lstrip()
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    head, _, message = line[2:].partition("::")
    kind, _, given_text = head.partition(" ")
    pairs = [pair.split("=", 1) for pair in given_text.strip().split(",") if pair]
    properties = {pair[0]: unescape(pair[1], "\r\n:,%") for pair in pairs if len(pair) == 2}
    return Command(kind, properties, unescape(message, "\r\n%"))


def unescape(text: str, signs: str) -> str:
    """Undo the encoding of the signs, the percent sign last."""
    for sign in signs:
        text = text.replace(f"%{ord(sign):02X}", sign)
    return text


def commands(report: Report, options: Options | None = None) -> list[Command]:
    """All commands in the output."""
    rendered = formats.load("github").render(report, options or Options())
    return [found for line in rendered.splitlines() if (found := understand(line))]


def test_a_violation_is_an_annotation_at_its_place() -> None:
    """Its message says what is wrong, how it comes about, and what to do."""
    critical, error, *warnings = commands(SAMPLE, Options(origin=Origin("services/api/")))

    assert critical == Command(
        "error",
        {
            "file": "services/api/app/socket.py",
            "line": "7",
            "endLine": "9",
            "title": "critical: jwt-signature-bypass",
        },
        "jwt.decode accepts the token without verifying its signature\n"
        "1. services/api/app/settings.py:2 verification is switched off here\n"
        "2. services/api/app/passing.py:40 handed on by `options`\n"
        "3. services/api/app/socket.py:7 jwt.decode receives it\n"
        "fix: Call UnifiedAuthInterface.verify(token).\n"
        "impact: Forged tokens open every account.",
    )
    assert (error.properties["col"], error.properties["endColumn"]) == ("8", "11")
    assert [command.kind for command in warnings] == ["warning"] * 5


def test_what_does_not_count_is_no_annotation() -> None:
    """Known and suppressed violations are not the author's news."""
    assert not [
        one for one in commands(SAMPLE) if one.properties.get("file", "").startswith(("auth", "legacy"))
    ]


def test_gaps_are_warnings_without_a_line_where_they_have_none() -> None:
    """A judgement with holes says so where the hole is."""
    *_, broken, locked = commands(SAMPLE)

    assert (broken.properties["file"], broken.properties["line"]) == ("app/broken.py", "12")
    assert locked == Command(
        "warning", {"file": "app/locked", "title": "not fully analysed"}, "permission denied"
    )


def test_a_clean_report_is_no_annotation() -> None:
    """The verdict is a plain line of the log, and quiet leaves it out."""
    assert formats.load("github").render(CLEAN, Options()) == "PASSED at level strict: no new violations\n"
    assert formats.load("github").render(CLEAN, Options(summary=False)) == ""


def test_of_many_the_heaviest_are_shown_and_a_notice_has_the_rest() -> None:
    """GitHub shows ten errors and ten warnings of a step; the eleventh is not lost silently."""
    *shown, notice = commands(large(5_000))

    assert [command.kind for command in shown] == ["error"] * 10 + ["warning"] * 10
    assert {command.properties["title"] for command in shown[:10]} == {"critical: jwt-signature-bypass"}
    assert notice.kind == "notice"
    first, second, *_ = notice.message.splitlines()
    assert first == "3316 more than GitHub shows of a step, heaviest first:"
    assert second.startswith("app/module_00006.py:7 critical: jwt-signature-bypass: jwt.decode accepts")
    assert len(notice.message) == 4_096
    assert notice.message.endswith("…")


def test_errors_do_not_take_the_place_of_warnings() -> None:
    """Each kind has its own ten; critical ones come before errors."""
    many = tuple([IMPORT] * 12 + [WIDE] * 3 + [BYPASS])
    *shown, notice = commands(replace(CLEAN, assessments=many))

    assert [command.properties["title"].partition(":")[0] for command in shown] == [
        "critical", *["error"] * 9, *["warning"] * 3,
    ]  # fmt: skip
    assert notice.message.startswith("3 more")


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_repository_gives_no_commands(text: str) -> None:
    """Every line is one of ours: an annotation with just our properties, or the plain verdict."""
    rendered = formats.load("github").render(hostile(text), Options())

    *lines, verdict = rendered.splitlines()
    assert [found.kind for line in lines if (found := understand(line))] == [
        "error",
        "warning",
        "warning",
        "warning",
    ]
    assert understand(verdict) is None


@given(st.text(st.characters(), min_size=1, max_size=50))
def test_every_property_arrives_as_it_was_meant(text: str) -> None:
    """Colons, commas, percent signs and line ends neither end a property nor begin another."""
    violation = replace(WIDE.violation, location=Location(f"a{text}.py", 1), message=f"a{text}")
    (command,) = commands(replace(CLEAN, assessments=(replace(WIDE, violation=violation),)))

    assert set(command.properties) == {"file", "line", "endLine", "col", "title"}
    shown = command.properties["file"].removeprefix("a").removesuffix(".py")
    assert shown == command.message.removeprefix("a")
    assert "\n" not in shown


def test_severities_are_kinds() -> None:
    """GitHub has no critical."""
    kinds = {
        severity: commands(
            replace(CLEAN, assessments=(replace(WIDE, violation=replace(WIDE.violation, severity=severity)),))
        )[0].kind
        for severity in Severity
    }

    assert kinds == {Severity.CRITICAL: "error", Severity.ERROR: "error", Severity.WARNING: "warning"}
