"""GitLab understands the report, and finds the same violation again after everything around it changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pytest_ssot import formats
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import Assessment, Excerpt, Location, Report, Severity, Violation
from tests.formats.sample import CLEAN, HOSTILE_TEXTS, SAMPLE, hostile, large

SCHEMA = json.loads((Path(__file__).parent / "data" / "codeclimate.json").read_text("utf-8"))
DOCUMENTED = ("info", "minor", "major", "critical", "blocker")
HOME = Violation(
    "jwt-direct-import",
    Severity.ERROR,
    Location("a.py", 3, 1, 3, 11),
    "jwt is imported",
    "jwt",
    scope="f",
    excerpt=Excerpt(2, ("x = 1", "import jwt", "y = 2")),
)


def entries(report: Report, options: Options | None = None) -> Any:
    """The entries of the report, each of which GitLab accepts."""
    found = json.loads(formats.load("gitlab").render(report, options or Options()))
    for entry in found:
        jsonschema.validate(entry, SCHEMA)
    return found


def fingerprints(*violations: Violation) -> list[str]:
    """What the violations are recognised by."""
    report = replace(CLEAN, assessments=tuple(map(Assessment, violations)))
    return [entry["fingerprint"] for entry in entries(report)]


@pytest.mark.parametrize("report", [SAMPLE, CLEAN, large(600), *map(hostile, HOSTILE_TEXTS)])
def test_every_entry_has_what_the_documentation_asks_for(report: Report) -> None:
    """A description, the rule, a unique fingerprint, a documented severity, a relative path and a line."""
    found = entries(report)

    assert {entry["severity"] for entry in found} <= set(DOCUMENTED)
    assert len({entry["fingerprint"] for entry in found}) == len(found)
    for entry in found:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["location"]["lines"]["begin"] >= 1
        assert not entry["location"]["path"].startswith("./")


def test_severities_and_order() -> None:
    """Heaviest first; a widget that stops early has shown the worst. Markers keep theirs out."""
    found = [(entry["check_name"], entry["severity"]) for entry in entries(SAMPLE)]

    assert found == [
        ("jwt-signature-bypass", "critical"),
        *[("jwt-direct-import", "major")] * 2,
        *[("auth-fallback", "minor")] * 3,
    ]


def test_paths_are_those_of_the_repository() -> None:
    """A project in a subdirectory is found from the top."""
    assert {
        entry["location"]["path"][:13] for entry in entries(SAMPLE, Options(origin=Origin("services/api/")))
    } == {"services/api/"}


@pytest.mark.parametrize(
    "changed",
    [
        replace(HOME, location=Location("a.py", 40, 1, 40, 11), excerpt=Excerpt(39, ("", "import jwt", "#"))),
        replace(HOME, location=Location("a.py", 3, 5, 3, 15), excerpt=Excerpt(3, ("    import jwt  # why",))),
        replace(HOME, location=Location("a.py", 3, 1, 3, 12), excerpt=Excerpt(3, ("import  jwt",))),
        replace(HOME, location=Location("a.py", 3, 1, 4, 4), excerpt=Excerpt(3, ("import", "jwt"))),
        replace(HOME, message="another wording"),
        replace(HOME, severity=Severity.WARNING),
    ],
    ids=["moved", "indented", "spaced", "wrapped", "reworded", "lighter"],
)
def test_the_same_violation_keeps_its_fingerprint(changed: Violation) -> None:
    """Line numbers, layout, the lines around, wording and severity may change."""
    assert fingerprints(changed) == fingerprints(HOME)


@pytest.mark.parametrize(
    "changed",
    [
        replace(HOME, rule="auth-fallback"),
        replace(HOME, location=replace(HOME.location, path="b.py")),
        replace(HOME, scope="g"),
        replace(HOME, excerpt=Excerpt(3, ("import jxt",))),
        replace(HOME, subject="jose"),
    ],
    ids=["rule", "path", "scope", "code", "subject"],
)
def test_another_violation_has_another_fingerprint(changed: Violation) -> None:
    """The rule, the path, the enclosing definition and the code itself make it what it is."""
    assert fingerprints(changed) != fingerprints(HOME)


def test_a_copy_is_counted_and_the_first_keeps_its_fingerprint() -> None:
    """GitLab shows one entry per fingerprint: a second instance in the same place must have its own."""
    copy = replace(HOME, location=Location("a.py", 9, 1, 9, 11), excerpt=Excerpt(9, ("import jwt",)))

    first, second = fingerprints(HOME, copy)

    assert [first] == fingerprints(HOME)
    assert second != first
