"""`ssot rules` and `ssot explain`: what the rules say about themselves."""

from __future__ import annotations

import json
import re
from operator import itemgetter

from pytest_ssot import formats
from tests.cli.conftest import Run, Write


def test_rules_are_listed_heaviest_first(run: Run) -> None:
    """One line each: id, severity, summary."""
    lines = [line.split(maxsplit=2) for line in run("rules").out.splitlines()]
    severities = [severity for _, severity, _ in lines]

    assert ["jwt-signature-bypass", "critical"] in [line[:2] for line in lines]
    assert ["auth-fallback", "warning"] in [line[:2] for line in lines]
    assert severities == sorted(severities, key=["critical", "error", "warning"].index)


def test_programs_get_the_rules_as_reports_describe_them(run: Run) -> None:
    """In the same order as people, each as it stands in the JSON report."""
    listed = json.loads(run("rules", "--output-format", "json").out)

    assert (listed["format"], listed["version"]) == ("ssot-rules", 1)
    reported = json.loads(run("check", "--output-format", "json").out)["rules"]
    rows = run("rules").out.splitlines()
    assert [rule["id"] for rule in listed["rules"]] == [row.split()[0] for row in rows]
    assert sorted(listed["rules"], key=itemgetter("id")) == sorted(reported, key=itemgetter("id"))


def test_a_rule_explains_itself(run: Run) -> None:
    """The page says what, what to do, and shows code."""
    outcome = run("explain", "jwt-signature-bypass")

    assert outcome.code == 0
    assert outcome.out.startswith("# jwt-signature-bypass (critical)\n")
    assert "\n## What to do\n" in outcome.out
    assert "\n## Examples\n" in outcome.out


def test_every_listed_rule_has_a_page(run: Run) -> None:
    """Nothing is listed that cannot be looked up."""
    ids = [line.split()[0] for line in run("rules").out.splitlines()]

    assert {run("explain", rule).code for rule in ids} == {0}


def test_an_unknown_rule_is_guessed(run: Run) -> None:
    """A slip of the finger gets the right name back."""
    outcome = run("explain", "jwt-direct-imprt")

    assert (outcome.code, outcome.out) == (64, "")
    assert outcome.err == "ssot: no rule is called 'jwt-direct-imprt'; did you mean jwt-direct-import?\n"


def test_what_resembles_no_rule_gets_the_list(run: Run) -> None:
    """And it is not sent back raw."""
    outcome = run("explain", "\x1b[2J")

    assert outcome.code == 64
    assert outcome.err == "ssot: no rule is called '\\x1b[2J'; `ssot rules` lists all\n"


def test_a_page_shows_what_is_configured(write: Write, run: Run) -> None:
    """A mistake in the configuration is not hidden by a page that ignores it."""
    write({"pyproject.toml": "[tool.ssot]\nlevle = 1\n"})

    assert run("explain", "auth-fallback").code == 3


def test_the_help_says_what_every_format_is_for(run: Run) -> None:
    """In a line each, which the format's own module gives."""
    _, _, text = run("check", "--help").out.partition("\nformats:\n")

    listed = dict(re.findall(r"^  (\w+) +(\S.*)$", text.partition("\n\n")[0], re.MULTILINE))
    assert listed == {name: (formats.load(name).__doc__ or "").split("\n")[0] for name in formats.names()}
