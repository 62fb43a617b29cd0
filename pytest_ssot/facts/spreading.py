"""What may be computed from some values of a module, wherever it goes in it, as far as words tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.values import NOTHING, AnyNode, Bound, Free, Imported, Value

Carried = Callable[[ModuleFacts, AnyNode], Iterable[Value]]
"""Those of the values a node is directly computed from that matter to what it is."""


def all_operands(_: ModuleFacts, node: AnyNode) -> Iterable[Value]:
    """All that a node is directly computed from, whatever it is to it."""
    return operands(node)


def spread(
    module: ModuleFacts, sources: Iterable[Value], carried: Carried = all_operands
) -> tuple[bytearray, frozenset[str]]:
    """Of each node of a module whether it may be computed from `sources`; the names that may be.

    The names are those of the module, of attributes and of functions. They are told by their words alone.
    """
    held, names = bytearray(len(module.nodes)), set[str]()
    using, giving, read = _used_by(module, carried), _names_by_value(module), module.places.named
    fresh = list(sources)
    while fresh:
        value = fresh.pop()
        if held[value]:
            continue
        held[value] = 1
        fresh += using.get(value, ())
        for name in giving.get(value, ()):
            if name not in names:
                names.add(name)
                fresh += (one for one in read.get(name, ()) if not isinstance(module.nodes[one], Imported))
    return held, frozenset(names)


def _used_by(module: ModuleFacts, carried: Carried) -> dict[Value, list[Value]]:
    """Of each node, the numbers of those directly computed from it."""
    found: dict[Value, list[Value]] = {}
    for number, node in enumerate(module.nodes):
        for value in carried(module, node):
            found.setdefault(value, []).append(number)
        if isinstance(node, Free) and node.function >= 0:
            shared = module.functions[node.function].variables.get(node.name, NOTHING)
            found.setdefault(shared, []).append(number)
        elif isinstance(node, Bound) and node.slot in module.iterables:
            found.setdefault(module.iterables[node.slot], []).append(number)
    return found


def _names_by_value(module: ModuleFacts) -> dict[Value, list[str]]:
    """The names of the module, of attributes and of functions that each value is known by."""
    found: dict[Value, list[str]] = {}
    for store in module.stores:
        found.setdefault(store.value, []).append(store.name)
    for name, value in module.bindings.items():
        found.setdefault(value, []).append(name)
    for one in module.functions:
        for value in (*one.returns, *one.yields):
            found.setdefault(value, []).append(one.name)
    return found


__all__ = ["Carried", "all_operands", "spread"]
