"""Attributes of objects and classes of a project, as Python looks them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.annotated import objects_said, said_of, set_on_any
from pytest_ssot.facts.classes import (
    all_stored,
    class_function,
    decorations,
    generated_fields,
    given_field,
    is_structural,
    keyword_of_class,
    lineage,
    set_for_subclass,
    sets_by_name,
    setter_of,
    stored,
    stored_by_class,
)
from pytest_ssot.facts.descriptors import bound_attribute
from pytest_ssot.facts.enums import is_enum, members
from pytest_ssot.facts.given_stores import is_set_on_objects
from pytest_ssot.facts.kept import (
    as_callers_set,
    as_shared,
    set_by_class_methods,
    with_kept,
    with_kept_by_class,
    with_set_elsewhere,
)
from pytest_ssot.facts.kinds_of_classes import is_named_tuple
from pytest_ssot.facts.metaclasses import put_into_bodies, put_into_body
from pytest_ssot.facts.one_state import of_one_state
from pytest_ssot.facts.own_entries import of_mapping
from pytest_ssot.facts.raised import carried
from pytest_ssot.facts.refused_values import unless_refused
from pytest_ssot.facts.resolved import (
    Alternatives,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Known,
    Namespace,
    Opaque,
    Resolved,
    Row,
    Table,
    by_name,
    one_of,
    opaque,
)
from pytest_ssot.facts.setters import set_by_decorators
from pytest_ssot.facts.settings_fields import from_environment
from pytest_ssot.facts.values import ANY, NOTHING, Attr, Call, Literal, Name, Value
from pytest_ssot.facts.writes import with_changes, written

if TYPE_CHECKING:
    from pytest_ssot.facts.module import ModuleFacts
    from pytest_ssot.facts.resolve import Resolver

NAMED_TUPLE_METHODS = {"_replace": "dataclasses.replace", "_asdict": "dataclasses.asdict"}
"""What makes another named tuple, or a mapping, of one."""

MADE_OF_ROW = "<namedtuple>._make"
"""The path of what makes a named tuple of a row; its base is the class."""


def instance_attribute(resolver: Resolver, base: Instance, name: str) -> Alternatives:
    """`base.name` for an object of a project class, as the attribute lookup of Python finds it."""
    if name in base.attributes:
        return with_set_elsewhere(resolver, base, name, base.attributes[name])
    if ANY in base.attributes:
        return _perhaps_set(resolver, base, name)
    if known := _of_every_object(resolver, base, name):
        return known
    given = given_field(resolver, base, name)
    if given is not None:
        held = from_classes(resolver, base.cls, name, base)
        made = tuple(one for one in held if isinstance(one, Table | Row))
        # What a factory makes, if nothing else is given.
        given = one_of(with_kept(resolver, base, name, made), given) if made else given
        return unless_refused(resolver, base.cls, name, given)
    if found := _held(resolver, base, name):
        said = from_environment(resolver, base.cls, name, found)
        held = one_of(found, _which_object(resolver, base, name, found), said)
        return unless_refused(resolver, base.cls, name, held)
    return _set_by_nobody(resolver, base, name)


def _of_every_object(resolver: Resolver, base: Instance, name: str) -> Alternatives:
    """What Python itself gives all objects, or all named tuples."""
    if name == "__class__":
        return (base.cls,)
    if name == "__match_args__":
        return class_attribute(resolver, base.cls, name)
    if name == "__dict__":
        return (Table(all_attributes(resolver, base), opaque() if base.arguments is None else ()),)
    if name in NAMED_TUPLE_METHODS and is_named_tuple(resolver, base.cls):
        return (External(NAMED_TUPLE_METHODS[name], base=base),)
    return ()


def _held(resolver: Resolver, base: Instance, name: str) -> Alternatives:
    """What code is seen to let an attribute be: on the object, in its classes, from anywhere else."""
    if setter_of(resolver, base.cls, name) is not None:  # what is assigned to it is none of the object's own
        found = from_classes(resolver, base.cls, name, base)
        fixed, outside = written(resolver, base.cls, name, found)
        return outside if fixed else one_of(found, outside)
    certain, assigned = stored(resolver, base, name)
    assigned = as_callers_set(resolver, base, name, assigned)
    found = assigned if certain else one_of(assigned, from_classes(resolver, base.cls, name, base))
    found = of_one_state(resolver, base, name, found)
    found = one_of(set_by_class_methods(resolver, base.cls, name), found)
    found = found if assigned else _with_set_on_class(resolver, base, name, found)
    if base.implied is None and any(_may_be_set(base, one) for one in found):
        resolver.touch(name, base.cls.module.path)
    elif base.implied is None and any(isinstance(one, Known | Table | Row | Instance) for one in found):
        resolver.touch(name, base.cls.module.path, switch=False)
    fixed, decorated = set_by_decorators(resolver, base.cls, name)
    decorated = _as_methods(decorated, base)
    if fixed and not assigned:
        found = decorated
    found = one_of(decorated or put_into_bodies(resolver, base.cls, name), found)
    found = with_kept(resolver, base, name, one_of(written(resolver, base, name, found)[1], found))
    found = with_changes(resolver, base, name, found)
    if base.arguments is None and base.implied is None:
        found = one_of(found, set_on_any(resolver, base, name))
    return as_shared(resolver, found if assigned else with_kept_by_class(resolver, base.cls, name, found))


def _with_set_on_class(resolver: Resolver, base: Instance, name: str, found: Alternatives) -> Alternatives:
    """The same of an attribute that no method sets, with what is assigned to it on the class."""
    if any(isinstance(one, Known | Table) for one in found):
        fixed, outside = written(resolver, base.cls, name, found)
        return outside if fixed else one_of(found, outside)
    if is_set_on_objects(resolver, base.cls, name):
        return one_of(_as_methods(written(resolver, base.cls, name, found)[1], base), found)
    return found


def _set_by_nobody(resolver: Resolver, base: Instance, name: str) -> Alternatives:
    """What is told of an attribute that no code is seen to set."""
    if given := carried(resolver, base, name):
        return given
    getter = class_function(resolver, base.cls, "__getattr__")
    if getter is not None:
        return resolver.returned(replace(getter, bound=base), ((Known(name),),))
    if base.implied is not None and (resolver.targets.is_set(name) or sets_by_name(resolver, base.cls)):
        return (Opaque("parameter", name, frozenset([base.implied])),)
    resolver.touch(name, base.cls.module.path, switch=False)
    return _of_annotation(resolver, base.cls, name)


def _of_annotation(resolver: Resolver, cls: ClassRef, name: str) -> Alternatives:
    """An attribute that nobody is seen to set, as the class says what it is: `settings: Settings`."""
    owners = [owner for owner in lineage(resolver, cls) if isinstance(owner, ClassRef)]
    for owner, facts in ((one, one.module.classes[one.index]) for one in owners):
        said = said_of(facts, name)
        if said != NOTHING:
            return objects_said(resolver, resolver.resolve(owner.module, said), opaque(text=name))
    return opaque(text=name)


def _perhaps_set(resolver: Resolver, base: Instance, name: str) -> Alternatives:
    """An attribute that a call may have set, by a name that callers tell; methods are taken as they are."""
    known = {word: held for word, held in base.attributes.items() if word != ANY}
    plain = replace(base, attributes=known)
    found = instance_attribute(resolver, plain, name)
    if not any(isinstance(one, FunctionRef) for one in found):
        return base.attributes[ANY]
    return tuple(
        replace(one, bound=base) if isinstance(one, FunctionRef) and one.bound is plain else one
        for one in found
    )


def _as_methods(held: Alternatives, base: Instance) -> Alternatives:
    """Functions that are put into a class, as its object knows them."""
    return tuple(
        replace(one, bound=base) if isinstance(one, FunctionRef) and one.bound is None else one
        for one in held
    )


def _may_be_set(base: Instance, held: Resolved) -> bool:
    """A constant that files not read so far may assign to: of an object that is seen to be made, a switch."""
    return isinstance(held, Known) and (base.arguments is None or isinstance(held.value, bool))


def all_attributes(resolver: Resolver, base: Instance) -> dict[Literal, Alternatives]:
    """What an object itself holds: what its constructor and other code is seen to set."""
    names = (*(generated_fields(resolver, base.cls) or ()), *all_stored(resolver, base.cls))
    held: dict[Literal, Alternatives] = {name: instance_attribute(resolver, base, name) for name in names}
    return {**held, **by_name(base.attributes)}


def class_attributes(resolver: Resolver, base: ClassRef) -> dict[Literal, Alternatives]:
    """What `vars(cls)` holds."""
    return {
        name: class_attribute(resolver, base, name) for name in base.module.classes[base.index].attributes
    }


def positions(resolver: Resolver, base: Resolved) -> Row | None:
    """A named tuple as the tuple it is; None for any other object."""
    if isinstance(base, Namespace) and base.fields:
        return Row(tuple(base.attributes.get(name) or opaque() for name in base.fields))
    if isinstance(base, Instance) and is_named_tuple(resolver, base.cls):
        fields = generated_fields(resolver, base.cls) or ()
        return Row(tuple(instance_attribute(resolver, base, name) for name in fields))
    return None


def _which_object(resolver: Resolver, base: Instance, name: str, found: Alternatives) -> Alternatives:
    """A method's own object may hold something else, depending on who calls the method."""
    if base.implied is None:
        return ()
    functions = all(isinstance(value, FunctionRef | ClassRef | External) for value in found)
    if functions and not is_set_on_objects(resolver, base, name):
        return ()
    return (Opaque("parameter", needs=frozenset([base.implied])),)


def class_attribute(resolver: Resolver, base: ClassRef, name: str) -> Alternatives:
    """`base.name` for a project class itself."""
    if name == "__name__":
        return (Known(base.module.classes[base.index].name),)
    if name == "__dict__":
        return (Table(class_attributes(resolver, base)),)
    if name == "__mro__":
        return (Row(tuple((one,) for one in lineage(resolver, base))),)
    if name == "_make" and is_named_tuple(resolver, base):
        return (External(MADE_OF_ROW, base=base),)
    fields = generated_fields(resolver, base) if name == "__match_args__" else None
    if fields is not None or (name == "_fields" and is_named_tuple(resolver, base)):
        return (Row(tuple((Known(field),) for field in generated_fields(resolver, base) or ())),)
    if name == "__members__" and is_enum(resolver, base):
        return (Table(by_name(members(resolver, base))),)
    found = one_of(from_classes(resolver, base, name, None)) or _from_metaclass(resolver, base, name)
    if any(isinstance(one, Known | Table) for one in found):
        resolver.touch(name, base.module.path)
    elif any(isinstance(one, Row | Instance) for one in found):
        resolver.touch(name, base.module.path, switch=False)
    fixed, decorated = set_by_decorators(resolver, base, name)
    given = one_of(set_for_subclass(resolver, base, name), stored_by_class(resolver, base, name))
    given = one_of(set_by_class_methods(resolver, base, name), given)
    found = decorated if fixed else one_of(found, given, decorated)
    certain, assigned = written(resolver, base, name, found)
    found = with_kept_by_class(
        resolver, base, name, assigned if certain and assigned else one_of(found, assigned)
    )
    found = with_changes(resolver, base, name, found)
    return found or opaque(text=name)


def from_classes(
    resolver: Resolver, cls: ClassRef, name: str, instance: Instance | None, *, after: bool = False
) -> Alternatives:
    for owner in _behind(resolver, cls, instance) if after else lineage(resolver, cls):
        if isinstance(owner, External):
            arguments = instance.arguments if instance is not None else None
            path = f"{owner.path}()" if instance is not None else owner.path
            if given := of_mapping(resolver, instance, owner.path, name):
                return given
            if is_structural(owner.path):
                continue
            return (External(f"{path}.{name}", base=External(path, arguments, instance or cls)),)
        if isinstance(owner, Opaque):
            return (replace(owner, text=f"{owner.text}.{name}"),)
        value = owner.module.classes[owner.index].attributes.get(name, NOTHING)
        if value != NOTHING:
            if instance is not None and (default := _default_of(owner, value)) is not None:
                return resolver.returned(replace(default, bound=instance), ())
            found = resolver.resolve(owner.module, value, owner.frames)
            if _is_static(owner.module, value):
                return found
            return one_of(*(bound_attribute(resolver, held, owner, cls, instance, name) for held in found))
    return ()


def _behind(
    resolver: Resolver, cls: ClassRef, instance: Instance | None
) -> list[ClassRef | External | Opaque]:
    """The classes that `super()` in `cls` asks: those behind it among the bases of the object's own class."""
    owners = lineage(resolver, instance.cls) if instance is not None else []
    keys = [one.key if isinstance(one, ClassRef) else None for one in owners]
    return owners[keys.index(cls.key) + 1 :] if cls.key in keys else lineage(resolver, cls)[1:]


def _from_metaclass(resolver: Resolver, cls: ClassRef, name: str) -> Alternatives:
    """What the class of a class gives it: attributes and methods of its own, names put into the body."""
    found: list[Alternatives] = []
    metas = [one for one in keyword_of_class(resolver, cls, "metaclass") if isinstance(one, ClassRef)]
    for meta in metas:
        found.append(put_into_body(resolver, cls, meta, name))
        if (getter := class_function(resolver, meta, name)) and "property" in decorations(resolver, getter):
            found.append(resolver.returned(replace(getter, bound=cls), ()))
            continue
        seen = Instance(meta, meta.frames)
        held = from_classes(resolver, meta, name, seen)
        found.append(tuple(replace(one, bound=cls) if isinstance(one, FunctionRef) else one for one in held))
    if not any(found):
        getters = (class_function(resolver, meta, "__getattr__") for meta in metas)
        found = [resolver.returned(replace(one, bound=cls), ((Known(name),),)) for one in getters if one]
    return one_of(*found)


def _default_of(owner: ClassRef, value: Value) -> FunctionRef | None:
    """The method that says what a field holds where nothing is given: `@options.default`."""
    module = owner.module
    known = module.places.once(("defaults", str(owner.index)), lambda: _defaults(module, owner.index))
    index = known.get(module.root_of(value), NOTHING) if known else NOTHING
    return None if index == NOTHING else FunctionRef(module, index, owner.frames)


def _defaults(module: ModuleFacts, cls: int) -> dict[Value, int]:
    """The methods of a class that are told to be the default of a field, by that."""
    told = [
        (module.nodes[decorator], index)
        for index in module.places.methods.get(cls, ())
        for decorator in module.functions[index].decorators
    ]
    return {
        module.root_of(node.base): index
        for node, index in told
        if isinstance(node, Attr) and node.name == "default"
    }


def _is_static(module: ModuleFacts, value: Value) -> bool:
    """A class attribute is `staticmethod(…)`, which is told no object."""
    node = module.nodes[value]
    callee = module.nodes[node.callee] if isinstance(node, Call) else None
    return isinstance(callee, Name) and callee.name == "staticmethod"


__all__ = [
    "all_attributes",
    "class_attribute",
    "class_attributes",
    "from_classes",
    "instance_attribute",
    "positions",
]
