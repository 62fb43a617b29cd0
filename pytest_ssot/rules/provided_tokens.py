"""Tokens that a framework fills parameters with, as functions of the project give them: `Depends(bearer)`."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.meanings.objects import PROVIDING
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import ClassRef, External, FunctionRef, Instance, Resolved
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.kept_tokens import Ways, hands_out_verified, verifies
from pytest_ssot.rules.same_tokens import Token, along, origin_of, rest_of


def is_provided_verified(ways: Ways, site: Site, token: Token) -> bool:
    """What gives the token has verified it, or something else that is run before the function does."""
    given, links, module = origin_of(token), ways.links, site.module
    if not isinstance(given, v.Param):
        return False
    steps = rest_of(token, given) or ()
    function = FunctionRef(module, given.function, {})
    own = {one.name: list(_of_parameter(links, module, one.default)) for one in function.facts.parameters}
    givers = own.get(given.name, [])
    if not givers:
        return False
    if hands_out_verified(ways, givers, steps):
        return True
    others = [one for name, held in own.items() if name != given.name for one in held]
    known = {one.key for one in givers}
    return any(
        verifies(ways, one, along(v.Param(one.index, parameter.name), steps))
        for one in (*others, *_run_before(links, function))
        for parameter in one.facts.parameters
        if known & {giver.key for giver in _of_parameter(links, one.module, parameter.default)}
    )


def _of_parameter(links: Links, module: ModuleFacts, value: Value) -> Iterator[FunctionRef]:
    """The functions that are run for what fills a parameter."""
    node = module.nodes[value] if value != NOTHING else None
    if not isinstance(node, v.Call):
        return
    asked = links.value(module, node.callee)
    if any(isinstance(one, External) and one.path in PROVIDING for one in asked):
        given = (*node.args[:1], *(held for name, held in node.keywords if name == "dependency"))
        for held in given:
            called = (_called(links, one) for one in links.value(module, held))
            yield from (one for one in called if one is not None)


def _called(links: Links, provider: Resolved) -> FunctionRef | None:
    """The function that is run where a provider is called."""
    if isinstance(provider, Instance):
        return class_function(links.resolver, provider.cls, "__call__")
    if isinstance(provider, ClassRef):
        return class_function(links.resolver, provider, "__init__")
    return provider if isinstance(provider, FunctionRef) else None


def _run_before(links: Links, function: FunctionRef) -> Iterator[FunctionRef]:
    """What the decorators of a view, or the router that it is registered with, say is run before it."""
    module = function.module
    for decorator in function.facts.decorators:
        node = module.nodes[decorator]
        if not isinstance(node, v.Call):
            continue
        asked = module.nodes[node.callee]
        base = module.root(asked.base) if isinstance(asked, v.Attr) else None
        bound = module.bindings.get(base.name, NOTHING) if isinstance(base, v.Name) else NOTHING
        router = module.root(bound) if bound != NOTHING else base
        for call in (node, router):
            held = dict(call.keywords).get("dependencies", NOTHING) if isinstance(call, v.Call) else NOTHING
            display = module.root(held) if held != NOTHING else None
            for item in display.items if isinstance(display, v.Sequence) else ():
                yield from _of_parameter(links, module, item)
