"""Tokens that are taken out of containers into which none is put that was not verified."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Site
from pytest_ssot.facts.module import ModuleFacts, StoreFacts
from pytest_ssot.facts.mutations import CHANGING_METHODS
from pytest_ssot.facts.resolved import ClassRef
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.spans import NO_SPAN
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.implications import is_nothing
from pytest_ssot.rules.kept_tokens import (
    Step,
    Ways,
    attribute_of,
    class_of,
    own_object,
    was_verified,
)
from pytest_ssot.rules.made_with import is_set_from_outside, taken
from pytest_ssot.rules.own_tokens import stores_of
from pytest_ssot.rules.same_tokens import Token, origin_of, rest_of


class _Container(msgspec.Struct, frozen=True):
    """What holds things by keys or in an order: an attribute of a class's objects, a name of the module."""

    module: ModuleFacts
    owner: int
    name: str

    def holds(self, value: Value) -> bool:
        """A value is the container, whatever has been done to it."""
        node = self.module.root(value)
        if self.owner < 0:
            return isinstance(node, v.Name) and node.name == self.name
        own = self.module.root(node.base) if isinstance(node, v.Attr) and node.name == self.name else None
        return isinstance(own, v.Param) and self.module.functions[own.function].owner == self.owner


def _container(site: Site, token: Token) -> tuple[_Container | None, tuple[Step, ...]]:
    """What holds what a token is found in, and the steps from there."""
    module, origin = site.module, origin_of(token)
    own = own_object(module, site.fact.function)
    steps = rest_of(token, origin) or ()
    if isinstance(origin, int):
        node, base = module.root(origin), NOTHING
        match node:
            case v.Item(base=inner) | v.Element(base=inner):
                base = inner
            case v.Call(callee=callee) if (
                isinstance(asked := module.nodes[callee], v.Attr) and asked.name in _TAKING
            ):
                base = asked.base
        held = module.root(base) if base != NOTHING else None
        if isinstance(held, v.Name) and held.name in module.bindings:
            return _Container(module, -1, held.name), steps
        if isinstance(held, v.Attr) and own is not None and module.root(held.base) == own:
            return _Container(module, class_of(site).index, held.name), steps
    elif origin == own and own is not None and len(steps) > 1 and steps[1][0] == "entry":
        return _Container(module, class_of(site).index, attribute_of(steps[0])), steps[2:]
    elif origin is None and len(steps) > 1 and steps[0][0] == "name" and steps[1][0] == "entry":
        name = str(steps[0][1])
        return (_Container(module, -1, name) if name in module.bindings else None), steps[2:]
    return None, ()


_TAKING = ("get", "pop", "popleft", "get_nowait")
"""Methods that give what was put into a container."""


def is_taken_verified(ways: Ways, site: Site, token: Token) -> bool:
    """The token was taken out of a container of which everything in it was verified before."""
    container, steps = _container(site, token)
    if container is None or not container.name:
        return False
    module, links = container.module, ways.links
    if container.owner < 0:
        made = [module.bindings[container.name]]
        others = links.resolver.writes.get(f"[{container.name}]", ())
        if any(one is not module and not is_test(one.path) for one, _ in others):
            return False
    else:
        if is_set_from_outside(links, ClassRef(module, container.owner, {}), container.name):
            return False
        made = [one.value for one in stores_of(module, site.fact.function, container.name) if not one.item]
    if not all(container.holds(one) or _is_empty(module, one) for one in made):
        return False
    filled = list(_fillings(container))
    return bool(filled) and all(
        value != NOTHING and was_verified(ways, module, store, *taken(module, value, steps))
        for store, value in filled
    )


def _is_empty(module: ModuleFacts, value: Value) -> bool:
    """A container without anything in it: `{}`, `dict()`, `defaultdict(list)`."""
    root = module.root_of(value)
    node = module.nodes[root]
    return is_nothing(module, root) or (
        isinstance(node, v.Call)
        and not any(
            isinstance(module.nodes[one], v.Call | v.Dict | v.Sequence | v.Param) for one in node.args
        )
    )


def _fillings(container: _Container) -> Iterator[tuple[StoreFacts, Value]]:
    """What code of the module puts into a container; NOTHING for what is not seen."""
    module = container.module
    for store in module.stores:
        if store.item and store.name not in (v.CHANGED, v.COPIED) and container.holds(store.target):
            yield store, store.value
    for fact in module.calls:
        call = module.nodes[fact.value]
        callee = module.nodes[call.callee] if isinstance(call, v.Call) else None
        if not isinstance(callee, v.Attr) or callee.name not in CHANGING_METHODS - _PUTTING_NOTHING | {
            "appendleft"
        }:
            continue
        if isinstance(call, v.Call) and container.holds(callee.base):
            value = call.args[-1] if call.args and callee.name in _PUTTING else NOTHING
            at = StoreFacts(
                callee.base, "", value, fact.function, NO_SPAN, guards=fact.guards, behind=fact.value
            )
            yield at, value


_PUTTING = ("append", "appendleft", "add", "put", "put_nowait", "setdefault", "insert")
_PUTTING_NOTHING = frozenset(
    ["pop", "popleft", "popitem", "clear", "remove", "discard", "__delitem__", "reverse", "rotate", "sort"]
)
