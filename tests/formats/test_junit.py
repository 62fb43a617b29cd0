"""The XML is valid whatever the content, and says the same as a pytest run."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from pytest_ssot import formats
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import Report
from tests.formats.sample import CLEAN, HOSTILE_TEXTS, SAMPLE, hostile, large
from tests.properties import examples

SCHEMA = xmlschema.XMLSchema(Path(__file__).parent / "data" / "junit-10.xsd")


def suite(report: Report) -> ET.Element:
    """The only suite of the document, which Jenkins accepts."""
    text = formats.load("junit").render(report, Options())
    SCHEMA.validate(text)
    (found,) = ET.fromstring(text)
    return found


@pytest.mark.parametrize("report", [SAMPLE, CLEAN, large(300), *map(hostile, HOSTILE_TEXTS)])
def test_every_report_obeys_the_schema_and_counts_itself(report: Report) -> None:
    """Build servers refuse a document whose numbers are wrong, or whose characters XML does not have."""
    found = suite(report)

    assert int(found.attrib["tests"]) == len(found.findall("testcase"))
    assert int(found.attrib["failures"]) == len(found.findall("testcase/failure"))


def test_the_schema_can_refuse() -> None:
    """The validation above is not vacuous."""
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        SCHEMA.validate("<testsuites><testcase/></testsuites>")


@examples(50)
@given(st.text(st.characters(), max_size=40))
def test_any_text_makes_well_formed_xml(text: str) -> None:
    """Control characters, halves of pairs, angle brackets and non-characters included."""
    assert suite(hostile(text)).tag == "testsuite"


def test_a_file_is_a_test_case_that_fails_by_what_blocks() -> None:
    """As in the pytest run: warnings within their budget do not fail, nor does what is known or permitted."""
    outcomes = {
        case.attrib["classname"]: [failure.attrib["type"] for failure in case.findall("failure")]
        for case in suite(SAMPLE).findall("testcase")
    }

    assert outcomes == {
        r"app.\x1b[31mred\n\u202eyp.\xff ü": ["error"],
        "app.broken": [],
        "app.minified": [],
        "app.passing": [],
        "app.settings": [],
        "app.socket": ["critical"],
        "app.wide": [],
        "auth.service": [],
        "legacy.tokens": [],
        "ssot": ["verdict"],
    }


def test_a_failure_shows_the_code_the_trace_and_the_fix() -> None:
    """The text is the one that people read elsewhere."""
    (failure,) = suite(SAMPLE).findall("testcase[@classname='app.socket']/failure")

    assert failure.attrib["message"].startswith("app/socket.py:7:13: critical[jwt-signature-bypass]")
    assert "verification is switched off here" in (failure.text or "")
    assert "fix: Call UnifiedAuthInterface.verify(token)." in (failure.text or "")


def test_numbers_and_gaps_are_in_the_suite() -> None:
    """Level, verdict and counts as properties; what could not be analysed as an error text."""
    found = suite(SAMPLE)
    properties = {one.attrib["name"]: one.attrib["value"] for one in found.findall("properties/property")}

    assert {name: properties[name] for name in ("level", "verdict", "critical", "new", "known")} == {
        "level": "standard",
        "verdict": "failed",
        "critical": "1",
        "new": "5",
        "known": "1",
    }
    assert (found.findtext("system-err") or "").splitlines()[0] == "2 gaps in the analysis:"


def test_a_file_with_hundreds_of_violations_says_how_many_more() -> None:
    """A failure is for reading."""
    report = large(6_000)
    crowded = Report(
        report.files[:1],
        tuple(one for one in report.assessments if one.status == "new"),
        (),
        report.verdict,
        report.rules,
    )
    (verdict,) = suite(crowded).findall("testcase[@classname='ssot']/failure")

    assert (verdict.text or "").splitlines()[-1] == "and 3900 more; the formats json and sarif list all"
