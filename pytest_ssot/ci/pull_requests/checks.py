"""A check run on GitHub: the requests that show annotations in the changed files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_ssot.ci.pull_requests.statement import NoVerdict, Statement
from pytest_ssot.formats.text.annotations import Annotation
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.printable import printable

AT_ONCE = 50
"""Annotations that GitHub takes in one request."""
_MOST = 500
_LONGEST_TITLE = 255
_LONGEST_MESSAGE = 16_000
"""GitHub takes 64 KB; fifty of these still make a request of a reasonable size."""
_LONGEST_SUMMARY = 60_000
_LEVELS = {"error": "failure", "warning": "warning"}


def check_run(statement: Statement | NoVerdict) -> tuple[Mapping[str, Any], ...]:
    """The body that creates the check run, then those that add the rest of its annotations.

    It has the name of the commit status: where that is required for merging, both are, and a token that may
    set only one of them is enough. The heaviest annotations come first; of more than five hundred, the rest
    is counted.
    """
    annotations = statement.annotations
    shown = [_annotation(one, statement.origin) for one in annotations[:_MOST]]
    output = {"title": statement.description, "summary": _summary(statement, len(annotations))}
    parts = [shown[start : start + AT_ONCE] for start in range(0, len(shown), AT_ONCE)]
    first = {
        "name": statement.name,
        "head_sha": statement.commit,
        "status": "completed",
        "conclusion": "success" if statement.state == "success" else "failure",
        "output": {**output, "annotations": parts[0]} if parts else output,
    }
    if statement.run_url:
        first["details_url"] = statement.run_url
    return (first, *({"output": {**output, "annotations": part}} for part in parts[1:]))


def _summary(statement: Statement | NoVerdict, number: int) -> str:
    text = statement.markdown(_LONGEST_SUMMARY)
    left_out = number - _MOST
    return f"{text}\n_{left_out} more have no annotation._\n" if left_out > 0 else text


def _annotation(one: Annotation, origin: Origin) -> Mapping[str, Any]:
    """GitHub refuses columns of several lines, ends before starts, and all annotations because of one."""
    place = one.location
    first = max(place.line, 1)
    last = max(place.end_line, first)
    found: dict[str, Any] = {
        "path": printable(origin.path(place.path)),
        "start_line": first,
        "end_line": last,
        "annotation_level": _LEVELS[one.kind],
        "title": printable(one.title)[:_LONGEST_TITLE],
        "message": "\n".join(map(printable, one.lines))[:_LONGEST_MESSAGE] or printable(one.title),
    }
    if place.line and first == last and place.end_column >= place.column >= 1:
        found |= {"start_column": place.column, "end_column": place.end_column}
    return found
