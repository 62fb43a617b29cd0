"""What objects and displays are made with, and whether anybody may have set something else since."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function, derives_from, generated_fields
from pytest_ssot.facts.given_stores import MADE
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import ClassRef, External, Instance, Resolved
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.own_tokens import stores_of
from pytest_ssot.rules.same_tokens import given_for


def made_with(links: Links, site: Site, name: str) -> Value:
    """What a call that makes an object hands over for an attribute; NOTHING if that is not seen."""
    callees = links.callees(site)
    cls = callees[0] if len(callees) == 1 else None
    if isinstance(cls, External) and cls.path.rpartition(".")[2][:1].isupper():  # as models keep it
        return dict(site.node.keywords).get(name, NOTHING)
    if not isinstance(cls, ClassRef) or is_set_from_outside(links, cls, name):
        return NOTHING
    method = class_function(links.resolver, cls, "__init__")
    if method is None:
        fields = generated_fields(links.resolver, cls) or ()
        return given_for(site, ["self", *fields], name) if name in fields else NOTHING
    stores = stores_of(method.module, method.index, name)
    given = [method.module.root(one.value) for one in stores if one.function == method.index]
    names = [one.name for one in method.facts.parameters]
    alone = given[0] if len(stores) == len(given) == 1 else None
    known = isinstance(alone, v.Param) and alone.function == method.index
    return given_for(site, names, alone.name) if known and isinstance(alone, v.Param) else NOTHING


def is_set_from_outside(links: Links, cls: ClassRef, name: str) -> bool:
    """Code outside of the class may assign to an attribute of its objects."""
    writes = links.resolver.writes
    for module, store in (*writes.get(name, ()), *writes.get(f"{MADE}{name}", ())):
        if is_test(module.path) or store.item:
            continue
        held = links.value(module, store.target)
        if not held or any(_may_be_of(links, one, cls) for one in held):
            return True
    return False


def _may_be_of(links: Links, value: Resolved, cls: ClassRef) -> bool:
    kind = value.cls if isinstance(value, Instance) else value
    return not isinstance(kind, ClassRef) or derives_from(links.resolver, kind, cls)


def taken(
    module: ModuleFacts, value: Value, steps: tuple[tuple[object, ...], ...]
) -> tuple[Value, tuple[tuple[object, ...], ...]]:
    """What is found in a value along some steps, as far as it is a display."""
    while steps and steps[0][0] == "entry":
        node, key = module.root(value), steps[0][1]
        found: list[Value] = []
        if isinstance(node, v.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            named = ((module.nodes[one], held) for one, held in pairs if one != NOTHING)
            found = [held for one, held in named if isinstance(one, v.Const) and one.value == key]
        elif isinstance(node, v.Sequence) and isinstance(key, int):
            found = list(node.items[key : key + 1 or None])
        if not found:
            break
        value, steps = found[-1], steps[1:]
    return value, steps
