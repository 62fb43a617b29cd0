"""What an import gives that may find nothing, and has something of the project in its place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pytest_ssot.facts import values as v
from pytest_ssot.facts.meanings import MEANINGS
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Alternatives, External, Known, Opaque
from pytest_ssot.facts.values import Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_OTHERS = ("aiohttp", "click", "dependency_injector", "dynaconf", "injector", "quart", "sanic", "tornado")
_TOLD = frozenset((*(path.partition(".")[0] for path in MEANINGS), *_OTHERS, *sys.stdlib_module_names))
"""Packages of which the analysis knows what they give."""


def standing_in(
    resolver: Resolver, module: ModuleFacts, test: Value, given: Alternatives, instead: Alternatives
) -> Alternatives:
    """The project's values that count in place of what an import gives that finds nothing; none otherwise.

    Such as `try: from local_settings import STRICT`, `except ImportError: STRICT = True`: what is not among
    the files, and is no package that is known, is left out like any other configuration from elsewhere.
    """
    if not _asks_for_import(module, test):
        return ()
    if not given or not all(_is_unheard_of(resolver, one) for one in given):
        return ()
    # A handler begins with what there was before, or with what was imported last.
    owned = tuple(one for one in instead if not _is_unheard_of(resolver, one))
    outside = any(
        isinstance(one, External) or (isinstance(one, Known) and one.value is None) for one in owned
    )
    return () if outside else owned


def without_missing(module: ModuleFacts, test: Value, instead: Alternatives) -> Alternatives:
    """What there is where a test comes out false: nothing of an import that finds nothing."""
    left = tuple(one for one in instead if not (isinstance(one, Opaque) and one.source == "unresolved"))
    return left if left and len(left) < len(instead) and _asks_for_import(module, test) else instead


def _asks_for_import(module: ModuleFacts, test: Value) -> bool:
    node = module.nodes[test]
    parts = map(module.nodes.__getitem__, node.operands if isinstance(node, v.Boolean) else (test,))
    return all(isinstance(one, v.Compare) and one.op == v.IMPORTED for one in parts)


def _is_unheard_of(resolver: Resolver, value: object) -> bool:
    top = value.path.partition(".")[0] if isinstance(value, External) else ""
    return bool(top) and top not in _TOLD and not resolver.project.is_library(top)


__all__ = ["standing_in", "without_missing"]
