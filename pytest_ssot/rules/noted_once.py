"""Words by which an object notes that it has its token verified, so that this is not done again."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import CONSTRUCTORS
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts, StoreFacts
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.entered_functions import functions_called
from pytest_ssot.rules.implications import is_falsy, tested


def noted_once(links: Links, site: Site) -> Guards:
    """The tests on the way to a check that only leave it out once it has passed: `if not self.checked:`."""
    module, index = site.module, site.fact.function
    facts = module.functions[index] if index >= 0 else None
    if facts is None or facts.owner < 0 or not facts.parameters or not _keeps_token(module, facts.owner):
        return ()
    own = v.Param(index, facts.parameters[0].name)
    return tuple(guard for guard in site.fact.guards if _is_noted(links, site, own, *guard))


def _is_noted(links: Links, site: Site, own: v.Param, test: Value, outcome: bool) -> bool:
    """A test asks for a word of the method's own object, which nobody sets but behind the check."""
    module, owner = site.module, site.module.functions[site.fact.function].owner
    asked, wanted = tested(module, test, outcome)
    node = module.nodes[asked]
    if wanted or not isinstance(node, v.Attr) or module.root(node.base) != own:
        return False
    held = module.classes[owner].attributes.get(node.name, NOTHING)
    stores = module.places.stores_of_objects.get((owner, node.name), ())
    told = [one for one in stores if not is_falsy(module.nodes[one.value])]
    at_first = held == NOTHING or is_falsy(module.nodes[held])
    if not at_first or not told or not all(_is_behind(links, site, one) for one in told):
        return False
    return not any(
        one.name == node.name and one not in stores and not is_falsy(home.nodes[one.value])
        for home in links.naming(module, node.name)
        for one in home.stores
    )


def _is_behind(links: Links, site: Site, store: StoreFacts) -> bool:
    """A word is set behind a check in its function, or at the end of one that it calls."""
    module, fact = site.module, site.fact
    if store.function == fact.function:
        return store.behind > fact.value and set(fact.guards) <= set(store.guards)
    called = [one.index for one in functions_called(links, site) if one.module is module]
    last = all(one.value < store.behind for one in module.calls_in.get(store.function, ()))
    return last and store.function in called


def _keeps_token(module: ModuleFacts, owner: int) -> bool:
    """What a class's objects are made with is not replaced later, such as the token."""
    made = {one for one in module.places.methods[owner] if module.functions[one].name in CONSTRUCTORS}
    stores = {name: found for (cls, name), found in module.places.stores_of_objects.items() if cls == owner}
    return not any(
        any(one.function in made and isinstance(module.nodes[one.value], v.Param) for one in found)
        and any(one.function not in made for one in found)
        for found in stores.values()
    )


__all__ = ["noted_once"]
