"""Write the violations there are: from now on only new ones count.

Where there is a baseline already, it is renewed like `ssot baseline update` does: the reasons in it stay.
PATHS restrict what is written to what stands there; the rest of the file stays as it is.

Critical violations are left out, and count, unless --allow-critical says why they are accepted. The
reason is kept in the file and shown in every run.

Exit code 0 says that everything is known now, 2 that critical violations were left out, 3 that nothing
was written.
"""

from __future__ import annotations

import argparse

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from pytest_ssot.cli.world import World


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which part, where to, and on what terms."""
    from pytest_ssot.cli.arguments import add_terms

    add_terms(parser)


def run(arguments: argparse.Namespace, world: World, *, may_be_missing: bool = True) -> int:
    """Judge, compare, write, tell."""
    from pytest_ssot.cli.baselines import open_compared, tell
    from pytest_ssot.renewal import Terms, update

    opened = open_compared(arguments, world, may_be_missing=may_be_missing)
    terms = Terms(arguments.allow_critical or "", arguments.allow_more)
    return tell(update(opened.store.path, opened.compared, terms, opened.covers), opened, world)
