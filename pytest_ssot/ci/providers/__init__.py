"""The systems, one per file: `NAME`, `SURE`, `is_around(variables)` and `read_build(variables)`.

`SURE` is false where the system has no variable of its own, so that any other that is around is believed
first.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from pytest_ssot.ci.build import Build
from pytest_ssot.ci.variables import Variables


class Provider(Protocol):
    """What the module of a system offers."""

    NAME: str
    SURE: bool

    def is_around(self, variables: Variables) -> bool:
        """Whether the system runs this process."""

    def read_build(self, variables: Variables) -> Build:
        """The build that its variables tell of."""


@cache
def providers() -> tuple[Provider, ...]:
    """Every system, by name."""
    names = sorted(module.name for module in iter_modules(__path__))
    return tuple(cast("Provider", import_module(f"{__name__}.{name}")) for name in names)
