"""Objects that change, and values that depend on the path taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.annotated import as_said
from pytest_ssot.facts.classes import class_function, lineage, setter_of
from pytest_ssot.facts.descriptors import set_by_descriptor
from pytest_ssot.facts.entries import with_item, without_item
from pytest_ssot.facts.folding import SOMETHING_FALSE, SOMETHING_TRUE
from pytest_ssot.facts.folds import as_carried, folded
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.outcomes import after, changed_by
from pytest_ssot.facts.resolved import (
    MISSING,
    Alternatives,
    Arguments,
    ClassRef,
    External,
    Frames,
    Instance,
    Known,
    Namespace,
    Opaque,
    Parameter,
    Resolved,
    Table,
    needs_of,
    one_of,
    opaque,
    there,
    truth,
)
from pytest_ssot.facts.rounds import rounds
from pytest_ssot.facts.sameness import is_none
from pytest_ssot.facts.values import NOTHING, AnyNode, Literal

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


MOST_CHANGES = 1_200
"""Changes of one object in a row that are applied for one question, beyond what was asked before."""


def read_change(
    resolver: Resolver, node: v.SetItem | v.DelItem | v.SetAttr | v.After, module: ModuleFacts, frames: Frames
) -> Alternatives:
    """Changes are applied from the oldest on, without recursion: there may be thousands."""
    changes: list[AnyNode] = []
    current: AnyNode = node
    base = NOTHING
    while isinstance(current, v.SetItem | v.DelItem | v.SetAttr | v.After):
        changes.append(current)
        base = current.base
        current = module.nodes[base]
        if len(changes) > MOST_CHANGES:
            return (Opaque("limit"),)
        if resolver.work + len(changes) > resolver.limit + resolver.slack:
            return resolver.cut_off()
        if resolver.knows(module, base, frames):
            break  # whoever asked for an earlier state has applied the changes before it
    found = tuple(_copied(resolver, value) for value in resolver.resolve(module, base, frames))
    for change in reversed(changes):
        if resolver.is_spent:
            return resolver.cut_off()
        found = _changed(resolver, change, found, module, frames)
    return found


def _changed(
    resolver: Resolver, change: AnyNode, found: Alternatives, module: ModuleFacts, frames: Frames
) -> Alternatives:
    resolver.work += 1
    match change:
        case v.SetItem():
            for inner in rounds(resolver, module, change.key, frames):
                keys = resolver.resolve(module, change.key, inner)
                held = resolver.resolve(module, change.value, inner)
                found = one_of(*(_with_item(resolver, value, keys, held) for value in found))
            return found
        case v.DelItem():
            keys = resolver.resolve(module, change.key, frames)
            return tuple(without_item(value, keys) for value in found)
        case v.SetAttr():
            held = resolver.resolve(module, change.value, frames)
            return one_of(*(_with_attribute(resolver, value, change.name, held) for value in found))
        case v.After():
            return after(resolver, found, change, module, frames)
    return found


def read_phi(resolver: Resolver, node: v.Phi, module: ModuleFacts, frames: Frames) -> Alternatives:
    carried = as_carried(module, node, frames) if frames else None
    found = folded(resolver, module, node.options, frames) if carried is None else carried
    if found is not None:
        return found
    options: list[Alternatives] = []
    resolver.go_through(len(node.options))
    for one in node.options:
        if resolver.is_spent:
            options.append(resolver.cut_off())
            break
        options.append(resolver.resolve(module, one, frames))
    return _but_earlier(there(one_of(*options)))


Entries = dict[Literal, Alternatives]


def as_either(
    module: ModuleFacts, node: v.Choice, then: Alternatives, other: Alternatives, needs: frozenset[Parameter]
) -> Alternatives | None:
    """One object that only some paths have changed, where callers tell which: its methods are its own on all.

    What the paths have set apart is not known before those callers are; the rest of a mapping is.
    """
    one, two = then[0] if len(then) == 1 else None, other[0] if len(other) == 1 else None
    if module.root_of(node.then) != module.root_of(node.other):
        return None
    if isinstance(one, Table) and isinstance(two, Table) and (one.rest, one.cls) == (two.rest, two.cls):
        return (replace(one, entries=_in_either(one.entries, two.entries, needs)),)
    if not isinstance(one, Instance) or not isinstance(two, Instance) or one.cls.key != two.cls.key:
        return None
    open_yet = {
        name: (Opaque("parameter", needs=needs | needs_of(one.attributes.get(name, ()), held)),)
        for name, held in (*one.attributes.items(), *two.attributes.items())
        if one.attributes.get(name) is not two.attributes.get(name)
    }
    return (replace(one, attributes={**one.attributes, **open_yet}),)


def _in_either(one: Entries, two: Entries, needs: frozenset[Parameter]) -> Entries:
    """The entries of two states of a mapping, where callers tell which of them it is in."""
    found: Entries = {}
    for key in (*one, *(key for key in two if key not in one)):
        held, others = one.get(key), two.get(key)
        if held is not None and held == others:
            found[key] = held
        else:
            missing = () if held and others else opaque(source=MISSING)
            found[key] = (Opaque("parameter", needs=needs | needs_of(held or (), others or ())), *missing)
    return found


def _but_earlier(found: Alternatives) -> Alternatives:
    """Objects without those that a loop has not come to yet, where it sets what it is told by callers."""
    set_later = {_maker(one) for one in found if isinstance(one, Instance) and v.ANY in one.attributes}
    if not set_later:
        return found
    return tuple(
        one
        for one in found
        if not isinstance(one, Instance) or v.ANY in one.attributes or _maker(one) not in set_later
    )


def _maker(one: Instance) -> tuple[object, ...]:
    """What makes an object, and where."""
    return (one.cls.key, one.arguments.place if one.arguments is not None else None)


def read_refined(resolver: Resolver, node: v.Refined, module: ModuleFacts, frames: Frames) -> Alternatives:
    found = resolver.resolve(module, node.value, frames)
    if node.test == "said":
        return as_said(resolver, found, module, node.cls)
    if node.test in ("none", "not none"):
        return tuple(value for value in found if is_none(value) in (None, node.test == "none"))
    true = node.test == "true"
    return tuple(_tested(value, true) for value in found if truth(value) in (None, true))


def _tested(value: Resolved, true: bool) -> Resolved:
    """A value of which a test has told what it counts as; callers and the environment tell more of some."""
    if isinstance(value, External):
        return replace(value, tested=true)
    if not isinstance(value, Opaque) or (not true and (value.needs or value.source == "environment")):
        return value
    return replace(SOMETHING_TRUE if true else SOMETHING_FALSE, base=value)


def _copied(resolver: Resolver, value: Resolved) -> Resolved:
    """A mapping that may be changed without changing what others remember of it."""
    if not isinstance(value, Table):
        return value
    resolver.go_through(len(value.entries))
    return replace(value, entries=dict(value.entries))


def _with_item(resolver: Resolver, value: Resolved, keys: Alternatives, held: Alternatives) -> Alternatives:
    setter = class_function(resolver, value.cls, "__setitem__") if isinstance(value, Instance) else None
    if setter is not None:
        return changed_by(resolver, replace(setter, bound=value), Arguments((keys, held)))
    return (with_item(value, keys, held),)


def _keeps_items(resolver: Resolver, cls: ClassRef) -> bool:
    """A class of mappings has a way of its own to keep what is assigned to its attributes: as items."""
    owners = (owner for owner in lineage(resolver, cls) if isinstance(owner, ClassRef))
    return any("__setattr__" in owner.module.classes[owner.index].attributes for owner in owners)


def _with_attribute(resolver: Resolver, value: Resolved, name: str, held: Alternatives) -> Alternatives:
    if isinstance(value, Instance):
        setter = setter_of(resolver, value.cls, name)
        if setter is not None:
            return changed_by(resolver, replace(setter, bound=value), Arguments((held,)))
        if put := set_by_descriptor(resolver, value, name, held):
            return (replace(value, attributes={**value.attributes, **put}),)
    classes = [one for one in held if isinstance(one, ClassRef)] if name == "__class__" else []
    if isinstance(value, Instance) and classes:
        return tuple(replace(value, cls=one) for one in classes)
    if isinstance(value, Table) and value.cls is not None and _keeps_items(resolver, value.cls):
        return (with_item(value, (Known(name),), held),)
    if isinstance(value, Instance | External | Namespace):
        return (replace(value, attributes={**value.attributes, name: held}),)
    return (value,)
