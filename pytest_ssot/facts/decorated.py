"""Functions that stand in the place of those they decorate: who calls the one calls the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import decorations
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.places import decorator_words
from pytest_ssot.facts.resolved import Alternatives, Arguments, ClassRef, FunctionKey, FunctionRef
from pytest_ssot.facts.values import Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

DISPATCHING = frozenset({"singledispatch", "singledispatchmethod"})
"""Decorators of functions that only stand for those that are registered with them."""

MOST_DECORATED = 40
"""Functions with one decorator that are looked at."""


class Decorations:
    """The decorated functions of the modules that were read, by the last word of what decorates them."""

    def __init__(self) -> None:
        self._by_word: dict[str, list[tuple[ModuleFacts, int, Value]]] = {}

    def note(self, module: ModuleFacts) -> None:
        """Take the functions of a further module into account."""
        for index, function in enumerate(module.functions):
            words = decorator_words(module, function)
            for word, decorator in zip(words, function.decorators, strict=True):
                self._by_word.setdefault(word, []).append((module, index, decorator))

    def replaced_by(
        self, resolver: Resolver, module: ModuleFacts, index: int
    ) -> Iterator[tuple[FunctionKey, FunctionRef]]:
        """The functions in whose place a function of a decorator stands, with itself as it is there."""
        for key, inner, _ in self.replacing(resolver, module, index):
            yield key, inner

    def replacing(
        self, resolver: Resolver, module: ModuleFacts, index: int
    ) -> Iterator[tuple[FunctionKey, FunctionRef, tuple[FunctionRef, ...]]]:
        """The same, with the functions that the decorator above it has put around it: only those call it."""
        if index >= 0 and module.functions[index].name == "__call__" and module.functions[index].owner >= 0:
            yield from ((*one, ()) for one in self._replaced_by_objects(resolver, module, index))
        maker = module.functions[index].parent if index >= 0 else -1
        if maker < 0 or not any(
            module.nodes[one] == v.Function(index) for one in module.functions[maker].returns
        ):
            return
        outer = module.functions[maker].parent
        names = {module.functions[one].name for one in (maker, outer) if one >= 0}
        known = [one for name in sorted(names) for one in self._by_word.get(name, ())]
        seen: set[tuple[str, int, int]] = set()
        for home, function, decorator in known[:MOST_DECORATED]:
            for held in resolver.resolve(home, decorator):
                if isinstance(held, FunctionRef) and held.key == (module.path, maker):
                    alike = home.path, function, id(held.frames) if held.frames else 0
                    if alike in seen:  # it decorates the function once more
                        continue
                    seen.add(alike)
                    given = Arguments((_left_by_others(resolver, home, function, decorator),))
                    inner = FunctionRef(module, index, resolver.frames_of(held, given))
                    yield (
                        (home.path, function),
                        inner,
                        _put_around(resolver, home, function, decorator, inner),
                    )

    def registered_with(self, resolver: Resolver, module: ModuleFacts, index: int) -> Iterator[FunctionKey]:
        """The functions that may call this one in their place: `@read.register`."""
        for value in module.functions[index].decorators if index >= 0 else ():
            node = module.nodes[value]
            node = module.nodes[node.callee] if isinstance(node, v.Call) else node
            if isinstance(node, v.Attr) and node.name == "register":
                yield from _dispatching(resolver, module, node.base)
        for base, _, value in registering_calls(module):
            if module.root(value) == v.Function(index):
                yield from _dispatching(resolver, module, base)

    def _replaced_by_objects(
        self, resolver: Resolver, module: ModuleFacts, index: int
    ) -> Iterator[tuple[FunctionKey, FunctionRef]]:
        """The same for an object that stands in place of what its class decorates."""
        cls = ClassRef(module, module.functions[index].owner, {})
        for home, function, decorator in self._by_word.get(module.classes[cls.index].name, ())[
            :MOST_DECORATED
        ]:
            if any(
                isinstance(one, ClassRef) and one.key == cls.key for one in resolver.resolve(home, decorator)
            ):
                given = Arguments(((FunctionRef(home, function, {}),),))
                for made in resolver.call(cls, given):
                    yield (home.path, function), FunctionRef(module, index, {}, made)


def _put_around(
    resolver: Resolver, home: ModuleFacts, function: int, decorator: Value, made: FunctionRef
) -> tuple[FunctionRef, ...]:
    """What the decorator above one puts in the place of what that has made, unless it leaves it there."""
    decorators = home.functions[function].decorators
    above = decorators[: decorators.index(decorator)][-1:]
    left = _made_by(resolver, home, above, (made,)) if above else (made,)
    functions = tuple(one for one in left if isinstance(one, FunctionRef))
    return () if any(one.key == made.key for one in functions) else functions


def _left_by_others(resolver: Resolver, home: ModuleFacts, function: int, decorator: Value) -> Alternatives:
    """What a decorator is handed: the function itself, or what the decorators below it have made of that."""
    held: Alternatives = (FunctionRef(home, function, {}),)
    decorators = home.functions[function].decorators
    return _made_by(resolver, home, decorators[decorators.index(decorator) + 1 :], held)


def _made_by(
    resolver: Resolver, home: ModuleFacts, decorators: Sequence[Value], held: Alternatives
) -> Alternatives:
    """What some decorators, the last one first, make of a function."""
    for one in reversed(decorators[:MOST_BELOW]):
        asked = [by for by in resolver.resolve(home, one) if isinstance(by, FunctionRef)]
        made = [got for by in asked for got in resolver.call(by, Arguments((held,)))]
        if made and all(isinstance(got, FunctionRef) for got in made):
            held = tuple(made)
    return held


MOST_BELOW = 4
"""Decorators of one function that are looked at for what they leave to the one above them."""


def registering_calls(module: ModuleFacts) -> Iterator[tuple[Value, Value, Value]]:
    """What `base.register(kind, function)` registers in a module: the three of them."""
    for fact in module.calls_by_word.get("register", ()):
        node = module.nodes[fact.value]
        callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
        if isinstance(node, v.Call) and isinstance(callee, v.Attr) and len(node.args) == 2:
            yield callee.base, node.args[0], node.args[1]


def _dispatching(resolver: Resolver, module: ModuleFacts, base: Value) -> Iterator[FunctionKey]:
    """The functions that a value is, and that stand for those which are registered with them."""
    for held in resolver.resolve(module, base):
        if isinstance(held, FunctionRef) and decorations(resolver, held) & DISPATCHING:
            yield held.key


__all__ = ["DISPATCHING", "Decorations", "registering_calls"]
