"""The SARIF report is valid and says what code scanning services ask for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest

from pytest_ssot import formats
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import Gap, Location, Report
from tests.formats.sample import CLEAN, LONG, NASTY_NAME, SAMPLE

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.json").read_text("utf-8"))


def run(report: Report) -> Any:
    """The only run of the report's document, which is valid."""
    document = json.loads(formats.load("sarif").render(report, Options()))
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)
    (found,) = document["runs"]
    return found


@pytest.mark.parametrize(
    "report",
    [
        SAMPLE,
        CLEAN,
        replace(SAMPLE, rules=()),
        replace(
            SAMPLE,
            assessments=(replace(LONG, violation=replace(LONG.violation, location=Location("a.py", 0))),),
        ),
        replace(CLEAN, gaps=(Gap("half \ud83d.py", "an unpaired surrogate"),)),
    ],
    ids=["sample", "clean", "without rules", "without a line", "unencodable name"],
)
def test_every_report_is_valid(report: Report) -> None:
    """What the schema refuses, services drop without a word."""
    assert run(report)["invocations"][0]["executionSuccessful"] is True


def test_the_schema_can_refuse() -> None:
    """The validation above is not vacuous."""
    document = json.loads(formats.load("sarif").render(SAMPLE, Options()))
    document["runs"][0]["results"][0]["level"] = "critical"

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)


def test_severities_keep_their_three_steps() -> None:
    """SARIF has no `critical`: the level is the nearest, the property says it exactly; heaviest first."""
    found = [
        (result["ruleId"], result["level"], result["properties"]["severity"])
        for result in run(SAMPLE)["results"]
    ]

    assert found == [
        ("jwt-signature-bypass", "error", "critical"),
        *[("jwt-direct-import", "error", "error")] * 3,
        *[("auth-fallback", "warning", "warning")] * 3,
    ]


def test_rules_carry_what_services_sort_by() -> None:
    """A security score, CWE tags, and a page to read."""
    rule = run(SAMPLE)["tool"]["driver"]["rules"][0]

    assert rule["properties"] == {
        "severity": "critical",
        "security-severity": "9.5",
        "tags": ["security", "external/cwe/cwe-347"],
    }
    assert rule["helpUri"] == "https://cwe.mitre.org/data/definitions/347.html"
    assert rule["help"]["markdown"] == (
        "Whoever can send a token can *be* anybody.\n\nVerify every token.\n\n"
        "**Fix:** Let UnifiedAuthInterface verify the token.\n\n"
        "**Impact:** Forged tokens open every account.\n\n"
        "- issue #300\n- https://cwe.mitre.org/data/definitions/347.html"
    )


def test_results_point_to_their_rules() -> None:
    """The index is the rule's place in the list."""
    found = run(SAMPLE)
    rules = found["tool"]["driver"]["rules"]

    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in found["results"])


def test_what_a_marker_permits_is_reported_as_suppressed() -> None:
    """Only the result with a marker has `suppressions`, with its reason and its last day."""
    suppressed = [result["suppressions"] for result in run(SAMPLE)["results"] if "suppressions" in result]

    assert suppressed == [
        [
            {
                "kind": "inSource",
                "status": "accepted",
                "justification": r"the owner \x1b[2Jitself",
                "location": {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "auth/service.py", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 40},
                    }
                },
                "properties": {"marker": "JWT_ALLOWED", "until": "2031-05-17"},
            }
        ]
    ]


def test_paths_are_relative_and_lossless() -> None:
    """Each URI stays below the root, and the bytes of an odd name come back from it."""
    found = run(SAMPLE)
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in found["results"]
    }

    assert NASTY_NAME.encode("utf-8", "surrogateescape") in {unquote_to_bytes(uri) for uri in uris}
    assert not [uri for uri in uris if uri.startswith(("/", ".", "file:"))]
    assert "uri" not in found["originalUriBaseIds"]["%SRCROOT%"]
    assert found["columnKind"] == "unicodeCodePoints"


def test_gaps_are_notifications() -> None:
    """A judgement with holes says so; it was executed all the same."""
    (invocation,) = run(SAMPLE)["invocations"]

    assert [
        (note["level"], note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for note in invocation["toolExecutionNotifications"]
    ] == [("warning", "app/broken.py"), ("warning", "app/locked")]


def test_a_trace_is_a_code_flow() -> None:
    """Every step in order; the steps elsewhere are related locations as well."""
    result = run(SAMPLE)["results"][0]
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]

    assert [step["location"]["message"]["text"] for step in steps] == [
        "verification is switched off here",
        "handed on by `options`",
        "jwt.decode receives it",
    ]
    assert [place["id"] for place in result["relatedLocations"]] == [1, 2]


def test_scanned_text_makes_no_links() -> None:
    """`[words](target)` in a message would be one."""
    texts = [result["message"]["text"] for result in run(SAMPLE)["results"]]

    assert not [text for text in texts if "](" in text]
