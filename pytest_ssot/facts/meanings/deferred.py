"""Functions that run elsewhere or later, and values that are written down and read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.meanings import constants, containers, outlines
from pytest_ssot.facts.meanings.meaning import Meaning, argument
from pytest_ssot.facts.resolved import Alternatives, Arguments, External, Resolved, Row, Table, one_of

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_FUTURE = "concurrent.futures.Future()"
_RESULT = "<result>"
"""The attribute under which a future keeps what its function gives."""


def _applied(first: int) -> Meaning:
    """`run(…, f, *args, **kwargs)`: what `f` gives back."""

    def apply(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
        callees = given.get(first, "func")
        rest = replace(given, positional=given.positional[first + 1 :])
        return one_of(*(resolver.call(callee, rest) for callee in callees)) or None

    return apply


def _applied_to_row(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`apply(f, args, kwargs)`: what `f` gives back."""
    rows, tables = given.get(1, "args"), given.get(2, "kwds")
    known = all(isinstance(one, Row) and not one.rest for one in rows) and len(rows) <= 1
    if not known or any(not isinstance(one, Table) or one.rest for one in tables):
        return None
    positional = next((one.items for one in rows if isinstance(one, Row)), ())
    keywords = {
        str(key): held for one in tables if isinstance(one, Table) for key, held in one.entries.items()
    }
    inner = Arguments(positional, keywords, (), given.place)
    return one_of(*(resolver.call(callee, inner) for callee in given.get(0, "func"))) or None


def _promised(apply: Meaning) -> Meaning:
    """A future that holds what a function gives."""

    def promise(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
        held = apply(resolver, given, base)
        return None if held is None else (External(_FUTURE, given, base, {_RESULT: held}),)

    return promise


def _kept(_: Resolver, __: Arguments, base: Resolved | None) -> Alternatives | None:
    """`future.result()`."""
    return base.attributes.get(_RESULT) if isinstance(base, External) else None


def _read_again(writers: tuple[str, ...], read: Meaning | None = None) -> Meaning:
    """What a text or some bytes say that one of `writers` has made: the value itself, as another object."""

    def again(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
        found: list[Alternatives] = []
        for source in given.get(0, "s"):
            written: Resolved | None = source
            while isinstance(written, External) and written.path.endswith((".encode()", ".decode()")):
                written = written.base.base if isinstance(written.base, External) else written.base
            if not isinstance(written, External) or written.path not in writers or written.arguments is None:
                return read(resolver, given, base) if read is not None else None
            copies = Arguments((written.arguments.get(0, "obj"),), place=given.place)
            found.append(containers.MEANINGS["copy.copy"](resolver, copies, None) or ())
        return one_of(*found) or None

    return again


_POOLS = tuple(
    f"{module}.{name}()"
    for module, names in {
        "concurrent.futures": ("ThreadPoolExecutor", "ProcessPoolExecutor", "Executor"),
        "concurrent.futures.thread": ("ThreadPoolExecutor",),
        "concurrent.futures.process": ("ProcessPoolExecutor",),
    }.items()
    for name in names
)
_WORKERS = (
    *(f"multiprocessing.{name}" for name in ("Pool()", "pool.Pool()", "pool.ThreadPool()", "dummy.Pool()")),
)
_LOOPS = tuple(f"asyncio.{name}()" for name in ("get_event_loop", "get_running_loop", "new_event_loop"))

MEANINGS: Mapping[str, Meaning] = {
    **{f"{pool}.submit": _promised(_applied(0)) for pool in _POOLS},
    **{f"{pool}.map": containers.MEANINGS["builtins.map"] for pool in (*_POOLS, *_WORKERS)},
    **{f"{pool}.apply": _applied_to_row for pool in _WORKERS},
    **{f"{pool}.apply_async": _promised(_applied_to_row) for pool in _WORKERS},
    f"{_FUTURE}.result": _kept,
    f"{_FUTURE}.get": _kept,
    **{f"{loop}.run_in_executor": _applied(1) for loop in _LOOPS},
    **{f"{loop}.run_until_complete": argument(0, "future") for loop in _LOOPS},
    **{f"{loop}.create_task": argument(0, "coro") for loop in _LOOPS},
    "asyncio.create_task": argument(0, "coro"),
    "asyncio.ensure_future": argument(0, "obj"),
    "asyncio.wait_for": argument(0, "fut"),
    "asyncio.shield": argument(0, "arg"),
    "asyncio.Runner().run": argument(0, "coro"),
    "asyncio.TaskGroup().create_task": argument(0, "coro"),
    "anyio.run": _applied(0),
    "anyio.to_thread.run_sync": _applied(0),
    "trio.run": _applied(0),
    "starlette.concurrency.run_in_threadpool": _applied(0),
    "fastapi.concurrency.run_in_threadpool": _applied(0),
    "asgiref.sync.sync_to_async": argument(0, "func"),
    "asgiref.sync.async_to_sync": argument(0, "awaitable"),
    "concurrent.futures.as_completed": argument(0, "fs"),
    "asyncio.as_completed": argument(0, "fs"),
    "json.loads": _read_again(("json.dumps()",), constants.MEANINGS["json.loads"]),
    "pickle.loads": _read_again(("pickle.dumps()",)),
    "marshal.loads": _read_again(("marshal.dumps()",)),
    "yaml.safe_load": _read_again(("yaml.safe_dump()", "yaml.dump()"), outlines.MEANINGS["yaml.safe_load"]),
    "ast.literal_eval": _read_again(
        ("builtins.repr()", "builtins.str()"), constants.MEANINGS["ast.literal_eval"]
    ),
}
"""Meanings by the dotted path of what is called."""
