"""Which files contain which words."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from pytest_ssot.facts.screening import Screened, hash_of, written

BLOCK = 256
"""Files whose words are kept together as well, so that a rare word is looked up in few of them."""

FEW_WORDS = 50
"""So many are searched for one by one in the words of a file, as they lie there; more are compared."""


class WordIndex:
    """Which files contain which words, by their checksums: a few kilobytes a file."""

    def __init__(self, screened: Mapping[str, Screened]) -> None:
        self.paths = tuple(screened)
        self._files = [one.hashes for one in screened.values()]
        self._weights = [one.weight for one in screened.values()]
        self._known: dict[int, tuple[int, ...]] = {}
        self._blocks: list[array[int]] = []
        for start in range(0, len(self._files), BLOCK):
            words = (memoryview(hashes).cast("I") for hashes in self._files[start : start + BLOCK])
            together = set[int]().union(*words)
            self._blocks.append(array("I", sorted(together)))

    def containing(self, words: Iterable[str], among: Sequence[int] | None = None) -> list[int]:
        """The numbers of the files that contain one of `words`, ascending, of all or those `among` some."""
        hashes = [hash_of(word) for word in words]
        if among is not None and len(among) < BLOCK:
            return [*self._holding(among, hashes)]
        if len(hashes) > FEW_WORDS:
            found = set(self._having_any(hashes))
        else:
            found = set[int]().union(*map(self._having, hashes))
        return sorted(found if among is None else found.intersection(among))

    def hold_any(self, files: Iterable[int], words: Iterable[str]) -> bool:
        """One of some files contains one of `words`."""
        return any(True for _ in self._holding(files, [hash_of(word) for word in words]))

    def _holding(self, files: Iterable[int], hashes: Sequence[int]) -> Iterator[int]:
        """Those of some files that contain one of the words with these checksums."""
        if len(hashes) > FEW_WORDS:
            wanted = frozenset(hashes)
            yield from (one for one in files if not wanted.isdisjoint(memoryview(self._files[one]).cast("I")))
        else:
            numbers = [written(one) for one in hashes]
            yield from (one for one in files if any(number in self._files[one] for number in numbers))

    def _having_any(self, hashes: Sequence[int]) -> Iterator[int]:
        """The same of all files: only what a block of them holds is looked for in each."""
        for place, block in enumerate(self._blocks):
            held = [wanted for wanted in hashes if _contains(block, wanted)]
            start = place * BLOCK
            if held:
                yield from self._holding(range(start, min(start + BLOCK, len(self._files))), held)

    def _having(self, wanted: int) -> tuple[int, ...]:
        if wanted not in self._known:
            found: list[int] = []
            number = written(wanted)
            for place, block in enumerate(self._blocks):
                if _contains(block, wanted):
                    start = place * BLOCK
                    files = enumerate(self._files[start : start + BLOCK], start)
                    found += [one for one, hashes in files if number in hashes]
            self._known[wanted] = tuple(found)
        return self._known[wanted]

    def closest(self, numbers: Iterable[int], home: str, most: int) -> list[int]:
        """Those that share most directories with `home`, up to `most` bytes together, ascending."""
        around = home.split("/")[:-1]
        prefixes = ["/".join((*around[:depth], "")) for depth in range(len(around), 0, -1)]
        ordered = sorted(numbers, key=lambda one: (_distance(self.paths[one], prefixes), one))
        sizes = accumulate(self._weights[one] for one in ordered)
        return sorted(one for one, size in zip(ordered, sizes, strict=True) if size <= most)

    def weight(self, numbers: Iterable[int]) -> int:
        """How many bytes these files have together, roughly."""
        return sum(self._weights[number] for number in numbers)


def _contains(hashes: array[int], wanted: int) -> bool:
    """A sorted sequence holds a number."""
    place = bisect_left(hashes, wanted)
    return place < len(hashes) and hashes[place] == wanted


def _distance(path: str, prefixes: Sequence[str]) -> int:
    """How many of some directories, the innermost first, a file does not lie in before it lies in one."""
    for number, prefix in enumerate(prefixes):
        if path.startswith(prefix):
            return number
    return len(prefixes)
