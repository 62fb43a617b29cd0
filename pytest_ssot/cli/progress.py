"""A line on the terminal that says how far a long judgement is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TextIO

from pytest_ssot.cli.world import World

_PATIENCE = 1.0
_INTERVAL = 0.1
_ERASE = "\r\x1b[K"

Progress = Callable[[int, int], None]


@contextmanager
def progress(world: World, *, clock: Callable[[], float] = monotonic) -> Iterator[Progress | None]:
    """A callback for `check`, or None where nobody watches: no terminal, a dumb one, a CI log.

    Nothing appears in the first second, and nothing is left at the end.
    """
    stream = world.stderr
    watched = stream is not None and stream.isatty() and not world.environ.get("CI")
    if stream is None or not watched or world.environ.get("TERM") == "dumb":
        yield None
        return
    line = _Line(stream, clock)
    try:
        yield line.show
    finally:
        line.erase()


class _Line:
    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream = stream
        self._clock = clock
        self._next = clock() + _PATIENCE
        self._visible = False

    def show(self, done: int, total: int) -> None:
        now = self._clock()
        if now < self._next:
            return
        self._next = now + _INTERVAL
        self._visible = True
        self._stream.write(f"{_ERASE}ssot: {done:,} of {total:,} files")
        self._stream.flush()

    def erase(self) -> None:
        if self._visible:
            self._stream.write(_ERASE)
            self._stream.flush()
