"""A long analysis says how far it is: to somebody who watches, and once to a log."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pytest_ssot.plugin.progress import progress
from tests.plugin.conftest import Project


class Screen:
    """The part of pytest's reporter that is written to."""

    def __init__(self, *, tty: bool) -> None:
        self.lines: list[str] = []
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty

    def rewrite(self, line: str, **markup: bool) -> None:
        self.lines.append(f"\r{line}")

    def write_line(self, line: str) -> None:
        self.lines.append(line)


class Clock:
    """A clock that is set by hand."""

    now = 10.0

    def __call__(self) -> float:
        return self.now


def written(
    screen: Screen, environ: Mapping[str, str], *, seconds: float = 4.0, verbosity: int = 0
) -> list[str]:
    """What an analysis of 10,000 files leaves on the screen, that takes so long."""
    clock = Clock()
    with progress(screen, verbosity=verbosity, environ=environ, clock=clock) as show:
        for share in (0.0, 0.1, 0.5, 0.51, 1.0):
            clock.now = 10.0 + share * seconds
            if show is not None:
                show(int(share * 10_000), 10_000)
    return screen.lines


def test_somebody_who_watches_sees_count_and_rate() -> None:
    """Not in the first second, not too often, and the line is gone at the end."""
    lines = written(Screen(tty=True), {})

    assert lines == ["\rssot: 5,000 of 10,000 files analysed, 2,500 a second", "\r", "\r"]


@pytest.mark.parametrize(("tty", "environ"), [(False, {}), (True, {"CI": "true"}), (True, {"TERM": "dumb"})])
def test_a_log_gets_one_line(tty: bool, environ: Mapping[str, str]) -> None:
    """It stands at the end and says how long it took."""
    lines = written(Screen(tty=tty), environ)

    assert lines == ["ssot: 10,000 files analysed in 4.0 s, 2,500 a second"]


@pytest.mark.parametrize("tty", [True, False])
def test_what_is_short_or_quiet_says_nothing(tty: bool) -> None:
    """Neither an analysis of less than a second nor one under `-q`."""
    assert written(Screen(tty=tty), {}, seconds=0.9) == []
    assert written(Screen(tty=tty), {}, verbosity=-1) == []


def test_an_interrupted_analysis_is_not_told_as_finished() -> None:
    """The line goes, and no other takes its place."""
    log, terminal, clock = Screen(tty=False), Screen(tty=True), Clock()

    def interrupted(screen: Screen) -> None:
        with progress(screen, verbosity=0, environ={}, clock=clock) as show:
            clock.now += 5
            assert show is not None
            show(1, 10)
            raise KeyboardInterrupt

    for screen in (log, terminal):
        with pytest.raises(KeyboardInterrupt):
            interrupted(screen)

    assert log.lines == []
    assert terminal.lines[-1] == "\r"


def test_a_run_whose_output_is_no_terminal_has_no_moving_line(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What pytest writes to a file or a pipe holds the one line, above the items."""
    monkeypatch.setattr("pytest_ssot.plugin.progress.PATIENCE", 0.0)
    project.write({"a.py": "", "b.py": ""})

    out = project.run("--ssot-only").out

    assert out.count("ssot: 2 files analysed in") == 1
    assert " of 2 files" not in out
