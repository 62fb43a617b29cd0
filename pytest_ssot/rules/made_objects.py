"""The objects that a method may be called on where nobody is seen to call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pytest_ssot.facts.classes import CONSTRUCTORS, class_function, stores_of_class
from pytest_ssot.facts.links import Links, Site, Suspicion, Telling
from pytest_ssot.facts.resolved import (
    Alternatives,
    ClassRef,
    Frames,
    FunctionKey,
    Instance,
    Partial,
    Resolved,
)

MOST_OBJECTS = 12
"""Objects of one class for which a method is looked at that nobody is seen to call."""


def as_made(
    links: Links, keys: set[FunctionKey], opened: Frames, telling: Callable[[FunctionKey], Telling | None]
) -> Iterator[Frames]:
    """A method that nobody is seen to call, for each object of its class that is seen to be made."""
    for key in sorted(keys):
        module = links.project.facts(key[0])
        function = module.functions[key[1]] if module is not None and key[1] >= 0 else None
        if module is None or function is None or function.owner < 0 or not function.parameters:
            continue
        method = class_function(links.resolver, ClassRef(module, function.owner, {}), "__init__")
        if method is None or method.key == key:
            continue
        first = function.parameters[0].name
        makers = links.callers(method.key, Suspicion(telling(method.key)))
        for caller, callee in makers[:MOST_OBJECTS]:
            made = _made(links, caller, callee)
            if made and all(isinstance(one, Instance) for one in made):
                yield {**opened, key: {**opened.get(key, {}), first: made}}


def _made(links: Links, caller: Site, callee: Resolved) -> Alternatives:
    """The objects that a call makes, or what it hands their class to."""
    if isinstance(callee, Partial) and callee.handed == "complete":
        return tuple(
            made
            for cls in callee.callee
            if isinstance(cls, ClassRef)
            for made in links.resolver.call(cls, callee.arguments)
        )
    if not isinstance(callee, ClassRef):
        return ()
    return links.value(caller.module, caller.fact.value, caller.frames)


def is_made_whole(links: Links, key: FunctionKey) -> bool:
    """The attributes of a method's object are set as it is made, and by none of its other methods."""
    module = links.project.facts(key[0])
    owner = module.functions[key[1]].owner if module is not None and key[1] >= 0 else -1
    if module is None or owner < 0:
        return False
    return all(
        module.functions[store.function].name in CONSTRUCTORS
        for (index, _), stores in stores_of_class(links.resolver, module).items()
        for store in stores
        if index == owner
    )
