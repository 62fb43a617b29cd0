"""Checks that only happen under a test: what the test asks is a switch as well."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts, FunctionFacts, ModuleFacts
from pytest_ssot.facts.operands import any_reaches, reaches
from pytest_ssot.facts.resolved import (
    Alternatives,
    Known,
    Opaque,
    Parameter,
    Resolved,
    Row,
    Table,
    needs_of,
    truth,
)
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import Value


class Proviso(msgspec.Struct, frozen=True):
    """What keeps a check from happening although the token is read.

    `off` are the values by which it does not happen, as switches that are off or doubtful; `needs` are the
    parameters that would tell more. Without any check, `has_check` is false.
    """

    off: Alternatives = ()
    needs: frozenset[Parameter] = frozenset()
    has_check: bool = True


NO_CHECK = Proviso(has_check=False)


def proviso(links: Links, check: Site, read: Site) -> Proviso:
    """What keeps `check` from happening although `read` does, and something gets out of the function."""
    if _on_another_path(check, read) or not _affords(links, check):
        return NO_CHECK
    off: list[Resolved] = []
    needs = frozenset[Parameter]()
    for test, wanted in _between(check, read):
        if _finds_nothing(check, read, test, wanted=wanted):
            continue
        found = links.value(check.module, test, check.frames)
        needs |= needs_of(found)
        off.extend(one for value in found for one in _off(value, wanted))
    return Proviso(tuple(off), needs)


def _on_another_path(check: Site, read: Site) -> bool:
    return any((test, not wanted) in read.fact.guards for test, wanted in check.fact.guards)


def _finds_nothing(check: Site, read: Site, test: Value, *, wanted: bool) -> bool:
    """A test asks for what was looked for with the claims: without it, the function ends before the check.

    What it began with, such as None, is what the search has not found: no switch.
    """
    if check.fact.function < 0:
        return False
    function = check.module.functions[check.fact.function]
    ends = [*zip(function.guards, function.ends, strict=False)]
    apart = all((test, wanted) in guards for guards, end in ends if end > check.fact.value)
    others = [end for guards, end in ends if (test, not wanted) in guards and end > read.fact.value]
    return apart and bool(others) and reaches(check.module, test, read.fact.value, frozenset())


def _between(check: Site, read: Site) -> Guards:
    """The tests on the way to a check that may come out otherwise where a read does get out."""
    own = [guard for guard in check.fact.guards if guard not in read.fact.guards]
    function = check.module.functions[check.fact.function] if own and check.fact.function >= 0 else None
    ends: tuple[Guards, ...] = ()
    if function is not None:
        later = [
            one
            for one in zip(function.guards, function.ends, function.returns, strict=False)
            if one[1] > read.fact.value
        ]
        telling = [one for one in later if _lets_out(check, read, *one)]
        ends = tuple(guards for guards, *_ in telling or later) or function.falls
    return tuple(guard for guard in own if not (ends and all(guard in guards for guards in ends)))


def _lets_out(check: Site, read: Site, guards: Guards, end: int, value: Value) -> bool:
    """An end without a check may let out what was read: it returns, keeps or hands it on.

    Only what comes before the check, and what handles errors, is known to be without it.
    """
    module, function = read.module, read.fact.function
    apart = {(test, not wanted) for test, wanted in check.fact.guards}.intersection(guards)
    caught = {one for one in guards if one[0] in module.places.handlers}
    if end > check.fact.value and not caught:
        return True
    on_the_way = apart | caught
    stores = module.places.stores_in.get(function, ()) if on_the_way else ()
    kept = [one.value for one in stores if on_the_way.intersection(one.guards)]
    calls = module.calls_in.get(function, ()) if on_the_way else ()
    given = (Site(module, one).node for one in calls if on_the_way.intersection(one.guards))
    handed = [one for call in given for one in module.handed(call)]
    return any_reaches(module, (value, *kept, *handed), read.fact.value)


def happens(links: Links, call: Site, read: Site, *, together: bool) -> bool:
    """The call is made whenever `read` is, unless the function raises.

    One that stands `together` with the read is, unless a test between them is known to say otherwise; any
    other only if all of them are known to let it be made.
    """
    if _on_another_path(call, read) or (not together and call.fact.passed_over):
        return False
    if not _affords(links, call):
        return False
    between = _between(call, read)
    if together:
        return not between or not proviso(links, call, read).off
    return any(guard not in read.fact.guards for guard in call.fact.guards) and all(
        {truth(one) for one in links.value(call.module, test, call.frames)} == {wanted}
        for test, wanted in between
    )


def _affords(links: Links, call: Site) -> bool:
    """What a function does at each of its ends may be gone through, to tell if a call happens before."""
    module, function = call.module, call.fact.function
    if function < 0 or not call.fact.guards:
        return True
    inside = len(module.calls_in[function]) + len(call.fact.guards)
    return links.can_go_through(module, inside * len(module.functions[function].ends))


def on_every_way(function: FunctionFacts, call: CallFacts) -> bool:
    """A function does not end before the call is made, unless it raises or ends at once."""
    if call.handler or call.swallowed:
        return False
    ways = (*function.guards, *function.falls)
    return not call.branch or (
        bool(ways) and all(guard in guards for guard in call.guards for guards in ways)
    )


def shown(module: ModuleFacts, guards: Guards, answer: Value) -> bool:
    """One of the tests on the way has shown an answer to be true."""
    for test, outcome in guards:
        node = module.nodes[test]
        if (test == answer and outcome) or (
            isinstance(node, v.Not) and node.operand == answer and not outcome
        ):
            return True
    return False


def least(provisos: Iterable[Proviso]) -> Proviso:
    """One check is enough: the proviso of that which the fewest values keep from happening."""
    real = (one for one in provisos if one.has_check)
    return min(real, key=lambda one: (len(one.off), len(one.needs)), default=NO_CHECK)


def both(one: Proviso, other: Proviso) -> Proviso:
    """What keeps a check from happening that two things are asked of."""
    return Proviso((*one.off, *other.off), one.needs | other.needs, one.has_check and other.has_check)


def _off(value: Resolved, wanted: bool) -> Alternatives:
    """A value of a test as a switch, if the test comes out, or may come out, otherwise than wanted."""
    if isinstance(value, Opaque):
        return (value,) if value.source == "environment" else ()
    if not isinstance(value, Known | Table | Row) or truth(value) is wanted:
        return ()
    return (value,) if wanted else (replace(value, value=False),) if isinstance(value, Known) else ()
