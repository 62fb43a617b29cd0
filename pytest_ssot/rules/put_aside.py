"""Answers that are only put beside what was read, under a name that nobody asks for."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.values import Value

_PUTTING = ("update", "setdefault", "__setitem__")
_ASKING = ("get", "pop", "getattr", "attrgetter", "itemgetter")


def is_put_aside(links: Links, site: Site) -> bool:
    """What a check answers is put into a mapping, `claims["verified"] = ok`, and nobody asks for it."""
    module, answer = site.module, site.fact.value
    names = set(_names_of(module, answer))
    used = module.users(answer)
    if not names or not all(isinstance(one, v.SetItem | v.Dict) or _puts(module, one) for one in used):
        return False
    tests = (test for fact in module.calls_in.get(site.fact.function, ()) for test, _ in fact.guards)
    if answer in tests:
        return False
    return not any(_is_asked_for(links, module, name) for name in names)


def _names_of(module: ModuleFacts, answer: Value) -> Iterator[str]:
    """The names under which a value is put into mappings."""
    for node in module.users(answer):
        if isinstance(node, v.SetItem) and node.value == answer:
            yield from _text(module, node.key)
        elif isinstance(node, v.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                yield from _text(module, key) if value == answer else ()
        elif isinstance(node, v.Call) and _puts(module, node):
            yield from (name for name, value in node.keywords if value == answer)


def _text(module: ModuleFacts, value: Value) -> Iterator[str]:
    node = module.nodes[value] if value != v.NOTHING else None
    if isinstance(node, v.Const) and isinstance(node.value, str):
        yield node.value


def _puts(module: ModuleFacts, node: v.AnyNode) -> bool:
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
    return isinstance(callee, v.Attr) and callee.name in _PUTTING


def _is_asked_for(links: Links, module: ModuleFacts, name: str) -> bool:
    """An entry or an attribute of a name is read in a module, or another file holds the word."""
    if any(path != module.path for path in links.beside(module, frozenset([name]))):
        return True
    for number in module.places.of(v.Item, v.Call, v.Attr):
        node = module.nodes[number]
        if isinstance(node, v.Item) and name in _text(module, node.key):
            return True
        if isinstance(node, v.Attr) and node.name == name:
            return True
        word = getattr(module.nodes[node.callee], "name", "") if isinstance(node, v.Call) else ""
        asked = node.args if isinstance(node, v.Call) and word in _ASKING else ()
        if any(name in _text(module, one) for one in asked):
            return True
    return False


__all__ = ["is_put_aside"]
