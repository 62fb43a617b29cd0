"""Keys that a read of a token only chooses, and what they are used for."""

from __future__ import annotations

import re

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import FunctionFacts, ModuleFacts
from pytest_ssot.facts.operands import reaches
from pytest_ssot.facts.places import KINDS_OF_METHOD, decorator_words
from pytest_ssot.facts.uses import operands
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.callers import callers_of, given_in, outside_of
from pytest_ssot.rules.checking_calls import Verifies, verified_by
from pytest_ssot.rules.implications import is_nothing
from pytest_ssot.rules.outcomes import is_used
from pytest_ssot.rules.same_tokens import Token, is_same_token


def selects_a_key(links: Links, site: Site, token: Token, verifies: Verifies) -> bool:
    """The function returns a key chosen by what was read, and callers verify the token with it."""
    function = site.module.functions[site.fact.function]
    if given_in(site, token) is None or not function.returns:
        return False
    if any(_passes_on(site.module, value, site.fact.value) for value in function.returns):
        return False
    callers = callers_of(links, site.module, site.fact.function)
    tokens = [(caller, outside_of(links, site, caller, callee, token)[0][0]) for caller, callee in callers]
    asking = [(caller, given) for caller, given in tokens if given is not None]
    return bool(asking) and all(_verifies_with(links, caller, given, verifies) for caller, given in asking)


ONLY_CHOSEN = "; it only chooses the key that its function gives, to whoever calls"
"""What a message says of a read that is_only_for_a_key."""

_OF_KEYS = re.compile(r"(^|_)(key|jwk|cert|certificate|secret)s?(_|$)")
"""The names of functions that give keys."""


def is_only_for_a_key(links: Links, site: Site) -> bool:
    """A function that nobody in the project calls finds a key by what was read, and gives no more of it."""
    module, index = site.module, site.fact.function
    function = module.functions[index] if index >= 0 else None
    if function is None or function.yields:
        return False
    if not _OF_KEYS.search(function.name) and not _gives_issuer(module, function, site.fact.value):
        return False
    plain = KINDS_OF_METHOD.issuperset(decorator_words(module, function))
    values = [one for one in function.returns if not is_nothing(module, one)]
    found = bool(values) and all(
        _gives_issuer(module, function, site.fact.value)
        or (
            reaches(module, one, site.fact.value, frozenset())
            and not _passes_on(module, one, site.fact.value)
        )
        for one in values
    )
    return plain and found and not callers_of(links, module, index) and not is_used(site, ())


def _gives_issuer(module: ModuleFacts, function: FunctionFacts, read: Value) -> bool:
    """A function that is called after the issuer asks for that alone, which is nobody's identity."""
    if not _OF_ISSUER.search(function.name):
        return False
    users = module.used_by
    taken = [one for each in users.of(read) for one in (each, *users.of(each)) if one != read]
    nodes = [module.nodes[one] for one in taken]
    keys = [one.key for one in nodes if isinstance(one, v.Item)]
    keys += [one.args[0] for one in nodes if isinstance(one, v.Call) and one.args]
    asked = [getattr(module.nodes[one], "value", None) for one in keys]
    return bool(asked) and all(one == "iss" for one in asked) and len(users.of(read)) == len(asked)


_OF_ISSUER = re.compile(r"(^|_)(iss|issuer)(_|$)")
"""The names of functions that give the issuer."""


def _passes_on(module: ModuleFacts, value: Value, source: Value) -> bool:
    """A returned value is part of what was read, not just found by it."""
    seen, queue = set[Value](), [value]
    while queue:
        current = queue.pop()
        if current == source:
            return True
        if current in seen:
            continue
        seen.add(current)
        module.effort.spend(1)
        node = module.nodes[current]
        if isinstance(node, v.Item):
            queue.append(node.base)
        elif isinstance(node, v.Call):
            callee = module.nodes[node.callee]
            queue.extend((callee.base,) if isinstance(callee, v.Attr) else ())
        else:
            queue.extend(operand for operand in operands(node) if operand < current)
    return False


def _verifies_with(links: Links, caller: Site, token: Token, verifies: Verifies) -> bool:
    """The caller's result is an argument of a call that verifies the same token."""
    for fact in caller.module.calls_in.get(caller.fact.function, ()):
        check = Site(caller.module, fact)
        if fact.value == caller.fact.value:
            continue
        rest = [*check.node.args[1:], *(value for _, value in check.node.keywords)]
        takes = any(reaches(caller.module, value, caller.fact.value, frozenset()) for value in rest)
        if takes and is_same_token(check, token) and verified_by(links, check, verifies):
            return True
    return False
