"""Calls of resolved values: how arguments meet parameters, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.annotated import as_said, asked_for
from pytest_ssot.facts.classes import (
    CONSTRUCTORS,
    all_stored,
    class_function,
    decorations,
    generated_fields,
    lineage,
)
from pytest_ssot.facts.constructors import filled, for_base, super_calls
from pytest_ssot.facts.effort import PER_ENTRY
from pytest_ssot.facts.ends import returned, yielded
from pytest_ssot.facts.enums import by_value, is_enum
from pytest_ssot.facts.meanings import MEANINGS, Meaning
from pytest_ssot.facts.meanings.files import of_file
from pytest_ssot.facts.meanings.models import as_models
from pytest_ssot.facts.members import class_attribute
from pytest_ssot.facts.metaclasses import set_as_called
from pytest_ssot.facts.own_entries import MAPPINGS
from pytest_ssot.facts.parameters import bound, framed
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    Frames,
    FunctionKey,
    FunctionRef,
    Hop,
    Instance,
    Known,
    Namespace,
    Opaque,
    Parameter,
    Partial,
    Resolved,
    Row,
    Table,
    by_name,
    needs_of,
    one_of,
    opaque,
)
from pytest_ssot.facts.rows import iterated
from pytest_ssot.facts.setters import set_by_name
from pytest_ssot.facts.standing_in import dispatched, is_dispatching
from pytest_ssot.facts.told_defaults import or_told_default

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

DEEPEST_CALLS = 9
"""Calls followed into each other at most."""

MOST_RECURSIONS = 2
"""Times a function is followed into itself, and with mappings that are known:"""

MOST_DESCENTS = 5


def call(  # noqa: PLR0911 - one case per kind of callee
    resolver: Resolver, callee: Resolved, arguments: Arguments
) -> Alternatives:
    """What `callee(…)` gives back."""
    match callee:
        case FunctionRef():
            return called_function(resolver, callee, arguments)
        case ClassRef():
            if is_enum(resolver, callee) and arguments.positional:
                return by_value(resolver, callee, arguments.positional[0]) or opaque()
            chosen = _chosen_by_new(resolver, callee, arguments)
            made = (constructed(resolver, one, arguments) for one in chosen or (callee,))
            return tuple(
                set_as_called(resolver, one.cls, one, arguments) if isinstance(one, Instance) else one
                for one in made
            )
        case Namespace():
            return (_made_of(resolver, callee, arguments) if callee.makes else callee,)
        case Instance():
            method = class_function(resolver, callee.cls, "__call__")
            if method is not None:
                return called_function(resolver, replace(method, bound=callee), arguments)
        case Partial(callee=inner, arguments=given):
            resolver.go_through(len(given.positional) + len(given.keywords))
            return one_of(*(call(resolver, one, together(given, arguments)) for one in inner))
        case External():
            return _called_outside(resolver, callee, arguments)
        case Opaque(text=text):
            return _by_what_is_told(resolver, text, arguments, (replace(callee, text=f"{text}()"),))
    return opaque()


def _called_outside(resolver: Resolver, callee: External, arguments: Arguments) -> Alternatives:
    """What a function outside the project gives back, unless it is handed too much."""
    path, base = callee.path, callee.base
    meaning = MEANINGS.get(path) or of_file(path)
    if meaning is None:
        return _by_what_is_told(resolver, path, arguments, (External(f"{path}()", arguments, base),))
    base = callee if path.endswith("()") else base  # what was made is called itself
    receiver = () if base is None else (base,)
    if not resolver.goes_through(*arguments.positional, *arguments.keywords.values(), receiver):
        return resolver.cut_off()
    arguments = iterated(resolver, path, arguments)
    if path.startswith(_UNBOUND) and isinstance(base, External) and arguments.positional:
        return _called_unbound(resolver, meaning, path, arguments)
    found = meaning(resolver, arguments, base)
    return (_not_known(path, arguments, base),) if found is None else found


def _by_what_is_told(
    resolver: Resolver, callee: str, arguments: Arguments, unknown: Alternatives
) -> Alternatives:
    """What a call gives of which only the name is known and what it is told."""
    return or_told_default(callee, arguments, asked_for(resolver, callee, arguments, unknown))


def _chosen_by_new(resolver: Resolver, cls: ClassRef, arguments: Arguments) -> tuple[ClassRef, ...]:
    """The classes of which `__new__` makes an object instead of the one that is called; nothing for most."""
    method = class_function(resolver, cls, "__new__")
    if method is None or not method.facts.parameters:
        return ()
    found: list[ClassRef] = []
    frames = framed(resolver, replace(method, bound=cls), arguments)
    for value in method.facts.returns:
        made = method.module.root(value)
        callee = method.module.nodes[made.callee] if isinstance(made, v.Call) else None
        if isinstance(made, v.Call) and made.args and isinstance(callee, v.Attr) and callee.name == "__new__":
            held = resolver.resolve(method.module, made.args[0], frames)
            found += [one for one in held if isinstance(one, ClassRef)]
    return tuple(found) if any(one.key != cls.key for one in found) else ()


def _made_of(resolver: Resolver, cls: Namespace, arguments: Arguments) -> Resolved:
    """An object of a class that was made by calling `type`: its functions are methods.

    With one class of the project among the bases, it is an object of that one with attributes of its own.
    """
    above = [one for one in cls.bases if isinstance(one, ClassRef)]
    parent = constructed(resolver, above[0], arguments) if len(above) == 1 else None
    held: dict[str, Alternatives] = {}
    made: Namespace | Instance = replace(cls, attributes=held, makes=False)
    own = dict(cls.attributes)
    if isinstance(parent, Instance):
        made = replace(parent, attributes=held)
        set_by_methods = all_stored(resolver, parent.cls)
        own = {name: values for name, values in own.items() if name not in set_by_methods}
    for name, values in own.items():
        held[name] = tuple(
            replace(one, bound=made) if isinstance(one, FunctionRef) and one.bound is None else one
            for one in values
        )
    if isinstance(parent, Instance):
        held.update(parent.attributes)
    return made


_UNBOUND = ("builtins.dict.", "builtins.list.", "builtins.str.")


def _called_unbound(resolver: Resolver, meaning: Meaning, path: str, arguments: Arguments) -> Alternatives:
    """`dict.get(mapping, key)`: a method of a built-in class, called with its object."""
    if path.endswith((".fromkeys", ".maketrans")):
        return meaning(resolver, arguments, None) or opaque()
    rest = replace(arguments, positional=arguments.positional[1:])
    found = [meaning(resolver, rest, receiver) for receiver in arguments.positional[0]]
    return one_of(*(one or opaque(*arguments.positional) for one in found))


def _not_known(path: str, arguments: Arguments, base: Resolved | None) -> Resolved:
    """What a known function gives back when its arguments do not tell; callers may tell more."""
    rows = (one.rest for group in arguments.positional for one in group if isinstance(one, Row | Table))
    needs = needs_of(*arguments.positional, *arguments.keywords.values(), arguments.rest, *rows)
    if needs:
        return Opaque("parameter", f"{path}()", needs, arguments.place)
    return External(f"{path}()", arguments, base)


def together(given: Arguments, more: Arguments) -> Arguments:
    """The arguments of a partial call followed by those of the call itself."""
    return Arguments(
        given.positional + more.positional,
        {**given.keywords, **more.keywords},
        one_of(given.rest, more.rest),
        more.place,
    )


def called_function(resolver: Resolver, function: FunctionRef, arguments: Arguments) -> Alternatives:
    """What a project function returns for these arguments; what a generator yields, as a row."""
    if is_dispatching(resolver, function):
        chosen = dispatched(resolver, function, arguments)
        if any(one.index != function.index for one in chosen):
            return one_of(*(_called(resolver, one, arguments) for one in chosen))
    return _called(resolver, function, arguments)


def _called(resolver: Resolver, function: FunctionRef, arguments: Arguments) -> Alternatives:
    facts = function.facts
    active = resolver.active
    again = active.count(function.key)
    most = MOST_DESCENTS if again >= MOST_RECURSIONS and arguments.descends else MOST_RECURSIONS
    if len(active) >= DEEPEST_CALLS or again >= most:
        resolver.cut_short()
        return opaque()
    resolver.effort.spend(PER_ENTRY)
    resolver.begin(function.key)
    try:
        frames = framed(resolver, function, arguments)
        if facts.yields:
            given = one_of(*returned(resolver, function, frames)) if facts.returns else ()
            items, rest = yielded(resolver, function, frames)
            return (Row(items, rest, result=given),)
        results = list(returned(resolver, function, frames))
    finally:
        resolver.end()
    if not results or _is_abstract(resolver, function):
        return (Opaque(text=f"{facts.name}()", needs=_whose(function)),)
    hop = Hop(arguments.place, f"{facts.name}() returns it here")
    found = one_of(*results)
    found = found if facts.said == v.NOTHING else as_said(resolver, found, function.module, facts.said)
    return tuple(_passed(value, hop) for value in found)


def _whose(function: FunctionRef) -> frozenset[Parameter]:
    """The parameter that tells whose method is called."""
    implied = function.bound.implied if isinstance(function.bound, Instance) else None
    return frozenset() if implied is None else frozenset([implied])


def _is_abstract(resolver: Resolver, function: FunctionRef) -> bool:
    """The function stands for those that derived classes put in its place."""
    return bool(function.facts.decorators) and "abstractmethod" in decorations(resolver, function)


def _passed(value: Resolved, hop: Hop) -> Resolved:
    if isinstance(value, Known):
        return replace(value, hops=(*value.hops, hop))
    if isinstance(value, Table):
        entries = {
            key: tuple(replace(one, hops=(*one.hops, hop)) if isinstance(one, Known) else one for one in held)
            for key, held in value.entries.items()
        }
        return replace(value, entries=entries)
    return value


def constructed(resolver: Resolver, cls: ClassRef, arguments: Arguments) -> Resolved:
    """The object that calling a project class makes."""
    for owner in lineage(resolver, cls):
        if isinstance(owner, External) and owner.path in ("typing.TypedDict", "typing_extensions.TypedDict"):
            return Table(by_name(arguments.keywords), arguments.rest, arguments.place)
        if isinstance(owner, External) and owner.path in MAPPINGS:
            given = for_base(resolver, cls, arguments)
            made = MEANINGS["builtins.dict"](resolver, given, None) or ()
            whole = made[0] if len(made) == 1 and isinstance(made[0], Table) else None
            table = replace(whole or Table(by_name(given.keywords), given.rest, given.place), cls=cls)
            return filled(resolver, table, arguments)
    instance = Instance(cls, cls.frames, arguments=arguments)
    method = class_function(resolver, cls, CONSTRUCTORS[0])
    if method is not None:
        frames = framed(resolver, replace(method, bound=instance), arguments)
        instance = replace(instance, attributes=set_by_name(resolver, method, frames))
        return replace(instance, frames={**frames, **_super_frames(resolver, method, frames)})
    fields = generated_fields(resolver, cls)
    if fields is None:
        return instance
    held = dict(arguments.keywords)
    held.update(zip(fields, arguments.positional, strict=False))
    instance = replace(instance, attributes=as_models(resolver, cls, held))
    completed = class_function(resolver, cls, "__post_init__")
    if completed is None or len(completed.facts.parameters) < 2:
        return instance
    taken = [parameter.name for parameter in completed.facts.parameters[1:]]
    known = {name: held.get(name) or class_attribute(resolver, cls, name) for name in taken}
    given = Arguments((), known)
    return replace(instance, frames=framed(resolver, replace(completed, bound=instance), given))


def _super_frames(resolver: Resolver, method: FunctionRef, frames: Frames) -> Frames:
    """The arguments that an `__init__` hands on to the `__init__` of its base."""
    found: dict[FunctionKey, Mapping[str, Alternatives]] = {}
    for node in super_calls(method):
        for held in resolver.resolve(method.module, node.callee, frames):
            if isinstance(held, FunctionRef) and held.key not in frames and held.key not in found:
                given = bound(resolver, held, resolver.arguments(node, method.module, frames))
                found[held.key] = given
                found.update(_super_frames(resolver, held, {**frames, **found}))
    return found


__all__ = ["call", "called_function", "constructed"]
