"""The objects that a method may be called on where nobody is seen to call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from pytest_ssot.facts.classes import CONSTRUCTORS, class_function, stores_of_class
from pytest_ssot.facts.links import Links, Site, Suspicion, Telling
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import (
    NOWHERE,
    Alternatives,
    ClassRef,
    Frames,
    FunctionKey,
    Instance,
    Partial,
    Resolved,
)
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import Attr, Call, Value

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


def objects_of(links: Links, cls: ClassRef) -> list[Instance]:
    """The objects of a class that the program is seen to make; none where one of them may be anything."""
    return links.resolver.once(("made", *cls.key), lambda: _objects_of(links, cls))


def _objects_of(links: Links, cls: ClassRef) -> list[Instance]:
    maker = links.target(cls)
    callers = links.callers(maker, Suspicion()) if maker is not None else ()
    made = [(site, callee) for site, callee in callers if _makes(callee, cls)]
    made = [one for one in made if is_test(cls.module.path) or not is_test(one[0].module.path)]
    found = [
        held
        for site, callee in made[: MOST_OBJECTS + 1]
        for held in (_made(links, site, callee) if isinstance(callee, Partial) else _as_left(links, site))
        or (callee,)
    ]
    known = [one for one in found if isinstance(one, Instance) and one.cls.key == cls.key]
    return known if len(made) <= MOST_OBJECTS and len(known) == len(found) else []


def _makes(callee: Resolved, cls: ClassRef) -> bool:
    """A call makes an object of a class, or hands it to what does."""
    inner = callee.callee if isinstance(callee, Partial) else (callee,)
    return any(isinstance(one, ClassRef) and one.key == cls.key for one in inner)


def _as_left(links: Links, site: Site) -> Alternatives:
    """The object that a call makes; if it gets a name there, as it is when the module or function has run."""
    module, made, function = site.module, site.fact.value, site.fact.function
    named = (module.bindings if function < 0 else module.functions[function].variables).values()
    held = links.value(module, next((one for one in named if _begins_with(module, one, made)), made))
    return tuple(as_it_is(one) if isinstance(one, Instance) else one for one in held)


def _begins_with(module: ModuleFacts, value: Value, made: Value) -> bool:
    """A value is what a call has made, or what methods of that have given: `Bus().use(step)`."""
    for _ in range(MOST_IN_A_ROW):
        root = module.root_of(value)
        node = module.nodes[root]
        asked = module.nodes[node.callee] if isinstance(node, Call) else None
        if root == made or not isinstance(asked, Attr):
            return root == made
        value = asked.base
    return False


MOST_IN_A_ROW = 8
"""Methods of an object that are called in a row."""


def as_it_is(made: Instance) -> Instance:
    """An object with what is known to be put into its lists, without what may be by calls from anywhere."""
    given = made.arguments
    return made if given is None else replace(made, arguments=replace(given, place=NOWHERE))


def on_own_objects(links: Links, site: Site) -> list[Site]:
    """A call in a method, for each object of its class, or one below, on which the method may be called.

    The call itself in any other function, or if the object is known already.
    """
    module, function = site.module, site.fact.function
    facts = module.functions[function] if function >= 0 else None
    if facts is None or facts.owner < 0 or not facts.parameters:
        return [site]
    key, itself = (module.path, function), facts.parameters[0].name
    held = site.frames.get(key, {}).get(itself, ())
    if is_known(held) or not links.affords(module, COST):
        return [site]
    own = [one.cls for one in held if isinstance(one, Instance)] or [ClassRef(module, facts.owner, {})]
    classes = [each for cls in own for each in (cls, *links.subclasses(cls))]
    made = {one.key: objects_of(links, one) for one in classes}
    if any(made.values()):  # a class of which none is made may only be there to be derived from
        made = {key: found for key, found in made.items() if found or key not in {one.key for one in own}}
    objects = [one for each in classes if each.key in made for one in made[each.key] or [Instance(each, {})]]
    return [_called_on(site, key, itself, one) for one in objects]


def is_known(held: Alternatives) -> bool:
    """Of an object, more is known than its class."""
    return any(not isinstance(one, Instance) or one.arguments is not None for one in held)


COST = 4
"""What looking for the objects of one class is charged as, in nodes."""


def _called_on(site: Site, key: FunctionKey, itself: str, one: Instance) -> Site:
    return replace(site, frames={**site.frames, key: {**site.frames.get(key, {}), itself: (one,)}})
