"""What the methods of built-in containers make of their object."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from pytest_ssot.facts.folding import MOST_JOINED, paired
from pytest_ssot.facts.resolved import (
    Arguments,
    Known,
    Opaque,
    Resolved,
    Row,
    Table,
    needs_of,
    one_of,
)

CHANGING_METHODS = frozenset(
    {
        *(
            "update",
            "setdefault",
            "pop",
            "popitem",
            "clear",
            "append",
            "extend",
            "insert",
            "remove",
            "add",
            "discard",
            "difference_update",
            "intersection_update",
            "put",
            "put_nowait",
        ),
        *("appendleft", "popleft", "reverse", "sort", "rotate"),
        *("__setitem__", "__delitem__", "__setattr__", "__ior__"),
    }
)
"""Methods of built-in containers that change their object."""


def _updated(value: Resolved, arguments: Arguments) -> Resolved:
    if isinstance(value, Row):
        return _extended(value, arguments)
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
                if needs_of((given,)):
                    entries = {key: one_of(held, (given,)) for key, held in entries.items()}
    entries.update(arguments.keywords)
    return replace(value, entries=entries, rest=one_of(rest, arguments.rest))


def _defaulted(value: Resolved, arguments: Arguments) -> Resolved:
    key = arguments.get(0, "key")
    if isinstance(value, Opaque):
        value = Table({}, (value,), value.place)
    if not isinstance(value, Table) or not key or not isinstance(key[0], Known):
        return value
    held = arguments.get(1, "default") or (Known(None, arguments.place),)
    hidden = tuple(one for one in value.rest if needs_of((one,)))
    return replace(value, entries={key[0].value: one_of(held, hidden), **value.entries})


def _popped(value: Resolved, arguments: Arguments) -> Resolved:
    key = arguments.get(0, "key")
    if isinstance(value, Row):
        index = key[0].value if key and isinstance(key[0], Known) else -1
        inside = isinstance(index, int) and -len(value.items) <= index < len(value.items) and not value.rest
        return _without_index(value, index) if inside and isinstance(index, int) else value
    if not isinstance(value, Table) or not key or not isinstance(key[0], Known):
        return value
    return replace(value, entries={k: h for k, h in value.entries.items() if k != key[0].value})


def _without_index(value: Row, index: int) -> Row:
    at = index % len(value.items)
    return Row((*value.items[:at], *value.items[at + 1 :]), (), value.place)


def _first_popped(value: Resolved, _: Arguments) -> Resolved:
    return _without_index(value, 0) if isinstance(value, Row) and value.items and not value.rest else value


def _last_popped(value: Resolved, arguments: Arguments) -> Resolved:
    """A mapping loses the entry that came last, or with `last=False` the first."""
    if not isinstance(value, Table) or value.rest or not value.entries or arguments.keywords:
        return value
    return Table(dict(list(value.entries.items())[:-1]), (), value.place)


def _cleared(value: Resolved, _: Arguments) -> Resolved:
    if isinstance(value, Row):
        return Row((), (), value.place)
    return Table({}, (), value.place) if isinstance(value, Table) else value


def _appended(value: Resolved, arguments: Arguments) -> Resolved:
    if not isinstance(value, Row) or not arguments.positional:
        return value
    return Row((*value.items, arguments.positional[0]), value.rest, value.place)


def _put_first(value: Resolved, arguments: Arguments) -> Resolved:
    if not isinstance(value, Row) or not arguments.positional:
        return value
    return Row((arguments.positional[0], *value.items), value.rest, value.place)


def _turned(value: Resolved, _: Arguments) -> Resolved:
    return Row(value.items[::-1], value.rest, value.place) if isinstance(value, Row) else value


def _mixed(value: Resolved, _: Arguments) -> Resolved:
    """The same elements in any order."""
    return Row((), one_of(*value.items, value.rest), value.place) if isinstance(value, Row) else value


def _inserted(value: Resolved, arguments: Arguments) -> Resolved:
    if not isinstance(value, Row) or len(arguments.positional) != 2:
        return value
    index = arguments.positional[0][0] if len(arguments.positional[0]) == 1 else None
    if not isinstance(index, Known) or not isinstance(index.value, int) or value.rest:
        return Row((), one_of(*value.items, arguments.positional[1], value.rest), value.place)
    items = list(value.items)
    items.insert(index.value, arguments.positional[1])
    return Row(tuple(items), (), value.place)


def _extended(value: Resolved, arguments: Arguments) -> Resolved:
    if not isinstance(value, Row) or not arguments.positional:
        return value
    items, rest, added = value.items, value.rest, arguments.positional[0]
    for more in added:
        if isinstance(more, Row) and len(added) == 1 and len(items) + len(more.items) <= MOST_JOINED:
            items, rest = items + more.items, one_of(rest, more.rest)
        elif isinstance(more, Row):  # one of several: what it holds may be there or not
            rest = one_of(rest, *more.items, more.rest)
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


def _without(value: Resolved, arguments: Arguments) -> Resolved:
    """A set without what others hold; what may be in them may be gone."""
    rows = [one for group in arguments.positional for one in group]
    if not isinstance(value, Row) or not all(isinstance(row, Row) for row in rows):
        return value
    items = [item for row in rows if isinstance(row, Row) for item in (*row.items, row.rest)]
    return _removed(value, Arguments((one_of(*items),)))


def _in_common(value: Resolved, arguments: Arguments) -> Resolved:
    """A set with only what all others hold as well, as far as they are known."""
    rows = [one for group in arguments.positional for one in group]
    if not isinstance(value, Row) or not all(isinstance(row, Row) and not row.rest for row in rows):
        return value
    held = [
        {one.value for item in row.items for one in item if isinstance(one, Known)}
        for row in rows
        if isinstance(row, Row)
    ]
    kept = tuple(
        item
        for item in value.items
        if all(any(isinstance(one, Known) and one.value in known for one in item) for known in held)
    )
    return Row(kept, value.rest, value.place)


def _item_set(value: Resolved, arguments: Arguments) -> Resolved:
    if not isinstance(value, Table) or len(arguments.positional) != 2:
        return value
    keys = {key.value: arguments.positional[1] for key in arguments.positional[0] if isinstance(key, Known)}
    return replace(value, entries={**value.entries, **keys})


CHANGES: Mapping[str, Callable[[Resolved, Arguments], Resolved]] = {
    "update": _updated,
    "append": _appended,
    "appendleft": _put_first,
    "add": _appended,
    "put": _appended,
    "put_nowait": _appended,
    "insert": _inserted,
    "reverse": _turned,
    "sort": _mixed,
    "rotate": _mixed,
    "extend": _extended,
    "remove": _removed,
    "discard": _removed,
    "difference_update": _without,
    "intersection_update": _in_common,
    "__ior__": _updated,
    "setdefault": _defaulted,
    "pop": _popped,
    "popleft": _first_popped,
    "popitem": _last_popped,
    "__delitem__": _popped,
    "clear": _cleared,
    "__setitem__": _item_set,
}
"""The object after a call of its method, by the method's name."""
