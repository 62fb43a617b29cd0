"""What a violation has to do with the known ones, in words."""

from __future__ import annotations

from pytest_ssot.formats.text.style import Style
from pytest_ssot.model import Assessment, KnownViolation, Status


def standing(assessment: Assessment, style: Style) -> str:
    """` (known)`, ` (moved from a.py)`, or for a new one ` (nearest known: a.py:3)`; else nothing."""
    known = assessment.precedent
    if assessment.status is Status.NEW:
        return f" (nearest known: {place_of(known, style)})" if known else ""
    if assessment.status is Status.MOVED and known:
        return f" (moved from {former(known, style)})"
    return f" ({assessment.status})"


def place_of(known: KnownViolation, style: Style) -> str:
    """`src/a.py:3, in login`: where it stands now, or stood when it is not there any more."""
    return f"{style.path(known.path)}{f':{known.line}' if known.line else ''}{_scope(known, style)}"


def former(known: KnownViolation, style: Style) -> str:
    """`src/a.py, in login`: where it stood when it was remembered."""
    return f"{style.path(known.path)}{_scope(known, style)}"


def entry_line(known: KnownViolation, style: Style) -> str:
    """`src/a.py, in login: error[jwt-direct-call] jwt.decode`."""
    what = f"{style.paint(known.severity, known.severity)}[{style.show(known.rule)}]"
    where = style.paint("place", former(known, style))
    return f"{where}: {what} {style.show(known.subject)}"


def _scope(known: KnownViolation, style: Style) -> str:
    return f", in {style.show(known.scope)}" if known.scope else ""
