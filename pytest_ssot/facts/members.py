"""Attributes and items of resolved values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pytest_ssot.facts.classes import class_function, decorations, given_field, is_enum, lineage, stored
from pytest_ssot.facts.resolved import (
    Alternatives,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Known,
    ModuleRef,
    Namespace,
    Opaque,
    Partial,
    Place,
    Resolved,
    Row,
    Super,
    Table,
    by_name,
    one_of,
    opaque,
)
from pytest_ssot.facts.values import NOTHING
from pytest_ssot.facts.writes import written

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_BUILTIN_TYPES: dict[type[Resolved], str] = {Table: "dict", Row: "list", Known: "str"}

_NAMED_TUPLE_METHODS = {"_replace": "dataclasses.replace", "_asdict": "dataclasses.asdict"}

ENVIRONMENTS = ("os.environ", "os.environb")
"""Mappings whose content is decided where the program runs."""


def attribute(  # noqa: C901, PLR0911, PLR0912 - one case per kind of value
    resolver: Resolver, base: Resolved, name: str
) -> Alternatives:
    """`base.name`."""
    match base:
        case Known() if name in ("value", "_value_"):
            return (base,)
        case Super():
            return _from_classes(resolver, base.cls, name, base.bound, after=True) or opaque(text=name)
        case Table() | Row() | Known():
            return (External(f"builtins.{_BUILTIN_TYPES[type(base)]}.{name}", base=base),)
        case External():
            if name in base.attributes:
                return base.attributes[name]
            return (External(f"{base.path}.{name}", base=base),)
        case Opaque():
            return (replace(base, text=f"{base.text}.{name}"),)
        case ModuleRef():
            return resolver.project.member(resolver, base, name)
        case Instance():
            return instance_attribute(resolver, base, name)
        case ClassRef():
            return class_attribute(resolver, base, name)
        case Namespace(attributes=attributes):
            if name in ("_replace", "_asdict"):
                return (External(_NAMED_TUPLE_METHODS[name], base=base),)
            return attributes.get(name) or opaque(text=name)
        case Partial(callee=callee) if name == "func":
            return callee
        case FunctionRef() if name in ("__call__", "__wrapped__", "__func__"):
            return (base,)
        case _:
            return opaque(text=name)


def instance_attribute(resolver: Resolver, base: Instance, name: str) -> Alternatives:
    """`base.name` for an object of a project class, as the attribute lookup of Python finds it."""
    if name in base.attributes:
        return base.attributes[name]
    if name == "__class__":
        return (base.cls,)
    if name == "__dict__":
        return (Table(by_name(base.attributes), opaque()),)
    given = given_field(resolver, base, name)
    if given is not None:
        return given
    certain, assigned = stored(resolver, base, name)
    found = assigned if certain else one_of(assigned, _from_classes(resolver, base.cls, name, base))
    if not assigned and any(isinstance(one, Known | Table) for one in found):
        fixed, outside = written(resolver, base.cls, name)
        found = outside if fixed else one_of(found, outside)
    if found:
        return one_of(found, _which_object(base, found))
    getter = class_function(resolver, base.cls, "__getattr__")
    if getter is not None:
        return resolver.returned(replace(getter, bound=base), ((Known(name),),))
    return opaque(text=name)


def _which_object(base: Instance, found: Alternatives) -> Alternatives:
    """A method's own object may hold something else, depending on who calls the method."""
    if base.implied is None or all(isinstance(value, FunctionRef | ClassRef | External) for value in found):
        return ()
    return (Opaque("parameter", needs=frozenset([base.implied])),)


def class_attribute(resolver: Resolver, base: ClassRef, name: str) -> Alternatives:
    """`base.name` for a project class itself."""
    if name == "__name__":
        return (Known(base.module.classes[base.index].name),)
    found = _from_classes(resolver, base, name, None)
    if any(isinstance(one, Known | Table) for one in found):
        resolver.touched.add(name)
    certain, assigned = written(resolver, base, name)
    return (assigned if certain else one_of(found, assigned)) or opaque(text=name)


def _from_classes(
    resolver: Resolver, cls: ClassRef, name: str, instance: Instance | None, *, after: bool = False
) -> Alternatives:
    for owner in lineage(resolver, cls)[1 if after else 0 :]:
        if isinstance(owner, External):
            arguments = instance.arguments if instance is not None else None
            path = f"{owner.path}()" if instance is not None else owner.path
            if _is_structural(owner.path):
                continue
            return (External(f"{path}.{name}", base=External(path, arguments, instance)),)
        if isinstance(owner, Opaque):
            return (replace(owner, text=f"{owner.text}.{name}"),)
        value = owner.module.classes[owner.index].attributes.get(name, NOTHING)
        if value != NOTHING:
            found = resolver.resolve(owner.module, value, owner.frames)
            return one_of(*(_bound(resolver, held, owner, cls, instance, name) for held in found))
    return ()


def _is_structural(path: str) -> bool:
    """Bases that shape a class but give it no methods a rule would care for."""
    return path.partition(".")[0] in {"builtins", "abc", "typing", "enum", "typing_extensions", "dataclasses"}


def _bound(  # noqa: PLR0911 - one case per kind of attribute
    resolver: Resolver, held: Resolved, owner: ClassRef, cls: ClassRef, instance: Instance | None, name: str
) -> Alternatives:
    """A class attribute as it is seen through a class or an instance."""
    if isinstance(held, FunctionRef) and held.facts.owner == owner.index:
        kinds = decorations(resolver, held)
        if "staticmethod" in kinds:
            return (held,)
        if "classmethod" in kinds:
            return (replace(held, bound=cls),)
        if instance is None:
            return (held,)
        if "property" in kinds:
            return resolver.returned(replace(held, bound=instance), ())
        return (replace(held, bound=instance),)
    if isinstance(held, FunctionRef) and instance is not None and held.bound is None:
        return (replace(held, bound=instance),)
    if isinstance(held, External) and held.path == "enum.auto()":
        held = Known(name.lower(), Place(owner.module.path, owner.module.classes[owner.index].at))
    if is_enum(resolver, owner) and not isinstance(held, FunctionRef):
        if is_enum(resolver, owner, of_values=True):
            return (held,)
        member = f"{owner.module.path}:{owner.index}.{name}"
        return (Namespace({"value": (held,), "name": (Known(name),), "_value_": (held,)}, member),)
    if isinstance(held, External) and held.path.endswith(("staticmethod()", "classmethod()")):
        return held.arguments.positional[0] if held.arguments and held.arguments.positional else (held,)
    return (held,)


def item(  # noqa: C901, PLR0911 - one case per kind of value
    resolver: Resolver, base: Resolved, key: Resolved, place: Place
) -> Alternatives:
    """`base[key]`."""
    match base, key:
        case Table(entries=entries, rest=rest), Known(value=name):
            held = entries.get(name, ())
            return one_of(held, rest if not held else ()) or opaque()
        case Table(entries=entries, rest=rest), _:
            return one_of(*entries.values(), rest) or opaque((key,))
        case Row(items=items, rest=rest), Known(value=int(index)):
            inside = -len(items) <= index < len(items)
            return items[index] if inside and not rest else one_of(*items, rest) or opaque()
        case Row(items=items, rest=rest), _:
            return one_of(*items, rest) or opaque((key,))
        case ClassRef(), Known(value=str(name)):
            return class_attribute(resolver, base, name)
        case ModuleRef(), Known(value=str(name)):
            return resolver.project.member(resolver, base, name)
        case External(path=path), _ if path in ENVIRONMENTS:
            assigned = written(resolver, base, str(key.value), item=True)[1] if isinstance(key, Known) else ()
            return one_of((Opaque("environment", place=place),), assigned)
        case External(path="sys.modules"), Known(value=str(name)):
            return resolver.project.imported_module(name)
        case External(path=path), _:
            part = External(f"{path}[]", base=base)
            assigned = written(resolver, base, str(key.value), item=True)[1] if isinstance(key, Known) else ()
            return one_of((part,), assigned)
        case Instance(), _:
            getter = class_function(resolver, base.cls, "__getitem__")
            if getter is not None:
                return resolver.returned(replace(getter, bound=base), ((key,),))
        case Namespace(attributes=attributes), Known(value=str(name)):
            return attributes.get(name) or opaque()
    return opaque((base,), (key,), text=f"{base.text}[]" if isinstance(base, Opaque) else "")


def with_item(base: Resolved, keys: Alternatives, held: Alternatives) -> Resolved:
    """`base` after `base[key] = held`; an unknown mapping becomes one with that key known."""
    if isinstance(base, Table):
        for key in keys:
            if isinstance(key, Known):
                base.entries[key.value] = held
        return base
    if isinstance(base, Opaque) and all(isinstance(key, Known) for key in keys):
        return Table({key.value: held for key in keys if isinstance(key, Known)}, (base,), base.place)
    if isinstance(base, Row) and len(keys) == 1 and isinstance(keys[0], Known):
        index = keys[0].value
        if isinstance(index, int) and -len(base.items) <= index < len(base.items):
            items = list(base.items)
            items[index] = held
            return replace(base, items=tuple(items))
    return base


def without_item(base: Resolved, keys: Alternatives) -> Resolved:
    """`base` after `del base[key]`."""
    if isinstance(base, Table) and len(keys) == 1 and isinstance(keys[0], Known):
        base.entries.pop(keys[0].value, None)
    return base


__all__ = [
    "attribute",
    "class_attribute",
    "instance_attribute",
    "item",
    "with_item",
    "without_item",
]
