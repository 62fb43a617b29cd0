"""Lookups of what was kept for a token once it had been verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import reaches
from pytest_ssot.facts.resolved import FunctionRef
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.sites import Site
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.assurances import Assurance, Check, passes
from pytest_ssot.rules.implications import is_none
from pytest_ssot.rules.same_tokens import Token, identity

Fill = tuple[int, Value, Value, Guards]
"""A function that puts a value into something, the key it is put under, and the tests on the way."""


def remembered(function: FunctionRef, checks: Sequence[Check], tokens: frozenset[Token]) -> Iterator[Check]:
    """The calls that ask something for what is kept under a token, where only verified ones are.

    The function puts what a check gave under the same token, and nobody else in its file puts anything
    there. What unverified claims somebody puts there is told where they are read.
    """
    module, raising = function.module, [one for one in checks if one.assurance is Assurance.RAISES]
    for fact in module.calls_in.get(function.index, ()) if raising else ():
        site = Site(module, fact)
        keeper = _asked_for(site, tokens)
        fills = list(_fills(module, _name(module, keeper))) if keeper != NOTHING else []
        if fills and all(_is_verified(module, function.index, one, raising, tokens) for one in fills):
            yield Check(site, Assurance.GIVES)


def _asked_for(site: Site, tokens: frozenset[Token]) -> Value:
    """What a call asks for what is kept under a token, if it gets None where there is nothing."""
    callee, given = site.module.nodes[site.node.callee], site.node.args
    if site.fact.discarded or site.node.keywords or not isinstance(callee, v.Attr) or not given:
        return NOTHING
    plain = len(given) == 1 or (len(given) == 2 and is_none(site.module, given[1]))
    return callee.base if plain and identity(site.module, given[0]) in tokens else NOTHING


def _name(module: ModuleFacts, keeper: Value) -> str:
    node = module.nodes[keeper]
    return node.name if isinstance(node, v.Attr | v.Name | v.Imported) else ""


def _fills(module: ModuleFacts, name: str) -> Iterator[Fill]:
    """All that a module puts into what goes by a name, as an item or by a call with a key and a value."""
    for store in module.stores if name else ():
        if store.item and _name(module, store.target) == name:
            yield store.function, store.key, store.value, store.guards
    for fact in module.calls if name else ():
        given = Site(module, fact).node.args
        callee = module.nodes[Site(module, fact).node.callee]
        put = isinstance(callee, v.Attr) and _name(module, callee.base) == name and len(given) > 1
        if put and not is_none(module, given[1]):
            yield fact.function, given[0], given[1], fact.guards


def _is_verified(
    module: ModuleFacts, function: int, fill: Fill, checks: Sequence[Check], tokens: frozenset[Token]
) -> bool:
    """A function puts what a check of a token has given under the token itself."""
    index, key, value, guards = fill
    return (
        index == function
        and identity(module, key) in tokens
        and any(
            reaches(module, value, one.value, frozenset()) and passes(one, value + 1, guards)
            for one in checks
        )
    )
