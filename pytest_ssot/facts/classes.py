"""Classes of the project: their bases, what their methods store, how their methods are bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.effort import PER_ENTRY
from pytest_ssot.facts.module import MODULE, FunctionFacts, ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    Arguments,
    ClassRef,
    External,
    Frames,
    FunctionKey,
    FunctionRef,
    Instance,
    Opaque,
    Resolved,
    Table,
    one_of,
)
from pytest_ssot.facts.spending import VALUES_PER_STEP
from pytest_ssot.facts.values import NOTHING, Attr, Call, Free, Name, Param

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

LONGEST_LINEAGE = 50
"""Base classes followed at most; a cycle of bases ends here too."""

CONSTRUCTORS = ("__init__", "__post_init__", "__new__", "__attrs_post_init__", "model_post_init", "setUp")

INITIALIZE = "initialize"
"""The method of what answers requests that tornado calls first."""

_GENERATING = (
    "dataclass",
    "define",
    "frozen",
    "mutable",
    "attrs",
    "attr.s",
    "NamedTuple",
    "BaseModel",
    "BaseSettings",
    "msgspec.Struct",
)


def lineage(resolver: Resolver, cls: ClassRef) -> list[ClassRef | External | Opaque]:
    """A class and its bases, nearest first; those outside the project as `External`."""
    found = _lineage(resolver, cls) if cls.frames else resolver.once(cls.key, lambda: _lineage(resolver, cls))
    resolver.effort.steps += len(found)
    return found


def is_structural(path: str) -> bool:
    """Bases that shape a class but give it no methods a rule would care for."""
    return path.partition(".")[0] in {"builtins", "abc", "typing", "enum", "typing_extensions", "dataclasses"}


def derives_from(resolver: Resolver, cls: ClassRef, base: ClassRef) -> bool:
    """A class is another one, or is derived from it."""
    return any(isinstance(one, ClassRef) and one.key == base.key for one in lineage(resolver, cls))


def _lineage(resolver: Resolver, cls: ClassRef) -> list[ClassRef | External | Opaque]:
    found: list[ClassRef | External | Opaque] = []
    queue: list[Resolved] = [cls]
    while queue and len(found) < LONGEST_LINEAGE:
        owner = queue.pop(0)
        if isinstance(owner, ClassRef):
            found.append(owner)
            bases = owner.module.classes[owner.index].bases
            queue[:0] = [
                base for value in bases for base in resolver.resolve(owner.module, value, owner.frames)
            ]
        elif isinstance(owner, External | Opaque):
            found.append(owner)
    if len(found) == LONGEST_LINEAGE:
        return _each_once(found)
    return _each_once(reversed(found))[::-1]  # a base that several classes share comes after them


def _each_once(owners: Iterable[ClassRef | External | Opaque]) -> list[ClassRef | External | Opaque]:
    seen: dict[object, ClassRef | External | Opaque] = {}
    for number, owner in enumerate(owners):
        seen.setdefault(owner.key if isinstance(owner, ClassRef) else number, owner)
    return list(seen.values())


def class_function(resolver: Resolver, cls: ClassRef, name: str) -> FunctionRef | None:
    """The project's method `name` of a class, also when inherited."""
    for owner in lineage(resolver, cls):
        if isinstance(owner, ClassRef):
            value = owner.module.classes[owner.index].attributes.get(name, NOTHING)
            if value != NOTHING:
                found = resolver.resolve(owner.module, value, owner.frames)
                return next((held for held in found if isinstance(held, FunctionRef)), None)
    return None


def setter_of(resolver: Resolver, cls: ClassRef, name: str) -> FunctionRef | None:
    """The function that assigning to the property `name` calls."""
    function = class_function(resolver, cls, name)
    return function if function is not None and "setter" in decorations(resolver, function) else None


def decorations(resolver: Resolver, function: FunctionRef) -> frozenset[str]:
    """The last words of a function's decorators: such as `property` or `contextmanager`."""
    words: set[str] = set()
    for decorator in function.facts.decorators:
        for held in resolver.resolve(function.module, decorator):
            if isinstance(held, External | Opaque):
                path = held.path if isinstance(held, External) else held.text
                words.add(path.removesuffix("()").rpartition(".")[2])
    if words & {"cached_property", "hybrid_property", "lazy_property"}:
        words.add("property")
    return frozenset(words)


def generated_fields(resolver: Resolver, cls: ClassRef) -> tuple[str, ...] | None:
    """The parameters of a generated `__init__`, in order; None for a class without one."""
    owners = lineage(resolver, cls)
    generating = any(
        isinstance(owner, External) and owner.path.endswith(_GENERATING) for owner in owners
    ) or any(
        isinstance(held, External) and held.path.removesuffix("()").endswith(_GENERATING)
        for owner in owners
        if isinstance(owner, ClassRef)
        for decorator in owner.module.classes[owner.index].decorators
        for held in resolver.resolve(owner.module, decorator)
    )
    if not generating:
        return None
    fields = [
        field
        for owner in reversed(owners)
        if isinstance(owner, ClassRef)
        for field in owner.module.classes[owner.index].fields
    ]
    return tuple(dict.fromkeys(fields))


def generated_key(index: int) -> int:
    """Stands for the generated `__init__` of a class where functions have their index; its own inverse."""
    return -1_000_000 - index


def given_field(resolver: Resolver, instance: Instance, name: str) -> Alternatives | None:
    """A field that a generated `__init__` sets, when it is not known who made the object."""
    if instance.arguments is not None or name not in (generated_fields(resolver, instance.cls) or ()):
        return None
    key = (instance.cls.module.path, generated_key(instance.cls.index))
    if (given := instance.frames.get(key)) is None and key in resolver.around:
        resolver.only_here()  # who made it is what the question is about
        given = resolver.around[key]
    if given is not None:
        return given.get(name)
    return (Opaque("parameter", name, frozenset([(*key, name)])),)


def implied_self(
    resolver: Resolver, module: ModuleFacts, function: int, frames: Frames
) -> Instance | ClassRef | None:
    """What the first parameter of a method is when nobody says; None for other functions."""
    facts = module.functions[function]
    if facts.owner == MODULE:
        return None
    kinds = decorations(resolver, FunctionRef(module, function, NO_FRAMES))
    cls = ClassRef(module, facts.owner, NO_FRAMES)
    if "staticmethod" in kinds:
        return None
    if "classmethod" in kinds or facts.name in ("__new__", "__init_subclass__", "__class_getitem__"):
        return cls
    first = facts.parameters[0].name if facts.parameters else ""
    return Instance(cls, frames, implied=(module.path, function, first))


def stored(resolver: Resolver, instance: Instance, name: str) -> tuple[bool, Alternatives]:
    """What methods assign to `self.name`, and whether a constructor certainly does."""
    key = (id(instance), name, id(resolver.around), *resolver.active[-1:])
    known = resolver.stored.get(key)
    if known is None:
        known = (instance, resolver.around, *_stored(resolver, instance, name))
        resolver.stored[key] = known
    return known[2:]


def shared_by_all(resolver: Resolver, base: Instance, name: str) -> Alternatives:
    """What all objects of a class share that lets them have one `__dict__`."""
    tables = (one for one in stored(resolver, base, "__dict__")[1] if isinstance(one, Table))
    return one_of(*(table.entries.get(name, ()) for table in tables))


def sets_by_name(resolver: Resolver, cls: ClassRef) -> bool:
    """A constructor of the class sets attributes whose names it is given."""
    for name in CONSTRUCTORS[:2]:
        method = class_function(resolver, cls, name)
        nodes = method.module.nodes if method is not None else []
        for fact in method.module.calls_in.get(method.index, ()) if method is not None else ():
            call = nodes[fact.value]
            callee = nodes[call.callee] if isinstance(call, Call) else None
            if isinstance(callee, Name | Attr) and callee.name in ("setattr", "__setattr__", "update"):
                return True
    return False


def all_stored(resolver: Resolver, cls: ClassRef) -> tuple[str, ...]:
    """The names that methods of a class assign to on their object."""
    return tuple(
        dict.fromkeys(
            name
            for owner in lineage(resolver, cls)
            if isinstance(owner, ClassRef)
            for index, name in stores_of_class(resolver, owner.module)
            if index == owner.index and name[:2] != "__"
        )
    )


def keyword_of_class(resolver: Resolver, cls: ClassRef, name: str) -> Alternatives:
    """What `class X(…, name=value)` says, of the class or else of the nearest base that says it."""
    for owner in lineage(resolver, cls):
        if isinstance(owner, ClassRef):
            given = dict(owner.module.classes[owner.index].keywords)
            if name in given:
                return resolver.resolve(owner.module, given[name], owner.frames)
    return ()


def _stored(resolver: Resolver, instance: Instance, name: str) -> tuple[bool, Alternatives]:
    certain = False
    found: list[Alternatives] = []
    resolver.effort.spend(PER_ENTRY)
    for owner in lineage(resolver, instance.cls):
        if not isinstance(owner, ClassRef):
            continue
        stores = stores_of_class(resolver, owner.module).get((owner.index, name), ())
        resolver.go_through(len(stores) * VALUES_PER_STEP)
        for store in stores:
            if resolver.is_spent:
                found.append(resolver.cut_off())
                break
            if owner.module.functions[store.function].name == "__init_subclass__":
                found.append(_set_for_subclass(resolver, owner, instance.cls, store))
                continue
            key = (owner.module.path, str(owner.index), name, owner.module.places.kind_of(store))
            if resolver.visiting(*key):
                continue
            with resolver.visit(*key):
                method = owner.module.functions[store.function]
                if _is_about_to_set(resolver, instance, owner, store):
                    continue
                certain = certain or method.name in CONSTRUCTORS
                certain = certain or (method.name == INITIALIZE and answers_requests(resolver, instance.cls))
                known = {method.parameters[0].name: (instance,)} if instance.implied is None else {}
                inside = (owner.module.path, store.function)
                given = _as_called(resolver, instance, method, inside) if known else {}
                frames = {**instance.frames, inside: {**instance.frames.get(inside, {}), **given, **known}}
                held = _at_its_end(resolver, owner, store, frames) if known else ()
                around = frames if known else instance.frames
                found.append(held or resolver.resolve(owner.module, store.value, around))
        if certain:
            break
    return certain, one_of(*found)


def _is_about_to_set(resolver: Resolver, instance: Instance, owner: ClassRef, store: StoreFacts) -> bool:
    """A method that is followed asks for what an object held before it came to set that."""
    made = instance.arguments is not None and instance.implied is None
    running = resolver.active[-1:] == [(owner.module.path, store.function)]
    return made and running and owner.module.functions[store.function].name not in CONSTRUCTORS


def _as_called(
    resolver: Resolver, instance: Instance, method: FunctionFacts, key: FunctionKey
) -> Mapping[str, Alternatives]:
    """What a method of an object is given by a call that the question is about.

    A constructor is told by who makes the object, where that is known.
    """
    given = resolver.around.get(key)
    if given is None or (method.name in CONSTRUCTORS and instance.arguments is not None):
        return {}
    resolver.only_here()
    called_on = given.get(method.parameters[0].name, ())
    return given if any(_may_be(resolver, one, instance) for one in called_on) else {}


def _may_be(resolver: Resolver, one: Resolved, instance: Instance) -> bool:
    """Two objects of a class may be one: they were made in one place, or that is not known.

    A class with a `__new__` of its own may give out the same object again.
    """
    if not isinstance(one, Instance):
        return False
    if class_function(resolver, instance.cls, "__new__") is not None:
        return True
    made = [each.arguments.place for each in (one, instance) if each.arguments is not None]
    return made[1:] == made[:1] if len(made) > 1 else True


def _at_its_end(resolver: Resolver, owner: ClassRef, store: StoreFacts, frames: Frames) -> Alternatives:
    """What a constructor that sets an attribute in several places leaves of it; nothing for any other."""
    method = owner.module.functions[store.function]
    stores = stores_of_class(resolver, owner.module).get((owner.index, store.name), ())
    if method.name not in CONSTRUCTORS or sum(one.function == store.function for one in stores) == 1:
        return ()
    left = method.variables.get(method.parameters[0].name, NOTHING)
    held = [
        one.attributes.get(store.name, ()) if isinstance(one, Instance) else (one,)
        for one in (resolver.resolve(owner.module, left, frames) if left != NOTHING else ())
    ]
    return one_of(*held) if held and all(held) else ()


def answers_requests(resolver: Resolver, cls: ClassRef) -> bool:
    """Tornado makes the objects of a class, and calls their `initialize` with what their route says."""
    above = (getattr(one, "path", "") for one in lineage(resolver, cls))
    return any(path.startswith("tornado.web.") for path in above)


def stored_by_class(resolver: Resolver, cls: ClassRef, name: str) -> Alternatives:
    """What class methods assign to `cls.name`."""
    found: list[Alternatives] = []
    for owner in (one for one in lineage(resolver, cls) if isinstance(one, ClassRef)):
        for store in stores_of_class(resolver, owner.module).get((owner.index, name), ()):
            key = (owner.module.path, str(owner.index), name, owner.module.places.kind_of(store))
            method = FunctionRef(owner.module, store.function, owner.frames)
            if not isinstance(implied_self(resolver, owner.module, store.function, NO_FRAMES), ClassRef):
                continue
            if method.facts.name == "__init_subclass__" or resolver.visiting(*key):
                continue
            with resolver.visit(*key):
                held = {method.facts.parameters[0].name: (cls,)}
                found.append(resolver.resolve(owner.module, store.value, {**owner.frames, method.key: held}))
    return one_of(*found)


def set_for_subclass(resolver: Resolver, cls: ClassRef, name: str) -> Alternatives:
    """What `__init_subclass__` of a base assigns to `cls.name`."""
    return one_of(
        *(
            _set_for_subclass(resolver, owner, cls, store)
            for owner in lineage(resolver, cls)[1:]
            if isinstance(owner, ClassRef)
            for store in stores_of_class(resolver, owner.module).get((owner.index, name), ())
            if owner.module.functions[store.function].name == "__init_subclass__"
        )
    )


def _set_for_subclass(resolver: Resolver, owner: ClassRef, cls: ClassRef, store: StoreFacts) -> Alternatives:
    """What the hook stores when `cls` is defined with its keywords."""
    if cls.key == owner.key:
        return ()
    facts = cls.module.classes[cls.index]
    given = {name: resolver.resolve(cls.module, value, cls.frames) for name, value in facts.keywords if name}
    hook = FunctionRef(owner.module, store.function, owner.frames)
    frames = resolver.entered(hook, cls, Arguments((), given))
    return resolver.resolve(owner.module, store.value, frames)


def _of_class(module: ModuleFacts, function: int, made: Call | Attr) -> Call | Attr | Param:
    """The first parameter of a `__new__` that makes an object or keeps it in its class; else the same."""
    if function < 0 or module.functions[function].name != "__new__":
        return made
    first = Param(function, module.functions[function].parameters[0].name)
    callee = module.nodes[made.callee] if isinstance(made, Call) else None
    is_new = isinstance(callee, Attr) and callee.name == "__new__"
    is_kept = isinstance(made, Attr) and module.root(made.base) == first
    return first if is_new or is_kept else made


def stores_of_class(resolver: Resolver, module: ModuleFacts) -> dict[tuple[int, str], tuple[StoreFacts, ...]]:
    """Assignments to `self.name` and `cls.name` in methods, by class and name."""
    known = resolver.class_stores.get(module.path)
    if known is None:
        grouped: dict[tuple[int, str], list[StoreFacts]] = {}
        for store in module.stores:
            target = module.root(store.target)
            if isinstance(target, Call | Attr) and not store.item:
                target = _of_class(module, store.function, target)
            if store.item or not isinstance(target, Param | Free):
                continue
            function = module.functions[target.function]
            within = isinstance(target, Free)  # of the method around: whenever that has been called
            if function.takes_itself_as(target.name) and not (within and function.name in CONSTRUCTORS):
                own = replace(store, function=target.function) if within else store
                grouped.setdefault((function.owner, store.name), []).append(own)
        known = {key: tuple(stores) for key, stores in grouped.items()}
        resolver.class_stores[module.path] = known
    return known
