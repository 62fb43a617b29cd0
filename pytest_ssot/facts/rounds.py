"""Single rounds of a loop: what its body computes from one element at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_ssot.facts import values as v
from pytest_ssot.facts.keys import at_key
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.resolved import Alternatives, Frames, FunctionKey, Resolved, Row, Table
from pytest_ssot.facts.values import Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

MOST_ROUNDS = 64
"""Elements of a loop that are looked at one by one; beyond it all stand for each other."""

DEEPEST_SEARCH = 20
"""Operations between the element of a loop and what is computed from it."""

_FIRST_KEY = -2_000_000


def round_key(module: ModuleFacts, element: v.Element) -> FunctionKey:
    """Stands for a loop in frames, where functions have their key."""
    return module.path, _FIRST_KEY - element.base


def is_of_round(key: FunctionKey) -> bool:
    """A key that stands for a loop, or for what one carries, in frames."""
    return key[1] <= _FIRST_KEY


def rounds(resolver: Resolver, module: ModuleFacts, value: Value, frames: Frames) -> Iterator[Frames]:
    """The frames of each round of the loop that `value` is computed in; `frames` alone outside of one."""
    element = _element(module, value, DEEPEST_SEARCH, set())
    if element is None or round_key(module, element) in frames:
        yield frames
        return
    rows = [elements_of(resolver.row(base)) for base in resolver.resolve(module, element.base, frames)]
    known = [row for row in rows if row is not None]
    if len(known) < len(rows) or sum(map(len, known)) > MOST_ROUNDS or not known:
        yield frames
        return
    for row in known:
        for held in row:
            yield {**frames, round_key(module, element): {"": held}}


def _element(module: ModuleFacts, value: Value, depth: int, seen: set[Value]) -> v.Element | None:
    node = module.nodes[value]
    if isinstance(node, v.Element) or value in seen:
        return node if isinstance(node, v.Element) else None
    seen.add(value)
    if not depth or isinstance(node, v.Call | v.After):
        parts = node.args if isinstance(node, v.Call) and depth else ()
        parts = (*parts, node.callee) if isinstance(node, v.Call) and depth else parts
    else:
        parts = operands(node)
    found = (_element(module, part, depth - 1, seen) for part in parts)
    return next((one for one in found if one is not None), None)


def elements_of(base: Resolved) -> list[Alternatives] | None:
    """The elements that a loop over something goes through, in order; None when some are not known."""
    match base:
        case Row(items=items, rest=()):
            return list(items)
        case Table(entries=entries, rest=(), place=place):
            return [(at_key(key, place),) for key in entries]
        case _:
            return None
