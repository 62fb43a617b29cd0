"""List what the baseline knows: each violation with its reason, and how many there are of each rule.

Nothing is judged: `ssot baseline diff` says what of it is still there. Exit code 0, or 3 when there is
no baseline that could be read.
"""

from __future__ import annotations

import argparse

from pytest_ssot.cli import exits

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from pytest_ssot.cli.world import World


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which baseline, and for whom."""
    from pytest_ssot.cli.arguments import add_listing, add_place

    add_place(parser)
    add_listing(parser)


def run(arguments: argparse.Namespace, world: World) -> int:
    """Read and list."""
    from pytest_ssot.cli.baselines import find_store
    from pytest_ssot.cli.contents import as_json, as_text
    from pytest_ssot.cli.project import open_project
    from pytest_ssot.formats.text.style import style_for

    store = find_store(open_project(world, root=arguments.root), world, arguments.baseline)
    baseline = store.require()
    if arguments.output_format == "json":
        world.say(as_json(baseline, store.place))
    else:
        world.say(as_text(baseline, style_for(world.stdout, world.environ)))
    return exits.CLEAN
