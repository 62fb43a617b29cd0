"""How often a property is tried."""

from __future__ import annotations

from hypothesis import settings


def examples(number: int) -> settings:
    """So many examples, as a decorator; the profile `explore` tries twenty times as many."""
    usual = settings.get_profile("repeatable").max_examples
    return settings(max_examples=number * settings().max_examples // usual)
