"""Which baseline a command is about, and the project compared with it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pytest_ssot.cli import exits
from pytest_ssot.cli.project import Project, open_project
from pytest_ssot.cli.world import World
from pytest_ssot.errors import SsotError
from pytest_ssot.settings.values import USUAL_PLACE

if TYPE_CHECKING:
    import argparse

    from pytest_ssot.baseline import Baseline
    from pytest_ssot.known import Compared
    from pytest_ssot.model import Severity
    from pytest_ssot.renewal import Change
    from pytest_ssot.trees.recorded import RecordedTree


class Store(msgspec.Struct, frozen=True):
    """Where a baseline is kept: in a file, or recorded in the tree that is judged.

    `place` names it for people; `is_asked_for` says that the command line does.
    """

    path: Path
    place: str
    is_asked_for: bool = False
    recorded: RecordedTree | None = None

    def load(self) -> Baseline | None:
        """The baseline; None when there is none, unless one was asked for."""
        if self.recorded is not None:
            return self._load_recorded(self.recorded)
        if not os.path.lexists(self.path) and not self.is_asked_for:
            return None  # what reads baselines is worth importing only where there is one
        from pytest_ssot.baseline import load

        baseline = load(self.path)
        if baseline is None and self.is_asked_for:
            raise SsotError(f"{self.place}: there is no such file; `ssot baseline create` makes it")
        return baseline

    def require(self) -> Baseline:
        """The baseline, which has to be there."""
        baseline = self.load()
        if baseline is None:
            raise SsotError(f"there is no baseline at {self.place}; `ssot baseline create` makes it")
        return baseline

    def _load_recorded(self, tree: RecordedTree) -> Baseline | None:
        if not tree.holds(self.place):
            return None
        from pytest_ssot.baseline import loads

        place = f"{tree.description}: {self.place}"
        try:
            return loads(tree.content(self.place).decode(), place)
        except (OSError, UnicodeDecodeError) as problem:
            raise SsotError(f"{place}: no baseline that could be read ({problem})") from problem


def find_store(project: Project, world: World, option: str | None) -> Store:
    """The baseline that is asked for, else the configured one, else the one in the usual place.

    What is staged, or a revision, is judged by the baseline that is recorded there.
    """
    if option is not None:
        return Store(Path(os.path.normpath(Path(world.cwd, option))), option, is_asked_for=True)
    place = project.settings.baseline or USUAL_PLACE
    return Store(project.settings.root / place, place, recorded=project.recorded)


class Opened(msgspec.Struct, frozen=True):
    """A project compared with its baseline; `is_new` says that there is none yet."""

    project: Project
    store: Store
    compared: Compared
    is_new: bool

    def covers(self, path: str, severity: Severity) -> bool:  # noqa: ARG002 - all of them are judged
        """Whether the command is about a file."""
        return self.project.selection is None or self.project.selection.covers(path)


def open_compared(arguments: argparse.Namespace, world: World, *, may_be_missing: bool = False) -> Opened:
    """Judge the project around and compare it with the baseline that the arguments mean."""
    from pytest_ssot.baseline import Baseline, load
    from pytest_ssot.cli.judging import check_project
    from pytest_ssot.known import compare_report

    paths = getattr(arguments, "paths", ())
    project = open_project(world, paths=paths, root=arguments.root)
    store = find_store(project, world, arguments.baseline)
    baseline = load(store.path) if may_be_missing else store.require()
    report = check_project(project, world)
    compared = compare_report(
        report, project.tree, baseline or Baseline(), project.settings, place=store.place
    )
    return Opened(project, store, compared, baseline is None)


def tell(change: Change, opened: Opened, world: World) -> int:
    """Say what was written; the exit code says whether a critical violation was left out."""
    from pytest_ssot.formats.concise import line
    from pytest_ssot.formats.text.precedents import entry_line
    from pytest_ssot.formats.text.style import style_for
    from pytest_ssot.renewal import notes

    style = style_for(world.stdout, world.environ)
    world.say("".join(f"{style.show(note)}\n" for note in notes(change, opened.store.place)))
    for violation in change.refused:
        world.say(f"  {line(violation, style)}\n")
    for known in change.fixed:
        world.say(f"  fixed: {entry_line(known, style)}\n")
    if not _is_read(opened):
        place = style.show(opened.store.place)
        world.say(f'no run reads it by itself: write `baseline = "{place}"` under [tool.ssot]\n')
    return exits.CRITICAL if change.refused else exits.CLEAN


def _is_read(opened: Opened) -> bool:
    settings = opened.project.settings
    usual = settings.root / (settings.baseline or USUAL_PLACE)
    return os.path.normpath(usual) == os.path.normpath(opened.store.path)
