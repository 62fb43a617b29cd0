"""How text for people looks, decided from a stream and an environment once."""

from __future__ import annotations

import codecs
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TextIO

from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.printable import printable

Choice = Literal["auto", "always", "never"]

_CODES = {
    "critical": "1;37;41",
    "error": "1;31",
    "warning": "1;33",
    "good": "1;32",
    "bad": "1;31",
    "place": "36",
    "quiet": "2",
    "strong": "1",
}
_NARROWEST = 40


@dataclass(frozen=True)
class Style:
    """What the reader's screen can show.

    `width` is the number of columns that code frames keep to; sentences are never wrapped. `root` and
    `cwd` are the absolute directories of the project and of the reader: with both, places are shown so
    that a click in that reader's terminal finds them; without, relative to the root.
    """

    colour: bool = False
    unicode: bool = True
    width: int = 100
    root: str = ""
    cwd: str = ""

    def paint(self, role: str, text: str) -> str:
        """The text in the colour of its role; as it is without colour."""
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if self.colour and text else text

    def path(self, path: str) -> str:
        """A path of the report as this reader can open it, made harmless."""
        if not self.root or not self.cwd or self.root == self.cwd:
            return self.show(path)
        try:
            return self.show(os.path.relpath(f"{self.root}/{path}", self.cwd))
        except ValueError:  # on Windows: another drive
            return self.show(path)

    def show(self, text: str) -> str:
        """Text from scanned code, harmless and within what the screen can show."""
        harmless = printable(text)
        return harmless if self.unicode else harmless.encode("ascii", "backslashreplace").decode("ascii")


@dataclass(frozen=True)
class Options:
    """What a format may be asked for beyond the report itself.

    `summary` is off when only the violations are wanted. `origin` tells formats for services how the
    repository calls the files. `limit` is the most characters of a format that has to fit somewhere; the
    default is what a comment on a pull request holds.
    """

    style: Style = field(default_factory=Style)
    summary: bool = True
    origin: Origin = field(default_factory=Origin)
    limit: int = 65_536


def style_for(stream: TextIO | None, environ: Mapping[str, str], choice: Choice = "auto") -> Style:
    """The style that suits a stream in an environment."""
    tty = stream is not None and stream.isatty()
    return Style(
        colour=wants_colour(choice, environ, tty=tty),
        unicode=is_unicode(getattr(stream, "encoding", None)),
        width=_width(stream, environ) if tty else Style.width,
    )


def wants_colour(choice: Choice, environ: Mapping[str, str], *, tty: bool) -> bool:
    """Whether to colour: an explicit choice wins, then NO_COLOR, FORCE_COLOR, TERM=dumb, the terminal."""
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return tty and environ.get("TERM") != "dumb"


def is_unicode(encoding: str | None) -> bool:
    """Whether an encoding can carry every character."""
    try:
        return codecs.lookup(encoding or "ascii").name.startswith("utf")
    except LookupError:
        return False


def _width(stream: TextIO | None, environ: Mapping[str, str]) -> int:
    wished = environ.get("COLUMNS", "")
    if wished.isdecimal():
        return max(int(wished), _NARROWEST)
    try:
        return max(os.get_terminal_size(stream.fileno() if stream else 1).columns, _NARROWEST)
    except (OSError, ValueError):
        return Style.width
