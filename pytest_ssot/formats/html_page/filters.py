"""What the reader can choose to see; the script of the page brings it to life."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from pytest_ssot.formats.html_page.elements import element
from pytest_ssot.model import Report, Severity, Status


def filters(report: Report) -> ET.Element:
    """Hidden until the script shows it: without one it would have no effect."""
    severities = Counter(found.violation.severity.value for found in report.assessments)
    statuses = Counter(found.status.value for found in report.assessments)
    # What does not count is asked for, unless there is nothing else.
    telling = {status.value for status in (Status.NEW, Status.MODIFIED) if statuses[status.value]}
    initially = telling or set(statuses)
    text = element("input", type="search", id="text", autocomplete="off", spellcheck="false")
    return element(
        "div",
        element("p", element("label", "Text ", for_="text"), text, class_="text"),
        _choices(
            "Severity", "severity", [one.value for one in Severity if severities[one.value]], severities
        ),
        _choices(
            "Status", "status", [one.value for one in Status if statuses[one.value]], statuses, initially
        ),
        element("fieldset", element("legend", "Group by"), _radio("rule", checked=True), _radio("path")),
        element(
            "p",
            element("button", "Open all", type="button", id="open"),
            element("button", "Close all", type="button", id="close"),
            element("output", id="shown", aria_live="polite"),
            class_="buttons",
        ),
        class_="filters",
        id="filters",
        role="search",
        aria_label="Violations",
        hidden="",
    )


def _choices(
    legend: str, name: str, values: Iterable[str], counts: Counter[str], checked: set[str] | None = None
) -> ET.Element:
    boxes = []
    for value in values:
        on = {"checked": ""} if checked is None or value in checked else {}
        box = element("input", type="checkbox", name=name, value=value, **on)
        count = element("span", str(counts[value]), class_="count")
        boxes.append(element("label", box, f" {value} ", count))
    return element("fieldset", element("legend", legend), *boxes)


def _radio(value: str, *, checked: bool = False) -> ET.Element:
    on = {"checked": ""} if checked else {}
    label = {"rule": "rule", "path": "file"}[value]
    return element("label", element("input", type="radio", name="group", value=value, **on), f" {label}")
