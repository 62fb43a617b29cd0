"""Mappings and sequences: how they are built, read and copied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.classes import class_function
from pytest_ssot.facts.entries import copy_of
from pytest_ssot.facts.folding import merged, paired
from pytest_ssot.facts.kept import put_under
from pytest_ssot.facts.keys import as_key, at_key
from pytest_ssot.facts.meanings.meaning import Meaning, argument
from pytest_ssot.facts.meanings.plain import UNPLAIN, plain
from pytest_ssot.facts.resolved import (
    NOWHERE,
    Alternatives,
    Arguments,
    Instance,
    Known,
    Opaque,
    Place,
    Resolved,
    Row,
    Table,
    awaiting,
    by_name,
    one_of,
    opaque,
    truth,
)
from pytest_ssot.facts.values import Literal
from pytest_ssot.facts.worded import says_yes_or_no

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def _dict(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    tables: list[Table] = [Table({}, (), given.place)]
    for source in given.positional[:1]:
        tables = [
            merged(table, paired(one) if isinstance(one, Row) else one, given.place)
            for table in tables
            for one in source
        ]
    extra = Table(by_name(given.keywords), given.rest, given.place)
    return tuple(merged(table, extra, given.place) for table in tables)


def _dict_get(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    return _looked_up(resolver, given, base, (Known(None, given.place),))


def _dict_pop(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    return _looked_up(resolver, given, base, ())  # what is not there raises


def _looked_up(
    resolver: Resolver, given: Arguments, base: Resolved | None, missing: Alternatives
) -> Alternatives | None:
    """What is under the keys that a mapping is asked for, or by default, or where there is nothing."""
    keys = given.get(0, "key")
    if not isinstance(base, Table) or not keys:
        return None
    default = given.get(1, "default") or missing
    found: list[Alternatives] = []
    for key in keys:
        if says_yes_or_no(base, key):
            found.append((Opaque("environment", place=given.place, worded=True),))
            continue
        known = as_key(key)
        if known is not None:
            held = base.entries.get(known.value, ()) or put_under(resolver, base, known.value)
            found.append(held or one_of(base.rest, default))
        else:
            outside = isinstance(key, Opaque) and key.source == "environment" and not given.get(1, "default")
            otherwise = (Opaque("environment", place=given.place),) if outside else default
            found.append(one_of(*base.entries.values(), base.rest, otherwise, awaiting(key)))
    return one_of(*found)


def _dict_copy(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    return (copy_of(base, dict(base.entries), given.place),) if isinstance(base, Table) else None


def _dict_items(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    if not isinstance(base, Table):
        return None
    pairs = (Row(((at_key(key, base.place),), held)) for key, held in base.entries.items())
    return (Row(tuple((pair,) for pair in pairs), opaque(base.rest) if base.rest else (), given.place),)


def _dict_popitem(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    if not isinstance(base, Table) or base.rest or not base.entries or given.keywords:
        return None
    key, held = list(base.entries.items())[-1]
    return (Row(((at_key(key, base.place),), held), (), given.place),)


def _dict_keys(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    if not isinstance(base, Table):
        return None
    return (Row(tuple((at_key(key, base.place),) for key in base.entries), base.rest, given.place),)


def _dict_values(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    return (Row(tuple(base.entries.values()), base.rest, given.place),) if isinstance(base, Table) else None


def _dict_or(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    if not isinstance(base, Table) or not given.positional:
        return None
    return tuple(merged(base, other, given.place) for other in given.positional[0])


def _fromkeys(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    held = given.get(1, "value") or (Known(None, given.place),)
    entries: dict[Literal, Alternatives] = {}
    rest: list[Alternatives] = []
    for source in given.get(0, "iterable"):
        for key in _elements(source) or opaque((source,)):
            known = as_key(key)
            if known is not None:
                entries[known.value] = held
            else:
                rest.append((key,))
    return (Table(entries, one_of(*rest), given.place),)


def _elements(source: Resolved) -> Alternatives:
    match source:
        case Row(items=items, rest=rest):
            return (*(one for alternatives in items for one in alternatives), *rest)
        case Table(entries=entries, rest=rest, place=place):
            return (*(at_key(key, place) for key in entries), *rest)
        case _:
            return ()


def _row(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    if not given.positional:
        return (Row((), (), given.place),)
    found: list[Resolved] = []
    for source in given.positional[0]:
        if isinstance(source, Row):
            found.append(source)
        elif isinstance(source, Table):
            keys = tuple((at_key(key, source.place),) for key in source.entries)
            found.append(Row(keys, source.rest, given.place))
        elif isinstance(source, Known) and isinstance(source.value, str):
            found.append(Row(tuple((Known(one, source.place),) for one in source.value), (), given.place))
        else:
            return None
    return tuple(found)


def _chained(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    table = Table({}, (), given.place)
    for source in reversed(given.positional):
        for one in source[:1]:
            table = merged(table, one, given.place)
    return (table,)


def _with_factory(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`defaultdict(factory, …)`: what no entry is known for, the factory makes."""
    inner = replace(given, positional=given.positional[1:])
    made = [resolver.call(one, Arguments(place=given.place)) for one in given.get(0, "default_factory")]
    tables = _dict(resolver, inner, None) or ()
    return tuple(
        replace(table, rest=one_of(table.rest, *made)) if isinstance(table, Table) else table
        for table in tables
    )


def _quantified(wanted: bool) -> Meaning:
    def decide(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        rows = [row for source in given.positional[:1] for row in source]
        if any({truth(one) for one in item} == {wanted} for row in rows for item in _items(row)):
            return (Known(wanted, given.place),)
        elements = [one for row in rows for one in _elements(row)]
        verdicts = [truth(one) for one in elements]
        unknown = opaque(tuple(elements), *given.positional)
        rest = unknown if None in verdicts else (Known(not wanted, given.place),)
        return (Known(wanted, given.place), *rest) if wanted in verdicts else rest

    return decide


def _items(row: Resolved) -> tuple[Alternatives, ...]:
    """What a sequence surely holds, item by item."""
    return row.items if isinstance(row, Row) else ()


def _length(resolver: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    for source in given.positional[:1]:
        counted = [
            class_function(resolver, one.cls, "__len__") for one in source if isinstance(one, Instance)
        ]
        if counted and len(counted) == len(source) and all(counted):
            pairs = zip(counted, source, strict=True)
            own = (resolver.returned(replace(by, bound=one), ()) for by, one in pairs if by is not None)
            return one_of(*own) or None
        for one in source[:1]:
            if isinstance(one, Row) and not one.rest and len(source) == 1:
                return (Known(len(one.items), given.place),)
            if isinstance(one, Known) and isinstance(one.value, str) and len(source) == 1:
                return (Known(len(one.value), given.place),)
    return None


def _copied(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    return tuple(
        copy_of(one, dict(one.entries), given.place) if isinstance(one, Table) else one
        for one in given.get(0, "x")
    )


def _all_copied(resolver: Resolver, held: Alternatives, place: Place) -> Alternatives:
    """Copies of mappings and of those that they hold: a change of one is none of what it is a copy of."""
    found: list[Resolved] = []
    for one in held:
        if isinstance(one, Table) and not resolver.is_spent:
            resolver.go_through(len(one.entries))
            entries = {key: _all_copied(resolver, each, NOWHERE) for key, each in one.entries.items()}
            found.append(copy_of(one, entries, place))
        else:
            found.append(one)
    return tuple(found)


def _mapped(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`map(function, *iterables)`: a row of what each call gives back."""
    rows = [row for group in given.positional[1:] for row in group[:1]]
    if not rows or not all(isinstance(row, Row) and not row.rest for row in rows):
        return None
    columns = zip(*(row.items for row in rows if isinstance(row, Row)), strict=False)
    items = [
        one_of(*(resolver.call(one, Arguments(column, place=given.place)) for one in given.positional[0]))
        for column in columns
    ]
    return (Row(tuple(items), (), given.place),)


def _reversed(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    found: list[Resolved] = []
    for one in given.get(0, "sequence"):
        if isinstance(one, Known) and isinstance(one.value, str):
            found.append(
                Row(tuple((Known(sign, one.place),) for sign in reversed(one.value)), (), given.place)
            )
        elif isinstance(one, Row):
            found.append(Row(tuple(reversed(one.items)), one.rest, given.place))
        else:
            return None
    return tuple(found) or None


def _reduced(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`functools.reduce(function, iterable[, initial])` over a known row."""
    row = given.positional[1][0] if len(given.positional) > 1 and len(given.positional[1]) == 1 else None
    if not isinstance(row, Row) or row.rest or len(row.items) > MOST_REDUCED:
        return None
    items = [*given.positional[2:3], *row.items]
    held = items[0] if items else opaque()
    for item in items[1:]:
        pair = Arguments((held, item), place=given.place)
        held = one_of(*(resolver.call(function, pair) for function in given.positional[0]))
    return held


MOST_REDUCED = 32
"""Elements that `reduce` is followed through."""


def _counted(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """How often a list holds a value."""
    held, wanted = plain((base,)) if base is not None else UNPLAIN, plain(given.get(0, "value"))
    return (
        (Known(held.count(wanted), given.place),)
        if isinstance(held, list) and wanted is not UNPLAIN
        else None
    )


MEANINGS: Mapping[str, Meaning] = {
    "builtins.dict": _dict,
    "collections.OrderedDict": _dict,
    "types.MappingProxyType": _dict,
    "jwt.types.Options": _dict,
    "collections.UserDict": _dict,
    "weakref.WeakKeyDictionary": _dict,
    "weakref.WeakValueDictionary": _dict,
    "collections.ChainMap": _chained,
    "collections.defaultdict": _with_factory,
    "collections.deque": _row,
    "builtins.dict.get": _dict_get,
    "builtins.dict.pop": _dict_pop,
    "builtins.dict.setdefault": _dict_get,
    "builtins.dict.__getitem__": _dict_pop,
    "builtins.dict.copy": _dict_copy,
    "builtins.dict.items": _dict_items,
    "builtins.dict.popitem": _dict_popitem,
    "builtins.dict.keys": _dict_keys,
    "builtins.dict.values": _dict_values,
    "builtins.dict.__or__": _dict_or,
    "builtins.dict.fromkeys": _fromkeys,
    "builtins.list": _row,
    "builtins.tuple": _row,
    "builtins.set": _row,
    "builtins.frozenset": _row,
    "builtins.reversed": _reversed,
    "functools.reduce": _reduced,
    "builtins.map": _mapped,
    "builtins.iter": argument(0),
    "builtins.len": _length,
    "builtins.list.count": _counted,
    "builtins.any": _quantified(True),
    "builtins.all": _quantified(False),
    "asyncio.gather": lambda _, given, __: (Row(given.positional, given.rest, given.place),),
    "copy.copy": _copied,
    "copy.deepcopy": lambda resolver, given, _: _all_copied(resolver, given.get(0, "x"), given.place),
}
"""Meanings by the dotted path of what is called."""
