"""Calls that run beside the rest, of which nobody asks what became: and whose errors are lost."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import External, FunctionRef
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.claim_handlers import each_kind
from pytest_ssot.rules.libraries import TOP_LEVEL
from pytest_ssot.rules.token_cuts import is_imported
from pytest_ssot.rules.tolerated import may_be_of_signature

MOST_HELPERS = 3
"""Functions that hand on to each other what one of them starts."""


def is_never_awaited(links: Links, site: Site, level: int = 0) -> bool:
    """Nobody waits for what a call of a coroutine function gives, or who does keeps what it raises."""
    return not site.fact.awaited and (_keeps_errors(links, site) or _is_left_alone(links, site, level))


def is_never_asked(site: Site) -> bool:
    """What is run elsewhere raises where its result is asked for, and nobody asks."""
    awaited = site.word in _AWAITED_LATER
    return site.word in _LATER or ((awaited or site.word in _ASKED_LATER) and _is_left(site, awaited=awaited))


def _is_left(site: Site, *, awaited: bool) -> bool:
    """Nobody asks for what a call gives, or does anything with it, if it is to be awaited."""
    if awaited:
        kept = _is_given_back(site) or site.fact.value in site.module.places.stored
        return not (kept or site.fact.awaited or _users(site))
    users = site.module.users(site.fact.value)
    return not any(
        one.name in _ASKING if isinstance(one, v.Attr) else not isinstance(one, v.After) for one in users
    )


_LATER = frozenset(
    [
        *("call_soon", "call_soon_threadsafe", "call_later", "call_at", "start_new_thread", "start_soon"),
        *("Thread", "Timer", "Process", "add_task", "add_background_task", "enqueue", "add_job"),
    ]
)
"""What has a function run without anybody who could be told what it raises."""

_AWAITED_LATER = ("to_thread", "run_in_threadpool", "run_in_executor")
_ASKED_LATER = ("submit", "apply_async")
_ASKING = ("result", "get", "exception")


def is_run_aside(links: Links, site: Site, place: int, outer: tuple[Site, ...] = ()) -> bool:
    """The project's functions that are called have what they are handed at a place run where nobody asks.

    What they give back, the `outer` calls that led there may ask.
    """
    callees = links.callees(site) if len(outer) < MOST_HELPERS else ()
    return bool(callees) and all(
        isinstance(one, FunctionRef) and _runs_aside(links, one, place, (*outer, site)) for one in callees
    )


def _runs_aside(links: Links, function: FunctionRef, place: int, outer: tuple[Site, ...]) -> bool:
    uses = _calls_with(function, place)
    return bool(uses) and all(
        one is not None
        and (
            _is_lost(one, outer)
            or any(is_run_aside(links, one, at, outer) for at in _places_of(one, function, place))
        )
        for one in uses
    )


def _is_lost(started: Site, outer: tuple[Site, ...]) -> bool:
    """Nobody asks what became of what is started, neither there nor where calls are given it."""
    call = started
    for call in (started, *reversed(outer)):
        if started.word in _LATER or not _is_given_back(call):
            break
    awaited = started.word in _AWAITED_LATER
    return is_never_asked(started) if call is started else _is_left(call, awaited=awaited)


def _calls_with(function: FunctionRef, place: int) -> list[Site | None]:
    """The calls of a function that are handed what it is handed at a place; None for any other use."""
    module, name = function.module, _name_at(function, place)
    own = {fact.value: fact for fact in module.calls_in.get(function.index, ())} if name else {}
    param = v.Param(function.index, name)
    found: list[Site | None] = [None for _ in module.uses.get(v.Free(function.index, name), ())]
    for number in module.uses.get(param, ()) if own else ():
        for user in module.used_by.of(number):
            node, fact = module.nodes[user], own.get(user)
            if isinstance(node, v.After):
                continue
            called = isinstance(node, v.Call) and module.nodes[node.callee] == param
            found.append(None if fact is None or called else Site(module, fact, function.frames))
    return found


def _name_at(function: FunctionRef, place: int) -> str:
    names = [one.name for one in function.facts.parameters if not one.kind.startswith("*")]
    place += function.bound is not None
    return names[place] if place < len(names) else ""


def _places_of(site: Site, function: FunctionRef, place: int) -> Iterator[int]:
    """Where a call hands on what its own function is handed at a place."""
    param = v.Param(function.index, _name_at(function, place))
    yield from (at for at, one in enumerate(site.node.args) if site.module.nodes[one] == param)


def _is_given_back(site: Site) -> bool:
    module, value = site.module, site.fact.value
    function = module.functions[site.fact.function] if site.fact.function >= 0 else None
    ends = (*function.returns, *function.yields) if function is not None else ()
    return any(module.root_of(one) == value for one in ends)


def _is_left_alone(links: Links, site: Site, level: int = 0) -> bool:
    """Nothing is done with what a call gives but asking if it is there, or making a task of it that is."""
    if site.fact.awaited or _is_given_back(site) or site.fact.value in site.module.places.stored:
        return False
    return all(_is_left_as_task(links, site, one, level) for one in _users(site))


def _users(site: Site) -> list[Value]:
    module = site.module
    users = module.used_by.of(site.fact.value)
    return [one for one in users if not isinstance(module.nodes[one], _TELLING_NOTHING)]


_TELLING_NOTHING = v.Attr | v.After | v.Not | v.Compare | v.Boolean | v.Refined
"""What may be done with a coroutine without running it."""


def _is_left_as_task(links: Links, site: Site, user: Value, level: int) -> bool:
    """`asyncio.create_task(…)` of which nobody sees what becomes; a group of tasks asks all of them."""
    module = site.module
    fact = next((one for one in module.calls_in.get(site.fact.function, ()) if one.value == user), None)
    if fact is None:
        return _is_waited_for(module, user, site.fact.function)
    call = replace(site, fact=fact)
    if _makes_task(module, call.node):
        return _is_left_alone(links, call, level)
    if call.word in _KEEPING and fact.discarded:
        return _words(module, -1).isdisjoint(_WAITING)
    callees = links.callees(call) if level < MOST_HELPERS else ()
    places = [at for at, one in enumerate(call.node.args) if one == site.fact.value]
    return bool(callees and places) and all(
        _leaves_alone(links, call, one, places[0], level)
        if isinstance(one, FunctionRef)
        else isinstance(one, External) and one.path in _ONLY_LOOKING
        for one in callees
    )


_ONLY_LOOKING = frozenset(
    f"builtins.{one}" for one in ("print", "repr", "str", "bool", "id", "type", "callable")
)
"""What waits for nothing that it is handed."""


def _makes_task(module: ModuleFacts, call: v.Call) -> bool:
    """A call makes a task of a coroutine that goes on by itself: `get_running_loop().create_task(…)`."""
    callee = module.nodes[call.callee]
    if getattr(callee, "name", "") not in _MAKING_TASKS:
        return False
    base = module.root(callee.base) if isinstance(callee, v.Attr) else None
    loop = module.nodes[base.callee] if isinstance(base, v.Call) else None
    if getattr(loop, "name", "") in _LOOPS:
        return True
    return is_imported(module, callee.base if isinstance(callee, v.Attr) else call.callee)


_MAKING_TASKS = ("create_task", "ensure_future", "run_coroutine_threadsafe")
_LOOPS = ("get_running_loop", "get_event_loop", "new_event_loop")
_KEEPING = ("add", "append", "appendleft", "discard")
"""Methods of what keeps tasks, so that they are not collected."""

_WAITING = frozenset(
    [
        *("gather", "wait", "wait_for", "as_completed", "result", "exception", "shield", "timeout"),
        *("run_until_complete",),
    ]
)
"""What tells, anywhere in a file, of what became of tasks that it keeps."""


def _leaves_alone(links: Links, call: Site, function: FunctionRef, place: int, level: int) -> bool:
    """A function makes a task of the coroutine that a call hands to it, which nobody waits for."""
    if function.facts.waits:
        return False
    uses = _calls_with(function, place)
    return bool(uses) and all(
        one is not None
        and _makes_task(one.module, one.node)
        and (_is_left_alone(links, one, level + 1) or _is_forgotten(links, one, call, level + 1))
        for one in uses
    )


def _is_forgotten(links: Links, task: Site, call: Site, level: int) -> bool:
    """A function does no more with a task than keep it and give it back to a call, which leaves it alone."""
    kept = _is_given_back(task) and is_never_awaited(links, call, level)
    return kept and all(_is_left_as_task(links, task, one, MOST_HELPERS) for one in _users(task))


def _words(module: ModuleFacts, function: int) -> set[str]:
    """The last words of the calls in a function; in the whole file for -1."""
    if function < 0:
        return set(module.calls_by_word)
    return {Site(module, fact).word for fact in module.calls_in.get(function, ())}


def _is_waited_for(module: ModuleFacts, user: Value, function: int) -> bool:
    """Some tasks are only waited for: what they raise is told by their results, which nobody asks for."""
    if not isinstance(module.nodes[user], v.Sequence):
        return False
    calls = [module.nodes[one] for one in module.used_by.of(user)]
    words = [
        getattr(module.nodes[one.callee], "name", "") if isinstance(one, v.Call) else "" for one in calls
    ]
    return set(words) == {"wait"} and _words(module, function).isdisjoint(_ASKING)


def _keeps_errors(links: Links, site: Site) -> bool:
    """`gather(…, return_exceptions=True)` gives what is raised, and nobody asks of what kind that is."""
    module = site.module
    gathers = [
        one
        for one in module.users(site.fact.value)
        if isinstance(one, v.Call) and getattr(module.nodes[one.callee], "name", "") == "gather"
    ]
    kept = [dict(one.keywords).get("return_exceptions", NOTHING) for one in gathers]
    nodes = [module.nodes[one] if one != NOTHING else None for one in kept]
    if not any(isinstance(one, v.Const) and bool(one.value) for one in nodes):
        return False
    return not any(
        _asks_for_kind(links, Site(module, fact, site.frames))
        for fact in module.calls_in.get(site.fact.function, ())
    )


def _asks_for_kind(links: Links, site: Site) -> bool:
    """A call tells if something is what is raised where a signature is wrong, as far as it is known."""
    if site.word != "isinstance" or len(site.node.args) < len(("object", "kind")):
        return False
    kinds = list(each_kind(links, site.module, site.node.args[1], site.frames))
    outside = [getattr(one, "path", "") for one in kinds]
    return not all(
        one.startswith("builtins.") or one.partition(".")[0] in TOP_LEVEL for one in outside
    ) or any(map(may_be_of_signature, kinds))


__all__ = ["is_never_asked", "is_never_awaited", "is_run_aside"]
