"""Classes of which all objects are one, or hold the same: what is set on one of them, any other has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.classes import lineage, shared_by_all, stores_of_class
from pytest_ssot.facts.handed_out import has_one_state
from pytest_ssot.facts.resolved import NO_FRAMES, Alternatives, ClassRef, FunctionRef, Instance, one_of
from pytest_ssot.facts.seen_calls import as_called
from pytest_ssot.facts.setters import set_by_name, sets_on
from pytest_ssot.facts.values import Attr

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def of_one_state(resolver: Resolver, base: Instance, name: str, found: Alternatives) -> Alternatives:
    """`base.name`, of which `found` is known, with what is set on other objects that hold the same."""
    found = found or shared_by_all(resolver, base, name)
    key = ("state", *map(str, base.cls.key), name)
    known = resolver.once(("one", *base.cls.key), lambda: [has_one_state(resolver, base.cls)])
    if known != [True] or resolver.visiting(*key):
        return found
    with resolver.visit(*key):
        return one_of(*_told(resolver, base, name), found)


def _told(resolver: Resolver, base: Instance, name: str) -> Iterator[Alternatives]:
    """What methods that are told something set under a name, on whatever object they are called."""
    for owner in (one for one in lineage(resolver, base.cls) if isinstance(one, ClassRef)):
        module = owner.module
        stores = stores_of_class(resolver, module).get((owner.index, name), ())
        for index in module.places.methods.get(owner.index, ()):
            method = FunctionRef(module, index, NO_FRAMES, base)
            own = [one for one in stores if one.function == index]
            if len(method.facts.parameters) < len(("self", "value")) or not (own or _sets_by_name(method)):
                continue
            for callee, frames in as_called(resolver, module, index):
                bound = replace(method, bound=callee.bound)
                yield set_by_name(resolver, bound, frames).get(name, ())
                yield from (resolver.resolve(module, one.value, frames) for one in own)


def _sets_by_name(method: FunctionRef) -> bool:
    """A method sets attributes of its object whose names it is told."""
    module, inside = method.module, method.module.calls_in.get(method.index, ())
    callees = (module.nodes[getattr(module.nodes[fact.value], "callee", 0)] for fact in inside)
    updates = any(isinstance(one, Attr) and one.name == "update" for one in callees)
    return updates or sets_on(method) is not None


__all__ = ["of_one_state"]
