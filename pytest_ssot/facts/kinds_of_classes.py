"""What the bases of a class make of it: a protocol, a tuple whose positions have names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.resolved import ClassRef, External

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def is_protocol(resolver: Resolver, cls: ClassRef) -> bool:
    """A class only says how objects of others are used (PEP 544); one derived from it is no protocol."""
    bases = (
        base for value in cls.module.classes[cls.index].bases for base in resolver.resolve(cls.module, value)
    )
    return any(isinstance(base, External) and base.path.endswith(".Protocol") for base in bases)


def is_named_tuple(resolver: Resolver, cls: ClassRef) -> bool:
    """Objects of the class are tuples whose positions have names."""
    return any(
        isinstance(owner, External) and owner.path.endswith(".NamedTuple") for owner in lineage(resolver, cls)
    )


__all__ = ["is_named_tuple", "is_protocol"]
