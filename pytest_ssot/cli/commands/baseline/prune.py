"""Take what is fixed out of the baseline; everything else in it stays as it is.

PATHS restrict what is looked at. Violations in files that cannot be read or parsed stay: nobody knows
whether they are fixed. Exit code 0 says that it is done, 3 that nothing was written.
"""

from __future__ import annotations

import argparse

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from pytest_ssot.cli.world import World


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which part, and which baseline."""
    from pytest_ssot.cli.arguments import add_place

    parser.add_argument("paths", metavar="PATHS", nargs="*", help="only what stood in these; the rest stays")
    add_place(parser)


def run(arguments: argparse.Namespace, world: World) -> int:
    """Judge, compare, write, tell."""
    from pytest_ssot.cli.baselines import open_compared, tell
    from pytest_ssot.renewal import forget_fixed

    opened = open_compared(arguments, world)
    return tell(forget_fixed(opened.store.path, opened.compared, opened.covers), opened, world)
