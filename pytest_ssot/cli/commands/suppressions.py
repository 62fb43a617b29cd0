"""List the exception markers: what each permits, until when, why, and since when.

A marker is active when it permits a violation, unused when nothing needs it, expired when its date
has passed, reasonless when it says no reason; only active ones permit anything. The state is unknown
in a file that could not be analysed completely. Its age is that of its line in git: without git, or
before it is committed, it has none.

The whole project around the working directory is judged; PATHS restrict what is listed. A listing is
no verdict: whatever it shows, the exit code is 0.
"""

from __future__ import annotations

import argparse

from pytest_ssot.cli import exits

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from pytest_ssot.cli.world import World


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of what, and how it is shown."""
    from pytest_ssot.cli.arguments import add_colour, add_listing, add_root

    parser.add_argument("paths", metavar="PATHS", nargs="*", help="files and directories to list")
    state = parser.add_mutually_exclusive_group()
    state.add_argument("--staged", action="store_true", help="what is staged, in the staged files")
    state.add_argument("--rev", metavar="REV", help="a revision instead of the files on disk")
    add_root(parser)
    add_listing(parser)
    add_colour(parser)


def run(arguments: argparse.Namespace, world: World) -> int:
    """Judge, then list what permits and what does not."""
    from dataclasses import replace

    from pytest_ssot.cli.inventory import take
    from pytest_ssot.cli.listing import as_json, as_text
    from pytest_ssot.cli.project import Judged, open_project
    from pytest_ssot.formats.text.style import style_for

    judged = Judged(arguments.staged, arguments.rev)
    project = open_project(world, paths=arguments.paths, root=arguments.root, judged=judged)
    inventory = take(project, world, arguments.rev)
    if arguments.output_format == "json":
        world.say(as_json(inventory))
    else:
        style = style_for(world.stdout, world.environ, arguments.color)
        world.say(as_text(inventory, replace(style, root=str(project.settings.root), cwd=world.cwd)))
    return exits.CLEAN
