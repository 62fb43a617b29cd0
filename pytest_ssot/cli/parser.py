"""The command line's grammar, gathered from the modules in `commands`."""

from __future__ import annotations

import argparse
import sys

from pytest_ssot import __version__
from pytest_ssot.cli import exits
from pytest_ssot.cli.streams import deliver

TYPE_CHECKING = False  # importing typing would cost more than `ssot --version` does
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, NoReturn


class Parser(argparse.ArgumentParser):
    """An argument parser that answers through `deliver`, and whose usage errors end with exit code 64."""

    closing: Callable[[], str] | None = None
    """Text for the end of the help, before the exit codes."""

    def _print_message(self, message: str, file: Any = None) -> None:
        """Deliver it like everything else: argparse ignores a full disk, or not, as its version likes."""
        deliver(sys.stderr if file is None else file, message)

    def format_help(self) -> str:
        """The help, with what the command has to add: worked out only when somebody reads it."""
        if self.closing is not None:
            self.epilog, self.closing = f"{self.closing()}\n{self.epilog}", None
        return super().format_help()

    def refuse(self, words: Sequence[str]) -> NoReturn:
        """Say which words are not understood, and which option may have been meant."""
        from difflib import get_close_matches

        options = {option.lstrip("-"): option for option in self._option_string_actions}
        close = get_close_matches(words[0].partition("=")[0].lstrip("-"), options, n=1)
        hint = f"; did you mean {options[close[0]]}?" if close else ""
        self.error(f"unrecognized arguments: {' '.join(words)}{hint}")

    def error(self, message: str) -> NoReturn:
        """Say how it is used and what is wrong."""
        from pytest_ssot.formats.text.printable import printable

        self.exit(exits.USAGE, f"{self.format_usage()}{self.prog}: error: {printable(message)}\n")


class _Version(argparse.Action):
    """Prints the version; it is looked up only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        print(f"ssot (pytest-ssot) {__version__}")
        parser.exit()


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments as a namespace whose `run` is the command; SystemExit where argparse has answered."""
    always = Parser(prog="ssot", add_help=False)
    always.add_argument("-V", "--version", action=_Version, nargs=0, help="show the version and leave")
    always.parse_known_args(argv[:1])  # before the commands are gathered, which --version does not need
    arguments, rest = _whole(always, argv[0] if argv else None).parse_known_args(argv)
    if rest:
        arguments.refuse(rest)
    return arguments


def _whole(always: Parser, only: str | None) -> Parser:
    parser = Parser(
        prog="ssot",
        parents=[always],
        description="Guards single sources of truth: finds the code that goes around one.",
        epilog=f"{exits.EXPLAINED}\nssot COMMAND --help says more about a command.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    from pytest_ssot.cli import commands

    add_commands(parser, commands.__name__, commands.__path__, "COMMAND", only)
    return parser


def add_commands(
    parser: Parser, package: str, where: Iterable[str], metavar: str, only: str | None = None
) -> None:
    """Let the parser choose among the modules of a package; one that has no `run` has commands itself.

    `only` is the name of the one that will be chosen, where that is known: the others are not imported.
    """
    subparsers = parser.add_subparsers(prog=parser.prog, metavar=metavar, required=True, dest=metavar.lower())
    for name, command in _found(package, where, only):
        summary, _, description = (command.__doc__ or "").partition("\n")
        subparser = subparsers.add_parser(
            name,
            help=summary[:1].lower() + summary[1:].rstrip("."),
            description=f"{summary}\n{description}".rstrip(),
            epilog=exits.EXPLAINED,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(subparser)
        subparser.closing = getattr(command, "closing", None)
        if hasattr(command, "run"):
            subparser.set_defaults(run=command.run, refuse=subparser.refuse)


def _found(package: str, where: Iterable[str], only: str | None) -> Iterator[tuple[str, Any]]:
    """Every command: a module with a docstring, `add_arguments`, `run` and maybe `closing`."""
    from importlib import import_module
    from pkgutil import iter_modules

    names = sorted(module.name for module in iter_modules(where))
    for name in (only,) if only in names else names:
        yield name, import_module(f"{package}.{name}")
