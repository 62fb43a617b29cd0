"""Calls that no word tells, such as `table["x"]()`, and which functions they may be calls of."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.call_index import handed_by_word
from pytest_ssot.facts.forms import keeps_the_form
from pytest_ssot.facts.module import CallFacts, ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.sites import Site
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
    held.discard(NOTHING)
    renamed = (
        (name, value)
        for names in (
            module.bindings,
            *(one.variables for one in module.functions),
            *(one.attributes for one in module.classes),
        )
        for name, value in names.items()
        if value not in held
    )
    words = (_word(module, value) for value in held)
    others = (word for name, value in renamed if (word := _word(module, value)) != name)
    return frozenset((*words, *others)) - {""}


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
    if kind in _NAMED:
        return str(getattr(node, "name", ""))
    return module.functions[node.index].name if isinstance(node, v.Function) else ""
