"""Assignments: which name or object holds a value from here on."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_ssot.facts.module import StoreFacts
from pytest_ssot.facts.scopes import Scope
from pytest_ssot.facts.values import NOTHING, AnyNode, Const, Item, SetAttr, SetItem, Slice, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.extract import Extractor


class Binder:
    """Lets names, attributes and items hold values."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._graph = extractor.graph
        self._span = extractor.span
        self._read = extractor.expressions.read

    def bind(self, target: ast.expr, value: Value, scope: Scope) -> None:
        """Assign to any target; stores into objects are recorded for the whole project."""
        match target:
            case ast.Name():
                self.bind_name(target.id, value, scope)
            case ast.Tuple(elts=items) | ast.List(elts=items):
                self._unpack(items, value, scope)
            case ast.Starred(value=inner):
                self.bind(inner, value, scope)
            case ast.Attribute():
                self._store_attribute(target, value, scope)
            case ast.Subscript():
                self._store_item(target, value, scope)

    def bind_name(self, name: str, value: Value, scope: Scope) -> None:
        """Let a name hold a value from here on."""
        self._graph.hold(scope.env, name, value)
        if scope.kind == "function" and name not in scope.local_names:
            outer = None if name in scope.global_names else scope.outer_function(name)
            if outer is None:
                self._extractor.late.setdefault(name, []).append(value)
            else:
                joined = self._graph.phi((outer.env.get(name, value), value))
                self._graph.hold(outer.env, name, joined)

    def put(self, place: ast.expr, value: Value, scope: Scope) -> None:
        """Let `place` hold `value`, and the objects that contain it be their changed selves."""
        match place:
            case ast.Name(id=name):
                self.bind_name(name, value, scope)
            case ast.Attribute(value=holder, attr=name):
                base = self._read(holder, scope)
                store = StoreFacts(base, name, value, scope.function, self._span(place))
                self.record(store, scope)
                self.put(holder, self._graph.add(SetAttr(base, name, value)), scope)
            case ast.Subscript(value=holder, slice=index) if not isinstance(index, ast.Slice):
                base, key = self._read(holder, scope), self._read(index, scope)
                self.put(holder, self._graph.add(SetItem(base, key, value, self._span(place))), scope)

    def replace(self, place: ast.expr, node: AnyNode, scope: Scope) -> None:
        """The object at `place`, and every other name for it, has become `node`."""
        old = self._read(place, scope)
        new = self._graph.add(node)
        self._graph.move(scope.env, old, new)
        self.put(place, new, scope)

    def _unpack(self, items: Sequence[ast.expr], value: Value, scope: Scope) -> None:
        starred = next((i for i, item in enumerate(items) if isinstance(item, ast.Starred)), len(items))
        for index, item in enumerate(items):
            if index == starred:
                part = self._graph.add(Slice(value, *self._bounds(index, len(items), item)))
            else:
                position = index if index < starred else index - len(items)
                key = self._graph.add(Const(position, self._span(item)))
                part = self._graph.add(Item(value, key, self._span(item)))
            self.bind(item, part, scope)

    def _bounds(self, index: int, length: int, item: ast.expr) -> tuple[Value, Value]:
        """Where a starred target begins and ends among the values that are unpacked."""
        at, behind = self._span(item), index + 1 - length
        lower = self._graph.add(Const(index, at))
        return lower, NOTHING if behind == 0 else self._graph.add(Const(behind, at))

    def _store_attribute(self, target: ast.Attribute, value: Value, scope: Scope) -> None:
        base = self._read(target.value, scope)
        self.record(StoreFacts(base, target.attr, value, scope.function, self._span(target)), scope)
        if is_place(target.value):
            self.replace(target.value, SetAttr(base, target.attr, value), scope)

    def _store_item(self, target: ast.Subscript, value: Value, scope: Scope) -> None:
        base = self._read(target.value, scope)
        if isinstance(target.slice, ast.Slice):
            return
        if is_globals(target.value) and isinstance(target.slice, ast.Constant):
            self._extractor.late.setdefault(str(target.slice.value), []).append(value)
        at, key = self._span(target), self._read(target.slice, scope)
        name = str(target.slice.value) if isinstance(target.slice, ast.Constant) else ""
        self.record(StoreFacts(base, name, value, scope.function, at, item=True, key=key), scope)
        if is_place(target.value):
            self.replace(target.value, SetItem(base, key, value, at), scope)

    def record(self, store: StoreFacts, scope: Scope) -> None:
        """Keep an assignment, unless the current point cannot be reached."""
        if not scope.dead:
            self._extractor.stores.append(store)


def is_globals(node: ast.expr) -> bool:
    """The call `globals()`."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "globals"


def is_place(node: ast.expr) -> bool:
    """An expression that names a place and can be read again without effect."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Constant | ast.Name):
            return False
        node = node.value
    return isinstance(node, ast.Name)
