"""Lookups of what was kept for a token once it had been verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links
from pytest_ssot.facts.module import CallFacts, ModuleFacts
from pytest_ssot.facts.resolved import FunctionRef
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.sites import Site
from pytest_ssot.facts.spans import NO_SPAN
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.assurances import Assurance, Check, passes
from pytest_ssot.rules.implications import is_none
from pytest_ssot.rules.same_tokens import Token
from pytest_ssot.rules.token_keys import stands_for


class Fill(msgspec.Struct, frozen=True):
    """A function that puts a value into something, the key it is put under, and the tests on the way.

    What is only added to a set has no value; of what is put there otherwise, nothing is known.
    """

    function: int
    key: Value
    value: Value
    at: int
    guards: Guards


def remembered(
    links: Links, function: FunctionRef, checks: Sequence[Check], tokens: frozenset[Token]
) -> Iterator[Check]:
    """The calls and tests that ask something for what is kept under a token, where only verified ones are.

    The function puts something under the same token, or a digest of it, once a check has passed, and nobody
    else in its file puts anything there. What unverified claims somebody puts there is told where they are
    read.
    """
    module, raising = function.module, [one for one in checks if one.assurance is Assurance.RAISES]
    for lookup, keeper, key in lookups_of(function) if raising else ():
        fills = fills_of(module, keeper)
        if not fills or not stands_for(links, module, function.index, key, tokens):
            continue
        if all(_is_verified(links, function, one, raising, tokens) for one in fills):
            found = shown_by(lookup)
            yield found
            yield from (more for one in raising for more in _otherwise_made(one, found))


def shown_by(lookup: Site) -> Check:
    """What a lookup shows where it finds only what was verified before."""
    module, node = lookup.module, lookup.module.nodes[lookup.fact.value]
    if isinstance(node, v.Compare):
        known = frozenset([(lookup.fact.value, node.op == "In")])
        return Check(lookup, Assurance.NONE, excluded=(known,))
    if later := _still_valid(module, lookup.fact.value):
        return Check(lookup, Assurance.NONE, excluded=(later,))
    return Check(lookup, Assurance.GIVES)


def _still_valid(module: ModuleFacts, lookup: Value) -> frozenset[tuple[Value, bool]]:
    """Tests that show a time to be later than now, which is kept under a key: `seen.get(key, 0) > now`."""
    node = module.nodes[lookup]
    default = module.nodes[node.args[1]] if isinstance(node, v.Call) and len(node.args) > 1 else None
    if not isinstance(default, v.Const) or default.value is None:
        return frozenset()
    found = set[tuple[Value, bool]]()
    for number in module.used_by.of(lookup):
        test = module.nodes[number]
        if isinstance(test, v.Compare) and test.op in _LATER:
            found.add((number, _LATER[test.op] is (test.left == lookup)))
    return frozenset(found)


_LATER = {"Gt": True, "GtE": True, "Lt": False, "LtE": False}
"""Comparisons, and whether they come out true where the left side is the later time."""


def _otherwise_made(check: Check, lookup: Check) -> Iterator[Check]:
    """A check that is made wherever a lookup has not found the token counts behind both ways."""
    fact = check.site.fact
    for guard in fact.guards:
        others = tuple(one for one in fact.guards if one != guard)
        if passes(lookup, fact.value, (*others, (guard[0], not guard[1]))):
            yield replace(check, site=replace(check.site, fact=replace(fact, guards=others)))


def kept_under(
    links: Links, function: FunctionRef, value: Value, tokens: frozenset[Token]
) -> tuple[Fill, ...] | None:
    """What a function itself has kept under a token, if a value is what it has looked up there."""
    module = function.module
    root = module.root_of(value)
    for lookup, keeper, key in lookups_of(function):
        if lookup.fact.value != root or not stands_for(links, module, function.index, key, tokens):
            continue
        fills = fills_of(module, keeper)
        own = (
            one.function == function.index
            and one.value != NOTHING
            and stands_for(links, module, function.index, one.key, tokens)
            for one in fills
        )
        return tuple(fills) if fills and all(own) else None
    return None


def lookups_of(function: FunctionRef) -> Iterator[tuple[Site, Value, Value]]:
    """What asks for something that is kept under a key: where, what keeps it, and the key."""
    module = function.module
    for fact in module.calls_in.get(function.index, ()):
        site = Site(module, fact)
        callee, given = module.nodes[site.node.callee], site.node.args
        plain = len(given) == 1 or (len(given) == 2 and (is_none(module, given[1]) or _is_asked(site)))
        if plain and isinstance(callee, v.Attr) and not (fact.discarded or site.node.keywords):
            yield site, callee.base, given[0]
    asked = module.places.once(("lookups",), lambda: _asked(module))
    for number in asked.get(function.index, ()):
        node = module.nodes[number]
        if isinstance(node, v.Compare):
            yield Site(module, CallFacts(number, function.index)), node.right, node.left
        elif isinstance(node, v.Item):
            yield Site(module, CallFacts(number, function.index)), node.base, node.key


def _is_asked(site: Site) -> bool:
    """A call asks a mapping for what is kept under a key, and else for zero."""
    default = site.module.nodes[site.node.args[1]] if len(site.node.args) == 2 else None
    return site.word == "get" and isinstance(default, v.Const) and default.value in (0, False)


def _asked(module: ModuleFacts) -> dict[int, list[Value]]:
    """What asks in each function if something holds a key, or for what is kept under one."""
    found: dict[int, list[Value]] = {}
    for number in (*module.places.of(v.Compare), *module.places.of(v.Item)):
        node = module.nodes[number]
        at = node.at if isinstance(node, v.Compare | v.Item) else NO_SPAN
        if at != NO_SPAN and not (isinstance(node, v.Compare) and node.op not in ("In", "NotIn")):
            found.setdefault(next(module.places.functions.around(at), -1), []).append(number)
    return found


def fills_of(module: ModuleFacts, keeper: Value) -> list[Fill]:
    """All that a module puts into what has the name of something that keeps values, by keys or as such."""
    name = name_of(module, keeper)
    return module.places.once(("fills",), lambda: _fills(module)).get(name, []) if name else []


def _fills(module: ModuleFacts) -> dict[str, list[Fill]]:
    """The same for all that keeps something, by its name."""
    found: dict[str, list[Fill]] = {}
    for one in module.stores:
        if one.item and one.key != NOTHING:
            fill = Fill(one.function, one.key, one.value, one.behind, one.guards)
            found.setdefault(name_of(module, one.target), []).append(fill)
    for fact in module.calls:
        site = Site(module, fact)
        given, callee = site.node.args, module.nodes[site.node.callee]
        if not isinstance(callee, v.Attr) or not given:
            continue
        fills = found.setdefault(name_of(module, callee.base), [])
        if callee.name in ("add", "append"):
            fills.append(Fill(fact.function, given[0], NOTHING, fact.value, fact.guards))
        elif len(given) > 1 and not is_none(module, given[1]) and not _is_asked(site):
            fills.append(Fill(fact.function, given[0], given[1], fact.value, fact.guards))
        elif callee.name in ("update", "extend", "setdefault"):
            fills.append(Fill(fact.function, NOTHING, NOTHING, fact.value, fact.guards))
    return found


def name_of(module: ModuleFacts, keeper: Value) -> str:
    node = module.root(keeper)
    return node.name if isinstance(node, v.Attr | v.Name | v.Imported) else ""


def _is_verified(
    links: Links, function: FunctionRef, fill: Fill, checks: Sequence[Check], tokens: frozenset[Token]
) -> bool:
    """A function puts something under the token itself, or what stands for it, once a check has passed."""
    return (
        fill.function == function.index
        and any(passes(one, fill.at, fill.guards) for one in checks)
        and stands_for(links, function.module, function.index, fill.key, tokens)
    )
