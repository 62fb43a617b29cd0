"""Settings that dynaconf reads from files, in layers and with names in any case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts.file_paths import mappings_at
from pytest_ssot.facts.resolved import (
    NOWHERE,
    Alternatives,
    Arguments,
    External,
    Known,
    Resolved,
    Row,
    Table,
    one_of,
)
from pytest_ssot.facts.values import Literal

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

LAYERED = ("dynaconf.Dynaconf()", "dynaconf.LazySettings()")
"""What keeps such settings."""

_FILES = ("settings_files", "settings_file", "preload", "includes")
_USUAL = ("settings.toml", "settings.yaml", "settings.yml", "settings.json")


def of_layers(resolver: Resolver, base: External, name: str) -> Alternatives:
    """A setting as any of the layers says: a file as a whole, or what it has for an environment."""
    made = base.arguments or Arguments()
    place = made.place if made.place.path else NOWHERE
    named = one_of(*(made.keywords.get(word, ()) for word in _FILES))
    rows = [item for one in named if isinstance(one, Row) for item in one.items]
    paths = one_of(*rows, tuple(one for one in named if not isinstance(one, Row)))
    found = [
        one
        for path in paths or tuple(Known(one, place) for one in _USUAL)
        for one in mappings_at(resolver, (path,), place)
        if isinstance(one, Table)
    ]
    layers = [one for table in found for held in table.entries.values() for one in held]
    tables = (*found, *(one for one in layers if isinstance(one, Table)))
    return one_of(*(_in_any_case(held) for one in tables for held in _named(one, name)))


def _named(table: Table, name: str) -> list[Alternatives]:
    return [held for key, held in table.entries.items() if str(key).lower() == name.lower()]


def _in_any_case(held: Alternatives) -> Alternatives:
    """Values whose entries are found by their names in small and in capital letters."""
    return tuple(_with_both(one) for one in held)


def _with_both(one: Resolved) -> Resolved:
    if not isinstance(one, Table):
        return one
    entries: dict[Literal, Alternatives] = {}
    for key, held in one.entries.items():
        words = (key.lower(), key.upper()) if isinstance(key, str) else ()
        entries.update(dict.fromkeys((key, *words), _in_any_case(held)))
    return Table(entries, one.rest, one.place)
