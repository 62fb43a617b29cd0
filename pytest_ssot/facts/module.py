"""What one file says: a serialisable value from which every question is answered without parsing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import msgspec

from pytest_ssot.facts.effort import Effort
from pytest_ssot.facts.operands import UsedBy, before, dependent, operands
from pytest_ssot.facts.places import Places, grouped
from pytest_ssot.facts.spans import NO_SPAN, Span
from pytest_ssot.facts.values import (
    NOTHING,
    After,
    AnyNode,
    Attr,
    Call,
    Class,
    Comprehension,
    Dict,
    Free,
    Function,
    Imported,
    Name,
    Param,
    Refined,
    Sequence,
    SetAttr,
    Star,
    Value,
    entry_of,
)
from pytest_ssot.model import Gap, Suppression

MODULE = -1
"""The index that stands for "in no function" and "in no class"."""

MAKERS = frozenset({"__init__", "__new__"})
"""What a class calls of those above it when an object is made: spelled everywhere, so asked for by name."""

ENTERING = frozenset({"__enter__", "__aenter__"})
"""What `with` calls of the object that manages it."""

_CHANGES = ("update", "setdefault", "append", "extend", "insert", "put", "put_nowait", "add", "discard")
"""Methods by which functions fill the containers of their module."""


class Parameter(msgspec.Struct, frozen=True, array_like=True):
    """A parameter; `kind` is one of `positional`, `normal`, `keyword`, `*`, `**`.

    Its `annotation` is kept where it is a class, or an imported name, which may say who gives it.
    """

    name: str
    kind: str
    default: Value = NOTHING
    annotation: Value = NOTHING


class FunctionFacts(msgspec.Struct, frozen=True, array_like=True):
    """A function, method or lambda.

    `parent` is the enclosing function, `owner` the class whose body holds it; `variables` are the values of
    its local names when it ends, for the functions nested in it. `guards` are the tests that lead to each of
    `returns`, with how they come out; `ends` tells, for each, how many nodes there were when it was reached.
    `falls` are the tests on the way to each end without a value, `falls_at` are their `ends`, `yielded` both;
    `said` is the class of the result, as annotated; behind `forgiven` handlers it goes on where it yields.
    """

    name: str
    qualname: str
    parameters: tuple[Parameter, ...]
    returns: tuple[Value, ...]
    yields: tuple[Value, ...]
    decorators: tuple[Value, ...]
    variables: dict[str, Value]
    parent: int
    owner: int
    at: Span
    whole: Span
    ends: tuple[int, ...] = ()
    guards: tuple[tuple[tuple[Value, bool], ...], ...] = ()
    falls: tuple[tuple[tuple[Value, bool], ...], ...] = ()
    falls_at: tuple[int, ...] = ()
    yielded: tuple[tuple[int, tuple[tuple[Value, bool], ...]], ...] = ()
    waits: bool = False
    raised: tuple[Value, ...] = ()
    said: Value = NOTHING
    forgiven: tuple[Value, ...] = ()

    @property
    def word(self) -> str:
        """What it is known by: its name; within a function, which no other file can name, its path."""
        inner = self.parent >= 0 and self.owner == MODULE and not self.name.startswith("<")
        return self.qualname if inner else self.name

    def takes_itself_as(self, name: str) -> bool:
        """A parameter is what a method is called on: the object, or the class of a class method."""
        return self.owner != MODULE and bool(self.parameters) and self.parameters[0].name == name


class ClassFacts(msgspec.Struct, frozen=True, array_like=True):
    """A class; `fields` are the annotated names that a generated `__init__` takes, in order.

    `keywords` are what the class statement says besides its bases; `annotations` are those of the fields.
    """

    name: str
    qualname: str
    bases: tuple[Value, ...]
    decorators: tuple[Value, ...]
    attributes: dict[str, Value]
    fields: tuple[str, ...]
    parent: int
    at: Span
    whole: Span
    keywords: tuple[tuple[str, Value], ...] = ()
    annotations: tuple[Value, ...] = ()


class CallFacts(msgspec.Struct, frozen=True, array_like=True):
    """A call that can be reached; `function` encloses it, `handler` tells it stands in an `except`.

    `branch` numbers the conditional bodies around it within its function, outermost first. Nobody looks at
    the result of a `discarded` call, and what a `swallowed` one raises does not get out; an `answered` one
    may return all the same, behind one `passed_over` a loop goes on. `guards` are the innermost tests on the
    way to it, with how they come out; `tried` tells how many nodes there were behind its `try`.
    """

    value: Value
    function: int
    handler: bool = False
    branch: tuple[int, ...] = ()
    discarded: bool = False
    swallowed: bool = False
    guards: tuple[tuple[Value, bool], ...] = ()
    answered: bool = False
    tried: int = 0
    passed_over: bool = False
    awaited: bool = False


class StoreFacts(msgspec.Struct, frozen=True, array_like=True):
    """`target.name = value` (or `target[name] = value` when `item`), wherever it is written.

    `guards` are the innermost tests on the way to it, as for calls; `behind` tells how many nodes there were.
    A `default` is for an entry that is not there.
    """

    target: Value
    name: str
    value: Value
    function: int
    at: Span
    item: bool = False
    key: Value = NOTHING
    guards: tuple[tuple[Value, bool], ...] = ()
    behind: int = 0
    default: bool = False


class ImportFacts(msgspec.Struct, frozen=True, array_like=True):
    """One imported module or name; `name` is empty for `import module` and `*` for a star import."""

    module: str
    name: str
    bound: str
    function: int
    at: Span
    typing_only: bool = False


class Fragment(msgspec.Struct, frozen=True, array_like=True):
    """A word or mark of a block that did not parse: kind, text and place of one token."""

    kind: str
    text: str
    at: Span


class ModuleFacts(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """Everything the analysis keeps of one file.

    `bindings` are the module's names when it has run; `star_imports` are (module, how many nodes there
    were before), which tells the names bound earlier from those bound later; `fragments` are the tokens
    of blocks that did not parse, one tuple per block.
    """

    path: str
    nodes: list[AnyNode]
    bindings: dict[str, Value]
    functions: tuple[FunctionFacts, ...]
    classes: tuple[ClassFacts, ...]
    calls: tuple[CallFacts, ...]
    stores: tuple[StoreFacts, ...]
    imports: tuple[ImportFacts, ...]
    star_imports: tuple[tuple[str, Value], ...] = ()
    markers: tuple[Suppression, ...] = ()
    gaps: tuple[Gap, ...] = ()
    fragments: tuple[tuple[Fragment, ...], ...] = ()

    @property
    def is_sound(self) -> bool:
        """All of it was parsed, and no exception marker is in it."""
        return not (self.gaps or self.fragments or self.markers)

    @property
    def definitions(self) -> tuple[FunctionFacts | ClassFacts, ...]:
        """All functions, methods, lambdas and classes."""
        return (*self.functions, *self.classes)

    @cached_property
    def effort(self) -> Effort:
        """What going through it costs is counted here; a project has one for all its modules."""
        return Effort()

    @cached_property
    def dependent(self) -> bytearray:
        """Of each node, whether it may differ between calls of the functions around it."""
        nested = (function.parent >= 0 for function in self.functions)
        return dependent(self.nodes, nested, (cls.parent >= 0 for cls in self.classes), self.bindings)

    @cached_property
    def used_by(self) -> UsedBy:
        """Of each node, which are directly computed from it."""
        return UsedBy(self.nodes)

    def users(self, value: Value) -> tuple[AnyNode, ...]:
        """The nodes directly computed from one."""
        return tuple(self.nodes[number] for number in self.used_by.of(value))

    @cached_property
    def places(self) -> Places:
        """What stands where."""
        return Places(self)

    @cached_property
    def uses(self) -> dict[AnyNode, tuple[Value, ...]]:
        """Where functions, parameters and names of functions around stand as values."""
        found: dict[AnyNode, list[Value]] = {}
        for number in self.places.of(Function, Param, Free):
            found.setdefault(self.nodes[number], []).append(number)
        return {node: tuple(numbers) for node, numbers in found.items()}

    @cached_property
    def iterables(self) -> dict[int, Value]:
        """What each loop of a comprehension goes through, by the slot of its variable."""
        return {
            slot: base for node in self.nodes if isinstance(node, Comprehension) for slot, base in node.loops
        }

    @cached_property
    def calls_in(self) -> dict[int, tuple[CallFacts, ...]]:
        """The calls of each function."""
        found: dict[int, list[CallFacts]] = {}
        for fact in self.calls:
            found.setdefault(fact.function, []).append(fact)
        return {function: tuple(facts) for function, facts in found.items()}

    @cached_property
    def changes_in_functions(self) -> dict[str, tuple[CallFacts, ...]]:
        """The calls by which functions change what the module's names hold: `_config.update(given)`.

        Or an entry of it: `_handlers[name].append(handler)`.
        """
        found: dict[str, list[CallFacts]] = {}
        for word in _CHANGES:
            for fact in self.calls_by_word.get(word, ()):
                call = self.nodes[fact.value]
                callee = self.nodes[call.callee] if isinstance(call, Call) else None
                if not isinstance(callee, Attr) or fact.function < 0:
                    continue
                held = self.root(entry_of(self.nodes, callee.base)[0])
                if isinstance(held, Name) and held.name in self.bindings:
                    found.setdefault(held.name, []).append(fact)
        return {name: tuple(facts) for name, facts in found.items()}

    @cached_property
    def global_stores(self) -> tuple[StoreFacts, ...]:
        """Assignments to the module's names by `globals()[key] = value` and `globals().update(mapping)`."""
        made = [(store, self.root(store.target)) for store in self.stores if store.item]
        calls = [(store, self.nodes[node.callee]) for store, node in made if isinstance(node, Call)]
        return tuple(store for store, node in calls if isinstance(node, Name) and node.name == "globals")

    @cached_property
    def called_at_import(self) -> dict[int, tuple[CallFacts, ...]]:
        """The calls of the module's own functions that it makes as it is imported, by function."""
        found: dict[int, list[CallFacts]] = {}
        for fact in self.calls_in.get(MODULE, ()):
            call = self.nodes[fact.value]
            callee = self.nodes[call.callee] if isinstance(call, Call) else None
            if isinstance(callee, Function):
                found.setdefault(callee.index, []).append(fact)
        return {function: tuple(facts) for function, facts in found.items()}

    @cached_property
    def words_in_use(self) -> frozenset[str]:
        """The names of classes and other things that are called, handed over, stored or returned."""
        used: set[Value] = set()
        for node in self.nodes:
            if not isinstance(node, Call) or getattr(self.nodes[node.callee], "name", "") != "super":
                used.update(operands(node))
        used.update(value for function in self.functions for value in function.returns)
        used.update(store.value for store in self.stores)
        nodes = [self.nodes[value] for value in used if value != NOTHING]
        named = {node.name for node in nodes if isinstance(node, Attr | Name | Imported)}
        return frozenset(named | {self.classes[node.index].name for node in nodes if isinstance(node, Class)})

    @cached_property
    def calls_by_word(self) -> dict[str, tuple[CallFacts, ...]]:
        """The calls by the last word of what they call; under "" those that no word tells."""
        found: dict[str, list[CallFacts]] = {}
        for fact in self.calls:
            call = self.nodes[fact.value]
            word = self._word(call.callee) if isinstance(call, Call) else ""
            operator = word[:2] == word[-2:] == "__" and word not in (*MAKERS, *ENTERING)
            found.setdefault("" if operator or word == "cls" else word, []).append(fact)
        return {word: tuple(facts) for word, facts in found.items()}

    def _word(self, callee: Value) -> str:
        """The name that something called is read by, or was defined under in the same function."""
        node = self.nodes[callee]
        while isinstance(node, SetAttr | After | Refined):
            node = self.nodes[node.value if isinstance(node, Refined) else node.base]
        if isinstance(node, Function):
            name = self.functions[node.index].name
            return "" if name.startswith("<") else name
        if isinstance(node, Class):
            return self.classes[node.index].name
        return node.name if isinstance(node, Attr | Name | Imported) else ""

    @cached_property
    def classes_by_name(self) -> dict[str, tuple[int, ...]]:
        """The classes by their names."""
        return grouped((cls.name, index) for index, cls in enumerate(self.classes))

    @cached_property
    def callers_of_given(self) -> frozenset[int]:
        """The functions whose parameters are called, handed on to a call, or kept for one, in a row maybe."""
        kept = [self.nodes[store.value] for store in self.stores]
        kept += [self.nodes[item] for row in kept if isinstance(row, Sequence) for item in row.items]
        found = {node.function for node in kept if isinstance(node, Param | Free)}
        for fact in self.calls:
            call = self.nodes[fact.value]
            assert isinstance(call, Call)
            word = getattr(self.nodes[call.callee], "name", "")
            for value in (call.callee, *self.handed(call, within=word in _CHANGES)):
                node = self.nodes[value]
                while isinstance(node, Star | Refined):
                    node = self.nodes[node.value]
                if isinstance(node, Param | Free):
                    found.add(node.function)
        return frozenset(found)

    def handed(self, call: Call, *, within: bool = True) -> Iterator[Value]:
        """What a call is handed, and what the displays hold that it is handed, if `within` them matters."""
        for value in (*call.args, *(given for _, given in call.keywords)):
            yield value
            node = self.nodes[value]
            if within and isinstance(node, Sequence | Dict):
                yield from node.items if isinstance(node, Sequence) else node.values

    def span(self, value: Value) -> Span:
        """Where a value is written; NO_SPAN for one that is not written anywhere."""
        return getattr(self.nodes[value], "at", NO_SPAN)

    def root(self, value: Value) -> AnyNode:
        """The object a value is a later state of: what it was before stores, calls and branches."""
        return self.nodes[self.root_of(value)]

    def root_of(self, value: Value) -> Value:
        """The same, as a value."""
        known, passed = self._roots, []
        self.effort.steps += 1
        while value not in known:
            earlier = before(self.nodes[value])
            if earlier is None:
                known[value] = value
                break
            passed.append(value)
            value = earlier
        # An object may have as many states as its module has lines: each is walked through once.
        known.update(dict.fromkeys(passed, known[value]))
        return known[value]

    @cached_property
    def _roots(self) -> dict[Value, Value]:
        return {}

    @cached_property
    def bound_roots(self) -> frozenset[Value]:
        """The roots of what the module's names hold when it has run."""
        return frozenset(map(self.root_of, self.bindings.values()))

    def scope(self, function: int) -> str:
        """The qualified name of a function; "" for the module itself."""
        return self.functions[function].qualname if function >= 0 else ""
