"""Files that use a library's objects under names that another module of the project gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.neighbours import module_word
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.project import Project
from pytest_ssot.facts.sources import Sources
from pytest_ssot.facts.spans import NO_SPAN
from pytest_ssot.facts.values import AnyNode, Value

MOST_PASSES = 3
"""How often names of a module that are bound from each other are followed."""

_KEEPS = (
    v.Phi, v.Choice, v.Refined, v.Boolean, v.After, v.SetAttr, v.SetItem, v.Dict, v.Sequence, v.Star, v.Item,
    v.Enter, v.Element,
)  # fmt: skip
"""Nodes that may still be the library's object, or hold it, when one of their operands is."""

MOST_RECEIVERS = 40
"""Files to which functions of a library are handed on, by calls through at most so many others:"""

DEEPEST_HANDOVER = 5

_FUNCTIONS = (v.Attr, v.Name, v.Imported, v.Function)
"""How a function is written that is handed to a call."""


class Library(msgspec.Struct, frozen=True):
    """What is followed: objects of `modules`, and of those below them, that `words` name.

    What calling a function named one of `ends` gives is no such object any more (claims, a token).
    """

    modules: frozenset[str]
    words: frozenset[str]
    ends: frozenset[str]

    def has(self, module: str) -> bool:
        """A module is one of the library's, lies in one, or holds one: `google` holds `google.auth.jwt`."""
        return any(f"{one}.".startswith(f"{module}.") or module.startswith(f"{one}.") for one in self.modules)


class _Given(msgspec.Struct):
    """What modules give to others: `names` of the module itself, and of anybody's `attributes`.

    `anywhere` are the names of all of them.
    """

    names: dict[str, frozenset[str]] = msgspec.field(default_factory=dict)
    anywhere: set[str] = msgspec.field(default_factory=set)
    attributes: set[str] = msgspec.field(default_factory=set)


def carriers(project: Project, sources: Sources, seeds: Iterable[str], library: Library) -> Iterator[str]:
    """The paths, `seeds` aside, of files that may use an object of the library."""
    given = _Given()
    queue, seen = sorted(seeds, reverse=True), set(seeds)
    handed: dict[str, int] = {}
    waiting: set[str] = set()
    while queue:
        path = queue.pop()
        facts = project.facts(path)
        if facts is None or (path in given.names and path not in waiting):
            continue
        waiting.discard(path)
        held = _held(project, facts, library, given)
        names, attributes = _gives(facts, held) if any(held) else (frozenset(), frozenset())
        if "__getattr__" in facts.bindings:
            names = names.union(*(given.names.get(one, ()) for one in _looked_up(project, facts)))
        further = tuple(_handed_to(project, facts, held, attributes, handed))
        waiting.update(further)
        queue += further
        for found in (*_receivers(project, facts, library), *further):
            if found not in seen:
                seen.add(found)
                queue.append(found)
                yield found
        given.names[path] = names
        given.anywhere |= names
        given.attributes |= attributes
        packages = [path.removesuffix("__init__.py")] if path.endswith("/__init__.py") else []
        words = names | attributes
        near = [module_word(path)]
        asked = (
            (*sources.mentioning(words, near, packages), *sources.mentioning(_LAZY, near)) if words else ()
        )
        for found in asked:
            late = found in given.names and not names <= given.names[found]
            if (found not in seen or late) and _looks_up(project, found, path):
                waiting.add(found)  # what it gives is known only now
                queue.append(found)
            elif found in seen or not (
                _imports(project, found, path) or _mentions(project, found, attributes)
            ):
                continue
            if found not in seen:
                seen.add(found)
                queue.append(found)
                yield found


def _receivers(project: Project, module: ModuleFacts, library: Library) -> Iterator[str]:
    """The files whose functions or classes are handed a module of the library."""
    handed = {number for number in module.places.of(v.Imported) if _is_named(module.nodes[number], library)}
    for fact in module.calls if handed else ():
        call = module.nodes[fact.value]
        if isinstance(call, v.Call) and any(
            _is_one(module, value, handed) for value in (*call.args, *(value for _, value in call.keywords))
        ):
            yield from _homes(project, module, module.nodes[call.callee])


def _is_named(node: AnyNode, library: Library) -> bool:
    return isinstance(node, v.Imported) and library.has(".".join(filter(None, (node.module, node.name))))


def _is_one(module: ModuleFacts, value: Value, handed: set[Value]) -> bool:
    node = module.nodes[value]
    return value in handed or (isinstance(node, v.Name) and module.bindings.get(node.name) in handed)


def _homes(project: Project, module: ModuleFacts, callee: AnyNode) -> Iterator[str]:
    """The files in which a name is looked for that is called: those it is imported from, through others."""
    names = [callee]
    for _ in range(MOST_PASSES):
        node = names.pop() if names else None
        if isinstance(node, v.Name) and node.name in module.bindings:
            node = module.root(module.bindings[node.name])
        if isinstance(node, v.Name):
            homes = [project.locate(module.path, star[0]) for star in module.star_imports]
            name = node.name
        elif isinstance(node, v.Attr):
            base = module.root(node.base)
            homes = [project.locate(module.path, base.module)] if isinstance(base, v.Imported) else []
            name = node.name
        else:
            homes = [project.locate(module.path, node.module)] if isinstance(node, v.Imported) else []
            name = getattr(node, "name", "")
        for home in homes:
            facts = project.facts(home) if home is not None else None
            if facts is not None and name in facts.bindings:
                yield facts.path
                module, names = facts, [v.Name(name, NO_SPAN)]
            elif facts is not None and "__getattr__" in facts.bindings:
                yield from _imported_files(project, facts)


def _imports(project: Project, importer: str, path: str) -> bool:
    facts = project.facts(importer)
    if facts is None:
        return False
    for fact in facts.imports:
        below = f"{fact.module}{'' if fact.module.endswith('.') else '.'}{fact.name}" if fact.name else ""
        if project.locate(importer, fact.module) == path:
            return True
        if below and project.locate(importer, below) == path:
            return True
    return False


_LAZY = ("__getattr__",)
"""What a module has that gives names which need not be written in it."""


def _looks_up(project: Project, importer: str, path: str) -> bool:
    """A module gives by its `__getattr__` what another one has, which it imports by a text."""
    facts = project.facts(importer)
    return facts is not None and "__getattr__" in facts.bindings and path in _looked_up(project, facts)


def _looked_up(project: Project, module: ModuleFacts) -> frozenset[str]:
    """The files that a module imports, or names by texts: `import_module(f".{name}", __name__)`."""
    nodes = (module.nodes[number] for number in module.places.of(v.Const))
    texts = {node.value for node in nodes if isinstance(node, v.Const) and isinstance(node.value, str)}
    names = [one for one in texts if one.replace(".", "").isidentifier()]
    named = (project.locate(module.path, f"{dot}{one}") for one in names for dot in ("", "."))
    return frozenset((*filter(None, named), *_imported_files(project, module)))


def _mentions(project: Project, path: str, attributes: frozenset[str]) -> bool:
    facts = project.facts(path) if attributes else None
    return facts is not None and any(
        getattr(facts.nodes[number], "name", "") in attributes for number in facts.places.of(v.Attr)
    )


def _handed_to(
    project: Project, module: ModuleFacts, held: bytearray, attributes: frozenset[str], handed: dict[str, int]
) -> Iterator[str]:
    """The files whose functions are handed a function of the library, and those they hand on to.

    `handed` tells how far such files are from the one that hands the function over first.
    """
    depth = handed.get(module.path, 0)
    for fact in module.calls if depth < DEEPEST_HANDOVER and (depth or any(held)) else ():
        call = module.nodes[fact.value]
        if not isinstance(call, v.Call) or held[call.callee]:
            continue
        kinds = [(value, module.nodes[value]) for value in (*call.args, *(one for _, one in call.keywords))]
        gives = any(
            (held[value] and isinstance(node, (*_FUNCTIONS, v.Item)))
            or (isinstance(node, v.Attr) and node.name in attributes)
            or (isinstance(node, v.Param) and _holds_by_default(module, node, held))
            for value, node in kinds
        )
        if not gives and not (depth and any(isinstance(node, _GIVEN) for _, node in kinds)):
            continue
        homes = [*_homes(project, module, module.nodes[call.callee])]
        for found in homes or _imported_files(project, module):
            if found not in handed and len(handed) < MOST_RECEIVERS:
                handed[found] = depth + 1
                yield found


def _holds_by_default(module: ModuleFacts, node: v.Param, held: bytearray) -> bool:
    defaults = (one.default for one in module.functions[node.function].parameters if one.name == node.name)
    return any(default != v.NOTHING and held[default] for default in defaults)


_GIVEN = (v.Param, v.Free, v.Attr, v.Item, v.Star)
"""How something is written that a function was given, or keeps, and hands on."""


def _imported_files(project: Project, module: ModuleFacts) -> Iterator[str]:
    """The files of the project that a module imports."""
    for fact in module.imports:
        below = f"{fact.module}{'' if fact.module.endswith('.') else '.'}{fact.name}"
        for target in (fact.module, below) if fact.name else (fact.module,):
            found = project.locate(module.path, target)
            if found is not None and found != module.path and project.facts(found) is not None:
                yield found


def _held(project: Project, module: ModuleFacts, library: Library, given: _Given) -> bytearray:
    """Of each node, whether it may be one of the library's objects or hold one."""
    held = bytearray(len(module.nodes))
    for number in module.places.of(v.Imported):
        held[number] = _is_library(project, module, module.nodes[number], library, given)
    if not any(held):
        return held
    others = module.places.of(v.Name, v.Attr, v.Function, v.Class, v.Call, *_KEEPS)
    for _ in range(MOST_PASSES):
        before = sum(held)
        bound = {name for name, value in module.bindings.items() if held[value]}
        bodies = (cls.attributes.items() for cls in module.classes)
        own = {name for body in bodies for name, value in body if held[value] and name[:2] != "__"}
        bound |= {f".{name}" for name in own}
        for number in others:
            if not held[number] and _holds(module, module.nodes[number], library, given, held, bound):
                held[number] = 1
        if sum(held) == before:
            break
    return held


def _gives(module: ModuleFacts, held: bytearray) -> tuple[frozenset[str], frozenset[str]]:
    """The module's own names, and the attributes, that may be the library's objects or hold them."""
    names = {name for name, value in module.bindings.items() if held[value]}
    attributes = {store.name for store in module.stores if held[store.value]}
    for cls in module.classes:
        attributes |= {name for name, value in cls.attributes.items() if held[value]}
    for function in module.functions:
        if any(held[value] for value in (*function.returns, *function.yields)):
            (names if function.owner < 0 else attributes).add(function.name)
    return _proper(names), _proper(attributes)


def _proper(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in names if name and not name.startswith(("<", "__")))


def _is_library(
    project: Project, module: ModuleFacts, node: AnyNode, library: Library, given: _Given
) -> bool:
    assert isinstance(node, v.Imported)
    if library.has(node.module):
        known = not node.name or node.name in library.words
        return known and project.locate(module.path, node.module) is None
    if not node.name:
        return False
    found = project.locate(module.path, node.module) or ""
    return node.name in given.names.get(found, ())


def _holds(
    module: ModuleFacts, node: AnyNode, library: Library, given: _Given, held: bytearray, bound: set[str]
) -> bool:
    match node:
        case v.Name(name=name):
            return name in bound
        case v.Attr(base=base, name=name):
            if isinstance(module.root(base), v.Imported) and name in given.anywhere:
                return True
            known = name in library.words or name in given.attributes
            return (bool(held[base]) and known) or f".{name}" in bound
        case v.Function(index=index):
            function = module.functions[index]
            return any(held[value] for value in (*function.returns, *function.yields))
        case v.Class(index=index):
            cls = module.classes[index]
            return any(held[value] for value in (*cls.bases, *cls.attributes.values()))
        case v.Call():
            return _call_holds(module, node, library, held)
    return any(held[value] for value in operands(node))


def _call_holds(module: ModuleFacts, node: v.Call, library: Library, held: bytearray) -> bool:
    """It makes one of the library's objects, or is handed one of its functions."""
    callee = module.nodes[node.callee]
    if held[node.callee] and not (isinstance(callee, v.Attr | v.Imported) and callee.name in library.ends):
        return True
    given: tuple[Value, ...] = (*node.args, *(value for _, value in node.keywords))
    if isinstance(callee, v.Name) and callee.name not in module.bindings:
        return any(held[value] for value in given)  # a built-in function takes it out, or puts it elsewhere
    return any(held[value] and isinstance(module.nodes[value], _HANDED) for value in given)


_HANDED = (*_FUNCTIONS, v.Sequence, v.Dict, v.Call)


__all__ = ["Library", "carriers"]
