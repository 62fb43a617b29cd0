"""Who made the report, for the formats that programs read."""

from __future__ import annotations

NAME = "pytest-ssot"


def version() -> str:
    """The installed version."""
    from importlib.metadata import version as installed

    return installed(NAME)
