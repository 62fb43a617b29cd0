"""What parameters say of themselves, and arguments matched to them: `inspect.signature(f).bind(…)`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.classes import class_function, generated_fields, lineage
from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    Frames,
    FunctionRef,
    Known,
    Namespace,
    Resolved,
    Row,
    Table,
    by_name,
)
from pytest_ssot.facts.values import NOTHING, Value

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


def _hints(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`get_type_hints(f)`: the classes that parameters and fields are said to be of, by their names."""
    said = (_said(resolver, one) for one in given.get(0, "obj"))
    return tuple(Table(by_name(one), (), given.place) for one in said if one is not None) or None


def _said(resolver: Resolver, of: Resolved) -> dict[str, Alternatives] | None:
    if isinstance(of, FunctionRef):
        said = {one.name: one.annotation for one in of.facts.parameters}
        said["return"] = of.facts.said
        return _known(resolver, of.module, said, of.frames)
    if not isinstance(of, ClassRef):
        return None
    found: dict[str, Alternatives] = {}
    for owner in reversed([one for one in lineage(resolver, of) if isinstance(one, ClassRef)]):
        facts = owner.module.classes[owner.index]
        fields = dict(zip(facts.fields, facts.annotations, strict=False))
        found |= _known(resolver, owner.module, fields, owner.frames)
    return found


def _known(
    resolver: Resolver, module: ModuleFacts, said: Mapping[str, Value], frames: Frames
) -> dict[str, Alternatives]:
    return {name: resolver.resolve(module, value, frames) for name, value in said.items() if value != NOTHING}


def _signature(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """What a function, or a class, is called with: its parameters by their names."""
    known = [one for one in given.get(0, "obj") if isinstance(one, ClassRef | FunctionRef)]
    found = _parameters(resolver, known[0]) if len(known) == 1 else None
    entries = {name: (one,) for name, one in (found or {}).items()}
    table: Alternatives = (Table(by_name(entries), (), given.place),)
    held = {} if found is None else {"parameters": table}
    return (External("inspect.signature()", given, base, held),)


def _parameters(resolver: Resolver, of: ClassRef | FunctionRef) -> dict[str, Namespace] | None:
    """Those of a class are what it is made with."""
    if isinstance(of, ClassRef) and class_function(resolver, of, "__init__") is None:
        said = _said(resolver, of) or {}
        return {
            name: _parameter(name, said.get(name, ()), ()) for name in generated_fields(resolver, of) or ()
        }
    function = class_function(resolver, of, "__init__") if isinstance(of, ClassRef) else of
    if not isinstance(function, FunctionRef):
        return None
    own = 1 if isinstance(of, ClassRef) or function.bound is not None else 0
    given_by = partial(resolver.resolve, function.module, frames=function.frames)
    return {
        one.name: _parameter(
            one.name,
            given_by(one.annotation) if one.annotation != NOTHING else (),
            given_by(one.default) if one.default != NOTHING else (),
        )
        for one in function.facts.parameters[own:]
    }


def _parameter(name: str, said: Alternatives, default: Alternatives) -> Namespace:
    return Namespace({"name": (Known(name),), "annotation": said or _EMPTY, "default": default or _EMPTY})


_EMPTY: Alternatives = (External("inspect.Parameter.empty"),)


MEANINGS: Mapping[str, Meaning] = {
    "typing.get_type_hints": _hints,
    "typing_extensions.get_type_hints": _hints,
    "inspect.get_annotations": _hints,
    "inspect.signature": _signature,
    "inspect.signature().bind": _bound,
    "inspect.signature().bind_partial": _bound,
}
"""Meanings by the dotted path of what is called."""
