"""The parts of a statement: what stands between the commas or brackets around a place in it."""

from __future__ import annotations

from bisect import bisect_right

from pytest_ssot.facts.tokens import token_pattern
from pytest_ssot.facts.wording import Words, words


class Parts:
    """The words and signs of one statement, read once however many places in it are asked for."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._strings: list[bool] = []
        self._opened: list[tuple[int, int]] = []
        """For each, how many brackets are open before it, and where the innermost part around it begins."""
        opened = [start]
        for found in token_pattern().finditer(text, start, end):
            self._starts.append(found.start())
            self._ends.append(found.end())
            self._strings.append(found.lastgroup == "string")
            self._opened.append((len(opened), opened[-1]))
            word = found[0]
            if word in ("(", "[", "{"):
                opened.append(found.end())
            elif word in (")", "]", "}") and len(opened) > 1:
                opened.pop()
            elif word == "," and len(opened) > 1:
                opened[-1] = found.end()
        self._last = len(opened), opened[-1]
        self._said: dict[tuple[int, int], Words] = {}

    def around(self, offset: int) -> Words | None:
        """The words of the part around an offset; None in a later line of a string."""
        index = bisect_right(self._starts, offset) - 1
        within = index >= 0 and offset < self._ends[index]
        if within and self._strings[index] and "\n" in self._text[self._starts[index] : offset]:
            return None
        depth, start = self._opened[index] if within else self._last
        span = (self._start, self._end) if depth == 1 else (start, self._part_end(offset))
        if span not in self._said:
            self._said[span] = words(self._text, *span)
        return self._said[span]

    def _part_end(self, offset: int) -> int:
        depth = 0
        for found in token_pattern().finditer(self._text, offset, self._end):
            word = found[0]
            if word in ("(", "[", "{"):
                depth += 1
            elif word in (")", "]", "}", ",") and depth == 0:
                return found.start()
            elif word in (")", "]", "}"):
                depth -= 1
        return self._end
