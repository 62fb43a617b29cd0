"""Calls that never come back, or only where what they are handed lets them: `abort()`, `require(ok)`."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import External, FunctionRef, Resolved
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.assurances import Refusal
from pytest_ssot.rules.implications import implied, is_about_none, tested
from pytest_ssot.rules.same_tokens import given_for


def refusals(links: Links, site: Site) -> tuple[Refusal, ...]:
    """The calls under a test, in the function of a call, that never come back.

    A call that only comes back where it is handed something that counts as true, or false, is one as well.
    """
    found: list[Refusal] = []
    calls = site.module.places.discarded_in.get(site.fact.function, ())
    for fact in calls if links.affords(site.module, len(calls)) else ():
        other = Site(site.module, fact, site.frames)
        callees = links.callees(other)
        if fact.guards and any(never_returns(one) for one in callees):
            found.append((fact.value, fact.guards))
        if len(callees) == 1 and isinstance(callees[0], FunctionRef):
            asked = _asked_for(other, callees[0])
            found += [(fact.value, (*fact.guards, (value, not wanted))) for value, wanted in asked]
    return tuple(found)


def _asked_for(site: Site, function: FunctionRef) -> list[tuple[Value, bool]]:
    """What a call hands to a function that otherwise never comes back, and what it has to count as."""
    module, facts = function.module, function.facts
    ends = (*facts.guards, *facts.falls)
    if not ends or not all(ends) or facts.yields or facts.waits:
        return []
    common = set.intersection(*(set(implied(module, one)) for one in ends))
    names = [one.name for one in facts.parameters]
    asked = ((test, *tested(module, test, outcome)) for test, outcome in common)
    given = [
        (given_for(site, names, node.name), wanted)
        for test, value, wanted in asked
        if isinstance(node := module.root(value), v.Param) and node.function == function.index
        if not wanted or not is_about_none(module, test)  # what is not None may be false
    ]
    return [(value, wanted) for value, wanted in given if value != NOTHING]


def never_returns(callee: Resolved) -> bool:
    """Whoever calls a function gets an exception, or is gone."""
    if isinstance(callee, External):
        return callee.path in _LEAVING or callee.path.rpartition(".")[2] == "abort"
    facts = callee.facts if isinstance(callee, FunctionRef) else None
    return facts is not None and not (facts.returns or facts.falls or facts.yields)


_LEAVING = ("sys.exit", "os._exit", "os.abort", "builtins.exit", "builtins.quit", "pytest.fail")
