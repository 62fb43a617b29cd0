"""What the ends of a function give, its returns and yields, as far as a call of it reaches them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from pytest_ssot.facts import values as v
from pytest_ssot.facts.effort import PER_TEST
from pytest_ssot.facts.folds import carried_rounds
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import (
    Alternatives,
    Frames,
    FunctionRef,
    Known,
    Opaque,
    Parameter,
    Place,
    Row,
    Table,
    needs_of,
    one_of,
    truth,
)
from pytest_ssot.facts.rounds import round_key, rounds
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import ROUND, Element
from pytest_ssot.facts.worded import by_default, outside, reads_a_word

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def returned(resolver: Resolver, function: FunctionRef, frames: Frames) -> Iterator[Alternatives]:
    """What each `return` gives that can be reached with these arguments."""
    facts = function.facts
    loops = [(v.NOTHING, *_loops(function.module, guards))[-1] for guards in facts.guards]
    for number, (value, loop) in enumerate(zip(facts.returns, loops, strict=True)):
        resolver.effort.spend(len(facts.guards[number]) * PER_TEST)
        for inner in _rounds(resolver, function, number, loop, frames):
            passed = (loop,) if inner is not frames else ()
            verdict, needs = _reached(resolver, function, facts.guards[number], inner, passed)
            if verdict is not False:
                given = _given(resolver, function, number, value, inner)
                decides = needs and any(isinstance(one, Known | Table) for one in given)
                yield (*given, Opaque("parameter", needs=needs)) if decides else given
            if verdict and (loop == v.NOTHING or loops.count(loop) == 1):
                return
    for guards in facts.falls:
        found = ((resolver.resolve(function.module, test, frames), wanted) for test, wanted in guards)
        if not facts.returns or all(set(map(truth, held)) == {wanted} for held, wanted in found):
            yield (Known(None, Place(function.module.path, facts.at)),)


def _rounds(
    resolver: Resolver, function: FunctionRef, number: int, loop: v.Value, frames: Frames
) -> Iterator[Frames]:
    """The rounds of the loop around a `return`, with what it carries into them; or the frames of the call."""
    if loop == v.NOTHING:
        return iter((frames,))
    tests = (test for test, _ in function.facts.guards[number] if test != loop)
    asked = (function.facts.returns[number], *tests)
    carried = carried_rounds(resolver, function.module, asked, frames)
    return rounds(resolver, function.module, loop, frames) if carried is None else carried


def _loops(module: ModuleFacts, guards: Guards) -> tuple[v.Value, ...]:
    """The tests that stand for the loops around a place, from the outermost on."""
    return tuple(test for test, _ in guards if getattr(module.nodes[test], "op", "") == ROUND)


def _reached(
    resolver: Resolver, function: FunctionRef, guards: Guards, frames: Frames, passed: tuple[v.Value, ...]
) -> tuple[bool | None, frozenset[Parameter]]:
    """Whether a place is reached, once its loops are at a round, or the parameters that would tell."""
    certain, needs = True, frozenset[Parameter]()
    for test, wanted in guards:
        if test in passed:
            continue
        found = resolver.resolve(function.module, test, frames)
        verdicts = {truth(one) for one in found}
        if verdicts == {not wanted}:
            return False, needs
        certain = certain and verdicts == {wanted}
        needs |= needs_of(found)
    return certain or None, needs


def _given(
    resolver: Resolver, function: FunctionRef, number: int, value: v.Value, frames: Frames
) -> Alternatives:
    """What a `return` gives; what only a text of the environment leads to is decided by that."""
    module = function.module
    given = resolver.resolve(module, value, frames)
    for test, wanted in function.facts.guards[number]:
        if getattr(module.nodes[test], "left", v.NOTHING) == value:
            continue  # it only asks if the value itself is there: in a `try`, nobody chose it
        found = resolver.resolve(module, test, frames)
        if wanted not in by_default(found) and reads_a_word(found):
            others = (resolver.resolve(module, one, frames) for one in function.facts.returns if one != value)
            return outside(given, found, one_of(*others))
    return given


def yielded(
    resolver: Resolver, function: FunctionRef, frames: Frames
) -> tuple[tuple[Alternatives, ...], Alternatives]:
    """What a generator yields, in order, and what it yields only where tests come out so."""
    module, facts = function.module, function.facts
    items: list[Alternatives] = []
    rest: list[Alternatives] = []
    ends = [(value, guards) for value, (_, guards) in zip(facts.yields, facts.yielded, strict=False)]
    for loops, group in groupby(ends, lambda end: _loops(module, end[1])):
        together = list(group)
        for inner in _each_round(resolver, module, loops, together, frames):
            for value, guards in together:
                verdict, needs = _reached(resolver, function, guards, inner, loops)
                if verdict is False:
                    continue
                held = resolver.resolve(module, value, inner)
                if verdict and (whole := _yielded_from(resolver, module, value, inner)) is not None:
                    items += whole.items
                    rest.append(whole.rest)
                elif verdict:
                    items.append(held)
                else:
                    rest.append((*held, Opaque("parameter", needs=needs)) if needs else held)
    return tuple(items), one_of(*rest)


def _yielded_from(resolver: Resolver, module: ModuleFacts, value: v.Value, frames: Frames) -> Row | None:
    """The row of which a generator yields all elements, one after another."""
    node = module.nodes[value]
    if not isinstance(node, Element) or round_key(module, node) in frames:
        return None
    source = resolver.resolve(module, node.base, frames)
    return source[0] if len(source) == 1 and isinstance(source[0], Row) else None


def _each_round(
    resolver: Resolver,
    module: ModuleFacts,
    loops: tuple[v.Value, ...],
    ends: Sequence[tuple[v.Value, Guards]],
    frames: Frames,
) -> Iterator[Frames]:
    """The frames of each round of loops that stand in each other."""
    if not loops:
        yield frames
        return
    asked = [value for value, _ in ends] if len(loops) == 1 else []
    carried = carried_rounds(resolver, module, asked, frames) if asked else None
    for inner in rounds(resolver, module, loops[0], frames) if carried is None else carried:
        yield from _each_round(resolver, module, loops[1:], ends, inner)
