"""Which assignments may be to one particular object: told once, for all who ask about any object."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING

import msgspec

from pytest_ssot.facts.module import ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import (
    Alternatives,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Known,
    ModuleRef,
    Resolved,
)
from pytest_ssot.facts.seen_calls import is_test

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_Store = tuple[ModuleFacts, StoreFacts]


class _Found(msgspec.Struct):
    """Of the first `looked_at` assignments by one word, the numbers of those to each object.

    `open` are those of which it cannot be told for good.
    """

    looked_at: int = 0
    known: dict[Hashable, list[int]] = msgspec.field(default_factory=dict)
    open: list[int] = msgspec.field(default_factory=list)


class Targets:
    """The assignments that a resolver has noted, looked up by what they are to."""

    def __init__(self) -> None:
        self._found: dict[str, _Found] = {}
        self._named: dict[str, _Found] = {}

    def of(self, resolver: Resolver, word: str, owner: Resolved) -> Iterator[_Store]:
        """The assignments under `word` that may be to `owner`, in the order they were noted."""
        found = self._found.setdefault(word, _Found())
        self._look(resolver, word, found, by_name=False)
        yield from _numbered(resolver, word, found, kind_of(owner))

    def named(self, resolver: Resolver, word: str, name: str) -> Iterator[_Store]:
        """The assignments under `word`, whose attributes are computed, that may be to one called `name`."""
        found = self._named.setdefault(word, _Found())
        self._look(resolver, word, found, by_name=True)
        yield from _numbered(resolver, word, found, name)

    def _look(self, resolver: Resolver, word: str, found: _Found, *, by_name: bool) -> None:
        stores = resolver.writes.get(word, ())
        key = ("targets", word, str(by_name))
        if found.looked_at == len(stores) or resolver.visiting(*key):
            return
        with resolver.visit(*key):
            while found.looked_at < len(stores):
                number = found.looked_at
                found.looked_at += 1
                module, store = stores[number]
                if is_test(module.path):  # matters only to what tests have themselves
                    found.open.append(number)
                    continue
                values, final = resolver.apart(module, store.key if by_name else store.target)
                for kind in _names(values) if by_name else {kind_of(one) for one in values}:
                    found.known.setdefault(kind, []).append(number)
                if not final:
                    found.open.append(number)


def _numbered(resolver: Resolver, word: str, found: _Found, kind: Hashable) -> Iterator[_Store]:
    stores = resolver.writes.get(word, ())
    numbers = found.known.get(kind, ()) if kind is not None else ()
    for number in sorted({*numbers, *found.open}) if found.open else tuple(numbers):
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
        case External():
            return ("External", value.path.replace("flask.current_app", "flask.Flask()"))
        case _:
            return None
