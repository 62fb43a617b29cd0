"""What the methods of a class that is a kind of mapping, or of list, put into their own object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.classes import class_function, lineage
from pytest_ssot.facts.constructors import for_base
from pytest_ssot.facts.kept import put_by_methods
from pytest_ssot.facts.module import FunctionFacts, ModuleFacts
from pytest_ssot.facts.mutations import CHANGES
from pytest_ssot.facts.resolved import (
    NOWHERE,
    Alternatives,
    Arguments,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Opaque,
    Resolved,
    Row,
    Table,
    one_of,
)
from pytest_ssot.facts.sharing import sharing
from pytest_ssot.facts.values import Attr, Call, Param, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

MAPPINGS = ("builtins.dict", "collections.UserDict", "collections.OrderedDict")


LISTS = ("builtins.list", "typing.List", "builtins.set", "collections.deque", "collections.UserList")

ELEMENTS = "<elements>"
"""The attribute of an object that is a kind of list under which its elements are kept."""


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


def is_list(resolver: Resolver, cls: ClassRef) -> bool:
    """Objects of the class are lists that keep their elements as `list` does."""
    if not cls.module.classes[cls.index].bases:
        return False
    above = (one.path for one in lineage(resolver, cls) if isinstance(one, External))
    return any(path.removesuffix("[]") in LISTS for path in above)  # also `list[Step]`


def own_row(resolver: Resolver, base: Instance) -> Row | None:
    """An object that is a kind of list, with what calls on it and its methods put into it."""
    if not is_list(resolver, base.cls):
        return None
    place = base.arguments.place if base.arguments is not None else NOWHERE
    rows = base.attributes.get(ELEMENTS) or (_made_with(resolver, base),)
    home = resolver.project.facts(place.path) if place.path else None
    shared = home is not None and place.span in sharing(resolver, home).made
    for name in ("", "data") if shared or base.implied is not None else ():
        rows = put_by_methods(resolver, base.cls, name, rows, base if shared else None)
    items = [item for one in rows if isinstance(one, Row) for item in (*one.items, one.rest)]
    found = rows[0] if len(rows) == 1 else None
    row = found if isinstance(found, Row) else Row((), one_of(*items))
    if base.implied is not None:
        return replace(row, rest=(*row.rest, Opaque("parameter", needs=frozenset([base.implied]))))
    return replace(row, rest=(*row.rest, Opaque())) if shared else row  # others may put something into it


def gives_itself(module: ModuleFacts, method: FunctionFacts, value: Value) -> bool:
    """What a method returns is the object that it is called on."""
    given = module.root(value)
    return isinstance(given, Param) and method.takes_itself_as(given.name)


def _made_with(resolver: Resolver, base: Instance) -> Row:
    """The elements that an object is made with, as its class hands them on to the list."""
    made = base.arguments
    given = for_base(resolver, base.cls, made).positional if made is not None else ()
    rows = [one for one in given[0] if isinstance(one, Row)] if given else []
    return rows[0] if len(rows) == 1 else Row((), one_of(*given) if given else ())


def changed_list(resolver: Resolver, base: Instance, word: str, given: Arguments) -> Instance:
    """An object that is a kind of list after a call of a method that it has from that, or that asks that."""
    own = own_row(resolver, base)
    method = class_function(resolver, base.cls, word) if own is not None else None
    if own is None or (method is None and word not in CHANGES):
        return base
    if method is None:
        return _with_elements(base, CHANGES[word](own, given))
    left: Resolved = own
    for call in _asked_above(method):
        inner = resolver.arguments(call, method.module, resolver.entered(method, base, given))
        asked = getattr(method.module.nodes[call.callee], "name", "")
        left = CHANGES[asked](left, inner) if asked in CHANGES else left
    return base if left is own else _with_elements(base, left)


def _asked_above(method: FunctionRef) -> Iterator[Call]:
    """The calls of methods of `super()` in a method."""
    nodes = method.module.nodes
    for fact in method.module.calls_in.get(method.index, ()):
        call = nodes[fact.value]
        callee = nodes[call.callee] if isinstance(call, Call) else None
        above = method.module.root(callee.base) if isinstance(callee, Attr) else None
        asked = getattr(nodes[above.callee], "name", "") if isinstance(above, Call) else ""
        if isinstance(call, Call) and asked == "super":
            yield call


def _with_elements(base: Instance, row: Resolved) -> Instance:
    return replace(base, attributes={**base.attributes, ELEMENTS: (row,)})


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
