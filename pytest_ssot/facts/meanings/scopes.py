"""Names as values: what modules, and the functions that list names, give back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pytest_ssot.facts.attributes import attribute
from pytest_ssot.facts.items import GLOBALS
from pytest_ssot.facts.meanings import containers
from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.meanings.objects import held_or
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    Instance,
    Known,
    ModuleRef,
    Namespace,
    Resolved,
    Row,
    Table,
    by_name,
    one_of,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def _import(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    names = given.get(0, "name")
    if any(isinstance(name, External) and name.path == "builtins.__name__" for name in names):
        return (ModuleRef(given.place.path, resolver.module(given.place.path)),)
    found = [
        resolver.project.imported_module(name.value, given.place.path)
        for name in names
        if isinstance(name, Known) and isinstance(name.value, str)
    ]
    return one_of(*found) if found else None


def _variables(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    found: list[Resolved] = []
    for base in given.positional[0] if given.positional else ():
        if isinstance(base, Namespace | Instance | ClassRef):
            found.extend(attribute(resolver, base, "__dict__"))
        elif isinstance(base, External):
            found.append(External(f"{base.path}.__dict__", base=base))
        elif isinstance(base, ModuleRef) and base.facts is not None:
            facts = base.facts
            found.append(
                Table(by_name({k: resolver.resolve(facts, value) for k, value in facts.bindings.items()}))
            )
    return tuple(found) or None


def _names(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`dir(object)`: the names that its class, its module or other code gives it."""
    found: list[Resolved] = []
    for table in _variables(resolver, given, None) or ():
        if isinstance(table, Table):
            names = (name for name in table.entries if isinstance(name, str))
            found.append(Row(tuple((Known(name, given.place),) for name in sorted(names)), (), given.place))
    return tuple(found) or None


def _globals(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    return (External(GLOBALS, base=ModuleRef(given.place.path, resolver.module(given.place.path))),)


def _got_global(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`globals().get(name, default)`."""
    module = base.base if isinstance(base, External) else None
    if not isinstance(module, ModuleRef):
        return None
    held = given.get(1, "default") or (Known(None, given.place),)
    return one_of(
        *(
            held_or(held, Namespace({}), attribute(resolver, module, name.value), resolver)
            for name in given.get(0, "key")
            if isinstance(name, Known) and isinstance(name.value, str)
        )
    )


def _listed(meaning: Meaning) -> Meaning:
    """`globals().items()` and the like: what a method of a mapping makes of all names of the module."""

    def listed(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
        module = base.base if isinstance(base, External) else None
        held = _variables(resolver, Arguments(((module,),)), None) if isinstance(module, ModuleRef) else None
        return one_of(*(meaning(resolver, given, one) or () for one in held or ())) or None

    return listed


def _resolved_name(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`pkgutil.resolve_name("package.module:attribute")`."""
    found: list[Alternatives] = []
    for name in given.get(0, "name"):
        if not isinstance(name, Known) or not isinstance(name.value, str):
            return None
        module, path = (*name.value.split(":", 1), "")[:2]
        values = resolver.project.imported_module(module, given.place.path)
        for part in path.split(".") if path else ():
            values = one_of(*(attribute(resolver, one, part) for one in values))
        found.append(values)
    return one_of(*found) or None


MEANINGS: Mapping[str, Meaning] = {
    "builtins.globals": _globals,
    f"{GLOBALS}.get": _got_global,
    **{
        f"{GLOBALS}.{word}": _listed(containers.MEANINGS[f"builtins.dict.{word}"])
        for word in ("items", "keys", "values", "copy")
    },
    "builtins.vars": _variables,
    "builtins.dir": _names,
    "builtins.__import__": _import,
    "importlib.import_module": _import,
    "importlib.__import__": _import,
    "pkgutil.resolve_name": _resolved_name,
}
"""Meanings by the dotted path of what is called."""
