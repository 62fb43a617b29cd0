"""Elements of rows: which one a call takes, and which one of a whole row is one of a part of it."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.values import NOTHING, AnyNode, Value


def taken_from(module: ModuleFacts, node: v.Call) -> tuple[Value, int] | None:
    """The row of which a call takes an element off, and which one: `next(iter(row))`, `row.pop(0)`."""
    callee = module.nodes[node.callee]
    if isinstance(callee, v.Attr) and callee.name in ("pop", "popleft"):
        if not isinstance(module.nodes[callee.base], v.Call):  # others may have been taken off before
            return None
        last = 0 if callee.name == "popleft" else -1
        number = constant_of(module, node.args[0]) if node.args else last
        return None if number is None else (callee.base, number)
    if not (_is_next(module, node) and node.args):
        return None
    value, rounds = node.args[0], 0
    while isinstance(after := module.nodes[value], v.After) and _is_next(module, module.nodes[after.call]):
        value, rounds = after.base, rounds + 1
    made = module.nodes[value]
    if isinstance(made, v.Call) and made.args and _word(module, made) == "iter":
        return made.args[0], rounds
    found = _within(module, made) if isinstance(made, v.Call) else None
    return None if found is None or found[1] is None else (found[0], found[1] + rounds)


def whole_of(module: ModuleFacts, node: AnyNode, index: int) -> tuple[Value, int | None] | None:
    """The row that a node is a part of, and the number in it of the element `index`, if that is told."""
    found = _within(module, node)
    if found is None:
        return None
    row, skipped = found
    if isinstance(node, v.DelItem) and skipped is not None:
        return row, index + int(0 <= skipped <= index)
    return row, None if skipped is None else index + skipped


def _within(module: ModuleFacts, node: AnyNode) -> tuple[Value, int | None] | None:
    """A row and how many of its elements are left out; of one that was deleted, its number."""
    match node:
        case v.Slice(base=base, lower=lower):
            return base, 0 if lower == NOTHING else constant_of(module, lower)
        case v.DelItem(base=base, key=key) if (number := constant_of(module, key)) is not None:
            return base, number
        case v.Call(args=(row, first, _, *_)) if _word(module, node) == "islice":
            return row, constant_of(module, first)
        case v.Call(args=(row, *_)) if _word(module, node) == "islice":
            return row, 0
    return None


def constant_of(module: ModuleFacts, value: Value) -> int | None:
    """The whole number that a value is written as."""
    node = module.nodes[value]
    return node.value if isinstance(node, v.Const) and type(node.value) is int else None


def _is_next(module: ModuleFacts, node: AnyNode) -> bool:
    return isinstance(node, v.Call) and _word(module, node) == "next"


def _word(module: ModuleFacts, node: v.Call) -> str:
    """The last word of what is called, unless it is a method."""
    callee = module.nodes[node.callee]
    base = module.nodes[callee.base] if isinstance(callee, v.Attr) else None
    plain = isinstance(callee, v.Name | v.Imported) or isinstance(base, v.Imported)
    return str(getattr(callee, "name", "")) if plain else ""
