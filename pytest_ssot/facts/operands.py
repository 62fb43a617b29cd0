"""What the nodes of one module's graph are directly computed from."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from pytest_ssot.facts import values as v
from pytest_ssot.facts.values import NOTHING, AnyNode, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.module import ModuleFacts


_OPERANDS: Mapping[type[AnyNode], Callable[[Any], tuple[Value, ...]]] = {
    v.Attr: lambda node: (node.base,),
    v.Element: lambda node: (node.base,),
    v.Enter: lambda node: (node.base,),
    v.Caught: lambda node: (*node.kinds, *node.raised, node.otherwise),
    v.DelItem: lambda node: (node.base,),
    v.After: lambda node: (node.base,),
    v.Reassigned: lambda node: (node.base, node.call),
    v.SetAttr: lambda node: (node.base, node.value),
    v.Item: lambda node: (node.base, node.key),
    v.Slice: lambda node: (node.base, node.lower, node.upper, node.step),
    v.Call: lambda node: (node.callee, *node.args, *(value for _, value in node.keywords)),
    v.Star: lambda node: (node.value,),
    v.Refined: lambda node: (node.value,),
    v.Dict: lambda node: (*node.keys, *node.values),
    v.Sequence: lambda node: node.items,
    v.SetItem: lambda node: (node.base, node.key, node.value),
    v.Phi: lambda node: node.options,
    v.Boolean: lambda node: node.operands,
    v.Not: lambda node: (node.operand,),
    v.Compare: lambda node: (node.left, node.right),
    v.Binary: lambda node: (node.left, node.right),
    v.Text: lambda node: node.parts,
    v.Choice: lambda node: (node.test, node.then, node.other),
    v.Comprehension: lambda node: (node.key, node.value, *(iterable for _, iterable in node.loops)),
}
"""What each kind of node is computed from; absent operands are NOTHING."""


def operands(node: AnyNode) -> tuple[Value, ...]:
    """The values a node is directly computed from."""
    read = _OPERANDS.get(type(node))
    found = read(node) if read is not None else ()
    return tuple(value for value in found if value != NOTHING) if NOTHING in found else found


class UsedBy:
    """Of each node of a module, the numbers of those that are directly computed from it, ascending.

    What a node is computed from is said by `carried`. A large module has hundreds of thousands of nodes, so
    that all numbers lie in one array, and a second one tells where those of a node end.
    """

    def __init__(
        self, nodes: Sequence[AnyNode], carried: Callable[[AnyNode], Iterable[Value]] = operands
    ) -> None:
        found: dict[Value, list[Value]] = {}
        for number, node in enumerate(nodes):
            for value in dict.fromkeys(carried(node)):
                found.setdefault(value, []).append(number)
        lists = [found.get(value, ()) for value in range(len(nodes))]
        self._numbers = array("I", chain.from_iterable(lists))
        self._ends = array("I", accumulate(map(len, lists), initial=0))

    def of(self, value: Value) -> Sequence[Value]:
        """The numbers of the nodes computed from one; none for what is no node."""
        return self._numbers[self._ends[value] : self._ends[value + 1]] if value >= 0 else ()


def dependent(
    nodes: Sequence[AnyNode],
    nested: Iterable[bool],
    nested_classes: Iterable[bool],
    bindings: Mapping[str, Value],
) -> bytearray:
    """Which nodes may be something else in another call of the functions around them.

    `nested` and `nested_classes` tell of each function and class whether it stands in a function. A
    node comes after the nodes it is computed from, so one pass is enough, except for the names of the
    module that functions assign to: `bindings` are what they mean in the end.
    """
    inner, inner_classes = tuple(nested), tuple(nested_classes)
    names: frozenset[str] = frozenset()
    found = _marked(nodes, inner, inner_classes, names)
    for _ in range(MOST_PASSES):
        known, names = names, frozenset(name for name, value in bindings.items() if found[value])
        if names == known:
            break
        found = _marked(nodes, inner, inner_classes, names)
    return found


MOST_PASSES = 3
"""How often names that are assigned from each other by functions are followed."""


def _marked(
    nodes: Iterable[AnyNode], nested: Sequence[bool], classes: Sequence[bool], names: frozenset[str]
) -> bytearray:
    found = bytearray()
    for node in nodes:
        kind = type(node)
        # Asked of every node of a project that is linked: most of them are told by their kind alone.
        if kind in _FIXED:
            found.append(0)
        elif kind in _OPEN:
            found.append(1)
        else:
            found.append(_differs(node, found, nested, classes, names))
    return found


_FIXED = (v.Const, v.Imported)
_OPEN = (v.Param, v.Free, v.Bound, v.Element)


def _differs(
    node: AnyNode,
    found: Sequence[int],
    nested: Sequence[bool],
    classes: Sequence[bool],
    names: frozenset[str],
) -> bool:
    """The same for a node, of those before which it is known."""
    match node:
        case v.Name(name=name):
            return name in names
        case v.Function(index=index):
            return nested[index]
        case v.Class(index=index):
            return classes[index]
    further: tuple[Value, ...] = ()
    match node:
        case v.After(call=call):
            further = (call,)
        case v.DelItem(key=key):
            further = (key,)
        case v.Caught(calls=calls):  # what a call is handed is no part of what it raises
            further = calls
        case v.Comprehension(conditions=conditions):
            further = conditions
    return any(found[value] for value in (*operands(node), *further))


def before(node: AnyNode) -> Value | None:
    """What a later state of an object has been made of; None for an object in its first state."""
    if isinstance(node, v.SetAttr | v.SetItem | v.DelItem | v.After):
        return node.base
    if isinstance(node, v.Refined):
        return node.value
    if isinstance(node, v.Choice):
        return node.then
    if isinstance(node, v.Caught):
        return node.otherwise
    return node.options[0] if isinstance(node, v.Phi) else None


def reaches(
    module: ModuleFacts,
    value: Value,
    source: Value,
    barriers: frozenset[Value],
    passed: frozenset[Value] | None = None,
) -> bool:
    """`value` is computed from `source` without passing through one of `barriers`.

    Objects as they are behind one of those calls do not count either, or only behind those `passed`.
    """
    return any_reaches(module, (value,), source, barriers, passed)


def any_reaches(
    module: ModuleFacts,
    values: Iterable[Value],
    source: Value,
    barriers: frozenset[Value] = frozenset(),
    passed: frozenset[Value] | None = None,
) -> bool:
    """The same of one of some values, in one walk."""
    passed = barriers if passed is None else passed
    nodes = module.nodes
    seen: set[Value] = set()
    queue = list(values)
    while queue:
        current = queue.pop()
        if current == source:
            module.effort.spend(len(seen))
            return True
        # Operands come before their operation: nothing before the source is computed from it.
        if current > source and current not in seen and current not in barriers:
            seen.add(current)
            queue.extend(() if _is_after(nodes[current], passed) else operands(nodes[current]))
    module.effort.spend(len(seen))
    return False


def parts_of(module: ModuleFacts, value: Value, most: int) -> Iterator[Value]:
    """A value, and what it is put together of within a function, as far as so many parts."""
    queue = [value]
    for current in (queue.pop() for _ in range(most) if queue):
        yield current
        queue += (one for one in operands(module.nodes[current]) if one != NOTHING)


def lookup(module: ModuleFacts, node: AnyNode) -> tuple[Value, tuple[Value, ...]] | None:
    """What something is looked up in, and what is told for that: `held[key]`, `held.get(key, default)`."""
    if isinstance(node, v.Item):
        return node.base, (node.key,)
    callee = module.nodes[node.callee] if isinstance(node, v.Call) and node.args else None
    if not isinstance(node, v.Call) or not isinstance(callee, v.Attr) or callee.name != "get":
        return None
    return callee.base, (*node.args, *(one for _, one in node.keywords))


def computed_from(
    module: ModuleFacts, source: Value, ends: Callable[[AnyNode], bool] = lambda _: False
) -> set[Value]:
    """All that is computed from a value, itself included: for many questions whether something is.

    Nodes at which that `ends` are left out.
    """
    using, found, queue = module.used_by, {source}, [source]
    while queue:
        fresh = [one for one in using.of(queue.pop()) if one not in found]
        fresh = [one for one in fresh if not ends(module.nodes[one])]
        found.update(fresh)
        queue += fresh
    module.effort.spend(len(found) // 4)
    return found


def _is_after(node: AnyNode, calls: frozenset[Value]) -> bool:
    return isinstance(node, v.After) and node.call in calls
