"""Judge what the next commit introduces, as the pre-commit hook does.

Judged is what is staged, whatever is on disk. What blocks is what the commit introduces: what HEAD has
already does not count, and while a merge is being made, neither does what the merged branch has. A
critical violation in a file that the commit changes, or that leads through one, always counts. What
the baseline knows does not count, and the level decides how much of the rest does.

`ssot init --hook` makes git run this before each commit; `git commit --no-verify` skips it.

Run by the pre-commit framework while nothing is staged (`pre-commit run --all-files`), it judges the
whole project on disk; with --from-ref and --to-ref, or before a push, what is new between them.
"""

from __future__ import annotations

import argparse

from pytest_ssot.cli import exits
from pytest_ssot.cli.arguments import add_colour, add_standard
from pytest_ssot.cli.commands.check import exit_code

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from pytest_ssot.cli.commit import Answer, Commit
    from pytest_ssot.cli.project import Judged
    from pytest_ssot.cli.world import World
    from pytest_ssot.formats.text.style import Style


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How strictly, against which baseline, and of which project."""
    parser.add_argument(
        "files",
        metavar="FILES",
        nargs="*",
        help="what a framework hands over is accepted, and makes no difference: git says what is staged",
    )
    add_standard(parser)
    add_colour(parser)


def run(arguments: argparse.Namespace, world: World) -> int:
    """Say what is looked at, judge it, and put the verdict into an exit code."""
    from dataclasses import replace

    from pytest_ssot.cli.commit import open_commit
    from pytest_ssot.formats.text import commit as text
    from pytest_ssot.formats.text.style import style_for

    style = style_for(world.stdout, world.environ, arguments.color)
    world.say(text.opening(style))
    commit = open_commit(world, arguments.root)
    style = replace(style, root=str(commit.root), cwd=world.cwd)
    if (judged := _instead_of(commit, world)) is not None:
        return _judge(judged, arguments, style, world)
    world.say(text.looking(len(commit.sources), style))
    if not commit.concerns_sources:
        world.say(text.passed(style))
        return exits.CLEAN
    answer = _answer(commit, arguments, world)
    if answer.is_plain:
        world.say(text.passed(style))
        return exits.CLEAN
    from pytest_ssot.formats.text.answer import judgement

    world.say(judgement(answer.report, style, elsewhere=answer.elsewhere))
    return exit_code(answer.report)


def _instead_of(commit: Commit, world: World) -> Judged | None:
    """What the pre-commit framework means when no commit is being made: a range, or the whole project."""
    if not world.environ.get("PRE_COMMIT"):
        return None
    from pytest_ssot.cli.project import ON_DISK, Judged

    base, revision = (world.environ.get(f"PRE_COMMIT_{end}_REF") for end in ("FROM", "TO"))
    if base and revision:
        return Judged(revision=revision, base=base)
    # git names the index to the hooks of a commit, such as one that only changes its message.
    return None if commit.changes or world.environ.get("GIT_INDEX_FILE") else ON_DISK


def _answer(commit: Commit, arguments: argparse.Namespace, world: World) -> Answer:
    from pytest_ssot.cli.baselines import find_store
    from pytest_ssot.cli.commit import answer_for, project_of

    options = {"level": arguments.level, "strict_baseline": arguments.strict_baseline}
    project = project_of(commit, world, options)
    store = None if arguments.no_baseline else find_store(project, world, arguments.baseline)
    return answer_for(commit, project, store, world)


def _judge(judged: Judged, arguments: argparse.Namespace, style: Style, world: World) -> int:
    from pytest_ssot.cli.baselines import find_store
    from pytest_ssot.cli.judging import judge_project
    from pytest_ssot.cli.project import open_project
    from pytest_ssot.formats.text.answer import judgement
    from pytest_ssot.formats.text.commit import looking

    options = {"level": arguments.level, "strict_baseline": arguments.strict_baseline}
    project = open_project(world, root=arguments.root, judged=judged, **options)
    world.say(looking(len(project.tree.paths()), style, "Python file"))
    store = None if arguments.no_baseline else find_store(project, world, arguments.baseline)
    report = judge_project(project, world, store)
    world.say(judgement(report, style, is_commit=False))
    return exit_code(report)
