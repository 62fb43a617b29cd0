"""Objects, attributes and calls: what reflection and generated classes give back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.annotated import cast
from pytest_ssot.facts.attributes import attribute
from pytest_ssot.facts.classes import generated_fields, sets_by_name
from pytest_ssot.facts.effort import COPIED_PER_STEP
from pytest_ssot.facts.folding import SOMETHING_TRUE, but_none
from pytest_ssot.facts.items import item
from pytest_ssot.facts.meanings.computed import existing
from pytest_ssot.facts.meanings.meaning import Meaning, argument
from pytest_ssot.facts.meanings.plain import plain
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Known,
    Namespace,
    Opaque,
    Partial,
    Resolved,
    Row,
    Super,
    Table,
    by_name,
    needs_of,
    one_of,
    opaque,
)
from pytest_ssot.facts.values import INHERITED, NOTHING

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def _getattr(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    default = given.get(2, "default")
    objects = given.get(0, "object") if default else but_none(given.get(0, "object"))
    found = [
        held_or(default, base, attribute(resolver, base, name.value), resolver)
        for base in objects
        for name in given.get(1, "name")
        if isinstance(name, Known) and isinstance(name.value, str)
    ]
    if not found:
        return one_of(default, opaque(*given.positional)) if default else None
    verdicts = {
        existing(base, name.value)
        for base in given.get(0, "object")
        for name in given.get(1, "name")
        if isinstance(name, Known) and isinstance(name.value, str)
    }
    if default and verdicts == {False}:
        return default
    if verdicts == {True} and all(isinstance(one, External) for one in given.get(0, "object")):
        return (SOMETHING_TRUE,)
    known = one_of(*found)
    unsure = all(isinstance(value, Opaque | External) for value in known)
    return one_of(known, default) if default and unsure and verdicts != {True} else known


def held_or(default: Alternatives, base: Resolved, held: Alternatives, resolver: Resolver) -> Alternatives:
    """The attribute of an object, or the default where everything that may give it one is known."""
    if not default or len(held) != 1 or not isinstance(held[0], Opaque) or held[0].source or held[0].needs:
        return held
    whole = isinstance(base, ClassRef | Namespace) or (
        isinstance(base, Instance) and base.implied is None and not sets_by_name(resolver, base.cls)
    )
    return default if whole and "." not in held[0].text else held


def _partial(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    if not given.positional:
        return None
    inner = Arguments(given.positional[1:], given.keywords, given.rest, given.place)
    callees = given.positional[0]
    if len(callees) == 1 and isinstance(callees[0], Partial) and not callees[0].handed:
        before = callees[0].arguments  # a partial call of a partial call is one
        positional, keywords = before.positional + inner.positional, {**before.keywords, **inner.keywords}
        resolver.effort.spend((len(positional) + len(keywords)) // COPIED_PER_STEP)
        inner = Arguments(positional, keywords, one_of(before.rest, inner.rest), given.place)
        callees = callees[0].callee
    return (Partial(callees, inner),)


def _partial_method(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    found = _partial(resolver, given, base)
    return found and tuple(replace(one, method=True) for one in found if isinstance(one, Partial))


def _method(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`types.MethodType(function, object)`."""
    objects = given.get(1, "instance")
    return (
        tuple(
            replace(one, bound=objects[0])
            if isinstance(one, FunctionRef)
            else Partial((one,), Arguments((objects,)))
            for one in (given.get(0, "function") if objects else ())
        )
        or None
    )


def _namespace(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    return (Namespace(given.keywords, place=given.place),)


def _getter(kind: str) -> Meaning:
    def make(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        return (Partial((External(f"<{kind}>"),), given),)

    return make


def _got_attribute(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    if len(given.positional) < 2:
        return None
    *asked, bases = given.positional
    held: list[Alternatives] = []
    for name in (one for names in asked for one in names):
        if not isinstance(name, Known) or not isinstance(name.value, str):
            return None
        found: Alternatives = bases
        for part in name.value.split("."):
            found = one_of(*(attribute(resolver, one, part) for one in found))
        held.append(found)
    return _each_asked_for(held)


def _got_item(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    if len(given.positional) < 2:
        return None
    *keys, bases = given.positional
    return _each_asked_for(
        [one_of(*(item(resolver, base, key, given.place) for base in bases for key in one)) for one in keys]
    )


def _each_asked_for(found: list[Alternatives]) -> Alternatives:
    """What was asked for, as a row if that is several things."""
    return found[0] if len(found) == 1 else (Row(tuple(found)),)


def _called_method(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`methodcaller(name, *args)(object)`: the name first, the object last."""
    if len(given.positional) < 2:
        return None
    name, *args, receiver = given.positional
    rest = Arguments(tuple(args), given.keywords, given.rest, given.place)
    found = [
        resolver.call(method, rest)
        for base in receiver
        for word in name
        if isinstance(word, Known) and isinstance(word.value, str)
        for method in attribute(resolver, base, word.value)
    ]
    return one_of(*found) or None


def _type(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    if len(given.positional) == len(("name", "bases", "body")):
        return tuple(
            Namespace({str(key): held for key, held in body.entries.items()}, bases=_bases(given), makes=True)
            for body in given.positional[2]
            if isinstance(body, Table)
        )
    found: list[Resolved] = [one.cls for one in given.get(0, "object") if isinstance(one, Instance)]
    found += [
        External(f"builtins.{type(one.value).__name__}")
        for one in given.get(0, "object")
        if isinstance(one, Known)
    ]
    return tuple(found) if found and len(given.positional) == 1 else None


def _new_class(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`types.new_class(name, bases, keywords, fill)`: a class whose body a function fills."""
    fills = given.get(3, "exec_body")
    found: list[Resolved] = []
    for one in fills if given.get(1, "bases") else ():
        if not isinstance(one, FunctionRef) or not one.facts.parameters:
            return None
        filled = one.facts.variables.get(one.facts.parameters[0].name, NOTHING)
        frames = resolver.frames_of(one, Arguments(((Table({}),),)))
        found += resolver.resolve(one.module, filled, frames)
    bodies = [one for one in found if isinstance(one, Table)] or ([] if fills else [Table({})])
    made = (replace(given, positional=((), given.get(1, "bases"), (body,))) for body in bodies)
    return one_of(*(_type(resolver, one, None) or () for one in made)) or None


def _bases(given: Arguments) -> Alternatives:
    return one_of(*(item for row in given.positional[1] if isinstance(row, Row) for item in row.items))


def _applied_to_arguments(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`run(f, *args, **kwargs)`: what `f` gives back."""
    callees = [
        one for one in given.get(0, "func") if isinstance(one, FunctionRef | ClassRef | Partial | External)
    ]
    if not callees:
        return None
    rest = Arguments(given.positional[1:], given.keywords, given.rest, given.place)
    return one_of(*(resolver.call(callee, rest) for callee in callees))


def _provided(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`Depends(provider)` as a default: what the provider gives, for whoever calls is the framework."""
    providers = given.get(0, "dependency")
    return one_of(*(resolver.call(one, Arguments(place=given.place)) for one in providers)) or None


def _super(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    bound = next((one for one in given.get(1, "object") if isinstance(one, Instance)), None)
    found = tuple(Super(cls, bound) for cls in given.get(0, "type") if isinstance(cls, ClassRef))
    return found or None


def _inherited(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """An attribute as the class of an object gives it, or the bases of a class."""
    found: list[Alternatives] = []
    for one in given.get(0, "object"):
        if isinstance(one, Instance | ClassRef):
            above = one.cls if isinstance(one, Instance) else Super(one, None)
            names = (name.value for name in given.get(1, "name") if isinstance(name, Known))
            found += [attribute(resolver, above, str(name)) for name in names]
    return one_of(*found) or None


def converted(resolver: Resolver, converters: Alternatives, values: Alternatives) -> Alternatives:
    """Values after a converter, or one after the other."""
    for one in converters:
        steps = one.items if isinstance(one, Row) else ((one,),)
        for step in steps:
            values = one_of(*(resolver.call(each, Arguments((values,))) for each in step))
    return values


def _field(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """A field of a generated class: its default, or what its factory makes."""
    default = given.keywords.get("default") or given.get(0, "default")
    factories = given.keywords.get("default_factory") or given.keywords.get("factory") or ()
    made = [resolver.call(factory, Arguments(place=given.place)) for factory in factories]
    held = converted(resolver, given.keywords.get("converter", ()), one_of(default, *made))
    return held or opaque()


def _replaced(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`dataclasses.replace(object, **changes)` and `object._replace(**changes)`."""
    objects = given.positional[0] if given.positional else ((base,) if base is not None else ())
    changed = tuple(
        replace(one, attributes={**one.attributes, **given.keywords})
        for one in objects
        if isinstance(one, Instance | Namespace)
    )
    needs = needs_of(given.rest)
    return one_of(changed, (Opaque("parameter", needs=needs),) if needs else ()) or None


def _entered(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`stack.enter_context(manager)`: what `with manager as …` would bind."""
    return one_of(*(resolver.inside(one) for one in given.get(0, "cm"))) or None


def _made_class(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`make_dataclass(name, fields)`: a callable that makes objects with those attributes."""
    names: list[Alternatives] = []
    defaults: dict[str, Alternatives] = {}
    for row in given.get(1, "fields"):
        for one in row.items if isinstance(row, Row) else ():
            parts = one[0].items if len(one) == 1 and isinstance(one[0], Row) else (one,)
            word = plain(parts[0])
            if not isinstance(word, str):
                return None
            names.append((Known(word),))
            if len(parts) == len(("name", "type", "default")):
                defaults[word] = parts[2]
    made = Arguments(((Row(tuple(names)),), (Namespace(defaults),)))
    return (Partial((External("<namedtuple>"),), made),) if names else None


def as_table(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`dataclasses.asdict(object)` and `object._asdict()`."""
    found: list[Resolved] = []
    for one in given.positional[0] if given.positional else ((base,) if base is not None else ()):
        if isinstance(one, Namespace):
            found.append(Table(by_name(one.attributes), (), given.place))
        elif isinstance(one, Instance):
            fields = generated_fields(resolver, one.cls) or ()
            found.append(
                Table(by_name({name: attribute(resolver, one, name) for name in fields}), (), given.place)
            )
    return tuple(found) or None


def _fields(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`dataclasses.fields(object or class)`: each with its name."""
    found: list[Resolved] = []
    for one in given.positional[0] if given.positional else ():
        cls = one.cls if isinstance(one, Instance) else one
        names = generated_fields(resolver, cls) if isinstance(cls, ClassRef) else None
        if names is not None:
            held = tuple((Namespace({"name": (Known(name, given.place),)}),) for name in names)
            found.append(Row(held, (), given.place))
    return tuple(found) or None


PROVIDING = frozenset(
    f"{module}.{word}"
    for module in ("fastapi", "fastapi.params", "fastapi.param_functions")
    for word in ("Depends", "Security")
)

_PROXIES = (
    "django.utils.functional.SimpleLazyObject",
    "werkzeug.local.LocalProxy",
    "lazy_object_proxy.Proxy",
    "wrapt.LazyObjectProxy",
)
"""What stands for what a function gives, which is asked as late as possible."""

MEANINGS: Mapping[str, Meaning] = {
    "builtins.super": _super,
    INHERITED: _inherited,
    "builtins.getattr": _getattr,
    "builtins.type": _type,
    "builtins.staticmethod": argument(0),
    **dict.fromkeys(sorted(PROVIDING), _provided),
    **dict.fromkeys(_PROXIES, _provided),
    "contextlib.nullcontext": argument(0, "enter_result"),
    "contextlib.closing": argument(0, "thing"),
    "dataclasses.field": _field,
    "pydantic.Field": _field,
    **{f"{module}.Factory": _provided for module in ("attr", "attrs")},
    "attr.ib": _field,
    "attrs.field": _field,
    "dataclasses.replace": _replaced,
    "msgspec.structs.replace": _replaced,
    "copy.replace": _replaced,
    **{f"{module}.{word}": _replaced for module in ("attr", "attrs") for word in ("evolve", "assoc")},
    "dataclasses.fields": _fields,
    "attr.fields": _fields,
    "attrs.fields": _fields,
    "weakref.proxy": argument(0),
    "weakref.ref": lambda _, given, __: (Partial((External("<referent>"),), given),),
    "<referent>": argument(0),
    "dataclasses.asdict": as_table,
    "dataclasses.make_dataclass": _made_class,
    "attr.asdict": as_table,
    "attrs.asdict": as_table,
    "msgspec.structs.asdict": as_table,
    "msgspec.to_builtins": as_table,
    "contextlib.ExitStack().enter_context": _entered,
    "contextlib.AsyncExitStack().enter_context": _entered,
    "contextlib.AsyncExitStack().enter_async_context": _entered,
    "types.SimpleNamespace": _namespace,
    "types.MethodType": _method,
    "types.new_class": _new_class,
    "argparse.Namespace": _namespace,
    "typing.cast": cast,
    "typing_extensions.cast": cast,
    "functools.partial": _partial,
    "functools.partialmethod": _partial_method,
    "functools.wraps()": argument(0),
    "functools.lru_cache()": argument(0),
    "functools.lru_cache": argument(0),
    "functools.cache": argument(0),
    "asyncio.run": argument(0, "main"),
    "asyncio.to_thread": _applied_to_arguments,
    "operator.attrgetter": _getter("attrgetter"),
    "operator.itemgetter": _getter("itemgetter"),
    "operator.methodcaller": _getter("methodcaller"),
    "<attrgetter>": _got_attribute,
    "<itemgetter>": _got_item,
    "<methodcaller>": _called_method,
}
"""Meanings by the dotted path of what is called."""
