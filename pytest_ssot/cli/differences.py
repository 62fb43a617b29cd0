"""How a project differs from its baseline, or one baseline from another."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_ssot import __version__
from pytest_ssot.baseline import Baseline
from pytest_ssot.formats.concise import line
from pytest_ssot.formats.json import assessment_object, known_object
from pytest_ssot.formats.text.members import object_lines
from pytest_ssot.formats.text.precedents import entry_line, standing
from pytest_ssot.formats.text.style import Style
from pytest_ssot.known import Compared, remembered
from pytest_ssot.model import Assessment, KnownViolation, Status

VERSION = 1
"""Grows when a field disappears or changes its meaning; new fields do not count."""

_SIGNS = {"new": "+", "modified": "~", "moved": ">", "fixed": "-"}


@dataclass(frozen=True)
class Differences:
    """What differs: each line says how (`new`, `modified`, `moved` or `fixed`) and what."""

    lines: tuple[tuple[str, Assessment | KnownViolation], ...]


def since(compared: Compared) -> Differences:
    """What became of a project since its baseline was written."""
    report = compared.report
    current = [
        (one.status.value, one)
        for one in report.assessments
        if one.status in (Status.NEW, Status.MODIFIED, Status.MOVED)
    ]
    fixed = report.baseline.fixed if report.baseline else ()
    return Differences((*current, *(("fixed", known) for known in fixed)))


def between(old: Baseline, new: Baseline) -> Differences:
    """What entered and left a baseline, and whose reason is another."""
    before, after = ({entry.identity: entry for entry in side.entries} for side in (old, new))
    return Differences((
        *(("new", remembered(entry)) for key, entry in after.items() if key not in before),
        *(
            ("modified", remembered(entry))
            for key, entry in after.items()
            if key in before and before[key].reason != entry.reason
        ),
        *(("fixed", remembered(entry)) for key, entry in before.items() if key not in after),
    ))  # fmt: skip


def as_text(found: Differences, style: Style) -> str:
    """A line for each difference, with a sign in front."""
    lines = [f"{_SIGNS[how]} {_line(one, style)}" for how, one in found.lines]
    return "".join(f"{line}\n" for line in lines or ["no difference"])


def as_json(found: Differences) -> str:
    """All differences by kind; plain ASCII, described in docs/cli.md."""
    kinds = {kind: [_object(one) for how, one in found.lines if how == kind] for kind in _SIGNS}
    document = {
        "format": "ssot-baseline-diff",
        "version": VERSION,
        "tool": {"name": "pytest-ssot", "version": __version__},
        **kinds,
    }
    return object_lines(document) + "\n"


def _line(one: Assessment | KnownViolation, style: Style) -> str:
    if isinstance(one, KnownViolation):
        reason = f": {style.show(one.reason)}" if one.reason else ""
        return entry_line(one, style) + reason
    return line(one.violation, style) + standing(one, style)


def _object(one: Assessment | KnownViolation) -> object:
    return known_object(one) if isinstance(one, KnownViolation) else assessment_object(one, one.fingerprint)
