"""Functions that a decorator has a framework run before a view, and what they fill its parameters with."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import External, FunctionRef
from pytest_ssot.rules.kept_tokens import Ways, was_verified
from pytest_ssot.rules.same_tokens import Token, origin_of, rest_of

_BEFORE = ("falcon.before", "falcon.hooks.before")
"""Decorators of views, and of classes of views, that are handed what is run first."""

_FILLED = 3
"""The parameter of such a function that holds what the view will be handed, by its name."""


def hooks_of(links: Links, module: ModuleFacts, index: int) -> Iterator[FunctionRef]:
    """The functions that are run before a view, as its decorators or those of its class say."""
    function = module.functions[index]
    owner = module.classes[function.owner].decorators if function.owner >= 0 else ()
    for value in (*function.decorators, *owner):
        node = module.nodes[value]
        if not isinstance(node, v.Call) or not node.args:
            continue
        asked = links.value(module, node.callee)
        if any(isinstance(one, External) and one.path in _BEFORE for one in asked):
            held = links.value(module, node.args[0])
            yield from (one for one in held if isinstance(one, FunctionRef))


def is_filled_verified(ways: Ways, site: Site, token: Token) -> bool:
    """A hook puts the token among what a view will be handed, and each that does has verified it."""
    given, module = origin_of(token), site.module
    if not isinstance(given, v.Param) or given.function != site.fact.function:
        return False
    steps, found = rest_of(token, given) or (), False
    for hook in hooks_of(ways.links, module, given.function):
        names = [one.name for one in hook.facts.parameters]
        filled = v.Param(hook.index, names[_FILLED]) if len(names) > _FILLED else None
        for store in hook.module.places.stores_in.get(hook.index, ()):
            key = getattr(hook.module.nodes[store.key], "value", None) if store.item else None
            if key != given.name or hook.module.root(store.target) != filled:
                continue
            if not was_verified(ways, hook.module, store, store.value, steps):
                return False
            found = True
    return found


__all__ = ["hooks_of", "is_filled_verified"]
