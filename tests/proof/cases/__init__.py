"""The hand-written cases, one module per family; every family is a tuple called `CASES`."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace

from tests.proof.case import Case


def families() -> tuple[str, ...]:
    """The names of the modules that hold cases."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(__path__)))


def catalogue() -> tuple[Case, ...]:
    """All hand-written cases, each named `family/case`."""
    return tuple(case for name in families() for case in _family(name))


def _family(name: str) -> tuple[Case, ...]:
    cases: tuple[Case, ...] = importlib.import_module(f"{__name__}.{name}").CASES
    return tuple(replace(case, name=f"{name}/{case.name}") for case in cases)
