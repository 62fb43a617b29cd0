"""The suite's judgement without pytest: look at the project now, or write down what it holds."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from pytest_ssot.cli import exits
from pytest_ssot.cli import main as ssot
from pytest_ssot.cli.parser import Parser

EXIT_CODES = """\
Exit codes: 0 nothing blocks, or everything is known now; 1 violations block, or critical ones were left
out; 3 the project could not be judged, or nothing was written; 64 wrong usage."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one mode on the project around the working directory, and return its exit code."""
    try:
        chosen = _parser().parse_args(arguments)
    except SystemExit as request:  # how argparse leaves after --help and usage errors
        return request.code if isinstance(request.code, int) else exits.CLEAN
    return _plain(ssot(["baseline", "create", *_terms(chosen)] if chosen.generate_baseline else ["check"]))


def _parser() -> Parser:
    parser = Parser(
        description="Judges the project around the working directory by its single sources of truth.",
        epilog=EXIT_CODES,
    )
    modes = parser.add_mutually_exclusive_group(required=True)
    modes.add_argument("--monitor-mode", action="store_true", help="report every violation and the verdict")
    modes.add_argument(
        "--generate-baseline",
        action="store_true",
        help="remember the violations there are: from now on only new ones count",
    )
    parser.add_argument(
        "--allow-critical", metavar="REASON", help="with --generate-baseline: critical ones, too"
    )
    parser.add_argument(
        "--allow-more", action="store_true", help="with --generate-baseline: although `ratchet` is on"
    )
    return parser


def _terms(chosen: Namespace) -> list[str]:
    reason = [] if chosen.allow_critical is None else [f"--allow-critical={chosen.allow_critical}"]
    return [*reason, *(["--allow-more"] if chosen.allow_more else [])]


def _plain(code: int) -> int:
    return exits.BLOCKED if code == exits.CRITICAL else code
