"""What objects of the project say of themselves when they are tested or compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.classes import class_function
from pytest_ssot.facts.folding import negated
from pytest_ssot.facts.resolved import Alternatives, Instance, Place, Resolved, Table, one_of, truth

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_COMPARING = {
    "In": "__contains__", "NotIn": "__contains__", "Eq": "__eq__", "NotEq": "__eq__",
    "Lt": "__lt__", "LtE": "__le__", "Gt": "__gt__", "GtE": "__ge__",
}  # fmt: skip
"""The method by which an object answers a comparison."""

_TESTING = ("__bool__", "__len__")
"""The methods by which an object says whether it counts as true, in the order they are asked."""


def as_tested(resolver: Resolver, values: Alternatives) -> Alternatives:
    """Values as a test sees them: an object that answers for itself is its answer."""
    if not any(isinstance(one, Instance) and truth(one) is None for one in values):
        return values
    return one_of(*(_tested(resolver, one) for one in values))


def _tested(resolver: Resolver, value: Resolved) -> Alternatives:
    if isinstance(value, Instance) and truth(value) is None:
        for name in _TESTING:
            method = class_function(resolver, value.cls, name)
            if method is not None:
                return resolver.returned(replace(method, bound=value), ())
    return (value,)


def as_compared(
    resolver: Resolver, op: str, left: Alternatives, right: Alternatives, place: Place
) -> Alternatives:
    """How a comparison comes out by the methods of the objects that are asked; nothing if one has none."""
    asked, given = (right, left) if op in ("In", "NotIn") else (left, right)
    name = _COMPARING.get(op, "")
    found: list[Alternatives] = []
    for one in asked if name else ():
        method = class_function(resolver, one.cls, name) if isinstance(one, Instance) else None
        if method is None:
            return ()
        answer = resolver.returned(replace(method, bound=one), (given,))
        found.append(negated(answer, place) if op in ("NotIn", "NotEq") else answer)
    return one_of(*found)


_OPERATING = {
    "Add": "__add__", "Sub": "__sub__", "Mult": "__mul__", "MatMult": "__matmul__", "Div": "__truediv__",
    "FloorDiv": "__floordiv__", "Mod": "__mod__", "LShift": "__lshift__", "RShift": "__rshift__",
    "BitOr": "__or__", "IOr": "__or__", "BitAnd": "__and__", "BitXor": "__xor__",
}  # fmt: skip
"""The method by which an object answers an operator."""


_ALONE = {"USub": "__neg__", "UAdd": "__pos__", "Invert": "__invert__"}
"""The same for operators before an object."""


def as_operated(resolver: Resolver, op: str, left: Alternatives, right: Alternatives) -> Alternatives:
    """What an operator gives by the methods of the objects before it; nothing if one has none."""
    found: list[Alternatives] = []
    word = _OPERATING.get(op) or _ALONE.get(op, "")
    given = () if op in _ALONE else (right,)
    for one in left if word else ():
        cls = one.cls if isinstance(one, Instance | Table) else None  # also of a mapping of its own kind
        method = class_function(resolver, cls, word) if cls is not None else None
        if method is None:
            return ()
        found.append(resolver.returned(replace(method, bound=one), given))
    return one_of(*found)


__all__ = ["as_compared", "as_operated", "as_tested"]
