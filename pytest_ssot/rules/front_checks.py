"""Checks that all requests pass before a view is run."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.assurances import if_there, is_missing, passes
from pytest_ssot.rules.kept_tokens import Step, Ways, own_object
from pytest_ssot.rules.other_requests import addresses_of, is_of_others
from pytest_ssot.rules.put_in_front import stands_before
from pytest_ssot.rules.run_before import REQUESTS, Front, fronts_of_application, fronts_of_view, layer_at
from pytest_ssot.rules.same_tokens import Token, along, identity, origin_of, rest_of


def is_verified_in_front(ways: Ways, site: Site, token: Token) -> bool:
    """The token is found in the request, and a function that all requests pass has verified it there."""
    steps = _steps_from_request(site.module, site.fact.function, token)
    if not steps:
        return False
    layer = layer_at(site.module, site.fact.function)
    for front in (*fronts_of_view(ways.links, site), *fronts_of_application(ways.links, site.module)):
        module, index = front.function.module, front.function.index
        if (module.path, index) == (site.module.path, site.fact.function):
            continue  # what reads the token is not in front of itself
        if layer and not stands_before(ways.links, site.module, layer_at(module, index), layer):
            continue
        if not ways.links.affords(site.module, 1 + len(module.calls_in.get(index, ()))):
            return False
        tokens = [along(one, way) for one in _requests(module, index, steps) for way in _spelled(steps)]
        tokens += [along(one, way) for one in _headers(module, index) for way in _in_headers(steps)]
        if lets_only_verified_through(ways, site, front, tokens):
            return True
    return False


def lets_only_verified_through(ways: Ways, site: Site, front: Front, tokens: list[Token]) -> bool:
    """Whoever is let through has passed a check of the token, has none, or asks for another view."""
    module = front.function.module
    checks = [one for known in tokens for one in ways.checks(front.function, known)]
    if not checks or not front.points:
        return False
    view, known = addresses_of(ways.links, site), frozenset(tokens)
    return all(
        any(passes(one, end, guards) for one in checks)
        or is_missing(module, guards, known)
        or is_of_others(ways.links, front.function, guards, view)
        for end, way in front.points
        for guards in if_there(module, way, checks, known)
    )


# -- requests ----------------------------------------------------------------------------------------

_MAKING = frozenset(["Request", "HTTPConnection", "WebSocket"])
"""The classes that make a request of what a server hands over."""

_MAKING_HEADERS = "Headers"
"""What makes the headers of a request of it."""

_ASKED_OF_VIEWS = frozenset(
    f"get_{one}" for one in ("cookie", "secure_cookie", "argument", "query_argument", "body_argument")
)
"""Methods of tornado's handlers that give a part of the request."""

_METADATA = "invocation_metadata"
"""What a call by gRPC comes with: an attribute of its details, a method of its context."""


def _steps_from_request(module: ModuleFacts, function: int, token: Token) -> tuple[Step, ...]:
    """The steps from the request to a token that is found in it; none if it is found elsewhere."""
    origin = origin_of(token)
    steps = rest_of(token, origin) or ()
    if isinstance(origin, v.Param) and origin.function == function:
        if origin == own_object(module, function):
            if _is_asked_of_view(steps):
                return steps
            return steps[1:] if steps[:1] == (("attribute", "request"),) else ()
        return steps if origin.name in REQUESTS else ()
    return steps if isinstance(origin, int) and _makes_request(module, origin) else ()


def _makes_request(module: ModuleFacts, value: Value) -> bool:
    """A value is a request, or what a call by gRPC comes with: `Request(scope)`."""
    node = module.nodes[value]
    word = getattr(module.nodes[node.callee], "name", "") if isinstance(node, v.Call) else ""
    if isinstance(node, v.Call) and word == "dict" and len(node.args) == 1:
        given = module.root(node.args[0])
        asked = module.nodes[given.callee] if isinstance(given, v.Call) else given
        return getattr(asked, "name", "") == _METADATA
    return word in _MAKING


def _is_asked_of_view(steps: tuple[Step, ...]) -> bool:
    """An object of a class of views asks itself what its request says: `self.get_cookie("session")`."""
    return any(kind == "attribute" and name in _ASKED_OF_VIEWS for kind, name in steps[:1])


def _requests(module: ModuleFacts, function: int, steps: tuple[Step, ...]) -> Iterator[Token]:
    """What is asked by these steps: the request, as a function is handed it, keeps it or makes it."""
    own = own_object(module, function)
    if own is not None:
        yield own if _is_asked_of_view(steps) else along(own, (("attribute", "request"),))
    for one in module.functions[function].parameters:
        if one.name in REQUESTS:
            yield v.Param(function, one.name)
    for fact in module.calls_in.get(function, ()):
        if _makes_request(module, fact.value):
            yield identity(module, fact.value)


def _headers(module: ModuleFacts, function: int) -> Iterator[Token]:
    """The headers that a function makes of what a server hands over: `Headers(scope=scope)`."""
    for fact in module.calls_in.get(function, ()):
        made = Site(module, fact).node
        of_scope = [name for name, _ in made.keywords] == ["scope"] and not made.args
        if of_scope and getattr(module.nodes[made.callee], "name", "") == _MAKING_HEADERS:
            yield identity(module, fact.value)


def _in_headers(steps: tuple[Step, ...]) -> list[tuple[Step, ...]]:
    """The ways to a part of the headers of a request, from the headers on."""
    return [way[1:] for way in _spelled(steps) if way[:1] == (("attribute", "headers"),)]


def _spelled(steps: tuple[Step, ...]) -> list[tuple[Step, ...]]:
    """The ways to a part of a request, whose headers may be asked for in small letters or large ones."""

    def respelled(change: str) -> tuple[Step, ...]:
        return tuple(
            (kind, getattr(name, change)()) if kind == "entry" and isinstance(name, str) else (kind, name)
            for kind, name in steps
        )

    changes = ("lower", "title") if ("attribute", "headers") in steps else ()
    return list(dict.fromkeys((steps, *map(respelled, changes))))
