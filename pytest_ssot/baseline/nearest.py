"""The known violation most like a new one: what it may be a copy of."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from pytest_ssot.baseline.entry import Entry


def _statement(entry: Entry) -> str:
    return entry.code.partition(" ")[0]


_LIKENESS: tuple[Callable[[Entry], Hashable], ...] = (
    lambda entry: (entry.what, _statement(entry), entry.path, entry.scope),
    lambda entry: (entry.what, _statement(entry), entry.path),
    lambda entry: (entry.what, _statement(entry)),
    lambda entry: (entry.what, entry.path, entry.scope),
    lambda entry: (entry.rule, entry.path, entry.scope),
    lambda entry: (entry.rule, entry.path),
)
"""From the closest to the loosest."""


class Nearest:
    """Looks up entries by how much they have in common with a new violation."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._tables: list[dict[Hashable, Entry]] = []

    def to(self, entry: Entry) -> Entry | None:
        """The known violation that has most in common with one; None when they share no file."""
        if not self._tables:
            for key in _LIKENESS:
                self._tables.append({key(known): known for known in reversed(self._entries)})
        for key, table in zip(_LIKENESS, self._tables, strict=True):
            found = table.get(key(entry))
            if found is not None:
                return found
        return None
