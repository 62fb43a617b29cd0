"""Options that switch verification off and that no decoder was seen to receive."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Place
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.uses import operands
from pytest_ssot.rules.libraries import UNVERIFIED_KEY

MOST_HOLDERS = 20
"""Tables and choices around a mapping that are looked through for what stands beside it."""


def loose_options(module: ModuleFacts, received: frozenset[Place]) -> Iterator[tuple[Place, bool]]:
    """Every `"verify_signature": False` of a mapping that is kept for later and never seen again.

    `received` are the mappings that calls were seen to receive. Mappings that are handed to a call or
    compared on the spot have been judged there. With each is told if nothing reads it, or if one that stands
    beside it in a table, among the values of a name or of a function has been received: that one is chosen.
    """
    if is_test(module.path):
        return
    mappings = [(number, module.nodes[number]) for number in module.places.of(v.Dict)]
    suspects = {number: node for number, node in mappings if isinstance(node, v.Dict) and _off(module, node)}
    if not suspects:
        return
    spent = {
        value
        for number in module.places.of(v.Call, v.Compare, v.Binary, v.Comprehension, v.Star)
        for value in operands(module.nodes[number])
    }
    for _, node in mappings:
        if isinstance(node, v.Dict):
            spent.update(_overwritten(module, node))
    for number, node in suspects.items():
        if number not in spent and Place(module.path, node.at) not in received:
            others = (module.nodes[one] for one in _beside(module, number) if one != number)
            chosen = any(isinstance(one, v.Dict) and Place(module.path, one.at) in received for one in others)
            yield Place(module.path, _off(module, node) or node.at), chosen or _is_forgotten(module, number)


def _is_forgotten(module: ModuleFacts, number: v.Value) -> bool:
    """Nothing is computed from a value, and no name of the module, object or function holds it in the end."""
    held = [*module.bindings.values(), *(store.value for store in module.stores)]
    held += [value for one in module.functions for value in (*one.returns, *one.yields)]
    around = {one.parent for one in module.functions if one.parent >= 0}  # their variables are read within
    held += [value for index in around for value in module.functions[index].variables.values()]
    held += [value for one in module.classes for value in one.attributes.values()]
    held += [one.default for function in module.functions for one in function.parameters]
    return number not in module.users and number not in held


def _beside(module: ModuleFacts, number: v.Value) -> Iterator[v.Value]:
    """What stands beside a mapping in tables, choices and classes, and among what its function returns."""
    holders, seen = [number], set[v.Value]()
    held_by_classes = [(*one.attributes.values(),) for one in module.classes]
    for holder in holders:  # grows as it is gone through
        if holder in seen or len(seen) > MOST_HOLDERS:
            continue
        seen.add(holder)
        for user, node in enumerate(module.nodes[holder + 1 :], holder + 1):
            if isinstance(node, _HOLDERS) and holder in operands(node):
                holders.append(user)
                yield from operands(node)
        for beside in (*(one.returns for one in module.functions), *held_by_classes):
            if holder in beside:
                yield from beside


_HOLDERS = (v.Dict, v.Sequence, v.Choice, v.Phi, v.Refined)


def _overwritten(module: ModuleFacts, node: v.Dict) -> Iterator[v.Value]:
    """Mappings spread into another that has its own word on verification after them."""
    own = [
        index
        for index, key in enumerate(node.keys)
        if key != v.NOTHING and getattr(module.nodes[key], "value", None) == UNVERIFIED_KEY
    ]
    for index, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
        if key == v.NOTHING and own and index < own[-1]:
            spread = module.nodes[value]
            yield module.bindings.get(spread.name, value) if isinstance(spread, v.Name) else value


def _off(module: ModuleFacts, node: v.Dict) -> v.Span | None:
    """Where a mapping switches verification off, for good."""
    found: v.Span | None = None
    for key, value in zip(node.keys, node.values, strict=True):
        name = module.nodes[key] if key != v.NOTHING else None
        if isinstance(name, v.Const) and name.value == UNVERIFIED_KEY:
            held = module.nodes[value]
            found = held.at if isinstance(held, v.Const) and not held.value else None
    return found
