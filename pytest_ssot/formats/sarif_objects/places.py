"""Locations and regions: columns count Unicode code points, as `columnKind` says."""

from __future__ import annotations

from pytest_ssot.formats.sarif_objects.texts import Object, message
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.printable import printable
from pytest_ssot.model import Excerpt, Location

ROOT = "%SRCROOT%"
_LONGEST_SNIPPET = 4_000


def place(location: Location, origin: Origin, excerpt: Excerpt | None = None, text: str = "") -> Object:
    """A location object, with a message when there is one to tell about it."""
    physical = {"physicalLocation": _physical(location, origin, excerpt)}
    return {**physical, "message": message(text)} if text else physical


def _physical(location: Location, origin: Origin, excerpt: Excerpt | None) -> Object:
    artifact = {"artifactLocation": {"uri": origin.uri(location.path), "uriBaseId": ROOT}}
    if location.line < 1:
        return artifact
    found = {**artifact, "region": _region(location)}
    context = _context(excerpt, location)
    return {**found, "contextRegion": context} if context else found


def _region(location: Location) -> Object:
    start = {"startLine": location.line, "startColumn": max(location.column, 1)}
    if location.end_line < location.line or location.end_column < 1:
        return start
    return {**start, "endLine": location.end_line, "endColumn": location.end_column}


def _context(excerpt: Excerpt | None, location: Location) -> Object | None:
    """The source around, if it holds the whole region, as the standard demands, and is not too long."""
    if excerpt is None:
        return None
    last = excerpt.first_line + len(excerpt.lines) - 1
    if not excerpt.first_line <= location.line <= max(location.line, location.end_line) <= last:
        return None
    text = "\n".join(printable(line, tabs=True) for line in excerpt.lines)
    if len(text) > _LONGEST_SNIPPET:
        return None
    return {"startLine": excerpt.first_line, "endLine": last, "snippet": {"text": text}}
