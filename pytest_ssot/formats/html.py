"""HTML, one page that needs nothing else: grouped, filterable, with code and traces; for people and archives.

It loads nothing, and its content security policy allows just its own style and script, by their digests.
Without scripts it shows everything, grouped by rule. The text is plain ASCII.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

from pytest_ssot import __version__
from pytest_ssot.formats.html_page.elements import document, element, scanned
from pytest_ssot.formats.html_page.filters import filters
from pytest_ssot.formats.html_page.violations import article, explanation, place
from pytest_ssot.formats.text.counts import heaviness, plural, shown_statuses
from pytest_ssot.formats.text.identity import fingerprints
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.style import Options
from pytest_ssot.formats.text.summary import tally
from pytest_ssot.model import Assessment, Location, Report, RuleInfo, Severity, Status

_MANY = 300
_PARTS = Path(__file__).with_name("html_page")


def render(report: Report, options: Options) -> str:
    """The whole report, known and suppressed violations included, which are hidden at first."""
    style, script = (
        (_PARTS / name).read_text("utf-8").replace("\r\n", "\n") for name in ("page.css", "page.js")
    )
    title = f"SSOT: {'passed' if report.verdict.ok else 'failed'} at level {report.verdict.level}"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        element("style", style),
    )
    body = element(
        "body",
        element("a", "Skip to the violations", href="#violations", class_="skip"),
        _header(report),
        *([filters(report)] if report.assessments else []),
        element(
            "main", *_groups(report, options.origin), id="violations", tabindex="-1", class_=_amount(report)
        ),
        *_gaps(report, options.origin),
        element("footer", f"pytest-ssot {__version__}"),
        element("script", script),
    )
    return document(head, body)


def _amount(report: Report) -> str:
    return "many" if len(report.assessments) > _MANY else "few"


def _policy(style: str, script: str) -> str:
    """Nothing is loaded, sent or run but what stands in the page itself."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _header(report: Report) -> ET.Element:
    verdict = report.verdict
    outcome = "passed" if verdict.ok else "failed"
    reasons = [element("li", scanned(reason)) for reason in verdict.reasons]
    return element(
        "header",
        element("h1", "SSOT report"),
        element("p", element("strong", outcome), f" at level {verdict.level}", class_=f"verdict {outcome}"),
        *([element("ul", *reasons, class_="reasons")] if reasons else []),
        element("p", f"{tally(report)}. {plural(len(report.files), 'file')} looked at."),
        _numbers(report),
    )


def _numbers(report: Report) -> ET.Element:
    counts = Counter((found.violation.severity, found.status) for found in report.assessments)
    statuses = shown_statuses(report)
    names = ("severity", "new", "allowed", *(status.value for status in statuses))
    rows = []
    for severity in Severity:
        budget = report.verdict.budgets.get(severity)
        rest = [str(counts[severity, status]) for status in statuses]
        cells = [str(counts[severity, Status.NEW]), "any" if budget is None else str(budget), *rest]
        badge = element("span", severity.value, class_=f"badge {severity.value}")
        rows.append(
            element("tr", element("th", badge, scope="row"), *(element("td", cell) for cell in cells))
        )
    head = element("thead", element("tr", *(element("th", name, scope="col") for name in names)))
    return element("table", element("caption", "Violations"), head, element("tbody", *rows), class_="numbers")


def _groups(report: Report, origin: Origin) -> Iterator[ET.Element]:
    """One group for each rule that was broken, the heaviest first."""
    infos = {info.id: info for info in report.rules}
    named = zip(report.assessments, fingerprints(report.assessments), strict=True)
    groups: dict[str, list[tuple[Assessment, int, str]]] = {}
    for order, (found, identity) in enumerate(named):
        groups.setdefault(found.violation.rule, []).append((found, order, identity))
    for members in groups.values():
        members.sort(key=lambda member: heaviness(member[0]))
    heaviest = sorted(groups.items(), key=lambda group: (heaviness(group[1][0][0])[:2], group[0]))
    for rule, members in heaviest:
        yield _group(rule, infos.get(rule), [article(*member, origin) for member in members])
    if not groups:
        yield element("p", "No violations.", class_="empty")


def _group(rule: str, info: RuleInfo | None, articles: list[ET.Element]) -> ET.Element:
    count = element("span", str(len(articles)), class_="count")
    intro = explanation(info) if info else ()
    return element(
        "details",
        element("summary", element("h2", scanned(rule)), count),
        element("div", *intro, class_="intro"),
        *articles,
        class_="group",
        open="",
    )


def _gaps(report: Report, origin: Origin) -> Iterator[ET.Element]:
    if report.gaps:
        items = [
            element("li", place(Location(gap.path, gap.line), origin), " ", scanned(gap.reason))
            for gap in report.gaps
        ]
        heading = element("h2", f"Not fully analysed ({len(items)})")
        yield element("section", heading, element("ul", *items), class_="gaps")
