"""Enumerations that are made by a call: `Enum("Mode", ["STRICT", "LAX"])`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.meanings.plain import plain
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    External,
    Known,
    Namespace,
    Resolved,
    Row,
    Table,
)
from pytest_ssot.facts.spans import unpacked

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

Member = tuple[str, Alternatives]


def _made(kind: str) -> Meaning:
    def make(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        rows = given.get(1, "names")
        members = tuple(_members(rows[0], kind, given)) if len(rows) == 1 else ()
        if not members:
            return None
        as_values = kind != "Enum"
        line, column = unpacked(given.place.span)[:2]
        held = {
            name: value if as_values else (_member(f"{given.place.path}:{line}:{column}", name, value),)
            for name, value in members
        }
        return (Namespace(held, place=given.place),)

    return make


def _member(identity: str, name: str, value: Alternatives) -> External:
    held: dict[str, Alternatives] = {"value": value, "name": (Known(name),)}
    return External(f"<enumeration {identity}>.{name}", attributes=held)


def _members(names: Resolved, kind: str, given: Arguments) -> Iterator[Member]:
    """The members by their names, with what each stands for: what is written, or a number."""
    match names:
        case Known(value=str(text)):
            words = text.replace(",", " ").split()
        case Table(entries=entries):
            yield from ((str(name), value) for name, value in entries.items())
            return
        case Row(items=items) if all(isinstance(plain(one), list) for one in items):
            pairs = [one[0] for one in items]
            yield from ((str(plain(one.items[0])), one.items[1]) for one in pairs if isinstance(one, Row))
            return
        case Row(items=items):
            words = [word for word in map(plain, items) if isinstance(word, str)]
        case _:
            return
    for number, word in enumerate(words, 1):
        yield word, (Known(word.lower() if kind == "StrEnum" else number, given.place),)


MEANINGS: Mapping[str, Meaning] = {f"enum.{kind}": _made(kind) for kind in ("Enum", "IntEnum", "StrEnum")}
"""Meanings by the dotted path of what is called."""
