"""Tokens in what calls give: objects that are made with them, and pairs, mappings and copies of objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import CONSTRUCTORS
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import ClassRef, FunctionRef
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.handed_in import inside
from pytest_ssot.rules.implications import is_nothing
from pytest_ssot.rules.kept_tokens import Step
from pytest_ssot.rules.same_tokens import (
    Token,
    all_given,
    along,
    given_for,
    identity,
    is_part,
    origin_of,
    rest_of,
)

MOST_MAKERS = 2
"""Functions between a call and what makes the object that it gives."""

MOST_IN_TURN = 4
"""Calls that hand on to each other what holds a token."""


def held_by_made(links: Links, sites: Iterable[Site], token: Token) -> Iterator[Token]:
    """The token as it is found in what some calls give, which are handed it or what holds it."""
    calls = [one for one in sites if isinstance(one.module.nodes[one.fact.value], v.Call)]
    known, fresh = {token}, [token]
    for _ in range(MOST_IN_TURN):
        fresh = [one for held in fresh for made in calls for one in _given(links, made, held, 0)]
        fresh = [one for one in dict.fromkeys(fresh) if one not in known]
        known.update(fresh)
        yield from fresh


def _given(links: Links, made: Site, token: Token, depth: int) -> Iterator[Token]:
    """The token as it is found in what one call gives."""
    if not any(is_part(token, identity(made.module, one)) for one in all_given(made)):
        return
    for callee in links.callees(made):
        found = set[tuple[Step, ...]]()
        if isinstance(callee, ClassRef):
            found = {(("attribute", name),) for name in _kept_as(callee, made, token)}
        elif isinstance(callee, FunctionRef) and depth < MOST_MAKERS and links.affords(made.module, 1):
            found = _in_returned(links, callee, made, token, depth)
        yield from (along(made.fact.value, steps) for steps in found)


def _in_returned(
    links: Links, function: FunctionRef, made: Site, token: Token, depth: int
) -> set[tuple[Step, ...]]:
    """Where the token is found in whatever a function returns that is handed it."""
    facts, module = function.facts, function.module
    known = inside(made, function, token)
    ends = [one for one in facts.returns if not is_nothing(module, one)]
    if facts.yields or not ends or not known:
        return set()
    return set.intersection(*(_in_value(links, function, one, known, depth) for one in ends))


def _in_value(
    links: Links, function: FunctionRef, value: Value, known: frozenset[Token], depth: int
) -> set[tuple[Step, ...]]:
    """Where one of some tokens is found in a value of a function."""
    module = function.module
    holder = identity(module, value)
    rests = [rest_of(one, holder) for one in known]
    if any(one is not None for one in rests):
        return {one for one in rests if one is not None}
    root = module.root_of(value)
    fact = module.places.call_in(function.index, root)
    if fact is not None:
        site = Site(module, fact)
        found = {one for held in known for one in _given(links, site, held, depth + 1)}
        return {rest_of(one, root) or () for one in found if origin_of(one) == root}
    return {
        (("entry", key), *steps)
        for key, item in _entries(module, root)
        for steps in _in_value(links, function, item, known, depth)
    }


def _entries(module: ModuleFacts, root: Value) -> Iterator[tuple[object, Value]]:
    """The entries of a display, by their constant keys or their places."""
    match module.nodes[root]:
        case v.Sequence(items=items):
            yield from enumerate(items)
        case v.Dict(keys=keys, values=values):
            for key, one in zip(keys, values, strict=True):
                node = module.nodes[key] if key >= 0 else None
                if isinstance(node, v.Const):
                    yield node.value, one


def _kept_as(cls: ClassRef, made: Site, token: Token) -> Iterator[str]:
    """The attributes under which an object keeps a token that it is made with."""
    module = cls.module
    facts = module.classes[cls.index]
    for index in module.places.methods_by_name.get((cls.index, CONSTRUCTORS[0]), ())[:1]:
        handed = inside(made, FunctionRef(module, index, {}), token)
        for store in module.places.stores_in.get(index, ()):
            if not store.item and identity(module, store.value) in handed:
                yield store.name
        return
    for name in facts.fields:
        if identity(made.module, given_for(made, list(facts.fields), name)) == token:
            yield name
