"""What the document says about the tool and its rules."""

from __future__ import annotations

from pytest_ssot import __version__
from pytest_ssot.formats.sarif_objects.texts import Object, description
from pytest_ssot.formats.text.printable import printable, printable_lines
from pytest_ssot.formats.text.uris import safe_url
from pytest_ssot.model import Report, RuleInfo, Severity
from pytest_ssot.suppressions import OWN_RULES

LEVEL = {Severity.CRITICAL: "error", Severity.ERROR: "error", Severity.WARNING: "warning"}
GAP = "file-not-analysed"
# Where GitHub draws its lines: critical above 9.0, high from 7.0, medium from 4.0.
_SCORE = {Severity.CRITICAL: "9.5", Severity.ERROR: "7.5", Severity.WARNING: "4.5"}
_MOST_TAGS = 20
_ABOUT_THE_TOOL = frozenset(rule.id for rule in OWN_RULES)
_OMITTED_ID = "results-omitted"
_NOTIFICATIONS = (
    {
        "id": GAP,
        "shortDescription": {"text": "Something could not be analysed."},
        "fullDescription": {"text": "Where nothing could be analysed, nothing could be found either."},
        "help": {"text": "Mend what the message names, or leave the file out of the configured roots."},
    },
    {
        "id": _OMITTED_ID,
        "shortDescription": {"text": "There are more violations than this document may hold."},
        "fullDescription": {"text": "Code scanning services refuse documents above a number of results."},
        "help": {"text": "The format json holds all violations."},
    },
)
OMITTED = {"id": _OMITTED_ID, "index": 1}
NOT_ANALYSED = {"id": GAP, "index": 0}


def driver(report: Report) -> Object:
    """The tool component: name, version, the rules that were active."""
    return {
        "name": "pytest-ssot",
        "version": __version__,
        "rules": [_rule(rule) for rule in report.rules],
        "notifications": list(_NOTIFICATIONS),
    }


def _rule(rule: RuleInfo) -> Object:
    page = _page(rule)
    links = [link for link in map(safe_url, rule.references) if link]
    return {
        "id": printable(rule.id),
        "name": printable("".join(word.capitalize() for word in rule.id.split("-"))),
        "shortDescription": description(rule.summary or rule.id),
        "fullDescription": description(rule.explanation or rule.summary or rule.id),
        "help": {"text": page, "markdown": page},
        **({"helpUri": links[0]} if links else {}),
        "defaultConfiguration": {"level": LEVEL[rule.severity]},
        "properties": _properties(rule),
    }


def _properties(rule: RuleInfo) -> Object:
    """What services sort by; what the tool says about its own work is no weakness of the code."""
    weight = {"severity": rule.severity.value}
    if rule.id in _ABOUT_THE_TOOL:
        return {**weight, "problem.severity": LEVEL[rule.severity], "tags": ["maintainability"]}
    tags = ["security", *(f"external/cwe/cwe-{number:03}" for number in rule.cwe)]
    return {**weight, "security-severity": _SCORE[rule.severity], "tags": tags[:_MOST_TAGS]}


def _page(rule: RuleInfo) -> str:
    parts = [
        rule.explanation.strip(),
        rule.fix and f"**Fix:** {rule.fix}",
        rule.impact and f"**Impact:** {rule.impact}",
    ]
    references = "\n".join(f"- {reference}" for reference in rule.references)
    page = "\n\n".join(part for part in [*parts, references] if part)
    return printable_lines(page or rule.summary or rule.id)
