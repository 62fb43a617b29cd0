"""The hand-written cases, one module per family; every family is a tuple called `CASES`."""

from __future__ import annotations

import importlib
import pkgutil

from tests.proof.case import Case


def catalogue() -> tuple[Case, ...]:
    """All hand-written cases, each named `family/case`."""
    return tuple(
        case
        for module in sorted(info.name for info in pkgutil.iter_modules(__path__))
        for case in _family(module)
    )


def _family(module: str) -> tuple[Case, ...]:
    from dataclasses import replace

    cases: tuple[Case, ...] = importlib.import_module(f".{module}", __name__).CASES
    return tuple(replace(case, name=f"{module}/{case.name}") for case in cases)
