"""How the rest of this package is imported by a run of pytest."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

import pytest

SUITE = "pytest_ssot.suite"


class AsWritten:
    """Finds the modules of this package before pytest does, which would rewrite their assertions.

    pytest does so with all that is installed with a plugin, and reads and compiles each module. Only the
    shipped suite asserts anything that users are to see.
    """

    def __init__(self, config: pytest.Config) -> None:
        sys.meta_path.insert(0, self)
        config.add_cleanup(lambda: sys.meta_path.remove(self))

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, _: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module of this package is found; nothing for any other one."""
        if not name.startswith("pytest_ssot.") or name.startswith(SUITE):
            return None
        return PathFinder.find_spec(name, path)


__all__ = ["AsWritten"]
