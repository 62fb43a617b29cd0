"""Enumerations of the project: their members, found by name, by value and by iteration."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.classes import class_function, lineage
from pytest_ssot.facts.folding import operated
from pytest_ssot.facts.keys import PLAIN
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Known,
    Opaque,
    Place,
    Resolved,
    Row,
    is_outside,
    one_of,
)
from pytest_ssot.facts.values import Binary, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_TEXTUAL = frozenset({"enum.StrEnum", "builtins.str"})
_FLAGS = frozenset({"enum.Flag", "enum.IntFlag"})


def is_enum(resolver: Resolver, cls: ClassRef, *, of_values: bool = False) -> bool:
    """The class is an enumeration; with `of_values`, one whose members behave as their values do."""
    paths = _paths(resolver, cls)
    enums = {path for path in paths if path.startswith("enum.")}
    if not of_values:
        return bool(enums)
    return bool(
        enums - {"enum.Enum", "enum.EnumMeta"} or paths & {"builtins.str", "builtins.int", "builtins.bytes"}
    )


def _paths(resolver: Resolver, cls: ClassRef) -> frozenset[str]:
    return frozenset(owner.path for owner in lineage(resolver, cls) if isinstance(owner, External))


def member(resolver: Resolver, owner: ClassRef, name: str, held: Resolved) -> Resolved:
    """The member called `name` that is written as `held` in the class body."""
    if isinstance(held, External) and held.path == "enum.auto()":
        held = _numbered(resolver, owner, name)
    if isinstance(held, Opaque):
        held = next(
            iter(_computed(resolver, owner, owner.module.classes[owner.index].attributes[name])), held
        )
    identity = f"{owner.module.path}:{owner.index}.{name}"
    if is_enum(resolver, owner, of_values=True) and isinstance(held, Known):
        plain: dict[str, Alternatives] = {PLAIN: (held,), "value": (held,), "name": (Known(name),)}
        whole = Instance(owner, owner.frames, plain, member=identity)
        return replace(held, whole=whole)
    attributes: dict[str, Alternatives] = {
        "value": (held,),
        "_value_": (held,),
        "name": (Known(name),),
        "_name_": (Known(name),),
    }
    instance = Instance(owner, owner.frames, attributes, member=identity)
    method = class_function(resolver, owner, "__init__")
    if method is None:
        return instance
    given = held.items if isinstance(held, Row) else ((held,),)
    frames = resolver.entered(method, instance, Arguments(given))
    return Instance(owner, frames, attributes, member=identity)


def _numbered(resolver: Resolver, owner: ClassRef, name: str) -> Known:
    """The value that `auto()` gives the member."""
    cls, paths = owner.module.classes[owner.index], _paths(resolver, owner)
    place = Place(owner.module.path, cls.at)
    if paths & _TEXTUAL:
        return Known(name.lower(), place)
    number = list(_names(owner)).index(name)
    return Known(2**number if paths & _FLAGS and number < 60 else number + 1, place)


def _names_of(module: ModuleFacts, index: int) -> dict[Value, str]:
    return {number: name for name, number in module.classes[index].attributes.items()}


def _computed(resolver: Resolver, owner: ClassRef, value: Value) -> Alternatives:
    """What a member is whose value is computed from those of others: `ALL = ONE | OTHER`."""
    module = owner.module
    node = module.nodes[value]
    if not isinstance(node, Binary):
        others = module.places.once(("members", str(owner.index)), lambda: _names_of(module, owner.index))
        held = resolver.resolve(module, value, owner.frames)
        numbered = isinstance(held[0], External) and held[0].path == "enum.auto()" if held else False
        return (_numbered(resolver, owner, others[value]),) if numbered and value in others else held
    left, right = _computed(resolver, owner, node.left), _computed(resolver, owner, node.right)
    return operated(node.op, left, right, Place(module.path, node.at))


def _names(owner: ClassRef) -> tuple[str, ...]:
    attributes = owner.module.classes[owner.index].attributes
    return tuple(name for name in attributes if not name.startswith("_"))


def members(resolver: Resolver, cls: ClassRef) -> dict[str, Alternatives]:
    """Every member by its name, in the order of the class body."""
    found: dict[str, Alternatives] = {}
    attributes = cls.module.classes[cls.index].attributes
    for name in _names(cls):
        held = resolver.resolve(cls.module, attributes[name], cls.frames)
        if held and not any(isinstance(one, FunctionRef | ClassRef) for one in held):
            found[name] = tuple(member(resolver, cls, name, one) for one in held)
    return found


def by_value(resolver: Resolver, cls: ClassRef, wanted: Alternatives) -> Alternatives:
    """What `Class(value)` gives: the members with one of these values; all when a value is not known.

    Whatever the environment says, it is one of them.
    """
    every = members(resolver, cls)
    values = [one.value for one in wanted if isinstance(one, Known)]
    if len(values) < len(wanted):
        others = [one for one in wanted if not isinstance(one, Known) and not (every and is_outside(one))]
        return one_of(*every.values(), tuple(others))
    missing = class_function(resolver, cls, "_missing_")
    known = {_value(one) for held in every.values() for one in held} if missing is not None else set(values)
    left = tuple(one for one in wanted if isinstance(one, Known) and one.value not in known)
    made = resolver.returned(replace(missing, bound=cls), (left,)) if missing is not None and left else ()
    return one_of(*(held for held in every.values() if any(_value(one) in values for one in held)), made)


def outside_member(path: str, name: str) -> int | None:
    """The number that a member of the standard library's enumeration of answers stands for."""
    known = HTTPStatus.__members__.get(name) if path == "http.HTTPStatus" else None
    return None if known is None else int(known)


def _value(one: Resolved) -> object:
    held = one.attributes["value"][0] if isinstance(one, Instance) else one
    return held.value if isinstance(held, Known) else None


__all__ = ["by_value", "is_enum", "member", "members", "outside_member"]
