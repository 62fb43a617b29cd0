"""Functions handed to something that will call them: threads, executors, `map`, `partial`."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pytest_ssot.facts.attributes import attribute
from pytest_ssot.facts.calling import together
from pytest_ssot.facts.classes import class_function
from pytest_ssot.facts.meanings.iteration import elements
from pytest_ssot.facts.resolve import Resolver
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Known,
    Partial,
    Resolved,
    Row,
    Table,
    one_of,
    opaque,
)
from pytest_ssot.facts.tasks import APPLYING, TASK
from pytest_ssot.facts.values import AS_VIEW

_MAPS = frozenset({"map", "imap", "imap_unordered", "filter", "filterfalse", "takewhile", "dropwhile"})
_STARRED_MAPS = frozenset({"starmap", "starmap_async"})
_STARTED = frozenset({"Thread", "Process", "Timer", "add_job"})
_FOLLOWED = frozenset(
    {
        "submit",
        "to_thread",
        "run_in_executor",
        "call_soon",
        "call_later",
        "run_sync",
        "callback",
        "enter_context",
        "run_in_threadpool",
        "start_soon",
        "add_task",
        "enqueue",
    }
)
_MAKING = frozenset(
    {
        "add_middleware",
        "Middleware",
        "Singleton",
        "Factory",
        "ThreadSafeSingleton",
        "ThreadLocalSingleton",
        "ContextLocalSingleton",
        "Resource",
    }
)
"""What makes an object of a class that it is handed, with what stands behind the class."""

_REGISTERING = frozenset({"register", "register_singleton", "add_singleton", "add_transient", "add_scoped"})
"""What makes objects of a class that it is handed, if it is told what with."""

_KEEPING = _REGISTERING | {"add_middleware", "middleware", "use", "add_backend", "register_backend"}
"""What functions of a project are called that keep classes with what their objects will be made with."""

_IN_CONTEXT = frozenset({"contextvars.copy_context().run", "contextvars.Context().run"})
_WORDS = (
    _MAPS
    | _STARRED_MAPS
    | _STARTED
    | APPLYING
    | _FOLLOWED
    | _MAKING
    | _REGISTERING
    | {"partial", "partialmethod", "reduce", AS_VIEW}
)


def may_hand_over(callee: Resolved) -> bool:
    """A callee out of sight that by its name calls what it is given, or one that keeps a class to make it."""
    if isinstance(callee, Partial):
        return any(isinstance(one, External) and one.path == "<methodcaller>" for one in callee.callee)
    if isinstance(callee, External) and callee.path in _IN_CONTEXT:
        return True
    if isinstance(callee, FunctionRef):  # it may keep what it is told for those who make the object
        facts = callee.facts
        return facts.name in _KEEPING and any(one.kind == "**" for one in facts.parameters)
    return _word(callee) in (_WORDS if isinstance(callee, External) else _FOLLOWED | _MAKING | _REGISTERING)


def is_handed_over(callee: Resolved) -> bool:
    """The callee itself tells the function that it calls."""
    if isinstance(callee, Partial | FunctionRef) or _view(callee) is not None:
        return True
    return isinstance(callee, External) and callee.path.startswith(TASK)


def _view(callee: Resolved) -> ClassRef | None:
    """The class of which `Page.as_view(…)` makes objects."""
    above = callee.base if isinstance(callee, External) and callee.path.endswith(f".{AS_VIEW}") else None
    cls = above.base if isinstance(above, External) else None
    return cls if isinstance(cls, ClassRef) else None


def _word(callee: Resolved) -> str:
    """The last word of what is called, if it is out of sight."""
    path = callee.path if isinstance(callee, External) else getattr(callee, "text", "")
    return str(path).rpartition(".")[2]


def handed_over(resolver: Resolver, callee: Resolved, given: Arguments) -> Iterator[Partial]:
    """The project's functions that a call of an outside `callee` leads to, with what they will be given."""
    if not may_hand_over(callee):
        return
    word, view = _word(callee), _view(callee)
    if view is not None:
        yield Partial((view,), replace(given, positional=()), "complete")
    elif isinstance(callee, Partial):
        yield from _method(resolver, together(callee.arguments, given))
    elif isinstance(callee, External) and callee.path.startswith("functools.partial"):
        if len(given.positional) > 1 or given.keywords:
            yield from _partial(resolver, given, of_method=word == "partialmethod")
    elif isinstance(callee, External) and callee.path.startswith(TASK):
        yield from _applied(
            resolver, (callee.base,) if callee.base is not None else (), given, given.positional
        )
    elif word in _MAPS or word in _STARRED_MAPS:
        yield from _mapped(resolver, given, starred=word in _STARRED_MAPS)
    elif word == "reduce":
        yield from _reduced(resolver, given)
    elif word in _STARTED or word in APPLYING:
        yield from _started(resolver, given)
    elif word not in _REGISTERING and not isinstance(callee, FunctionRef):
        yield from _followed(resolver, given)
    elif given.keywords:
        yield from (one for one in _followed(resolver, given) if isinstance(one.callee[0], ClassRef))


def _functions(values: Alternatives) -> Iterator[FunctionRef]:
    return (value for value in values if isinstance(value, FunctionRef))


def _as_function(resolver: Resolver, value: Resolved) -> Resolved:
    """An object that can be called as the method by which it is."""
    method = class_function(resolver, value.cls, "__call__") if isinstance(value, Instance) else None
    return value if method is None else replace(method, bound=value)


def _called_with(resolver: Resolver, values: Alternatives, given: Arguments) -> Iterator[Partial]:
    """The functions and classes among some values, or in partial calls, with what they will be given."""
    for value in values:
        one = _as_function(resolver, value)
        if isinstance(one, FunctionRef | ClassRef):
            yield Partial((one,), given, "complete")
        elif isinstance(one, Partial) and not one.handed:
            for function in _functions(one.callee):
                yield Partial((function,), together(one.arguments, given), "complete")


def _partial(resolver: Resolver, given: Arguments, *, of_method: bool) -> Iterator[Partial]:
    """A method is told its object first, which is not known where it is made."""
    itself = (opaque(),) if of_method else ()
    rest = replace(given, positional=(*itself, *given.positional[1:]))
    prepared = given.positional[0] if given.positional else ()
    for function in _functions(tuple(_as_function(resolver, one) for one in prepared)):
        yield Partial((function,), rest, "open")


def _method(resolver: Resolver, given: Arguments) -> Iterator[Partial]:
    if len(given.positional) < 2:  # the name of the method and the object
        return
    name, *args, receiver = given.positional
    words = [str(word.value) for word in name if isinstance(word, Known)]
    for base in receiver:
        for word in words if isinstance(base, Instance) else ():
            for function in _functions(attribute(resolver, base, word)):
                yield Partial((function,), replace(given, positional=tuple(args)), "complete")


def _mapped(resolver: Resolver, given: Arguments, *, starred: bool) -> Iterator[Partial]:
    """One call for all rounds together: each parameter may be any element."""
    columns = tuple(_any_of(source) for source in given.positional[1:])
    if starred:
        rows = [row for row in columns[0] if isinstance(row, Row)] if columns else []
        columns = tuple(one_of(*column) for column in zip(*(row.items for row in rows), strict=False))
    functions = given.positional[0] if given.positional else ()
    yield from _called_with(resolver, functions, Arguments(columns, place=given.place))


def _reduced(resolver: Resolver, given: Arguments) -> Iterator[Partial]:
    """Each round of `reduce(function, row, first)`, with what the rounds before it have made."""
    functions, rows = given.get(0, "function"), given.get(1, "iterable")
    known = elements(rows)
    if known is None:
        yield from _called_with(
            resolver, functions, Arguments((given.get(2, "initial"), rows), place=given.place)
        )
        return
    items = [*given.positional[2:3], *known][:MOST_ROUNDS]
    held = items[0] if items else ()
    for item in items[1:]:
        pair = Arguments((held, item), place=given.place)
        yield from _called_with(resolver, functions, pair)
        held = one_of(*(resolver.call(function, pair) for function in functions))


MOST_ROUNDS = 32
"""Rounds of `reduce` that are told apart."""


def _any_of(source: Alternatives) -> Alternatives:
    known = elements(source)
    rows = ((*one.items, one.rest) if isinstance(one, Row) else ((one,),) for one in source)
    return one_of(*known) if known is not None else one_of(*(group for row in rows for group in row))


def _started(resolver: Resolver, given: Arguments) -> Iterator[Partial]:
    """`Thread(target=function, args=(…), kwargs={…})` and `pool.apply(function, args, kwargs)`."""
    for index, group in enumerate(given.positional):
        if any(_called_with(resolver, group, given)):
            yield from _applied(resolver, group, given, given.positional[index + 1 :])
            return
    for name in ("target", "func", "function"):
        yield from _applied(resolver, given.keywords.get(name, ()), given, ())


def _applied(
    resolver: Resolver, functions: Alternatives, given: Arguments, rest: tuple[Alternatives, ...]
) -> Iterator[Partial]:
    """Functions that are given their arguments as a sequence and a mapping."""
    args = given.keywords.get("args") or (rest[0] if rest else ())
    kwargs = given.keywords.get("kwargs") or given.keywords.get("kwds") or (rest[1] if len(rest) > 1 else ())
    positional = next((row.items for row in args if isinstance(row, Row)), ())
    tables = [table for table in kwargs if isinstance(table, Table)]
    named = {str(key): held for table in tables for key, held in table.entries.items()}
    yield from _called_with(resolver, functions, Arguments(positional, named, place=given.place))


def _followed(resolver: Resolver, given: Arguments) -> Iterator[Partial]:
    """The first function among the arguments, called with what stands behind it."""
    for index, group in enumerate(given.positional):
        found = tuple(_called_with(resolver, group, replace(given, positional=given.positional[index + 1 :])))
        yield from found
        if found:
            return
