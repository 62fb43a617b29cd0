"""What stands where in a file, for files that hold thousands of each."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from pytest_ssot.facts.spans import Span, unpacked
from pytest_ssot.facts.values import (
    CAUGHT,
    NOTHING,
    WITHIN,
    After,
    AnyNode,
    Attr,
    Call,
    Choice,
    Class,
    Compare,
    Free,
    Function,
    Imported,
    Name,
    Param,
    Phi,
    SetAttr,
    SetItem,
    Value,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.module import CallFacts, FunctionFacts, ModuleFacts, StoreFacts

KINDS_OF_METHOD = frozenset({"staticmethod", "classmethod"})
"""Decorators that only tell what a method is told of its object."""

REMEMBERING = frozenset({"cache", "lru_cache", "cached", "memoize", "singleton"})
"""Decorators by which a function gives the same object again."""

_Answer = TypeVar("_Answer")
_Key = TypeVar("_Key")


class Spans:
    """Spans that lie within each other or apart, by number, and which of them enclose a place."""

    def __init__(self, spans: Sequence[Span]) -> None:
        found = list(map(unpacked, spans))
        self._ends = [one[2:] for one in found]
        self._order = sorted(range(len(found)), key=lambda number: _outer_first(found[number]))
        self._starts = [found[number][:2] for number in self._order]
        self._outer: list[int] = []
        opened: list[int] = []
        for position, number in enumerate(self._order):
            while opened and self._ends[self._order[opened[-1]]] < self._ends[number]:
                opened.pop()
            self._outer.append(opened[-1] if opened else -1)
            opened.append(position)

    def around(self, place: Span) -> Iterator[int]:
        """The numbers of the spans around a place, the innermost first."""
        line, column, *end = unpacked(place)
        position = bisect_right(self._starts, (line, column)) - 1
        while position >= 0:
            number = self._order[position]
            if tuple(end) <= self._ends[number]:
                yield number
            position = self._outer[position]


def _outer_first(span: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    return span[0], span[1], -span[2], -span[3]


class Places:
    """The definitions, functions and calls of a module by place; where names are read."""

    def __init__(self, module: ModuleFacts) -> None:
        self._module = module
        self.objects: dict[Value, object] = {}
        """What rules have told objects by, for each value that they have asked about."""
        self.first_states: dict[Value, Value] = {}
        """What values were before anything happened to them, of those that were asked about."""
        self._found: dict[tuple[str, ...], Any] = {}

    def once(self, key: tuple[str, ...], answer: Callable[[], _Answer]) -> _Answer:
        """What the module alone tells, found out once for all who ask, under a `key`."""
        if key not in self._found:
            self._found[key] = answer()
        found: _Answer = self._found[key]
        return found

    @cached_property
    def made_by(self) -> dict[Value, CallFacts]:
        """Each call of the module, by the value that it gives."""
        return {fact.value: fact for fact in reversed(self._module.calls)}

    def call_in(self, function: int, value: object) -> CallFacts | None:
        """The call of a function that gives a value."""
        fact = self.made_by.get(value) if isinstance(value, int) else None
        return fact if fact is not None and fact.function == function else None

    def kind_of(self, store: StoreFacts) -> str:
        """What tells an assignment from others, where all changes of what an attribute holds are of one kind.

        What one of `self.entries[key] = value` is made on is told without the others.
        """
        held = self._module.root(store.value)
        target = self._module.root(store.target)
        changed = isinstance(held, Attr) and held.name == store.name and not store.item
        same = changed and isinstance(held, Attr) and self._module.root(held.base) == target
        return "changed" if same else str(store.value)

    def of(self, *kinds: type[AnyNode]) -> list[Value]:
        """The nodes of some kinds, in their order."""
        found = list(chain.from_iterable(self._by_kind.get(kind, ()) for kind in kinds))
        return found if len(kinds) == 1 else sorted(found)

    @cached_property
    def managed(self) -> list[tuple[Value, Value]]:
        """The bodies of `with`: the call that enters what manages one, and the node behind it."""
        tests = ((value, self._module.nodes[value]) for value in self.of(Compare))
        return [(one.left, value) for value, one in tests if isinstance(one, Compare) and one.op == WITHIN]

    @cached_property
    def caught(self) -> list[Value]:
        """The tests that stand for handlers of exceptions, in their order."""
        nodes = self._module.nodes
        return [value for value in self.of(Compare) if getattr(nodes[value], "op", "") == CAUGHT]

    @cached_property
    def handlers(self) -> frozenset[Value]:
        """The same, to look one up."""
        return frozenset(self.caught)

    @cached_property
    def _by_kind(self) -> dict[type[AnyNode], array[int]]:
        # Most who look through a module look for a kind that it has few of. All of them are many numbers.
        found: defaultdict[type[AnyNode], array[int]] = defaultdict(partial(array, "I"))
        for number, node in enumerate(self._module.nodes):
            found[type(node)].append(number)
        return dict(found)

    @cached_property
    def definitions(self) -> Spans:
        """The definitions by their number."""
        return Spans([one.whole for one in self._module.definitions])

    @cached_property
    def functions(self) -> Spans:
        """The functions by their number."""
        return Spans([one.whole for one in self._module.functions])

    @cached_property
    def calls(self) -> Spans:
        """The calls by their number."""
        return Spans([self._module.span(fact.value) for fact in self._module.calls])

    def calls_of(self, callee: AnyNode) -> tuple[CallFacts, ...]:
        """The calls of what an operation gives."""
        return self._calls_by_callee.get(id(callee), ())

    @cached_property
    def _calls_by_callee(self) -> dict[int, tuple[CallFacts, ...]]:
        nodes = self._module.nodes
        calls = ((nodes[fact.value], fact) for fact in self._module.calls)
        return grouped((id(nodes[call.callee]), fact) for call, fact in calls if isinstance(call, Call))

    @cached_property
    def discarded_in(self) -> dict[int, tuple[CallFacts, ...]]:
        """The calls in each function whose result nobody looks at."""
        return grouped((one.function, one) for one in self._module.calls if one.discarded)

    @cached_property
    def stores_in(self) -> dict[int, tuple[StoreFacts, ...]]:
        """The assignments to objects in each function, MODULE for those outside of all."""
        return grouped((one.function, one) for one in self._module.stores)

    @cached_property
    def returning(self) -> dict[Value, tuple[FunctionFacts, ...]]:
        """The functions that return each value."""
        functions = self._module.functions
        return grouped((value, one) for one in functions for value in dict.fromkeys(one.returns))

    @cached_property
    def inner(self) -> dict[int, tuple[int, ...]]:
        """The functions within each function."""
        return grouped((one.parent, index) for index, one in enumerate(self._module.functions))

    @cached_property
    def taking(self) -> dict[Value, tuple[Param, ...]]:
        """The parameters that have each value as their default."""
        return grouped(
            (parameter.default, Param(index, parameter.name))
            for index, function in enumerate(self._module.functions)
            for parameter in function.parameters
        )

    @cached_property
    def decorating(self) -> frozenset[Value]:
        """What decorates something."""
        return frozenset(value for one in self._module.definitions for value in one.decorators)

    def number_of(self, node: AnyNode) -> Value:
        """The number of a node; NOTHING if it is of another module."""
        return self._numbers.get(id(node), NOTHING)

    @cached_property
    def _numbers(self) -> dict[int, Value]:
        numbered = list(enumerate(self._module.nodes))
        return {id(node): number for number, node in reversed(numbered)}

    @cached_property
    def stored(self) -> frozenset[Value]:
        """What is assigned to objects anywhere."""
        return frozenset(store.value for store in self._module.stores)

    @cached_property
    def kept(self) -> frozenset[Span]:
        """Where what attributes are set to is written."""
        values = (self._module.root_of(store.value) for store in self._module.stores if not store.item)
        return frozenset(map(self._module.span, values))

    @cached_property
    def shared(self) -> frozenset[Span]:
        """Where what the functions within a function share is written."""
        functions = self._module.functions
        read = (self._module.nodes[one] for one in self.of(Free))
        names = {(node.function, node.name) for node in read if isinstance(node, Free)}
        values = (functions[index].variables.get(name, NOTHING) for index, name in names if index >= 0)
        roots = (self._module.root_of(value) for value in values if value != NOTHING)
        return frozenset(map(self._module.span, roots))

    @cached_property
    def handed_out(self) -> frozenset[Span]:
        """Where what functions remember, or keep under a name of the module, is written."""
        module = self._module
        bound = [value for value in module.bindings.values() if isinstance(module.nodes[value], Phi)]
        values = [one for value in bound for one in self._options(value)]
        for function in module.functions:
            if not REMEMBERING.isdisjoint(decorator_words(module, function)):
                values += function.returns
        return frozenset(module.span(module.root_of(value)) for value in values)

    def _options(self, value: Value, depth: int = 6) -> Iterator[Value]:
        """What a value may be before it changes, by paths that meet in each other."""
        node = self._module.nodes[value]
        options: tuple[Value, ...] = node.options if isinstance(node, Phi) else ()
        if isinstance(node, Choice):
            options = node.then, node.other
        elif isinstance(node, After | SetItem | SetAttr):
            options = (node.base,)
        for one in options if depth else ():
            yield from self._options(one, depth - 1)
        if not options:
            yield value

    @cached_property
    def raised(self) -> frozenset[Value]:
        """What is raised anywhere."""
        return frozenset(value for one in self._module.functions for value in one.raised)

    @cached_property
    def methods(self) -> dict[int, tuple[int, ...]]:
        """The functions of each class."""
        return grouped((one.owner, index) for index, one in enumerate(self._module.functions))

    @cached_property
    def methods_by_name(self) -> dict[tuple[int, str], tuple[int, ...]]:
        """The functions of each class by their names."""
        functions = enumerate(self._module.functions)
        return grouped(((one.owner, one.name), index) for index, one in functions)

    @cached_property
    def decorated(self) -> dict[int, tuple[int, ...]]:
        """The functions of each class that something decorates."""
        functions = self._module.functions
        found = (
            (owner, [one for one in each if functions[one].decorators])
            for owner, each in self.methods.items()
        )
        return {owner: tuple(each) for owner, each in found}

    @cached_property
    def stores_of_objects(self) -> dict[tuple[int, str], tuple[StoreFacts, ...]]:
        """The assignments to what methods are given, mostly their own object, by class and name."""
        found: dict[tuple[int, str], list[StoreFacts]] = {}
        for store in self._module.stores:
            target = self._module.root(store.target)
            if isinstance(target, Param):
                owner = self._module.functions[target.function].owner
                found.setdefault((owner, store.name), []).append(store)
        return {key: tuple(stores) for key, stores in found.items()}

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """The names and attributes that are read somewhere."""
        return frozenset(getattr(self._module.nodes[number], "name", "") for number in self.of(Name, Attr))

    @cached_property
    def named(self) -> dict[str, tuple[Value, ...]]:
        """Where each name or attribute is read."""
        found: dict[str, list[Value]] = {}
        for number in self.of(Name, Attr, Imported):
            node = self._module.nodes[number]
            assert isinstance(node, Name | Attr | Imported)
            found.setdefault(node.name, []).append(number)
        return {name: tuple(numbers) for name, numbers in found.items()}

    @cached_property
    def defined(self) -> dict[AnyNode, tuple[Value, ...]]:
        """Where each function and class of the module stands as a value."""
        found: dict[AnyNode, list[Value]] = {}
        for number in self.of(Function, Class):
            found.setdefault(self._module.nodes[number], []).append(number)
        return {node: tuple(numbers) for node, numbers in found.items()}

    @cached_property
    def fluent(self) -> frozenset[str]:
        """The methods that give back the object they are called on, by their names."""
        return frozenset(
            one.name for index, one in enumerate(self._module.functions) if self._is_fluent(index)
        )

    def _is_fluent(self, index: int) -> bool:
        one = self._module.functions[index]
        itself = Param(index, one.parameters[0].name) if one.owner >= 0 and one.parameters else None
        return bool(one.returns) and all(self._module.root(value) == itself for value in one.returns)


def grouped(pairs: Iterable[tuple[_Key, _Answer]]) -> dict[_Key, tuple[_Answer, ...]]:
    """What comes with each key, in its order."""
    found: dict[_Key, list[_Answer]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return {key: tuple(ones) for key, ones in found.items()}


def decorator_words(module: ModuleFacts, function: FunctionFacts) -> list[str]:
    """The last words of what decorates a function, called or not: of `@functools.lru_cache(None)` as well."""
    nodes = (module.nodes[one] for one in function.decorators)
    return [_word(module, module.nodes[one.callee] if isinstance(one, Call) else one) for one in nodes]


def _word(module: ModuleFacts, node: AnyNode) -> str:
    """The last word by which something is read, or the name of the function or class of the module it is."""
    if isinstance(node, Function | Class):
        return (module.functions if isinstance(node, Function) else module.classes)[node.index].name
    return str(getattr(node, "name", ""))
