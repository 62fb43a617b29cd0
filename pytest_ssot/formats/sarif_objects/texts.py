"""Text in SARIF messages, harmless and within the lengths that services accept."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_ssot.formats.text.printable import printable, printable_lines

Object = Mapping[str, object]

LONGEST_DESCRIPTION = 1_024
LONGEST_MESSAGE = 4_096


def message(text: str, *, longest: int = LONGEST_MESSAGE) -> Object:
    """A message object of scanned text, in which `[words](target)` would be a link."""
    return {"text": cut(printable(text).replace("](", "] ("), longest) or "(no text)"}


def description(text: str) -> Object:
    """A message object of a rule's own text, as long as services show it."""
    return {"text": cut(printable_lines(text.strip()), LONGEST_DESCRIPTION) or "(no text)"}


def cut(text: str, longest: int) -> str:
    """The text, or as much of it as there is room for, with a sign that there was more."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
