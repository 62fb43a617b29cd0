"""Mistakes the user can mend, told apart from violations and from our own bugs."""

from __future__ import annotations


class SsotError(Exception):
    """A problem in settings, paths or stores that stops the judgement.

    Each door catches it once, prints its message without a traceback and exits with the code its
    documentation names. A violation is a value, never an exception; a bug of ours propagates.
    """


class SettingsError(SsotError):
    """Every mistake found in the configuration, reported together.

    `mistakes` holds one line per mistake; each names the place (file and key, option or variable),
    what is wrong and what would be right.
    """

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(mistakes))
