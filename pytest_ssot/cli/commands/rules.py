"""List the rules: id, severity, and what each finds."""

from __future__ import annotations

import argparse

from pytest_ssot.cli import exits

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from pytest_ssot.cli.world import World


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """For whom."""
    from pytest_ssot.cli.arguments import add_listing

    add_listing(parser)


def run(arguments: argparse.Namespace, world: World) -> int:
    """One line per rule, heaviest first, or everything known of each."""
    from pytest_ssot.cli.manual import as_json, rule_pages
    from pytest_ssot.cli.project import open_project

    rules = rule_pages(open_project(world).settings, world.today)
    if arguments.output_format == "json":
        world.say(as_json(rules))
        return exits.CLEAN
    longest = max((len(rule.id) for rule in rules), default=0)
    world.say("".join(f"{rule.id:{longest}}  {rule.severity:8}  {rule.summary}\n" for rule in rules))
    return exits.CLEAN
