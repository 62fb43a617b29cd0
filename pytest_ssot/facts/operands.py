"""What the nodes of one module's graph are directly computed from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pytest_ssot.facts import values as v
from pytest_ssot.facts.values import NOTHING, AnyNode, Value

_FIELDS: dict[type[AnyNode], tuple[str, ...]] = {
    v.Attr: ("base",),
    v.Element: ("base",),
    v.Enter: ("base",),
    v.DelItem: ("base",),
    v.After: ("base",),
    v.SetAttr: ("base", "value"),
    v.Item: ("base", "key"),
    v.Slice: ("base", "lower", "upper"),
    v.Call: ("callee", "args"),
    v.Star: ("value",),
    v.Refined: ("value",),
    v.Dict: ("keys", "values"),
    v.Sequence: ("items",),
    v.SetItem: ("base", "key", "value"),
    v.Phi: ("options",),
    v.Boolean: ("operands",),
    v.Not: ("operand",),
    v.Compare: ("left", "right"),
    v.Binary: ("left", "right"),
    v.Text: ("parts",),
    v.Choice: ("test", "then", "other"),
    v.Comprehension: ("key", "value"),
}
"""The fields of each kind of node that hold a value or several."""


def operands(node: AnyNode) -> tuple[Value, ...]:
    """The values a node is directly computed from."""
    found: list[Value] = []
    for name in _FIELDS.get(type(node), ()):
        held = getattr(node, name)
        found.extend(held if isinstance(held, tuple) else (held,))
    if isinstance(node, v.Call):
        found.extend(value for _, value in node.keywords)
    elif isinstance(node, v.Comprehension):
        found.extend(iterable for _, iterable in node.loops)
    return tuple(value for value in found if value != NOTHING)


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
    nodes: Iterable[AnyNode], inner: Sequence[bool], inner_classes: Sequence[bool], names: frozenset[str]
) -> bytearray:
    found = bytearray()
    for node in nodes:
        match node:
            case v.Param() | v.Free() | v.Bound() | v.Element():
                found.append(1)
            case v.Name(name=name):
                found.append(name in names)
            case v.Function(index=index):
                found.append(inner[index])
            case v.Class(index=index):
                found.append(inner_classes[index])
            case v.After(base=base, call=call):
                found.append(found[base] or found[call])
            case v.DelItem(base=base, key=key):
                found.append(found[base] or found[key])
            case v.Comprehension(conditions=conditions):
                found.append(any(found[value] for value in (*operands(node), *conditions)))
            case _:
                found.append(any(found[value] for value in operands(node)))
    return found
