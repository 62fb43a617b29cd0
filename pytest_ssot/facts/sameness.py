"""Which resolved values are the same, as far as that can be known."""

from __future__ import annotations

from pytest_ssot.facts.resolved import (
    ClassRef,
    External,
    Instance,
    Known,
    Opaque,
    Resolved,
    Row,
    Table,
    truth,
)

_DISTINCT = (Known, Table, Row, Instance)
"""Kinds of values of which none is ever the same as one of another kind."""


def same(left: Resolved, right: Resolved) -> bool | None:
    """Whether two values that are not both constants are the same; None when that cannot be known."""
    if isinstance(left, Instance) and isinstance(right, Instance) and left.member and right.member:
        return left.member == right.member
    if isinstance(left, External | Instance) and type(left) is type(right):
        return True if left is right else _same_type(left, right)
    if isinstance(left, ClassRef) and isinstance(right, ClassRef):
        return left.key == right.key
    if any(getattr(one, "path", "") == _SENTINEL for one in (left, right)):
        return None if any(isinstance(one, Opaque) for one in (left, right)) else False
    if type(left) is not type(right) and all(isinstance(one, _DISTINCT) for one in (left, right)):
        return False
    nones = {is_none(left), is_none(right)}
    return False if nones == {True, False} else None


_SENTINEL = "builtins.object()"
"""An object that is made to be told from all others."""

_TYPES = frozenset(
    f"builtins.{one.__name__}" for one in (bool, int, float, str, bytes, dict, list, tuple, set)
)
_TYPES |= {"builtins.NoneType"}


def _same_type(left: Resolved, right: Resolved) -> bool | None:
    paths = {getattr(one, "path", "") for one in (left, right)}
    return len(paths) == 1 if paths <= _TYPES else None


def is_none(value: Resolved) -> bool | None:
    """Whether a value is None; None when that cannot be known."""
    if isinstance(value, Known):
        return value.value is None
    if isinstance(value, External):
        return False if truth(value) or _is_made(value.path) else None
    return None if isinstance(value, Opaque) else False


def _is_made(path: str) -> bool:
    """An object of an outside class: what the class makes, or a method that is called after doing so."""
    made, _, called = path.rpartition(".")[2].partition("()")
    return path.endswith("()") and not called and (made[:1].isupper() or made.startswith(_MAKING))


_MAKING = ("from_", "import_", "load_", "generate")
