"""Unverified reads that only prepare a verified one."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import External, FunctionRef, Resolved, Row
from pytest_ssot.facts.uses import first_argument, operands, reaches
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.hand_checks import checked_before, hands_out_checked
from pytest_ssot.rules.libraries import ERRORS_IN_CLAIMS
from pytest_ssot.rules.own_tokens import kept_verified, read_for_checks
from pytest_ssot.rules.provisos import happens
from pytest_ssot.rules.same_tokens import given_for, identity, is_same_token, root_of
from pytest_ssot.rules.token_checks import MOST_LEVELS, Verifies, hands_it_over, has_it_verified, verified_by
from pytest_ssot.rules.unseen_checks import leaves_to


def harmless_peek(
    links: Links, site: Site, verifies: Verifies, token: Value = NOTHING, level: int = 0
) -> bool:
    """The same token is verified as well, and what was read before decides nothing but the key.

    Either the same function verifies it on every path on which something computed from the read gets
    out, or the function only selects a key for callers that verify the same token with it, or all its
    callers verify the token themselves. `level` counts the callers that have been gone out to.
    """
    token = first_argument(site, "jwt", "token", "value") if token == NOTHING else token
    if site.fact.function < 0 or token == NOTHING:
        return False
    if site.fact.handler and _was_right(links, site, token, verifies):
        return True
    if not site.fact.handler and checked_before(links, site, token):
        return True
    companions = tuple(
        one for one in _companions(links, site) if not (site.fact.handler and one.fact.answered)
    )
    checks = [later for later in companions if verified_by(links, later, verifies)]
    if any(identity(site.module, first_argument(later)) == site.fact.value for later in checks):
        return True
    if any(has_it_verified(links, later, site.fact.value, verifies) for later in companions):
        return True
    if _kept_verified(links, site, token, companions, verifies):
        return True
    same = [later for later in checks if is_same_token(site.module, later, token)]
    same += [later for later in companions if has_it_verified(links, later, token, verifies)]
    same += [later for later in companions if hands_it_over(links, later, token, verifies)]
    if same:
        return not _gets_out(site, same)
    return _selects_a_key(links, site, token, verifies) or (
        level < MOST_LEVELS and _callers_verify(links, site, token, verifies, level)
    )


def left_to(links: Links, site: Site, token: Value = NOTHING) -> str:
    """The name of a call that verifies the same token, to judge by its name: it cannot be looked into."""
    token = first_argument(site, "jwt", "token", "value") if token == NOTHING else token
    if site.fact.function < 0 or token == NOTHING or site.fact.handler:
        return ""
    for other in _companions(links, site):
        check = leaves_to(links, other, token)
        if check and not _gets_out(site, [other]):
            return check
    return ""


def _was_right(links: Links, site: Site, token: Value, verifies: Verifies) -> bool:
    """The handler around a read is for errors that only tokens with a right signature lead to."""
    caught = [site.module.nodes[test] for test, _ in site.fact.guards]
    kinds = [one.left for one in caught if isinstance(one, v.Compare) and one.op == v.CAUGHT]
    found = [one for kind in kinds[-1:] for one in _each_of(links, site, kind)]
    if not found or not all(isinstance(one, External) and one.path in ERRORS_IN_CLAIMS for one in found):
        return False
    earlier = (Site(site.module, fact, site.frames) for fact in site.module.calls_in[site.fact.function])
    return any(
        check.fact.value < site.fact.value
        and not check.fact.handler
        and is_same_token(site.module, check, token)
        and verified_by(links, check, verifies)
        for check in earlier
    )


def _each_of(links: Links, site: Site, kind: Value) -> Iterator[Resolved]:
    """The exceptions that `except kind` names."""
    for one in links.value(site.module, kind):
        if isinstance(one, Row):
            yield from (item for items in one.items for item in items)
        else:
            yield one


def _kept_verified(
    links: Links, site: Site, token: Value, companions: tuple[Site, ...], verifies: Verifies
) -> bool:
    """Whoever gave the token had verified it: the function it comes from, or the object that keeps it."""

    def checks(later: Site, value: Value) -> bool:
        same = identity(later.module, first_argument(later, "jwt", "token", "value"))
        if same is not None and same == identity(later.module, value) and verified_by(links, later, verifies):
            return True
        return has_it_verified(links, later, value, verifies)

    root = root_of(site.module, token)
    made = next((later for later in companions if later.fact.value == root), None)
    if made is not None and (
        any(has_it_verified(links, made, value, verifies) for value in made.node.args)
        or any(isinstance(one, FunctionRef) and hands_out_checked(one) for one in links.callees(made))
    ):
        return True
    return kept_verified(site.module, site.fact.function, token, checks) or read_for_checks(
        site, token, checks
    )


def _callers_verify(links: Links, site: Site, token: Value, verifies: Verifies, level: int) -> bool:
    """Everybody who calls the function that reads verifies the same token before anything gets out."""
    given = site.module.nodes[root_of(site.module, token)]
    if not isinstance(given, v.Param) or given.function != site.fact.function:
        return False
    function = site.module.functions[given.function]
    names = [parameter.name for parameter in function.parameters]
    callers = _past_decorators(links, site)
    return bool(callers) and all(
        harmless_peek(links, caller, verifies, given_for(caller, names, given.name), level + 1)
        for caller in callers
    )


def _past_decorators(links: Links, site: Site) -> list[Site]:
    """The calls of a function: only those in what decorates it, if that stands between it and all others."""
    function = site.module.functions[site.fact.function]
    callers = [caller for caller, _ in links.callers((site.module.path, site.fact.function))]
    around: set[tuple[str, int]] = set()
    for decorator in function.decorators:
        node = site.module.nodes[decorator]
        asked = node.callee if isinstance(node, v.Call) else decorator
        around |= {one.key for one in links.value(site.module, asked) if isinstance(one, FunctionRef)}
    inside = [caller for caller in callers if not around.isdisjoint(_enclosing(caller))]
    return inside or callers


def _enclosing(site: Site) -> Iterator[tuple[str, int]]:
    index = site.fact.function
    while index >= 0:
        yield (site.module.path, index)
        index = site.module.functions[index].parent


def _companions(links: Links, site: Site) -> Iterator[Site]:
    """Other calls that happen whenever the site's does and that stop the function when they fail."""
    for fact in site.module.calls_in[site.fact.function]:
        if fact.handler or fact.swallowed or fact.value == site.fact.value:
            continue
        other = Site(site.module, fact, site.frames)
        together = fact.branch == site.fact.branch[: len(fact.branch)]
        if happens(links, other, site, together=together):
            yield other


def _gets_out(site: Site, checks: list[Site]) -> bool:
    """Something computed from the read is returned before the token is verified."""
    function = site.module.functions[site.fact.function]
    barriers = frozenset(check.fact.value for check in checks)
    first = min(barriers)
    early = [
        value
        for value, end in zip(function.returns, function.ends, strict=False)
        if end < first and site.fact.value < end
    ]
    return any(reaches(site.module, value, site.fact.value, barriers) for value in (*early, *function.yields))


def _selects_a_key(links: Links, site: Site, token: Value, verifies: Verifies) -> bool:
    """The function returns a key chosen by what was read, and callers verify the token with it."""
    function = site.module.functions[site.fact.function]
    given = site.module.nodes[root_of(site.module, token)]
    if not isinstance(given, v.Param) or not function.returns:
        return False
    if any(_passes_on(site.module, value, site.fact.value) for value in function.returns):
        return False
    names = [parameter.name for parameter in function.parameters]
    callers = [caller for caller, _ in links.callers((site.module.path, site.fact.function))]
    asking = [caller for caller in callers if given_for(caller, names, given.name) != NOTHING]
    return bool(asking) and all(
        _verifies_with(links, caller, given_for(caller, names, given.name), verifies) for caller in asking
    )


def _passes_on(module: ModuleFacts, value: Value, source: Value) -> bool:
    """A returned value is part of what was read, not just found by it."""
    node = module.nodes[value]
    if value == source:
        return True
    if isinstance(node, v.Item):
        return _passes_on(module, node.base, source)
    if isinstance(node, v.Call):
        callee = module.nodes[node.callee]
        return isinstance(callee, v.Attr) and _passes_on(module, callee.base, source)
    return any(_passes_on(module, operand, source) for operand in operands(node) if operand < value)


def _verifies_with(links: Links, caller: Site, token: Value, verifies: Verifies) -> bool:
    """The caller's result is an argument of a call that verifies the same token."""
    for fact in caller.module.calls:
        check = Site(caller.module, fact)
        if fact.function != caller.fact.function or fact.value == caller.fact.value:
            continue
        rest = [*check.node.args[1:], *(value for _, value in check.node.keywords)]
        takes = any(reaches(caller.module, value, caller.fact.value, frozenset()) for value in rest)
        if takes and is_same_token(caller.module, check, token) and verified_by(links, check, verifies):
            return True
    return False
