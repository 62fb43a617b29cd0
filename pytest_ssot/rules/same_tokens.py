"""Whether two values are the same token, and what calls hand on of one."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.uses import first_argument
from pytest_ssot.facts.values import NOTHING, Value

_SAME_TOKEN = frozenset(["encode", "decode", "strip", "lstrip", "rstrip", "removeprefix"])
"""Methods whose result is still the same token."""


def is_same_token(module: ModuleFacts, site: Site, token: Value) -> bool:
    """A call is handed the token as its first argument."""
    given = first_argument(site, "jwt", "token", "value")
    return given != NOTHING and identity(module, given) == identity(module, token)


def identity(module: ModuleFacts, value: Value) -> object:
    """What tells whether two values of one function are the same object."""
    if value == NOTHING:
        return None
    root = root_of(module, value)
    node = module.nodes[root]
    if isinstance(node, v.Attr):
        return (identity(module, node.base), node.name)
    if isinstance(node, v.Item) and isinstance(module.nodes[node.key], v.Const):
        key = module.nodes[node.key]
        return (identity(module, node.base), "[]", getattr(key, "value", None))
    return node if isinstance(node, v.Param | v.Free) else root


def root_of(module: ModuleFacts, value: Value) -> Value:
    """The value a token was before it was encoded, stripped or tested."""
    node = module.nodes[value]
    if isinstance(node, v.Refined):
        return root_of(module, node.value)
    if isinstance(node, v.After):
        return root_of(module, node.base)
    if isinstance(node, v.Call):
        callee = module.nodes[node.callee]
        if isinstance(callee, v.Attr) and callee.name in _SAME_TOKEN:
            return root_of(module, callee.base)
    return value


def given_for(caller: Site, names: list[str], name: str) -> Value:
    """What a call gives for the parameter `name`; the object of a method is not among its arguments."""
    by_name = dict(keywords(caller))
    if name in by_name:
        return by_name[name]
    position = names.index(name) - (names[0] in ("self", "cls"))
    return caller.node.args[position] if position < len(caller.node.args) else NOTHING


def keywords(site: Site) -> Iterator[tuple[str, Value]]:
    """What a call gives by name, also by a dict display that is spread."""
    nodes = site.module.nodes
    for name, value in site.node.keywords:
        spread = site.module.root(value)
        if not name and isinstance(spread, v.Dict):
            for key, entry in zip(spread.keys, spread.values, strict=True):
                constant = nodes[key] if key != NOTHING else None
                if isinstance(constant, v.Const) and isinstance(constant.value, str):
                    yield constant.value, entry
        else:
            yield name, value
