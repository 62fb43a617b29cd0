"""What a parameter holds when a call does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts.module import Parameter
from pytest_ssot.facts.resolved import Alternatives, FunctionRef, Opaque, Place, Resolved, Row, Table, one_of
from pytest_ssot.facts.values import NOTHING, Attr
from pytest_ssot.facts.writes import written

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def default_of(resolver: Resolver, function: FunctionRef, parameter: Parameter) -> Alternatives:
    """A parameter's default: as it is written, or as code puts it in its place afterwards."""
    held = resolver.resolve(function.module, parameter.default, function.frames)
    if parameter.kind == "keyword":
        return _replaced_keyword(resolver, function, parameter.name) or held
    if "__defaults__" not in resolver.writes:
        return held
    named = [one for one in function.facts.parameters if one.kind in ("positional", "normal")]
    at = named.index(parameter) - len(named) if parameter in named else 0
    rows = [one for one in written(resolver, function, "__defaults__")[1] if isinstance(one, Row)]
    return next((row.items[at] for row in rows if at and -at <= len(row.items)), held)


def all_defaults(resolver: Resolver, function: FunctionRef, kind: str) -> Resolved:
    """`function.__defaults__`, or the mapping `function.__kwdefaults__`."""
    own = [one for one in function.facts.parameters if one.default != NOTHING]
    held = [(one, default_of(resolver, function, one)) for one in own]
    if kind == "__kwdefaults__":
        return Table({one.name: default for one, default in held if one.kind == "keyword"})
    return Row(tuple(default for one, default in held if one.kind != "keyword"))


def unknown_given(parameter: Parameter, place: Place) -> Alternatives:
    """What nobody is seen to give; of `**more` and `*more`, that there may be anything in them."""
    unknown = (Opaque("parameter", parameter.name, place=place),)
    if parameter.kind == "**":
        return (Table({}, unknown, place),)
    return (Row((), unknown, place),) if parameter.kind == "*" else unknown


def _replaced_keyword(resolver: Resolver, function: FunctionRef, name: str) -> Alternatives:
    """What `function.__kwdefaults__[name] = …` assigns, or the mapping that is put in its place."""
    for module, store in resolver.writes.get("[__kwdefaults__]", ()):
        target = module.root(store.target)
        if store.name != name or not isinstance(target, Attr) or store.value == NOTHING:
            continue
        owners = resolver.resolve(module, target.base)
        if any(isinstance(one, FunctionRef) and one.key == function.key for one in owners):
            return resolver.resolve(module, store.value)
    if "__kwdefaults__" not in resolver.writes:
        return ()
    tables = [one for one in written(resolver, function, "__kwdefaults__")[1] if isinstance(one, Table)]
    return one_of(*(table.entries.get(name, ()) for table in tables))


__all__ = ["all_defaults", "default_of", "unknown_given"]
