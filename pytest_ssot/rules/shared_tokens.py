"""Tokens kept where others find them, on what a framework hands about; checks in front of all views."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import External, FunctionRef
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.assurances import Assurance, assured
from pytest_ssot.rules.kept_tokens import Step, Ways, was_verified
from pytest_ssot.rules.libraries import APPLICATIONS, HOOKS
from pytest_ssot.rules.same_tokens import Token, identity, origin_of, rest_of
from pytest_ssot.rules.token_checks import functions_called

MOST_HELPERS = 3
"""Functions that call each other to find the token of a request."""


def is_shared_verified(ways: Ways, site: Site, token: Token) -> bool:
    """The token stands where all code that puts one there has verified it: `request.state.token`."""
    links = ways.links
    place, steps = _placed(site.module, token)
    if not steps or place is None:
        return False
    kind, name = steps[-1][:2]
    if (
        kind not in ("attribute", "entry")
        or not isinstance(name, str)
        or (len(steps) == 1 and _is_own(links, name))
    ):
        return False
    found = False
    for module, store in links.stores_named(name):
        if store.item is (kind == "attribute") or is_test(module.path) or store.function < 0:
            continue
        if _placed(module, identity(module, store.target)) != (place, steps[:-1]):
            continue
        if not was_verified(ways, module, store, store.value, ()):
            return False
        found = True
    return found


def _placed(module: ModuleFacts, token: Token) -> tuple[object, tuple[Step, ...]]:
    """Where a token is found, and the steps from there: in an imported object, or what functions are handed.

    What a function is handed is the same as what another one is handed under the same name.
    """
    origin = origin_of(token)
    steps = rest_of(token, origin) or ()
    if isinstance(origin, v.Param):
        function = module.functions[origin.function]
        is_own = function.owner >= 0 and function.parameters[0].name == origin.name
        return (None if is_own else origin.name), steps
    return _imported(module, steps[:1]), steps[1:]


def _imported(module: ModuleFacts, step: tuple[Step, ...]) -> tuple[str, str] | None:
    """The module and name of an origin that every module imports the same."""
    match step:
        case (("import", (str(path), str(name))),):
            return path, name
        case (("name", str(name)),) if name in module.bindings:
            bound = module.root(module.bindings[name])
            return (bound.module, bound.name) if isinstance(bound, v.Imported) else None
    return None


def _is_own(links: Links, name: str) -> bool:
    """Some class of the project has objects with such an attribute."""
    return any(
        isinstance(root := module.root(store.target), v.Param)
        and module.functions[root.function].owner >= 0
        and module.functions[root.function].parameters[0].name == root.name
        for module, store in links.stores_named(name)
    ) or any(name in cls.fields for module in links.modules for cls in module.classes)


# -- what runs before all views -----------------------------------------------------------------------


def is_verified_before_views(ways: Ways, site: Site, token: Token) -> bool:
    """The token belongs to the request, and a function that runs before every view verifies it."""
    known = _of_request(ways.links, site.module, site.fact.function, token)
    if known is None:
        return False
    return any(_verifies(ways, hook, known) for hook in _hooks(ways.links, site))


def _of_request(
    links: Links, module: ModuleFacts, function: int, token: Token, level: int = 0
) -> tuple[tuple[str, str], tuple[Step, ...]] | None:
    """Where every module finds a token: what is imported, and the steps from there."""
    name, steps = _placed(module, token)
    if isinstance(name, tuple):
        return name, steps
    origin = origin_of(token)
    steps = rest_of(token, origin) or ()
    made = next((one for one in module.calls_in.get(function, ()) if one.value == origin), None)
    if made is None or level >= MOST_HELPERS:
        return None
    helpers = functions_called(links, Site(module, made))
    node = module.nodes[made.value]
    if len(helpers) != 1 or not isinstance(node, v.Call) or node.args or node.keywords:
        return None
    inner, facts = helpers[0].module, helpers[0].facts
    found = {
        _of_request(links, inner, helpers[0].index, identity(inner, one), level + 1) for one in facts.returns
    }
    one = found.pop() if len(found) == 1 else None
    return None if one is None else (one[0], (*one[1], *steps))


def _verifies(ways: Ways, hook: FunctionRef, known: tuple[tuple[str, str], tuple[Step, ...]]) -> bool:
    links, module = ways.links, hook.module
    for fact in module.calls_in.get(hook.index, ()):
        node = module.nodes[fact.value]
        for value in node.args[:1] if isinstance(node, v.Call) else ():
            token = identity(module, value)
            if _of_request(links, module, hook.index, token) == known:
                checks = ways.checks(hook, token)
                return assured(hook, checks, frozenset([token])) is Assurance.RAISES
    return False


def _hooks(links: Links, site: Site) -> Iterator[FunctionRef]:
    """The functions that run before the view in which a call is made, as far as they are seen to."""
    for module in links.modules:
        if HOOKS.isdisjoint(module.mentioned) or is_test(module.path):
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
    if not isinstance(node, v.Attr) or node.name not in HOOKS:
        return False
    held = links.value(module, node.base)
    everywhere = node.name == "before_app_request" or any(
        isinstance(one, External) and one.path in APPLICATIONS for one in held
    )
    return everywhere or (
        module is site.module and _registered_with(module, site) == module.root_of(node.base)
    )


def _registered_with(module: ModuleFacts, site: Site) -> Value:
    """What a view is registered with by its decorator."""
    for value in module.functions[site.fact.function].decorators:
        node = module.nodes[value]
        asked = module.nodes[node.callee] if isinstance(node, v.Call) else node
        if isinstance(asked, v.Attr):
            return module.root_of(asked.base)
    return NOTHING
