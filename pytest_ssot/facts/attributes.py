"""Attributes of resolved values, of whatever kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.applications import (
    DJANGO_SETTINGS,
    INJECTED,
    LOCALS,
    of_injected,
    of_local,
    of_settings,
    of_state,
)
from pytest_ssot.facts.classes import (
    class_function,
)
from pytest_ssot.facts.contexts import CONTEXT, KEPT, kept_by_context
from pytest_ssot.facts.defaults import all_defaults
from pytest_ssot.facts.enums import outside_member
from pytest_ssot.facts.layered_settings import LAYERED, of_layers
from pytest_ssot.facts.members import (
    MADE_OF_ROW,
    NAMED_TUPLE_METHODS,
    class_attribute,
    from_classes,
    instance_attribute,
)
from pytest_ssot.facts.raised import carried
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
    Resolved,
    Row,
    Super,
    Table,
    by_name,
    one_of,
    opaque,
)
from pytest_ssot.facts.tasks import of_decorated
from pytest_ssot.facts.values import RETURNED
from pytest_ssot.facts.writes import with_written, written

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_BUILTIN_TYPES: dict[type[Resolved], str] = {Table: "dict", Row: "list", Known: "str"}


def attribute(  # noqa: C901, PLR0911, PLR0912 - one case per kind of value
    resolver: Resolver, base: Resolved, name: str
) -> Alternatives:
    """`base.name`."""
    if name == RETURNED:
        return (isinstance(base, Row) and base.result) or (base,)
    match base:
        case Known():
            return _of_constant(resolver, base, name)
        case Table():
            return _of_table(resolver, base, name)
        case Row():
            return _of_builtin(base, name)
        case Super():
            return from_classes(resolver, base.cls, name, base.bound, after=True) or opaque(text=name)
        case External():
            return _of_outside(resolver, base, name)
        case Opaque():
            return of_state(resolver, base, name) or (replace(base, text=f"{base.text}.{name}"),)
        case ModuleRef():
            return resolver.project.member(resolver, base, name)
        case Instance():
            return instance_attribute(resolver, base, name)
        case ClassRef():
            return class_attribute(resolver, base, name)
        case Namespace():
            return _of_namespace(resolver, base, name)
        case Partial():
            return _of_prepared(base, name)
        case FunctionRef():
            return _of_function(resolver, base, name)
        case _:
            return opaque(text=name)


def _of_builtin(base: Known | Table | Row, name: str) -> Alternatives:
    """A method of one of Python's own types."""
    return (External(f"builtins.{_BUILTIN_TYPES[type(base)]}.{name}", base=base),)


def _of_constant(resolver: Resolver, base: Known, name: str) -> Alternatives:
    """Of a member of an enum its value, or what its object holds."""
    if name in ("value", "_value_"):
        return (base,)
    whole = base.whole
    if isinstance(whole, Instance):
        if name in whole.attributes:
            return whole.attributes[name]
        if class_function(resolver, whole.cls, name) is not None:
            return instance_attribute(resolver, whole, name)
    return _of_builtin(base, name)


def _of_table(resolver: Resolver, base: Table, name: str) -> Alternatives:
    """Of a mapping a method of its class, or an entry: models make objects of mappings."""
    if name == "data":
        return (base,)
    method = None if base.cls is None else class_function(resolver, base.cls, name)
    if method is not None:
        return (replace(method, bound=base),)
    if name in base.entries and not hasattr(dict, name):
        return with_written(resolver, base, name, base.entries[name])
    return _of_builtin(base, name)


def _of_outside(resolver: Resolver, base: External, name: str) -> Alternatives:
    """Of what is out of sight what is known of it, or what it is called."""
    number = outside_member(base.path, name)
    if number is not None:
        return (Known(number),)
    known = carried(resolver, base, name) or _kept_outside(resolver, base, name)
    if known:
        return known
    if name in base.attributes:
        return with_written(resolver, base, name, base.attributes[name])
    return (External(f"{base.path}.{name}", base=base),)


def _kept_outside(resolver: Resolver, base: External, name: str) -> Alternatives:
    """What the project keeps in an object of a framework, or configures one with."""
    path = base.path
    if path == DJANGO_SETTINGS:
        return of_settings(resolver, name)
    if path == INJECTED:
        return of_injected(resolver, base, name)
    if path in LOCALS:
        return of_local(resolver, base, name)
    if path in LAYERED:
        return of_layers(resolver, base, name)
    return kept_by_context(resolver) if (path, name) == (CONTEXT, KEPT) else ()


def _of_namespace(resolver: Resolver, base: Namespace, name: str) -> Alternatives:
    """An entry of an object whose attributes are all told, or what named tuples can do."""
    if name in NAMED_TUPLE_METHODS:
        return (External(NAMED_TUPLE_METHODS[name], base=base),)
    if name == "__dict__":
        return (Table(by_name(base.attributes)),)
    if name == "_fields" and base.fields:
        return (Row(tuple((Known(field),) for field in base.fields)),)
    inherited = () if name in base.attributes else base.bases
    found = base.attributes.get(name) or one_of(*(attribute(resolver, one, name) for one in inherited))
    found = with_written(resolver, base, name, found) if base.place.path else found
    return found or opaque(text=name)


def _of_prepared(base: Partial, name: str) -> Alternatives:
    """What a prepared call calls, or what makes the named tuple that it stands for."""
    if name == "func":
        return base.callee
    return (External(MADE_OF_ROW, base=base),) if name == "_make" else opaque(text=name)


def _of_function(resolver: Resolver, base: FunctionRef, name: str) -> Alternatives:
    """What Python tells of a function, or what the project has assigned to it."""
    if name in ("__call__", "__wrapped__", "__func__"):
        return (base,)
    if name in ("__name__", "__qualname__"):
        return (Known(getattr(base.facts, name.strip("_"))),)
    if name in ("__defaults__", "__kwdefaults__"):
        return (all_defaults(resolver, base, name),)
    return written(resolver, base, name)[1] or of_decorated(resolver, base, name) or opaque(text=name)


__all__ = ["attribute"]
