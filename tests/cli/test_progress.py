"""Long work says how far it is, to people only."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

import pytest

from pytest_ssot.cli.progress import progress
from pytest_ssot.cli.world import World


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def world(stderr: io.StringIO | None, environ: Mapping[str, str]) -> World:
    """A world with nothing else in it."""
    return World(None, stderr, environ, "/", date(2030, 1, 1))


def test_progress_appears_after_a_second_and_leaves_no_trace() -> None:
    """Short work shows nothing; the last thing written wipes the line."""
    terminal, clock = Terminal(), Clock()

    with progress(world(terminal, {}), clock=clock) as show:
        assert show is not None
        for clock.now, done in ((0.5, 10), (1.1, 1200), (1.15, 1300), (1.3, 2400)):
            show(done, 10_000)

    line = "\r\x1b[Kssot: {} of 10,000 files"
    assert terminal.getvalue() == line.format("1,200") + line.format("2,400") + "\r\x1b[K"


def test_short_work_writes_nothing() -> None:
    """Not even the wiping."""
    terminal = Terminal()

    with progress(world(terminal, {}), clock=Clock()) as show:
        assert show is not None
        show(1, 2)

    assert terminal.getvalue() == ""


def test_the_line_is_wiped_when_work_is_interrupted() -> None:
    """What comes after starts on a clean line."""
    terminal, clock = Terminal(), Clock()

    def interrupted() -> None:
        with progress(world(terminal, {}), clock=clock) as show:
            assert show is not None
            clock.now = 2
            show(1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert terminal.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("stream", "environ"),
    [(None, {}), (io.StringIO(), {}), (Terminal(), {"TERM": "dumb"}), (Terminal(), {"CI": "true"})],
    ids=["no stream", "a pipe", "a dumb terminal", "CI"],
)
def test_nobody_else_sees_progress(stream: io.StringIO | None, environ: Mapping[str, str]) -> None:
    """A log would keep every line of it."""
    with progress(world(stream, environ)) as show:
        assert show is None
