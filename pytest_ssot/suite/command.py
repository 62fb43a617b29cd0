"""The suite's judgement without pytest: look at the project now, or write down what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pytest_ssot.check import check
from pytest_ssot.cli import exits
from pytest_ssot.cli import main as ssot
from pytest_ssot.cli.parser import Parser
from pytest_ssot.cli.project import open_project
from pytest_ssot.cli.world import World, here
from pytest_ssot.errors import SsotError
from pytest_ssot.suite.baseline import PATH, write

EXIT_CODES = """\
Exit codes: 0 nothing blocks, 1 violations block, 3 the project could not be judged, 64 wrong usage."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one mode on the project around the working directory, and return its exit code."""
    try:
        chosen = _parser().parse_args(arguments)
    except SystemExit as request:  # how argparse leaves after --help and usage errors
        return request.code if isinstance(request.code, int) else exits.CLEAN
    return _generate(here()) if chosen.generate_baseline else _monitor()


def _parser() -> Parser:
    parser = Parser(
        description="Judges the project around the working directory by its single sources of truth.",
        epilog=EXIT_CODES,
    )
    modes = parser.add_mutually_exclusive_group(required=True)
    modes.add_argument("--monitor-mode", action="store_true", help="report every violation and the verdict")
    modes.add_argument(
        "--generate-baseline", action="store_true", help=f"write the violations there are to {PATH}"
    )
    return parser


def _monitor() -> int:
    code = ssot(["check"])
    return exits.BLOCKED if code == exits.CRITICAL else code


def _generate(world: World) -> int:
    try:
        project = open_project(world, paths=(), root=None, level=None)
        report = check(project.tree, project.settings, today=world.today)
        number = write(Path(project.settings.root, PATH), report)
    except SsotError as error:
        world.note(str(error))
        return exits.NO_VERDICT
    world.say(f"violations written to {PATH}: {number}\n")
    world.say("It is a record for reviews: no run reads it yet, so it forgives nothing.\n")
    return exits.CLEAN
