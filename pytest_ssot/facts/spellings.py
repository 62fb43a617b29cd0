"""The words by which a function may be called, and the words of the files that can know them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import generated_key
from pytest_ssot.facts.module import MAKERS, FunctionFacts, ModuleFacts
from pytest_ssot.facts.neighbours import module_word
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.values import AnyNode, Value

MOST_LAZY = 60
"""Constant words of a module beyond which its `__getattr__` no longer tells what it gives for which."""

MOST_STATES = 40
"""Calls that an object was handed to, beyond which its name is not looked for."""

MOST_SPELLINGS = 500
"""Words that one function may go by before its further names are no longer followed."""

MOST_WORDS = 100
"""Words that one function may go by before only its own name still tells something."""

MOST_MAKERS = 4
"""Functions that give back another one beyond which their names no longer tell who calls that."""

MOST_NEAR = 60
"""Words for the objects of one class beyond which they no longer tell the files that have to do with it."""


class Spelling(msgspec.Struct, frozen=True):
    """How calls of a function look.

    `words` are the last words of what they call, and `kept` the attributes of objects that keep it; a file
    that can make them has one of the words `near`, or stands in one of `packages`.
    """

    words: frozenset[str]
    near: frozenset[str]
    packages: frozenset[str]
    kept: frozenset[str] = frozenset()


class Told(msgspec.Struct, frozen=True):
    """What a module calls things: pairs of names; `others` tell if the second is for what is made."""

    others: tuple[tuple[str, str, bool], ...]
    returned: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]
    handed: tuple[tuple[str, str], ...]


def told_names(module: ModuleFacts) -> Told:
    """What a module calls things, found once for all who note it."""
    returned = (
        (known, function.name)
        for function in module.functions
        for value in function.returns
        for known in _name(module, module.nodes[value])
    )
    kept, handed = _kept_by_classes(module), _handed_functions(module)
    return Told(tuple(_other_names(module)), tuple(returned), tuple(kept), tuple(handed))


class Spellings:
    """What the modules noted so far call each other's functions and objects."""

    def __init__(self) -> None:
        self._same: dict[str, set[str]] = {}
        self._made: dict[str, set[str]] = {}
        self._returned: dict[str, set[str]] = {}
        self._origins: dict[str, set[str]] = {}
        self._handed_to: dict[str, set[str]] = {}
        self._kept_as: dict[str, set[str]] = {}
        self._keeping: dict[str, set[str]] = {}
        self.kept: set[str] = set()
        self._known: dict[tuple[str, int], Spelling] = {}
        self._lambdas: dict[str, dict[int, set[str]]] = {}

    def note(self, module: ModuleFacts, told: Told) -> None:
        """Take a further module's names into account, as `told_names` tells them."""
        self._known.clear()
        for known, name, made in told.others:
            if known != name:
                (self._made if made else self._same).setdefault(known, set()).add(name)
                self._origins.setdefault(name, set()).add(module.path)
        for known, function in told.returned:
            self._returned.setdefault(known, set()).add(function)
        self._note_kept(told)
        if module.path.endswith("__init__.py"):
            for name, value in module.bindings.items():
                if isinstance(module.nodes[value], v.Imported):
                    self._origins.setdefault(name, set()).add(module.path)

    def _note_kept(self, told: Told) -> None:
        """Functions that are handed to what makes an object go by the attributes that keep them."""
        for name, attribute in told.kept:
            self._keeping.setdefault(name, set()).add(attribute)
            self.kept.add(attribute)
            for known in self._handed_to.get(name, ()):
                self._kept_as.setdefault(known, set()).add(attribute)
        for known, word in told.handed:
            self._handed_to.setdefault(word, set()).add(known)
            if word in self._keeping:
                self._kept_as.setdefault(known, set()).update(self._keeping[word])

    def words(self, known: Iterable[str]) -> frozenset[str]:
        """`known` and what else the same things are called."""
        return _closure(known, self._same)

    def results(self, makers: Iterable[str]) -> frozenset[str]:
        """What is called what calling one of `makers` gives."""
        found: frozenset[str] = frozenset()
        fresh = self.words(makers)
        while fresh and len(found) < MOST_SPELLINGS:
            made = self.words(name for word in fresh for name in self._made.get(word, ()))
            fresh, found = made - found, found | made
        return found

    def of(self, module: ModuleFacts, index: int) -> Spelling:
        """The spellings of calls of a module's function."""
        key = module.path, index
        if key not in self._known:
            self._known[key] = self._of(module, index)
        return self._known[key]

    def _of(self, module: ModuleFacts, index: int) -> Spelling:
        owner = ""
        if index < 0:
            plain, factories = {module.classes[generated_key(index)].name}, set[str]()
        else:
            function = module.functions[index]
            owner = module.classes[function.owner].name if function.owner >= 0 else ""
            plain, factories = _names(module, function, owner)
            if function.name.startswith("<"):
                if module.path not in self._lambdas:
                    self._lambdas[module.path] = _lambdas(module)
                plain = self._lambdas[module.path].get(index, set())
        known = self.words(plain)
        makers = {maker for word in known for maker in self._returned.get(word, ())}
        factories |= makers
        few = makers if len(makers) <= MOST_MAKERS else ()  # who calls them need not name what they give
        found = (*known, *self.results(factories), *few)
        words = frozenset(word for word in found if word and not word.startswith(FILLED))
        if len(words) > MOST_WORDS:
            words = frozenset((*plain, *factories))
        kept = {attribute for word in words for attribute in self._kept_as.get(word, ())}
        origins = {module.path}.union(*(self._origins.get(word, ()) for word in words))
        objects = self.words([owner]) | self.results([owner]) if owner else frozenset()
        if len(objects) > MOST_NEAR:
            objects = frozenset((owner,))
        return Spelling(
            words | kept,
            frozenset(module_word(path) for path in origins) | objects,
            frozenset(path.removesuffix("__init__.py") for path in origins if path.endswith("/__init__.py")),
            frozenset(kept) - words,
        )


def _names(module: ModuleFacts, function: FunctionFacts, owner: str) -> tuple[set[str], set[str]]:
    """A function's own names, and the names of what makes it when it is called."""
    plain, factories = {function.name}, set[str]()
    if function.name.startswith("__") and owner:
        plain, factories = (set[str](), {owner}) if function.name == "__call__" else ({owner}, set[str]())
        plain |= {function.name} & MAKERS
    parent = function.parent
    while parent >= 0:
        factories.add(module.functions[parent].name)
        parent = module.functions[parent].parent
    return plain, factories


def _closure(words: Iterable[str], known: Mapping[str, Iterable[str]]) -> frozenset[str]:
    found = set(words)
    queue = sorted(found)
    while queue and len(found) < MOST_SPELLINGS:
        fresh = set(known.get(queue.pop(), ())) - found
        found |= fresh
        queue.extend(sorted(fresh))
    return frozenset(found)


def _other_names(module: ModuleFacts) -> Iterator[tuple[str, str, bool]]:
    """(name, other name, whether the other one is for what calling the first gives).

    A value gets another name by an assignment to a variable, an attribute or a class, by being handed
    to a call whose result is kept, by a decorator, as a default, and as a base of a class. A function
    that returns what a call gives is another name for what is called.
    """
    for name, value in _named_values(module):
        yield from ((known, name, made) for known, made in _names_in(module, value))
    for definition in module.definitions:
        for decorator in definition.decorators:
            for known, _ in _names_in(module, decorator):
                yield known, definition.name, True
                yield definition.name, f"{FILLED}{known}", False
    yield from ((known, f"{FILLED}{word}", False) for known, word in _handed_functions(module))
    for filler, table in _filled_tables(module):
        yield f"{FILLED}{filler}", table, False
    for function in module.functions:
        for value in function.returns:
            yield from ((known, function.name, True) for known, made in _names_in(module, value) if made)
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
        table = next(_name(module, module.root(store.target)), "") if kept and index >= 0 else ""
        while table and index >= 0:
            yield module.functions[index].name, table
            index = module.functions[index].parent


def _kept_by_classes(module: ModuleFacts) -> Iterator[tuple[str, str]]:
    """(class, attribute) where the constructor keeps something it is given as an attribute."""
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
            word = next(_name(module, module.nodes[node.callee]), "")
            yield from ((name, word) for name in known if word)


_MAY_NAME_FUNCTIONS = (v.Function, v.Imported, v.Name, v.Attr)


def _lazy_names(module: ModuleFacts) -> Iterator[tuple[str, str]]:
    """What a module's `__getattr__` may give, and the words that it may be asked for."""
    getter = module.root(module.bindings["__getattr__"]) if "__getattr__" in module.bindings else None
    if not isinstance(getter, v.Function):
        return
    constants = {str(node.value) for node in module.nodes if isinstance(node, v.Const)}
    words = sorted(filter(str.isidentifier, constants))
    if len(words) <= MOST_LAZY:
        returned = [module.nodes[value] for value in module.functions[getter.index].returns]
        given = {known for node in returned for known in _name(module, node)}
        computed = any(isinstance(node, v.Call) for node in returned)
        for known in sorted({*given, *words} if computed else given):
            yield from ((known, word) for word in words)


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


def _named_values(module: ModuleFacts) -> Iterator[tuple[str, Value]]:
    yield from module.bindings.items()
    for cls in module.classes:
        yield from cls.attributes.items()
    for function in module.functions:
        yield from function.variables.items()
        yield from ((one.name, one.default) for one in function.parameters if one.default != v.NOTHING)
    yield from ((store.name, store.value) for store in module.stores if store.name)


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
            yield from ((name, False) for name in _name(module, module.nodes[part]))
    else:
        yield from ((name, False) for name in _name(module, node))


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


def _name(module: ModuleFacts, node: AnyNode) -> Iterator[str]:
    match node:
        case v.Attr(name=name) | v.Name(name=name) | v.Imported(name=name):
            if name:
                yield name
        case v.Function(index=index):
            yield module.functions[index].name
        case v.Class(index=index):
            yield module.classes[index].name
        case v.Param(function=index, name=name) if index >= 0:
            yield from _own_class(module, module.functions[index], name)
        case v.After():
            for _ in range(MOST_STATES):
                node = module.nodes[node.base] if isinstance(node, v.After) else node
            yield from () if isinstance(node, v.After) else _name(module, node)


def _own_class(module: ModuleFacts, function: FunctionFacts, name: str) -> Iterator[str]:
    """The class that a class method is told by its first parameter, `name`."""
    words = {getattr(module.nodes[value], "name", "") for value in function.decorators}
    if function.owner >= 0 and function.parameters[0].name == name and "classmethod" in words:
        yield module.classes[function.owner].name


def _function_name(module: ModuleFacts, value: Value) -> Iterator[str]:
    """The name of a function, of the module or imported, that is handed over by a name."""
    node = _bound(module, module.nodes[value])
    of_module = isinstance(node, v.Attr) and isinstance(_bound(module, module.root(node.base)), v.Imported)
    if of_module or isinstance(node, v.Function | v.Imported):
        yield from filter(None, _name(module, node))


def _bound(module: ModuleFacts, node: AnyNode) -> AnyNode:
    """What a name of the module was bound to; anything else itself."""
    named = isinstance(node, v.Name) and node.name in module.bindings
    return module.root(module.bindings[node.name]) if named and isinstance(node, v.Name) else node


def _lambdas(module: ModuleFacts) -> dict[int, set[str]]:
    """The names of functions that have none of their own: what they are assigned to, alone or in a table."""
    found: dict[int, set[str]] = {}
    for name, value in _named_values(module):
        node = module.nodes[value]
        for part in (node, *(module.nodes[part] for part in operands(node))):
            if isinstance(part, v.Function):
                found.setdefault(part.index, set()).add(name)
    return found


__all__ = ["Spelling", "Spellings", "told_names"]
