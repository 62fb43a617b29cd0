"""Loops that carry a value from round to round, gone through one element at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.resolved import Alternatives, Frames, FunctionKey
from pytest_ssot.facts.rounds import elements_of, round_key
from pytest_ssot.facts.values import NOTHING, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

MOST_ROUNDS = 12
"""Elements of such a loop beyond which all rounds are read together."""

MOST_OPERATIONS = 80
"""Operations of a loop's body that are looked through for what it carries."""

_FIRST_KEY = -3_000_000


class Fold(msgspec.Struct, frozen=True):
    """A loop over the `element`s of something: what it begins with, carries, and leaves of it."""

    element: v.Element
    entry: Value
    carried: v.Phi
    body: Value


def fold_of(resolver: Resolver, module: ModuleFacts, options: tuple[Value, ...]) -> Fold | None:
    """The loop of which `options` are what was before it, and what its last round leaves."""
    if len(options) != len(("before", "after")):
        return None
    key = (module.path, options)
    if key not in resolver.folds:
        resolver.folds[key] = _fold(module, *options)
    return resolver.folds[key]


def _fold(module: ModuleFacts, entry: Value, body: Value) -> Fold | None:
    """A loop's body is read twice: the second time for what the first one leaves, or nothing did."""
    carried, elements = NOTHING, list[Value]()
    seen: set[Value] = set()
    queue = [body]
    while queue and len(seen) < MOST_OPERATIONS:
        value = queue.pop()
        if value in seen:
            continue
        seen.add(value)
        node = module.nodes[value]
        if isinstance(node, v.Phi) and node.options[0] == entry and node.options[1:] != (body,):
            carried = max(carried, value)
            continue
        if isinstance(node, v.Element):
            elements.append(value)
            continue
        parts = (*operands(node), node.call) if isinstance(node, v.After) else operands(node)
        queue.extend(one for one in parts if one > entry or isinstance(module.nodes[one], v.Element))
    found = module.nodes[carried] if carried != NOTHING else None
    if not isinstance(found, v.Phi) or not elements:
        return None
    element = module.nodes[min(elements)]
    assert isinstance(element, v.Element)
    return Fold(element, entry, found, body)


def _key(module: ModuleFacts, carried: v.Phi) -> FunctionKey:
    """Stands for what a loop carries in frames, where functions have their key."""
    return module.path, _FIRST_KEY - carried.options[-1]


def as_carried(module: ModuleFacts, node: v.Phi, frames: Frames) -> Alternatives | None:
    """What a loop carries into the round that `frames` are about."""
    held = frames.get(_key(module, node))
    return None if held is None else held[""]


def folded(
    resolver: Resolver, module: ModuleFacts, options: tuple[Value, ...], frames: Frames
) -> Alternatives | None:
    """What a loop leaves of what it carries, round by round; None where its rounds cannot be told apart."""
    fold = fold_of(resolver, module, options)
    row = _row(resolver, module, fold.element, frames) if fold is not None else None
    if fold is None or row is None:
        return None
    found = resolver.resolve(module, fold.entry, frames)
    for inner in _rounds(resolver, module, (fold,), row, frames):
        found = resolver.resolve(module, fold.body, inner)
    return found


def carried_rounds(
    resolver: Resolver, module: ModuleFacts, values: Iterable[Value], frames: Frames
) -> Iterator[Frames] | None:
    """The frames of each round of a loop that carries something into `values`; None if none does."""
    found = [_carrying(resolver, module, phi) for phi in _phis_in(module, values)]
    folds = [fold for fold in found if fold is not None]
    folds = [fold for fold in folds if fold.element == folds[0].element]
    row = _row(resolver, module, folds[0].element, frames) if folds else None
    return None if row is None else _rounds(resolver, module, tuple(folds), row, frames)


def _phis_in(module: ModuleFacts, values: Iterable[Value]) -> Iterator[v.Phi]:
    seen: set[Value] = set()
    queue = [value for value in values if value != NOTHING]
    while queue and len(seen) < MOST_OPERATIONS:
        value = queue.pop()
        node = module.nodes[value]
        if value not in seen and isinstance(node, v.Phi):
            yield node
        elif value not in seen:
            queue.extend(operands(node))
        seen.add(value)


def _carrying(resolver: Resolver, module: ModuleFacts, phi: v.Phi) -> Fold | None:
    """The loop that carries what `phi` is into its rounds."""
    for user in module.users(phi.options[0]):
        fold = fold_of(resolver, module, _behind(module, user)) if user != phi else None
        if fold is not None and fold.carried == phi:
            return fold
    return None


def _behind(module: ModuleFacts, node: v.AnyNode) -> tuple[Value, ...]:
    """What was before a loop and what is left of it, of a node that stands behind one."""
    test = module.nodes[node.test] if isinstance(node, v.Choice) else None
    if isinstance(node, v.Choice) and isinstance(test, v.Compare) and test.op == v.ROUND:
        return (node.other, node.then)
    return node.options if isinstance(node, v.Phi) else ()


def _row(
    resolver: Resolver, module: ModuleFacts, element: v.Element, frames: Frames
) -> list[Alternatives] | None:
    """The elements of a loop whose rounds are told apart here and not already."""
    if round_key(module, element) in frames:
        return None
    bases = resolver.resolve(module, element.base, frames)
    row = elements_of(resolver.row(bases[0])) if len(bases) == 1 else None
    return row if row is not None and len(row) <= MOST_ROUNDS else None


def _rounds(
    resolver: Resolver, module: ModuleFacts, folds: tuple[Fold, ...], row: list[Alternatives], frames: Frames
) -> Iterator[Frames]:
    carried = {_key(module, one.carried): resolver.resolve(module, one.entry, frames) for one in folds}
    for held in row:
        fixed = {key: {"": values} for key, values in carried.items()}
        inner = {**frames, round_key(module, folds[0].element): {"": held}, **fixed}
        yield inner
        carried = {_key(module, one.carried): resolver.resolve(module, one.body, inner) for one in folds}
