"""What a comparison says of each current violation and of each known one."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from pytest_ssot.baseline.entry import Entry
from pytest_ssot.model import Violation


class Standing(StrEnum):
    """How a current violation relates to the baseline."""

    KNOWN = "known"
    """It stands where it stood and says what it said, however it is laid out."""
    MOVED = "moved"
    """It says what it said; its file, its definition or the name of either is another."""
    MODIFIED = "modified"
    """Its statement was edited in place."""
    NEW = "new"


class Fate(StrEnum):
    """What became of a known violation."""

    PRESENT = "present"
    FIXED = "fixed"
    UNKNOWN = "unknown"
    """Nobody can say: its file does not parse, or was not judged in this run."""


class Match(msgspec.Struct, frozen=True):
    """A current violation with its standing.

    `entry` is the known violation that explains it: None when it is new, and when it is known only
    because its line stood in a file that did not parse. `nearest` is, for a new one, the known
    violation most like it (of which it may be a copy), if there is any.
    """

    violation: Violation
    standing: Standing
    entry: Entry | None = None
    nearest: Entry | None = None


class Remembered(msgspec.Struct, frozen=True):
    """A known violation with its fate, and the current violation it explains, if any."""

    entry: Entry
    fate: Fate
    violation: Violation | None = None


class Comparison(msgspec.Struct, frozen=True):
    """`matches` are in the order of the violations given, `remembered` in that of the entries."""

    matches: tuple[Match, ...]
    remembered: tuple[Remembered, ...]

    def new(self) -> Iterator[Match]:
        """The violations that nothing explains."""
        return (match for match in self.matches if match.standing is Standing.NEW)

    def fixed(self) -> Iterator[Entry]:
        """The entries whose violation is certainly gone."""
        return (known.entry for known in self.remembered if known.fate is Fate.FIXED)
