"""What a token says about its bearer."""

from __future__ import annotations

from jwt import decode as read

from settings import LENIENT


def preferred_language(token: str) -> str:
    """The language to greet the caller in, known before anything else is."""
    return read(token, options=LENIENT).get("lang", "en")
