"""What a call does to the objects it is handed, and what is stored by calling."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pytest_ssot.facts.bindings import is_globals, is_place, object_of
from pytest_ssot.facts.changing_calls import (
    changes_first,
    first_of_chain,
    is_setter_of_object,
    on_a_place,
    patches_mapping,
)
from pytest_ssot.facts.module import MODULE, StoreFacts
from pytest_ssot.facts.mutations import CHANGING_METHODS
from pytest_ssot.facts.scopes import Scope
from pytest_ssot.facts.values import (
    AS_VIEW,
    CHANGED,
    COPIED,
    HELD,
    NOTHING,
    After,
    AnyNode,
    Attr,
    Call,
    Choice,
    Class,
    Comprehension,
    Const,
    Dict,
    Function,
    Imported,
    Name,
    Param,
    Phi,
    Reassigned,
    Sequence,
    SetAttr,
    SetItem,
    Value,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.extract import Extractor

_FROM_FILES = ("from_pyfile", "from_file", "from_json", "from_yaml", "from_dict")

_RECORDED = ("update", "setdefault", "set", "from_mapping", "from_object", *_FROM_FILES, "configure")
"""Methods by which code sets items, or what an object holds, for the whole project."""

_OF_ROWS = frozenset(
    [
        *("append", "add", "extend", "insert", "update", "remove", "discard", "clear", "pop"),
        *("difference_update", "intersection_update"),
    ]
)
"""Methods by which code changes lists and sets."""

_PATCHES = ("patch", "object", "setattr")
"""The last words of `mock.patch`, `mock.patch.object` and `monkeypatch.setattr`."""

_OF_PATCH = ("spec", "create", "spec_set", "autospec", "new_callable")
"""What `patch.multiple` itself is told."""

_MUTABLE = (Dict, Sequence, SetItem, SetAttr, After, Call, Comprehension, Param)


_MADE = (Call, After, SetAttr)


class CallEffects:
    """Lets the names of objects that a call may change be other values from there on."""

    def __init__(self, extractor: Extractor, read: Callable[[ast.expr, Scope], Value]) -> None:
        self._extractor = extractor
        self._graph = extractor.graph
        self._span = extractor.span
        self._read = read

    def note(self, node: ast.Call, call: Value, scope: Scope) -> None:
        """Objects a call may have changed are other values from here on."""
        node = on_a_place(node)
        if len(node.args) == 3:
            self._reflected(node, call, scope)
        self._reassign(call, scope)
        word = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
        if word == "multiple" and node.args:
            self._patched_names(node, call, scope)
        if word in _PATCHES and not (word == "setattr" and isinstance(node.func, ast.Name)):
            self._patched(node, call, scope)
        if word == "exec" and isinstance(node.func, ast.Name) and len(node.args) == 1:
            self._run_here(node, call, scope)
        if patches_mapping(node):
            self._patched_mapping(node, call, scope)
        if isinstance(node.func, ast.Attribute) and not changes_first(node):
            receiver = node.func.value
            self._record_items(node, call, scope)
            self._record_view(node, call, scope)
            if node.func.attr in _OF_ROWS:
                self._record_change(node, call, scope)
            changed = node.func.attr in CHANGING_METHODS or self._holds(receiver, scope, _MADE)
            if changed and is_place(receiver) and not _is_builtin(receiver, scope):
                self._extractor.bindings.replace(
                    receiver, After(self._read(receiver, scope), call, receiver=True), scope
                )
            elif (first := first_of_chain(receiver)) is not None and self._holds(first, scope, _MADE):
                changed_first = After(self._read(first, scope), call, receiver=True)
                self._extractor.bindings.replace(first, changed_first, scope)
        for argument in (*node.args, *[keyword.value for keyword in node.keywords]):
            mutable = isinstance(argument, ast.Name) and self._holds(argument, scope, _MUTABLE)
            if mutable or changes_first(node, argument):
                self._extractor.bindings.replace(argument, After(self._read(argument, scope), call), scope)

    def _reassign(self, call: Value, scope: Scope) -> None:
        """A function that is called may have assigned to names of the module or function around it."""
        read = self._graph.nodes[call]
        callee = self._graph.nodes[read.callee] if isinstance(read, Call) else None
        if not isinstance(callee, Function):
            return
        uncalled = self._extractor.uncalled
        for name in sorted(self._extractor.reassigning.get(callee.index, ())):
            if name in scope.env and (scope.kind == "module" or name in scope.local_names):
                before = scope.env[name]
                while uncalled.get(before, (before, MODULE))[1] == callee.index:
                    before = uncalled[before][0]
                changed = self._graph.add(Reassigned(before, call, name))
                self._graph.hold(scope.env, name, changed)

    def _patched(self, node: ast.Call, call: Value, scope: Scope) -> None:
        """`patch.object(x, "name", value)` and `patch("module.name", value)` assign, for a while."""
        read = self._graph.nodes[call]
        words = [one.value if isinstance(one, ast.Constant) else None for one in node.args[:2]]
        if not isinstance(read, Call) or not words:
            return
        rest = read.args[1:]
        if isinstance(words[0], str) and words[0].count("."):
            module, _, name = words[0].rpartition(".")
            target = self._graph.add(Imported(module, "", self._span(node)))
        elif isinstance(words[-1], str) and len(words) > 1:
            target, name, rest = read.args[0], words[-1], read.args[2:]
        else:
            return
        new = rest[0] if rest else dict(read.keywords).get("new", NOTHING)
        if new != NOTHING:
            store = StoreFacts(target, name, new, scope.function, self._span(node))
            self._extractor.bindings.record(store, scope)

    def _patched_names(self, node: ast.Call, call: Value, scope: Scope) -> None:
        """`patch.multiple("module.Class", name=value)` assigns each name, for a while."""
        read, first = self._graph.nodes[call], node.args[0]
        if not isinstance(read, Call):
            return
        target = read.args[0]
        if isinstance(first, ast.Constant):
            module, _, word = str(first.value).rpartition(".")
            target = self._graph.add(Imported(module or word, word if module else "", self._span(node)))
        for name, value in read.keywords:
            if name and name not in _OF_PATCH:
                store = StoreFacts(target, name, value, scope.function, self._span(node))
                self._extractor.bindings.record(store, scope)

    def _patched_mapping(self, node: ast.Call, call: Value, scope: Scope) -> None:
        """`patch.dict(mapping, {"name": value})` sets entries, for a while."""
        read, at = self._graph.nodes[call], self._span(node)
        place = node.args[0]
        if not isinstance(read, Call):
            return
        base = read.args[0]
        if isinstance(place, ast.Constant):
            module, _, word = str(place.value).rpartition(".")
            base = self._graph.add(Imported(module, word, at))
        given = [*self._constant_entries(read.args[1:2]), *(one for one in read.keywords if one[0])]
        for name, value in given:
            key = self._graph.add(Const(name, at))
            store = StoreFacts(base, name, value, scope.function, at, item=True, key=key)
            self._extractor.bindings.record(store, scope)
            if is_place(place):
                before = self._read(place, scope)
                changed = self._graph.add(SetItem(before, key, value, at))
                self._extractor.bindings.replace(place, Phi((before, changed)), scope)

    def _record_items(self, node: ast.Call, call: Value, scope: Scope) -> None:
        """`x.update(name=value)` and `x.setdefault("name", value)` set items for the whole project."""
        if not isinstance(node.func, ast.Attribute) or node.func.attr not in _RECORDED:
            return
        read = self._graph.nodes[call]
        if not isinstance(read, Call):
            return
        given = self._items_given(node.func.attr, read)
        if is_globals(node.func.value) and node.func.attr == "update":
            for word, value in given:
                self._extractor.late.setdefault(word, []).append(value)
            if read.args and not given:
                target, at = self._read(node.func.value, scope), self._span(node)
                store = StoreFacts(target, COPIED, read.args[0], scope.function, at, item=True)
                self._extractor.bindings.record(store, scope)
        holder = object_of(node.func.value)
        if holder is not None and node.func.attr == "update":
            for word, value in given:
                place = ast.Attribute(value=holder, attr=word, ctx=ast.Store())
                self._extractor.bindings.bind(ast.copy_location(place, node), value, scope)
            if not given:
                self._record_attributes(node, holder, read, scope)
            if read.args and not given and is_place(holder):
                self._extractor.bindings.replace(holder, After(self._read(holder, scope), call), scope)
        receiver = self._graph.nodes[read.callee]
        mapping = _mapping_of(read) if node.func.attr == "update" and not given else NOTHING
        given = given if mapping == NOTHING else [(COPIED, mapping)]
        key = self._computed_key(read) if node.func.attr == "setdefault" and not given else NOTHING
        given = given if key == NOTHING else [("", read.args[1])]
        if not isinstance(receiver, Attr) or not is_place(node.func.value):
            return
        at = self._span(node)
        for word, value in given:
            default = node.func.attr == "setdefault"
            store = StoreFacts(
                receiver.base, word, value, scope.function, at, item=True, key=key, default=default
            )
            self._extractor.bindings.record(store, scope)

    def _computed_key(self, read: Call) -> Value:
        """The key of `place.setdefault(name, value)`, unless the value is a container yet to be filled."""
        if len(read.args) != 2 or isinstance(self._graph.nodes[read.args[0]], Const):
            return NOTHING
        value = self._graph.nodes[read.args[1]]
        parts = getattr(value, "items", getattr(value, "keys", getattr(value, "args", (value,))))
        return read.args[0] if parts else NOTHING

    def _run_here(self, node: ast.Call, call: Value, scope: Scope) -> None:
        """`exec(Path("local.py").read_text())` puts the names of another file among the module's own."""
        at = self._span(node)
        if scope.function == MODULE:
            target = self._graph.add(Call(self._graph.add(Name("globals", at)), (), (), at))
            store = StoreFacts(target, COPIED, call, MODULE, at, item=True)
            self._extractor.bindings.record(store, scope)

    def _record_view(self, node: ast.Call, call: Value, scope: Scope) -> None:
        """`Page.as_view(strict=False)` sets attributes of the objects of a class."""
        read = self._graph.nodes[call]
        receiver = self._graph.nodes[read.callee] if isinstance(read, Call) else None
        if isinstance(read, Call) and isinstance(receiver, Attr) and receiver.name == AS_VIEW:
            for word, value in read.keywords:
                store = StoreFacts(receiver.base, word, value, scope.function, self._span(node))
                self._extractor.bindings.record(store, scope)

    def _record_change(self, node: ast.Call, call: Value, scope: Scope) -> None:
        """`place.append(value)` changes a list or set that has its name in another module or in a class."""
        read = self._graph.nodes[call]
        receiver = self._graph.nodes[read.callee] if isinstance(read, Call) else None
        root = self._graph.nodes[receiver.base] if isinstance(receiver, Attr) else None
        while isinstance(root, Attr):
            root = self._graph.nodes[root.base]
        if isinstance(receiver, Attr) and isinstance(root, Imported | Name | Class):
            at = self._span(node)
            store = StoreFacts(receiver.base, CHANGED, call, scope.function, at, item=True)
            self._extractor.bindings.record(store, scope)

    def _record_attributes(self, node: ast.Call, holder: ast.expr, read: Call, scope: Scope) -> None:
        """`vars(x).update(mapping)` sets attributes for the whole project."""
        mapping = _mapping_of(read)
        method = scope.method()
        own = method.first_parameter if method is not None else ""
        is_own = isinstance(holder, ast.Name) and holder.id == own
        if mapping != NOTHING and not is_own:
            target = self._read(holder, scope)
            store = StoreFacts(target, COPIED, mapping, scope.function, self._span(node))
            self._extractor.bindings.record(store, scope)

    def _is_of_class(self, read: Call) -> bool:
        """A method is asked of what has the name of a class: it makes an object, and fills none."""
        method = self._graph.nodes[read.callee]
        holder = self._graph.nodes[method.base] if isinstance(method, Attr) else method
        word = getattr(holder, "name", "")
        return isinstance(holder, Class) or (word[:1].isupper() and not word.isupper())

    def _items_given(self, word: str, read: Call) -> list[tuple[str, Value]]:
        """The items that a call of the method `word` sets, by their names."""
        given: list[tuple[str, Value]] = []
        if word in ("update", "from_mapping"):
            given = [(name or COPIED, value) for name, value in read.keywords]
            given += self._constant_entries(read.args[:1])
            given = given or [(COPIED, one) for one in read.args[:1] if word == "from_mapping"]
        elif word == "configure" and self._is_of_settings(read):
            wholes = ("", "default_settings")
            given = [(COPIED if name in wholes else name, value) for name, value in read.keywords]
        elif word in ("from_object", *_FROM_FILES) and read.args and not self._is_of_class(read):
            given = [(COPIED, read.args[0])]
        elif word == "set" and len(read.args) == 1:
            given = [(HELD, read.args[0])]
        elif word == "setdefault" and len(read.args) == 2:
            key = self._graph.nodes[read.args[0]]
            name = key.value if isinstance(key, Const) else None
            given = [(name, read.args[1])] if isinstance(name, str) else []
        return given

    def _is_of_settings(self, read: Call) -> bool:
        """`settings.configure(NAME=value)` of Django."""
        callee = self._graph.nodes[read.callee]
        held = self._graph.nodes[callee.base] if isinstance(callee, Attr) else None
        return isinstance(held, Imported) and (held.module, held.name) == ("django.conf", "settings")

    def _constant_entries(self, mappings: tuple[Value, ...]) -> Iterator[tuple[str, Value]]:
        """The entries of dict displays whose keys are constant texts."""
        for mapping in mappings:
            node = self._graph.nodes[mapping]
            for key, value in zip(node.keys, node.values, strict=True) if isinstance(node, Dict) else ():
                name = self._graph.nodes[key] if key != NOTHING else None
                if isinstance(name, Const) and isinstance(name.value, str):
                    yield name.value, value

    def _reflected(self, node: ast.Call, call: Value, scope: Scope) -> None:
        """`setattr(x, "name", value)` and `operator.setitem(x, key, value)` are assignments."""
        place, name, _ = node.args
        if not is_place(place):
            self._set_on_made(node, call, scope)
            return
        word = getattr(node.func, "id", getattr(node.func, "attr", ""))
        target: ast.expr | None = None
        plain = word == "setattr" or is_setter_of_object(node)
        if plain and isinstance(name, ast.Constant) and isinstance(name.value, str):
            target = ast.Attribute(value=place, attr=name.value, ctx=ast.Store())
        elif word == "setattr":
            base, key = self._read(place, scope), self._read(name, scope)
            read = self._graph.nodes[call]
            held = read.args[2] if isinstance(read, Call) else self._graph.unknown()
            store = StoreFacts(base, "", held, scope.function, self._span(node), key=key)
            self._extractor.bindings.record(store, scope)
            if scope.kind == "function":
                self._extractor.bindings.replace(place, After(base, call), scope)
        elif word == "setitem":
            target = ast.Subscript(value=place, slice=name, ctx=ast.Store())
        if target is not None:
            read = self._graph.nodes[call]
            held = read.args[2] if isinstance(read, Call) else self._graph.unknown()
            self._extractor.bindings.bind(ast.copy_location(target, node), held, scope)

    def _set_on_made(self, node: ast.Call, call: Value, scope: Scope) -> None:
        """`setattr(import_module(x), name, value)` assigns to what a call gives."""
        read = self._graph.nodes[call]
        starred = any(isinstance(one, ast.Starred) for one in node.args)
        sets = getattr(node.func, "id", "") == "setattr" or is_setter_of_object(node)
        if starred or not sets or not isinstance(read, Call):
            return
        target, key, held = read.args
        name = self._graph.nodes[key]
        word = name.value if isinstance(name, Const) and isinstance(name.value, str) else ""
        key = NOTHING if word else key
        store = StoreFacts(target, word, held, scope.function, self._span(node), key=key)
        self._extractor.bindings.record(store, scope)

    def _holds(self, node: ast.expr, scope: Scope, kinds: tuple[type[AnyNode], ...]) -> bool:
        """A local name whose current value is of one of `kinds`."""
        if not isinstance(node, ast.Name):
            return False
        value = scope.env.get(node.id)
        if value is None:
            return False
        held = self._graph.nodes[value]
        options = held.options if isinstance(held, Phi) else (value,)
        if isinstance(held, Choice):
            options = (held.then, held.other)
        return any(isinstance(self._graph.nodes[option], kinds) for option in options)


def _mapping_of(read: Call) -> Value:
    """What `update(mapping)` and `update(**mapping)` are given; NOTHING without one."""
    return read.args[0] if read.args else next((value for name, value in read.keywords if not name), NOTHING)


def _is_builtin(place: ast.expr, scope: Scope) -> bool:
    """A built-in class, whose methods change the object they are given: `object.__setattr__(x, …)`."""
    return isinstance(place, ast.Name) and place.id in ("object", "type") and place.id not in scope.env
