"""The hand-written cases the detector is known to get wrong, one name per line in `gaps.txt`.

Their tests are expected to fail, strictly: a gap that has closed has to leave the list.
`python -m tests.proof --hand --record-gaps` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

FILE = Path(__file__).with_name("gaps.txt")
GAPS = frozenset(FILE.read_text(encoding="utf-8").split())


def record(names: Iterable[str]) -> None:
    """Makes these the known gaps."""
    FILE.write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
