"""What a value turns out to be once names, calls and other files are taken into account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import msgspec

from pytest_ssot.facts.module import FunctionFacts, ModuleFacts
from pytest_ssot.facts.spans import NO_SPAN, Span, unpacked
from pytest_ssot.facts.values import Literal
from pytest_ssot.model import Location


class Place(msgspec.Struct, frozen=True):
    """A span in a file."""

    path: str
    span: Span

    def within(self, other: Place) -> bool:
        """The place lies inside `other`."""
        mine, its = unpacked(self.span), unpacked(other.span)
        return self.path == other.path and its[:2] <= mine[:2] and mine[2:] <= its[2:]

    @property
    def location(self) -> Location:
        """The same place in the vocabulary of reports."""
        line, column, end_line, end_column = unpacked(self.span)
        return Location(self.path, max(line, 1), max(column, 1), end_line, end_column)


NOWHERE = Place("", NO_SPAN)

FunctionKey: TypeAlias = tuple[str, int]
"""A function of the project: its file and its index there."""

Parameter: TypeAlias = tuple[str, int, str]
"""A parameter of the project: its function and its name."""


class Hop(msgspec.Struct, frozen=True):
    """A place a value passed through, and what happened there."""

    place: Place
    message: str


class Known(msgspec.Struct, frozen=True, eq=False):
    """A constant, and where it was written; `whole` is the member of an enumeration that it stands for."""

    value: Literal
    place: Place = NOWHERE
    hops: tuple[Hop, ...] = ()
    whole: Resolved | None = None


class Table(msgspec.Struct, frozen=True, eq=False):
    """A mapping with known keys; `rest` holds what else may have been merged into it.

    `cls` is the project's class that it is an object of, if that is a kind of mapping itself; `origin` is
    where the one is written that it is a copy of.
    """

    entries: dict[Literal, Alternatives]
    rest: Alternatives = ()
    place: Place = NOWHERE
    cls: ClassRef | None = None
    origin: Place = NOWHERE


class Row(msgspec.Struct, frozen=True, eq=False):
    """A list, tuple or set; `rest` holds what else may be in it, at any position.

    `result` is what a generator that yields this returns in the end.
    """

    items: tuple[Alternatives, ...]
    rest: Alternatives = ()
    place: Place = NOWHERE
    result: Alternatives = ()


class FunctionRef(msgspec.Struct, frozen=True, eq=False):
    """A function of the project, with the frames it closes over and what it is bound to."""

    module: ModuleFacts
    index: int
    frames: Frames
    bound: Resolved | None = None

    @property
    def facts(self) -> FunctionFacts:
        """The function itself."""
        return self.module.functions[self.index]

    @property
    def key(self) -> FunctionKey:
        """Its identity in the project."""
        return (self.module.path, self.index)


class ClassRef(msgspec.Struct, frozen=True, eq=False):
    """A class of the project."""

    module: ModuleFacts
    index: int
    frames: Frames

    @property
    def key(self) -> tuple[str, int]:
        """Its identity in the project."""
        return (self.module.path, self.index)


class Instance(msgspec.Struct, frozen=True, eq=False):
    """An object of a project class; `frames` hold its constructor's arguments when they are known."""

    cls: ClassRef
    frames: Frames
    attributes: Mapping[str, Alternatives] = msgspec.field(default_factory=dict)
    arguments: Arguments | None = None
    implied: Parameter | None = None
    """The method's parameter it stands for, when it is not known which object that is."""
    member: str = ""
    """Which member of an enumeration it is; empty for other objects."""


class Super(msgspec.Struct, frozen=True, eq=False):
    """`super()` in a method of `cls`."""

    cls: ClassRef
    bound: Instance | None


class Namespace(msgspec.Struct, frozen=True, eq=False):
    """A bag of attributes that is no class of the project: `SimpleNamespace`, a named tuple.

    `fields` are the names that are also positions, `bases` where further attributes come from. It is a class
    when it `makes` objects, whose methods are bound to them. `place` tells one that is made from others.
    """

    attributes: Mapping[str, Alternatives]
    fields: tuple[str, ...] = ()
    bases: Alternatives = ()
    makes: bool = False
    place: Place = NOWHERE


class ModuleRef(msgspec.Struct, frozen=True, eq=False):
    """A module or namespace package of the project; `facts` is None for the latter."""

    name: str
    facts: ModuleFacts | None


class External(msgspec.Struct, frozen=True, eq=False):
    """Something outside the project by its dotted path; `()` in it stands for a call's result.

    Where a test on the way has told what it counts as, that is `tested`.
    """

    path: str
    arguments: Arguments | None = None
    base: Resolved | None = None
    attributes: Mapping[str, Alternatives] = msgspec.field(default_factory=dict)
    tested: bool | None = None


class Partial(msgspec.Struct, frozen=True, eq=False):
    """A callable with arguments already given.

    `handed` tells of a function that is handed to something else: "complete" when it will be given these
    arguments and no others, "open" when there may be more; empty for a callable as such. A `method` is
    told its object before them.
    """

    callee: Alternatives
    arguments: Arguments
    handed: str = ""
    method: bool = False


class Opaque(msgspec.Struct, frozen=True, eq=False):
    """A value that cannot be known; `needs` are the parameters that would tell.

    `source` says why: "parameter", "environment", "unresolved" (a name that leads nowhere),
    "limit" (too much work), MISSING (an entry that is not there: asking for it raises) or "" for
    anything else. `text` is the name as far as it is spelled out.
    `worded` is a yes or no that was read out of what the environment says.
    """

    source: str = ""
    text: str = ""
    needs: frozenset[Parameter] = frozenset()
    place: Place = NOWHERE
    worded: bool = False


class Arguments(msgspec.Struct, frozen=True, eq=False):
    """What a call hands over; `rest` holds spreads that could not be taken apart."""

    positional: tuple[Alternatives, ...] = ()
    keywords: Mapping[str, Alternatives] = msgspec.field(default_factory=dict)
    rest: Alternatives = ()
    place: Place = NOWHERE

    def get(self, position: int, name: str) -> Alternatives:
        """The argument given by name or else by position (negative: by name only)."""
        if name in self.keywords:
            return self.keywords[name]
        return self.positional[position] if 0 <= position < len(self.positional) else ()

    @property
    def descends(self) -> bool:
        """All that is handed over are constants and mappings, of which one may be taken apart further.

        Or it is a number, which may be counted down.
        """
        given = [one for group in (*self.positional, *self.keywords.values()) for one in group]
        numbers = [one for one in given if isinstance(one, Known) and type(one.value) is int]
        known = all(isinstance(one, Known | Table | Row) for one in given)
        return bool(numbers) or (known and any(isinstance(one, Table) and not one.rest for one in given))


MISSING = "missing"

Resolved: TypeAlias = (
    Known
    | Table
    | Row
    | FunctionRef
    | ClassRef
    | Instance
    | Super
    | Namespace
    | ModuleRef
    | External
    | Partial
    | Opaque
)
Alternatives: TypeAlias = tuple[Resolved, ...]
"""Every value something may have, by the path taken; empty when it has none."""

Frames: TypeAlias = Mapping[FunctionKey, Mapping[str, Alternatives]]
"""The arguments of the calls that lead to the current point, by function."""

NO_FRAMES: Frames = {}

MOST_ALTERNATIVES = 24
"""Values tracked for one expression; beyond it the first ones stand for the rest."""


def last_word(path: str) -> str:
    """The last name of a dotted path, also of what a call of it gives."""
    return path.removesuffix("()").rpartition(".")[2]


def one_of(*groups: Alternatives) -> Alternatives:
    """All alternatives of several groups, each object and each constant of one place once."""
    found: dict[object, Resolved] = {}
    for group in groups:
        for value in group:
            found.setdefault(_identity(value), value)
        if len(found) >= MOST_ALTERNATIVES:  # there may be thousands of groups: tables of functions
            return tuple(found.values())[:MOST_ALTERNATIVES]
    return tuple(found.values())


def _identity(value: Resolved) -> object:
    match value:
        case Known(value=constant, place=place):
            return type(constant), constant, place
        case External(path=path, arguments=None, base=base):
            return path if base is None else (path, _identity(base))  # a method is that of one object
        case Opaque(source=source, text=text, needs=needs):
            return source, text, needs
        case _:
            return id(value)


def parts_of(groups: Iterable[Alternatives], most: int) -> int:
    """How many elements, entries and characters (eight count as one) values hold; `most` if they are more.

    What a list holds twice counts twice: gone through as a whole, a few that hold each other are billions.
    """
    number, queue = 0, [value for group in groups for value in group]
    while queue and number < most:
        value = queue.pop()
        if isinstance(value, Known):
            number += len(value.value) // CHARACTERS_PER_PART if isinstance(value.value, str | bytes) else 0
        elif isinstance(value, Row | Table):
            held = value.items if isinstance(value, Row) else tuple(value.entries.values())
            number += len(held)
            if number < most:
                queue.extend(one for group in held for one in group)
    return min(number, most)


CHARACTERS_PER_PART = 8


def as_argument(values: Alternatives) -> tuple[object, ...]:
    """Equal for arguments that cannot make a difference to what a call gives back."""
    return tuple(
        (value.source, value.text, value.needs, value.place) if isinstance(value, Opaque) else id(value)
        for value in values
    )


def there(found: Alternatives) -> Alternatives:
    """Values that are asked for: where one is not there, asking raises, and the others are what is left."""
    return tuple(one for one in found if not (isinstance(one, Opaque) and one.source == MISSING)) or found


def by_name(held: Mapping[str, Alternatives]) -> dict[Literal, Alternatives]:
    """Keywords or attributes as the entries of a mapping."""
    return {name: values for name, values in held.items()}  # noqa: C416 - dict() would keep the key type


def truth(value: Resolved) -> bool | None:
    """Whether a value counts as true; None when that cannot be known."""
    match value:
        case Known(value=constant):
            return bool(constant)
        case Table(entries=entries, rest=rest):
            return True if entries else (None if rest else False)
        case Row(items=items, rest=rest):
            return True if items else (None if rest else False)
        case Opaque():
            return None
        case External(path=path, tested=tested):
            return True if path == "<true>" or path.endswith(_ERRORS) else tested
        case Instance(member=member, cls=cls):
            return True if member or _counts_as_true(cls) else None
        case _:
            return True


def _counts_as_true(cls: ClassRef) -> bool:
    """Objects of a class that has no base and does not say otherwise."""
    facts = cls.module.classes[cls.index]
    return not facts.bases and not facts.keywords and facts.attributes.keys().isdisjoint(_ASKED_FOR_TRUTH)


_ERRORS = ("Error()", "Exception()")
"""What the paths of exceptions of libraries end with, all of which count as true."""

_ASKED_FOR_TRUTH = frozenset({"__bool__", "__len__"})


def needs_of(*groups: Alternatives) -> frozenset[Parameter]:
    """The parameters that would tell more about these values."""
    return frozenset(
        parameter
        for group in groups
        for value in group
        if isinstance(value, Opaque)
        for parameter in value.needs
    )


def awaiting(key: Resolved) -> Alternatives:
    """What stands beside everything that a key may lead to, where callers would tell which key it is."""
    needs = needs_of((key,))
    return (Opaque("parameter", needs=needs),) if needs else ()


def unknown_in(value: Resolved) -> Opaque | None:
    """The unknown that a value is, also when it has been found to count as true since."""
    known: Resolved | None = value
    while isinstance(known, External) and known.path.startswith("<true>"):
        known = known.base
    return known if isinstance(known, Opaque) else None


def is_outside(value: Resolved | None) -> bool:
    """The environment says what it is, when the program runs."""
    return isinstance(value, Opaque) and value.source == "environment"


def _decided_at(groups: tuple[Alternatives, ...]) -> Place:
    """Where the environment is asked for what the values are computed from."""
    values = [value.base if isinstance(value, External) else value for group in groups for value in group]
    asked = (one.place for one in values if isinstance(one, Opaque) and one.source == "environment")
    return next((place for place in asked if place.path), NOWHERE)


def opaque(*groups: Alternatives, source: str = "", text: str = "") -> Alternatives:
    """An unknown that depends on the unknowns in `groups`."""
    unknown = [one for group in groups for value in group if (one := unknown_in(value)) is not None]
    known = source or next((one.source for one in unknown if one.source), "")
    worded = bool(unknown) and all(one.worded for one in unknown)
    if not text:
        text = next((value.path for group in groups for value in group if isinstance(value, External)), "")
    place = _decided_at(groups) if known == "environment" else NOWHERE
    return (Opaque(known, text, needs_of(*groups), place, worded),)
