"""The SARIF report is valid and says what code scanning services ask for."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest

from pytest_ssot import formats
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import Gap, Location, Report, Step
from pytest_ssot.suppressions import FILE_NOT_ANALYSED
from tests.formats.sample import BYPASS, CLEAN, KNOWN, LONG, NASTY_NAME, RULES, SAMPLE

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.json").read_text("utf-8"))


def run(report: Report, origin: Origin | None = None) -> Any:
    """The only run of the report's document, which is valid."""
    document = json.loads(formats.load("sarif").render(report, Options(origin=origin or Origin())))
    beginning = {
        **document,
        "runs": [{**document["runs"][0], "results": document["runs"][0]["results"][:99]}],
    }
    jsonschema.validate(beginning, SCHEMA, cls=jsonschema.Draft202012Validator)
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
    """A marker is a suppression in the source, with its reason and its last day."""
    suppressed = [result["suppressions"] for result in run(SAMPLE)["results"]][2]

    assert suppressed == [
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


def test_what_the_baseline_knows_is_suppressed_from_outside() -> None:
    """It stays in the document, so a service that tracks alerts does not think it fixed."""
    found = {
        result["properties"]["status"]: (result["suppressions"], result.get("baselineState"))
        for result in run(SAMPLE)["results"]
    }

    justification = "known: it is in the baseline"
    assert found == {
        "new": ([], "new"),
        "known": ([{"kind": "external", "status": "accepted", "justification": justification}], "unchanged"),
        "suppressed": (found["suppressed"][0], "unchanged"),
    }


def test_without_a_baseline_nothing_is_said_about_one() -> None:
    """The standard has the state on all results or on none."""
    alone = replace(SAMPLE, assessments=tuple(one for one in SAMPLE.assessments if one is not KNOWN))

    assert not [result for result in run(alone)["results"] if "baselineState" in result]


def test_rules_about_the_tool_are_no_weaknesses() -> None:
    """A marker that nothing needs is not a security alert."""
    (rule,) = run(replace(CLEAN, rules=(FILE_NOT_ANALYSED,)))["tool"]["driver"]["rules"]

    assert rule["properties"] == {
        "severity": "warning",
        "problem.severity": "warning",
        "tags": ["maintainability"],
    }


def test_a_project_within_a_repository_has_its_own_category_and_paths_from_the_top() -> None:
    """Services know the repository only, and two projects in it must not close each other's alerts."""
    found = run(SAMPLE, Origin("services/über api/"))
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in found["results"]
    }

    assert found["automationDetails"] == {"id": "ssot/services/%C3%BCber%20api/"}
    assert "automationDetails" not in run(SAMPLE)
    assert {uri.startswith("services/%C3%BCber%20api/") for uri in uris} == {True}


def test_what_services_refuse_is_left_out_and_said() -> None:
    """GitHub refuses more than 25,000 results; those that are kept are the heaviest."""
    many = (*[LONG] * 30_000, BYPASS)

    found = run(replace(SAMPLE, assessments=many))

    assert len(found["results"]) == 25_000
    assert found["results"][0]["ruleId"] == BYPASS.violation.rule
    note = found["invocations"][0]["toolExecutionNotifications"][-1]
    assert note["descriptor"] == {"id": "results-omitted", "index": 1}
    assert note["message"]["text"].startswith("5001 violations left out")


def test_the_document_fits_into_an_upload() -> None:
    """Ten megabytes compressed, whatever the violations are made of."""
    random = Random(20)
    noise = [
        replace(BYPASS, violation=replace(BYPASS.violation, message=random.randbytes(2_000).hex(), trace=()))
        for _ in range(8_000)
    ]

    rendered = formats.load("sarif").render(replace(SAMPLE, assessments=tuple(noise)), Options())

    assert 7_000_000 < len(gzip.compress(rendered.encode())) < 10_000_000
    assert '"results-omitted", "index": 1' in rendered


def test_texts_and_traces_stay_within_their_limits() -> None:
    """A description of 1,024 characters, twenty tags, a thousand stops, a hundred places beside."""
    rule = replace(RULES[0], summary="s" * 5_000, explanation="e" * 5_000, cwe=tuple(range(1, 99)))
    steps = tuple(Step(Location("a.py", number), "step") for number in range(1, 3_000))
    long = replace(BYPASS, violation=replace(BYPASS.violation, message="m" * 9_000, trace=steps))

    found = run(replace(SAMPLE, rules=(rule,), assessments=(long,)))

    described, (result,) = found["tool"]["driver"]["rules"][0], found["results"]
    assert len(described["shortDescription"]["text"]) == len(described["fullDescription"]["text"]) == 1_024
    assert described["help"]["markdown"].startswith("e" * 5_000)
    assert len(described["properties"]["tags"]) == 20
    assert len(result["message"]["text"]) == 4_096
    assert len(result["codeFlows"][0]["threadFlows"][0]["locations"]) == 1_000
    assert len(result["relatedLocations"]) == 100


def test_fingerprints_are_under_our_own_key() -> None:
    """`primaryLocationLineHash` is GitHub's: it warns of any that it has not worked out itself."""
    keys = {key for result in run(SAMPLE)["results"] for key in result["partialFingerprints"]}

    assert keys == {"pytestSsot/v1"}


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
