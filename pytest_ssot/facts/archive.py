"""What is known of files from earlier runs."""

from __future__ import annotations

from typing import Protocol

from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.screening import Screened


class Archive(Protocol):
    """What was learned of a tree's files before, as long as their content is the same."""

    def screened(self, path: str) -> Screened | None:
        """What the text of a file told that has certainly not changed since."""

    def recognise(self, path: str, data: bytes) -> Screened | None:
        """What the text of a file told whose content is known after all."""

    def facts(self, path: str) -> ModuleFacts | None:
        """The facts of a file whose content is known."""

    def is_sound(self, path: str) -> bool:
        """There are facts of the file, and they are sound (see `ModuleFacts`)."""

    def keep(self, path: str, screened: Screened, facts: ModuleFacts | None) -> None:
        """Remember what a file said whose content was not known."""


class NoArchive:
    """Nothing is known from before, and nothing is kept."""

    def screened(self, path: str) -> Screened | None:  # noqa: ARG002 - see Archive
        return None

    def recognise(self, path: str, data: bytes) -> Screened | None:  # noqa: ARG002 - see Archive
        return None

    def facts(self, path: str) -> ModuleFacts | None:  # noqa: ARG002 - see Archive
        return None

    def is_sound(self, path: str) -> bool:  # noqa: ARG002 - see Archive
        return False

    def keep(self, path: str, screened: Screened, facts: ModuleFacts | None) -> None:
        pass
