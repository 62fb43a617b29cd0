"""What became of a publication, in words for the log and the step summary."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_ssot.formats.text.printable import printable


@dataclass(frozen=True)
class Publication:
    """What was published on a pull request, and what could not be.

    `is_annotated` when the changed files show the violations: then nobody else needs to make annotations.

    The sentences are harmless to show in a log; in Markdown they have to be written with
    `formats.text.markdown.inline`, like any text.
    """

    done: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    is_annotated: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything, one sentence per line."""
        return (
            *(f"published: {sentence}" for sentence in self.done),
            *(f"not published: {sentence}" for sentence in self.missed),
        )


class Journal:
    """What a publication has come to so far; it can be read while another thread writes it."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        self._secrets = secrets
        self._done: list[str] = []
        self._missed: list[tuple[str, str]] = []
        self._is_annotated = False

    def did(self, sentence: str) -> None:
        """Note what was published."""
        self._done.append(self._fit(sentence))

    def annotated(self) -> None:
        """Note that the changed files show the violations."""
        self._is_annotated = True

    def missed(self, what: str, why: str) -> None:
        """Note what could not be published."""
        self._missed.append((what, self._fit(why)))

    def read(self) -> Publication:
        """The sentences so far; what was missed for the same reason stands together."""
        reasons: dict[str, list[str]] = {}
        for what, why in tuple(self._missed):
            reasons.setdefault(why, []).append(what)
        missed = tuple(f"{', '.join(whats)}: {why}" for why, whats in reasons.items())
        return Publication(tuple(self._done), missed, self._is_annotated)

    def _fit(self, text: str) -> str:
        """The text as a harmless line without secrets, whoever put them there."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return printable(text)
