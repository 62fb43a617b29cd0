"""Tokens that an object keeps: verified when they were handed over, or by the methods that read further."""

from __future__ import annotations

from collections.abc import Callable

from pytest_ssot.facts import values as v
from pytest_ssot.facts.deciding import decides
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts, ModuleFacts, StoreFacts
from pytest_ssot.facts.operands import any_reaches
from pytest_ssot.facts.places import decorator_words
from pytest_ssot.facts.uses import first_argument
from pytest_ssot.facts.values import NOTHING, Value

Checks = Callable[[Site, Value], bool]
"""(call, token) → whoever gets past the call knows that the token's signature is right."""


def kept_verified(module: ModuleFacts, function: int, token: Value, checks: Checks) -> bool:
    """The token is an attribute, and whatever is assigned to it was verified by the same function."""
    node = module.root(token)
    stores = stores_of(module, function, node.name) if isinstance(node, v.Attr) else []
    return bool(stores) and all(_is_verified(module, store, checks) for store in stores)


def read_for_checks(site: Site, token: Value, checks: Checks) -> bool:
    """The read is a property's, and whoever asks it of the same object verifies the object's token.

    Nothing computed from what the property tells gets out but through that.
    """
    module, function = site.module, site.module.functions[site.fact.function]
    node = module.root(token)
    if not isinstance(node, v.Attr) or not is_property(module, site.fact.function):
        return False
    asked = [
        number
        for number, one in enumerate(module.nodes)
        if isinstance(one, v.Attr) and one.name == function.name
    ]
    return bool(asked) and all(_ends_in_check(module, number, node, checks) for number in asked)


def verified_by_its_class(links: Links, site: Site, verifies: Callable[[Site], bool]) -> bool:
    """A method reads what its object keeps, and another one, that is called, verifies what the object keeps.

    One that answers instead of raising counts if the answer decides something.
    """
    function = site.module.functions[site.fact.function] if site.fact.function >= 0 else None
    if function is None or function.owner < 0 or len(function.parameters) != 1:
        return False  # a token it is handed is not the object's own
    for index in site.module.places.methods[function.owner]:
        if index == site.fact.function:
            continue
        checks = [Site(site.module, fact) for fact in site.module.calls_in.get(index, ())]
        if not links.affords(site.module, len(checks)):
            return False
        found = [one.fact for one in checks if _is_own(one) and verifies(one)]
        for caller, _ in links.callers((site.module.path, index)) if found else ():
            raises = any(_always_happens(fact) and not fact.answered for fact in found)
            if not caller.fact.swallowed and (raises or decides(caller)):
                return True
    return False


def _is_own(check: Site) -> bool:
    """What a method hands to a check first is an attribute of its object."""
    token = first_argument(check, "jwt", "token", "value")
    node = check.module.root(token) if token != NOTHING else None
    itself = check.module.root(node.base) if isinstance(node, v.Attr) else None
    return isinstance(itself, v.Param) and itself.function == check.fact.function


def is_property(module: ModuleFacts, function: int) -> bool:
    """A method is asked for like an attribute."""
    return any(word.endswith("property") for word in decorator_words(module, module.functions[function]))


def _ends_in_check(module: ModuleFacts, asked: Value, token: v.Attr, checks: Checks) -> bool:
    node = module.nodes[asked]
    itself = module.root(node.base) if isinstance(node, v.Attr) else None
    if not isinstance(itself, v.Param) or module.functions[itself.function].owner < 0:
        return False
    around = module.functions[itself.function]
    same = [
        number for number, one in enumerate(module.nodes) if _is_attribute(module, one, itself, token.name)
    ]
    found = [
        fact.value
        for fact in module.calls_in.get(itself.function, ())
        if _always_happens(fact) and any(checks(Site(module, fact), one) for one in same)
    ]
    out = (
        *around.returns,
        *around.yields,
        *(one.value for one in module.places.stores_in.get(itself.function, ())),
    )
    return bool(found) and not any_reaches(module, out, asked, frozenset(found))


def _is_attribute(module: ModuleFacts, node: v.AnyNode, itself: v.Param, name: str) -> bool:
    return isinstance(node, v.Attr) and node.name == name and module.root(node.base) == itself


def stores_of(module: ModuleFacts, function: int, name: str) -> list[StoreFacts]:
    """The assignments to an attribute of the object that a method belongs to."""
    owner = module.functions[function].owner if function >= 0 else -1
    return list(module.places.stores_of_objects.get((owner, name), ())) if owner >= 0 else []


def _is_verified(module: ModuleFacts, store: StoreFacts, checks: Checks) -> bool:
    facts = module.calls_in.get(store.function, ())
    return any(_always_happens(fact) and checks(Site(module, fact), store.value) for fact in facts)


def _always_happens(fact: CallFacts) -> bool:
    return not fact.branch and not fact.handler and not fact.swallowed
