"""Set a project up: configuration, pre-commit hook, build services.

Without options, a minimal configuration is written where there is none, and on a terminal you are asked
about the rest. --hook puts `ssot hook` among git's hooks, wherever they are for this checkout; a hook
that is there already stays and runs after it. --github, --gitlab and --jenkins write the file that
makes that service run `ssot gate`.

A file that is there and says something else is left alone, unless you agree or say --force. --dry-run
only shows what would be written.
"""

from __future__ import annotations

import argparse

from pytest_ssot.cli import exits

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_ssot.cli.setup import Setup
    from pytest_ssot.cli.world import World

SERVICES = ("github", "gitlab", "jenkins")
"""The names in `pytest_ssot.templates.SERVICES`, which is not imported for `ssot --help`; a test compares."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to write."""
    from pytest_ssot.cli.arguments import add_root

    parser.add_argument("--config", action="store_true", help="a minimal [tool.ssot], where there is none")
    parser.add_argument("--hook", action="store_true", help="git's pre-commit hook for this checkout")
    parser.add_argument("--uninstall", action="store_true", help="take the hook out again")
    for name in SERVICES:
        parser.add_argument(f"--{name}", action="store_true", help=f"the file that {name} runs")
    parser.add_argument("--force", action="store_true", help="overwrite files, and change shared hooks")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, write nothing")
    add_root(parser)


def run(arguments: argparse.Namespace, world: World) -> int:
    """Write what was asked for; what had to be left alone is no success."""
    from pytest_ssot.cli.project import root_of
    from pytest_ssot.cli.setup import Setup

    setup = Setup(
        root_of(world, wished=arguments.root),
        world,
        force=arguments.force,
        dry_run=arguments.dry_run,
    )
    wished = [name for name in ("config", "hook", *SERVICES) if getattr(arguments, name)]
    if arguments.uninstall:
        if wished not in ([], ["hook"]):
            world.note("--uninstall takes out the hook and goes with no option but --hook")
            return exits.USAGE
        setup.take_hook_out()
    elif wished:
        _write(wished, setup)
    else:
        _guide(setup, world)
    return exits.CLEAN if setup.is_complete else exits.NO_VERDICT


def _write(wished: Iterable[str], setup: Setup) -> None:
    for name in wished:
        if name == "config":
            setup.configure()
        elif name == "hook":
            setup.put_hook_in()
        else:
            setup.add_service(name)


def _guide(setup: Setup, world: World) -> None:
    """Configure the project, then offer the rest; where nobody can answer, only say what there is."""
    setup.configure()
    if not world.can_ask:
        world.say(
            "more: --hook (git's pre-commit hook), --github, --gitlab, --jenkins; see ssot init --help\n"
        )
        return
    questions = {
        "hook": "Check every commit in this checkout with a pre-commit hook?",
        "github": "Write a workflow for GitHub Actions?",
        "gitlab": "Write a job for GitLab CI?",
        "jenkins": "Write a Jenkinsfile?",
    }
    _write((name for name, question in questions.items() if world.ask(question)), setup)
