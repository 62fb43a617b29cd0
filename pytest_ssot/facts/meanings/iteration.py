"""Iterators over known elements: `filter`, `enumerate`, `itertools` and the like, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product, zip_longest
from math import prod
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.classes import class_function
from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.meanings.plain import UNPLAIN, plain
from pytest_ssot.facts.resolved import (
    MISSING,
    Alternatives,
    Arguments,
    Instance,
    Known,
    Opaque,
    Resolved,
    Row,
    Table,
    one_of,
    opaque,
    truth,
)
from pytest_ssot.facts.sameness import is_none

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def elements(source: Alternatives) -> tuple[Alternatives, ...] | None:
    """The elements of an iterable in their order; None when some are not known."""
    if len(source) != 1:
        return None
    match source[0]:
        case Row(items=items, rest=()):
            return items
        case Table(entries=entries, rest=(), place=place):
            return tuple((Known(key, place),) for key in entries)
        case Known(value=str(text), place=place):
            return tuple((Known(character, place),) for character in text)
        case _:
            return None


def _range(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    bounds = [plain(group) for group in given.positional]
    known = [one for one in bounds if isinstance(one, int)]
    if len(known) < len(bounds) or not 1 <= len(known) <= len(("start", "stop", "step")) or known[2:] == [0]:
        return None
    numbers = range(*known)
    if len(numbers) > LONGEST_RANGE:
        return None
    return (Row(tuple((Known(number, given.place),) for number in numbers), (), given.place),)


LONGEST_RANGE = 64
"""Numbers of a range that are told apart."""


def _zip(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    rows = [elements(source) for source in given.positional]
    known = [row for row in rows if row is not None]
    if len(known) < len(rows):
        return None
    return (Row(tuple((Row(pair),) for pair in zip(*known, strict=False)), (), given.place),)


def _zip_longest(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    rows = [elements(source) for source in given.positional]
    known = [row for row in rows if row is not None]
    if len(known) < len(rows):
        return None
    missing = given.keywords.get("fillvalue") or (Known(None, given.place),)
    pairs = zip_longest(*known, fillvalue=missing)
    return (Row(tuple((Row(pair),) for pair in pairs), (), given.place),)


def _enumerate(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    row = elements(given.get(0, "iterable"))
    start = plain(given.get(1, "start") or (Known(0),))
    if row is None or not isinstance(start, int):
        return None
    pairs = (Row(((Known(number, given.place),), item)) for number, item in enumerate(row, start))
    return (Row(tuple((pair,) for pair in pairs), (), given.place),)


def _filter(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """What a test lets pass; an element about which the test says nothing may be there or not."""
    row = elements(given.get(1, "iterable")) if len(given.positional) == 2 else None
    if row is None:
        return None
    kept: list[Alternatives] = []
    perhaps: list[Alternatives] = []
    for item in row:
        verdicts = {truth(one) for one in _tested(resolver, given, item)}
        if verdicts == {True}:
            kept.append(item)
        elif verdicts != {False}:
            perhaps.append(item)
    return (Row(tuple(kept), one_of(*perhaps), given.place),)


def _tested(resolver: Resolver, given: Arguments, item: Alternatives) -> Alternatives:
    tests = given.positional[0]
    if len(tests) == 1 and is_none(tests[0]):
        return item
    return one_of(*(resolver.call(test, Arguments((item,), place=given.place)) for test in tests))


def _chain(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    return _joined(given.positional, given)


def _chain_of_rows(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    outer = elements(given.get(0, "iterable"))
    return None if outer is None else _joined(outer, given)


def _joined(parts: tuple[Alternatives, ...], given: Arguments) -> Alternatives | None:
    items: list[Alternatives] = []
    for part in parts:
        row = elements(part)
        if row is None:
            return None
        items.extend(row)
    return (Row(tuple(items), given.rest, given.place),)


def _islice(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    row = elements(given.positional[0]) if given.positional else None
    values = [plain(group) for group in given.positional[1:]]
    bounds = [one for one in values if one is None or isinstance(one, int)]
    if row is None or not bounds or len(bounds) < len(values):
        return None
    return (Row(row[slice(*bounds)], (), given.place),)


def _product(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    rows = [elements(source) for source in given.positional]
    known = [row for row in rows if row is not None]
    if len(known) < len(rows) or prod(map(len, known)) > LONGEST_RANGE or given.keywords:
        return None
    return (Row(tuple((Row(pair),) for pair in product(*known)), (), given.place),)


def _compress(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """The elements whose selector is true; one about which the selector says nothing may be there or not."""
    row, selectors = elements(given.get(0, "data")), elements(given.get(1, "selectors"))
    if row is None or selectors is None:
        return None
    verdicts = [{truth(one) for one in selector} for selector in selectors]
    pairs = list(zip(row, verdicts, strict=False))
    perhaps = [item for item, found in pairs if found not in ({True}, {False})]
    kept = tuple(item for item, found in pairs if found == {True})
    return (Row(kept, one_of(*perhaps), given.place),)


def _repeat(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    item, times = given.get(0, "object"), plain(given.get(1, "times"))
    if isinstance(times, int) and times <= LONGEST_RANGE:
        return (Row((item,) * max(times, 0), (), given.place),)
    return (Row((item,), item, given.place),)


def _cycle(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    row = elements(given.get(0, "iterable"))
    return None if row is None else (Row(row, one_of(*row), given.place),)


def _starmap(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    functions, row = given.get(0, "function"), elements(given.get(1, "iterable"))
    inner = [elements(item) for item in row or ()]
    known = [one for one in inner if one is not None]
    if row is None or len(known) < len(inner):
        return None
    calls = [Arguments(items, place=given.place) for items in known]
    return (Row(tuple(_of_each(resolver, functions, call) for call in calls), (), given.place),)


def _accumulate(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    row, functions = elements(given.get(0, "iterable")), given.get(1, "func")
    initial = given.keywords.get("initial", ())
    items = [*([initial] if initial else []), *(row or ())]
    if row is None or not functions or not items:
        return None
    held = items[:1]
    for item in items[1:]:
        held.append(_of_each(resolver, functions, Arguments((held[-1], item), place=given.place)))
    return (Row(tuple(held), (), given.place),)


def _of_each(resolver: Resolver, functions: Alternatives, given: Arguments) -> Alternatives:
    return one_of(*(resolver.call(function, given) for function in functions)) or opaque()


def _next(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """The first element, or the default where there may be none; what an object's `__next__` gives."""
    found: list[Alternatives] = []
    default = given.get(1, "default")
    for source in given.get(0, "iterator"):
        if isinstance(source, Instance):
            method = class_function(resolver, source.cls, "__next__")
            if method is not None:
                found.append(resolver.returned(replace(method, bound=source), ()))
                continue
        if not isinstance(source, Row):
            return None
        found.append(_first_of(source) if source.items else one_of(source.rest, default))
    return one_of(*found) or default or opaque()


def _first_of(row: Row) -> Alternatives:
    """The first element, or one that may come before it; elements that come again do not."""
    again = {id(one) for item in row.items for one in item}
    before = (one for one in row.rest if not isinstance(one, Opaque) or one.needs)
    return one_of(tuple(one for one in before if id(one) not in again), row.items[0])


def _popped(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`row.pop(index)`: what it gives back."""
    if not isinstance(base, Row):
        return None
    index = plain(given.get(0, "index") or (Known(-1),))
    if base.rest or not isinstance(index, int) or not -len(base.items) <= index < len(base.items):
        return one_of(*base.items, base.rest) or opaque(source=MISSING)
    return base.items[index]


def _first_popped(_: Resolver, __: Arguments, base: Resolved | None) -> Alternatives | None:
    if not isinstance(base, Row) or base.rest:
        return None
    return base.items[0] if base.items else opaque(source=MISSING)


def _any_of_queue(_: Resolver, __: Arguments, base: Resolved | None) -> Alternatives | None:
    """`queue.get()`: what has been put there, whenever."""
    return one_of(*base.items, base.rest) or opaque(source=MISSING) if isinstance(base, Row) else None


def _queue(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    return (Row((), (), given.place),)


_QUEUES = (
    *(f"queue.{name}" for name in ("Queue", "LifoQueue", "PriorityQueue", "SimpleQueue")),
    *(f"asyncio.{name}" for name in ("Queue", "LifoQueue", "PriorityQueue")),
    *(f"multiprocessing.{name}" for name in ("Queue", "JoinableQueue", "SimpleQueue")),
)


def _itself(_: Resolver, __: Arguments, base: Resolved | None) -> Alternatives | None:
    return (Row(base.items, base.rest, base.place),) if isinstance(base, Row) else None


def _grouped(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`groupby(rows, key)`: a key and the elements that have it, as long as they follow each other."""
    held = elements(given.get(0, "iterable"))
    if held is None or len(held) > MOST_GROUPED:
        return None
    by = given.get(1, "key")
    groups: list[tuple[Alternatives, list[Alternatives]]] = []
    for item in held:
        measured = (resolver.call(one, Arguments((item,), place=given.place)) for one in by)
        key = one_of(*measured) if by else item
        if plain(key) is UNPLAIN:
            return None
        if not groups or plain(groups[-1][0]) != plain(key):
            groups.append((key, []))
        groups[-1][1].append(item)
    rows = (Row((key, (Row(tuple(items), (), given.place),)), (), given.place) for key, items in groups)
    return (Row(tuple((row,) for row in rows), (), given.place),)


MOST_GROUPED = 60
"""Elements of which each is handed to a function that tells its group."""

MEANINGS: Mapping[str, Meaning] = {
    "builtins.range": _range,
    "builtins.zip": _zip,
    "builtins.enumerate": _enumerate,
    "builtins.filter": _filter,
    "builtins.next": _next,
    "builtins.anext": _next,
    "builtins.list.pop": _popped,
    "builtins.list.popleft": _first_popped,
    **dict.fromkeys(_QUEUES, _queue),
    "builtins.list.get": _any_of_queue,
    "builtins.list.get_nowait": _any_of_queue,
    "builtins.list.copy": _itself,
    "builtins.list.__iter__": _itself,
    "builtins.list.__next__": lambda resolver, given, base: (
        _next(resolver, Arguments(((base,),), place=given.place), None) if base is not None else None
    ),
    "itertools.chain": _chain,
    "itertools.chain.from_iterable": _chain_of_rows,
    "itertools.islice": _islice,
    "itertools.product": _product,
    "itertools.compress": _compress,
    "itertools.repeat": _repeat,
    "itertools.cycle": _cycle,
    "itertools.starmap": _starmap,
    "itertools.accumulate": _accumulate,
    "itertools.zip_longest": _zip_longest,
    "itertools.groupby": _grouped,
}
"""Meanings by the dotted path of what is called."""
