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
from pytest_ssot.facts.members import ENVIRONMENTS, class_attribute, positions
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


def _made_where_missing(resolver: Resolver, base: Table, key: Resolved) -> Alternatives:
    """What the class of a mapping gives for a key that is not there."""
    method = class_function(resolver, base.cls, "__missing__") if base.cls is not None else None
    return () if method is None else resolver.returned(replace(method, bound=base), ((key,),))


def item(  # noqa: C901, PLR0911, PLR0912 - one case per kind of value
    resolver: Resolver, base: Resolved, key: Resolved, place: Place
) -> Alternatives:
    """`base[key]`."""
    if isinstance(base, Table):
        key = as_key(key) or key
    match base, key:
        case Table(entries=entries, rest=rest), Known(value=name):
            held = entries.get(name, ())
            if isinstance(name, str) and any(isinstance(one, Known) for one in held):
                held = one_of(held, resolver.put(base, name))
            held = held or put_under(resolver, base, name)
            missing = () if held or base.cls is None else _made_where_missing(resolver, base, key)
            return missing or one_of(held, rest if not held else ()) or opaque(source=MISSING)
        case Table(), _ if says_yes_or_no(base, key):
            return (Opaque("environment", place=place, worded=True),)
        case Table(entries=entries, rest=rest), _:
            resolver.go_through(len(entries))
            if resolver.is_spent:
                return resolver.cut_off()
            return one_of(*entries.values(), rest, awaiting(key)) or opaque((key,))
        case Row(items=items, rest=rest), Known(value=int(index)):
            inside = -len(items) <= index < len(items)
            return items[index] if inside and not rest else one_of(*items, rest) or opaque()
        case Row(items=items, rest=rest), _:
            return one_of(*items, rest, awaiting(key)) or opaque((key,))
        case Known(value=str() | bytes() as text), Known(value=int(index)):
            return (replace(base, value=text[index]),) if -len(text) <= index < len(text) else opaque()
        case ClassRef(), Known(value=str(name)) if is_enum(resolver, base):
            return class_attribute(resolver, base, name)
        case ClassRef(), _ if not is_enum(resolver, base):
            getter = class_function(resolver, base, "__class_getitem__")
            return (base,) if getter is None else resolver.returned(replace(getter, bound=base), ((key,),))
        case ModuleRef(), Known(value=str(name)):
            return resolver.project.member(resolver, base, name)
        case External(path=path), _ if path in ENVIRONMENTS:
            assigned = written(resolver, base, str(key.value), item=True)[1] if isinstance(key, Known) else ()
            return one_of((Opaque("environment", place=place),), assigned)
        case External(path="<globals>", base=ModuleRef() as module), Known(value=str(name)):
            return resolver.project.member(resolver, module, name)
        case External(attributes={"<sections>": held}), Known():
            return one_of(*(item(resolver, one, key, place) for one in held))
        case External(path=path, base=held), Known(value=str(name)) if path.endswith(".__dict__"):
            return (External(f"{path.removesuffix('.__dict__')}.{name}", base=held),)
        case External(path="sys.modules"), Known(value=str(name)):
            return resolver.project.imported_module(name)
        case External(path="sys.modules"), External(path="builtins.__name__"):
            return (ModuleRef(place.path, resolver.module(place.path)),)
        case External(path=path), _ if path.endswith(OF_VIEW) and (
            kept := of_request(resolver, key, (place.path,))
        ):
            return kept
        case External(path=path), Known(value=str(name)) if path.endswith(SETTINGS) and (
            told := told_to_application(resolver, name, place.path)
        ):
            return told
        case External(path=path), _:
            part = External(f"{path}[]", base=base)
            assigned = put_by_application(resolver, base, key)
            return assigned if assigned and path in APPLICATIONS else one_of((part,), assigned)
        case Instance(), _:
            getter = class_function(resolver, base.cls, "__getitem__")
            if getter is not None:
                return resolver.returned(replace(getter, bound=base), ((key,),))
            own = own_mapping(resolver, base)
            if own is not None:
                return of_own_mapping(base, item(resolver, own, key, place))
            given = resolver.row(base)
            if isinstance(given, Row):
                return item(resolver, given, key, place)
        case Namespace(attributes=attributes), Known(value=str(name)):
            return attributes.get(name) or opaque()
        case Namespace(), Known(value=int()):
            row = positions(resolver, base)
            return item(resolver, row, key, place) if row is not None else opaque()
    if isinstance(base, Opaque):
        kept = of_application(resolver, base, key)
        return kept or opaque((base,), (key,), text=f"{base.text}[]")
    return opaque((base,), (key,))
