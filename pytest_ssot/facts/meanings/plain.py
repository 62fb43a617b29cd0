"""Values that are entirely known, as plain Python values and back."""

from __future__ import annotations

from pytest_ssot.facts.folding import is_literal
from pytest_ssot.facts.resolved import Alternatives, Hop, Known, Opaque, Place, Resolved, Row, Table, parts_of


class Unplain:
    """Stands for a value that is not entirely known."""


UNPLAIN = Unplain()


def plain(alternatives: Alternatives) -> object:
    """The one plain value of `alternatives`; `UNPLAIN` when there are several or part of it is unknown.

    Every sequence is a list, so that sequences of different kinds compare as their elements do.
    """
    if len(alternatives) == 1 and isinstance(alternatives[0], Known):
        return alternatives[0].value
    return UNPLAIN if parts_of((alternatives,), MOST_PARTS) == MOST_PARTS else _plain(alternatives)


MOST_PARTS = 20_000
"""What a value may hold in all."""


def _plain(alternatives: Alternatives) -> object:
    if len(alternatives) != 1:
        return UNPLAIN
    match alternatives[0]:
        case Known(value=value):
            return value
        case Row(items=items, rest=()):
            parts = [_plain(item) for item in items]
            return UNPLAIN if UNPLAIN in parts else parts
        case Table(entries=entries, rest=()):
            held = {key: _plain(value) for key, value in entries.items()}
            return UNPLAIN if UNPLAIN in held.values() else held
        case _:
            return UNPLAIN


def lifted(value: object, place: Place, hops: tuple[Hop, ...] = ()) -> Resolved:
    """A plain Python value as a resolved one, which came through `hops`."""
    if isinstance(value, dict):
        return Table({key: (lifted(held, place, hops),) for key, held in value.items()}, (), place)
    if isinstance(value, list | tuple):
        return Row(tuple((lifted(held, place, hops),) for held in value), (), place)
    return Known(value, place, hops) if is_literal(value) else Opaque()


def origin(place: Place, *groups: Alternatives) -> Place:
    """Where a value computed at `place` was decided: at an operand that is written elsewhere."""
    for group in groups:
        for one in group:
            if isinstance(one, Known) and one.place.path and not one.place.within(place):
                return one.place
            if isinstance(one, Row):
                inner = origin(place, *one.items)
                if inner != place:
                    return inner
    return place
