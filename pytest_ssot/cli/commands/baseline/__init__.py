"""Make, show, renew, prune, compare and merge the baseline: the violations that are known.

A baseline is a file, by default baselines/ssot.json, which is committed with the project. What it knows
does not count; only what is new fails. It knows a violation by its statement and what stands around it,
never by its line: nobody has to renew it because code moved.
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with it."""
    from pytest_ssot.cli.parser import Parser, add_commands

    assert isinstance(parser, Parser)
    add_commands(parser, __name__, __path__, "ACTION")
