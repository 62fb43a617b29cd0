"""Tests of a function that a call of it decides, and calls that never come back for a certain answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Alternatives, Frames, FunctionRef, Resolved, truth
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.rules.assurances import Check, Refusal


def decided(links: Links, module: ModuleFacts, guards: Guards, frames: Frames) -> Guards:
    """Those of some tests on a way that come out so for what a function is given: `if strict:`."""
    asked = (one for one in guards if _is_open(module, one[0]))
    return tuple(one for one in asked if _verdicts(links, module, one[0], frames) == {one[1]})


def with_decided(links: Links, check: Check, frames: Frames) -> Check:
    """A check with the tests on the way to it that come out so for what its function is given."""
    told = decided(links, check.site.module, check.site.fact.guards, frames)
    return replace(check, given=(*check.given, *told))


def is_shut(links: Links, module: ModuleFacts, guards: Guards, frames: Frames) -> bool:
    """A way is not taken for what a function is given."""
    asked = (one for one in guards if _is_open(module, one[0]))
    return any(_verdicts(links, module, test, frames) == {not outcome} for test, outcome in asked)


def _is_open(module: ModuleFacts, test: v.Value) -> bool:
    """A test asks for a value, and not which way was taken."""
    node = module.nodes[test]
    return not isinstance(node, v.Unknown) and not getattr(node, "op", "").startswith("<")


def _verdicts(links: Links, module: ModuleFacts, test: v.Value, frames: Frames) -> set[bool | None]:
    return {truth(one) for one in links.value(module, test, frames)}


def stopping(links: Links, check: Check) -> Iterator[Refusal]:
    """The calls of methods of what a check gives that never come back if it is wrong: `found.unwrap()`."""
    site, module = check.site, check.site.module
    for fact in module.calls_in.get(site.fact.function, ()) if check.answers else ():
        callee = module.nodes[Site(module, fact).node.callee]
        goes_on = fact.swallowed or fact.handler or fact.answered
        if goes_on or not isinstance(callee, v.Attr) or module.root_of(callee.base) != check.value:
            continue
        asked = Site(module, fact, site.frames)
        if all(_stops(links, check, asked, answer) for answer in check.answers):
            yield fact.value, fact.guards


def _stops(links: Links, check: Check, call: Site, answer: Alternatives) -> bool:
    """What a call calls never comes back, where a check has given a certain answer."""
    links.resolver.ask()
    value = check.value, answer, call.node.callee
    found = links.resolver.tested(links.resolver.assuming(call.module, *value, call.frames))
    return bool(found) and all(_never_ends(links, one, call) for one in found)


def _never_ends(links: Links, callee: Resolved, call: Site) -> bool:
    if not isinstance(callee, FunctionRef) or callee.bound is None or not callee.facts.parameters:
        return False
    if callee.facts.yields or (callee.facts.waits and not call.fact.awaited):
        return False
    own: Frames = {callee.key: {callee.facts.parameters[0].name: (callee.bound,)}}
    ends: Iterable[Guards] = (*callee.facts.guards, *callee.facts.falls)
    return all(is_shut(links, callee.module, guards, {**callee.frames, **own}) for guards in ends)
