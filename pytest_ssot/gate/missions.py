"""The mission-critical tests, run by pytest in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from pytest_ssot.gate.conditions import State
from pytest_ssot.model import Report
from pytest_ssot.settings import Settings

HANDOVER = "SSOT_HANDOVER"
"""The variable by which `pytest_ssot.suite.handover` finds the directory of a run."""

PLACE = "tests/mission_critical"
"""Where a project keeps mission-critical tests of its own."""

SHIPPED = "pytest_ssot.suite"
SECONDS = 600
"""How long the tests may take by default."""

_SHOWN = 30
_LONGEST_END = 20_000
_REFUSED = 4
"""How pytest ends when an option is unknown or a `conftest.py` cannot be loaded."""


@dataclass(frozen=True)
class MissionTest:
    """One test: its node id, `passed`, `failed`, `error` or `skipped`, and what it says about it."""

    id: str
    outcome: str
    message: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Missions:
    """A run of the mission-critical tests; `problem` says why it tells nothing, `log` ends its output."""

    tests: tuple[MissionTest, ...] = ()
    problem: str = ""
    log: tuple[str, ...] = ()
    seconds: float = 0.0
    places: tuple[str, ...] = field(default=(SHIPPED,))

    @property
    def failed(self) -> tuple[MissionTest, ...]:
        """The tests that did not pass, skipped ones left out."""
        return tuple(test for test in self.tests if test.outcome in ("failed", "error"))

    @property
    def state(self) -> State:
        """What the tests say about the project."""
        if self.failed:
            return State.FAILED
        return State.UNKNOWN if self.problem else State.MET


def run_missions(
    report: Report,
    settings: Settings,
    environ: Mapping[str, str],
    *,
    seconds: int = SECONDS,
) -> Missions:
    """Run the shipped suite and the project's own mission-critical tests on a report that is made already."""
    places = (*_own(settings.root), SHIPPED)
    if find_spec("pytest") is None:
        return Missions(problem=f"pytest is not installed for {sys.executable}", places=places)
    try:
        return _missions(report, settings, environ, places, seconds)
    except OSError as trouble:  # a full disk, or no place for files at all
        return Missions(problem=f"they cannot be started: {trouble.strerror or trouble}", places=places)


def _missions(
    report: Report, settings: Settings, environ: Mapping[str, str], places: tuple[str, ...], seconds: int
) -> Missions:
    started = time.monotonic()
    with TemporaryDirectory(prefix="ssot-gate-") as scratch:
        given = {"report": _shipped(report), "roots": settings.roots}
        Path(scratch, "report.json").write_text(json.dumps(given), encoding="ascii")
        surrounding = {**environ, HANDOVER: scratch}
        code: int | None = _REFUSED
        for command in _commands(settings, places, environ):
            code = _run(command, settings.root, surrounding, Path(scratch, "output"), seconds)
            if code != _REFUSED:
                break
        tests = _told(Path(scratch, "outcomes.json"))
        problem = _problem(code, tests, seconds)
        log = _end_of(Path(scratch, "output")) if problem else ()
    return Missions(tests, problem, log, time.monotonic() - started, places)


def _own(root: Path) -> tuple[str, ...]:
    """The project's own tests, if it has a place with some in it."""
    place = root / PLACE
    return (str(place),) if place.is_dir() and any(place.rglob("*.py")) else ()


def _shipped(report: Report) -> object:
    import msgspec

    return msgspec.to_builtins(report)


def _commands(settings: Settings, places: Sequence[str], environ: Mapping[str, str]) -> Iterator[list[str]]:
    """How pytest is started; the next way is tried where it refuses one.

    With the project's own options, but for those that select tests or judge files again. The shipped suite
    needs nothing of the project, so that a `conftest.py` whose imports are not installed here does no harm;
    options that one defines may still be asked for by the project's settings.
    """
    command = [sys.executable, "-m", "pytest", "-p", f"{SHIPPED}.handover"]
    command += ["--rootdir", str(settings.root), f"--ssot-level={settings.level}", "-o", "ssot=false"]
    command += ["-m", "", "-k", "", "--maxfail=0", "--color=no", "-rN", "--continue-on-collection-errors"]
    if find_spec("pytest_cov") is not None and not environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        command.append("--no-cov")  # how much of a project these tests cover says nothing
    if places == (SHIPPED,):
        yield [*command, "--noconftest", "--pyargs", *places]
    yield [*command, "--pyargs", *places]


def _run(
    command: Sequence[str], root: Path, environ: Mapping[str, str], output: Path, seconds: int
) -> int | None:
    """The exit code of a process; None when it took too long and was ended.

    What it says goes to a file: a pipe would be held open by whatever a test has left running.
    """
    with output.open("wb") as file, _cleaning_up():
        process = subprocess.Popen(  # noqa: S603 - our own arguments, no shell
            command,
            cwd=root,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        with _ended(process):
            try:
                return process.wait(timeout=seconds)
            except subprocess.TimeoutExpired:
                return None


def _end_of(output: Path) -> tuple[str, ...]:
    with output.open("rb") as file:
        file.seek(max(output.stat().st_size - _LONGEST_END, 0))
        return tuple(file.read().decode(errors="replace").splitlines()[-_SHOWN:])


@contextmanager
def _cleaning_up() -> Iterator[None]:
    """Leave the block in order when a signal ends this process: whoever stops a build sends one."""

    def leave(number: int, _: object) -> NoReturn:
        raise SystemExit(128 + number)

    ends = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    ours = [number for number in ends if signal.getsignal(number) is signal.SIG_DFL]
    with suppress(ValueError):  # only the main thread hears of signals
        for number in ours:
            signal.signal(number, leave)
    try:
        yield
    finally:
        with suppress(ValueError):
            for number in ours:
                signal.signal(number, signal.SIG_DFL)


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """However the block is left, the process and what it started are gone."""
    try:
        yield
    finally:
        if process.poll() is None:
            with suppress(OSError):
                if hasattr(os, "killpg"):
                    os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()


def _told(path: Path) -> tuple[MissionTest, ...]:
    import msgspec

    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[MissionTest, ...])
    except (OSError, msgspec.DecodeError):  # the process ended before it could write
        return ()


def _problem(code: int | None, tests: Sequence[MissionTest], seconds: int) -> str:
    """Why the run tells nothing; "" when it does."""
    failed = any(test.outcome in ("failed", "error") for test in tests)
    if code is None:
        return f"they did not end within {seconds} seconds (--test-timeout)"
    if code < 0:
        return f"pytest was ended by signal {-code}"
    if code == 5 or (code in (0, 1) and not tests):
        return "no test was collected"
    if code == 0 and all(test.outcome == "skipped" for test in tests):
        return "every test was skipped"
    if code == 0 or (code in (1, 2) and failed):
        return ""
    words = {
        2: "it was interrupted",
        3: "an internal error",
        _REFUSED: "an option or a conftest.py stopped it",
    }
    return f"pytest ended with exit code {code}: {words.get(code, 'no test failed')}"
