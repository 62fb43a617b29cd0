"""The arguments that commands share; nothing heavy is imported for `ssot --help`."""

from __future__ import annotations

import argparse

from pytest_ssot import formats

LEVELS = ("strict", "standard", "permissive")
"""`pytest_ssot.model.Level`, which is not imported for `ssot --help`; a test compares the two."""


MODES = ("deployment-gate", "pr-validation", "branch-protection", "manual-validation")
ENVIRONMENTS = ("production", "staging", "development")
"""Likewise those of `pytest_ssot.gate.modes`."""


def add_standard(parser: argparse.ArgumentParser) -> None:
    """How strictly a project is judged, what of it is known, and where it is."""
    add_known(parser)
    add_level(parser, "how strict the verdict is (default: configured)")
    add_root(parser)


def add_level(parser: argparse.ArgumentParser, meaning: str) -> None:
    """How strict the verdict is, by either name."""
    parser.add_argument(
        "--compliance-level", "--level", dest="level", type=str.lower, choices=LEVELS, help=meaning
    )


def add_colour(parser: argparse.ArgumentParser) -> None:
    """Whether standard output is coloured."""
    colour = parser.add_mutually_exclusive_group()
    colour.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours")
    colour.add_argument("--no-color", dest="color", action="store_const", const="never", help="no colours")


def add_listing(parser: argparse.ArgumentParser) -> None:
    """How a listing is shown that is no report."""
    parser.add_argument(
        "--output-format",
        choices=("text", "json"),
        default="text",
        help="for people or for programs (default: %(default)s)",
    )


def add_root(parser: argparse.ArgumentParser) -> None:
    """Which project."""
    parser.add_argument("--root", metavar="DIR", help="the project's root (default: found from here upwards)")


def add_place(parser: argparse.ArgumentParser) -> None:
    """Of which project, and where its baseline is."""
    parser.add_argument(
        "--baseline",
        metavar="FILE",
        help="the baseline (default: the configured one, else baselines/ssot.json)",
    )
    add_root(parser)


def add_terms(parser: argparse.ArgumentParser) -> None:
    """On what terms violations enter."""
    parser.add_argument("paths", metavar="PATHS", nargs="*", help="only what stands in these; the rest stays")
    add_place(parser)
    parser.add_argument(
        "--allow-critical",
        metavar="REASON",
        type=_reason,
        help="critical violations are remembered as well, for this reason",
    )
    parser.add_argument(
        "--allow-more", action="store_true", help="the baseline may grow although `ratchet` is on"
    )


def add_known(parser: argparse.ArgumentParser) -> None:
    """What is known already and does not count."""
    known = parser.add_mutually_exclusive_group()
    known.add_argument("--baseline", metavar="FILE", help="the file of known violations, which do not count")
    known.add_argument("--no-baseline", action="store_true", help="count what the baseline knows, too")
    parser.add_argument(
        "--strict-baseline",
        action="store_true",
        default=None,
        help="fail when the baseline still knows violations that are fixed",
    )


def add_archive(parser: argparse.ArgumentParser, directory: str) -> None:
    """Where a report is kept that nobody has to ask for."""
    parser.add_argument(
        "--report-dir", metavar="DIR", help=f"where the report is kept (default: {directory})"
    )
    parser.add_argument("--no-report", action="store_true", help="keep no report")


def add_reports(parser: argparse.ArgumentParser) -> None:
    """In which formats a report is wanted, and where it goes."""
    parser.add_argument(
        "--output-format",
        choices=formats.names(),
        default="full",
        help="the format on standard output, or of --output FILE (default: %(default)s)",
    )
    parser.add_argument(
        "-o",
        "--output",
        "--output-file",
        dest="output",
        metavar="[FORMAT=]FILE",
        action="append",
        default=[],
        help="FILE receives the report instead of standard output; FORMAT=FILE in addition to it; repeatable",
    )
    parser.add_argument(
        "--source-url",
        metavar="URL",
        type=_template,
        help="where a line can be read, with {path}, {line} and {end_line} in it, for links in reports",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="only the violations, no summary")
    add_colour(parser)


def listed_formats() -> str:
    """What the formats are, for the end of a help."""
    rows = [f"  {name:9}{meaning}" for name, meaning in formats.meanings()]
    return "\n".join(["formats:", *rows, ""])


def positive(text: str) -> int:
    """A number of something, from 1 on."""
    if not text.isascii() or not text.strip().isdigit() or len(text) > 15 or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no positive number")
    return int(text)


def _template(text: str) -> str:
    """An address on the web with a place for the path."""
    if not text.startswith(("https://", "http://")) or "{path}" not in text:
        raise argparse.ArgumentTypeError(f"{text!r} is not an https address with {{path}} in it")
    return text


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        raise argparse.ArgumentTypeError("say why the critical violations are accepted")
    return reason
