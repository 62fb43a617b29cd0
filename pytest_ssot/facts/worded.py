"""Tests by which code reads a yes or no out of a text that the environment gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Alternatives, Frames, Known, Opaque, Place, Resolved, Row, Table, truth
from pytest_ssot.facts.values import Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_YES = ("1", "t", "y", "true", "yes", "on", "enabled", "enable")
_NO = ("", "0", "f", "n", "false", "no", "off", "disabled", "disable", "none", "null")
WORDS = frozenset({*_YES, *_NO})
"""What people write for yes and no."""


def reads_a_word(
    resolver: Resolver, module: ModuleFacts, test: Value, found: Alternatives, frames: Frames
) -> bool:
    """A test compares a text of the environment with words for yes and no."""
    if not any(_is_outside(one) for one in found):
        return False
    node = module.nodes[test]
    while isinstance(node, v.Not | v.Refined):
        node = module.nodes[node.operand if isinstance(node, v.Not) else node.value]
    compared = [module.nodes[one] for one in node.operands] if isinstance(node, v.Boolean) else [node]
    return all(
        isinstance(one, v.Compare)
        and any(_are_words(resolver.resolve(module, side, frames)) for side in (one.left, one.right))
        for one in compared
    )


def by_default(found: Alternatives) -> set[bool | None]:
    """How a test comes out when the environment says nothing."""
    return {truth(one) for one in found if not _is_outside(one)}


def outside(found: Alternatives, place: Place) -> Alternatives:
    """Constants that only the environment chooses: it decides, not who wrote them."""
    return tuple(Opaque("environment", place=place) if isinstance(one, Known) else one for one in found)


def says_yes_or_no(table: Table, key: Resolved) -> bool:
    """A mapping whose keys are words for yes and no is asked for what the environment says."""
    return _is_outside(key) and bool(table.entries) and all(map(_is_word, table.entries))


def _is_outside(value: Resolved) -> bool:
    return isinstance(value, Opaque) and value.source == "environment"


def _are_words(side: Alternatives) -> bool:
    texts = [one for one in side if isinstance(one, Known)]
    for row in side:
        if isinstance(row, Row):
            texts += [one for item in row.items for one in item if isinstance(one, Known)]
        elif isinstance(row, Table):
            texts += [Known(key) for key in row.entries]
    whole = all(isinstance(one, Known | Row | Table) for one in side)
    return whole and bool(texts) and all(_is_word(one.value) for one in texts)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value.lower() in WORDS
