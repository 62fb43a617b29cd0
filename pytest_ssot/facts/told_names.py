"""What modules call things: the other names of functions, classes and what calls give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import MAKERS, FunctionFacts, ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.places import decorator_words
from pytest_ssot.facts.values import AnyNode, Value

MOST_LAZY = 60
"""Constant words of a module beyond which its `__getattr__` no longer tells what it gives for which."""

MOST_STATES = 40
"""Calls that an object was handed to, beyond which its name is not looked for."""


class Told(msgspec.Struct, frozen=True):
    """What a module calls things: pairs of names; `others` tell if the second is for what is made.

    `bases` are classes, each with one that it is derived from. Functions give, among others in a display,
    what is named, or objects that are made of a class: `listed`.
    """

    others: tuple[tuple[str, str, bool], ...]
    returned: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]
    handed: tuple[tuple[str, str], ...]
    bases: tuple[tuple[str, str], ...]
    listed: tuple[tuple[str, str], ...] = ()


def told_names(module: ModuleFacts) -> Told:
    """What a module calls things, found once for all who note it."""
    returned = (
        (known, function.word)
        for function in module.functions
        for value in function.returns
        for known in _name(module, module.nodes[value])
    )
    functions = tuple(_handed_functions(module))
    kept, handed = _kept_by_classes(module), (*functions, *_handed_objects(module))
    made = tuple(_making_objects(module))
    handed = (*handed, *_handed_to_decorators(module))
    bases = (
        (cls.name, base)
        for cls in module.classes
        for value in cls.bases
        for base in _name(module, module.nodes[value])
    )
    others = tuple(_other_names(module, functions))
    listed = tuple(_listed_by_functions(module))
    return Told(others, tuple(returned), tuple(kept), tuple(handed), (*bases, *made), listed)


def _making_objects(module: ModuleFacts) -> Iterator[tuple[str, str]]:
    """(function, class) where a function, or one within it, makes an object of what it is given."""
    for index, function in enumerate(module.functions):
        parameters = {v.Param(index, one.name) for one in function.parameters}
        kept = [store.value for store in module.places.stores_in.get(index, ()) if store.item]
        for value in (*function.returns, *kept):
            node = module.nodes[value]
            given = map(module.nodes.__getitem__, module.handed(node)) if isinstance(node, v.Call) else ()
            if isinstance(node, v.Call) and not parameters.isdisjoint(given):
                for known in _name(module, module.nodes[node.callee]):
                    yield function.word, known
                    if function.parent >= 0:
                        yield module.functions[function.parent].word, known


def _handed_to_decorators(module: ModuleFacts) -> Iterator[tuple[str, str]]:
    """(name, word) of functions and of what makes their decorators: `@task(queue="a")`."""
    for definition in module.definitions:
        own = getattr(definition, "word", definition.name)
        for value in definition.decorators:
            node = module.nodes[value]
            if isinstance(node, v.Call):
                yield from ((own, word) for word in _name(module, module.nodes[node.callee]))


def _listed_by_functions(module: ModuleFacts) -> Iterator[tuple[str, str]]:
    """(name, function) where a function returns a display of what is named: `return [check, Log()]`."""
    for function in module.functions:
        for value in function.returns:
            row = module.root(value)
            for part in operands(row)[:MOST_ROWS] if isinstance(row, v.Sequence | v.Dict) else ():
                held = module.nodes[part] if part != v.NOTHING else None
                held = module.nodes[held.callee] if isinstance(held, v.Call) else held
                if held is not None and not isinstance(held, v.Param):
                    yield from ((known, function.word) for known in _name(module, held))


def _other_names(module: ModuleFacts, handed: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, bool]]:
    """(name, other name, whether the other one is for what calling the first gives).

    A value gets another name by an assignment to a variable, an attribute or a class, by being handed
    to a call whose result is kept, by a decorator, as a default, and as a base of a class. A function
    that returns what a call gives is another name for what is called.
    """
    for name, value in named_values(module):
        yield from ((known, name, made) for known, made in _names_in(module, value))
    for definition in module.definitions:
        own = getattr(definition, "word", definition.name)
        for decorator in definition.decorators:
            for known, _ in _names_in(module, decorator):
                yield known, own, True
                yield own, f"{FILLED}{known}", False
    yield from ((known, f"{FILLED}{word}", False) for known, word in handed)
    for filler, table in _filled_tables(module):
        yield f"{FILLED}{filler}", table, False
    for function in module.functions:
        for value in function.returns:
            yield from ((known, function.word, True) for known, made in _names_in(module, value) if made)
    for word, value in _named_by_calls(module):
        yield from ((known, word, False) for known in _function_name(module, value))
    yield from ((known, word, False) for known, word in _lazy_names(module))
    for index, cls in enumerate(module.classes):
        if cls.fields:
            yield from _field_names(module, index)
        for base in cls.bases:
            yield from ((known, cls.name, False) for known, _ in _names_in(module, base))


FILLED = "<filled by>"
"""Before the name of a function: what keeps the functions and classes that it decorates or is handed."""


def _filled_tables(module: ModuleFacts) -> Iterator[tuple[str, str]]:
    """(function, name) where a function puts what it is given into something by that name: a registry."""
    for store in module.stores:
        index, given = store.function, module.nodes[store.value]
        kept = store.item and isinstance(given, v.Param | v.Free | v.Sequence | v.Call)
        table = next(iter(_name(module, module.root(store.target))), "") if kept and index >= 0 else ""
        while table and index >= 0:
            yield module.functions[index].word, table
            index = module.functions[index].parent


def _kept_by_classes(module: ModuleFacts) -> Iterator[tuple[str, str]]:
    """(class, attribute) where the constructor, or a generated one, keeps something it is given."""
    yield from ((cls.name, field) for cls in module.classes for field in cls.fields)
    for store in module.stores:
        function = module.functions[store.function] if store.function >= 0 else None
        if function is not None and function.owner >= 0 and function.name in MAKERS:
            given = module.nodes[store.value]
            if store.name and isinstance(given, v.Param) and given.function == store.function:
                yield module.classes[function.owner].name, store.name


def _handed_functions(module: ModuleFacts) -> Iterator[tuple[str, str]]:
    """(name of a function, last word of what it is handed to)."""
    for fact in module.calls:
        node = module.nodes[fact.value]
        known = [
            name
            for value in (module.handed(node) if isinstance(node, v.Call) else ())
            if isinstance(module.nodes[value], _MAY_NAME_FUNCTIONS)
            for name in _function_name(module, value)
        ]
        if known and isinstance(node, v.Call):
            word = next(iter(_name(module, module.nodes[node.callee])), "")
            words = (word, *_bases_above(module, fact.function)) if word in MAKERS else (word,)
            yield from ((name, one) for name in known for one in words if one)


def _bases_above(module: ModuleFacts, function: int) -> Iterator[str]:
    """The bases of the class that a method is of: what `super().__init__(…)` hands something to."""
    owner = module.functions[function].owner if function >= 0 else -1
    for base in module.classes[owner].bases if owner >= 0 else ():
        yield from _name(module, module.root(base))


def _handed_objects(module: ModuleFacts) -> Iterator[tuple[str, str]]:
    """(class, last word of what an object of it is handed to as it is made): `Guard(Pages())`."""
    for fact in module.calls:
        node = module.nodes[fact.value]
        for value in module.handed(node) if isinstance(node, v.Call) else ():
            made = module.nodes[value]
            known = (
                next(iter(_name(module, module.nodes[made.callee])), "") if isinstance(made, v.Call) else ""
            )
            known = known if known[:1].isupper() or not known else f"{known}()"
            if known and isinstance(node, v.Call):
                yield from ((known, word) for word in _name(module, module.nodes[node.callee]) if word)


_MAY_NAME_FUNCTIONS = (v.Function, v.Imported, v.Name, v.Attr)


def _lazy_names(module: ModuleFacts) -> Iterator[tuple[str, str]]:
    """What a `__getattr__`, of the module or a class, may give, and the words that it may be asked for."""
    bodies = (module.bindings, *(cls.attributes for cls in module.classes))
    getters = [module.root(body["__getattr__"]) for body in bodies if "__getattr__" in body]
    returned = [
        module.nodes[value]
        for getter in getters
        if isinstance(getter, v.Function)
        for value in module.functions[getter.index].returns
    ]
    constants = (str(node.value) for node in module.nodes if isinstance(node, v.Const)) if returned else ()
    words = sorted(set(filter(str.isidentifier, constants)))
    if returned and len(words) <= MOST_LAZY:
        given = {known for node in returned for known in _name(module, node)}
        computed = any(isinstance(node, v.Call) for node in returned)
        for known in sorted({*given, *words} if computed else given):
            yield from ((known, word) for word in words)
    tables = (_bound(module, module.root(node.base)) for node in returned if isinstance(node, v.Item))
    for table in (one for one in tables if isinstance(one, v.Dict)):
        for key, value in zip(table.keys, table.values, strict=True):
            word = module.nodes[key] if key != v.NOTHING else None
            if isinstance(word, v.Const):
                yield from ((known, str(word.value)) for known in _name(module, module.nodes[value]))


def _named_by_calls(module: ModuleFacts) -> Iterator[tuple[str, Value]]:
    """What calls give a name: `set_defaults(run=command)`, and methods in `type(name, bases, body)`."""
    for fact in (*module.calls_by_word.get("set_defaults", ()), *module.calls_by_word.get("type", ())):
        node = module.nodes[fact.value]
        if isinstance(node, v.Call):
            yield from node.keywords
            body = module.root(node.args[2]) if len(node.args) == len(("name", "bases", "body")) else None
            for key, value in zip(body.keys, body.values, strict=True) if isinstance(body, v.Dict) else ():
                word = module.nodes[key] if key != v.NOTHING else None
                if isinstance(word, v.Const):
                    yield str(word.value), value


def _field_names(module: ModuleFacts, index: int) -> Iterator[tuple[str, str, bool]]:
    """The fields by which an object of a class is asked for the functions that it is made of."""
    cls = module.classes[index]
    for fact in (*module.calls_by_word.get("", ()), *module.calls_by_word.get(cls.name, ())):
        node = module.nodes[fact.value]
        callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
        if isinstance(node, v.Call) and (callee == v.Class(index) or isinstance(callee, v.Name)):
            for field, value in (*zip(cls.fields, node.args, strict=False), *node.keywords):
                yield from ((known, field, False) for known in _name(module, module.nodes[value]))


def named_values(module: ModuleFacts) -> Iterator[tuple[str, Value]]:
    """The names that something is given in a module, but for those that functions have within others."""
    yield from module.bindings.items()
    for cls in module.classes:
        yield from cls.attributes.items()
    for index, function in enumerate(module.functions):
        yield from (one for one in function.variables.items() if not is_defined_so(module, index, *one))
        yield from ((one.name, one.default) for one in function.parameters if one.default != v.NOTHING)
    yield from ((store.name, store.value) for store in module.stores if store.name)


def is_defined_so(module: ModuleFacts, around: int, name: str, value: Value) -> bool:
    """A variable of a function is another one that is defined within it, by the name that it has there."""
    node = module.nodes[value]
    inner = module.functions[node.index] if isinstance(node, v.Function) else None
    return inner is not None and inner.word != name and (inner.name, inner.parent) == (name, around)


def _names_in(module: ModuleFacts, value: Value) -> Iterator[tuple[str, bool]]:
    """(name, whether it is called) of what a value is: itself, one of several, or what a call is handed."""
    node = module.nodes[value]
    if isinstance(node, v.Call):
        yield from ((name, True) for name in _name(module, module.nodes[node.callee]))
        for argument in (*node.args, *(given for _, given in node.keywords)):
            yield from ((name, False) for name in _name(module, module.nodes[argument]))
            yield from _made_names(module, module.nodes[argument])
    elif isinstance(node, _HOLDING):
        for part in _parts(module, node):
            held = module.nodes[part]
            found = _path_in_text(held) if isinstance(held, v.Const) else _name(module, held)
            yield from ((name, False) for name in found)
    else:
        yield from ((name, False) for name in _name(module, node))


def _path_in_text(node: v.Const) -> Iterator[str]:
    """The name of what a text in a table says where to find: `"shop.layers.AuthLayer"`."""
    parts = node.value.replace(":", ".").split(".") if isinstance(node.value, str) else ()
    if len(parts) > 1 and all(map(str.isidentifier, parts)):
        yield parts[-1]


_HOLDING = (v.Phi, v.Choice, v.Boolean, v.Dict, v.Sequence)

MOST_ROWS = 200
"""Values in a table, and in the rows of it, that are looked at for what they are named by."""


def _parts(module: ModuleFacts, node: AnyNode) -> Iterator[Value]:
    """What a table holds, also in its rows: `ROUTES = [("/me", views.me, {}), …]`."""
    for part in operands(node)[:MOST_ROWS]:
        yield part
        inner = module.nodes[part] if part != v.NOTHING else None
        if isinstance(inner, v.Dict | v.Sequence):
            yield from (one for one in operands(inner)[:MOST_ROWS] if one != v.NOTHING)


def _made_names(module: ModuleFacts, node: AnyNode) -> Iterator[tuple[str, bool]]:
    """What calling gives an argument, what that call is handed in turn, and what `getattr` names."""
    if isinstance(node, v.Call):
        yield from ((name, True) for name in _name(module, module.nodes[node.callee]))
        for value in node.args:
            given = module.nodes[value]
            if isinstance(given, v.Const) and isinstance(given.value, str):
                yield given.value, False
            yield from ((name, False) for name in _name(module, given))


def _name(module: ModuleFacts, node: AnyNode) -> Iterable[str]:
    # Asked of most nodes of a module, most of which are names: patterns that match take three times as long.
    if isinstance(node, _NAMES):
        return (node.name,) if node.name else ()
    if isinstance(node, v.Function):
        return (module.functions[node.index].word,)
    if isinstance(node, v.Class):
        return (module.classes[node.index].name,)
    if isinstance(node, v.Param) and node.function >= 0:
        return _own_class(module, module.functions[node.function], node.name)
    if not isinstance(node, v.After):
        return ()
    for _ in range(MOST_STATES):
        node = module.nodes[node.base] if isinstance(node, v.After) else node
    return () if isinstance(node, v.After) else _name(module, node)


_NAMES = (v.Attr, v.Name, v.Imported)


def _own_class(module: ModuleFacts, function: FunctionFacts, name: str) -> Iterator[str]:
    """The class that a class method is told by its first parameter, `name`."""
    if function.takes_itself_as(name) and "classmethod" in decorator_words(module, function):
        yield module.classes[function.owner].name


def _function_name(module: ModuleFacts, value: Value) -> Iterator[str]:
    """The name of a function, of the module or imported, or of what a call has made, that is handed over."""
    node = _bound(module, module.nodes[value])
    if isinstance(node, v.Call) and isinstance(named := module.nodes[value], v.Name):
        yield named.name
    of_module = isinstance(node, v.Attr) and isinstance(_bound(module, module.root(node.base)), v.Imported)
    if of_module or isinstance(node, v.Function | v.Imported) or _is_method(module, node):
        yield from filter(None, _name(module, node))


def _is_method(module: ModuleFacts, node: AnyNode) -> bool:
    """A method of a class of the module, by its name, or of an object that a call has just made."""
    if not isinstance(node, v.Attr):
        return False
    methods = module.places.once(
        ("methods",), lambda: frozenset(one.name for one in module.functions if one.owner >= 0)
    )
    return node.name in methods or isinstance(_bound(module, module.root(node.base)), v.Call)


def _bound(module: ModuleFacts, node: AnyNode) -> AnyNode:
    """What a name of the module was bound to; anything else itself."""
    named = isinstance(node, v.Name) and node.name in module.bindings
    return module.root(module.bindings[node.name]) if named and isinstance(node, v.Name) else node


__all__ = ["FILLED", "Told", "named_values", "told_names"]
