"""Requests that are none for a certain view: those of other addresses, and what browsers ask before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site, Suspicion
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    ClassRef,
    Frames,
    FunctionRef,
    Instance,
    Known,
    Row,
)
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.implications import implied
from pytest_ssot.rules.made_objects import as_it_is, objects_of

_PATHS = frozenset(["path", "path_info", "full_path", "raw_path"])
_ENDPOINTS = frozenset(["endpoint", "url_name", "view_name"])
"""Attributes of a request that tell by which address, and by which name of a view, it was made."""

_ASKED_BEFORE = frozenset(["OPTIONS"])
"""Methods of requests that browsers make without any token."""

_SLASHES_OF_GRPC = 2
"""How a call by gRPC says which method it is for: `/shop.Orders/Get`."""


class Addresses(msgspec.Struct, frozen=True):
    """By which paths and names a view is asked for, as far as that is seen."""

    paths: frozenset[str]
    names: frozenset[str]


def addresses_of(links: Links, site: Site) -> Addresses:
    """The addresses of the view in which a call is made, or of those that call its function."""
    own = _addresses(links, site.module, site.fact.function)
    found, seen = [own], {(site.module.path, site.fact.function)}
    queue = [site] if not own.paths else []
    while queue and len(seen) < MOST_VIEWS:
        inner = queue.pop()
        for caller, _ in links.callers((inner.module.path, inner.fact.function), Suspicion()):
            key = caller.module.path, caller.fact.function
            if key in seen or key[1] < 0 or is_test(key[0]):
                continue
            seen.add(key)
            found.append(_addresses(links, caller.module, key[1]))
            queue += [] if found[-1].paths else [caller]
    return Addresses(
        frozenset(one for each in found for one in each.paths),
        frozenset(one for each in found for one in each.names),
    )


MOST_VIEWS = 40
"""Functions that call each other which are looked at for the views that a call is made for."""


def _addresses(links: Links, module: ModuleFacts, index: int) -> Addresses:
    function = module.functions[index]
    paths = {text for value in function.decorators for text in _texts(module, value)}
    names = {function.name}
    owner = module.classes[function.owner].name if function.owner >= 0 else ""
    names |= {owner} - {""}
    for home in links.naming(module, owner or function.name) if not paths else ():
        for number in home.places.named.get(owner or function.name, ()):
            for user in home.used_by.of(number):
                paths |= set(_texts(home, user))
    return Addresses(frozenset(paths), frozenset(names))


def _texts(module: ModuleFacts, value: Value) -> Iterator[str]:
    """The path with which a view is registered: `@app.get("/me")`, `Route("/me", me)`, `(r"/me", Me)`."""
    node = module.nodes[value]
    given = node.args if isinstance(node, v.Call) else node.items if isinstance(node, v.Sequence) else ()
    for one in given[:2]:
        text = getattr(module.nodes[one], "value", None)
        if isinstance(text, str) and (text.startswith("/") or isinstance(node, v.Sequence)):
            yield text


def is_of_others(links: Links, function: FunctionRef, guards: Guards, view: Addresses) -> bool:
    """Tests on the way to a place of a function show that a request is for another view.

    What its own object tells, each one tells that is seen to be made.
    """
    tests, facts = list(implied(function.module, guards)), function.facts

    def tells(frames: Frames) -> bool:
        value = partial(links.value, function.module, frames=frames)
        return any(_tells(value, function.module, test, outcome, view) for test, outcome in tests)

    if tells(NO_FRAMES) or facts.owner < 0 or not facts.parameters:
        return tells(NO_FRAMES)
    cls = function.bound.cls if isinstance(function.bound, Instance) else None
    made = objects_of(links, cls or ClassRef(function.module, facts.owner, {}))
    return bool(made) and all(
        tells({function.key: {facts.parameters[0].name: (as_it_is(one),)}}) for one in made
    )


Valuing = Callable[[Value], Alternatives]
"""What a value may be."""


def _tells(valued: Valuing, module: ModuleFacts, test: Value, outcome: bool, view: Addresses) -> bool:
    node = module.nodes[test]
    match node:
        case v.Boolean(op="or", operands=parts) if outcome:
            return all(_tells(valued, module, one, outcome, view) for one in parts)
        case v.Refined(value=inner):
            return _tells(valued, module, inner, outcome, view)
        case v.Compare(op="In" | "Eq" as op, left=asked, right=among) if outcome:
            return _is_of_others(module, asked, _said(valued, among, whole=op == "In"), view)
        case v.Compare(op="NotIn" | "NotEq" as op, left=asked, right=among) if not outcome:
            return _is_of_others(module, asked, _said(valued, among, whole=op == "NotIn"), view)
        case v.Compare(op="NotIn" | "NotEq" as op, left=asked, right=among) if _is_kind(module, asked):
            return not _KINDS.isdisjoint(_said(valued, among, whole=op == "NotIn") or ())
        case v.Call(callee=callee, args=[beginning]) if outcome:
            method = module.nodes[callee]
            if isinstance(method, v.Attr) and method.name == "startswith" and _is_path(module, method.base):
                said = tuple(_said(valued, beginning, whole=True) or ())
                return bool(said and view.paths) and not any(path.startswith(said) for path in view.paths)
    return False


def _is_of_others(module: ModuleFacts, asked: Value, said: frozenset[str] | None, view: Addresses) -> bool:
    """What a request asks for is one of some texts, none of which is an address of the view."""
    name = getattr(module.root(asked), "name", "")
    if not said:
        return said is not None  # nothing is among nothing
    if name == "method":
        called = {text.rpartition("/")[2] for text in said if text.count("/") == _SLASHES_OF_GRPC}
        return said <= _ASKED_BEFORE or (len(called) == len(said) and view.names.isdisjoint(called))
    if _is_kind(module, asked):
        return said.isdisjoint(_KINDS)
    if name in _ENDPOINTS:
        return view.names.isdisjoint(text.rpartition(".")[2] for text in said)
    return _is_path(module, asked) and bool(view.paths) and view.paths.isdisjoint(said)


def _is_kind(module: ModuleFacts, value: Value) -> bool:
    """A server tells what it wants of an application: `scope["type"]`."""
    node = module.root(value)
    return isinstance(node, v.Item) and getattr(module.nodes[node.key], "value", None) == "type"


_KINDS = frozenset(["http"])
"""What views answer."""


def _is_path(module: ModuleFacts, value: Value) -> bool:
    return getattr(module.root(value), "name", "") in _PATHS


def _said(valued: Valuing, value: Value, *, whole: bool) -> frozenset[str] | None:
    """The texts that a value is, or holds; None if not all of them are known."""
    held, found = valued(value), set[str]()
    for one in held:
        if isinstance(one, Row) and whole and not one.rest:
            items = [each for item in one.items for each in item]
        elif isinstance(one, Known):
            items = [one]
        else:
            return None
        texts = {each.value for each in items if isinstance(each, Known) and isinstance(each.value, str)}
        if len(texts) < len({id(each) for each in items}):
            return None
        found |= texts
    return frozenset(found) if held else None
