"""What surrounds a command: streams, environment, working directory, date."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TextIO

import msgspec

from pytest_ssot.cli.streams import deliver, mention
from pytest_ssot.errors import SsotError


class World(msgspec.Struct, frozen=True):
    """Everything a command may know that is not in its arguments.

    A stream is None when the process was started without it.
    """

    stdout: TextIO | None
    stderr: TextIO | None
    environ: Mapping[str, str]
    cwd: str
    today: date
    stdin: TextIO | None = None

    @property
    def can_ask(self) -> bool:
        """Whether somebody sits at a terminal and can answer."""
        streams = (self.stdin, self.stdout)
        return not self.environ.get("CI") and all(
            stream is not None and stream.isatty() for stream in streams
        )

    def ask(self, question: str) -> bool:
        """Whether the answer to a question is yes; no answer is no."""
        self.say(f"{question} [y/N] ")
        answer = self.stdin.readline() if self.stdin is not None else ""
        if not answer.endswith("\n"):
            self.say("\n")
        return answer.strip().lower() in ("y", "yes")

    def say(self, text: str) -> None:
        """Write to standard output; what its encoding lacks is spelled as escapes."""
        deliver(self.stdout, text)

    def note(self, text: str) -> None:
        """Write a line of our own to standard error."""
        mention(self.stderr, f"ssot: {text}\n")


def here() -> World:
    """The world of this process."""
    try:
        cwd = str(Path.cwd())
    except OSError as problem:
        raise SsotError(f"the working directory cannot be determined: {problem.strerror}") from problem
    today = date.today()  # noqa: DTZ011 - a local day is meant
    return World(sys.stdout, sys.stderr, os.environ, cwd, today, sys.stdin)
