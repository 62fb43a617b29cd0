"""Files that use a library's objects under names that another module of the project gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.project import Project
from pytest_ssot.facts.sources import Sources, module_word
from pytest_ssot.facts.values import AnyNode

_KEEPS = (
    v.Attr, v.Item, v.Call, v.Phi, v.Choice, v.Refined, v.Boolean, v.After, v.SetAttr, v.SetItem,
    v.Dict, v.Sequence, v.Star,
)  # fmt: skip
"""Nodes that may still be the library's object, or hold it, when one of their operands is."""


def carriers(
    project: Project, sources: Sources, seeds: Iterable[str], libraries: frozenset[str], ends: frozenset[str]
) -> Iterator[str]:
    """The paths, `seeds` aside, of files that may use an object of one of `libraries`.

    What calling a function named one of `ends` gives is no such object any more (claims, a token).
    """
    given: dict[str, frozenset[str]] = {}
    queue, seen = list(seeds), set(seeds)
    while queue:
        path = queue.pop()
        facts = project.facts(path)
        names = frozenset() if facts is None else _given(project, facts, libraries, ends, given)
        if facts is None or names <= given.get(path, frozenset()):
            continue
        given[path] = names
        packages = [path.removesuffix("__init__.py")] if path.endswith("/__init__.py") else []
        for found in sources.mentioning(names, [module_word(path)], packages):
            if found not in seen:
                seen.add(found)
                yield found
            if found != path:
                queue.append(found)


def _given(
    project: Project,
    module: ModuleFacts,
    libraries: frozenset[str],
    ends: frozenset[str],
    given: dict[str, frozenset[str]],
) -> frozenset[str]:
    """The names under which a module gives a library's objects to others."""
    held = bytearray(len(module.nodes))
    for number, node in enumerate(module.nodes):
        if isinstance(node, v.Imported) and _holds(project, module, node, libraries, ends, given, held):
            held[number] = 1
    found, before = sum(held), 0
    while found > before:
        before = found
        for number, node in enumerate(module.nodes):
            if not held[number] and _holds(project, module, node, libraries, ends, given, held):
                held[number] = 1
        found = sum(held)
    if not found:
        return frozenset()
    names = {name for name, value in module.bindings.items() if held[value]}
    names |= {one.name for one in module.functions if any(held[value] for value in one.returns)}
    names |= {store.name for store in module.stores if held[store.value]}
    for cls in module.classes:
        names |= {name for name, value in cls.attributes.items() if held[value]}
    return frozenset(name for name in names if name and not name.startswith("<"))


def _holds(
    project: Project,
    module: ModuleFacts,
    node: AnyNode,
    libraries: frozenset[str],
    ends: frozenset[str],
    given: dict[str, frozenset[str]],
    held: bytearray,
) -> bool:
    match node:
        case v.Imported(module=target, name=name):
            if not target.startswith(".") and target.partition(".")[0] in libraries:
                return project.locate(module.path, target) is None
            return bool(name) and name in given.get(project.locate(module.path, target) or "", ())
        case v.Name(name=name):
            return bool(held[module.bindings[name]]) if name in module.bindings else False
        case v.Function(index=index):
            return any(held[value] for value in module.functions[index].returns)
        case v.Class(index=index):
            cls = module.classes[index]
            return any(held[value] for value in (*cls.bases, *cls.attributes.values()))
        case v.Call(callee=callee):
            called = module.nodes[callee]
            if isinstance(called, v.Attr | v.Imported) and called.name in ends:
                return False
    return isinstance(node, _KEEPS) and any(held[value] for value in operands(node))


__all__ = ["carriers"]
