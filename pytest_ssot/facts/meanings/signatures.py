"""Arguments that are matched to parameters before they are handed over: `inspect.signature(f).bind(…)`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    External,
    FunctionRef,
    Namespace,
    Resolved,
    Row,
    Table,
    by_name,
)
from pytest_ssot.facts.values import NOTHING

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

COMPLETE = "<complete>"
"""The name under which bound arguments keep what `apply_defaults` makes of them."""


def with_defaults(value: Namespace) -> Namespace:
    """Bound arguments after their `apply_defaults`: what was given nothing holds its default."""
    complete = value.attributes.get(COMPLETE)
    return (
        value if complete is None else replace(value, attributes={**value.attributes, "arguments": complete})
    )


def _bound(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """Positional arguments, keywords, and all of them by the names of the parameters."""
    signature = base.arguments if isinstance(base, External) else None
    asked = signature.get(0, "obj") if signature is not None else ()
    if asked and all(isinstance(one, External) for one in asked):
        return (_matched_outside(given),)
    found = tuple(_matched(resolver, one, given) for one in asked if isinstance(one, FunctionRef))
    return found if len(found) == len(asked) else None


def _matched_outside(given: Arguments) -> Namespace:
    """What is bound to the parameters of a library's function, of which those given by name are known."""
    named = (Table(by_name(given.keywords), given.rest, given.place),)
    args = (Row(given.positional, (), given.place),)
    return Namespace({"args": args, "kwargs": named, "arguments": named}, place=given.place)


def _matched(resolver: Resolver, function: FunctionRef, given: Arguments) -> Namespace:
    held = resolver.frames_of(function, given)[function.key]
    parameters = function.facts.parameters[1 if function.bound is not None else 0 :]
    positional: list[Alternatives] = []
    keywords: dict[str, Alternatives] = {}
    named: dict[str, Alternatives] = {}
    for number, parameter in enumerate(parameters):
        value = held[parameter.name]
        one = value[0] if len(value) == 1 else None
        if parameter.kind == "*" and isinstance(one, Row):
            positional.extend(one.items)
        elif parameter.kind == "**" and isinstance(one, Table):
            keywords.update({str(key): each for key, each in one.entries.items()})
        elif parameter.kind == "keyword":
            keywords[parameter.name] = value
        else:
            positional.append(value)
        if parameter.default == NOTHING or parameter.name in given.keywords or number < len(given.positional):
            named[parameter.name] = value
    complete = {one.name: held[one.name] for one in parameters}
    matched: dict[str, Alternatives] = {
        COMPLETE: (Table(by_name(complete), given.rest, given.place),),
        "args": (Row(tuple(positional), (), given.place),),
        "kwargs": (Table(by_name(keywords), given.rest, given.place),),
        "arguments": (Table(by_name(named), given.rest, given.place),),
    }
    return Namespace(matched, place=given.place)


MEANINGS: Mapping[str, Meaning] = {
    "inspect.signature().bind": _bound,
    "inspect.signature().bind_partial": _bound,
}
"""Meanings by the dotted path of what is called."""
