"""What the methods of a class that is a kind of mapping put into their own object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.kept import put_by_methods
from pytest_ssot.facts.resolved import (
    Alternatives,
    ClassRef,
    External,
    Instance,
    Opaque,
    Resolved,
    Table,
    one_of,
)
from pytest_ssot.facts.sharing import sharing

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

MAPPINGS = ("builtins.dict", "collections.UserDict", "collections.OrderedDict")


def is_mapping(resolver: Resolver, cls: ClassRef) -> bool:
    """Objects of the class are mappings that keep their entries as `dict` does."""
    return any(isinstance(one, External) and one.path in MAPPINGS for one in lineage(resolver, cls))


def with_own_entries(resolver: Resolver, found: Alternatives) -> Alternatives:
    """Mappings of a class of the project that a module has a name for, with what its methods put there."""
    if not any(isinstance(one, Table) and one.cls is not None for one in found):
        return found
    return tuple(_filled(resolver, one) if isinstance(one, Table) else one for one in found)


def _filled(resolver: Resolver, table: Table) -> Resolved:
    home = resolver.project.facts(table.place.path) if table.cls is not None and table.place.path else None
    if table.cls is None or home is None or table.place.span not in sharing(resolver, home).made:
        return table
    filled = put_by_methods(resolver, table.cls, "", (table,), table)
    return filled[0] if len(filled) == 1 else table


def own_mapping(resolver: Resolver, base: Instance) -> Table | None:
    """The object of a method, if that is a kind of mapping, with what its methods put into it."""
    if base.implied is None or not is_mapping(resolver, base.cls):
        return None
    empty = Table({}, cls=base.cls)
    filled = put_by_methods(resolver, base.cls, "", (empty,), None)
    return filled[0] if len(filled) == 1 and isinstance(filled[0], Table) else None


def of_own_mapping(base: Instance, found: Alternatives) -> Alternatives:
    """What a method's own object gives, which may be another object with other entries."""
    return one_of(found, (Opaque("parameter", needs=frozenset([base.implied] if base.implied else ())),))


def of_mapping(resolver: Resolver, base: Instance | None, path: str, name: str) -> Alternatives:
    """A method that the object of a method, a kind of mapping, has from its base."""
    if path not in MAPPINGS or base is None or not hasattr(dict, name) or name.startswith("__"):
        return ()
    own = own_mapping(resolver, base)
    return () if own is None or not own.entries else (External(f"builtins.dict.{name}", base=own),)


__all__ = ["MAPPINGS", "is_mapping", "of_mapping", "of_own_mapping", "own_mapping", "with_own_entries"]
