"""A violation on the page: place, message, source, trace, fix and standing."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from pytest_ssot.formats.html_page.elements import Child, element, scanned, sentences
from pytest_ssot.formats.text.counts import plural
from pytest_ssot.formats.text.frame import MarkedLine, marked_lines
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.precedents import former, place_of
from pytest_ssot.formats.text.printable import printable
from pytest_ssot.formats.text.style import Style
from pytest_ssot.formats.text.uris import safe_url
from pytest_ssot.model import Assessment, Excerpt, Location, RuleInfo, Status, Step

PLAIN = Style()
_MOST_STEPS = 50
_LONGEST = 200


def article(found: Assessment, order: int, identity: str, origin: Origin) -> ET.Element:
    """The whole violation; `order` is its place in the report, `identity` what links to it can rely on."""
    violation = found.violation
    severity, status = violation.severity.value, found.status.value
    name = f"v-{identity[:16]}"
    return element(
        "article",
        element(
            "h3",
            element("span", severity, class_=f"badge {severity}"),
            place(violation.location, origin),
            element("code", scanned(violation.rule), class_="rule"),
            *([] if found.status is Status.NEW else [element("span", status, class_="standing")]),
            element("a", "#", href=f"#{name}", class_="anchor", aria_label="Link to this violation"),
        ),
        element("p", scanned(violation.message), class_="message"),
        *source(violation.location, violation.excerpt),
        *_trace(violation.trace, violation.location, origin),
        *sentences("p", "Fix", violation.fix, class_="advice"),
        *_suppression(found),
        class_="violation",
        id=name,
        data_severity=severity,
        data_status=status,
        data_rule=scanned(violation.rule),
        data_path=scanned(violation.location.path),
        data_order=str(order),
    )


def place(location: Location, origin: Origin) -> ET.Element:
    """The path and the line, leading to the source where it can be read on the web."""
    path = element("span", scanned(location.path), class_="path")
    text = element("code", path, *([f":{location.line}"] if location.line else []))
    url = origin.url(location) if location.line else ""
    if not url:
        return element("span", text, class_="place")
    return element("a", text, href=url, class_="place", rel="noopener noreferrer")


def source(location: Location, excerpt: Excerpt | None) -> Iterator[ET.Element]:
    """The lines around the place, with the place marked; nothing where they are not known."""
    if excerpt is not None and excerpt.lines:
        lines = [_line(line) for line in marked_lines(location, excerpt)]
        yield element("pre", *lines, class_="source", translate="no")


def explanation(rule: RuleInfo) -> Iterator[ET.Element]:
    """What a rule says about itself, above its violations."""
    yield element("p", scanned(rule.summary), class_="summary")
    yield from sentences("p", "Fix", rule.fix, class_="advice")
    yield from sentences("p", "Impact", rule.impact, class_="advice")
    if rule.cwe or rule.references:
        yield element("p", element("b", "See: "), *_references(rule), class_="advice")
    if rule.explanation.strip():
        text = "\n".join(printable(line, tabs=True) for line in rule.explanation.strip().split("\n"))
        yield element("details", element("summary", "Why"), element("p", text, class_="prose"))


def _references(rule: RuleInfo) -> Iterator[Child]:
    """The weaknesses and what the rule refers to, with links where these are addresses on the web."""
    page = "https://cwe.mitre.org/data/definitions"
    named = [(f"CWE-{number}", f"{page}/{number}.html") for number in rule.cwe]
    named += [(scanned(reference), safe_url(reference)) for reference in rule.references]
    for number, (text, url) in enumerate(named):
        yield ", " if number else ""
        yield element("a", text, href=url, rel="noopener noreferrer") if url else text


def _line(line: MarkedLine) -> ET.Element:
    """One line; what of it is the violation is marked, be it the end of the line."""
    if line.end <= line.start:
        text = printable(line.text, tabs=True)
        return element(
            "span", text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…", data_n=str(line.number)
        )
    before, marked, after = _near(*(printable(part, tabs=True) for part in line.parts()))
    return element("span", before, element("mark", marked or " "), after, data_n=str(line.number))


def _near(before: str, marked: str, after: str) -> tuple[str, str, str]:
    """The line, or what of a very long one stands around the mark."""
    if len(before) > _LONGEST:
        before = f"…{before[-_LONGEST:]}"
    if len(marked) > 2 * _LONGEST:
        marked = f"{marked[: 2 * _LONGEST]}…"
    return before, marked, after if len(after) <= _LONGEST else f"{after[:_LONGEST]}…"


def _trace(steps: tuple[Step, ...], home: Location, origin: Origin) -> Iterator[ET.Element]:
    if not steps:
        return
    items = [_step(step, home, origin) for step in steps[:_MOST_STEPS]]
    if (more := len(steps) - _MOST_STEPS) > 0:
        items.append(element("li", f"and {plural(more, 'step')} more"))
    summary = element("summary", f"Trace: {plural(len(steps), 'step')}")
    yield element("details", summary, element("ol", *items), class_="trace")


def _step(step: Step, home: Location, origin: Origin) -> ET.Element:
    # The source of the violation's own place has just been shown.
    shown = source(step.location, step.excerpt) if step.location != home else ()
    return element("li", scanned(step.message), " ", place(step.location, origin), *shown)


def _suppression(found: Assessment) -> Iterator[ET.Element]:
    marker = found.suppression
    if marker is not None:
        until = f" until {marker.until.isoformat()}" if marker.until else ""
        label = f"Permitted by {scanned(marker.marker)} in line {marker.location.line}{until}"
        yield from sentences("p", label, marker.reason or "no reason given", class_="advice")
    elif found.status is Status.KNOWN:
        yield element("p", "Known: it is in the baseline.", class_="advice")
    known = found.precedent
    if known is None:
        return
    if found.status is Status.NEW:
        yield from sentences("p", "Nearest known", place_of(known, PLAIN), class_="advice")
    elif found.status is Status.MOVED:
        yield from sentences("p", "Moved from", former(known, PLAIN), class_="advice")
    if known.reason:
        yield from sentences("p", "Accepted", known.reason, class_="advice")
