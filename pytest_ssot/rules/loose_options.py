"""Options that switch verification off and that no decoder was seen to receive."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Place
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.uses import operands
from pytest_ssot.rules.libraries import UNVERIFIED_KEY


def loose_options(module: ModuleFacts, received: frozenset[Place]) -> Iterator[Place]:
    """Every `"verify_signature": False` of a mapping that is kept for later and never seen again.

    `received` are the mappings that calls were seen to receive. Mappings that are handed to a call or
    compared on the spot have been judged there.
    """
    if is_test(module.path):
        return
    suspects = {
        number: node
        for number, node in enumerate(module.nodes)
        if isinstance(node, v.Dict) and _off(module, node)
    }
    if not suspects:
        return
    spent = {
        value
        for node in module.nodes
        if isinstance(node, v.Call | v.Compare | v.Binary | v.Comprehension | v.Star)
        for value in operands(node)
    }
    for node in module.nodes:
        if isinstance(node, v.Dict):
            spent.update(_overwritten(module, node))
    for number, node in suspects.items():
        if number not in spent and Place(module.path, node.at) not in received:
            yield Place(module.path, _off(module, node) or node.at)


def _overwritten(module: ModuleFacts, node: v.Dict) -> Iterator[v.Value]:
    """Mappings spread into another that has its own word on verification after them."""
    own = [
        index
        for index, key in enumerate(node.keys)
        if key != v.NOTHING and getattr(module.nodes[key], "value", None) == UNVERIFIED_KEY
    ]
    for index, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
        if key == v.NOTHING and own and index < own[-1]:
            yield value


def _off(module: ModuleFacts, node: v.Dict) -> v.Span | None:
    """Where a mapping switches verification off, for good."""
    found: v.Span | None = None
    for key, value in zip(node.keys, node.values, strict=True):
        name = module.nodes[key] if key != v.NOTHING else None
        if isinstance(name, v.Const) and name.value == UNVERIFIED_KEY:
            held = module.nodes[value]
            found = held.at if isinstance(held, v.Const) and not held.value else None
    return found
