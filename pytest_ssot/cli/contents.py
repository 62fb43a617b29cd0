"""What a baseline knows, as text for people and as JSON for programs."""

from __future__ import annotations

from pytest_ssot import __version__
from pytest_ssot.baseline import Baseline
from pytest_ssot.formats.json import known_object
from pytest_ssot.formats.text.counts import WEIGHT, plural
from pytest_ssot.formats.text.members import object_lines
from pytest_ssot.formats.text.precedents import entry_line
from pytest_ssot.formats.text.printable import printable
from pytest_ssot.formats.text.style import Style
from pytest_ssot.known import remembered
from pytest_ssot.model import KnownViolation
from pytest_ssot.ratchet import counts

VERSION = 1
"""Grows when a field disappears or changes its meaning; new fields do not count."""


def as_text(baseline: Baseline, style: Style) -> str:
    """A line for each violation, its reason below it, and the numbers at the end."""
    lines: list[str] = []
    for known in listed(baseline):
        lines.append(entry_line(known, style))
        if known.reason:
            lines.append(f"    {style.show(known.reason)}")
    for severity, rule, number, first in _rows(baseline):
        of = f" of {first} at first" if first else ""
        lines.append(f"  {severity:9}{style.show(rule)}: {number}{of}")
    total = sum(count.number for count in baseline.first)
    progress = f", {total} at first" if total else ""
    return "".join(
        f"{line}\n" for line in (*lines, f"{plural(len(baseline.entries), 'violation')}{progress}")
    )


def as_json(baseline: Baseline, place: str) -> str:
    """Everything a person can read of a baseline; plain ASCII, described in docs/cli.md."""
    document = {
        "format": "ssot-baseline-listing",
        "version": VERSION,
        "tool": {"name": "pytest-ssot", "version": __version__},
        "place": printable(place),
        "counts": [
            {"severity": severity, "rule": printable(rule), "number": number, "first": first}
            for severity, rule, number, first in _rows(baseline)
        ],
        "violations": [known_object(known) for known in listed(baseline)],
    }
    return object_lines(document) + "\n"


def listed(baseline: Baseline) -> list[KnownViolation]:
    """What a baseline knows, by place."""
    found = [remembered(entry) for entry in baseline.entries]
    return sorted(found, key=lambda known: (known.path, known.scope, known.rule, known.fingerprint))


def _rows(baseline: Baseline) -> list[tuple[str, str, int, int]]:
    """Severity, rule, how many there are and were at first; the heaviest first."""
    now = {(count.severity, count.rule): count.number for count in counts(baseline)}
    first = {(count.severity, count.rule): count.number for count in baseline.first}
    keys = sorted({*now, *first}, key=lambda key: (WEIGHT[key[0]], key[1]))
    return [(key[0].value, key[1], now.get(key, 0), first.get(key, 0)) for key in keys]
