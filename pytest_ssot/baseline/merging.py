"""Two baselines that grew from one: what either side added is in, what either side removed is out."""

from __future__ import annotations

from collections.abc import Hashable

from msgspec import structs

from pytest_ssot.baseline.entry import Baseline, Entry, UnreadText, greatest, order


def merge(base: Baseline, ours: Baseline, theirs: Baseline) -> Baseline:
    """The union of both sides without what one of them removed from `base`.

    An entry is the same on both sides when its place, statement and number are; where it differs
    otherwise (its surroundings changed, a reason was added) the side that changed it wins, and ours
    when both did. Of what the first baselines counted, the highest numbers stay.
    """
    first = greatest((*ours.first, *theirs.first))
    return Baseline(_entries(base, ours, theirs), _unread(base, ours, theirs), first)


def _entries(base: Baseline, ours: Baseline, theirs: Baseline) -> tuple[Entry, ...]:
    old, mine, other = (_by_key(side.entries) for side in (base, ours, theirs))
    merged: list[Entry] = []
    for key in {**mine, **other}:
        found = _one(old.get(key), mine.get(key), other.get(key))
        if found is not None:
            merged.append(found)
    return tuple(sorted(merged, key=order))


def _one(old: Entry | None, mine: Entry | None, other: Entry | None) -> Entry | None:
    if mine is None or other is None:
        # Missing on one side: removed there if it was in the base, added on the other if not.
        return None if old is not None else mine or other
    chosen = other if mine == old else mine
    return chosen if chosen.reason else structs.replace(chosen, reason=mine.reason or other.reason)


def _by_key(entries: tuple[Entry, ...]) -> dict[Hashable, Entry]:
    """Entries by what they are; those that both sides numbered alike are told apart by what is near."""
    found: dict[Hashable, Entry] = {}
    for entry in entries:
        key: Hashable = entry.identity
        found[key if key not in found else (key, entry.near)] = entry
    return found


def _unread(base: Baseline, ours: Baseline, theirs: Baseline) -> tuple[UnreadText, ...]:
    old, mine, other = set(base.unread), set(ours.unread), set(theirs.unread)
    merged = (mine & other) | (mine - old) | (other - old)
    return tuple(sorted(merged, key=lambda one: (one.path, one.lines)))
