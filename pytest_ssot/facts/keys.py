"""Objects as keys of mappings: members of enumerations, classes, functions, tuples of constants."""

from __future__ import annotations

from pytest_ssot.facts.resolved import (
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Known,
    Place,
    Resolved,
    Row,
    parts_of,
)
from pytest_ssot.facts.values import Literal

MOST_PARTS = 200
"""Constants in a tuple, and in those in it, by which a mapping finds something."""


class Identity(str):  # noqa: SLOT000 - a text cannot have slots that are not empty
    """What stands for an object as the key of a mapping; `held` is the object."""

    held: Resolved


def as_key(value: Resolved) -> Known | None:
    """The constant by which a mapping finds `value`; None for an object that cannot be told from others."""
    value = as_plain(value)
    if isinstance(value, Known):
        return value
    name = _identity(value)
    if not name:
        return None
    identity = Identity(name)
    identity.held = value
    return Known(identity)


def as_plain(value: Resolved) -> Resolved:
    """The constant as which a member of an enumeration behaves; any other value itself."""
    if isinstance(value, Instance) and value.member and PLAIN in value.attributes:
        return value.attributes[PLAIN][0]
    return value


PLAIN = "<plain>"
"""The attribute of a member that holds the constant as which it behaves."""


def _identity(value: Resolved) -> str:
    match value:
        case Instance(member=member):
            return member and f"<member {member}>"
        case ClassRef():
            return "<class {}:{}>".format(*value.key)
        case FunctionRef(bound=None):
            return "<function {}:{}>".format(*value.key)
        case External(path=path) if "(" not in path and "[" not in path:
            return f"<outside {path}>"
        case Row(items=items, rest=()) if parts_of(((value,),), MOST_PARTS) < MOST_PARTS:
            inner = [as_key(item[0]) if len(item) == 1 else None for item in items]
            values = [one.value for one in inner if one is not None]
            return f"<tuple {values!r}>" if len(values) == len(items) else ""
        case _:
            return ""


def at_key(key: Literal, place: Place) -> Resolved:
    """What iterating over a mapping, written at `place`, gives for one of its keys."""
    return key.held if isinstance(key, Identity) else Known(key, place)


__all__ = ["PLAIN", "Identity", "as_key", "as_plain", "at_key"]
