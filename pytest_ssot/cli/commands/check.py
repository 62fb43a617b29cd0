"""Judge the project and report what breaks its rules.

The whole project around the working directory is judged, whatever PATHS are given: they restrict
what is reported and counted. PATHS outside of it select the project that they lie in.

The files are those on disk. --staged takes what is staged in git instead, as the next commit will
have it, and reports on the files which that commit changes. --rev takes any commit, branch or tag,
without a checkout. Both judge by the configuration they find there.

--base counts only what is new: what was there already where the judged state left the history of
REV is shown as known. Critical violations count always.

What the baseline knows does not count either: the file that the configuration names, or
baselines/ssot.json where there is one. `ssot baseline` makes it and keeps it.
"""

from __future__ import annotations

import argparse

from pytest_ssot.cli import exits
from pytest_ssot.cli.arguments import add_reports, add_standard, listed_formats

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from pytest_ssot.cli.baselines import Store
    from pytest_ssot.cli.project import Project
    from pytest_ssot.cli.world import World
    from pytest_ssot.model import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to judge, how strictly, and where the report goes."""
    parser.add_argument("paths", metavar="PATHS", nargs="*", help="files and directories to report on")
    state = parser.add_mutually_exclusive_group()
    state.add_argument(
        "--staged", action="store_true", help="judge what is staged, and report on the staged files"
    )
    state.add_argument(
        "--rev", metavar="REV", help="judge a revision (commit, branch, tag) instead of the files on disk"
    )
    parser.add_argument(
        "--base", metavar="REV", help="count only what is new since the merge base with REV (origin/main)"
    )
    add_standard(parser)
    parser.add_argument(
        "--no-cache", action="store_true", help="neither use nor keep what runs learn (.pytest_cache/d/ssot)"
    )
    parser.add_argument(
        "--exit-zero", action="store_true", help="end with 0 whatever is found; 3 still says: no verdict"
    )
    add_reports(parser)


closing = listed_formats
"""What the formats are, for the end of the help."""


def run(arguments: argparse.Namespace, world: World) -> int:
    """Judge, deliver the report, and put the verdict into an exit code."""
    from pytest_ssot.cli.baselines import find_store
    from pytest_ssot.cli.delivery import deliver, screen_for
    from pytest_ssot.cli.outputs import wished_outputs
    from pytest_ssot.cli.project import Judged, open_project

    outputs = wished_outputs(arguments, world)
    if outputs is None:
        return exits.USAGE
    judged = Judged(arguments.staged, arguments.rev, arguments.base)
    project = open_project(
        world,
        paths=arguments.paths,
        root=arguments.root,
        judged=judged,
        level=arguments.level,
        strict_baseline=arguments.strict_baseline,
    )
    store = None if arguments.no_baseline else find_store(project, world, arguments.baseline)
    report = _judge(project, world, store, quiet=arguments.quiet, cached=not arguments.no_cache)
    deliver(report, outputs, screen_for(arguments, project.settings, world), world)
    return exits.CLEAN if arguments.exit_zero else exit_code(report)


def exit_code(report: Report) -> int:
    """The verdict as a number."""
    from pytest_ssot.model import Severity

    if report.verdict.ok:
        return exits.CLEAN
    return exits.CRITICAL if report.verdict.counts.get(Severity.CRITICAL) else exits.BLOCKED


def _judge(project: Project, world: World, store: Store | None, *, quiet: bool, cached: bool) -> Report:
    from pytest_ssot.cli.judging import judge_project
    from pytest_ssot.cli.selection import restrict

    if project.selection is not None and project.selection.is_empty:
        from pytest_ssot.check import check
        from pytest_ssot.trees import MemoryTree

        if not quiet:
            world.note("no source file is staged")
        return check(MemoryTree({}), project.settings, today=world.today)
    report = judge_project(project, world, store, cached=cached)
    if project.selection is None:
        return report
    from pytest_ssot.formats.text.printable import printable

    seen = (*report.files, *(gap.path for gap in report.gaps))
    for path in project.selection.empty_ones(seen):
        world.note(f"no source file was looked at in {printable(path)}")
    return restrict(report, project.selection, project.judge)
