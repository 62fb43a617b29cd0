"""Tokens among others that a loop goes through, all of which were verified before."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import MODULE, CallFacts, ModuleFacts
from pytest_ssot.facts.resolved import FunctionRef
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.assurances import Assurance, Check, assured, passes
from pytest_ssot.rules.callers import handing_over
from pytest_ssot.rules.checks_in_rounds import of_whole_row
from pytest_ssot.rules.entered_functions import functions_called
from pytest_ssot.rules.kept_tokens import Step, Ways, hands_out_verified
from pytest_ssot.rules.refusals import refusals
from pytest_ssot.rules.rounds import gone_through
from pytest_ssot.rules.same_tokens import Token, along, given_for_each, origin_of, rest_of

MOST_LEVELS = 4
"""Functions that hand a row of tokens on to each other."""

_ONLY_ASKING = frozenset(["len", "print", "str", "repr", "list", "tuple", "sorted", "bool", "any", "all"])
"""Built-in functions that leave what they are handed as it is."""


def is_among_verified(ways: Ways, site: Site, token: Token) -> bool:
    """The token is an element of a row, all of which was verified by whoever has made it or handed it on."""
    origin = origin_of(token)
    row = gone_through(site.module, origin)
    if row == NOTHING or site.fact.function < 0:
        return False
    return _is_verified(ways, site, row, rest_of(token, origin) or ())


def _is_verified(ways: Ways, site: Site, row: Value, steps: tuple[Step, ...], level: int = 0) -> bool:
    """All of a row, as it is where a call is made, was verified before."""
    module, links = site.module, ways.links
    if level >= MOST_LEVELS or not links.affords(module, len(module.calls_in.get(site.fact.function, ()))):
        return False
    if any(passes(one, site.fact.value, site.fact.guards) for one in _checks(ways, site, row, steps)):
        return True
    row = _as_handed(links, module, row)
    made = module.places.call_in(site.fact.function, row)
    if made is not None:
        givers = functions_called(links, Site(module, made, site.frames))
        return all(one.facts.yields for one in givers) and hands_out_verified(ways, givers, steps)
    given = module.nodes[row] if row != NOTHING else None
    if not isinstance(given, v.Param) or given.function != site.fact.function:
        return False
    handed = handing_over(links, module, given)
    return bool(handed) and all(
        one != NOTHING and _is_verified(ways, caller, one, steps, level + 1) for caller, one in handed
    )


def _checks(ways: Ways, site: Site, row: Value, steps: tuple[Step, ...]) -> list[Check]:
    """The calls of the same function that verify all of a row which they are handed."""
    module, links = site.module, ways.links
    known = _as_handed(links, module, row)
    found: list[Check] = []
    for fact in module.calls_in.get(site.fact.function, ()) if known != NOTHING else ():
        call = Site(module, fact, site.frames)
        handed = [_as_handed(links, module, one) for one in call.node.args]
        called = functions_called(links, call) if known in handed and fact.value < site.fact.value else []
        if called and all(_verifies_all(ways, call, one, known, steps) for one in called):
            found.append(Check(call, Assurance.RAISES, refusals(links, call)))
    return found


def _verifies_all(ways: Ways, call: Site, function: FunctionRef, row: Value, steps: tuple[Step, ...]) -> bool:
    """Whoever comes back from a function knows that it has verified all of a row which it is handed."""
    module, names = function.module, [one.name for one in function.facts.parameters]
    if function.facts.yields or (function.facts.waits and not call.fact.awaited):
        return False

    def element(token: Token) -> Sequence[Check]:
        return ways.checks(function, along(token, steps))

    for name, given in given_for_each(call, names):
        if given == NOTHING or _as_handed(ways.links, call.module, given) != row:
            continue
        own = v.Param(function.index, name)
        checks = of_whole_row(ways.links, module, function.index, own, element)
        if assured(function, [*checks], frozenset()) is Assurance.RAISES:
            return True
    return False


def _as_handed(links: Links, module: ModuleFacts, row: Value) -> Value:
    """What a row was before calls that leave it as it is; NOTHING where others may have changed it."""
    for _ in range(MOST_CALLS):
        node = module.nodes[row]
        if isinstance(node, v.Refined):
            row = node.value
        elif not isinstance(node, v.After):
            return row
        elif node.receiver or not _leaves_alone(links, module, node):
            return NOTHING
        else:
            row = node.base
    return NOTHING


MOST_CALLS = 20
"""Calls that are handed a row which are looked at for what they do to it."""


def _leaves_alone(links: Links, module: ModuleFacts, change: v.After) -> bool:
    """A call does not change what it is handed: a built-in's, or of functions that have it as it was."""
    call = module.nodes[change.call]
    if not isinstance(call, v.Call):
        return False
    callee = module.nodes[call.callee]
    if isinstance(callee, v.Name) and callee.name in _ONLY_ASKING:
        return True
    made = Site(module, CallFacts(change.call, MODULE))
    functions = functions_called(links, made)
    return bool(functions) and all(
        one.module.nodes[one.facts.variables.get(name, NOTHING)] == v.Param(one.index, name)
        for one in functions
        for name, given in given_for_each(made, [each.name for each in one.facts.parameters])
        if given == change.base
    )
