"""What a meaning is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from pytest_ssot.facts.resolved import Alternatives, Arguments, Resolved

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

Meaning: TypeAlias = Callable[["Resolver", Arguments, Resolved | None], Alternatives | None]
"""(resolver, arguments, receiver) → what the call gives back; None when that is not known."""


def argument(position: int, name: str = "") -> Meaning:
    """The meaning of a call that gives back one of its arguments."""

    def pass_on(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        return given.get(position, name) or None

    return pass_on
