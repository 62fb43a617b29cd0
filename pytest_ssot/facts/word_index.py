"""Which files contain which words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from pytest_ssot.facts.screening import Screened
from pytest_ssot.facts.words import distinct, hash_of, written

BLOCK = 256
"""Files whose words are kept together as well, so that a rare word is looked up in few of them."""

FEW_WORDS = 50
"""So many are searched for one by one in the words of a file, as they lie there; more are compared."""


class WordIndex:
    """Which files contain which words, by their checksums: a few kilobytes a file.

    `paths` are all files there are; what each holds is added as it gets known.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        self._numbers = {path: number for number, path in enumerate(self.paths)}
        self._files = [b""] * len(self.paths)
        self._weights = [0] * len(self.paths)
        self._known: dict[int, tuple[int, ...]] = {}
        self._blocks: list[tuple[tuple[int, ...], memoryview[int]]] = []
        self._added: list[int] = []

    def add(self, path: str, seen: Screened) -> None:
        """A file holds what was seen of it; nothing is asked before all are added."""
        number = self._numbers[path]
        self._files[number], self._weights[number] = seen.hashes, seen.weight
        self._added.append(number)
        if len(self._added) == BLOCK:
            self.close()

    def close(self) -> None:
        """Keep the words together of those files that were added last."""
        words = distinct(b"".join(self._files[number] for number in self._added))
        self._blocks.append((tuple(self._added), memoryview(words).cast("I")))
        self._added.clear()

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
        for files, block in self._blocks:
            held = [wanted for wanted in hashes if _contains(block, wanted)]
            if held:
                yield from self._holding(files, held)

    def _having(self, wanted: int) -> tuple[int, ...]:
        if wanted not in self._known:
            found: list[int] = []
            number = written(wanted)
            for files, block in self._blocks:
                if _contains(block, wanted):
                    found += [one for one in files if number in self._files[one]]
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


def _contains(hashes: memoryview[int], wanted: int) -> bool:
    """A sorted sequence holds a number."""
    place = bisect_left(hashes, wanted)
    return place < len(hashes) and hashes[place] == wanted


def _distance(path: str, prefixes: Sequence[str]) -> int:
    """How many of some directories, the innermost first, a file does not lie in before it lies in one."""
    for number, prefix in enumerate(prefixes):
        if path.startswith(prefix):
            return number
    return len(prefixes)
