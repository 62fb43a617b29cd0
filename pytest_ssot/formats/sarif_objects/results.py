"""A violation as a result: its place, its trace, its standing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pytest_ssot.formats.sarif_objects.places import place
from pytest_ssot.formats.sarif_objects.rules import LEVEL
from pytest_ssot.formats.sarif_objects.texts import Object, message
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.printable import printable
from pytest_ssot.model import Assessment, Location, Status, Step

FINGERPRINT = "pytestSsot/v1"
_MOST_STEPS = 1_000
_MOST_RELATED = 100
_STATES: Mapping[str, str] = {
    "new": "new",
    "known": "unchanged",
    "moved": "unchanged",
    "suppressed": "unchanged",
    "modified": "updated",
    "fixed": "absent",
    "absent": "absent",
}


def result(
    assessment: Assessment, index: int | None, fingerprint: str, origin: Origin, *, compared: bool
) -> Object:
    """One result; `index` is the rule's in the list of rules, `compared` whether there is a baseline."""
    violation = assessment.violation
    return {
        "ruleId": printable(violation.rule),
        **({"ruleIndex": index} if index is not None else {}),
        "level": LEVEL[violation.severity],
        "message": message(violation.message),
        "locations": [place(violation.location, origin, violation.excerpt)],
        # GitHub works out a fingerprint of its own, under its own key, from the file when it is uploaded.
        "partialFingerprints": {FINGERPRINT: fingerprint},
        **_trace(violation.trace, violation.location, origin),
        **({"baselineState": _STATES[assessment.status.value]} if compared else {}),
        # The standard wants it for all results or for none: an empty list says that none applies.
        "suppressions": list(_suppressions(assessment, origin)),
        "properties": {
            "severity": violation.severity.value,
            "status": assessment.status.value,
            "subject": printable(violation.subject),
            "scope": printable(violation.scope),
            "fix": printable(violation.fix),
        },
    }


def _trace(steps: tuple[Step, ...], home: Location, origin: Origin) -> Object:
    """A code flow, and the stops in other places as related locations."""
    if not steps:
        return {}
    kept = steps if len(steps) <= _MOST_STEPS else (*steps[: _MOST_STEPS // 2], *steps[-_MOST_STEPS // 2 :])
    places = [(step, place(step.location, origin, step.excerpt, step.message)) for step in kept]
    elsewhere = [there for step, there in places if step.location != home][:_MOST_RELATED]
    related = [{"id": number, **there} for number, there in enumerate(elsewhere, start=1)]
    flows = {"codeFlows": [{"threadFlows": [{"locations": [{"location": there} for _, there in places]}]}]}
    return {**flows, "relatedLocations": related} if related else flows


def _suppressions(assessment: Assessment, origin: Origin) -> Iterator[Object]:
    """In the source by a marker, outside of it by the baseline."""
    if marker := assessment.suppression:
        properties = {"marker": printable(marker.marker)}
        if marker.until:
            properties["until"] = marker.until.isoformat()
        yield {
            "kind": "inSource",
            "status": "accepted",
            "justification": printable(marker.reason),
            "location": place(marker.location, origin),
            "properties": properties,
        }
    elif assessment.status in (Status.KNOWN, Status.MOVED):
        known = assessment.precedent
        reason = printable(known.reason) if known else ""
        justification = f"known: {reason or 'it is in the baseline'}"
        yield {"kind": "external", "status": "accepted", "justification": justification}
