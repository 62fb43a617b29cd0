"""Arguments that a function may be handed by their place or by their name, and takes whichever it is."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.values import Value

EITHER = "either"
"""What stands for the holder of an argument that may be in `args` or in `kwargs`."""


Entries = frozenset[tuple[object, ...]]


def given_either_way(module: ModuleFacts, value: Value) -> Entries:
    """The entries of `*args` and `**kwargs` of which a value is one: `kwargs.get("token") or args[0]`."""
    known: dict[Value, Entries] = module.places.once(("given either way",), dict)
    if value not in known:
        known[value] = _given_either_way(module, value)
    return known[value]


def _given_either_way(module: ModuleFacts, value: Value) -> Entries:
    node = module.nodes[value]
    match node:
        case v.Boolean(op="or", operands=operands):
            return _all_of(module, operands)
        case v.Choice(then=then, other=other):
            return _all_of(module, (then, other))
        case v.Item(base=base, key=key) if isinstance(constant := module.nodes[key], v.Const):
            starred = _starred(module, base)
            return frozenset([(starred, "entry", constant.value)]) if starred is not None else frozenset()
        case v.Call(callee=callee, args=(key, *default)) if isinstance(
            asked := module.nodes[callee], v.Attr
        ) and isinstance(constant := module.nodes[key], v.Const):
            starred = _starred(module, asked.base) if asked.name == "get" else None
            if starred is None:
                return frozenset()
            named = frozenset([(starred, "entry", constant.value)])
            rest = [one for one in default if getattr(module.nodes[one], "value", "") is not None]
            others = _all_of(module, rest)
            return named | others if others or not rest else frozenset()
    return frozenset()


def _all_of(module: ModuleFacts, values: tuple[Value, ...] | list[Value]) -> Entries:
    """The entries that some values are, if all of them are."""
    found = [given_either_way(module, one) for one in values]
    return frozenset().union(*found) if all(found) else frozenset()


def _starred(module: ModuleFacts, value: Value) -> v.Param | None:
    """The parameter that takes all further arguments, if a value is one."""
    node = module.root(value)
    if not isinstance(node, v.Param):
        return None
    parameters = module.functions[node.function].parameters
    return node if any(one.name == node.name and one.kind[:1] == "*" for one in parameters) else None
