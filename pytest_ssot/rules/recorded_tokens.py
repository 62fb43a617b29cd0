"""Lookups that only find tokens which were put on record once they had been verified, or just been signed."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts, ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import FunctionRef
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.spans import NO_SPAN
from pytest_ssot.facts.values import NOTHING, Param, Value
from pytest_ssot.rules.assurances import Check
from pytest_ssot.rules.cut_trails import import_behind, module_of
from pytest_ssot.rules.issued_tokens import is_issued
from pytest_ssot.rules.kept_tokens import Ways, was_verified
from pytest_ssot.rules.libraries import LIBRARIES
from pytest_ssot.rules.remembered_checks import Fill, fills_of, lookups_of, name_of, shown_by
from pytest_ssot.rules.same_tokens import Token, identity
from pytest_ssot.rules.token_keys import stands_for

MOST_CANDIDATES = 40
"""Values of a function that are tried for the token under which it puts something."""


def recorded(ways: Ways, function: FunctionRef, token: Token) -> Iterator[Check]:
    """The lookups of a token, or a digest of it, where each that is found there is one of the program's own.

    All code of the file that puts something there does so under a token that was verified, or that it has
    just signed, and no other file puts anything there.
    """
    links, module = ways.links, function.module
    tokens = frozenset([token])
    for lookup, keeper, key in lookups_of(function):
        fills = fills_of(module, keeper)
        if not fills or _keeps_nothing(links, module, keeper):
            continue
        if not stands_for(links, module, function.index, key, tokens):
            continue
        if _is_filled_elsewhere(links, module, name_of(module, keeper)):
            continue
        if all(_is_on_record(ways, module, one) for one in fills):
            yield shown_by(lookup)


def _keeps_nothing(links: Links, module: ModuleFacts, keeper: Value) -> bool:
    """What is asked is a module of the project, whose functions are followed, or of a library for tokens."""
    node = import_behind(module, keeper)
    if node is None:
        return False
    name = module_of(node)
    return name in LIBRARIES or links.project.locate(module.path, name) is not None


def _is_filled_elsewhere(links: Links, module: ModuleFacts, name: str) -> bool:
    """Another file assigns to entries of what has the same name."""
    others = links.resolver.writes.get(f"[{name}]", ())
    return any(one is not module and not is_test(one.path) for one, _ in others)


def _is_on_record(ways: Ways, module: ModuleFacts, fill: Fill) -> bool:
    """What something is put under stands for a token that was verified before, or has just been signed."""
    links, index = ways.links, fill.function
    if fill.key == NOTHING or index < 0 or not links.affords(module, MOST_CANDIDATES):
        return False
    at = StoreFacts(fill.key, "", fill.key, index, NO_SPAN, guards=fill.guards, behind=fill.at)
    for value in _candidates(module, fill):
        known = frozenset([identity(module, value)])
        if stands_for(links, module, index, fill.key, known):
            site = Site(module, CallFacts(value, index))
            if is_issued(links, site, value) or was_verified(ways, module, at, value, ()):
                return True
    return False


def _candidates(module: ModuleFacts, fill: Fill) -> Iterator[Value]:
    """What a function is handed, and what its calls have given before it puts something somewhere."""
    yield fill.key
    made = (fact.value for fact in module.calls_in.get(fill.function, ()) if fact.value < fill.at)
    yield from list(made)[:MOST_CANDIDATES]
    facts = module.functions[fill.function]
    given = {Param(fill.function, one.name) for one in facts.parameters}
    yield from (number for number in module.places.of(Param) if module.nodes[number] in given)


__all__ = ["recorded"]
