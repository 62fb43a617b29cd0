"""An inventory of suppressions as text for people and as JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from pytest_ssot import __version__
from pytest_ssot.cli.inventory import Inventory, Listed
from pytest_ssot.formats.text.counts import plural
from pytest_ssot.formats.text.members import object_lines
from pytest_ssot.formats.text.printable import printable
from pytest_ssot.formats.text.style import Style
from pytest_ssot.model import Suppression
from pytest_ssot.suppressions import State

VERSION = 1
"""Grows when a field disappears or changes its meaning; new fields do not count."""


def as_text(inventory: Inventory, style: Style) -> str:
    """Two lines for each suppression, what is wrong with it, and a line of numbers at the end."""
    lines = [line for one in inventory.listed for line in _block(one, inventory, style)]
    if inventory.ageless:
        lines.append(f"no ages: {style.show(inventory.ageless)}")
    return "".join(f"{line}\n" for line in (*lines, _summary(inventory)))


def _block(one: Listed, inventory: Inventory, style: Style) -> Iterator[str]:
    marker, state = one.review.marker, one.review.state
    place = f"{style.path(marker.location.path)}:{marker.location.line}"
    permits = f"permits {plural(one.review.permitted, 'violation')} in {_scope(marker)}"
    facts = [permits, *([f"until {marker.until}"] if marker.until else []), _age(one, inventory)]
    role = "good" if state is State.ACTIVE else "warning"
    head = f"{style.paint('place', place)}: {style.paint(role, state.value)} {style.show(_spelling(marker))}"
    yield f"{head}: {'; '.join(fact for fact in facts if fact)}"
    yield f"    {style.show(marker.reason)}" if marker.reason else style.paint("quiet", "    (no reason)")
    for remark in one.review.remarks:
        yield style.paint("quiet", f"    {style.show(remark)}")


def _spelling(marker: Suppression) -> str:
    return f"{marker.marker}[{', '.join(marker.rules)}]" if marker.rules else marker.marker


def _scope(marker: Suppression) -> str:
    if marker.first_line == marker.last_line:
        return f"line {marker.first_line}"
    return f"lines {marker.first_line}-{marker.last_line}"


def _age(one: Listed, inventory: Inventory) -> str:
    if one.authored is None:
        return "" if inventory.ageless else "not committed yet"
    days = plural(_days(one.authored.day, inventory.today), "day")
    return f"{days} old or more" if one.authored.is_oldest else f"{days} old, since {one.authored.day}"


def _days(day: date, today: date) -> int:
    """Clocks differ: nothing was written in the future."""
    return max((today - day).days, 0)


def _summary(inventory: Inventory) -> str:
    counts = Counter(one.review.state for one in inventory.listed)
    states = ", ".join(f"{counts[state]} {state.value}" for state in State if counts[state])
    total = plural(len(inventory.listed), "suppression")
    return f"{total}: {states}" if states else "no suppressions"


def as_json(inventory: Inventory) -> str:
    """Everything known of each suppression; plain ASCII, described in docs/suppressions.md."""
    counts = Counter(one.review.state for one in inventory.listed)
    document = {
        "format": "ssot-suppressions",
        "version": VERSION,
        "tool": {"name": "pytest-ssot", "version": __version__},
        "summary": {"total": len(inventory.listed), **{state.value: counts[state] for state in State}},
        "no_ages_because": printable(inventory.ageless) or None,
        "suppressions": [_object(one, inventory.today) for one in inventory.listed],
    }
    return object_lines(document) + "\n"


def _object(one: Listed, today: date) -> Mapping[str, object]:
    marker, written = one.review.marker, one.authored
    return {
        "path": printable(marker.location.path),
        "line": marker.location.line,
        "column": marker.location.column,
        "marker": printable(marker.marker),
        "state": one.review.state.value,
        "violations": one.review.permitted,
        "first_line": marker.first_line,
        "last_line": marker.last_line,
        "rules": [printable(rule) for rule in marker.rules],
        "until": None if marker.until is None else marker.until.isoformat(),
        "reason": printable(marker.reason),
        "remarks": [printable(remark) for remark in one.review.remarks],
        "author_date": None if written is None else written.day.isoformat(),
        "age_days": None if written is None else _days(written.day, today),
        "commit": None if written is None else written.commit,
        "may_be_older": written is not None and written.is_oldest,
    }
