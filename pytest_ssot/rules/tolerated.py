"""Functions that keep the errors of a check to themselves, and those that are decorated by such."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import MODULE, CallFacts, ModuleFacts
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Arguments,
    ClassRef,
    External,
    Frames,
    FunctionRef,
    Instance,
    Resolved,
    truth,
)
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.assurances import Assurance
from pytest_ssot.rules.claim_handlers import each_kind
from pytest_ssot.rules.libraries import ERRORS_IN_CLAIMS, TOP_LEVEL


def forgives(links: Links, function: FunctionRef) -> bool:
    """A function comes back from the handler of an error that says that a signature is wrong."""
    ends = (*function.facts.guards, *function.facts.falls)
    return any(
        _catches(links, function.module, test, function.frames) for guards in ends for test, _ in guards
    )


def _catches(links: Links, module: ModuleFacts, test: Value, frames: Frames = NO_FRAMES) -> bool:
    """A test stands for a handler of errors of signatures, or of all errors."""
    node = module.nodes[test]
    if not isinstance(node, v.Compare) or node.op != v.CAUGHT:
        return False
    every = isinstance(module.nodes[node.left], v.Unknown)
    return every or any(may_be_of_signature(one) for one in each_kind(links, module, node.left, frames))


_ALL_ERRORS = ("builtins.Exception", "builtins.BaseException")


def may_be_of_signature(kind: Resolved) -> bool:
    """An exception is raised where a signature is wrong, as all that handlers of all errors catch."""
    path = kind.path if isinstance(kind, External) else ""
    return path in _ALL_ERRORS or (path.partition(".")[0] in TOP_LEVEL and path not in ERRORS_IN_CLAIMS)


def as_managed(links: Links, site: Site) -> Site:
    """A call as one whose errors go no further, where what manages the body around it keeps them."""
    module, fact = site.module, site.fact
    for entered, behind in module.places.managed:
        around = entered < fact.value < behind and not fact.swallowed
        calls = module.calls_in.get(fact.function, ()) if around else ()
        if any(one.value == entered for one in calls) and _keeps_errors(links, site, entered):
            return replace(site, fact=replace(fact, swallowed=True, tried=behind))
    return site


def _keeps_errors(links: Links, site: Site, entered: Value) -> bool:
    """What a call enters lets go on what is behind it once a signature has been found wrong."""
    callee = site.module.nodes[getattr(site.module.nodes[entered], "callee", entered)]
    value = site.module.root_of(callee.base) if isinstance(callee, v.Attr) else entered
    made = replace(site, fact=CallFacts(value, site.fact.function))
    return isinstance(site.module.nodes[value], v.Call) and any(
        _forgives_within(links, made, one) for one in links.callees(made)
    )


def _forgives_within(links: Links, made: Site, manager: Resolved) -> bool:
    """The same of what a call makes the manager with: a generator, or a class."""
    if isinstance(manager, FunctionRef):
        frames = links.enter(made, manager) if manager.facts.forgiven else NO_FRAMES
        return any(_catches(links, manager.module, test, frames) for test in manager.facts.forgiven)
    if not isinstance(manager, ClassRef):
        return False
    leaving = (class_function(links.resolver, manager, name) for name in ("__exit__", "__aexit__"))
    return any(
        _is_true(links, one, value) for one in leaving if one is not None for value in one.facts.returns
    )


def _is_true(links: Links, function: FunctionRef, value: Value) -> bool:
    """What a function gives counts as true, or is a comparison that may."""
    compared = isinstance(function.module.nodes[value], v.Compare)
    verdicts = {truth(one) for one in links.value(function.module, value)}
    return True in verdicts or (compared and None in verdicts)


def left_by_decorators(links: Links, function: FunctionRef) -> Assurance:
    """How far a check can be relied on that a function makes, where a decorator keeps errors to itself."""
    decorators = [one for value in function.facts.decorators for one in links.value(function.module, value)]
    if any(isinstance(one, External) and one.path in _CHOOSING for one in decorators):
        return Assurance.NONE  # another one is called in its place
    if any(_manages(links, function.module, value) for value in function.facts.decorators):
        return Assurance.GIVES
    around = [
        wrapper
        for one in _called(links, decorators)
        for maker in _makers(one)
        for wrapper in _inside(maker)
        if _calls_unharmed(links, wrapper, maker)
    ]
    around += [one for cls in decorators if isinstance(cls, ClassRef) for one in _wraps_unharmed(links, cls)]
    if not around:
        return Assurance.RAISES
    return Assurance.GIVES if all(_gives_nothing(links, one) for one in around) else Assurance.ANSWERS


_CHOOSING = ("functools.singledispatch", "functools.singledispatchmethod")


def _gives_nothing(links: Links, wrapper: FunctionRef) -> bool:
    """Where a function has caught something, it gives None."""
    module, facts = wrapper.module, wrapper.facts
    ends = zip(map(module.root, facts.returns), facts.guards, strict=False)
    return not any(
        any(_catches(links, module, test, wrapper.frames) for test, _ in guards)
        for node, guards in ends
        if not isinstance(node, v.Const) or node.value is not None
    )


def _manages(links: Links, module: ModuleFacts, decorator: Value) -> bool:
    """A manager of blocks decorates a function, and lets what calls it go on once a signature is wrong."""
    made = Site(module, CallFacts(decorator, MODULE))
    return isinstance(module.nodes[decorator], v.Call) and any(
        _forgives_within(links, made, one) for one in links.callees(made)
    )


def _called(links: Links, decorators: list[Resolved]) -> Iterator[FunctionRef]:
    """The functions of the project that are called with what is decorated: methods of objects among them."""
    for one in decorators:
        method = class_function(links.resolver, one.cls, "__call__") if isinstance(one, Instance) else None
        if isinstance(one, FunctionRef):
            yield one
        elif method is not None:
            yield replace(method, bound=one, frames=links.resolver.entered(method, one, Arguments()))


def _makers(decorator: FunctionRef) -> Iterator[FunctionRef]:
    """The function that is handed what is decorated: the decorator, or the one that it gives."""
    yield decorator
    yield from _inside(decorator)


def _inside(function: FunctionRef) -> Iterator[FunctionRef]:
    """The functions within another one."""
    for index in function.module.places.inner.get(function.index, ()):
        yield FunctionRef(function.module, index, function.frames)


def _calls_unharmed(links: Links, wrapper: FunctionRef, maker: FunctionRef) -> bool:
    """A function calls what the one around it is handed, and goes on or comes back where that raises."""
    module, parameters = wrapper.module, maker.facts.parameters[maker.bound is not None :]
    handed = v.Free(maker.index, parameters[0].name) if parameters else None
    return any(
        _goes_on(links, wrapper, fact)
        for fact, call in _calls_of(wrapper)
        if module.nodes[call.callee] == handed
    )


def _wraps_unharmed(links: Links, cls: ClassRef) -> Iterator[FunctionRef]:
    """The method by which an object is called, if it calls what that keeps, and goes on where that raises."""
    wrapper = class_function(links.resolver, cls, "__call__")
    if wrapper is None:
        return
    module, owner = wrapper.module, wrapper.facts.owner
    kept = {
        name
        for (whose, name), stores in module.places.stores_of_objects.items()
        if whose == owner and any(isinstance(module.nodes[one.value], v.Param) for one in stores)
    }
    for fact, call in _calls_of(wrapper):
        callee = module.nodes[call.callee]
        if isinstance(callee, v.Attr) and callee.name in kept and _goes_on(links, wrapper, fact):
            yield wrapper


def _calls_of(function: FunctionRef) -> Iterator[tuple[CallFacts, v.Call]]:
    for fact in function.module.calls_in.get(function.index, ()):
        node = function.module.nodes[fact.value]
        if isinstance(node, v.Call):
            yield fact, node


def _goes_on(links: Links, wrapper: FunctionRef, fact: CallFacts) -> bool:
    """Where a call raises that a signature is wrong, its function goes on or comes back."""
    behind = [one for one in wrapper.module.places.caught if one >= fact.tried]
    if fact.swallowed and behind and _catches(links, wrapper.module, min(behind), wrapper.frames):
        return True
    return fact.answered and forgives(links, wrapper)


__all__ = ["as_managed", "forgives", "left_by_decorators", "may_be_of_signature"]
