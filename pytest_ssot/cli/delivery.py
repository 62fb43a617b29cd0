"""A report handed over: to the screen of the reader and to files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from pytest_ssot import formats
from pytest_ssot.cli.outputs import STANDARD, Output, write_file
from pytest_ssot.cli.project import repository_prefix
from pytest_ssot.errors import SsotError
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.style import Options, Style, style_for

if TYPE_CHECKING:
    import argparse

    from pytest_ssot.cli.world import World
    from pytest_ssot.model import Report
    from pytest_ssot.settings import Settings


class Mishaps:
    """What could not be written: it keeps nobody from being told the rest, and is told at the end."""

    def __init__(self) -> None:
        self._problems: list[str] = []

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Go on after what fails in here."""
        try:
            yield
        except SsotError as problem:
            self._problems.append(str(problem))

    def tell(self) -> None:
        """Fail, if anything did."""
        if self._problems:
            raise SsotError("\n".join(self._problems))


def deliver(report: Report, outputs: Iterable[Output], screen: Options, world: World) -> None:
    """Standard output gets what suits the reader's screen; a file gets neither colours nor their paths."""
    mishaps = Mishaps()
    for output in outputs:
        render = formats.load(output.format).render
        with mishaps.kept():
            if output.path == STANDARD:
                world.say(render(report, screen))
            else:
                write_file(output.path, render(report, replace(screen, style=Style())))
    mishaps.tell()


def screen_for(arguments: argparse.Namespace, settings: Settings, world: World, link: str = "") -> Options:
    """How the arguments, and the screen that standard output is, want reports; `link` if they name none."""
    style = style_for(world.stdout, world.environ, arguments.color)
    style = replace(style, root=str(settings.root), cwd=world.cwd)
    origin = Origin(repository_prefix(settings.root), arguments.source_url or link)
    return Options(style, summary=not arguments.quiet, origin=origin)
