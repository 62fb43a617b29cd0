"""SARIF 2.1.0, for code scanning services and editors.

URIs are relative to the root of the repository and nothing in the document names the machine it was made
on; `%SRCROOT%` is left for the reader to fill in. The text is plain ASCII. It stays within what GitHub
accepts: what does not fit is left out from the light end, and a notification says so.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence

from pytest_ssot.formats.sarif_objects.places import ROOT, place
from pytest_ssot.formats.sarif_objects.results import result
from pytest_ssot.formats.sarif_objects.rules import NOT_ANALYSED, OMITTED, driver
from pytest_ssot.formats.sarif_objects.texts import Object, message
from pytest_ssot.formats.text.counts import heaviness, plural
from pytest_ssot.formats.text.identity import fingerprints
from pytest_ssot.formats.text.members import Line, object_lines
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import Gap, Location, Report, Status

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_MOST_RESULTS = 25_000
_MOST_BYTES = 10_000_000
_ROOM = 9_000_000
"""How many bytes the results may take when compressed; the rest is for the rules and gaps."""


def render(report: Report, options: Options) -> str:
    """One run; results heaviest first, because services keep only the first few thousand."""
    results = _fitting(list(_results(report, options.origin)))
    omitted = len(report.assessments) - len(results)
    run = {
        "tool": {"driver": driver(report)},
        **_automation(options.origin),
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            ROOT: {"description": {"text": "The root of the repository that was judged."}}
        },
        "invocations": [_invocation(report, options.origin, omitted)],
        "results": results,
        "properties": {"verdict": "passed" if report.verdict.ok else "failed", "level": report.verdict.level},
    }
    return f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{object_lines(run)}]}}\n'


def _automation(origin: Origin) -> Object:
    """A category of its own for each project of a repository that holds several."""
    return {"automationDetails": {"id": f"ssot/{origin.uri('')}"}} if origin.prefix else {}


def _results(report: Report, origin: Origin) -> Iterator[Object]:
    indices = {rule.id: index for index, rule in enumerate(report.rules)}
    # Without a baseline everything is new, and to say so would claim a comparison.
    compared = any(found.status not in (Status.NEW, Status.SUPPRESSED) for found in report.assessments)
    named = zip(report.assessments, fingerprints(report.assessments), strict=True)
    for found, name in sorted(named, key=lambda pair: heaviness(pair[0]))[:_MOST_RESULTS]:
        yield result(found, indices.get(found.violation.rule), name, origin, compared=compared)


def _fitting(results: Sequence[Object]) -> list[Line]:
    """The results as JSON, as many as fit into what may be uploaded, which is counted compressed."""
    lines = [Line(json.dumps(one)) for one in results]
    if sum(map(len, lines)) <= _ROOM:
        return lines
    packer, size = zlib.compressobj(), 0
    for number, line in enumerate(lines):
        size += len(packer.compress(line.encode("ascii")))
        if size > _ROOM:
            return lines[:number]
    return lines


def _invocation(report: Report, origin: Origin, omitted: int) -> Object:
    notes = [_notification(gap, origin) for gap in report.gaps]
    if omitted:
        text = f"{plural(omitted, 'violation')} left out: a document for code scanning holds at most "
        text += f"{_MOST_RESULTS:,} results and {_MOST_BYTES // 1_000_000} MB when compressed"
        notes.append({"descriptor": OMITTED, "level": "warning", "message": message(text)})
    return {"executionSuccessful": True, **({"toolExecutionNotifications": notes} if notes else {})}


def _notification(gap: Gap, origin: Origin) -> Object:
    return {
        "descriptor": NOT_ANALYSED,
        "level": "warning",
        "message": message(gap.reason),
        "locations": [place(Location(gap.path, gap.line), origin)],
    }
