"""What fills a mapping with all that it holds: objects, modules, other mappings and configuration files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_ssot.facts.file_paths import mappings_at
from pytest_ssot.facts.resolved import (
    NOWHERE,
    Alternatives,
    ClassRef,
    Instance,
    Known,
    ModuleRef,
    Opaque,
    Resolved,
    Table,
    one_of,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def entries_of(resolver: Resolver, source: Resolved, name: str) -> Iterator[Alternatives]:
    """What an object, or one that a dotted text names, holds as `name`; nothing if it is not known to."""
    for one in named(resolver, source):
        if isinstance(one, Table):
            yield one.entries.get(name, ())
            continue
        held = resolver.attribute(one, name) if isinstance(one, ClassRef | Instance | ModuleRef) else ()
        if not any(isinstance(value, Opaque) and value.source in ("", "unresolved") for value in held):
            yield held


def named(resolver: Resolver, source: Resolved) -> Alternatives:
    """An object, or what a dotted text names, or the path of a file beside the one that says so."""
    if read := mappings_at(resolver, (source,), source.place if isinstance(source, Known) else NOWHERE):
        return read
    if not isinstance(source, Known) or not isinstance(source.value, str):
        return (source,)
    module, _, last = source.value.rpartition(".")
    directory = source.place.path.rpartition("/")[0]
    file = f"{directory}/{source.value}" if directory else source.value
    if last == "py" and (facts := resolver.project.facts(file)) is not None:
        return (ModuleRef(file, facts),)
    whole, part = resolver.project.imported_module(source.value), resolver.project.imported_module(module)
    if any(isinstance(one, ModuleRef) for one in whole):
        return whole
    return one_of(*(resolver.attribute(one, last) for one in part if isinstance(one, ModuleRef)))
