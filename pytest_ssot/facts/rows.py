"""Objects that are iterated over as the rows of what they give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.classes import class_function, lineage
from pytest_ssot.facts.enums import is_enum, members
from pytest_ssot.facts.keys import as_key, at_key
from pytest_ssot.facts.members import positions
from pytest_ssot.facts.own_entries import own_row
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Known,
    Namespace,
    Resolved,
    Row,
    Table,
    one_of,
    opaque,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_TAKE_A_FUNCTION = frozenset(
    {"builtins.map", "builtins.filter", "functools.reduce", "itertools.starmap", "collections.defaultdict"}
)
_MAPPINGS = ("builtins.dict", "collections.OrderedDict")
_ITERATING = _TAKE_A_FUNCTION | {
    *(f"builtins.{name}" for name in ("dict", "list", "tuple", "set", "frozenset", "zip", "enumerate")),
    *(f"builtins.{name}" for name in ("sorted", "reversed", "iter", "next", "any", "all", "sum")),
    *(f"itertools.{name}" for name in ("chain", "islice", "compress", "zip_longest")),
    *("builtins.max", "builtins.min", "builtins.len", "builtins.dict.fromkeys"),
    *("collections.deque", "collections.OrderedDict"),
}


def row_of(resolver: Resolver, value: Resolved) -> Resolved:
    """An enumeration, a named tuple or an object that gives its elements as a row; anything else as it is."""
    if isinstance(value, ClassRef) and is_enum(resolver, value):
        return Row(tuple(members(resolver, value).values()))
    if not isinstance(value, Instance | Namespace):
        return value
    row = positions(resolver, value)
    if row is not None or isinstance(value, Namespace):
        return row or value
    method = class_function(resolver, value.cls, "__iter__") or class_function(
        resolver, value.cls, "__aiter__"
    )
    if method is None:
        return own_row(resolver, value) or value
    made = resolver.returned(replace(method, bound=value), ())
    return made[0] if len(made) == 1 and isinstance(made[0], Row) else value


def iterated(resolver: Resolver, path: str, given: Arguments) -> Arguments:
    """The arguments of an outside function that goes through what it is given."""
    if path not in _ITERATING:
        return given
    first = 1 if path in _TAKE_A_FUNCTION else 0
    as_needed = _tables if path in _MAPPINGS else _rows
    rows = (as_needed(resolver, group) for group in given.positional[first:])
    return replace(given, positional=(*given.positional[:first], *rows))


def table_of(resolver: Resolver, value: Resolved) -> Resolved:
    """An object with `keys` and `__getitem__` as the mapping that it is taken for; anything else as it is."""
    keys = _keys_of(resolver, value.cls) if isinstance(value, Instance) else None
    getter = class_function(resolver, value.cls, "__getitem__") if isinstance(value, Instance) else None
    if keys is None or getter is None:
        return value
    rows = resolver.returned(replace(keys, bound=value), ())
    known = [one for row in rows if isinstance(row, Row) for item in row.items for one in item]
    known += [at_key(key, row.place) for row in rows if isinstance(row, Table) for key in row.entries]
    names = {name.value: name for one in known if (name := as_key(one)) is not None}
    if not names:
        return value
    entries = {key: resolver.returned(replace(getter, bound=value), ((one,),)) for key, one in names.items()}
    rest = one_of(*(row.rest if isinstance(row, Row) else (row,) for row in rows))
    return Table(entries, rest)


def _keys_of(resolver: Resolver, cls: ClassRef) -> FunctionRef | None:
    """The method that gives the keys of a mapping; one derived from `Mapping` is gone through for them."""
    keys = class_function(resolver, cls, "keys")
    mapping = any(
        isinstance(one, External) and one.path.endswith("Mapping") for one in lineage(resolver, cls)
    )
    return class_function(resolver, cls, "__iter__") if keys is None and mapping else keys


def _tables(resolver: Resolver, group: Alternatives) -> Alternatives:
    return tuple(row_of(resolver, table_of(resolver, one)) for one in group)


def _rows(resolver: Resolver, group: Alternatives) -> Alternatives:
    return tuple(row_of(resolver, one) for one in group)


def enter(resolver: Resolver, base: Resolved) -> Alternatives:
    """What `with base as …` binds: a generator's first value, or what `__enter__` returns."""
    match base:
        case Row(items=items):
            return one_of(*items) or opaque()
        case Instance():
            method = class_function(resolver, base.cls, "__enter__") or class_function(
                resolver, base.cls, "__aenter__"
            )
            if method is not None:
                return resolver.returned(replace(method, bound=base), ())
            return opaque()
        case _:
            return (base,)


def iterate(resolver: Resolver, base: Resolved) -> Alternatives:
    """What iterating over `base` yields, all rounds together."""
    match base:
        case Row(items=items, rest=rest):
            return one_of(*items, rest) or opaque()
        case Table(entries=entries, rest=rest, place=place):
            return one_of(tuple(at_key(key, place) for key in entries), opaque(rest) if rest else ())
        case Known(value=str(text), place=place):
            return tuple(Known(character, place) for character in dict.fromkeys(text[:100])) or opaque()
        case ClassRef() | Namespace():
            row = row_of(resolver, base)
            return one_of(*row.items) or opaque() if isinstance(row, Row) else opaque((base,))
        case Instance():
            row = row_of(resolver, base)
            if isinstance(row, Row):
                return one_of(*row.items, row.rest)
            method = class_function(resolver, base.cls, "__iter__")
            if method is not None:
                found = resolver.returned(replace(method, bound=base), ())
                return one_of(*(iterate(resolver, one) for one in found if not isinstance(one, Instance)))
    return opaque((base,))


__all__ = ["enter", "iterate", "iterated", "row_of", "table_of"]
