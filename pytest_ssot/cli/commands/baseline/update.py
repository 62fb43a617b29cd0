"""Renew the baseline: what is new is known from now on, what is fixed goes, reasons stay.

There has to be a baseline. PATHS restrict what is renewed; the rest of the file stays as it is. With
`ratchet = true` there may be no more of any rule and severity than the baseline has: then nothing is
written, unless --allow-more says that it is meant.

Exit code 0 says that everything is known now, 2 that critical violations were left out, 3 that nothing
was written.
"""

from __future__ import annotations

import argparse

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from pytest_ssot.cli.world import World


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which part, which baseline, and on what terms."""
    from pytest_ssot.cli.arguments import add_terms

    add_terms(parser)


def run(arguments: argparse.Namespace, world: World) -> int:
    """Do what `create` does to a baseline that is there."""
    from pytest_ssot.cli.commands.baseline import create

    return create.run(arguments, world, may_be_missing=False)
