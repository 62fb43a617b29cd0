"""Functions that give a token while it is good, and else nothing: who asks them gets another one then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts, FunctionFacts, ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.callers import callers_of
from pytest_ssot.rules.entered_functions import functions_called
from pytest_ssot.rules.implications import is_nothing, refuses, ways
from pytest_ssot.rules.read_times import COMPUTING, KEEPING, RENEWING, TELLING, TOKENS, Told, is_token
from pytest_ssot.rules.same_tokens import identity

MOST_LEVELS = 3
"""Functions that hand on to each other what may be a token, or nothing."""

_ASKING = ("bool", "len")
"""Built-in functions that tell whether there is something."""

MOST_STATES = 40
"""States of what may be nothing that are looked through in one function."""


def gives_while_good(told: Told, function: FunctionFacts) -> bool:
    """A function gives the token whose time it reads, or nothing once that is over; it refuses nobody."""
    ends = list(zip(function.returns, function.guards, strict=False))
    each = [way for one, known in ends for way in ways(told.module, one, known)]
    lacks = [known for value, known in each if is_nothing(told.module, value)] + list(function.falls)
    given = [value for value, _ in each if not is_nothing(told.module, value)]
    return (
        bool(given)
        and all(is_token(told, one) for one in given)
        and any(told.decides(known) for known in lacks)
        and not refuses(told.module, [*(known for _, known in ends), *function.falls], told.gives)
    )


def is_replaced(links: Links, module: ModuleFacts, index: int, level: int = 0) -> bool:
    """All who call a function ask for another token where it gives none, and tell nobody that it did not."""
    callers = callers_of(links, module, index) if level < MOST_LEVELS else []
    return bool(callers) and all(_replaces(links, caller, level) for caller, _ in callers)


def _replaces(links: Links, site: Site, level: int) -> bool:
    """Whether a call gave a token decides nothing in its function but that another one is asked for."""
    module, index = site.module, site.fact.function
    facts = module.calls_in.get(index, ())
    if not links.affords(module, len(facts)):
        return False
    told, lacking = Told(site), _lacking(module, site.fact.value)
    told.tokens.add(identity(module, site.fact.value))
    stores = module.places.stores_in.get(index, ())
    kept = [one.value for one in stores]
    harmless = (
        lacking.isdisjoint(kept)
        and all(_is_harmless(links, told, one, lacking) for one in facts if one is not site.fact)
        and not any(_tells_of(told, one, list(_handed(module, facts))) for one in _tests(told, lacking))
        and all(TOKENS.search(one.name) for one in stores if told.decides(one.guards))
    )
    if not harmless or index < 0:
        return harmless
    return _answers_alike(links, told, lacking, index, kept, level)


def _answers_alike(
    links: Links, told: Told, lacking: frozenset[Value], index: int, kept: list[Value], level: int
) -> bool:
    """A function gives no other answer where there was no token, or those it gives none to replace it."""
    module, function = told.module, told.module.functions[index]
    ends = list(zip(function.returns, function.guards, strict=False))
    each = [way for one, known in ends for way in ways(module, one, known)]
    values = [value for value, _ in each]
    if (
        function.yields
        or refuses(module, [*(known for _, known in ends), *function.falls], told.gives)
        or any(told.decides(known) and not is_token(told, value) for value, known in each)
        or any(told.decides(known) for known in function.falls)
        or any(_tells_of(told, test, [*values, *kept]) for test in _tests(told, lacking))
    ):
        return False
    handed_on = any(value in lacking or _holds(module, value, lacking) for value in values)
    return not handed_on or is_replaced(links, module, index, level + 1)


def _tests(told: Told, lacking: frozenset[Value]) -> Iterator[Value]:
    """What asks in a function whether there is a token, but for what gives another one in its place."""
    module, known = told.module, told.module.used_by
    for value in lacking:
        for number in known.of(value):
            node = module.nodes[number]
            either = isinstance(node, v.Boolean) and node.op == "or"
            replaces = either and all(is_token(told, one) for one in operands(node))
            asks = isinstance(node, v.Compare | v.Not | v.Boolean) and not replaces
            callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
            if asks or getattr(callee, "name", "") in _ASKING:
                yield number


def _handed(module: ModuleFacts, facts: Sequence[CallFacts]) -> Iterator[Value]:
    """What some calls are handed, but for those that only ask for the truth of something, or tell it."""
    for fact in facts:
        call = Site(module, fact)
        if call.word not in _ASKING and not (fact.discarded and TELLING.search(call.word)):
            yield from (*call.node.args, *(one for _, one in call.node.keywords))


def _tells_of(told: Told, test: Value, values: list[Value]) -> bool:
    """A value tells how a test came out, and is not one of two tokens."""
    asked = Told.of(told, test)
    return any(asked.gives(one) for one in values)


def _lacking(module: ModuleFacts, given: Value) -> frozenset[Value]:
    """What may be nothing in a function, where what a call has `given` may be."""
    known, found, queue = module.used_by, {given}, [given]
    for value in (queue.pop() for _ in range(MOST_STATES) if queue):
        for number in known.of(value):
            if number not in found and _may_lack(module.nodes[number], value):
                found.add(number)
                queue.append(number)
    return frozenset(found)


def _may_lack(node: v.AnyNode, value: Value) -> bool:
    """What is made of a value that may be nothing may be nothing as well."""
    match node:
        case v.Refined(test=test):
            return test not in ("not none", "true")
        case v.After(base=base):
            return base == value
        case v.Choice(then=then, other=other):
            return value in (then, other)
        case v.Phi():
            return True
        case v.Boolean(op=op, operands=parts):
            return op == "and" or parts[-1] == value
    return False


def _holds(module: ModuleFacts, value: Value, lacking: frozenset[Value]) -> bool:
    """A display has what may be nothing in it."""
    node = module.nodes[value]
    items = node.items if isinstance(node, v.Sequence) else node.values if isinstance(node, v.Dict) else ()
    return not lacking.isdisjoint(items)


def _is_harmless(links: Links, told: Told, fact: CallFacts, lacking: frozenset[Value]) -> bool:
    """A call asks for a token, tells something, or is made whether there was one or not."""
    call = Site(told.module, fact)
    handed = {*call.node.args, *(one for _, one in call.node.keywords)}
    if not lacking.isdisjoint(handed) and functions_called(links, call):
        return False  # it may ask whether it was handed one
    if not told.decides(fact.guards):
        return True
    if fact.function >= 0 and fact.value in told.module.functions[fact.function].raised:
        return False
    word = call.word.lstrip("_")
    keeps = bool(KEEPING.search(word)) and any(is_token(told, one) for one in handed)
    return bool(RENEWING.search(word) or COMPUTING.search(word)) or (
        fact.discarded and (keeps or bool(TELLING.search(word)))
    )


__all__ = ["gives_while_good", "is_replaced"]
