"""What parts of a text that was cut are compared with: words say that it is no token."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import any_reaches
from pytest_ssot.facts.values import NOTHING, Value

MOST_NEAR = 400
"""Operations after a cut that are looked through for what is done with its parts."""


def compared_with(module: ModuleFacts, cut: Value, parts: set[int]) -> list[str]:
    """The words that parts of a cut text, by the identity of their nodes, are compared with.

    Those are left out that other parts are only taken where a part is not equal to.
    """
    near = range(cut, min(cut + MOST_NEAR, len(module.nodes))) if parts else ()
    numbers = [number for number in near if id(module.nodes[number]) in parts]
    numbers += [number for number in near if _as_written(module, number) in numbers]
    tests = [user for number in numbers for user in module.used_by.of(number)]
    words: list[str] = []
    for test in tests:
        node = module.nodes[test]
        if isinstance(node, v.Compare) and node.op in _OUTCOMES:
            found = [*_words(module, node.left), *_words(module, node.right)]
            words += found if found and not _is_refused(module, cut, test, set(numbers)) else ()
    return words


_OUTCOMES = {"Eq": True, "Is": True, "In": True, "NotEq": False, "IsNot": False, "NotIn": False}
"""How each comparison comes out where a part is equal to a word, or is one of them."""


def _words(module: ModuleFacts, value: Value) -> list[str]:
    """The constant text that a value is, or those that are in it."""
    side = module.root(_held(module, value))
    held = [module.nodes[item] for item in side.items] if isinstance(side, v.Sequence) else [side]
    told = [node.value if isinstance(node, v.Const) else None for node in held]
    return [word for word in told if isinstance(word, str) and word]


def _is_refused(module: ModuleFacts, cut: Value, test: Value, parts: set[Value]) -> bool:
    """Other parts are handed on, and only where a comparison says that a part is not equal to a word."""
    equal = _OUTCOMES[getattr(module.nodes[test], "op", "")]
    others = [
        number
        for number in module.used_by.of(cut)
        if number not in parts and isinstance(module.nodes[number], v.Item)
    ]
    index = next(module.places.functions.around(module.span(test)), -1)
    ways = [
        fact.guards
        for fact in module.calls_in.get(index, ())
        if any(any_reaches(module, _handed(module, fact.value), one, frozenset()) for one in others)
    ]
    return any((test, not equal) in guards for guards in ways)


def _handed(module: ModuleFacts, call: Value) -> tuple[Value, ...]:
    node = module.nodes[call]
    return (*node.args, *(one for _, one in node.keywords)) if isinstance(node, v.Call) else ()


def _as_written(module: ModuleFacts, value: Value) -> Value:
    """What a call gives in other letters, or without blanks: `part.lower()`; NOTHING for anything else."""
    node = module.nodes[value]
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
    return callee.base if isinstance(callee, v.Attr) and callee.name in _WRITING else NOTHING


_WRITING = frozenset({"lower", "upper", "casefold", "strip"})


def _held(module: ModuleFacts, value: Value) -> Value:
    """What a name of the module holds, or the row that a set is made of; any other value as it is."""
    node = module.nodes[value]
    value = module.bindings.get(node.name, value) if isinstance(node, v.Name) else value
    node = module.nodes[value]
    made = isinstance(node, v.Call) and getattr(module.nodes[node.callee], "name", "") in ("frozenset", "set")
    return node.args[0] if made and isinstance(node, v.Call) and node.args else value


__all__ = ["compared_with"]
