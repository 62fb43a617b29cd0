"""What a call leaves of the objects it was made on or was given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.attributes import attribute
from pytest_ssot.facts.classes import class_function
from pytest_ssot.facts.meanings.commands import with_option
from pytest_ssot.facts.meanings.signatures import with_defaults
from pytest_ssot.facts.meanings.texts import PARSING, with_text
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.mutations import CHANGES
from pytest_ssot.facts.own_entries import changed_list, gives_itself
from pytest_ssot.facts.parameters import framed
from pytest_ssot.facts.resolved import (
    NOWHERE,
    Alternatives,
    Arguments,
    External,
    Frames,
    FunctionRef,
    Instance,
    Known,
    Namespace,
    Opaque,
    Parameter,
    Resolved,
    Row,
    Table,
    needs_of,
    one_of,
)
from pytest_ssot.facts.rounds import rounds
from pytest_ssot.facts.setters import given_to_dict, is_dict_of_object, set_by_name, sets_on
from pytest_ssot.facts.values import ANY, NOTHING

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def after(
    resolver: Resolver, found: Alternatives, change: v.After, module: ModuleFacts, frames: Frames
) -> Alternatives:
    """Objects after a call that had them as its receiver or took them as arguments."""
    node = module.nodes[change.call]
    if not isinstance(node, v.Call):
        return found
    callee = module.nodes[node.callee]
    if isinstance(callee, v.Attr) and callee.name == "add_argument":
        arguments = resolver.arguments(node, module, frames)
        return tuple(with_option(value, arguments) for value in found)
    if isinstance(callee, v.Attr) and callee.name in PARSING:
        arguments = resolver.arguments(node, module, frames)
        return tuple(with_text(resolver, value, callee.name, arguments) for value in found)
    if not any(isinstance(value, Table | Row | Instance | Namespace | Opaque) for value in found):
        return found
    if isinstance(callee, v.Attr) and change.receiver:
        chained = isinstance(module.nodes[callee.base], v.Call)
        if chained and module.root_of(callee.base) != module.root_of(change.base):
            return _after_chain(resolver, found, callee, node, module, frames)
        if any(isinstance(value, Table | Row | Opaque) for value in found) and callee.name in CHANGES:
            arguments = resolver.arguments(node, module, frames)
            resolver.go_through(sum(len(value.entries) for value in found if isinstance(value, Table)))
            return tuple(CHANGES[callee.name](value, arguments) for value in found)
        return one_of(*(_after_method(resolver, value, callee.name, node, module, frames) for value in found))
    return _after_argument(resolver, found, change, node, module, frames)


def _after_method(
    resolver: Resolver, value: Resolved, name: str, node: v.Call, module: ModuleFacts, frames: Frames
) -> Alternatives:
    if isinstance(value, Namespace) and name == "apply_defaults":
        return (with_defaults(value),)
    if not isinstance(value, Instance):
        return (value,)
    found: list[Resolved] = []
    for method in attribute(resolver, value, name):
        if isinstance(method, FunctionRef) and isinstance(method.bound, Instance):
            changed = changed_by(resolver, method, resolver.arguments(node, module, frames))
            found.extend(one for one in changed if one is not value)
    if not found:
        return (changed_list(resolver, value, name, resolver.arguments(node, module, frames)),)
    return tuple(found) or (value,)


def _after_chain(
    resolver: Resolver,
    found: Alternatives,
    callee: v.Attr,
    node: v.Call,
    module: ModuleFacts,
    frames: Frames,
) -> Alternatives:
    """Objects after a later call of a chain: what the call before it gives back is the object itself."""
    before = module.nodes[callee.base]
    asked = module.nodes[before.callee] if isinstance(before, v.Call) else None
    left: list[Alternatives] = []
    for value in found:
        cls = value.cls if isinstance(value, Instance) and isinstance(asked, v.Attr) else None
        method = class_function(resolver, cls, getattr(asked, "name", "")) if cls is not None else None
        own = method is not None and any(
            gives_itself(method.module, method.facts, one) for one in method.facts.returns
        )
        left.append(_after_method(resolver, value, callee.name, node, module, frames) if own else (value,))
    return one_of(*left)


def changed_by(resolver: Resolver, method: FunctionRef, arguments: Arguments) -> Alternatives:
    """The object that a method is bound to, after a call of the method."""
    value = method.bound
    assert value is not None
    first = method.facts.parameters[0].name if method.facts.parameters else ""
    changed = method.facts.variables.get(first, NOTHING)
    if changed == NOTHING or not isinstance(
        method.module.nodes[changed], v.SetAttr | v.Phi | v.After | v.Choice
    ):
        return (value,)
    inner = framed(resolver, method, arguments)
    found = resolver.resolve(method.module, changed, inner)
    return tuple(held for held in found if isinstance(held, Instance)) or (value,)


def _after_argument(
    resolver: Resolver,
    found: Alternatives,
    change: v.After,
    node: v.Call,
    module: ModuleFacts,
    frames: Frames,
) -> Alternatives:
    asked = module.nodes[node.callee]
    if isinstance(asked, v.Attr) and asked.name == "update" and is_dict_of_object(module, asked.base):
        return _with_named(found, given_to_dict(resolver.arguments(node, module, frames)))
    callees = resolver.resolve(module, node.callee, frames)
    word = callees[0].path.rpartition(".")[2] if callees and isinstance(callees[0], External) else ""
    if word == "setattr" and len(node.args) == len(("object", "name", "value")):
        return _with_named(found, _named_by(resolver, node, module, frames))
    if word in CHANGES and node.args[:1] == (change.base,):
        arguments = resolver.arguments(node, module, frames)
        rest = replace(arguments, positional=arguments.positional[1:])
        return tuple(CHANGES[word](value, rest) for value in found)
    left: list[Alternatives] = []
    functions = [callee for callee in callees if isinstance(callee, FunctionRef)]
    given = resolver.arguments(node, module, frames) if functions else Arguments()
    for function in functions:
        resolver.work += 1
        names = _taken_as(function, node, change.base)
        if not names:
            left.extend(_left_further_in(resolver, function, node, change.base, given))
        elif _changes_parameters(function):
            changed = [
                one for name in names if (one := function.facts.variables.get(name, NOTHING)) != NOTHING
            ]
            held = _left_by(resolver, function, changed[0], given) if changed else ()
            left.append(tuple(one for one in held if not _is_another(one, found)) or found)
        elif sets_on(function) in names:
            inner = framed(resolver, function, given)
            found = _with_named(found, set_by_name(resolver, function, inner))
    needs = needs_of(callees) if any(map(_may_be_options, found)) else frozenset[Parameter]()
    awaited: Alternatives = (Opaque("parameter", needs=needs),) if needs else ()
    return one_of(*left, awaited if left else ()) or one_of(found, awaited)


def _is_another(left: Resolved, found: Alternatives) -> bool:
    """A mapping is none of those that were handed over: the parameter's name was given to a copy."""
    return isinstance(left, Table) and all(
        isinstance(one, Table) and NOWHERE not in (one.place, left.place) and one.place != left.place
        for one in found
    )


def _may_be_options(value: Resolved) -> bool:
    """A mapping that decides how tokens are verified, as far as it is filled."""
    return isinstance(value, Table) and all(isinstance(one, str) and "verify" in one for one in value.entries)


def _left_further_in(
    resolver: Resolver, function: FunctionRef, node: v.Call, value: v.Value, given: Arguments
) -> Iterator[Alternatives]:
    """What is left of an argument by the functions that another one hands its keywords on to.

    Such as `signal.send(options=options)`, where `receiver(**keywords)` is called for each receiver.
    """
    module, words = function.module, [name for name, one in node.keywords if one == value]
    rest = [one.name for one in function.facts.parameters if one.kind == "**"] if words else []
    key = ("further", module.path, str(function.index))
    if not rest or resolver.visiting(*key):
        return
    with resolver.visit(*key):
        frames = framed(resolver, function, given)
        for fact in module.calls_in.get(function.index, ()):
            call = module.nodes[fact.value]
            spread = [module.root(one) for name, one in getattr(call, "keywords", ()) if not name]
            if not isinstance(call, v.Call) or v.Param(function.index, rest[0]) not in spread:
                continue
            inner = resolver.arguments(call, module, frames)
            called = resolver.resolve(module, call.callee, frames)
            for one in (one for one in called if isinstance(one, FunctionRef)):
                changed = one.facts.variables.get(words[0], NOTHING)
                if changed != NOTHING:
                    yield _left_by(resolver, one, changed, inner)


def _left_by(resolver: Resolver, function: FunctionRef, value: v.Value, given: Arguments) -> Alternatives:
    """What a call of a function leaves of a parameter; nothing if it is being followed already."""
    key = ("left", function.module.path, str(value))
    if resolver.visiting(*key):  # a function may be put in the place of the one that it calls
        return ()
    with resolver.visit(*key):
        return resolver.resolve(function.module, value, framed(resolver, function, given))


def free_key(function: int) -> int:
    """Stands for the names of a function, as one nested in it finds them, where functions have indexes."""
    return -2_000_000_000 - function


def read_reassigned(
    resolver: Resolver, node: v.Reassigned, module: ModuleFacts, frames: Frames
) -> Alternatives:
    """What a name holds after a call, of a function that may have left it alone on some path."""
    before = resolver.resolve(module, node.base, frames)
    call = module.nodes[node.call]
    found: list[Alternatives] = []
    for callee in resolver.resolve(module, call.callee, frames) if isinstance(call, v.Call) else ():
        left = callee.facts.variables.get(node.name, NOTHING) if isinstance(callee, FunctionRef) else NOTHING
        if left == NOTHING or not isinstance(callee, FunctionRef) or not isinstance(call, v.Call):
            return before
        given = framed(resolver, callee, resolver.arguments(call, module, frames))
        around = (callee.module.path, free_key(callee.facts.parent))
        told = {node.name: before}
        held = {**given.get(around, {}), **told}
        inner = {**given, callee.key: {**given[callee.key], **told}, around: held}
        found.append(resolver.resolve(callee.module, left, inner))
    return one_of(*found) or before


def _named_by(
    resolver: Resolver, node: v.Call, module: ModuleFacts, frames: Frames
) -> dict[str, Alternatives]:
    """The attributes that `setattr(x, name, value)` sets, in every round of its loop."""
    held: dict[str, Alternatives] = {}
    for inner in rounds(resolver, module, node.args[1], frames):
        for word in resolver.resolve(module, node.args[1], inner):
            if isinstance(word, Known):
                held[str(word.value)] = resolver.resolve(module, node.args[2], inner)
            elif needs := needs_of((word,)):
                held[ANY] = (Opaque("parameter", needs=needs),)
    return held


def _taken_as(function: FunctionRef, node: v.Call, value: v.Value) -> list[str]:
    """The parameters by which a function takes an argument of a call."""
    shift = 1 if function.bound is not None else 0
    parameters = [parameter.name for parameter in function.facts.parameters][shift:]
    by_position = zip(parameters, node.args, strict=False)
    known = {parameter.name for parameter in function.facts.parameters}
    return [name for name, given in (*node.keywords, *by_position) if given == value and name in known]


def _with_named(found: Alternatives, held: Mapping[str, Alternatives]) -> Alternatives:
    """Objects after a function has set attributes of them by computed names."""
    return tuple(
        replace(one, attributes={**one.attributes, **held}) if isinstance(one, Instance | Namespace) else one
        for one in found
    )


def _changes_parameters(function: FunctionRef) -> bool:
    nodes = function.module.nodes
    return any(
        isinstance(
            nodes[function.facts.variables.get(parameter.name, 0)],
            v.SetItem | v.DelItem | v.After | v.SetAttr | v.Phi | v.Binary,
        )
        for parameter in function.facts.parameters
        if parameter.name in function.facts.variables
    )


__all__ = ["after", "changed_by", "free_key", "read_reassigned"]
