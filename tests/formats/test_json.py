"""The JSON report is what its schema and its page say."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest

from pytest_ssot import formats
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import Report
from tests.formats.sample import CLEAN, NASTY_NAME, SAMPLE

PAGE = Path(__file__).parents[2] / "docs" / "json-report.md"


def document(report: Report) -> Any:
    """The report after a round trip through the format."""
    return json.loads(formats.load("json").render(report, Options()))


def schema() -> Any:
    """The schema as it is installed."""
    return json.loads((files(formats) / "json.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("report", [SAMPLE, CLEAN])
def test_every_report_obeys_the_schema(report: Report) -> None:
    """The schema allows no field it does not name, so it is complete as well."""
    jsonschema.Draft202012Validator.check_schema(schema())

    jsonschema.validate(document(report), schema(), cls=jsonschema.Draft202012Validator)


def test_the_schema_can_refuse() -> None:
    """A schema that accepts anything promises nothing."""
    spoilt = document(SAMPLE)
    spoilt["violations"][0]["severity"] = "fatal"

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(spoilt, schema(), cls=jsonschema.Draft202012Validator)


def test_every_field_is_explained_on_the_page() -> None:
    """docs/json-report.md names each field of the schema."""
    names = set(re.findall(r"`([a-z_.]+)`", PAGE.read_text("utf-8")))
    explained = {part for name in names for part in name.split(".")}

    assert {name for table in _properties(schema()) for name in table} - explained == set()


def test_known_and_suppressed_violations_are_there_and_marked() -> None:
    """A program sees everything and can tell what counts."""
    found = document(SAMPLE)

    assert [violation["status"] for violation in found["violations"]] == [*["new"] * 5, "suppressed", "known"]
    assert found["violations"][5]["suppression"]["until"] == "2031-05-17"
    assert found["summary"] == {
        "files": 9,
        "gaps": 2,
        "new": 5,
        "modified": 0,
        "moved": 0,
        "known": 1,
        "suppressed": 1,
    }


def test_a_name_that_is_not_unicode_survives_in_the_uri() -> None:
    """The path is for reading; the URI gives the bytes back."""
    location = document(SAMPLE)["violations"][0]["location"]

    assert unquote_to_bytes(location["uri"]) == NASTY_NAME.encode("utf-8", "surrogateescape")
    assert location["path"] == r"app/\x1b[31mred\n\u202eyp.\xff ü.py"


def test_every_violation_has_a_line() -> None:
    """The file can be searched and compared line by line."""
    lines = formats.load("json").render(SAMPLE, Options()).splitlines()

    assert sum(line.startswith('{"rule": ') for line in lines) == len(SAMPLE.assessments)


def _properties(part: Any) -> list[Any]:
    if isinstance(part, list):
        return [table for one in part for table in _properties(one)]
    if not isinstance(part, dict):
        return []
    return [*([part["properties"]] if "properties" in part else []), *_properties(list(part.values()))]
