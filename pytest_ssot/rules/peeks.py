"""Unverified reads that only prepare a verified one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Arguments, External, FunctionRef, Opaque, Resolved, Row
from pytest_ssot.facts.uses import decides, first_argument, operands, reaches
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.hand_checks import checked_before, hands_out_checked
from pytest_ssot.rules.libraries import ERRORS_IN_CLAIMS, TOP_LEVEL
from pytest_ssot.rules.own_tokens import kept_verified, read_for_checks
from pytest_ssot.rules.provisos import Proviso, happens, least, proviso

Verifies = Callable[[Resolved, Arguments], bool]
"""(callee, arguments) → the call checks the signature of its first argument."""

_VERIFYING = re.compile(r"^_?(verify|validate|authenticate)", re.IGNORECASE)

_ANSWERING = ("validate_compact", "validate_json")
"""Checks that say what they found; all others raise."""

_SAME_TOKEN = frozenset(["encode", "decode", "strip", "lstrip", "rstrip", "removeprefix"])
"""Methods whose result is still the same token."""


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
    checks = [later for later in companions if _verifies(links, later, verifies)]
    if any(_identity(site.module, first_argument(later)) == site.fact.value for later in checks):
        return True
    if any(_has_it_verified(links, later, site.fact.value, verifies) for later in companions):
        return True
    if _kept_verified(links, site, token, companions, verifies):
        return True
    same = [later for later in checks if _same_token(site.module, later, token)]
    same += [later for later in companions if _has_it_verified(links, later, token, verifies)]
    same += [later for later in companions if _hands_it_over(links, later, token, verifies)]
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
        check = _leaves_to(links, other, token)
        if check and not _gets_out(site, [other]):
            return check
    return ""


def _leaves_to(links: Links, site: Site, token: Value, depth: int = 0) -> str:
    """The name of the check out of sight that a call is, or that the function it calls hands the token to."""
    known = _identity(site.module, token)
    given = (*site.node.args, *(value for _, value in _keywords(site)))
    if not any(_identity(site.module, value) == known for value in given):
        return ""
    callees = links.callees(site)
    if _VERIFYING.search(site.word) and all(_is_out_of_sight(callee) for callee in callees):
        return site.word
    for callee in callees if depth < 1 else ():  # every level multiplies the work by its calls
        names = [one.name for one in callee.facts.parameters] if isinstance(callee, FunctionRef) else []
        for inner, value in _handed_on(callee) if isinstance(callee, FunctionRef) else ():
            root = inner.module.nodes[_root(inner.module, value)]
            if isinstance(root, v.Param) and root.name in names:
                handed = _handed(site, names, root.name)
                same = handed != NOTHING and _identity(site.module, handed) == known
                check = _leaves_to(links, inner, value, depth + 1) if same else ""
                if check:
                    return check
    return ""


def _handed_on(function: FunctionRef) -> Iterator[tuple[Site, Value]]:
    """What a function hands on, whatever comes."""
    for fact in function.module.calls_in.get(function.index, ()):
        site = Site(function.module, fact)
        if not (fact.branch or fact.handler or fact.swallowed):
            yield from ((site, value) for value in (*site.node.args, *(one for _, one in site.node.keywords)))


def _is_out_of_sight(callee: Resolved) -> bool:
    if isinstance(callee, External):
        return callee.path.partition(".")[0] not in TOP_LEVEL
    return isinstance(callee, Opaque)


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
        and _same_token(site.module, check, token)
        and _verifies(links, check, verifies)
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
        same = _identity(later.module, first_argument(later, "jwt", "token", "value"))
        if same is not None and same == _identity(later.module, value) and _verifies(links, later, verifies):
            return True
        return _has_it_verified(links, later, value, verifies)

    root = _root(site.module, token)
    made = next((later for later in companions if later.fact.value == root), None)
    if made is not None and (
        any(_has_it_verified(links, made, value, verifies) for value in made.node.args)
        or any(isinstance(one, FunctionRef) and hands_out_checked(one) for one in links.callees(made))
    ):
        return True
    return kept_verified(site.module, site.fact.function, token, checks) or read_for_checks(
        site, token, checks
    )


MOST_LEVELS = 3
"""Functions between an unverified read and the verification of the same token."""


def _callers_verify(links: Links, site: Site, token: Value, verifies: Verifies, level: int) -> bool:
    """Everybody who calls the function that reads verifies the same token before anything gets out."""
    given = site.module.nodes[_root(site.module, token)]
    if not isinstance(given, v.Param) or given.function != site.fact.function:
        return False
    function = site.module.functions[given.function]
    names = [parameter.name for parameter in function.parameters]
    callers = _past_decorators(links, site)
    return bool(callers) and all(
        harmless_peek(links, caller, verifies, _handed(caller, names, given.name), level + 1)
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


def _handed(caller: Site, names: list[str], name: str) -> Value:
    """What a call gives for the parameter `name`; the object of a method is not among its arguments."""
    by_name = dict(_keywords(caller))
    if name in by_name:
        return by_name[name]
    position = names.index(name) - (names[0] in ("self", "cls"))
    return caller.node.args[position] if position < len(caller.node.args) else NOTHING


def _keywords(site: Site) -> Iterator[tuple[str, Value]]:
    """What a call gives by name, also by a dict display that is spread."""
    nodes = site.module.nodes
    for name, value in site.node.keywords:
        spread = site.module.root(value)
        if not name and isinstance(spread, v.Dict):
            for key, entry in zip(spread.keys, spread.values, strict=True):
                constant = nodes[key] if key != NOTHING else None
                if isinstance(constant, v.Const) and isinstance(constant.value, str):
                    yield constant.value, entry
        else:
            yield name, value


def _companions(links: Links, site: Site) -> Iterator[Site]:
    """Other calls that happen whenever the site's does and that stop the function when they fail."""
    for fact in site.module.calls_in[site.fact.function]:
        if fact.handler or fact.swallowed or fact.value == site.fact.value:
            continue
        other = Site(site.module, fact, site.frames)
        together = fact.branch == site.fact.branch[: len(fact.branch)]
        if happens(links, other, site, together=together):
            yield other


def conditional_checks(links: Links, site: Site, verifies: Verifies, token: Value = NOTHING) -> Proviso:
    """What keeps the token that a site reads from being verified in the same function."""
    token = first_argument(site, "jwt", "token", "value") if token == NOTHING else token
    found: list[Proviso] = []
    for fact in site.module.calls_in.get(site.fact.function, ()) if token != NOTHING else ():
        check = Site(site.module, fact, site.frames)
        if fact.handler or fact.swallowed or fact.value == site.fact.value or fact.guards == site.fact.guards:
            continue
        read = first_argument(check, "jwt", "token", "value")
        same = read != NOTHING and (
            _identity(site.module, read) in (_identity(site.module, token), site.fact.value)
        )
        if (same and _verifies(links, check, verifies)) or _has_it_verified(links, check, token, verifies):
            found.append(proviso(links, check, site))
    return least(found)


def _verifies(links: Links, site: Site, verifies: Verifies) -> bool:
    given = links.arguments(site)
    return any(verifies(callee, given) for callee in links.callees(site)) and (
        not site.fact.discarded or site.word not in _ANSWERING
    )


def _has_it_verified(links: Links, site: Site, token: Value, verifies: Verifies, depth: int = 0) -> bool:
    """A function of the project is handed the token and verifies it, whatever comes."""
    given = (*site.node.args, *(value for _, value in _keywords(site)))
    if not any(_identity(site.module, value) == _identity(site.module, token) for value in given):
        return False
    return depth < MOST_LEVELS and any(
        isinstance(callee, FunctionRef) and _always_verifies(links, site, callee, token, verifies, depth)
        for callee in links.callees(site)
    )


def _always_verifies(
    links: Links, site: Site, function: FunctionRef, token: Value, verifies: Verifies, depth: int
) -> bool:
    names = [parameter.name for parameter in function.facts.parameters]
    for fact in function.module.calls_in.get(function.index, ()):
        if links.exhausted(function.module.path):
            return False
        links.walked(function.module, 1)
        check = Site(function.module, fact)
        read = first_argument(check, "jwt", "token", "value")
        if fact.branch or fact.handler or fact.swallowed or read == NOTHING:
            continue
        root = function.module.nodes[_root(function.module, read)]
        if not isinstance(root, v.Param) or root.name not in names:
            continue
        handed = _handed(site, names, root.name)
        same = handed != NOTHING and _identity(site.module, handed) == _identity(site.module, token)
        answers = check.word in _ANSWERING and fact.value in function.facts.returns
        if not same or (answers and site.fact.discarded):
            continue
        if fact.answered and not decides(site):
            continue
        if _verifies(links, check, verifies) or _has_it_verified(links, check, read, verifies, depth + 1):
            return True
    return False


def _hands_it_over(links: Links, site: Site, token: Value, verifies: Verifies) -> bool:
    """The token is handed on behind a callable that will verify it: `to_thread(jwt.decode, token)`."""
    known, follows = _identity(site.module, token), site.node.args[1:]
    if not any(_identity(site.module, value) == known for value in follows):
        return False
    given = links.arguments(site)
    return any(
        _identity(site.module, value) == known
        and any(verifies(one, replace(given, positional=given.positional[index + 1 :])) for one in callables)
        for index, (callables, value) in enumerate(zip(given.positional, follows, strict=False))
    )


def _same_token(module: ModuleFacts, site: Site, token: Value) -> bool:
    given = first_argument(site, "jwt", "token", "value")
    return given != NOTHING and _identity(module, given) == _identity(module, token)


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
    given = site.module.nodes[_root(site.module, token)]
    if not isinstance(given, v.Param) or not function.returns:
        return False
    if any(_passes_on(site.module, value, site.fact.value) for value in function.returns):
        return False
    names = [parameter.name for parameter in function.parameters]
    callers = [caller for caller, _ in links.callers((site.module.path, site.fact.function))]
    asking = [caller for caller in callers if _handed(caller, names, given.name) != NOTHING]
    return bool(asking) and all(
        _verifies_with(links, caller, _handed(caller, names, given.name), verifies) for caller in asking
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
        if takes and _same_token(caller.module, check, token) and _verifies(links, check, verifies):
            return True
    return False


def _root(module: ModuleFacts, value: Value) -> Value:
    """The value a token was before it was encoded, stripped or tested."""
    node = module.nodes[value]
    if isinstance(node, v.Refined):
        return _root(module, node.value)
    if isinstance(node, v.After):
        return _root(module, node.base)
    if isinstance(node, v.Call):
        callee = module.nodes[node.callee]
        if isinstance(callee, v.Attr) and callee.name in _SAME_TOKEN:
            return _root(module, callee.base)
    return value


def _identity(module: ModuleFacts, value: Value) -> object:
    """What tells whether two values of one function are the same object."""
    if value == NOTHING:
        return None
    root = _root(module, value)
    node = module.nodes[root]
    if isinstance(node, v.Attr):
        return (_identity(module, node.base), node.name)
    if isinstance(node, v.Item) and isinstance(module.nodes[node.key], v.Const):
        key = module.nodes[node.key]
        return (_identity(module, node.base), "[]", getattr(key, "value", None))
    return node if isinstance(node, v.Param | v.Free) else root
