"""Objects that a whole project shares: those that names of a module, or attributes of a class, hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from pytest_ssot.facts.module import ModuleFacts, StoreFacts
from pytest_ssot.facts.places import decorator_words
from pytest_ssot.facts.spans import Span
from pytest_ssot.facts.values import CHANGED, COPIED, Class, Name, Param, Phi, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


class Sharing(msgspec.Struct, frozen=True):
    """Where a module makes what it shares: all of it, and what its functions fill, with the names it has."""

    made: frozenset[Span]
    filled: dict[Span, str]


def sharing(resolver: Resolver, module: ModuleFacts) -> Sharing:
    """What a module shares."""
    known = resolver.sharing.get(module.path)
    if known is None:
        known = resolver.sharing[module.path] = Sharing(
            frozenset(map(module.span, _shared(module))), dict(_filled(module))
        )
    return known


def _options(module: ModuleFacts, name: str) -> tuple[Value, ...]:
    """What a name of a module may hold: as the module runs, and as its functions assign to it."""
    node = module.nodes[module.bindings[name]]
    return node.options if isinstance(node, Phi) else (module.bindings[name],)


def _shared(module: ModuleFacts) -> Iterator[Value]:
    for name in module.bindings:
        yield from map(module.root_of, (module.bindings[name], *_options(module, name)))
    yield from (store.value for store in module.stores if _is_of_class(module, store))


def _is_of_class(module: ModuleFacts, store: StoreFacts) -> bool:
    """The assignment is to an attribute of a class, by its name or in a method that is told its class."""
    target = module.root(store.target)
    if isinstance(target, Param):
        function = module.functions[target.function]
        told = "classmethod" in decorator_words(module, function) or function.name == "__new__"
        return told and function.takes_itself_as(target.name)
    return isinstance(target, Name | Class) and not store.item


def _filled(module: ModuleFacts) -> Iterator[tuple[Span, str]]:
    stores = (one for one in module.stores if one.item and one.name not in (CHANGED, COPIED))
    targets = (module.root(store.target) for store in stores if store.function >= 0)
    names = {node.name for node in targets if isinstance(node, Name) and node.name in module.bindings}
    for name in sorted({*names, *module.changes_in_functions}):
        yield module.span(module.root_of(_options(module, name)[0])), name
