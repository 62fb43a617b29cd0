"""How values of one module are computed from each other."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.resolved import FunctionRef, ModuleRef
from pytest_ssot.facts.values import NOTHING, AnyNode, Value

MOST_NODES = 1_500
"""Nodes looked at when a value is followed to what it is computed from."""


def users(module: ModuleFacts, value: Value) -> tuple[AnyNode, ...]:
    """The nodes directly computed from a value."""
    return module.users.get(value, ())


def reaches(module: ModuleFacts, value: Value, source: Value, barriers: frozenset[Value]) -> bool:
    """`value` is computed from `source` without passing through one of `barriers`."""
    seen: set[Value] = set()
    queue = [value]
    while queue:
        current = queue.pop()
        if current == source:
            return True
        if current not in seen and current not in barriers:
            seen.add(current)
            queue.extend(operands(module.nodes[current]))
    return False


def upstream(
    links: Links, module: ModuleFacts, value: Value, handed_on: frozenset[str] | None = None
) -> Iterator[tuple[ModuleFacts, Value, tuple[int, ...]]]:
    """Everything a value may be computed from, through names, calls and callers of the project.

    Yields (module, value, constant indexes taken on the way, last first). Bounded by MOST_NODES. With
    `handed_on`, only functions of those names (and constructors) are followed to their callers.
    """
    seen: set[tuple[str, Value, int]] = set()
    queue: deque[tuple[ModuleFacts, Value, tuple[int, ...]]] = deque([(module, value, ())])
    most = links.walk(module, MOST_NODES)
    while queue and len(seen) < most:
        current, number, indexes = queue.popleft()
        key = (current.path, number, indexes[0] if indexes else -99)
        if key in seen:
            continue
        seen.add(key)
        links.walked(module, 1)
        yield current, number, indexes
        node = current.nodes[number]
        if isinstance(node, v.Item):
            index = current.nodes[node.key]
            taken = index.value if isinstance(index, v.Const) and isinstance(index.value, int) else None
            queue.append((current, node.base, (taken, *indexes) if taken is not None else indexes))
            continue
        queue.extend((current, operand, indexes) for operand in operands(node))
        if isinstance(node, v.Param) and not _is_followed(current, node.function, handed_on):
            continue
        queue.extend((*place, indexes) for place in _across(links, current, node))


def _is_followed(module: ModuleFacts, function: int, names: frozenset[str] | None) -> bool:
    facts = module.functions[function]
    if names is None or facts.name in names:
        return True
    return facts.owner >= 0 and module.classes[facts.owner].name in names


def _across(  # noqa: C901 - one case per kind of node
    links: Links, module: ModuleFacts, node: AnyNode
) -> Iterator[tuple[ModuleFacts, Value]]:
    """Where a value comes from when it is not computed in place."""
    match node:
        case v.Name(name=name) if name in module.bindings:
            yield module, module.bindings[name]
        case v.Imported(module=target, name=name) if name:
            found = links.project.locate(module.path, target)
            facts = None if found is None else links.project.facts(found)
            if facts is not None and name in facts.bindings:
                yield facts, facts.bindings[name]
        case v.Free(function=function, name=name) if name in module.functions[function].variables:
            yield module, module.functions[function].variables[name]
        case v.Bound(slot=slot):
            for other in module.nodes:
                if isinstance(other, v.Comprehension):
                    yield from ((module, iterable) for number, iterable in other.loops if number == slot)
        case v.Call(callee=callee):
            for held in links.value(module, callee):
                if isinstance(held, FunctionRef):
                    yield from ((held.module, value) for value in (*held.facts.returns, *held.facts.yields))
        case v.Attr(base=base, name=name):
            yield from _attribute(links, module, base, name)
        case v.Param(function=function, name=name):
            yield from _arguments(links, module, function, name)


def _attribute(
    links: Links, module: ModuleFacts, base: Value, name: str
) -> Iterator[tuple[ModuleFacts, Value]]:
    root = module.root(base)
    if isinstance(root, v.Param) and module.functions[root.function].owner >= 0:
        owner = module.functions[root.function].owner
        for store in module.stores:
            target = module.root(store.target)
            same = isinstance(target, v.Param) and module.functions[target.function].owner == owner
            if same and store.name == name and not store.item:
                yield module, store.value
        held = module.classes[owner].attributes.get(name, NOTHING)
        if held != NOTHING and isinstance(module.nodes[held], v.Function):
            function = module.nodes[held]
            assert isinstance(function, v.Function)
            yield from ((module, value) for value in module.functions[function.index].returns)
    for reference in links.value(module, base):
        if (
            isinstance(reference, ModuleRef)
            and reference.facts is not None
            and name in reference.facts.bindings
        ):
            yield reference.facts, reference.facts.bindings[name]


def _arguments(
    links: Links, module: ModuleFacts, function: int, name: str
) -> Iterator[tuple[ModuleFacts, Value]]:
    """What callers give for a parameter."""
    names = [parameter.name for parameter in module.functions[function].parameters]
    for site, callee in links.callers((module.path, function)):
        shift = 1 if not isinstance(callee, FunctionRef) or callee.bound is not None else 0
        position = names.index(name) - shift
        given = dict(site.node.keywords).get(name)
        if given is None and 0 <= position < len(site.node.args):
            given = site.node.args[position]
        if given is not None:
            yield site.module, given


def first_argument(site: Site, *keywords: str) -> Value:
    """A call's first argument, also when it is given by one of these keywords."""
    if site.node.args:
        return site.node.args[0]
    return next((value for name, value in site.node.keywords if name in keywords), NOTHING)


__all__ = ["first_argument", "operands", "reaches", "upstream", "users"]
