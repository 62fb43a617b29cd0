"""What is not known of a switch, in words."""

from __future__ import annotations

from pytest_ssot.facts.resolved import Opaque, Resolved
from pytest_ssot.rules.libraries import HEADER_READERS


def by_token(value: Resolved) -> bool:
    """Whoever writes the token decides."""
    text = value.text if isinstance(value, Opaque) else getattr(value, "path", "")
    return any(reader in text for reader in HEADER_READERS)


def doubt(value: Resolved) -> str:
    """Why a switch is not known to be on."""
    source = value.source if isinstance(value, Opaque) else ""
    if source == "environment":
        return "decided by the environment when the program runs"
    if by_token(value):
        return "decided by what the token says of itself"
    if source == "limit":
        return "too deeply computed to be known"
    return "decided elsewhere and cannot be shown to be on"
