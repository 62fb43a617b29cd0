"""What may be computed from what in a module, wherever it goes in it, as far as words tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from pytest_ssot.facts.module import MODULE, ModuleFacts
from pytest_ssot.facts.operands import UsedBy, operands
from pytest_ssot.facts.values import (
    NOTHING,
    AnyNode,
    Attr,
    Bound,
    Call,
    Choice,
    Class,
    Compare,
    Free,
    Imported,
    Item,
    Name,
    Not,
    Param,
    Value,
)

Carried = Callable[[ModuleFacts, AnyNode], Iterable[Value]]
"""Those of the values a node is directly computed from that matter to what it is."""


def all_operands(_: ModuleFacts, node: AnyNode) -> Iterable[Value]:
    """All that a node is directly computed from, whatever it is to it."""
    return operands(node)


def parts_of(node: AnyNode) -> tuple[Value, ...]:
    """Those of the operands of a node that it may be, or hold a part of, if they are texts."""
    match node:
        case Compare() | Not():
            return ()
        case Item(base=base):
            return (base,)
        case Choice(then=then, other=other):
            return tuple(value for value in (then, other) if value != NOTHING)
    return operands(node)


def spread(
    module: ModuleFacts, sources: Iterable[Value], carried: Carried = all_operands
) -> tuple[bytearray, frozenset[str]]:
    """Of each node of a module whether it may be computed from `sources`; the names that may be.

    The names are those of the module, of attributes and of functions. They are told by their words alone.
    """
    held, names = bytearray(len(module.nodes)), set[str]()
    using = module.used_by if carried is all_operands else UsedBy(module.nodes, partial(carried, module))
    shared = module.places.once(("shared",), lambda: _shared(module))
    giving, read = _names_by_value(module), module.places.named
    fresh = list(sources)
    while fresh:
        value = fresh.pop()
        if held[value]:
            continue
        held[value] = 1
        fresh += using.of(value)
        fresh += shared.get(value, ())
        for name in giving.get(value, ()):
            if name not in names:
                names.add(name)
                fresh += (one for one in read.get(name, ()) if not isinstance(module.nodes[one], Imported))
    return held, frozenset(names)


def may_come_from(
    module: ModuleFacts, values: Iterable[Value], is_source: Callable[[Value], bool], carried: Carried
) -> bool:
    """The other direction: one of some values may be computed from one that is a source."""
    given, nodes = module.places.once(("values by name",), lambda: _values_by_name(module)), module.nodes
    seen, queue = set[Value](), list(values)
    while queue:
        value = queue.pop()
        if value in seen or value == NOTHING:
            continue
        seen.add(value)
        if is_source(value):
            return True
        node = nodes[value]
        queue += carried(module, node)
        if isinstance(node, Name | Attr):
            queue += given.get(node.name, ())
        else:
            queue.append(_shared_with(module, node))
    return False


def _shared(module: ModuleFacts) -> dict[Value, list[Value]]:
    """Of each value, where it is read in functions inside, or one by one in a comprehension."""
    found: dict[Value, list[Value]] = {}
    for number in module.places.of(Free, Bound):
        found.setdefault(_shared_with(module, module.nodes[number]), []).append(number)
    return found


def _shared_with(module: ModuleFacts, node: AnyNode) -> Value:
    """What a variable of a function around is, or what one of a comprehension goes through."""
    if isinstance(node, Free) and node.function >= 0:
        return module.functions[node.function].variables.get(node.name, NOTHING)
    return module.iterables.get(node.slot, NOTHING) if isinstance(node, Bound) else NOTHING


def _values_by_name(module: ModuleFacts) -> dict[str, list[Value]]:
    """What each name of the module, of attributes and of functions may be."""
    found: dict[str, list[Value]] = {}
    for value, names in _names_by_value(module).items():
        for name in names:
            found.setdefault(name, []).append(value)
    return found


def _names_by_value(module: ModuleFacts) -> dict[Value, list[str]]:
    """The names of the module, of attributes and of functions that each value is known by."""
    return module.places.once(("names by value",), lambda: _find_names(module))


def _find_names(module: ModuleFacts) -> dict[Value, list[str]]:
    found: dict[Value, list[str]] = {}
    for store in module.stores:
        found.setdefault(store.value, []).append(store.name)
    for name, value in module.bindings.items():
        found.setdefault(value, []).append(name)
    for one in module.functions:
        for value in (*one.returns, *one.yields):
            found.setdefault(value, []).append(one.name)
    for value, fields in _given_fields(module):
        found.setdefault(value, []).extend(fields)
    return found


def _given_fields(module: ModuleFacts) -> Iterator[tuple[Value, tuple[str, ...]]]:
    """What objects are made with whose constructor is generated: any of their fields may be that."""
    if not any(one.fields for one in module.classes):
        return
    for fact in module.calls:
        call = module.nodes[fact.value]
        callee = module.nodes[call.callee] if isinstance(call, Call) else None
        index = callee.index if isinstance(callee, Class) else MODULE
        if isinstance(callee, Param) and module.functions[callee.function].takes_itself_as(callee.name):
            index = module.functions[callee.function].owner  # `cls(*parts)`
        elif isinstance(callee, Name):
            index = next(iter(module.classes_by_name.get(callee.name, ())), MODULE)
        fields = module.classes[index].fields if index >= 0 else ()
        for value in module.handed(call, within=False) if fields and isinstance(call, Call) else ():
            yield value, fields


__all__ = ["Carried", "all_operands", "may_come_from", "parts_of", "spread"]
