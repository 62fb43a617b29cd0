"""The classes that annotations say, as far as an object of one is meant."""

from __future__ import annotations

import ast

from pytest_ssot.facts.graph import Graph
from pytest_ssot.facts.scopes import Scope
from pytest_ssot.facts.spans import NO_SPAN
from pytest_ssot.facts.values import NOTHING, Attr, Class, Imported, Value

_OF_ONE = ("Optional", "Annotated", "Final", "ClassVar", "Awaitable", "ContextVar", "Mapped")
"""Forms that are written around one class."""


def said_class(graph: Graph, said: ast.expr | None, scope: Scope) -> Value:
    """The class of the module, or imported name, that an annotation says; NOTHING for any other.

    A class in quotes is one that is defined already; `None` beside it is left out.
    """
    match said:
        case ast.Name(id=name) | ast.Constant(value=str(name)):
            held = _held(name, scope)
            return held if isinstance(graph.nodes[held], Imported | Class) and held != NOTHING else NOTHING
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            held = _held(name, scope)
            of_module = held != NOTHING and isinstance(graph.nodes[held], Imported)
            return graph.add(Attr(held, attribute, NO_SPAN)) if of_module else NOTHING
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            return said_class(graph, left, scope)
        case ast.BinOp(left=ast.Constant(value=None), op=ast.BitOr(), right=right):
            return said_class(graph, right, scope)
        case ast.Subscript(value=ast.Name(id=form) | ast.Attribute(attr=form), slice=of) if form in _OF_ONE:
            return said_class(graph, of.elts[0] if isinstance(of, ast.Tuple) else of, scope)
    return NOTHING


def _held(name: str, scope: Scope) -> Value:
    """What a name is bound to at this point, here or around."""
    outer: Scope | None = scope
    while outer is not None and name not in outer.env:
        outer = outer.parent
    return NOTHING if outer is None else outer.env[name]


__all__ = ["said_class"]
