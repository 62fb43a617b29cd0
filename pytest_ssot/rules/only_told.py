"""Claims that are read to be written to a log or shown, and for nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import CONSTRUCTORS
from pytest_ssot.facts.effort import PER_CALL
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import MODULE, CallFacts, FunctionFacts, ModuleFacts, Parameter, StoreFacts
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.answered_tokens import was_answered
from pytest_ssot.rules.callers import callers_of
from pytest_ssot.rules.entered_functions import functions_called
from pytest_ssot.rules.for_people import is_display, is_for_people, is_listed, is_of_log, names_display
from pytest_ssot.rules.implications import is_nothing, refuses
from pytest_ssot.rules.programs import asks_for_name, is_of_command, is_of_program, is_started
from pytest_ssot.rules.refusing_answers import (
    is_answered_whole,
    is_refusal,
    only_where_refused,
    refuses_always,
)
from pytest_ssot.rules.same_tokens import given_for, spread_out
from pytest_ssot.rules.telling import (
    calls_of,
    given_to,
    is_joined,
    is_named,
    is_printed,
    is_store,
    is_telling,
    is_wording,
    put_into,
    told_by_error,
    told_of,
)

COST = 4
"""What asking if a call is handed something that was read is charged as, in nodes."""

MOST_LEVELS = 2
"""Functions that put into words what is then told."""

_DECIDING = re.compile(r"verif|(?<!in)valid|auth|check|login|allow|require|guard|permi", re.IGNORECASE)
"""The names of functions whose coming back may be taken for an answer."""

_OF_FAILURE = re.compile(r"^_*(log|report|describe|dump|print|show)_|fail|error|invalid|reject|denied")
"""The names of functions that tell of something, or of what has failed already."""

_REPLYING = ("respond", "reply", "reply_text", "say")
"""The names of calls by which a bot answers who has asked it to show something."""

ONLY_TOLD = "; its claims are only written to a log or shown"
"""What a message says of such a read."""


def is_only_told(links: Links, site: Site, level: int = 0) -> bool:
    """Nothing is done with what a call gives but that it, or words about it, are told.

    Whether the function comes back must tell nothing either: it returns nothing, or words alone.
    """
    module = site.module
    function = module.functions[site.fact.function] if site.fact.function >= 0 else None
    if function is None:
        affords = not level and links.affords(module, COST * len(module.calls_in.get(MODULE, ())))
        return affords and _is_told_by_script(links, site)
    if _is_told_later(links, site, function) or is_of_log(links, module, function):
        return True
    if level > MOST_LEVELS:
        return False
    if may_decide(module, function) and not (
        _was_answered(links, site) or only_where_refused(site, function)
    ):
        return False
    return links.affords(module, len(module.calls)) and _is_told_by(links, site, function, level)


def _was_answered(links: Links, site: Site) -> bool:
    """The token is one that the program has asked for: that a function comes back tells nothing of others."""
    return isinstance(site.module.nodes[site.fact.value], v.Call) and was_answered(links, site)


def only_tells(
    links: Links,
    site: Site,
    of_read: set[Value],
    kept: Sequence[StoreFacts | CallFacts] = (),
    *,
    refusing: bool = False,
) -> bool | None:
    """A function tells what it has read, besides handing it back; None if it does more.

    What is `kept`, or handed to calls that are, is judged by whoever asks; so is that it comes back, where it
    is known that it may be `refusing` to.
    """
    return _only_tells(links, site, of_read, kept, 0, refusing=refusing)


def is_told_beside(links: Links, site: Site) -> bool:
    """A part of what a function has read is only told, whatever is done with others, and decides nothing."""
    if site.fact.function < 0:
        return False
    of_read = told_of(links, site.module, site.fact.function, site.fact.value)
    function = site.module.functions[site.fact.function]
    ends = [*answers_of(function), *((NOTHING, guards) for guards in function.falls)]
    given_back = any(value in of_read or any(one in of_read for one, _ in known) for value, known in ends)
    return not given_back and only_tells(links, site, of_read) is not None


def _only_tells(
    links: Links,
    site: Site,
    of_read: set[Value],
    kept: Sequence[StoreFacts | CallFacts],
    level: int,
    *,
    shown: bool = False,
    refusing: bool = False,
) -> bool | None:
    module, index = site.module, site.fact.function
    shown = shown or _is_to_show(links, site)
    function = module.functions[index]
    names = [name for name, value in function.variables.items() if value in of_read]
    if is_named(module, of_read) or any(module.uses.get(v.Free(index, name)) for name in names):
        return None

    @cache
    def started() -> bool:
        return refusing or (not level and is_started(links, module, index))

    if refuses(module, (*function.guards, *function.falls), of_read.__contains__) and not started():
        return None

    def depends(guards: Guards) -> bool:
        return any(test in of_read for test, _ in guards)

    for one in module.places.stores_in.get(index, ()):
        decided = one.value in of_read or depends(one.guards)
        if decided and one not in kept and not _is_own(module, one, site.fact.value):
            return None
    told = False
    for call in calls_of(module, index):
        module.effort.spend(PER_CALL)
        handed = any(one in of_read for one in given_to(call))
        if call.fact.value == site.fact.value or not (handed or depends(call.fact.guards)):
            continue
        if call.fact in kept or is_store(call):
            continue
        raised = call.fact.value in function.raised and (not depends(call.fact.guards) or started())
        found = told_by_error(call) if raised else _is_told_by_call(links, call, of_read, level, shown=shown)
        if found is None:
            return None
        told = told or found
    return told


def _is_to_show(links: Links, site: Site) -> bool:
    """A token is read to show people what it holds, as the names say of what reads it or asks for that.

    Or it is one that the program was answered: people are shown who they are.
    """
    asks = isinstance(site.module.nodes[site.fact.value], v.Call)
    return is_display(site) or (asks and names_display(site.word)) or _was_answered(links, site)


def _is_told_by_call(
    links: Links, call: Site, of_read: set[Value], level: int, *, shown: bool
) -> bool | None:
    """A call tells what it is handed of what was read; None if it does more than to put it into words.

    What a program prints is what it was asked for, unless it is `shown` what a token holds. What a server
    prints is for those who run it.
    """
    if is_telling(links, call) or (call.fact.discarded and call.word in _REPLYING and is_display(call)):
        plain = shown or not is_printed(links, call) or is_display(call)
        return True if plain or not is_of_program(links, call.module, call.fact.function) else None
    if (
        is_wording(links, call)
        or put_into(links, call) != NOTHING
        or is_refusal(call.module, call.fact.value)
    ):
        return False
    return _is_told_further(links, call, of_read, level, shown=shown)


def _is_told_further(
    links: Links, call: Site, of_read: set[Value], level: int, *, shown: bool
) -> bool | None:
    """The functions that a call hands something of what was read tell it, if they do anything with it.

    None if they do more. What they give back is judged where they are called.
    """
    if level > MOST_LEVELS or any(one in of_read for one in spread_out(call)):
        return None
    told, entered = False, functions_called(links, call)
    for one in entered:
        names = [each.name for each in one.facts.parameters]
        if one.facts.name in CONSTRUCTORS or not links.affords(call.module, len(one.module.calls)):
            return None
        if any(not isinstance(one.module.nodes[each], v.Call) for each in one.facts.raised):
            return None  # nobody knows why
        for each in one.facts.parameters:
            taken = one.module.uses.get(v.Param(one.index, each.name), ())
            for value in taken if _is_given(call, names, each, of_read) else ():
                inner = Site(one.module, CallFacts(value, one.index))
                read_there = told_of(links, one.module, one.index, value)
                found = _only_tells(links, inner, read_there, (), level + 1, shown=shown)
                if found is None:
                    return None
                told = told or found
    return told if entered else None


def _is_given(call: Site, names: list[str], parameter: Parameter, of_read: set[Value]) -> bool:
    """A call gives a parameter something of what was read, maybe among what has no parameter of its own."""
    if parameter.kind == "**":
        return any(value in of_read for name, value in call.node.keywords if name not in names)
    if parameter.kind == "*":
        return not of_read.isdisjoint(call.node.args)
    return given_for(call, names, parameter.name) in of_read


def _is_told_by(links: Links, site: Site, function: FunctionFacts, level: int) -> bool:
    """The same of what a call gives that stands in a function whose coming back is no answer."""
    module, read = site.module, site.fact.value
    of_read = told_of(links, module, site.fact.function, read)
    told = _only_tells(links, site, of_read, (), level)
    if told is None:
        return False
    if is_for_people(module, function) or is_listed(links, module, function):
        return True

    def is_of_read(value: Value) -> bool:
        return value in of_read

    def tells(value: Value, guards: Guards) -> bool:
        """A value is of what was read, or may be there because that could be read."""
        if is_nothing(module, value):
            return False
        if is_of_read(value):
            return True
        decided = any(test in of_read for test, _ in guards)
        known = site.fact.swallowed and not (decided or is_joined(links, module, value, read))
        return not known and not _is_of_next(site, value)

    if told and only_where_refused(site, function):
        return True
    own = told and _was_answered(links, site)
    returned = [] if own else [one for one in answers_of(function) if tells(*one)]
    if own and any(is_of_read(one) for one, _ in answers_of(function)):
        return False
    if not returned or (refuses_always(module, function) and is_answered_whole(links, site)):
        return told or bool(returned)
    if not all(is_of_read(one) or _is_word(module, one) for one, _ in returned):
        return False
    callers = [coming_back(site, caller) for caller, _ in callers_of(links, module, site.fact.function)]
    callers = callers or list(_replacing(site))
    plain = all(_is_word(module, one, str) for one, _ in returned if not is_of_read(one))
    return bool(callers) and all(
        _exits(one) or (plain and is_only_told(links, one, level + 1)) for one in callers
    )


def _exits(caller: Site) -> bool:
    """What a function comes back with is the status with which a program ends: `sys.exit(main())`."""
    users = caller.module.used_by.of(caller.fact.value)
    calls = [node for node in (caller.module.nodes[one] for one in users) if isinstance(node, v.Call)]
    words = [getattr(caller.module.nodes[one.callee], "name", "") for one in calls]
    return bool(calls) and len(calls) == len(users) and all(one in ("exit", "SystemExit") for one in words)


def _replacing(site: Site) -> Iterator[Site]:
    """Where a function is handed to what puts words in the place of others: `pattern.sub(function, text)`."""
    module = site.module
    named = module.places.named.get(module.functions[site.fact.function].name, ())
    for value in (*module.uses.get(v.Function(site.fact.function), ()), *named):
        for number in module.used_by.of(value):
            fact = module.places.made_by.get(number)
            call = Site(module, fact) if fact is not None else None
            if call is not None and call.word in ("sub", "subn") and value in call.node.args:
                yield call


def _is_own(module: ModuleFacts, store: StoreFacts, read: Value) -> bool:
    """An entry is put into the claims that were read, or into what the function itself has written out."""
    written = isinstance(module.root(store.target), v.Dict | v.Sequence)
    return store.item and (written or module.root_of(store.target) == module.root_of(read))


def coming_back(site: Site, caller: Site) -> Site:
    """A call of the function that reads, of which it is known that it comes back whatever was to be read."""
    known = site.fact.swallowed or site.fact.answered
    return replace(caller, fact=replace(caller.fact, swallowed=True)) if known else caller


def _is_told_later(links: Links, site: Site, function: FunctionFacts) -> bool:
    """A function in place reads what a log asks for: `logger.debug("%s", Deferred(lambda: …))`."""
    module = site.module
    queue = list(module.uses.get(v.Function(site.fact.function), ())) if function.name == "<lambda>" else []
    found = bool(queue)
    for value in queue:
        users = module.used_by.of(value)
        for number in users:
            fact = module.places.made_by.get(number)
            node = module.nodes[number]
            if isinstance(node, v.After):
                queue.append(number)
                continue
            if fact is None or not isinstance(node, v.Call) or node.callee == value:
                return False
            if is_telling(links, Site(module, fact)):
                continue
            if fact.discarded or value not in (*node.args, *(one for _, one in node.keywords)):
                return False
            queue.append(number)
        used = bool(users) or isinstance(module.nodes[value], v.After)
        found = found and used and len(queue) <= MOST_DEFERRED
    return found


MOST_DEFERRED = 8
"""Calls that hand on a function to each other until a log asks for it."""


def _is_of_next(site: Site, value: Value) -> bool:
    """A value is what the layer gives that a function stands around: `return await call_next(request)`."""
    module, function = site.module, site.module.functions[site.fact.function]
    node = module.root(value)
    asked = module.root(node.callee) if isinstance(node, v.Call) else None
    if isinstance(asked, v.Attr):
        own = module.root(asked.base)
        itself = isinstance(own, v.Param) and function.takes_itself_as(own.name)
        return itself and bool(_NEXT.search(asked.name))
    handed = isinstance(asked, v.Param) or (isinstance(asked, v.Free) and asked.function == function.parent)
    return handed and not isinstance(asked, v.Attr)


_NEXT = re.compile(r"^_*(app|inner|next|get_response|handler|application|wrapped)$")
"""The names by which an object keeps the next layer."""


def _is_told_by_script(links: Links, site: Site) -> bool:
    """The same of what a module does that is run as a program, of which nobody else gets to know anything."""
    module, read = site.module, site.fact.value
    of_read = told_of(links, module, MODULE, read)
    module.effort.spend(len(module.bindings) + len(module.stores))
    names = [name for name, value in module.bindings.items() if value in of_read]
    as_program = any(outcome and asks_for_name(module, test) for test, outcome in site.fact.guards)
    named = module.places.once(("names that are read",), lambda: _names_read(module))
    stored = any(one.value in of_read for one in module.stores)
    if stored or (names and not as_program) or not set(names).isdisjoint(named):
        return False
    told = False
    for call in calls_of(module, MODULE):
        module.effort.spend(PER_CALL)
        handed = any(one in of_read for one in given_to(call))
        decided = any(test in of_read for test, _ in call.fact.guards)
        if call.fact.value == read or not (handed or decided):
            continue
        found = _is_told_by_call(links, call, of_read, 0, shown=_is_to_show(links, site))
        if found is None:
            return False
        told = told or found
    return told


def _names_read(module: ModuleFacts) -> frozenset[str]:
    return frozenset(getattr(module.nodes[one], "name", "") for one in module.places.of(v.Name))


def may_decide(module: ModuleFacts, function: FunctionFacts) -> bool:
    """That a function comes back may be taken for an answer; nobody takes that of a command for one."""
    if is_of_command(module, function):
        return False
    return bool(_DECIDING.search(function.name)) and not _OF_FAILURE.search(function.name)


def answers_of(function: FunctionFacts) -> Iterator[tuple[Value, Guards]]:
    """What a function returns and yields, each with the tests on the way there."""
    yield from zip(function.returns, function.guards, strict=False)
    yielded = zip(function.yields, function.yielded, strict=False)
    yield from ((value, guards) for value, (_, guards) in yielded)


def _is_word(module: ModuleFacts, value: Value, kind: type | tuple[type, ...] = (str, int)) -> bool:
    node = module.root(value)
    return isinstance(node, v.Const) and isinstance(node.value, kind)
