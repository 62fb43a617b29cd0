"""How long the texts get that are computed as Python would."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST_TEXT = 10_000
"""Folded strings stop growing here; a flag's name or value is never that long."""

LONGEST_WORK = 100 * LONGEST_TEXT
"""Characters that may be put together on the way to such a text."""


PERCENT = re.compile(r"%[^a-zA-Z%]*?(?:\d{4}|\*)")
"""A format of `%` that pads its text to thousands of characters, or to what it is told."""

BRACES = re.compile(r"\{[^{}:]*+:[^{}]*?(?:\d{4}|\{)")
"""The same of `format`."""


def formats_shortly(
    template: str | bytes, given: Iterable[object], padding: re.Pattern[str] | None = None
) -> bool:
    """A template makes no long text of what it is given; `padding` matches what would in the template."""
    text = template if isinstance(template, str) else template.decode("latin-1")
    longest = max((len(one) if isinstance(one, str | bytes | list | dict) else 1 for one in given), default=1)
    fits = len(text) <= LONGEST_TEXT and len(text) * longest <= LONGEST_WORK
    return fits and (padding is None or not padding.search(text))
