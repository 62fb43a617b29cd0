"""Tokens that a framework fills parameters with, as functions of the project give them: `Depends(bearer)`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.meanings.objects import PROVIDING
from pytest_ssot.facts.module import CallFacts, ModuleFacts, Parameter
from pytest_ssot.facts.resolved import ClassRef, External, FunctionRef, Instance, Place, Resolved
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.callers import callers_of
from pytest_ssot.rules.chosen_later import puts_away
from pytest_ssot.rules.kept_tokens import Step, Ways, hands_out_verified, verifies
from pytest_ssot.rules.outcomes import is_used
from pytest_ssot.rules.same_tokens import Token, along, identity, origin_of, rest_of
from pytest_ssot.rules.shared_tokens import placed


def is_provided_verified(ways: Ways, site: Site, token: Token) -> bool:
    """What gives the token has verified it, or something else that is run before the function does."""
    given, links, module = origin_of(token), ways.links, site.module
    if not isinstance(given, v.Param):
        return False
    steps = rest_of(token, given) or ()
    facts = module.functions[given.function]
    handed = next((one for one in facts.parameters if one.name == given.name), None)
    if handed is None or hands_out_verified(ways, list(_filling(links, module, handed)), steps):
        return handed is not None
    known = _givers(links, module, handed)
    others = [one for one in facts.parameters if one is not handed]
    held = [giver for one in others for giver in _filling(links, module, one)]
    before, *included = _run_before(links, module, given.function)
    return _any_verifies(ways, (*held, *before), known, steps) or (
        bool(included) and all(_any_verifies(ways, one, known, steps) for one in included)
    )


def _any_verifies(
    ways: Ways, providers: Iterable[FunctionRef], known: set[object], steps: tuple[Step, ...]
) -> bool:
    """One of some providers verifies the token in what it is given by what is `known`."""
    return any(
        verifies(ways, one, along(v.Param(one.index, parameter.name), steps))
        for one in providers
        for parameter in one.facts.parameters
        if known & _givers(ways.links, one.module, parameter)
    )


def _givers(links: Links, module: ModuleFacts, parameter: Parameter) -> set[object]:
    """What tells which functions, or which objects that modules know by a name, fill a parameter.

    Frameworks fill those that nothing is said of by their names, with the request and parts of it.
    """
    module, value = _told(links, module, parameter)
    if value == NOTHING:
        return set() if parameter.name in ("self", "cls") else {("", parameter.name)}
    found: set[object] = {one.key for one in _of_parameter(links, module, value)}
    for held in _provider(links, module, value):
        place, steps = placed(links, module, identity(module, held))
        found |= {place} if isinstance(place, tuple) and not steps else set()
        found |= {(module.path, name) for name in _names(module, module.root_of(held))}
    asked = links.value(module, value)
    return found | {
        (one.path, parameter.name) for one in asked if isinstance(one, External) and one.path in PARTS
    }


def is_verified_by_takers(ways: Ways, site: Site, token: Token) -> bool:
    """The function is run for what it tells others about their token, and all of these verify the token.

    `key = Depends(key_of)`, where both are handed what `Depends(bearer)` gives.
    """
    given, links, module = origin_of(token), ways.links, site.module
    if not isinstance(given, v.Param) or given.function != site.fact.function:
        return False
    facts = module.functions[given.function]
    givers = set[object]()
    for one in facts.parameters:
        givers |= _givers(links, module, one) if one.name == given.name else set()
    if not givers or facts.decorators or callers_of(links, module, given.function):
        return False
    return _all_takers_verify(ways, module, given.function, givers, rest_of(token, given) or (), 1)


def _all_takers_verify(
    ways: Ways, module: ModuleFacts, index: int, givers: set[object], steps: tuple[Step, ...], level: int
) -> bool:
    """Whoever is told by a function verifies the token, or hands on what it makes of that to such as do."""
    takers = list(_takers(ways.links, module, index)) if level <= MOST_LEVELS else []
    return bool(takers) and all(
        _verifies_as_well(ways, one, givers, steps) or _hands_on_to_such(ways, one, givers, steps, level)
        for one in takers
    )


MOST_LEVELS = 3
"""Functions that tell each other what is computed from a token that was not verified yet."""


def _hands_on_to_such(
    ways: Ways, taker: Site | None, givers: set[object], steps: tuple[Step, ...], level: int
) -> bool:
    """A function only computes something that it gives to others, which verify the token."""
    facts = taker.module.functions[taker.fact.function] if taker is not None else None
    if taker is None or facts is None or facts.decorators or facts.yields:
        return False
    module, index = taker.module, taker.fact.function
    if is_used(taker, ()) or puts_away(taker) or callers_of(ways.links, module, index):
        return False
    return _all_takers_verify(ways, module, index, givers, steps, level + 1)


def _takers(links: Links, module: ModuleFacts, index: int) -> Iterator[Site | None]:
    """Where what a function gives is taken, as if it were called there; None where that is not seen."""
    words = links.spellings(path.rpartition(".")[2] for path in PROVIDING)
    for home in links.naming(module, module.functions[index].name):
        for number in sorted(site.fact.value for site in links.spelled(home, words)):
            if any(one.key == (module.path, index) for one in _of_parameter(links, home, number)):
                taken = home.places.taking.get(number, ())
                used = [one for each in taken for one in home.uses.get(each, ())]
                yield from (Site(home, CallFacts(one, taken[0].function)) for one in used)
                yield from (None for _ in (1,) if not used)


def _verifies_as_well(ways: Ways, taker: Site | None, givers: set[object], steps: tuple[Step, ...]) -> bool:
    """A function that is told something of a token verifies it, as it gets it from the same giver."""
    if taker is None:
        return False
    module, index = taker.module, taker.fact.function
    before, *included = _run_before(ways.links, module, index)
    if _any_verifies(ways, before, givers, steps) or (
        included and all(_any_verifies(ways, one, givers, steps) for one in included)
    ):
        return True
    return any(
        ways.hands_over(taker, along(v.Param(index, parameter.name), steps))
        for parameter in module.functions[index].parameters
        if givers & _givers(ways.links, module, parameter)
    )


def _filling(links: Links, module: ModuleFacts, parameter: Parameter) -> Iterator[FunctionRef]:
    """The functions that are run for what fills a parameter."""
    yield from _of_parameter(links, *_told(links, module, parameter))


def _told(links: Links, module: ModuleFacts, parameter: Parameter) -> tuple[ModuleFacts, Value]:
    """What a parameter's default says of who gives it, or its annotation, which another file may explain."""
    home, value = module, parameter.annotation
    for _ in range(MOST_IMPORTS):
        node = home.nodes[value] if value != NOTHING else None
        path = links.project.locate(home.path, node.module) if isinstance(node, v.Imported) else None
        further = links.project.facts(path) if path else None
        if parameter.default != NOTHING or further is None or not isinstance(node, v.Imported):
            break
        home, value = further, further.bindings.get(node.name, NOTHING)
    node = home.root(value) if value != NOTHING else None
    row = home.root(node.key) if isinstance(node, v.Item) else None
    said = [
        one for one in (row.items[1:] if isinstance(row, v.Sequence) else ()) if _provider(links, home, one)
    ]
    return (home, said[0]) if said and parameter.default == NOTHING else (module, parameter.default)


MOST_IMPORTS = 3
"""Files that hand on an annotation to each other."""


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


def _run_before(links: Links, module: ModuleFacts, index: int) -> list[list[FunctionRef]]:
    """What a view's decorators and the router that it is registered with say is run before it.

    And then the same of each call that includes the router in another one, or in an application.
    """
    before: list[FunctionRef] = []
    included: list[list[FunctionRef]] = []
    for decorator in module.functions[index].decorators:
        node = module.nodes[decorator]
        asked = module.nodes[node.callee] if isinstance(node, v.Call) else None
        router = _bound(module, asked.base) if isinstance(asked, v.Attr) else NOTHING
        before += [*_said(links, module, decorator), *_said(links, module, router)]
        made = module.nodes[router] if router != NOTHING else None
        for name in _names(module, router) if isinstance(made, v.Call) else ():
            included += _includes(links, module, name, Place(module.path, module.span(router)))
    return [before, *included]


def _includes(links: Links, module: ModuleFacts, name: str, place: Place) -> Iterator[list[FunctionRef]]:
    """What is run before the views of a router by each call that includes it, made at a place of a module."""
    for home in links.naming(module, name):
        for fact in home.calls_by_word.get("include_router", ()):
            node = home.nodes[fact.value]
            asked = home.nodes[node.callee] if isinstance(node, v.Call) else None
            given = links.value(home, node.args[0]) if isinstance(node, v.Call) and node.args else ()
            made = (one.arguments for one in given if isinstance(one, External))
            if isinstance(asked, v.Attr) and any(one is not None and one.place == place for one in made):
                around = _said(links, home, _bound(home, asked.base))
                yield [*_said(links, home, fact.value), *around]


def _names(module: ModuleFacts, root: Value) -> list[str]:
    """The names by which a module knows an object that it has made."""
    return [name for name, value in module.bindings.items() if module.root_of(value) == root]


def _bound(module: ModuleFacts, value: Value) -> Value:
    """What a name of the module is bound to, or a value itself."""
    node = module.root(value)
    held = module.bindings.get(node.name, NOTHING) if isinstance(node, v.Name) else value
    return module.root_of(held) if held != NOTHING else NOTHING


def _said(links: Links, module: ModuleFacts, value: Value) -> Iterator[FunctionRef]:
    """What a call says is run before: `dependencies=[Depends(check)]`."""
    call = module.nodes[value] if value != NOTHING else None
    held = dict(call.keywords).get("dependencies", NOTHING) if isinstance(call, v.Call) else NOTHING
    display = module.root(held) if held != NOTHING else None
    for item in display.items if isinstance(display, v.Sequence) else ():
        yield from _of_parameter(links, module, item)


PARTS = frozenset(
    f"{module}.{word}()"
    for module in ("fastapi", "fastapi.params", "fastapi.param_functions")
    for word in ("Header", "Cookie", "Query")
)
"""Defaults that have a parameter filled with the part of a request that has its name."""
