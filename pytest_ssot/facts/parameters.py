"""What the parameters of a function hold in a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts.defaults import default_of
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    Frames,
    FunctionRef,
    Row,
    Table,
    by_name,
    one_of,
    opaque,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def framed(resolver: Resolver, function: FunctionRef, arguments: Arguments) -> Frames:
    """The frames inside a call: those the function closes over, and its parameters."""
    return resolver.frames(function, bound(resolver, function, arguments))


def bound(resolver: Resolver, function: FunctionRef, arguments: Arguments) -> dict[str, Alternatives]:
    """Each parameter's value for these arguments, as the language reference binds them."""
    given = list(arguments.positional)
    if function.bound is not None:
        given.insert(0, (function.bound,))
    keywords = dict(arguments.keywords)
    values: dict[str, Alternatives] = {}
    for parameter in function.facts.parameters:
        if parameter.kind == "*":
            values[parameter.name] = (Row(tuple(given), arguments.rest),)
            given.clear()
        elif parameter.kind == "**":
            values[parameter.name] = (Table(by_name(keywords), arguments.rest, arguments.place),)
        elif given and parameter.kind != "keyword":
            values[parameter.name] = given.pop(0)
        elif parameter.name in keywords:
            values[parameter.name] = keywords.pop(parameter.name)
        else:
            default = default_of(resolver, function, parameter)
            values[parameter.name] = (
                one_of(default, opaque(arguments.rest) if arguments.rest else ()) or opaque()
            )
    return values
