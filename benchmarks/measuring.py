"""What a command costs: time, processor time of all its processes, memory of the largest."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and of processors, and megabytes of the largest of its processes."""

    wall: float
    cpu: float
    peak: float

    @classmethod
    def median(cls, costs: Sequence[Cost]) -> Cost:
        """The median of each, for itself."""
        return cls(
            *(statistics.median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "peak"))
        )


@dataclass(frozen=True)
class Subject:
    """A command to be measured; `prepare` makes the state it has to find."""

    name: str
    command: tuple[str, ...]
    prepare: Callable[[], None]
    codes: tuple[int, ...] = (0, 1)
    """How it may end: 1 says that something was found."""


def measure(subject: Subject, directory: Path, environ: Mapping[str, str]) -> Cost:
    """Run it once."""
    subject.prepare()
    start = time.perf_counter()
    process = subprocess.Popen(
        subject.command, cwd=directory, env=dict(environ), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in subject.codes:
        shown = output.decode(errors="replace")[-2000:]
        raise SystemExit(f"{subject.name} ended with {process.returncode}:\n{shown}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def interleaved(
    subjects: Sequence[Subject], directory: Path, environ: Mapping[str, str], repeats: int
) -> dict[str, Cost]:
    """The medians of each, measured in turns: whatever else the machine does meets all alike."""
    costs: dict[str, list[Cost]] = {subject.name: [] for subject in subjects}
    for _ in range(repeats):
        for subject in subjects:
            costs[subject.name].append(measure(subject, directory, environ))
    return {name: Cost.median(found) for name, found in costs.items()}
