"""Calls that no word tells, such as `table["x"]()`, and which functions they may be calls of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.call_index import handed_by_word
from pytest_ssot.facts.forms import keeps_the_form
from pytest_ssot.facts.module import CallFacts, ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.places import grouped
from pytest_ssot.facts.sites import Site
from pytest_ssot.facts.told_names import named_values
from pytest_ssot.facts.values import NOTHING, Value

MOST_OPERANDS = 20
"""Operations looked through for a name that is made up when the program runs."""

_AT_WILL = frozenset(["getattr", "methodcaller", "attrgetter", "globals", "vars", "locals", "__dict__"])

_HOLDING = (
    *(v.Dict, v.Sequence, v.SetItem, v.SetAttr, v.Choice, v.Phi, v.Boolean, v.Comprehension, v.Star),
    *(v.Refined, v.Enter, v.Element),
)
"""What holds, or is one of, the values it is computed from."""

_NAMED = frozenset((v.Attr, v.Name, v.Imported, v.Free))


class Untold(msgspec.Struct):
    """Of the first so many `modules` of a group, those whose calls that no word tells are yet to be noted."""

    modules: int = 0
    waiting: dict[str, ModuleFacts] = msgspec.field(default_factory=dict)


def names_at_will(site: Site) -> bool:
    """What is called is looked up by a name that need not be written anywhere."""
    queue = [site.node.callee]
    for value in (queue.pop() for _ in range(MOST_OPERANDS) if queue):
        node = site.module.nodes[value]
        if getattr(node, "name", "") in _AT_WILL:
            return True
        queue.extend(operands(node))
    return bool(queue)


def is_looked_up(called: v.AnyNode, module: ModuleFacts) -> bool:
    """An attribute of an object is called whose name is computed: `getattr(self, name)()`."""
    return isinstance(called, v.Call) and getattr(module.nodes[called.callee], "name", "") == "getattr"


def held_words(module: ModuleFacts) -> frozenset[str]:
    """The names of what a module holds otherwise than by that name, hands over or gives back.

    Only a function that some module holds so can be called without its name.
    """
    return module.places.once(("held words",), lambda: _find_held_words(module))


def calls_about(module: ModuleFacts, words: frozenset[str]) -> Iterator[CallFacts]:
    """The calls of something by one of some words, those that hand it over, and those no word tells."""
    handed = module.places.once(("handed",), lambda: handed_by_word(module))
    for word in words if words.isdisjoint(held_words(module)) else ("", *words):
        yield from module.calls_by_word.get(word, ())
        yield from handed.get(word, ())


def _find_held_words(module: ModuleFacts) -> frozenset[str]:
    held = _held(module)
    renamed = ((name, value) for name, value in named_values(module) if value not in held)
    words = (_word(module, value) for value in held)
    others = (word for name, value in renamed if (word := _word(module, value)) != name)
    return frozenset((*words, *others)) - {""}


def _held(module: ModuleFacts) -> set[Value]:
    """What is handed over, held in something else, or given back."""
    nodes = module.nodes
    held: set[Value] = set()
    for fact in module.calls:
        node = nodes[fact.value]
        if isinstance(node, v.Call) and not keeps_the_form(module, node.callee):
            held.update(node.args)
            held.update(value for _, value in node.keywords)
    for value in module.places.of(*_HOLDING):
        held.update(operands(nodes[value]))
    for function in module.functions:
        held.update(function.returns, function.yields, (one.default for one in function.parameters))
    held.update(store.value for store in module.stores)
    for value in chain.from_iterable(one.attributes.values() for one in module.classes):
        node = nodes[value]
        if not isinstance(node, v.Function):  # what a class is given that is no method of its own
            held.update(node.args if isinstance(node, v.Call) else (value,))
    held.discard(NOTHING)
    return held


def may_be_untold(module: ModuleFacts, index: int) -> bool:
    """A function, class or operator's method may be called without its name, whoever holds it."""
    function = module.functions[index] if index >= 0 else None
    if function is None or function.name.startswith(("<", "__")):
        return True
    return not all(keeps_the_form(module, value) for value in function.decorators)


def _word(module: ModuleFacts, value: Value) -> str:
    """The name of what a value is read by; of a function, its own."""
    # Asked of most values of a project's candidates: most are told by their kind alone.
    node = module.nodes[value]
    kind = type(node)
    if kind is v.Free:
        node = _inner_function(module, node) or node
    if isinstance(node, v.Function):
        return module.functions[node.index].word
    if kind is v.Imported and isinstance(node, v.Imported) and not node.name:
        return node.module.rpartition(".")[2]
    return str(getattr(node, "name", "")) if kind in _NAMED else ""


def _inner_function(module: ModuleFacts, node: v.AnyNode) -> v.Function | None:
    """The function that a name of one around it stands for, if it is always the same."""
    around = module.functions[node.function].variables if isinstance(node, v.Free) else {}
    held = around.get(getattr(node, "name", ""), NOTHING)
    inner = module.nodes[held] if held != NOTHING else None
    return inner if isinstance(inner, v.Function) else None


def calls_within(module: ModuleFacts, index: int) -> tuple[CallFacts, ...]:
    """The calls of a function within another one, by the name that it has there."""
    calls = module.places.once(("inner calls",), lambda: _calls_of_inner(module))
    return calls.get(index, ())


def _calls_of_inner(module: ModuleFacts) -> dict[int, tuple[CallFacts, ...]]:
    found: list[tuple[int, CallFacts]] = []
    for fact in module.calls:
        call = module.nodes[fact.value]
        callee = module.root(call.callee) if isinstance(call, v.Call) else None
        called = callee if isinstance(callee, v.Function | None) else _inner_function(module, callee)
        if called is not None:
            found.append((called.index, fact))
    return grouped(found)


def is_confined(module: ModuleFacts, index: int) -> bool:
    """A function within another one is called there, and given to nobody: no other call can be of it."""
    function = module.functions[index] if index >= 0 else None
    if function is None or function.decorators or function.word == function.name:
        return False
    if module.nodes[module.functions[function.parent].variables.get(function.name, 0)] != v.Function(index):
        return False
    stands = (v.Function(index), v.Free(function.parent, function.name))
    numbers = [number for one in stands for number in module.uses.get(one, ())]
    held = module.places.once(("held",), lambda: _held(module).union(one for _, one in named_values(module)))
    return held.isdisjoint(numbers) and all(
        isinstance(user := module.nodes[number], v.Call) and user.callee == value
        for value in numbers
        for number in module.used_by.of(value)
    )
