"""Whether what a module changes by a name of its own is what another module calls so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts.module import ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import ModuleRef
from pytest_ssot.facts.targets import same_object
from pytest_ssot.facts.values import NOTHING, STARS, Attr, Imported, Name

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def is_name_of(resolver: Resolver, module: ModuleFacts, store: StoreFacts, home: ModuleRef) -> bool:
    """The target of a store is a name of the module `home`, also when it was imported by others first."""
    node: object = module.root(store.target)
    for _ in range(LONGEST_EXPORT):
        if isinstance(node, Name):
            bound = module.bindings.get(node.name, NOTHING)
            held = module.root(bound) if bound != NOTHING else None
            if held in (None, node) or (isinstance(held, Name) and held.name == node.name):
                return _is_from_star(resolver, module, node.name, home)
            node = held
        if isinstance(node, Attr):
            return any(same_object(one, home) for one in resolver.resolve(module, node.base))
        if not isinstance(node, Imported) or not node.name:
            return False
        if node.module == STARS:
            return _is_from_star(resolver, module, node.name, home)
        path = resolver.project.locate(module.path, node.module)
        facts = resolver.module(path) if path is not None else None
        if facts is None:
            return False
        if facts.path == home.name:
            return True
        module, node = facts, Name(node.name, node.at)
    return False


def _is_from_star(resolver: Resolver, module: ModuleFacts, name: str, home: ModuleRef) -> bool:
    """A module has a name of the module `home` by star imports alone."""
    queue, seen = [module], {module.path}
    for one in queue:
        for target, _ in one.star_imports:
            path = resolver.project.locate(one.path, target)
            if path is None or path in seen or len(seen) > LONGEST_EXPORT:
                continue
            if path == home.name:
                return home.facts is not None and name in home.facts.bindings and name[:1] != "_"
            seen.add(path)
            facts = resolver.module(path)
            queue += [facts] if facts is not None else []
    return False


LONGEST_EXPORT = 5
"""Modules that import a name from each other, followed at most."""
