"""List the rules: id, severity, and what each finds."""

from __future__ import annotations

import argparse

from pytest_ssot.cli import exits

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from pytest_ssot.cli.world import World


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(arguments: argparse.Namespace, world: World) -> int:  # noqa: ARG001 - every command gets both
    """One line per rule, heaviest first."""
    from pytest_ssot.cli.manual import rule_pages
    from pytest_ssot.cli.project import open_project

    rules = rule_pages(open_project(world).settings, world.today)
    longest = max((len(rule.id) for rule in rules), default=0)
    world.say("".join(f"{rule.id:{longest}}  {rule.severity:8}  {rule.summary}\n" for rule in rules))
    return exits.CLEAN
