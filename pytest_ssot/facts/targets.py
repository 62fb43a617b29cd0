"""Which assignments may be to one particular object: told once, for all who ask about any object."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from pytest_ssot.facts.module import ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import (
    NOWHERE,
    Alternatives,
    Arguments,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Known,
    ModuleRef,
    Namespace,
    Place,
    Resolved,
    Table,
    needs_of,
)
from pytest_ssot.facts.rounds import rounds
from pytest_ssot.facts.seen_calls import as_called, called_at_import, calls_seen, is_test, put_into_classes
from pytest_ssot.facts.values import (
    NOTHING,
    After,
    Call,
    Choice,
    DelItem,
    Name,
    Phi,
    Refined,
    SetAttr,
    SetItem,
    Value,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_Store = tuple[ModuleFacts, StoreFacts]


MOST_STATES = 500
"""States of an object that are looked through for the first one."""


class _Found(msgspec.Struct):
    """Of the assignments by one word that were `looked_at`, the numbers of those to each object.

    `open` are those of which it cannot be told for good, `of_tests` those that tests make.
    """

    looked_at: set[int] = msgspec.field(default_factory=set)
    known: dict[Hashable, list[int]] = msgspec.field(default_factory=dict)
    open: list[int] = msgspec.field(default_factory=list)
    of_tests: list[int] = msgspec.field(default_factory=list)


class _Near(msgspec.Struct):
    """Of the first `looked_at` assignments by one word, those that may have to do with one file, by number.

    Of how many it was told what they are to, and by which name.
    """

    looked_at: int = 0
    numbers: list[int] = msgspec.field(default_factory=list)
    told: int = 0
    named: int = 0


class Targets:
    """The assignments that a resolver has noted, looked up by what they are to."""

    def __init__(self) -> None:
        self._found: dict[str, _Found] = {}
        self._named: dict[str, _Found] = {}
        self._given: dict[tuple[str, str, bool], tuple[int, dict[Hashable, list[_Store]], list[_Store]]] = {}
        self._near: dict[tuple[str, str], _Near] = {}
        self._now: dict[tuple[str, int, int], tuple[frozenset[Hashable], bool]] = {}
        self._version = -1
        self._entered: dict[tuple[str, int], tuple[tuple[int, ...], frozenset[Hashable], bool]] = {}
        self._set: set[str] = set()
        self._unset: set[str] = set()
        self.tells_names = False
        """Some class that was read so far lets its objects know their names."""

    def note(self, module: ModuleFacts) -> bool:
        """Take the names of a module's attributes into account; tells if some were asked for in vain."""
        attributes = {store.name for store in module.stores if not store.item}
        self._set |= attributes
        self.tells_names |= any(one.name == "__set_name__" for one in module.functions)
        return not attributes.isdisjoint(self._unset)

    def is_set(self, name: str) -> bool:
        """Some code that was read so far sets an attribute of the name, on whatever object."""
        if name not in self._set:
            self._unset.add(name)
        return name in self._set

    def of(self, resolver: Resolver, word: str, owner: Resolved, *, tests: bool = True) -> Iterator[_Store]:
        """The assignments under `word` that may be to `owner`, in the order they were noted.

        Those that `tests` make matter only to what tests have themselves.
        """
        found = self._found.setdefault(word, _Found())
        self._look(resolver, word, found, home_of(owner), by_name=False)
        yield from _numbered(resolver, word, found, kind_of(owner), tests=tests)

    def named(self, resolver: Resolver, word: str, name: str, owner: Resolved) -> Iterator[_Store]:
        """Those under `word`, whose attributes are computed, that may be to `name` of `owner`."""
        found = self._named.setdefault(word, _Found())
        self._look(resolver, word, found, home_of(owner), by_name=True)
        chosen = tuple(_numbered(resolver, word, found, name, tests=True))
        if chosen:
            mine = {(module.path, store.value) for module, store in self.of(resolver, word, owner)}
            yield from (one for one in chosen if (one[0].path, one[1].value) in mine)

    def given(
        self, resolver: Resolver, word: str, owner: Resolved, *, everywhere: bool = True
    ) -> Iterator[_Store]:
        """Those under `word` to what functions are handed, by calls that are seen, that may be to `owner`.

        Unless they are looked for `everywhere`, by functions that are called where files are imported. What
        tests assign is left to what they have themselves.
        """
        home, now = home_of(owner), resolver.number_noted
        version, known, unsure = self._given.get((word, home, everywhere), (-1, {}, []))
        if version != now:
            known, unsure = {}, []
            for number in self._related(resolver, word, home).numbers:
                module, store = resolver.writes[word][number]
                if is_test(module.path) and not is_test(home):
                    continue
                if not everywhere and not called_at_import(resolver, module, store.function):
                    continue
                kinds, final = self._kinds_now(resolver, module, store)
                if not final:
                    unsure.append((module, store))
                for kind in kinds if final else ():
                    known.setdefault(kind, []).append((module, store))
            self._given[word, home, everywhere] = now, known, unsure
        yield from (*known.get(kind_of(owner), ()), *unsure)

    def _related(self, resolver: Resolver, word: str, home: str) -> _Near:
        """The assignments under `word` in files that may have to do with what the file `home` defines."""
        near, stores = self._near.setdefault((word, home), _Near()), resolver.writes.get(word, ())
        for number in range(near.looked_at, len(stores)):
            if resolver.project.related(home, stores[number][0].path):
                near.numbers.append(number)
        near.looked_at = len(stores)
        return near

    def _kinds_now(
        self, resolver: Resolver, module: ModuleFacts, store: StoreFacts
    ) -> tuple[frozenset[Hashable], bool]:
        """The same as `_kinds_given`, found once as long as no further file is read."""
        now = resolver.number_noted
        if self._version != now:
            self._version = now
            self._now.clear()
        key = module.path, store.target, store.function
        known = self._now.get(key)
        if known is None:
            known = self._kinds_given(resolver, module, store)
            if self._version == now and known[1]:
                self._now[key] = known
        return known

    def _kinds_given(
        self, resolver: Resolver, module: ModuleFacts, store: StoreFacts
    ) -> tuple[frozenset[Hashable], bool]:
        """What an assignment in a function is to, as the function is called."""
        calls = calls_seen(resolver, module, store.function)
        put = frozenset(map(_objects_of, put_into_classes(resolver, module, store.function)))
        if not calls:
            return put, True
        key = ("given", module.path, str(store.target))
        before, kinds, final = self._entered.get((module.path, store.target), ((), frozenset(), False))
        if before in ((calls,), (calls, resolver.number_noted)) and final:
            return kinds, True
        if resolver.visiting(*key):
            return frozenset(), False
        with resolver.visit(*key):
            (found, waits), final = resolver.apart(lambda: _kinds_as_called(resolver, module, store))
        kinds = put | found
        seen = (calls, resolver.number_noted) if waits else (calls,)
        self._entered[module.path, store.target] = seen, kinds, final
        return kinds, final

    def _look(self, resolver: Resolver, word: str, found: _Found, home: str, *, by_name: bool) -> None:
        """Tell what the assignments under `word` are to that may have to do with the file `home`."""
        key = ("targets", word, str(by_name))
        near = self._related(resolver, word, home)
        numbers = near.numbers[near.named if by_name else near.told :]
        if not numbers or resolver.visiting(*key):
            return
        if by_name:
            near.named += len(numbers)
        else:
            near.told += len(numbers)
        with resolver.visit(*key):
            for number in (one for one in numbers if one not in found.looked_at):
                found.looked_at.add(number)
                module, store = resolver.writes[word][number]
                if is_test(module.path):
                    found.of_tests.append(number)
                    continue
                value = store.key if by_name else object_of(module, store.target)
                values, final = resolver.apart(partial(resolver.resolve, module, value))
                for kind in _names(values) if by_name else _kinds(values):
                    found.known.setdefault(kind, []).append(number)
                # What a call has made is an object of its class, whatever was being asked about that class.
                made = not by_name and isinstance(module.nodes[value], Call)
                if not final and not (made and values and all(isinstance(one, Instance) for one in values)):
                    found.open.append(number)


def _kinds_as_called(
    resolver: Resolver, module: ModuleFacts, store: StoreFacts
) -> tuple[frozenset[Hashable], bool]:
    """What an assignment is to, and whether files that are read later may tell more."""
    found, waits = frozenset[Hashable](), False
    for _, frames in as_called(resolver, module, store.function, awaited=True):
        for inner in rounds(resolver, module, store.key, frames) if store.key != NOTHING else (frames,):
            held = resolver.resolve(module, store.target, inner)
            found |= _kinds(held)
            waits = waits or bool(needs_of(held))
    return found, waits


def object_of(module: ModuleFacts, value: Value) -> Value:
    """What an object was before anything happened to it, if all that it may have been is one object.

    That tells which object it is as well, and need not know under what conditions it was changed.
    """
    known = module.places.first_states
    if value not in known:
        known[value] = _first_state(module, value)
    return known[value]


def _first_state(module: ModuleFacts, value: Value) -> Value:
    queue, seen, first = [value], set[Value](), set[Value]()
    while queue and len(seen) < MOST_STATES:
        one = queue.pop()
        if one in seen:
            continue
        seen.add(one)
        match module.nodes[one]:
            case After(base=base) | SetAttr(base=base) | SetItem(base=base) | DelItem(base=base):
                queue.append(base)
            case Refined(value=base):
                queue.append(base)
            case Phi(options=options):
                queue.extend(options)
            case Choice(then=then, other=other) if other != NOTHING:
                queue += then, other
            case Name(name=name) if name in module.bindings:
                queue.append(module.bindings[name])
            case _:
                first.add(one)
    return value if queue or len(first) != 1 else first.pop()


def held_by(resolver: Resolver, module: ModuleFacts, store: StoreFacts) -> Alternatives:
    """The objects that an assignment may be to, whatever happened to them before."""
    return resolver.resolve(module, object_of(module, store.target))


def _kinds(values: Alternatives) -> frozenset[Hashable]:
    return frozenset(map(kind_of, values)) - {None}


def _objects_of(cls: ClassRef) -> Hashable:
    return kind_of(Instance(cls, {}))


def _numbered(
    resolver: Resolver, word: str, found: _Found, kind: Hashable, *, tests: bool
) -> Iterator[_Store]:
    stores = resolver.writes.get(word, ())
    numbers = found.known.get(kind, ()) if kind is not None else ()
    for number in sorted({*numbers, *found.open, *(found.of_tests if tests else ())}):
        yield stores[number]


def _names(values: Alternatives) -> set[object]:
    return {one.value for one in values if isinstance(one, Known)}


def kind_of(value: Resolved) -> Hashable:
    """Equal for all that may be the same object; None for what has no attributes that are followed."""
    match value:
        case ClassRef() | FunctionRef():
            return (type(value).__name__, value.key)
        case Instance():
            return ("Instance", value.cls.key)
        case ModuleRef():
            return ("ModuleRef", value.name)
        case Namespace(place=place) if place.path:
            return ("Namespace", place)
        case Table(place=place) if place.path:
            return ("Table", place)
        case External():
            return ("External", as_made(value.path))
        case _:
            return None


def as_made(path: str) -> str:
    """The path of what is asked for as the current application's, as that of the one that was made."""
    for module in CURRENT_GIVING:
        path = path.replace(f"{module}.current_app", f"{module}.{module.capitalize()}()")
    return path


CURRENT_GIVING = ("flask", "quart")
"""Frameworks whose `current_app` is the application, an object of the class of their name."""


def home_of(owner: Resolved) -> str:
    """The file where an object is made, or is defined; "" where none is known."""
    if isinstance(owner, Table | Namespace):
        return owner.place.path
    if isinstance(owner, ModuleRef):
        return owner.name
    cls = owner.cls if isinstance(owner, Instance) else owner
    return cls.module.path if isinstance(cls, ClassRef) else ""


def made_at(value: External) -> Place | None:
    """Where an outside object was made, which tells it from others of its kind."""
    return value.arguments.place if value.arguments is not None else None


def same_object(target: Resolved, owner: Resolved) -> bool:
    """Two values are one object, as far as that can be told."""
    match target, owner:
        case ClassRef(), ClassRef():
            return target.key == owner.key
        case FunctionRef(), FunctionRef():
            return target.key == owner.key
        case (Namespace(place=place), Namespace(place=other)) | (Table(place=place), Table(place=other)):
            return place == other and (isinstance(target, Namespace) or place != NOWHERE)
        case ModuleRef(), ModuleRef():
            return target.name == owner.name
        case Instance(), Instance() if owner.arguments is None and owner.implied is None:
            return target.cls.key == owner.cls.key
        case Instance(), Instance():
            made = [one.arguments for one in (target, owner) if one.arguments is not None]
            return target.cls.key == owner.cls.key and len(made) > 1 and _are_made_alike(*made)
        case External(), External():
            paths = {as_made(one.path) for one in (target, owner)}
            return len(paths) == 1 and made_at(target) in (None, made_at(owner))
        case _:
            return False


def _are_made_alike(one: Arguments, other: Arguments) -> bool:
    """Two objects are made at one place, and not, as in the rounds of a comprehension, of other constants."""
    pairs = [*zip(one.positional, other.positional, strict=False)]
    pairs += [(held, other.keywords[name]) for name, held in one.keywords.items() if name in other.keywords]
    known = (
        (left[0], right[0])
        for left, right in pairs
        if len(left) == len(right) == 1 and isinstance(left[0], Known) and isinstance(right[0], Known)
    )
    return one.place == other.place and all(left.value == right.value for left, right in known)
