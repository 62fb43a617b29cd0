"""Tokens that a framework fills parameters with, as functions of the project give them: `Depends(bearer)`."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.meanings.objects import PROVIDING
from pytest_ssot.facts.module import CallFacts, ModuleFacts
from pytest_ssot.facts.resolved import ClassRef, External, FunctionRef, Instance, Resolved
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.callers import callers_of
from pytest_ssot.rules.kept_tokens import Step, Ways, hands_out_verified, verifies
from pytest_ssot.rules.same_tokens import Token, along, identity, origin_of, rest_of
from pytest_ssot.rules.shared_tokens import placed


def is_provided_verified(ways: Ways, site: Site, token: Token) -> bool:
    """What gives the token has verified it, or something else that is run before the function does."""
    given, links, module = origin_of(token), ways.links, site.module
    if not isinstance(given, v.Param):
        return False
    steps = rest_of(token, given) or ()
    function = FunctionRef(module, given.function, {})
    own = {one.name: list(_of_parameter(links, module, one.default)) for one in function.facts.parameters}
    if hands_out_verified(ways, own.get(given.name, []), steps):
        return True
    default = next((one.default for one in function.facts.parameters if one.name == given.name), NOTHING)
    known = _givers(links, module, default)
    others = [one for name, held in own.items() if name != given.name for one in held]
    return any(
        verifies(ways, one, along(v.Param(one.index, parameter.name), steps))
        for one in ((*others, *_run_before(links, function)) if known else ())
        for parameter in one.facts.parameters
        if known & _givers(links, one.module, parameter.default)
    )


def _givers(links: Links, module: ModuleFacts, value: Value) -> set[object]:
    """What tells which functions, or which objects that modules know by a name, fill a parameter."""
    found: set[object] = {one.key for one in _of_parameter(links, module, value)}
    for held in _provider(links, module, value):
        place, steps = placed(links, module, identity(module, held))
        found |= {place} if isinstance(place, tuple) and not steps else set()
        root = module.root_of(held)
        found |= {(module.path, name) for name, one in module.bindings.items() if module.root_of(one) == root}
    return found


def is_verified_by_takers(ways: Ways, site: Site, token: Token) -> bool:
    """The function is run for what it tells others about their token, and all of these verify the token.

    `key = Depends(key_of)`, where both are handed what `Depends(bearer)` gives.
    """
    given, links, module = origin_of(token), ways.links, site.module
    if not isinstance(given, v.Param) or given.function != site.fact.function:
        return False
    facts = module.functions[given.function]
    default = next((one.default for one in facts.parameters if one.name == given.name), NOTHING)
    givers = _givers(links, module, default)
    if not givers or facts.decorators or callers_of(links, module, given.function):
        return False
    takers = list(_takers(links, module, given.function))
    steps = rest_of(token, given) or ()
    return bool(takers) and all(_verifies_as_well(ways, one, givers, steps) for one in takers)


def _takers(links: Links, module: ModuleFacts, index: int) -> Iterator[Site | None]:
    """Where what a function gives is taken, as if it were called there; None where that is not seen."""
    for home in links.naming(module, module.functions[index].name):
        for number in home.places.of(v.Call):
            if any(one.key == (module.path, index) for one in _of_parameter(links, home, number)):
                taken = [
                    v.Param(taker, parameter.name)
                    for taker, function in enumerate(home.functions)
                    for parameter in function.parameters
                    if parameter.default == number
                ]
                used = [one for one in home.places.of(v.Param) if home.nodes[one] in taken]
                yield from (Site(home, CallFacts(one, taken[0].function)) for one in used)
                yield from (None for _ in (1,) if not used)


def _verifies_as_well(ways: Ways, taker: Site | None, givers: set[object], steps: tuple[Step, ...]) -> bool:
    """A function that is told something of a token verifies it, as it gets it from the same giver."""
    if taker is None:
        return False
    module, index = taker.module, taker.fact.function
    return any(
        ways.hands_over(taker, along(v.Param(index, parameter.name), steps))
        for parameter in module.functions[index].parameters
        if givers & _givers(ways.links, module, parameter.default)
    )


def _of_parameter(links: Links, module: ModuleFacts, value: Value) -> Iterator[FunctionRef]:
    """The functions that are run for what fills a parameter."""
    for held in _provider(links, module, value):
        called = (_called(links, one) for one in links.value(module, held))
        yield from (one for one in called if one is not None)


def _provider(links: Links, module: ModuleFacts, value: Value) -> tuple[Value, ...]:
    """What a default like `Depends(bearer)` says is to be called."""
    node = module.nodes[value] if value != NOTHING else None
    asked = links.value(module, node.callee) if isinstance(node, v.Call) else ()
    if not isinstance(node, v.Call) or not any(
        isinstance(one, External) and one.path in PROVIDING for one in asked
    ):
        return ()
    return (*node.args[:1], *(held for name, held in node.keywords if name == "dependency"))


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
