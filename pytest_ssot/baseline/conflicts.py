"""A baseline file in which git left conflict markers."""

from __future__ import annotations

from pytest_ssot.baseline.codec import BaselineError, loads
from pytest_ssot.baseline.entry import Baseline
from pytest_ssot.baseline.merging import merge

_OURS, _BASE, _MIDDLE, _THEIRS = "<" * 7, "|" * 7, "=" * 7, ">" * 7
_SHARED = "shared"


def resolve(text: str, place: str) -> Baseline:
    """The baseline that both sides of every conflict make together.

    Where the markers show the common ancestor (`merge.conflictStyle` diff3 or zdiff3), what one side
    removed is out; where they do not, everything in a conflict stays, and at worst an entry comes back
    whose violation is gone. A file without conflicts is read as it is. `BaselineError` as of `loads`.
    """
    parts: dict[str, list[str]] = {_OURS: [], _BASE: [], _THEIRS: []}
    side = _SHARED
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        found = _marker(line, side)
        if found is None:
            for part in parts if side == _SHARED else (side,):
                parts[part].append(line)
        elif found == "":
            raise BaselineError(
                f"{place}:{number}: the conflict markers are damaged; restore the file with git"
            )
        else:
            side = found
    if side != _SHARED:
        raise BaselineError(f"{place}: a conflict has no end; restore the file with git")
    base, ours, theirs = (loads("".join(parts[part]), place) for part in (_BASE, _OURS, _THEIRS))
    return merge(base, ours, theirs)


def _marker(line: str, side: str) -> str | None:
    """Which side begins at a line: None when it is none of the markers, "" when it stands wrongly."""
    head = line[:7]
    if head not in (_OURS, _BASE, _MIDDLE, _THEIRS) or line[7:8] not in ("", " ", "\r", "\n"):
        return None
    follows = {
        (_SHARED, _OURS): _OURS,
        (_OURS, _BASE): _BASE,
        (_OURS, _MIDDLE): _THEIRS,
        (_BASE, _MIDDLE): _THEIRS,
        (_THEIRS, _THEIRS): _SHARED,
    }
    return follows.get((side, head), "")
