"""What the methods of built-in containers make of their object."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pytest_ssot.facts.folding import paired
from pytest_ssot.facts.resolved import (
    Arguments,
    Known,
    Opaque,
    Resolved,
    Row,
    Table,
    one_of,
)


def _updated(value: Resolved, arguments: Arguments) -> Resolved:
    if isinstance(value, Opaque) and arguments.keywords:
        value = Table({}, (value,), value.place)
    if not isinstance(value, Table):
        return value
    entries, rest = dict(value.entries), value.rest
    for other in arguments.positional[:1]:
        for one in other:
            given = paired(one) if isinstance(one, Row) else one
            if isinstance(given, Table):
                entries.update(given.entries)
                rest = one_of(rest, given.rest)
            else:
                rest = one_of(rest, (given,))
    entries.update(arguments.keywords)
    return Table(entries, one_of(rest, arguments.rest), value.place)


def _defaulted(value: Resolved, arguments: Arguments) -> Resolved:
    key = arguments.get(0, "key")
    if not isinstance(value, Table) or not key or not isinstance(key[0], Known):
        return value
    held = arguments.get(1, "default") or (Known(None, arguments.place),)
    return Table({key[0].value: held, **value.entries}, value.rest, value.place)


def _popped(value: Resolved, arguments: Arguments) -> Resolved:
    key = arguments.get(0, "key")
    if not isinstance(value, Table) or not key or not isinstance(key[0], Known):
        return value
    return Table({k: h for k, h in value.entries.items() if k != key[0].value}, value.rest, value.place)


def _cleared(value: Resolved, _: Arguments) -> Resolved:
    if isinstance(value, Row):
        return Row((), (), value.place)
    return Table({}, (), value.place) if isinstance(value, Table) else value


def _appended(value: Resolved, arguments: Arguments) -> Resolved:
    if not isinstance(value, Row) or not arguments.positional:
        return value
    return Row((*value.items, arguments.positional[-1]), value.rest, value.place)


def _extended(value: Resolved, arguments: Arguments) -> Resolved:
    if not isinstance(value, Row) or not arguments.positional:
        return value
    items, rest = value.items, value.rest
    for more in arguments.positional[0]:
        if isinstance(more, Row):
            items, rest = items + more.items, one_of(rest, more.rest)
        else:
            rest = one_of(rest, (more,))
    return Row(items, rest, value.place)


def _removed(value: Resolved, arguments: Arguments) -> Resolved:
    if not isinstance(value, Row) or not arguments.positional:
        return value
    gone = [one.value for one in arguments.positional[0] if isinstance(one, Known)]
    kept = tuple(
        item for item in value.items if not all(isinstance(one, Known) and one.value in gone for one in item)
    )
    return Row(kept, value.rest, value.place)


def _item_set(value: Resolved, arguments: Arguments) -> Resolved:
    if not isinstance(value, Table) or len(arguments.positional) != 2:
        return value
    keys = {key.value: arguments.positional[1] for key in arguments.positional[0] if isinstance(key, Known)}
    return Table({**value.entries, **keys}, value.rest, value.place)


CHANGES: Mapping[str, Callable[[Resolved, Arguments], Resolved]] = {
    "update": _updated,
    "append": _appended,
    "add": _appended,
    "insert": _appended,
    "extend": _extended,
    "remove": _removed,
    "discard": _removed,
    "__ior__": _updated,
    "setdefault": _defaulted,
    "pop": _popped,
    "__delitem__": _popped,
    "clear": _cleared,
    "__setitem__": _item_set,
}
"""The object after a call of its method, by the method's name."""
