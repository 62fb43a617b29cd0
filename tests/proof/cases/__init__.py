"""The hand-written cases: one module per family in `cases` and `services`, each with a tuple `CASES`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

from tests.proof import services
from tests.proof.case import Case


def families() -> tuple[str, ...]:
    """The names of the modules that hold cases."""
    return tuple(sorted(_modules()))


def catalogue() -> tuple[Case, ...]:
    """All hand-written cases, each named `family/case`."""
    return tuple(
        replace(case, name=f"{name}/{case.name}")
        for name, module in sorted(_modules().items())
        for case in module.CASES
    )


def _modules() -> dict[str, ModuleType]:
    return {name.rpartition(".")[2]: importlib.import_module(name) for name in _names()}


def _names() -> Iterator[str]:
    for name, path in ((__name__, __path__), (services.__name__, services.__path__)):
        yield from (f"{name}.{info.name}" for info in pkgutil.iter_modules(path))
