"""Texts that are cut: at white space, behind a prefix, at a place."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.values import NOTHING, Value


def of_header(module: ModuleFacts, base: Value, key: Value) -> Value:
    """The text of which a part behind white space is taken: `header.split(" ")[1]` is the header's token."""
    cut, taken = module.root(base), module.nodes[key]
    callee = module.nodes[cut.callee] if isinstance(cut, v.Call) else None
    if not isinstance(cut, v.Call) or not isinstance(callee, v.Attr) or callee.name not in _CUTTING:
        return NOTHING
    first = module.nodes[cut.args[0]] if cut.args else None
    blank = first is None or (
        isinstance(first, v.Const) and (first.value is None or not str(first.value).strip())
    )
    behind = isinstance(taken, v.Const) and isinstance(taken.value, int) and taken.value != 0
    return callee.base if blank and behind else NOTHING


_CUTTING = ("split", "rsplit", "partition", "rpartition")


def uncut(module: ModuleFacts, value: Value) -> Value:
    node = module.nodes[value]
    return node.base if isinstance(node, v.Slice) else value


def cut_at(module: ModuleFacts, cut: v.Slice) -> tuple[object, ...] | None:
    """Where something is cut; None if that is not known."""
    ends = tuple(_number(module, one) for one in (cut.lower, cut.upper))
    return None if None in ends or cut.step != NOTHING else ends


def is_behind_scheme(first: object, last: object) -> bool:
    """What is left of a header behind its scheme, as `removeprefix("Bearer ")` leaves it.

    That is too short for claims to stand in it: those of what is left are those of the whole.
    """
    return last == "" and isinstance(first, int) and 0 < first <= len("Bearer ")


def _number(module: ModuleFacts, value: Value) -> object:
    """Where a text is cut: a number, or the length of a prefix; None if it is not known."""
    node = module.nodes[value] if value != NOTHING else None
    if node is None:
        return ""
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
    if (
        isinstance(node, v.Call)
        and isinstance(callee, v.Name)
        and callee.name == "len"
        and len(node.args) == 1
    ):
        prefix = getattr(module.nodes[node.args[0]], "value", None)
        return len(prefix) if isinstance(prefix, str | bytes) else None
    return node.value if isinstance(node, v.Const) else None
