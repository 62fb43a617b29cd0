"""Items of resolved values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.applications import (
    APPLICATIONS,
    OF_VIEW,
    of_application,
    of_request,
    put_by_application,
)
from pytest_ssot.facts.classes import class_function
from pytest_ssot.facts.enums import is_enum
from pytest_ssot.facts.kept import put_under
from pytest_ssot.facts.keys import as_key
from pytest_ssot.facts.members import class_attribute, positions
from pytest_ssot.facts.own_entries import of_own_mapping, own_mapping
from pytest_ssot.facts.resolved import (
    MISSING,
    Alternatives,
    ClassRef,
    External,
    Instance,
    Known,
    ModuleRef,
    Namespace,
    Opaque,
    Place,
    Resolved,
    Row,
    Table,
    awaiting,
    one_of,
    opaque,
)
from pytest_ssot.facts.routes import SETTINGS, told_to_application
from pytest_ssot.facts.worded import says_yes_or_no
from pytest_ssot.facts.writes import written

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

GLOBALS = "<globals>"
"""The path of the mapping that `globals()` gives; its base is the module."""

SECTIONS = "<sections>"
"""The attribute under which a configuration parser keeps what it was seen to read."""

ENVIRONMENTS = ("os.environ", "os.environb")
"""Mappings whose content is decided where the program runs."""


def item(  # noqa: PLR0911 - one case per kind of value
    resolver: Resolver, base: Resolved, key: Resolved, place: Place
) -> Alternatives:
    """`base[key]`."""
    match base:
        case Table():
            return _of_table(resolver, base, as_key(key) or key, place)
        case Row():
            return _of_row(base, key)
        case Known(value=str() | bytes()):
            return _of_text(base, key)
        case ClassRef():
            return _of_class(resolver, base, key)
        case ModuleRef() if isinstance(name := _constant(key), str):
            return resolver.project.member(resolver, base, name)
        case External():
            return _of_outside(resolver, base, key, place)
        case Instance():
            return _of_object(resolver, base, key, place)
        case Namespace():
            return _of_namespace(resolver, base, key, place)
        case Opaque():
            kept = of_application(resolver, base, key)
            return kept or opaque((base,), (key,), text=f"{base.text}[]")
        case _:
            return opaque((base,), (key,))


def _of_table(resolver: Resolver, base: Table, key: Resolved, place: Place) -> Alternatives:
    """An entry of a mapping; any of them where the key is not known."""
    if isinstance(key, Known):
        held = base.entries.get(key.value, ())
        if isinstance(key.value, str) and any(isinstance(one, Known) for one in held):
            held = one_of(held, resolver.put(base, key.value))
        held = held or put_under(resolver, base, key.value)
        missing = () if held or base.cls is None else _made_where_missing(resolver, base, key)
        return missing or one_of(held, base.rest if not held else ()) or opaque(source=MISSING)
    if says_yes_or_no(base, key):
        return (Opaque("environment", place=place, worded=True),)
    resolver.go_through(len(base.entries))
    if resolver.is_spent:
        return resolver.cut_off()
    return one_of(*base.entries.values(), base.rest, awaiting(key)) or opaque((key,))


def _made_where_missing(resolver: Resolver, base: Table, key: Resolved) -> Alternatives:
    """What the class of a mapping gives for a key that is not there."""
    method = class_function(resolver, base.cls, "__missing__") if base.cls is not None else None
    return () if method is None else resolver.returned(replace(method, bound=base), ((key,),))


def _of_row(base: Row, key: Resolved) -> Alternatives:
    """An element of a list or tuple; any of them where the position is not known."""
    items, rest = base.items, base.rest
    index = _constant(key)
    if isinstance(index, int):
        inside = -len(items) <= index < len(items)
        return items[index] if inside and not rest else one_of(*items, rest) or opaque()
    return one_of(*items, rest, awaiting(key)) or opaque((key,))


def _of_text(base: Known, key: Resolved) -> Alternatives:
    """A character of a text, or a byte."""
    text, index = base.value, _constant(key)
    if not isinstance(text, str | bytes) or not isinstance(index, int):
        return opaque((base,), (key,))
    return (replace(base, value=text[index]),) if -len(text) <= index < len(text) else opaque()


def _of_class(resolver: Resolver, base: ClassRef, key: Resolved) -> Alternatives:
    """A member of an enum by its name; of any other class what it is with parameters."""
    if is_enum(resolver, base):
        name = _constant(key)
        return class_attribute(resolver, base, name) if isinstance(name, str) else opaque((base,), (key,))
    getter = class_function(resolver, base, "__class_getitem__")
    return (base,) if getter is None else resolver.returned(replace(getter, bound=base), ((key,),))


def _of_outside(resolver: Resolver, base: External, key: Resolved, place: Place) -> Alternatives:
    """An entry of what is out of sight, as far as the project or the language tells what it is."""
    if base.path in ENVIRONMENTS:
        assigned = written(resolver, base, str(key.value), item=True)[1] if isinstance(key, Known) else ()
        return one_of((Opaque("environment", place=place),), assigned)
    name = _constant(key)
    found = _of_names(resolver, base, name) if isinstance(name, str) else ()
    if found:
        return found
    if SECTIONS in base.attributes and isinstance(key, Known):
        return one_of(*(item(resolver, one, key, place) for one in base.attributes[SECTIONS]))
    if base.path == _MODULES and isinstance(key, External) and key.path == "builtins.__name__":
        return (ModuleRef(place.path, resolver.module(place.path)),)
    kept = of_request(resolver, key, (place.path,)) if base.path.endswith(OF_VIEW) else ()
    if not kept and isinstance(name, str) and base.path.endswith(SETTINGS):
        kept = told_to_application(resolver, name, place.path)
    if kept:
        return kept
    assigned = put_by_application(resolver, base, key)
    part = External(f"{base.path}[]", base=base)
    return assigned if assigned and base.path in APPLICATIONS else one_of((part,), assigned)


_MODULES = "sys.modules"


def _of_names(resolver: Resolver, base: External, name: str) -> Alternatives:
    """A name of a mapping that Python keeps names in: `globals()`, `vars(module)`, `sys.modules`."""
    if base.path == GLOBALS and isinstance(base.base, ModuleRef):
        return resolver.project.member(resolver, base.base, name)
    if base.path.endswith(".__dict__"):
        return (External(f"{base.path.removesuffix('.__dict__')}.{name}", base=base.base),)
    return resolver.project.imported_module(name) if base.path == _MODULES else ()


def _of_object(resolver: Resolver, base: Instance, key: Resolved, place: Place) -> Alternatives:
    """What the class of an object gives, or the mapping or row it is."""
    getter = class_function(resolver, base.cls, "__getitem__")
    if getter is not None:
        return resolver.returned(replace(getter, bound=base), ((key,),))
    own = own_mapping(resolver, base)
    if own is not None:
        return of_own_mapping(base, item(resolver, own, key, place))
    given = resolver.row(base)
    return _of_row(given, key) if isinstance(given, Row) else opaque((base,), (key,))


def _of_namespace(resolver: Resolver, base: Namespace, key: Resolved, place: Place) -> Alternatives:
    """An attribute by its name, or a field of a named tuple by its position."""
    index = _constant(key)
    if isinstance(index, str):
        return base.attributes.get(index) or opaque()
    if isinstance(index, int):
        row = positions(resolver, base)
        return item(resolver, row, key, place) if row is not None else opaque()
    return opaque((base,), (key,))


def _constant(key: Resolved) -> object:
    """What a key is, if that is known; None for any other."""
    return key.value if isinstance(key, Known) else None


__all__ = ["ENVIRONMENTS", "GLOBALS", "SECTIONS", "item"]
