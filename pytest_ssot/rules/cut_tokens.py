"""The token that is cut by hand, where it is handed in and where it is cut."""

from __future__ import annotations

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.uses import Origin, handed_in
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.same_tokens import states_of
from pytest_ssot.rules.token_cuts import token_of


def token_as_handed(links: Links, cut: Origin) -> Origin | None:
    """The token that was cut, as it was handed to the functions that cut it."""
    found: Origin | None = replace(cut, value=token_of(cut.module, cut.value))
    while found is not None and found.value != NOTHING and found.inside:
        before = states_of(found.module, found.value)  # what was encoded on the way
        found = replace(found, value=before[0]) if len(before) == 1 else found
        node, entered = found.module.root(found.value), found.inside[-1]
        given = isinstance(node, v.Param) and node.function == entered.function.index
        found = (
            next(handed_in(links, found, node, entered), None)
            if isinstance(node, v.Param) and given
            else None
        )
    return found


def token_within(cut: Origin) -> tuple[Site, Value] | None:
    """The call of a method that cuts what it or its object was given, and that: `self.raw.split(".")`."""
    module, token = cut.module, token_of(cut.module, cut.value)
    node = module.root(token) if token != NOTHING else None
    while isinstance(node, v.Attr):
        node = module.root(node.base)
    fact = module.places.made_by.get(cut.value)
    if not isinstance(node, v.Param) or fact is None or node.function != fact.function:
        return None
    return (Site(module, fact), token) if module.functions[node.function].owner >= 0 else None


__all__ = ["token_as_handed", "token_within"]
