"""Calls that no word tells, such as `table["x"]()`, and which functions they may be calls of."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.forms import keeps_the_form
from pytest_ssot.facts.module import ModuleFacts
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


def held_words(module: ModuleFacts) -> frozenset[str]:
    """The names of what a module holds otherwise than by that name, hands over or gives back.

    Only a function that some module holds so can be called without its name.
    """
    return frozenset(word for value in set(_held(module)) for word in _word(module, value))


def may_be_untold(module: ModuleFacts, index: int) -> bool:
    """A function, class or operator's method may be called without its name, whoever holds it."""
    function = module.functions[index] if index >= 0 else None
    if function is None or function.name.startswith(("<", "__")):
        return True
    return not all(keeps_the_form(module, value) for value in function.decorators)


def _held(module: ModuleFacts) -> Iterator[Value]:
    for fact in module.calls:
        node = module.nodes[fact.value]
        if isinstance(node, v.Call) and not keeps_the_form(module, node.callee):
            yield from operands(node)[1:]
    for value in module.places.of(*_HOLDING):
        yield from operands(module.nodes[value])
    for function in module.functions:
        yield from (*function.returns, *function.yields)
        yield from (one.default for one in function.parameters if one.default != NOTHING)
    yield from (store.value for store in module.stores)
    for names in (
        module.bindings,
        *(one.variables for one in module.functions),
        *(one.attributes for one in module.classes),
    ):
        yield from (value for name, value in names.items() if name not in _word(module, value))


def _word(module: ModuleFacts, value: Value) -> tuple[str, ...]:
    node = module.nodes[value]
    if isinstance(node, v.Attr | v.Name | v.Imported | v.Free):
        return (node.name,)
    if isinstance(node, v.Function):
        return (module.functions[node.index].name,)
    return ()
