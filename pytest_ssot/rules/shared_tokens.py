"""Tokens kept where others find them, on what a framework hands about; checks in front of all views."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import External, FunctionRef
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.assurances import Assurance, Check, assured, passes
from pytest_ssot.rules.callers import by_decorator, decorates_uncalled, handing_over
from pytest_ssot.rules.changed_holders import apart
from pytest_ssot.rules.entered_functions import functions_called
from pytest_ssot.rules.frameworks import APPLICATIONS, HOOKING, HOOKS
from pytest_ssot.rules.front_checks import lets_only_verified_through
from pytest_ssot.rules.implications import is_nothing, tested
from pytest_ssot.rules.kept_tokens import Step, Ways, was_verified
from pytest_ssot.rules.left_running import is_never_awaited
from pytest_ssot.rules.put_in_front import may_serve
from pytest_ssot.rules.refusals import refusals
from pytest_ssot.rules.run_before import REQUESTS, front_of, fronts_of_view
from pytest_ssot.rules.same_tokens import Token, along, identity, origin_of, rest_of
from pytest_ssot.rules.token_checks import MOST_LEVELS

Known = tuple[tuple[str, str], tuple[Step, ...]]
"""Where every function finds a token: what is imported, and the steps from there."""

MOST_HELPERS = 3
"""Functions that call each other to find the token of a request."""


def is_shared_verified(ways: Ways, site: Site, token: Token) -> bool:
    """The token stands where all code that puts one there has verified it: `request.state.token`."""
    links = ways.links
    place, steps = placed(links, site.module, token)
    if place is None:
        place, steps = _of_request(links, site.module, site.fact.function, token) or (None, ())
    if not steps or place is None:
        return False
    if steps[-2:] == _ASKED:
        return _all_verified(ways, v.HELD, place, steps[:-2], item=True)
    kind, name = steps[-1][:2]
    if (
        kind not in ("attribute", "entry")
        or not isinstance(name, str)
        or (isinstance(place, str) and len(steps) == 1 and _is_own(links, name))
    ):
        return False
    return _all_verified(ways, name, place, steps[:-1], item=kind == "entry")


_ASKED: tuple[Step, ...] = (("attribute", "get"), ("call", ()))
"""How a context variable is asked for what it holds."""


_STATE = (("scope", (("entry", "state"),)), (("attribute", "state"),))
"""Where a layer of ASGI leaves what a request then has as its `state`: `scope["state"]["token"] = …`."""


def _all_verified(ways: Ways, name: str, place: object, steps: tuple[Step, ...], *, item: bool) -> bool:
    """All code that assigns to `name` there has verified what it assigns."""
    found = False
    for module, store in _stores(ways.links, name, place):
        if is_test(module.path) or store.function < 0:
            continue
        if is_nothing(module, store.value):  # where there is no token
            continue
        where = placed(ways.links, module, apart(identity(module, store.target))[0])
        by_layer = store.item and not item and place in REQUESTS and (where, steps) == _STATE
        if not by_layer and (store.item is not item or where != (place, steps)):
            continue
        if not was_verified(ways, module, store, store.value, ()):
            return False
        found = True
    return found


def _stores(links: Links, name: str, place: object) -> Iterator[tuple[ModuleFacts, StoreFacts]]:
    """The assignments to a name, in all files that may know the place if it is an object of a file's own."""
    path, word = place if isinstance(place, tuple) else ("", "")
    home = links.project.facts(path) if path else None
    if home is None:
        yield from links.stores_named(name)
    else:
        for module in links.naming(home, word):
            yield from ((module, store) for store in module.stores if store.name == name)


def placed(links: Links, module: ModuleFacts, token: Token) -> tuple[object, tuple[Step, ...]]:
    """Where a token is found, and the steps from there: in an imported object, or what functions are handed.

    What a function is handed is the same as what another one is handed under the same name.
    """
    origin = origin_of(token)
    steps = rest_of(token, origin) or ()
    if isinstance(origin, v.Param):
        is_own = module.functions[origin.function].takes_itself_as(origin.name)
        return (None if is_own else origin.name), steps
    if isinstance(origin, int):
        return _entered(links, module, origin, steps)
    return _imported(links, module, steps[:1]), steps[1:]


def _entered(
    links: Links, module: ModuleFacts, value: Value, steps: tuple[Step, ...]
) -> tuple[object, tuple[Step, ...]]:
    """The same of what `with` binds, as an object that files know keeps it: `with hub.session() as seen`."""
    node = module.nodes[value]
    made = module.root(node.base) if isinstance(node, v.Enter) else None
    asked = module.nodes[made.callee] if isinstance(made, v.Call) else None
    if not isinstance(asked, v.Attr):
        return None, steps
    place, before = placed(links, module, identity(module, asked.base))
    known = isinstance(place, tuple)
    return (place, (*before, ("entered", asked.name), *steps)) if known else (None, steps)


def _imported(links: Links, module: ModuleFacts, step: tuple[Step, ...]) -> tuple[str, str] | None:
    """The module and name of an origin that every module knows as the same object."""
    match step:
        case (("import", (str(path), str(name))),):
            return _home(links, module, path, name)
        case (("name", str(name)),) if name in module.bindings:
            bound = module.root(module.bindings[name])
            if isinstance(bound, v.Imported):
                return _home(links, module, bound.module, bound.name)
            return module.path, name
    return None


def _home(links: Links, module: ModuleFacts, path: str, name: str) -> tuple[str, str]:
    """Where a name that is imported comes from: a file of the project, or a module outside."""
    return links.project.locate(module.path, path) or path, name


def _is_own(links: Links, name: str) -> bool:
    """Some class of the project has objects with such an attribute."""
    return any(
        isinstance(root := module.root(store.target), v.Param)
        and module.functions[root.function].takes_itself_as(root.name)
        for module, store in links.stores_named(name)
    ) or any(name in cls.fields for module in links.modules for cls in module.classes)


# -- what runs before all views -----------------------------------------------------------------------


def is_request_verified(ways: Ways, site: Site, token: Token) -> bool:
    """The token is found by every function alike, and one that runs before this one verifies it.

    It runs before every view, decorates the function or one that leads to it, or calls it behind the check.
    """
    known = _of_request(ways.links, site.module, site.fact.function, token)
    if known is None:
        return False
    return _is_verified_above(ways, site, known)


def _is_verified_above(ways: Ways, site: Site, known: Known, level: int = 0) -> bool:
    """The function of a call, or what runs before it, has verified the token, or all that call it have."""
    function = FunctionRef(site.module, site.fact.function, {})
    hooks = (front_of(ways.links, one) for one in _hooks(ways.links, site))
    for front in (*hooks, *fronts_of_view(ways.links, site)):
        hook = front.function
        tokens = list(_alike(ways, hook, known)) if _affords(ways.links, site, hook) else []
        if function.index >= 0 and lets_only_verified_through(ways, site, front, tokens):
            return True
    for token in _alike(ways, function, known):
        if any(passes(one, site.fact.value, site.fact.guards) for one in ways.checks(function, token)):
            return True
    if any(
        passes(one, site.fact.value, site.fact.guards) for one in _checks_without(ways, function, known, 0)
    ):
        return True
    if level >= MOST_LEVELS or function.index < 0:
        return False
    groups = by_decorator(ways.links, site.module, site.fact.function)
    if decorates_uncalled(ways.links, site, chain.from_iterable(groups)):
        return False
    return any(
        bool(group) and all(_is_verified_above(ways, caller, known, level + 1) for caller, _ in group)
        for group in groups
    )


def _affords(links: Links, site: Site, hook: FunctionRef) -> bool:
    """The calls of a function may be looked through, at the expense of the file in which a token is read."""
    return links.affords(site.module, 1 + len(hook.module.calls_in.get(hook.index, ())))


def _checks_without(ways: Ways, function: FunctionRef, known: Known, depth: int) -> Iterator[Check]:
    """The calls of a function that are handed nothing, or no token, and that have the known one verified."""
    module = function.module
    for fact in module.calls_in.get(function.index, ()) if depth < MOST_HELPERS else ():
        site = Site(module, fact)
        called = functions_called(ways.links, site) if ways.links.affords(module, 1) else []
        forgotten = any(one.facts.waits for one in called) and is_never_awaited(ways.links, site)
        if called and not forgotten and all(_verifies_request(ways, one, known, depth) for one in called):
            yield Check(site, Assurance.RAISES, refusals(ways.links, site))


def _verifies_request(ways: Ways, function: FunctionRef, known: Known, depth: int) -> bool:
    """Whoever comes back from a function knows that it, or what it calls, has verified the known token."""
    tokens = list(_alike(ways, function, known))
    checks = [one for token in tokens for one in ways.checks(function, token)]
    checks += _checks_without(ways, function, known, depth + 1)
    return assured(function, checks, frozenset(tokens)) is Assurance.RAISES


def _alike(ways: Ways, function: FunctionRef, known: Known) -> Iterator[Token]:
    """The token as a function finds it that hands it to a call first."""
    module = function.module
    found: dict[Token, None] = {}
    for fact in module.calls_in.get(function.index, ()):
        node = module.nodes[fact.value]
        first = node.args[:1] if isinstance(node, v.Call) else ()
        found.update((identity(module, value), None) for value in first)
    for token in found:
        if _of_request(ways.links, module, function.index, token) == known:
            yield token
    yield from _kept_as(ways.links, module, function.index, known)
    (_, name), steps = known
    if name in REQUESTS:  # the one that every module knows is what the framework hands over
        given = (one.name for one in function.facts.parameters)
        yield from (along(v.Param(function.index, one), steps) for one in given if one == name)


def _kept_as(links: Links, module: ModuleFacts, function: int, known: Known) -> Iterator[Token]:
    """What a function puts where others find the token, if nothing else is ever put there."""
    place, steps = known
    kind, name = steps[-1][:2] if steps else ("", "")
    if kind not in ("attribute", "entry") or not isinstance(name, str):
        return
    found = [
        (home, one)
        for home, one in _stores(links, name, place)
        if one.item is (kind == "entry")
        and not is_test(home.path)
        and placed(links, home, apart(identity(home, one.target))[0]) == (place, steps[:-1])
    ]
    if [(home.path, one.function) for home, one in found] == [(module.path, function)]:
        yield identity(module, found[0][1].value)


def _of_request(
    links: Links, module: ModuleFacts, function: int, token: Token, level: int = 0
) -> Known | None:
    """Where every module finds a token: what is imported, and the steps from there."""
    name, steps = placed(links, module, token)
    if isinstance(name, tuple):
        return name, steps
    origin = origin_of(token)
    steps = rest_of(token, origin) or ()
    made = module.places.call_in(function, origin)
    if made is None or level >= MOST_HELPERS:
        return None
    helpers = functions_called(links, Site(module, made))
    node = module.nodes[made.value]
    if len(helpers) != 1 or not isinstance(node, v.Call) or node.args or node.keywords:
        return None
    inner, facts = helpers[0].module, helpers[0].facts
    given = [one for one in facts.returns if not is_nothing(inner, one)]
    found = {_of_request(links, inner, helpers[0].index, identity(inner, one), level + 1) for one in given}
    one = found.pop() if len(found) == 1 else None
    return None if one is None else (one[0], (*one[1], *steps))


def _hooks(links: Links, site: Site) -> Iterator[FunctionRef]:
    """The functions that run before the view in which a call is made, as far as they are seen to."""
    for module in links.modules:
        if module.places.mentioned.isdisjoint((*HOOKS, HOOKING)) or is_test(module.path):
            continue
        if not may_serve(links, module.path, "", site.module):
            continue
        for index, function in enumerate(module.functions):
            if any(_is_hook(links, site, module, one) for one in function.decorators):
                yield FunctionRef(module, index, {})
        for word in HOOKS:
            for fact in module.calls_by_word.get(word, ()):
                node = module.nodes[fact.value]
                if isinstance(node, v.Call) and node.args and _is_hook(links, site, module, node.callee):
                    held = links.value(module, node.args[0])
                    yield from (one for one in held if isinstance(one, FunctionRef))


def _is_hook(links: Links, site: Site, module: ModuleFacts, value: Value) -> bool:
    node = module.nodes[value]
    if isinstance(node, v.Call) and len(node.args) == 1:
        asked, when = module.nodes[node.callee], getattr(module.nodes[node.args[0]], "value", None)
        node = asked if getattr(asked, "name", "") == HOOKING and when in HOOKS else node
    elif getattr(node, "name", "") not in HOOKS:
        return False
    if not isinstance(node, v.Attr):
        return False
    everywhere = node.name == "before_app_request" or _is_application(links, module, node.base, site.module)
    return everywhere or (
        module is site.module and _registered_with(module, site) == module.root_of(node.base)
    )


def _is_application(
    links: Links, module: ModuleFacts, value: Value, view: ModuleFacts, level: int = 0
) -> bool:
    """A value is an application that may serve a view, or a function is handed one where it is called."""
    held = links.value(module, value)
    if any(isinstance(one, External) and one.path in APPLICATIONS for one in held):
        return may_serve(links, module.path, "", view)
    given = module.root(value)
    if not isinstance(given, v.Param) or level >= MOST_HELPERS:
        return False
    return any(
        _is_application(links, caller.module, one, view, level + 1)
        for caller, one in handing_over(links, module, given)
        if one != NOTHING and _is_always_called(caller, one)
    )


def _is_always_called(caller: Site, given: Value) -> bool:
    """A call hangs on no test, but whether there is what it hands over: `if app is not None`."""
    asked = (tested(caller.module, *guard)[0] for guard in caller.fact.guards)
    return all(identity(caller.module, one) == identity(caller.module, given) for one in asked)


def _registered_with(module: ModuleFacts, site: Site) -> Value:
    """What a view is registered with by its decorator."""
    for value in module.functions[site.fact.function].decorators:
        node = module.nodes[value]
        asked = module.nodes[node.callee] if isinstance(node, v.Call) else node
        if isinstance(asked, v.Attr):
            return module.root_of(asked.base)
    return NOTHING
