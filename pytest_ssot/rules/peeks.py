"""Unverified reads that only prepare a verified one."""

from __future__ import annotations

from collections.abc import Callable

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Arguments, Resolved

Verifies = Callable[[Site, Resolved, Arguments], bool]
"""(site, callee, arguments) → the call checks the signature of its first argument."""


def harmless_peek(links: Links, site: Site, verifies: Verifies) -> bool:
    """The same token is verified later in the same function, and nothing read before gets out.

    Nothing gets out when no returned or yielded value is computed from the read other than through
    the verified call.
    """
    token = _token(site)
    if site.fact.function < 0 or token is None or site.fact.handler:
        return False
    verified = {
        later.fact.value
        for later in links.sites(site.module)
        if later.fact.function == site.fact.function
        and later.fact.value > site.fact.value
        and not later.fact.handler
        and later.fact.branch == site.fact.branch[: len(later.fact.branch)]
        and _token(later) == token
        and _checks(links, later, verifies)
    }
    if not verified:
        return False
    function = site.module.functions[site.fact.function]
    return not any(
        _reaches(site.module, value, site.fact.value, frozenset(verified))
        for value in (*function.returns, *function.yields)
    )


def _checks(links: Links, site: Site, verifies: Verifies) -> bool:
    given = links.arguments(site)
    return any(verifies(site, callee, given) for callee in links.callees(site))


def _token(site: Site) -> object:
    """What identifies a call's first argument within its function."""
    if not site.node.args:
        named = [value for name, value in site.node.keywords if name in ("jwt", "token")]
        return _identity(site.module, named[0]) if named else None
    return _identity(site.module, site.node.args[0])


def _identity(module: ModuleFacts, value: v.Value) -> object:
    node = module.nodes[value]
    if isinstance(node, v.Refined):
        return _identity(module, node.value)
    if isinstance(node, v.Attr):
        return (_identity(module, node.base), node.name)
    return node if isinstance(node, v.Param | v.Free) else value


def _reaches(module: ModuleFacts, value: v.Value, source: v.Value, barriers: frozenset[v.Value]) -> bool:
    """`value` is computed from `source` without passing through one of `barriers`."""
    seen: set[v.Value] = set()
    queue = [value]
    while queue:
        current = queue.pop()
        if current == source:
            return True
        if current in seen or current in barriers or current < 0:
            continue
        seen.add(current)
        queue.extend(operands(module.nodes[current]))
    return False


def operands(node: v.AnyNode) -> tuple[v.Value, ...]:
    """The values a node is directly computed from."""
    match node:
        case v.Attr(base=base) | v.Element(base=base) | v.Enter(base=base) | v.Slice(base=base):
            return (base,)
        case v.Item(base=base, key=key):
            return (base, key)
        case v.Call(callee=callee, args=args, keywords=keywords):
            return (callee, *args, *(value for _, value in keywords))
        case v.Star(value=value) | v.Refined(value=value):
            return (value,)
        case v.Dict(keys=keys, values=values):
            return (*keys, *values)
        case v.Sequence(items=items):
            return items
        case v.SetItem(base=base, key=key, value=value):
            return (base, key, value)
        case v.SetAttr(base=base, value=value):
            return (base, value)
        case v.DelItem(base=base) | v.After(base=base):
            return (base,)
        case v.Phi(options=options):
            return options
        case v.Boolean(operands=inner):
            return inner
        case v.Not(operand=operand):
            return (operand,)
        case v.Compare(left=left, right=right) | v.Binary(left=left, right=right):
            return (left, right)
        case v.Text(parts=parts):
            return parts
        case v.Choice(test=test, then=then, other=other):
            return (test, then, other)
        case v.Comprehension(key=key, value=value, loops=loops):
            return (key, value, *(iterable for _, iterable in loops))
        case _:
            return ()
