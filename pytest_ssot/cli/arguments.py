"""The arguments that the actions of `ssot baseline` share; nothing heavy is imported for `ssot --help`."""

from __future__ import annotations

import argparse


def add_place(parser: argparse.ArgumentParser) -> None:
    """Of which project, and where its baseline is."""
    parser.add_argument(
        "--baseline",
        metavar="FILE",
        help="the baseline (default: the configured one, else baselines/ssot.json)",
    )
    parser.add_argument("--root", metavar="DIR", help="the project's root (default: found from here upwards)")


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


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        raise argparse.ArgumentTypeError("say why the critical violations are accepted")
    return reason
