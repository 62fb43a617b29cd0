"""Times pytest and `ssot check` on a code base, next to a plugin that does nothing, ruff and semgrep.

Everything is measured in one run, in turns, and the medians are shown as ratios to the plugin that does
nothing: those compare between machines, seconds do not. Nothing is written to the directory given.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.measuring import Cost, interleaved
from benchmarks.workspace import EMPTY, Workspace, copied, environment, generated

GROWTH = ("pytest cold", "pytest warm")
PEERS = (
    ("ssot check cold", "ruff --select S cold"),
    ("ssot check warm", "ruff --select S warm"),
    ("ssot check cold", "semgrep, 2 JWT rules"),
    ("pytest, one file changed", "pytest warm"),
    ("pytest cold, -n 2", "pytest cold"),
)
"""What else is compared with what."""


def main() -> None:
    arguments = _parser().parse_args()
    if arguments.growth is not None:
        _growth(arguments.growth, arguments.repeats)
        return
    made = copied(arguments.directory) if arguments.directory else generated(arguments.files)
    with made as workspace:
        _describe(workspace)
        subjects = [
            subject
            for subject in workspace.subjects()
            if subject.name == EMPTY or any(part in subject.name for part in arguments.only or ("",))
        ]
        costs = interleaved(subjects, workspace.root, environment(), arguments.repeats)
    _table(costs)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "directory",
        nargs="?",
        type=Path,
        help="measure a copy of its Python files (default: a generated code base)",
    )
    parser.add_argument("--files", type=int, default=10_000, help="how many files to generate (%(default)s)")
    parser.add_argument("--repeats", type=int, default=3, help="rounds to take the medians of (%(default)s)")
    parser.add_argument(
        "--only", action="append", metavar="TEXT", help="measure what has TEXT in its name; may be repeated"
    )
    parser.add_argument(
        "--growth",
        nargs="*",
        type=int,
        metavar="FILES",
        help="generate code bases of these sizes instead, and show growth (1000 5000 10000 50000)",
    )
    return parser


def _describe(workspace: Workspace) -> None:
    print(f"{len(workspace.files):,} files, {workspace.bytes / 1e6:.1f} MB")


def _table(costs: Mapping[str, Cost]) -> None:
    empty = costs[EMPTY]
    print(f"\n{'':30} {'wall s':>8} {'CPU s':>8} {'wall ×':>7} {'CPU ×':>7} {'peak MB':>8}")
    for name, cost in costs.items():
        ratios = f"{cost.wall / empty.wall:7.2f} {cost.cpu / empty.cpu:7.2f}"
        print(f"{name:30} {cost.wall:8.2f} {cost.cpu:8.2f} {ratios} {cost.peak:8.0f}")
    print()
    for one, other in PEERS:
        if one in costs and other in costs:
            wall, cpu = costs[one].wall / costs[other].wall, costs[one].cpu / costs[other].cpu
            print(f"{one} / {other}: wall {wall:.2f}, CPU {cpu:.2f}")


def _growth(sizes: Sequence[int], repeats: int) -> None:
    """A line for each size; the last columns say what twice as many files cost, next to the size before."""
    print(f"{'files':>8} {'MB':>7}", *(f"{name + ' s':>14} {'× doubled':>9} {'MB':>5}" for name in GROWTH))
    before: tuple[int, Mapping[str, Cost]] | None = None
    for size in sorted(sizes or (1_000, 5_000, 10_000, 50_000)):
        with generated(size) as workspace:
            subjects = [subject for subject in workspace.subjects() if subject.name in GROWTH]
            costs = interleaved(subjects, workspace.root, environment(), repeats)
            columns = [_grown(name, costs[name], size, before) for name in GROWTH]
            print(f"{size:8} {workspace.bytes / 1e6:7.1f}", *columns, flush=True)
        before = size, costs


def _grown(name: str, cost: Cost, size: int, before: tuple[int, Mapping[str, Cost]] | None) -> str:
    factor = ""
    if before is not None:
        doublings = math.log2(size / before[0])
        factor = f"{(cost.cpu / before[1][name].cpu) ** (1 / doublings):.2f}"
    return f"{cost.cpu:14.1f} {factor:>9} {cost.peak:5.0f}"


if __name__ == "__main__":
    main()
