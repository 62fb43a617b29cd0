"""Calls of the elements of a list, one after the other: checks among them."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Row
from pytest_ssot.facts.values import NOTHING, Value


def goes_on_failing(site: Site) -> bool:
    """Where a call raises, its function may go on, with other rounds of a loop among others."""
    fact = site.fact
    return fact.swallowed or fact.answered or fact.passed_over or fact.handler


def is_never_awaited(site: Site) -> bool:
    """Nobody waits for what a call of a coroutine function gives, or hands it to anybody who could."""
    if site.fact.awaited:
        return False
    module = site.module
    function = module.functions[site.fact.function] if site.fact.function >= 0 else None
    ends = (*function.returns, *function.yields) if function is not None else ()
    kept = (store.value for store in module.stores)
    used = any(not isinstance(one, v.Attr | v.After) for one in module.users.get(site.fact.value, ()))
    return not used and site.fact.value not in ends and site.fact.value not in kept


def is_never_asked(site: Site) -> bool:
    """What an executor runs raises where its result is asked for, and nobody asks."""
    users = site.module.users.get(site.fact.value, ())
    asks = any(
        one.name in _ASKING if isinstance(one, v.Attr) else not isinstance(one, v.After) for one in users
    )
    return site.word in ("submit", "apply_async") and not asks


_ASKING = ("result", "get", "exception", "add_done_callback")


def calls_each(links: Links, site: Site) -> bool:
    """A call in a loop, of the elements of a list that is known: each of them is called."""
    module = site.module
    node = module.nodes[site.node.callee]
    if isinstance(node, v.Bound):
        loops = [one for one in module.places.of(v.Comprehension) if _goes_through(module, one, node.slot)]
        asked = [user for one in loops for user in module.users.get(one, ())]
        words = (getattr(module.nodes[one.callee], "name", "") for one in asked if isinstance(one, v.Call))
        base = module.iterables.get(node.slot, NOTHING)
        return bool(loops) and _NOT_ALL.isdisjoint(words) and row_of(links, site, base) is not None
    if isinstance(node, v.Item) and isinstance(pair := module.nodes[node.base], v.Element):
        node = pair  # the function of a pair: `for name, check in checks.items()`
    if not isinstance(node, v.Element) or goes_on_failing(site):
        return False
    return not is_left_early(module, site) and row_of(links, site, node.base) is not None


_NOT_ALL = frozenset(["any", "next"])
"""What stops at the first element that says yes."""


def _goes_through(module: ModuleFacts, value: Value, slot: int) -> bool:
    node = module.nodes[value]
    return (
        isinstance(node, v.Comprehension)
        and len(node.loops) == 1
        and node.loops[0][0] == slot
        and not node.conditions
    )


def row_of(links: Links, site: Site, base: Value) -> Row | None:
    """The one list of known elements that a loop goes through."""
    rows = links.value(site.module, base, site.frames) if base != NOTHING else ()
    row = rows[0] if len(rows) == 1 else None
    return row if isinstance(row, Row) and not row.rest and all(len(one) == 1 for one in row.items) else None


def is_left_early(module: ModuleFacts, site: Site) -> bool:
    """A loop whose elements are called may be left before its last round."""
    callee = module.nodes[site.node.callee]
    element = callee.base if isinstance(callee, v.Item) else site.node.callee
    function = module.functions[site.fact.function] if site.fact.function >= 0 else None
    ends = (*function.guards, *function.falls) if function is not None else ()
    tests = (module.nodes[test] for end in ends for test, _ in end)
    if any(isinstance(one, v.Compare) and one.op == v.ROUND and one.left == element for one in tests):
        return True
    broken = (module.nodes[one] for one in module.places.of(v.Compare))
    return any(isinstance(one, v.Compare) and one.op == v.BROKEN and one.right == element for one in broken)
