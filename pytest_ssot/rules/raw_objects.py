"""Token objects whose content is read although nothing verified it."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import External, Place, truth
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.libraries import OBJECTS, VERIFYING_METHODS

GUARD = "valid"
"""The entry of `objects` that says whether the signature was checked."""


def raw_reads(links: Links, module: ModuleFacts) -> Iterator[tuple[Place, str, int]]:
    """(place, what is read, function) of every read of an object's raw payload before a check."""
    for fact in module.calls:
        site = Site(module, fact)
        if site.word == "get" and site.node.args and _is_payload(module, site.node.args[0]):
            callee = module.nodes[site.node.callee]
            if isinstance(callee, v.Attr):
                yield from _read(links, module, callee.base, site.node.at, fact.function)
    for node in module.nodes:
        if isinstance(node, v.Item) and _is_payload(module, node.key):
            yield from _read(links, module, node.base, node.at, _function_at(module, node.at))
    for store in module.stores:
        if store.item and store.name == GUARD:
            links.resolver.ask()
            for value in links.value(module, store.value):
                for target in links.value(module, store.target):
                    if truth(value) is True and _is_raw(target):
                        yield Place(module.path, store.at), "the guard of jwcrypto.jws.JWS", store.function


def _is_payload(module: ModuleFacts, key: Value) -> bool:
    name = module.nodes[key]
    return isinstance(name, v.Const) and name.value == "payload"


def _read(
    links: Links, module: ModuleFacts, base: Value, at: v.Span, function: int
) -> Iterator[tuple[Place, str, int]]:
    links.resolver.ask()
    for held in links.value(module, base):
        if isinstance(held, External) and _is_raw(held) and not _checked(links, module, held, function):
            yield Place(module.path, at), f'{held.path.replace("()", "")}["payload"]', function


def _is_raw(value: object) -> bool:
    if not isinstance(value, External) or not value.path.endswith(".objects"):
        return False
    return any(value.path.startswith(name) for name in OBJECTS)


def _checked(links: Links, module: ModuleFacts, held: External, function: int) -> bool:
    """The object was made with a key, or a method that checks it is called in the same function."""
    made: object = held
    while isinstance(made, External):
        arguments = made.arguments
        if arguments is not None and any(
            truth(key) is not False for key in arguments.keywords.get("key", ())
        ):
            return True
        made = made.base
    for fact in module.calls:
        site = Site(module, fact)
        if fact.function != function or fact.swallowed or fact.handler:
            continue
        for callee in links.callees(site):
            if isinstance(callee, External) and any(callee.path.startswith(name) for name in OBJECTS):
                if site.word in VERIFYING_METHODS:
                    return True
                keys = links.arguments(site).get(1, "key")
                if site.word == "deserialize" and any(truth(key) is not False for key in keys):
                    return True
    return False


def _function_at(module: ModuleFacts, at: v.Span) -> int:
    """The innermost function around a place."""
    around = [
        (function.whole[2] - function.whole[0], index)
        for index, function in enumerate(module.functions)
        if function.whole[:2] <= at[:2] and at[2:] <= function.whole[2:]
    ]
    return min(around)[1] if around else -1
