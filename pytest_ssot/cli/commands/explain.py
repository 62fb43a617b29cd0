"""Print the manual page of a rule.

What the rule finds, why it hurts and what to do instead; `ssot rules` lists the rules.
"""

from __future__ import annotations

import argparse

from pytest_ssot.cli import exits

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from pytest_ssot.cli.world import World


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One rule."""
    parser.add_argument("rule", metavar="RULE", help="the id of the rule, as reports name it")


def run(arguments: argparse.Namespace, world: World) -> int:
    """Print the page, or say which rule may have been meant."""
    from pytest_ssot.cli.manual import page, rule_pages
    from pytest_ssot.cli.project import open_project

    pages = {rule.id: rule for rule in rule_pages(open_project(world).settings, world.today)}
    if arguments.rule not in pages:
        world.note(_unknown(arguments.rule, tuple(pages)))
        return exits.USAGE
    world.say(page(pages[arguments.rule]))
    return exits.CLEAN


def _unknown(wished: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    from pytest_ssot.formats.text.printable import printable

    close = get_close_matches(wished.lower(), known, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]}?" if close else "`ssot rules` lists all"
    return f"no rule is called '{printable(wished)}'; {hint}"
