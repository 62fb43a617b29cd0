"""What frameworks hand to functions: the options of commands, and contexts of click."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_ssot.facts.classes import INITIALIZE, class_function, lineage
from pytest_ssot.facts.contexts import CONTEXT, KEPT, of_class
from pytest_ssot.facts.meanings.commands import given_by_option, option
from pytest_ssot.facts.module import FunctionFacts, ModuleFacts
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    ClassRef,
    External,
    Instance,
    Opaque,
    Table,
    by_name,
)
from pytest_ssot.facts.routes import told_by_routes
from pytest_ssot.facts.values import Call, Imported, Param, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_CLICK = ("click.", "rich_click.", "asyncclick.", "typer.")


def told_by_frameworks(resolver: Resolver, module: ModuleFacts, node: Param) -> Alternatives:
    """What a parameter is that a framework hands over; nothing where none is known to."""
    function = module.functions[node.function]
    if function.owner >= 0:
        told = _METHODS.get(function.name)
        return told(resolver, module, node) if told is not None else ()
    if not function.decorators or not function.parameters:
        return ()
    first = function.parameters[0].name == node.name
    task = _task(resolver, module, function.decorators) if first else ()
    if task or not _has_commands(module):
        return task
    context = _context(resolver, module, function) if first else ()
    return context or given_by_option(resolver, module, node.function, node.name)


def _context(resolver: Resolver, module: ModuleFacts, function: FunctionFacts) -> Alternatives:
    """What click hands to a command first, if its decorators or its annotation ask for it."""
    context = (External(CONTEXT),)
    for decorator in function.decorators:
        for one in resolver.resolve(module, decorator):
            path = one.path if isinstance(one, External) and one.path.startswith(_CLICK) else ""
            if path.endswith("make_pass_decorator()") and isinstance(one, External) and one.arguments:
                return of_class(resolver, one.arguments.get(0, "object_type"))
            if path.endswith(".pass_context"):
                return context
            if path.endswith(".pass_obj"):
                return resolver.attribute(context[0], KEPT)
    said = function.parameters[0].annotation
    annotated = resolver.resolve(module, said) if said >= 0 else ()
    return context if any(getattr(one, "path", "") in _CONTEXTS for one in annotated) else ()


def _task(resolver: Resolver, module: ModuleFacts, decorators: tuple[Value, ...]) -> Alternatives:
    """The object that a bound task is called on: `@task(base=Checked, bind=True, strict=False)`."""
    for decorator in decorators:
        node = module.nodes[decorator]
        given = dict(node.keywords) if isinstance(node, Call) else {}
        if "base" in given and "bind" in given:
            told = {name: resolver.resolve(module, value) for name, value in given.items() if name}
            bases = (one for one in told["base"] if isinstance(one, ClassRef))
            return tuple(Instance(one, {}, told) for one in bases)
    return ()


_CONTEXTS = tuple(f"{module}Context" for module in _CLICK)


def _has_commands(module: ModuleFacts) -> bool:
    """A module imports what makes commands of functions."""

    def imported() -> list[Value]:
        found = ((number, module.nodes[number]) for number in module.places.of(Imported))
        return [number for number, one in found if f"{getattr(one, 'module', '')}.".startswith(_CLICK)]

    return bool(module.places.once(("commands",), imported))


def _options(resolver: Resolver, module: ModuleFacts, node: Param) -> Alternatives:
    """The options of a Django command, as its `add_arguments` says."""
    function = module.functions[node.function]
    kinds = {one.name: one.kind for one in function.parameters}
    cls = ClassRef(module, function.owner, {})
    above = (one for one in lineage(resolver, cls) if isinstance(one, External))
    if not any(one.path.startswith("django.core.management") for one in above):
        return ()
    told = dict(_added(resolver, cls))
    if kinds.get(node.name) == "**" and told:
        return (Table(by_name(told), (Opaque("environment"),)),)
    return told.get(node.name, ())


def _added(resolver: Resolver, cls: ClassRef) -> Iterator[tuple[str, Alternatives]]:
    method = class_function(resolver, cls, "add_arguments")
    for fact in method.module.calls_in.get(method.index, ()) if method is not None else ():
        call = method.module.nodes[fact.value] if method is not None else None
        callee = method.module.nodes[call.callee] if method is not None and isinstance(call, Call) else None
        if method is not None and isinstance(call, Call) and getattr(callee, "name", "") == "add_argument":
            yield option(resolver.arguments(call, method.module, NO_FRAMES))


_METHODS = {"handle": _options, INITIALIZE: told_by_routes}
"""Methods that frameworks call, with what tells what they are handed."""
