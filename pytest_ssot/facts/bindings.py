"""Assignments: which name or object holds a value from here on."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.module import StoreFacts
from pytest_ssot.facts.scopes import GUARDS_OF_CALL, Scope
from pytest_ssot.facts.unrolling import written_out
from pytest_ssot.facts.values import (
    CHANGED,
    NOTHING,
    After,
    AnyNode,
    Attr,
    Binary,
    Const,
    DelItem,
    Imported,
    Item,
    Name,
    SetAttr,
    SetItem,
    Slice,
    Value,
)
from pytest_ssot.facts.values import Sequence as Items

if TYPE_CHECKING:
    from pytest_ssot.facts.extract import Extractor


_LATER = (SetItem, SetAttr, After, DelItem)
"""Later states of an object."""

MOST_STATES = 20
"""Changes of one object that are looked through to find where it was taken from."""


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
        scope.tell(name)
        if scope.kind == "function" and name not in scope.local_names:
            outer = None if name in scope.global_names else scope.outer_function(name)
            if outer is None:
                self._extractor.late.setdefault(name, []).append(value)
            else:
                held = outer.env.get(name, value)
                joined = self._graph.phi((held, value))
                if joined != held:
                    self._extractor.uncalled[joined] = held, scope.function
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
                changed = self._graph.add(SetAttr(base, name, value))
                self.put(holder, changed, scope)
                self._hand_up(base, changed, scope)
            case ast.Subscript(value=holder, slice=index) if not isinstance(index, ast.Slice):
                base, key = self._read(holder, scope), self._read(index, scope)
                if self._is_shared_entry(place, base):
                    name, at = str(getattr(index, "value", "")), self._span(place)
                    self.record(StoreFacts(base, name, value, scope.function, at, item=True, key=key), scope)
                changed = self._graph.add(SetItem(base, key, value, self._span(place)))
                self.put(holder, changed, scope)
                self._hand_up(base, changed, scope)

    def _is_shared_entry(self, place: ast.Subscript, base: Value) -> bool:
        """An entry by a constant name of what another module made, or of an application's configuration."""
        match place:
            case ast.Subscript(
                value=ast.Attribute(attr="config" | "conf" | "extensions"), slice=ast.Constant(value=str())
            ):
                return True
            case ast.Subscript(slice=ast.Constant(value=str())):
                return isinstance(self._graph.nodes[self._origin(base)], Imported | Name)
            case _:
                return False

    def replace(self, place: ast.expr, node: AnyNode, scope: Scope) -> None:
        """The object at `place`, and every other name for it, has become `node`."""
        old = self._read(place, scope)
        new = self._graph.add(node)
        self._graph.move(scope.env, old, new)
        self.put(place, new, scope)
        if isinstance(place, ast.Name):
            self._hand_up(old, new, scope)

    def _hand_up(self, old: Value, new: Value, scope: Scope) -> None:
        """An object that was taken out of another has changed, and so has the other, under its names."""
        taken = self._graph.nodes[self._origin(old)]
        if not isinstance(taken, Item | Attr):
            return
        holder = self._origin(taken.base)
        self._hand_out(taken, new, scope)
        if isinstance(self._graph.nodes[holder], Imported | Name):
            return
        nodes = self._graph.nodes
        self._graph.spend(len(scope.env))
        for name, value in scope.env.items():
            if value == new or (value != holder and not isinstance(nodes[value], _LATER)):
                continue
            if self._origin(value) != holder:
                continue
            if isinstance(taken, Item):
                scope.env[name] = self._graph.add(SetItem(value, taken.key, new, taken.at))
            else:
                scope.env[name] = self._graph.add(SetAttr(value, taken.name, new))

    def _hand_out(self, taken: AnyNode, new: Value, scope: Scope) -> None:
        """The same of an entry, by a constant name, of what another module made: `jwt = CONFIG["jwt"]`."""
        while isinstance(taken, Item):
            key, holder = self._graph.nodes[taken.key], self._graph.nodes[self._origin(taken.base)]
            if not isinstance(key, Const) or not isinstance(key.value, str):
                return
            outer = self._graph.nodes[self._origin(holder.base)] if isinstance(holder, Attr) else holder
            if isinstance(outer, Imported | Name):
                store = StoreFacts(
                    taken.base, key.value, new, scope.function, taken.at, item=True, key=taken.key
                )
                self.record(store, scope)
                return
            new = self._graph.add(SetItem(taken.base, taken.key, new, taken.at))
            taken = holder

    def _origin(self, value: Value) -> Value:
        """The value of which another is a later state, as far as a few steps tell."""
        for _ in range(MOST_STATES):
            node = self._graph.nodes[value]
            if not isinstance(node, _LATER):
                break
            value = node.base
        return value

    def _unpack(self, items: Sequence[ast.expr], value: Value, scope: Scope) -> None:
        starred = next((i for i, item in enumerate(items) if isinstance(item, ast.Starred)), len(items))
        written = written_out(self._graph, value)
        for index, item in enumerate(items):
            if len(written) == len(items) == starred:
                part = written[index]
            elif index == starred:
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
            if target.slice.lower is None and target.slice.upper is None:
                at = self._span(target)
                self.record(StoreFacts(base, CHANGED, value, scope.function, at, item=True), scope)
            if target.slice.step is None and is_place(target.value):
                self._store_slice(target.value, base, target.slice, value, scope)
            return
        if isinstance(target.value, ast.Call) and sets_default(target.value):
            inner = ast.Subscript(value=entry_of(target.value), slice=target.slice, ctx=ast.Store())
            self._store_item(ast.copy_location(inner, target), value, scope)
            return
        if is_globals(target.value) and isinstance(target.slice, ast.Constant):
            self._extractor.late.setdefault(str(target.slice.value), []).append(value)
        holder = object_of(target.value)
        if holder is not None and isinstance(target.slice, ast.Constant):
            named = ast.Attribute(value=holder, attr=str(target.slice.value), ctx=ast.Store())
            self._store_attribute(ast.copy_location(named, target), value, scope)
            return
        at, key = self._span(target), self._read(target.slice, scope)
        name = str(target.slice.value) if isinstance(target.slice, ast.Constant) else ""
        self.record(StoreFacts(base, name, value, scope.function, at, item=True, key=key), scope)
        if is_place(target.value):
            self.replace(target.value, SetItem(base, key, value, at), scope)

    def _store_slice(self, place: ast.expr, base: Value, part: ast.Slice, value: Value, scope: Scope) -> None:
        """`place[lower:upper] = value`: what stood before, the elements of the value, what stood behind."""
        at = self._span(part)
        if part.lower is not None:
            before = self._graph.add(Slice(base, NOTHING, self._read(part.lower, scope)))
            value = self._graph.add(Binary("Add", before, value, at))
        behind = NOTHING if part.upper is None else self._read(part.upper, scope)
        rest = Slice(base, behind, NOTHING) if part.upper is not None else Items((), at)
        self.replace(place, Binary("Add", value, self._graph.add(rest), at), scope)

    def record(self, store: StoreFacts, scope: Scope) -> None:
        """Keep an assignment, unless the current point cannot be reached."""
        if not scope.dead:
            guards = scope.conditions[-GUARDS_OF_CALL:]
            self._extractor.stores.append(replace(store, guards=guards, behind=len(self._graph.nodes)))


def shows_another(node: ast.Call) -> bool:
    """`MappingProxyType(place)`, which shows what the mapping holds whenever it is asked."""
    called = getattr(node.func, "attr", getattr(node.func, "id", ""))
    shown = len(node.args) == 1 and not node.keywords and is_place(node.args[0])
    return called == "MappingProxyType" and shown


def sets_default(node: ast.Call) -> bool:
    """`place.setdefault("key", value)` of a place that can be read again.

    Of the environment, the call tells more than its entry: what it is where the program runs is not known.
    """
    match node:
        case ast.Call(
            func=ast.Attribute(value=place, attr="setdefault"), args=[ast.Constant() | ast.Name(), _]
        ):
            return is_place(place) and getattr(place, "attr", getattr(place, "id", "")) != "environ"
        case _:
            return False


def entry_of(node: ast.Call) -> ast.Subscript:
    """What `place.setdefault("key", value)` gives, as a place: `place["key"]`."""
    assert isinstance(node.func, ast.Attribute)
    entry = ast.Subscript(value=node.func.value, slice=node.args[0], ctx=ast.Load())
    return ast.copy_location(entry, node)


def object_of(node: ast.expr) -> ast.expr | None:
    """The object whose attributes `x.__dict__` or `vars(x)` holds; None for anything else."""
    match node:
        case ast.Attribute(value=holder, attr="__dict__"):
            return holder
        case ast.Call(func=ast.Name(id="vars"), args=[holder], keywords=[]):
            return holder
        case _:
            return None


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
