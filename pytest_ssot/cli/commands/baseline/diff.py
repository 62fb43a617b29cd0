"""Say how the project differs from its baseline, or one baseline from another.

Without files: what is new (+), edited (~), moved (>) and fixed (-) since the baseline was written.
With OLD and NEW: what entered (+), left (-), or was given another reason (~) between two baseline files,
for reviews.

Exit code 0 says that there is no difference, 1 that there is one, 3 that nothing could be compared.
"""

from __future__ import annotations

import argparse

from pytest_ssot.cli import exits

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from pytest_ssot.cli.differences import Differences
    from pytest_ssot.cli.world import World


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Between what."""
    from pytest_ssot.cli.arguments import add_listing, add_place

    parser.add_argument("old", metavar="OLD", nargs="?", help="a baseline file")
    parser.add_argument("new", metavar="NEW", nargs="?", help="the one to compare it with")
    add_place(parser)
    add_listing(parser)


def run(arguments: argparse.Namespace, world: World) -> int:
    """Compare and list."""
    from pytest_ssot.cli.differences import as_json, as_text
    from pytest_ssot.formats.text.style import style_for

    if arguments.old is not None and arguments.new is None:
        world.note("diff: name two baseline files, or none to compare the project with its baseline")
        return exits.USAGE
    found = _found(arguments, world)
    if arguments.output_format == "json":
        world.say(as_json(found))
    else:
        world.say(as_text(found, style_for(world.stdout, world.environ)))
    return exits.BLOCKED if found.lines else exits.CLEAN


def _found(arguments: argparse.Namespace, world: World) -> Differences:
    from pathlib import Path

    from pytest_ssot.cli.baselines import Store, open_compared
    from pytest_ssot.cli.differences import between, since

    if arguments.old is None:
        return since(open_compared(arguments, world).compared)
    old, new = (
        Store(Path(world.cwd, name), name, is_asked_for=True).require()
        for name in (arguments.old, arguments.new)
    )
    return between(old, new)
