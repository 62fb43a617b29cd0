"""Which calls change something by the way they are written: `dict.update(place, …)`, `patch.dict(…)`."""

from __future__ import annotations

import ast

from pytest_ssot.facts.bindings import is_place
from pytest_ssot.facts.mutations import CHANGING_METHODS


def first_of_chain(receiver: ast.expr) -> ast.expr | None:
    """What a chain of calls begins with: `line.then(a).then(b)`."""
    first = receiver
    while isinstance(first, ast.Call) and isinstance(first.func, ast.Attribute):
        first = first.func.value
    return first if first is not receiver and isinstance(first, ast.Name) else None


def patches_mapping(node: ast.Call) -> bool:
    """`patch.dict(…)` of anything but the environment."""
    match node.func:
        case ast.Attribute(value=ast.Name(id="patch") | ast.Attribute(attr="patch"), attr="dict"):
            place = node.args[0] if node.args else None
            named = getattr(place, "attr", getattr(place, "id", getattr(place, "value", "")))
            return place is not None and not str(named).endswith("environ")
        case _:
            return False


def on_a_place(node: ast.Call) -> ast.Call:
    """`place.setdefault(key, …).update(…)` as a call of a method of `place[key]`, which it changes."""
    match node.func:
        case ast.Attribute(
            value=ast.Call(
                func=ast.Attribute(value=place, attr="setdefault"),
                args=[ast.Constant() | ast.Name() as key, *_],
            ),
            attr=name,
        ) if is_place(place):
            holder = ast.Subscript(value=place, slice=key, ctx=ast.Load())
            method = ast.Attribute(value=ast.copy_location(holder, node), attr=name, ctx=ast.Load())
            changed = ast.Call(func=ast.copy_location(method, node), args=node.args, keywords=node.keywords)
            return ast.copy_location(changed, node)
        case _:
            return node


def is_setter_of_object(node: ast.Call) -> bool:
    """`object.__setattr__(x, name, value)`, which sets what a class of its own would not let."""
    match node.func:
        case ast.Attribute(value=ast.Name(id="object" | "type"), attr="__setattr__"):
            return True
        case _:
            return False


def changes_first(node: ast.Call, argument: ast.expr | None = None) -> bool:
    """`dict.update(place, …)`: the method of a built-in class, called with the object it changes."""
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr in CHANGING_METHODS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("dict", "list", "set")
        and bool(node.args)
        and is_place(node.args[0])
        and argument in (None, node.args[0])
    )
