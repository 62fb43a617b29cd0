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

from pytest_ssot import formats
from pytest_ssot.cli import exits

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_ssot.cli.baselines import Store
    from pytest_ssot.cli.outputs import Output
    from pytest_ssot.cli.project import Project
    from pytest_ssot.cli.world import World
    from pytest_ssot.formats.text.style import Options
    from pytest_ssot.model import Report

_LEVELS = ("strict", "standard", "permissive")
"""`pytest_ssot.model.Level`, which is not imported for `ssot --help`; a test compares the two."""


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
    known = parser.add_mutually_exclusive_group()
    known.add_argument("--baseline", metavar="FILE", help="the file of known violations, which do not count")
    known.add_argument("--no-baseline", action="store_true", help="count what the baseline knows, too")
    parser.add_argument(
        "--strict-baseline",
        action="store_true",
        default=None,
        help="fail when the baseline still knows violations that are fixed",
    )
    parser.add_argument("--level", choices=_LEVELS, help="how strict the verdict is (default: configured)")
    parser.add_argument("--root", metavar="DIR", help="the project's root (default: found from here upwards)")
    parser.add_argument(
        "--output-format",
        choices=formats.names(),
        default="full",
        help="the format on standard output, or of --output FILE (default: %(default)s)",
    )
    parser.add_argument(
        "--output",
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
    colour = parser.add_mutually_exclusive_group()
    colour.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours")
    colour.add_argument("--no-color", dest="color", action="store_const", const="never", help="no colours")


def closing() -> str:
    """What the formats are, for the end of the help."""
    rows = [f"  {name:9}{meaning}" for name, meaning in formats.meanings()]
    return "\n".join(["formats:", *rows, ""])


def _template(text: str) -> str:
    """An address on the web with a place for the path."""
    if not text.startswith(("https://", "http://")) or "{path}" not in text:
        raise argparse.ArgumentTypeError(f"{text!r} is not an https address with {{path}} in it")
    return text


def run(arguments: argparse.Namespace, world: World) -> int:
    """Judge, deliver the report, and put the verdict into an exit code."""
    from pytest_ssot.cli.baselines import find_store
    from pytest_ssot.cli.outputs import check_writable, parse_outputs
    from pytest_ssot.cli.project import Judged, open_project

    try:
        outputs = parse_outputs(arguments.output, arguments.output_format, formats.names())
    except ValueError as mistake:
        world.note(f"--output: {mistake}")
        return exits.USAGE
    check_writable(outputs)
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
    report = _judge(project, world, store, quiet=arguments.quiet)
    _deliver(report, outputs, _screen(arguments, project, world), world)
    return exit_code(report)


def exit_code(report: Report) -> int:
    """The verdict as a number."""
    from pytest_ssot.model import Severity

    if report.verdict.ok:
        return exits.CLEAN
    return exits.CRITICAL if report.verdict.counts.get(Severity.CRITICAL) else exits.BLOCKED


def _judge(project: Project, world: World, store: Store | None, *, quiet: bool) -> Report:
    from pytest_ssot.check import check
    from pytest_ssot.cli.progress import progress
    from pytest_ssot.cli.selection import restrict

    if project.selection is not None and project.selection.is_empty:
        from pytest_ssot.trees import MemoryTree

        if not quiet:
            world.note("no source file is staged")
        return check(MemoryTree({}), project.settings, today=world.today)
    baseline = store.load() if store else None
    with progress(world) as show:
        report = check(project.tree, project.settings, today=world.today, progress=show)
        if store is not None and baseline is not None:
            from pytest_ssot.known import against_baseline

            report = against_baseline(report, project.tree, baseline, project.settings, place=store.place)
        if project.base is not None:
            from pytest_ssot.known import against_base

            report = against_base(report, project.tree, project.base, project.settings, today=world.today)
    if project.selection is None:
        return report
    from pytest_ssot.formats.text.printable import printable

    for path in project.selection.empty_ones(report.files):
        world.note(f"no source file was looked at in {printable(path)}")
    return restrict(report, project.selection, project.judge)


def _deliver(report: Report, outputs: Iterable[Output], screen: Options, world: World) -> None:
    """Standard output gets what suits the reader's screen; a file gets neither colours nor their paths."""
    from dataclasses import replace

    from pytest_ssot.cli.outputs import STANDARD, write_file
    from pytest_ssot.formats.text.style import Style

    for output in outputs:
        render = formats.load(output.format).render
        if output.path == STANDARD:
            world.say(render(report, screen))
        else:
            write_file(output.path, render(report, replace(screen, style=Style())))


def _screen(arguments: argparse.Namespace, project: Project, world: World) -> Options:
    from dataclasses import replace

    from pytest_ssot.cli.project import repository_prefix
    from pytest_ssot.formats.text.origin import Origin
    from pytest_ssot.formats.text.style import Options, style_for

    style = style_for(world.stdout, world.environ, arguments.color)
    style = replace(style, root=str(project.settings.root), cwd=world.cwd)
    origin = Origin(repository_prefix(project.settings.root), arguments.source_url or "")
    return Options(style, summary=not arguments.quiet, origin=origin)
