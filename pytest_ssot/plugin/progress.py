"""How far a long analysis is: a line that counts for somebody who watches, one line in all for a log."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from pytest_ssot.model import Progress

PATIENCE = 1.0
"""Seconds an analysis may take before anything is said about it."""

PAUSE = 0.2
"""Seconds between two changes of the line."""


class Screen(Protocol):
    """What of pytest's terminal reporter is needed."""

    def isatty(self) -> bool:
        """Somebody may be watching."""

    def rewrite(self, line: str, **markup: bool) -> None:
        """Write over the current line."""

    def write_line(self, line: str) -> None:
        """Write a line that stays."""


@contextmanager
def progress(
    screen: Screen | None,
    *,
    verbosity: int,
    environ: Mapping[str, str],
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Progress | None]:
    """What to tell an analysis to call; None when there is nobody to tell, or who wants to know.

    Nothing appears in the first second. On a terminal nothing is left at the end; in a log, and where `CI`
    is set, one line says how long it took.
    """
    if screen is None or verbosity < 0:
        yield None
        return
    watched = screen.isatty() and not environ.get("CI") and environ.get("TERM") != "dumb"
    line = _Line(screen, clock, watched=watched)
    try:
        yield line.show
    finally:
        line.erase()
    line.conclude()


class _Line:
    def __init__(self, screen: Screen, clock: Callable[[], float], *, watched: bool) -> None:
        self._screen = screen
        self._clock = clock
        self._watched = watched
        self._start = clock()
        self._next = self._start + PATIENCE
        self._total = 0
        self._visible = False

    def show(self, done: int, total: int) -> None:
        self._total = total
        now = self._clock()
        if self._watched and done < total and now >= self._next:
            self._next = now + PAUSE
            self._visible = True
            rate = done / (now - self._start)
            self._screen.rewrite(
                f"ssot: {done:,} of {total:,} files analysed, {rate:,.0f} a second", erase=True
            )

    def erase(self) -> None:
        if self._visible:
            self._screen.rewrite("", erase=True)
            self._screen.rewrite("")

    def conclude(self) -> None:
        seconds = self._clock() - self._start
        if not self._watched and self._total and seconds >= PATIENCE:
            rate = self._total / seconds
            self._screen.write_line(
                f"ssot: {self._total:,} files analysed in {seconds:,.1f} s, {rate:,.0f} a second"
            )


__all__ = ["PATIENCE", "PAUSE", "Screen", "progress"]
