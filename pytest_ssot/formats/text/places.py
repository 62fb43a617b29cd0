"""Where something stands, for people who click."""

from __future__ import annotations

from pytest_ssot.formats.text.style import Style
from pytest_ssot.model import Gap, Location


def place(location: Location, style: Style) -> str:
    """`path:line:column`, as editors and terminals recognise it."""
    return f"{style.path(location.path)}:{location.line}:{location.column}"


def gap_place(gap: Gap, style: Style) -> str:
    """`path:line`, or the path alone when the whole file or directory is meant."""
    return f"{style.path(gap.path)}:{gap.line}" if gap.line else style.path(gap.path)
