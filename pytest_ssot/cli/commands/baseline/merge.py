"""Merge two versions of a baseline, as a git merge driver or after a conflict.

BASE OURS THEIRS: what either side added since BASE is in, what either removed is out; OURS becomes the
result. That is what git calls a merge driver:

  git config merge.ssot.driver "ssot baseline merge %O %A %B"
  echo "baselines/*.json merge=ssot" >> .gitattributes

FILE: a baseline in which git left conflict markers; it becomes the merged one.

Exit code 0 says that it is merged, 3 that it is not: then the file is as it was.
"""

from __future__ import annotations

import argparse

from pytest_ssot.cli import exits

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_ssot.baseline import Baseline
    from pytest_ssot.cli.world import World


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The versions, or the file that holds them."""
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="one file with conflicts, or BASE OURS THEIRS"
    )
    parser.add_argument("--output", metavar="FILE", help="where the result goes (default: OURS, or FILE)")


def run(arguments: argparse.Namespace, world: World) -> int:
    """Merge and write; the result is written at once or not at all."""
    from pathlib import Path

    from pytest_ssot.baseline import replace_file

    paths = [Path(world.cwd, name) for name in arguments.files]
    if len(paths) not in (1, 3):
        world.note(f"merge: one file with conflicts, or the three versions of one; not {len(paths)}")
        return exits.USAGE
    merged = _merged([(path, name) for path, name in zip(paths, arguments.files, strict=True)])
    target = Path(world.cwd, arguments.output) if arguments.output else paths[len(paths) // 2]
    replace_file(target, merged)
    number = len(merged.entries)
    world.say(f"merged: {number} violation{'' if number == 1 else 's'}\n")
    return exits.CLEAN


def _merged(files: Sequence[tuple[object, str]]) -> Baseline:
    from pytest_ssot.baseline import Baseline, loads, merge, resolve
    from pytest_ssot.cli.outputs import read_file

    texts = [(read_file(str(path)), name) for path, name in files]
    if len(texts) == 1:
        return resolve(*texts[0])
    # Git hands over an empty file where the sides have no common ancestor.
    base, ours, theirs = (
        loads(text, name) if text.strip() or index else Baseline() for index, (text, name) in enumerate(texts)
    )
    return merge(base, ours, theirs)
