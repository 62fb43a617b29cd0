"""Objects of which attributes or entries were set: what else is found in them is what it was before."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.values import NOTHING, Value

Changed = frozenset[tuple[str, object]]
"""The attributes and entries that were set: `("attribute", name)`, `("entry", key)`."""

BUT = "but"
"""The step to an object as it is once something of it was set: `(object, BUT, what)`."""

COPYING = frozenset(
    [
        *("dataclasses.replace", "copy.replace", "copy.copy", "copy.deepcopy", "msgspec.structs.replace"),
        *(f"{module}.{word}" for module in ("attr", "attrs") for word in ("evolve", "assoc")),
    ]
)
"""Calls that give an object like the one they are handed, but for what they are told by name."""

COPYING_THEMSELVES = frozenset(["_replace", "model_copy", "evolve"])
"""Methods that give an object like their own, but for what they are told by name."""

MOST_CHANGES = 40
"""Changes in a row beyond which an object is known by itself alone."""


def before_changes(module: ModuleFacts, value: Value) -> tuple[Value, Changed]:
    """An object before attributes or entries of it, or a copy, were set, and which; itself if not known."""
    found = set[tuple[str, object]]()
    current = value
    for _ in range(MOST_CHANGES):
        node = module.nodes[current]
        match node:
            case v.SetAttr(base=base, name=name):
                found.add(("attribute", name))
                current = base
            case v.SetItem(base=base, key=key):
                constant = module.nodes[key]
                if not isinstance(constant, v.Const):
                    return value, frozenset()
                found.add(("entry", constant.value))
                current = base
            case v.After(base=base) | v.Refined(value=base):
                current = base
            case v.Call() if (copy := _copied(module, node)) is not None:
                current, told = copy
                found |= told
            case _:
                return current, frozenset(found)
    return value, frozenset()


def _copied(module: ModuleFacts, call: v.Call) -> tuple[Value, Changed] | None:
    """What a call gives a copy of, and what it sets there; None for any other call, or if all may be."""
    callee, told = module.nodes[call.callee], [name for name, _ in call.keywords]
    if isinstance(callee, v.Attr) and callee.name in COPYING_THEMSELVES and not call.args:
        base = callee.base
        told = [*(one for one in told if one != "update"), *_named_in(module, dict(call.keywords))]
    elif len(call.args) == 1 and _path(module, callee) in COPYING:
        base = call.args[0]
    else:
        return None
    return None if "" in told else (base, frozenset(("attribute", name) for name in told))


def _named_in(module: ModuleFacts, told: dict[str, Value]) -> Iterator[str]:
    """The names in the mapping that a copy is told as its `update`; empty for one that is not known."""
    if "update" not in told:
        return
    node = module.nodes[told["update"]]
    for key in node.keys if isinstance(node, v.Dict) else (NOTHING,):
        constant = module.nodes[key] if key != NOTHING else None
        yield str(constant.value) if isinstance(constant, v.Const) else ""


def _path(module: ModuleFacts, node: v.AnyNode) -> str:
    """The dotted name of what a call calls, as an import tells it; empty where none does."""
    if isinstance(node, v.Attr):
        holder = _path(module, module.root(node.base))
        return f"{holder}.{node.name}" if holder else ""
    if isinstance(node, v.Name) and node.name in module.bindings:
        node = module.root(module.bindings[node.name])
    return ".".join(filter(None, (node.module, node.name))) if isinstance(node, v.Imported) else ""


def apart(token: object) -> tuple[object, Changed]:
    """What an object was before it was changed, and what was set; nothing for any other token."""
    found: Changed = frozenset()
    while isinstance(token, tuple) and token[1] == BUT:
        found |= token[2]
        token = token[0]
    return token, found


def together(tokens: set[object]) -> object:
    """One object that may have been changed in several ways; None if they are several objects."""
    parts = [apart(one) for one in tokens]
    if len({one for one, _ in parts}) != 1:
        return None
    return with_changes(parts[0][0], frozenset().union(*(changes for _, changes in parts)))


def with_changes(token: object, changes: Changed) -> object:
    """An object as it is once something of it was set."""
    return (token, BUT, changes) if changes else token
