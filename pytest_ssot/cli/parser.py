"""The command line's grammar, gathered from the modules in `commands`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NoReturn

from pytest_ssot.cli import commands, exits


class Parser(argparse.ArgumentParser):
    """An argument parser whose usage errors end with exit code 64."""

    def error(self, message: str) -> NoReturn:
        """Say how it is used and what is wrong."""
        from pytest_ssot.formats.text.printable import printable

        self.exit(exits.USAGE, f"{self.format_usage()}{self.prog}: error: {printable(message)}\n")


class _Version(argparse.Action):
    """Prints the version; it is looked up only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from pytest_ssot.formats.text.tool import NAME, version

        print(f"ssot ({NAME}) {version()}")
        parser.exit()


def build_parser() -> Parser:
    """The parser of `ssot`; the namespace it returns holds the command's `run`."""
    parser = Parser(
        prog="ssot",
        description="Guards single sources of truth: finds the code that goes around one.",
        epilog=f"{exits.EXPLAINED}\nssot COMMAND --help says more about a command.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and leave")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True, dest="command")
    for name, command in _found():
        summary, _, description = (command.__doc__ or "").partition("\n")
        subparser = subparsers.add_parser(
            name,
            help=summary[:1].lower() + summary[1:].rstrip("."),
            description=f"{summary}\n{description}".rstrip(),
            epilog=exits.EXPLAINED,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    return parser


def _found() -> Iterator[tuple[str, Any]]:
    """Every command: a module of `commands` with a docstring, `add_arguments` and `run`."""
    for module in sorted(iter_modules(commands.__path__), key=lambda module: module.name):
        yield module.name, import_module(f"{commands.__name__}.{module.name}")
