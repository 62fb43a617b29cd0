"""Methods of classes as they were before code put others in their place, which call them."""

from __future__ import annotations

from collections.abc import Iterable

from pytest_ssot.facts.module import MODULE, ModuleFacts, StoreFacts
from pytest_ssot.facts.places import grouped
from pytest_ssot.facts.spans import unpacked
from pytest_ssot.facts.values import Attr, Function, Name, Value


def is_read_before(module: ModuleFacts, node: Attr) -> bool:
    """A method is kept by a name of a function or module that puts another one in its place further down.

    `original = cls.read`, and then `cls.read = read`.
    """
    known = module.places.once(("put in place",), lambda: grouped(_replacing(module)))
    return any(_comes_later(module, node, module.stores[number]) for number in known.get(node.name, ()))


def _replacing(module: ModuleFacts) -> Iterable[tuple[str, int]]:
    """The assignments of functions to attributes, by the names of these."""
    for number, store in enumerate(module.stores):
        if not store.item and isinstance(module.root(store.value), Function):
            yield store.name, number


def _comes_later(module: ModuleFacts, node: Attr, store: StoreFacts) -> bool:
    around = next(module.places.functions.around(node.at), MODULE)
    first = unpacked(node.at)[:2] < unpacked(store.at)[:2]
    return first and around == store.function and _same(module, node.base, store.target)


def _same(module: ModuleFacts, one: Value, other: Value) -> bool:
    """Two values are one object, as a function names it."""
    left, right = module.root(one), module.root(other)
    named = isinstance(left, Name) and isinstance(right, Name) and left.name == right.name
    return named or module.root_of(one) == module.root_of(other)


__all__ = ["is_read_before"]
