"""JSON that people can search and compare: a line per member, a line per element of a list."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence


class Line(str):
    """An element of a list that is JSON already."""

    __slots__ = ()


def array_lines(elements: Sequence[object]) -> str:
    """The array in plain ASCII."""
    return "[\n" + ",\n".join(map(_element, elements)) + "\n]" if elements else "[]"


def object_lines(members: Mapping[str, object]) -> str:
    """The object in plain ASCII; `json.dumps` with an indent would take five times as long."""
    return (
        "{\n" + ",\n".join(f"{json.dumps(name)}: {_value(value)}" for name, value in members.items()) + "\n}"
    )


def _value(value: object) -> str:
    return array_lines(value) if isinstance(value, list) else json.dumps(value)


def _element(element: object) -> str:
    return element if isinstance(element, Line) else json.dumps(element)
