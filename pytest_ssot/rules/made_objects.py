"""The objects that a method may be called on where nobody is seen to call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from msgspec.structs import replace

from pytest_ssot.facts.classes import CONSTRUCTORS, class_function, stores_of_class
from pytest_ssot.facts.links import Links, Site, Suspicion, Telling
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.outcomes import after, changed_by
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    ClassRef,
    Frames,
    FunctionKey,
    Instance,
    Opaque,
    Partial,
    Place,
    Resolved,
    needs_of,
)
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import NOTHING, After, Attr, Call, SetAttr, Value

MOST_OBJECTS = 12
"""Objects of one class for which a method is looked at that nobody is seen to call."""

MOST_AROUND = 3
"""Calls around the one that makes an object which are looked at for what it hands on."""


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
            for site in islice(_as_entered(links, caller), MOST_OBJECTS):
                made = _made(links, site, callee)
                if made and all(isinstance(one, Instance) for one in made):
                    yield {**opened, key: {**opened.get(key, {}), first: made}}


def _as_entered(links: Links, site: Site, around: int = MOST_AROUND) -> Iterator[Site]:
    """A call, as each call of its function has it happen where what it hands over depends on that."""
    given, own = links.arguments(site), (site.module.path, site.fact.function)
    wanted = needs_of(*given.positional, *given.keywords.values(), given.rest)
    callers = links.callers(own, Suspicion()) if around and any(one[:2] == own for one in wanted) else []
    for caller, callee in callers[:MOST_OBJECTS]:
        for outer in _as_entered(links, caller, around - 1):
            yield replace(site, frames={**outer.frames, **links.enter(outer, callee)})
    if not callers:
        yield site


def of_derived(links: Links, keys: set[FunctionKey], opened: Frames) -> Iterator[Frames]:
    """A method that nobody is seen to call, such as a property, for an object of each derived class."""
    for key in sorted(keys):
        module = links.project.facts(key[0])
        function = module.functions[key[1]] if module is not None and key[1] >= 0 else None
        if module is None or function is None or function.owner < 0 or not function.parameters:
            continue
        first = function.parameters[0].name
        for derived in links.subclasses(ClassRef(module, function.owner, {}))[:MOST_OBJECTS]:
            yield {**opened, key: {**opened.get(key, {}), first: (Instance(derived, {}),)}}


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
    ways = (_changes_since(module, one, made) for one in named)
    changes = next((one for one in ways if one is not None), ())
    held = tuple(
        kept for one in links.value(module, made) for kept in (_when_made(links, one) if changes else (one,))
    )
    held = tuple(as_it_is(one) if isinstance(one, Instance) else one for one in held)
    for change in changes:
        held = _changed(links, module, change, held)
    return held


def _when_made(links: Links, made: Resolved) -> Alternatives:
    """An object as its constructor leaves it: methods that are called later have added nothing to lists."""
    if not isinstance(made, Instance) or made.arguments is None:
        return (made,)
    maker = class_function(links.resolver, made.cls, "__init__")
    if maker is None:
        facts, home, owner = made.cls.module.classes[made.cls.index], made.cls.module, made.cls.index
        defaults = {name: facts.attributes.get(name, NOTHING) for name in facts.fields}
        left = {name: links.value(home, one) for name, one in defaults.items() if one != NOTHING}
    else:
        objects = changed_by(links.resolver, replace(maker, bound=made), made.arguments)
        one = objects[0] if len(objects) == 1 else None
        left, home, owner = (
            dict(one.attributes) if isinstance(one, Instance) else {},
            maker.module,
            maker.facts.owner,
        )
    stores = stores_of_class(links.resolver, home)
    filled = {
        name: held
        for name, held in left.items()
        if all(
            home.functions[store.function].name in CONSTRUCTORS or _adds(home, store.value)
            for store in stores.get((owner, name), ())
        )
    }
    return (replace(made, attributes={**filled, **made.attributes}),)


def _adds(module: ModuleFacts, value: Value) -> bool:
    """A value is a list after something was added to it."""
    node = module.nodes[value]
    call = module.nodes[node.call] if isinstance(node, After) and node.receiver else None
    callee = module.nodes[call.callee] if isinstance(call, Call) else None
    return isinstance(callee, Attr) and callee.name in ("append", "add", "extend", "insert", "update")


def _changes_since(module: ModuleFacts, value: Value, made: Value) -> tuple[After | SetAttr, ...] | None:
    """What was done to what a call has made until it became a value, oldest first; None if it is not that.

    What methods of it have given, as in `Bus().use(step)`, is taken for the object itself.
    """
    found: list[After | SetAttr] = []
    for _ in range(MOST_CHANGES):
        node = module.nodes[value]
        asked = module.nodes[node.callee] if isinstance(node, Call) else None
        if value == made:
            return tuple(reversed(found))
        if isinstance(node, After | SetAttr):
            found.append(node)
            value = node.base
        elif isinstance(asked, Attr):
            found.append(After(asked.base, value, receiver=True))
            value = asked.base
        else:
            return None
    return None


MOST_CHANGES = 40
"""Changes of an object in a row that are looked through for what it was when it was made."""


def _changed(links: Links, module: ModuleFacts, change: After | SetAttr, held: Alternatives) -> Alternatives:
    """Objects after something was done to them, without what others may do to those that go by a name."""
    if isinstance(change, SetAttr):
        given = links.value(module, change.value)
        return tuple(
            replace(one, attributes={**one.attributes, change.name: given})
            if isinstance(one, Instance)
            else one
            for one in held
        )
    return after(links.resolver, held, change, module, NO_FRAMES)


def as_it_is(made: Instance) -> Instance:
    """An object with what is known to be put into its lists, without what may be by calls from anywhere."""
    given = made.arguments
    if given is None:
        return made
    return replace(made, arguments=replace(given, place=Place("", given.place.span)))


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
    if not links.affords(module, COST):
        return [site]
    if is_known(held):
        same = [made for one in held for made in _as_made_there(links, one)]
        return [_called_on(site, key, itself, one) for one in same] or [site]
    own = [one.cls for one in held if isinstance(one, Instance)] or [ClassRef(module, facts.owner, {})]
    classes = [each for cls in own for each in (cls, *links.subclasses(cls))]
    made = {one.key: objects_of(links, one) for one in classes}
    if any(made.values()):  # a class of which none is made may only be there to be derived from
        made = {key: found for key, found in made.items() if found or key not in {one.key for one in own}}
    objects = [one for each in classes if each.key in made for one in made[each.key] or [Instance(each, {})]]
    return [_called_on(site, key, itself, one) for one in objects]


def _as_made_there(links: Links, held: Resolved) -> list[Instance]:
    """An object as it is, whatever may be done to it by calls from anywhere."""
    if not isinstance(held, Instance) or held.arguments is None or not held.arguments.place.path:
        return []
    span = held.arguments.place.span
    made = objects_of(links, held.cls)
    return [one for one in made if one.arguments is not None and one.arguments.place.span == span]


def is_known(held: Alternatives) -> bool:
    """Of an object, more is known than its class."""
    seen = (one for one in held if not isinstance(one, Opaque))
    return any(not isinstance(one, Instance) or one.arguments is not None for one in seen)


COST = 4
"""What looking for the objects of one class is charged as, in nodes."""


def _called_on(site: Site, key: FunctionKey, itself: str, one: Instance) -> Site:
    return replace(site, frames={**site.frames, key: {**site.frames.get(key, {}), itself: (one,)}})
