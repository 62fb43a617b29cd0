"""JUnit XML, for build servers: a test case per source file, as in a pytest run, and one for the verdict.

The text is plain ASCII; it obeys the schema of Jenkins (junit-10.xsd).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree as ET

from pytest_ssot import __version__
from pytest_ssot.formats.concise import line
from pytest_ssot.formats.full import render_assessment
from pytest_ssot.formats.text.counts import by_status, heaviest_first, new, plural
from pytest_ssot.formats.text.places import gap_place
from pytest_ssot.formats.text.precedents import standing
from pytest_ssot.formats.text.printable import printable
from pytest_ssot.formats.text.style import Options, Style
from pytest_ssot.model import Assessment, Report, Severity
from pytest_ssot.verdict import fails

_PLAIN = Style()
_SHOWN = 100


def render(report: Report, options: Options) -> str:  # noqa: ARG001 - programs need no style
    """A file fails by what no budget admits; the verdict fails by whatever blocks."""
    elsewhere = {found.violation.location.path for found in report.assessments}
    cases = [_file(path, report) for path in sorted({*report.files, *elsewhere})]
    cases.append(_verdict(report))
    failures = sum(case.find("failure") is not None for case in cases)
    numbers = {"tests": str(len(cases)), "failures": str(failures), "errors": "0"}
    suites = ET.Element("testsuites", numbers)
    suite = ET.SubElement(suites, "testsuite", {"name": "pytest-ssot", **numbers, "skipped": "0"})
    suite.extend([_properties(report), *cases, *_gaps(report)])
    ET.indent(suites, "")
    text: bytes = ET.tostring(suites, encoding="us-ascii", xml_declaration=True)
    return text.decode("ascii") + "\n"


def _properties(report: Report) -> ET.Element:
    verdict = report.verdict
    values = {
        "version": __version__,
        "level": verdict.level.value,
        "verdict": "passed" if verdict.ok else "failed",
        **{severity.value: str(verdict.counts.get(severity, 0)) for severity in Severity},
        **{status.value: str(number) for status, number in by_status(report).items()},
        **({"fixed": str(len(report.baseline.fixed))} if report.baseline else {}),
    }
    parent = ET.Element("properties")
    parent.extend(ET.Element("property", name=name, value=value) for name, value in values.items())
    return parent


def _file(path: str, report: Report) -> ET.Element:
    """Fails by what counts and has no budget; everything else about the file is mentioned."""
    case = _case(printable(path).removesuffix(".py").replace("/", "."), "ssot")
    failing: list[Assessment] = []
    others: list[Assessment] = []
    for found in heaviest_first(report.about(path)):
        counts = found.counts(report.verdict.level)
        blocks = counts and fails(report.verdict, found.violation.severity)
        (failing if blocks else others).append(found)
    if failing:
        first = failing[0].violation
        more = f" (and {len(failing) - 1} more)" if len(failing) > 1 else ""
        texts = _few((render_assessment(found, report, _PLAIN) for found in failing[:_SHOWN]), failing)
        _fail(case, first.severity, f"{line(first, _PLAIN)}{more}", "\n\n".join(texts))
    if others:
        ET.SubElement(case, "system-out").text = "\n".join(_few(map(_mention, others[:_SHOWN]), others))
    return case


def _verdict(report: Report) -> ET.Element:
    case = _case("ssot", "verdict")
    reasons = [printable(reason) for reason in report.verdict.reasons]
    if reasons:
        found = heaviest_first(new(report))
        lines = [line(one.violation, _PLAIN) for one in found[:_SHOWN]]
        _fail(case, "verdict", "; ".join(reasons), "\n".join([*reasons, *_few(lines, found)]))
    return case


def _gaps(report: Report) -> Iterator[ET.Element]:
    if report.gaps:
        told = ET.Element("system-err")
        heading = f"{plural(len(report.gaps), 'gap')} in the analysis:"
        lines = [f"{gap_place(gap, _PLAIN)} {printable(gap.reason)}" for gap in report.gaps]
        told.text = "\n".join([heading, *lines])
        yield told


def _case(classname: str, name: str) -> ET.Element:
    return ET.Element("testcase", classname=classname, name=name)


def _fail(case: ET.Element, kind: str, message: str, text: str) -> None:
    ET.SubElement(case, "failure", type=str(kind), message=message).text = text


def _few(shown: Iterable[str], everything: Sequence[Assessment]) -> Iterator[str]:
    """What is shown of one file, and how much more there is."""
    yield from shown
    if (more := len(everything) - _SHOWN) > 0:
        yield f"and {more} more; the formats json and sarif list all"


def _mention(found: Assessment) -> str:
    return f"{line(found.violation, _PLAIN)}{standing(found, _PLAIN)}"
