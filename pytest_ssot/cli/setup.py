"""The steps of `ssot init`: each says what it does, and leaves alone what it must not touch."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_ssot.cli.outputs import write_file
from pytest_ssot.cli.starting import File, configuration, repository_top, service_files, services
from pytest_ssot.cli.world import World
from pytest_ssot.errors import SsotError
from pytest_ssot.formats.text.printable import printable, printable_lines

if TYPE_CHECKING:
    from pytest_ssot.hooks import Change
    from pytest_ssot.trees.hooks import HooksPlace


@dataclass
class Setup:
    """A project that is being set up; `is_complete` says that nothing had to be left alone."""

    root: Path
    world: World
    force: bool = False
    dry_run: bool = False
    is_complete: bool = field(default=True, init=False)

    def configure(self) -> None:
        """A minimal configuration, where there is none."""
        file = configuration(self.root)
        if file is None:
            self._say(f"{self.root} is configured already")
        else:
            self._write(file)

    def add_service(self, name: str) -> None:
        """The files of a build service."""
        service = services()[name]
        files = tuple(service_files(service, repository_top(self.root), self.root))
        for file in files:
            self._write(file)
        if all(file.is_done for file in files):
            return
        for hint in (service.hint, service.joining if len(files) < len(service.files) else ""):
            if hint:
                self._say(f"next: {hint}")

    def put_hook_in(self) -> None:
        """The pre-commit hook of this checkout."""
        from pytest_ssot.hooks import Run, hook_file, installed

        place = self._hooks()
        self._change(installed(hook_file(place), Run(sys.executable or "", self._below(place))))

    def take_hook_out(self) -> None:
        """The pre-commit hook as it was before."""
        from pytest_ssot.hooks import hook_file, uninstalled

        place = self._hooks()
        self._change(uninstalled(hook_file(place), self._below(place)))

    def _below(self, place: HooksPlace) -> str:
        return Path(os.path.relpath(os.path.realpath(self.root), place.top)).as_posix()

    def _hooks(self) -> HooksPlace:
        from pytest_ssot.trees.git import open_repository
        from pytest_ssot.trees.hooks import hooks_place

        place = hooks_place(open_repository(self.root, self.world.environ))
        if place.is_shared and not self.force:
            raise SsotError(
                f"the {place.scope} git configuration puts the hooks of all repositories into "
                f"{place.directory} (core.hooksPath): say --force to change the one for all of them, or give "
                "this repository its own with `git config core.hooksPath .githooks`"
            )
        return place

    def _change(self, change: Change) -> None:
        from pytest_ssot.hooks import apply

        if not self.dry_run:
            apply(change)
        for line in change.said:
            self._say(f"would have {line}" if self.dry_run and not change.is_none else line)
        if self.dry_run and change.content is not None:
            self._show(change.content)

    def _write(self, file: File) -> None:
        if file.is_done:
            self._say(f"{file.path} is there already")
            return
        if file.overwrites and not (self.force or self.dry_run or self._may_overwrite(file.path)):
            self.is_complete = False
            self.world.note(
                f"{printable(str(file.path))} says something else and was left alone: --dry-run shows what "
                "would be written, --force overwrites it"
            )
            return
        if self.dry_run:
            how = "add to" if file.adds else "overwrite" if file.overwrites else "write"
            self._say(f"would {how} {file.path}:")
            self._show(file.adds.encode() or file.content)
            return
        self._put(file)
        self._say(f"{'added to' if file.adds else 'wrote'} {file.path}")

    def _put(self, file: File) -> None:
        try:
            file.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise SsotError(f"cannot write {file.path}: {problem.strerror}") from problem
        write_file(str(file.path), file.content)

    def _may_overwrite(self, path: Path) -> bool:
        return self.world.can_ask and self.world.ask(
            f"{printable(str(path))} says something else. Overwrite it?"
        )

    def _show(self, content: bytes) -> None:
        text = printable_lines(content.decode("utf-8", "surrogateescape"))
        self.world.say("".join(f"    {line}".rstrip() + "\n" for line in text.splitlines()))

    def _say(self, line: str) -> None:
        self.world.say(f"{printable(line)}\n")
