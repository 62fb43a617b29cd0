"""Token objects whose content is read although nothing verified it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts, ModuleFacts
from pytest_ssot.facts.resolved import (
    NOWHERE,
    Alternatives,
    External,
    Parameter,
    Place,
    Resolved,
    needs_of,
    truth,
)
from pytest_ssot.facts.spans import Span
from pytest_ssot.facts.uses import first_argument
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.decisions import Seen, follow
from pytest_ssot.rules.libraries import ERRORS_WITH_TOKEN, OBJECTS, VERIFYING_METHODS
from pytest_ssot.rules.provisos import Proviso, both, least, proviso
from pytest_ssot.rules.wanted import needs_of_reading

GUARD = "valid"
"""The entry of `objects` that says whether the signature was checked."""


FAILED = "result"
"""The attribute of an error that carries the token whose signature was found wrong."""


class RawRead(msgspec.Struct, frozen=True):
    """An object's raw payload is read, as it happens in the call `seen`; `proviso` tells of checks.

    `token` is what the object was made of, if the same function tells, `holders` are what may check it.
    """

    place: Place
    subject: str
    seen: Seen
    proviso: Proviso
    token: Value = NOTHING
    holders: tuple[Value, ...] = ()


def guards_set(links: Links, module: ModuleFacts) -> Iterator[tuple[Place, str, int]]:
    """(place, what is set, function) where code itself says that an object was checked."""
    for store in module.stores:
        if store.item and store.name == GUARD:
            links.resolver.ask()
            for value in links.value(module, store.value):
                for target in links.value(module, store.target):
                    if truth(value) is True and _is_raw(target):
                        yield Place(module.path, store.at), "the guard of jwcrypto.jws.JWS", store.function


def raw_reads(links: Links, module: ModuleFacts) -> Iterator[RawRead]:
    """Every read of an object's raw payload that no check comes with."""
    for base, at in _payloads(module):
        site = _around(module, base, at)
        if site is not None:
            yield from _read(links, site, base, Place(module.path, at))


def _payloads(module: ModuleFacts) -> Iterator[tuple[Value, Span]]:
    """What has its entry "payload" read, and where."""
    for fact in module.calls_by_word.get("get", ()):
        site = Site(module, fact)
        callee = module.nodes[site.node.callee]
        if site.node.args and _is_payload(module, site.node.args[0]) and isinstance(callee, v.Attr):
            yield callee.base, site.node.at
    for node in (module.nodes[number] for number in module.places.of(v.Item, v.Attr)):
        if isinstance(node, v.Item) and _is_payload(module, node.key):
            yield node.base, node.at
        elif isinstance(node, v.Attr) and node.name == "payload":
            held = module.nodes[node.base]
            if isinstance(held, v.Attr) and held.name == FAILED:
                yield node.base, node.at


def _is_payload(module: ModuleFacts, key: Value) -> bool:
    name = module.nodes[key]
    return isinstance(name, v.Const) and name.value == "payload"


def _around(module: ModuleFacts, base: Value, at: Span) -> Site | None:
    """The innermost call around a read, or else the one that the object comes from, or the read itself."""
    inner = next(module.places.calls.around(at), None)
    if inner is not None:
        return Site(module, module.calls[inner])
    made = _origin(module, base)
    around = next(module.places.functions.around(at), -1)
    itself = Site(module, CallFacts(base, around)) if around >= 0 else None
    fact = module.places.made_by.get(made)
    return itself if fact is None else Site(module, fact)


def _origin(module: ModuleFacts, value: Value) -> Value:
    """The call that made an object, along one of the paths to it."""
    node = module.nodes[value]
    match node:
        case v.Attr(base=inner) | v.After(base=inner) | v.Refined(value=inner) | v.SetAttr(base=inner):
            return _origin(module, inner)
        case v.Choice(then=inner):
            return _origin(module, inner)
        case v.Phi(options=options) if options:
            return _origin(module, options[0])
    return value


def _read(links: Links, site: Site, base: Value, place: Place) -> Iterator[RawRead]:
    def needs(current: Site) -> frozenset[Parameter]:
        held = links.value(current.module, base, current.frames)
        found = needs_of(held)
        if any(_is_raw(one) for one in held):
            found |= _proviso(links, current, held, site.fact.function).needs
            token = _token(links, current) if is_call else NOTHING
            tests = [links.value(current.module, test, current.frames) for test, _ in current.fact.guards]
            found |= needs_of(*tests) if token == NOTHING else needs_of_reading(links, current, token)
        return found

    is_call = isinstance(site.module.nodes[site.fact.value], v.Call)
    links.resolver.ask()
    for seen in follow(links, site, needs):
        held = links.value(site.module, base, seen.site.frames)
        raw = next((one for one in held if isinstance(one, External) and _is_raw(one)), None)
        if raw is not None:
            missing = _proviso(links, seen.site, held, site.fact.function)
            if missing.off or not missing.has_check:
                subject = f'{raw.path.replace("()", "")}["payload"]'
                token, holders = _token(links, seen.site), tuple(_holders(site.module, base))
                yield RawRead(place, subject, seen, missing, token, holders)


def _holders(module: ModuleFacts, base: Value) -> Iterator[Value]:
    """The objects whose methods check what their `objects`, or those of their `token`, are."""
    for name in ("objects", "token"):
        node = module.root(base)
        if isinstance(node, v.Attr) and node.name == name:
            base = node.base
        yield base


def _token(links: Links, site: Site) -> Value:
    """The token that the only token object of a function was made of."""
    found: set[Value] = set()
    for fact in site.module.calls_in.get(site.fact.function, ()):
        made = Site(site.module, fact, site.frames)
        if made.word in _MAKERS and any(_is_of_object(callee) for callee in links.callees(made)):
            given = first_argument(made, "jwt", "token", "raw_jws")
            found |= {site.module.root_of(given)} if given != NOTHING else set()
    return found.pop() if len(found) == 1 else NOTHING


_MAKERS = ("deserialize", "from_jose_token", "JWT")


def _is_raw(value: object) -> bool:
    if not isinstance(value, External):
        return False
    if value.path.endswith(f"().{FAILED}"):
        return value.path.startswith(ERRORS_WITH_TOKEN)
    return value.path.endswith(".objects") and any(value.path.startswith(name) for name in OBJECTS)


def _proviso(links: Links, site: Site, held: Alternatives, function: int) -> Proviso:
    """Why the object may not have been checked, by a key it was made with or a method that was called."""
    keys = [key for one in held if isinstance(one, External) for key in _keys(one)]
    found = [_by_key(tuple(keys))] if keys else []
    for check in _checks(links, Site(site.module, site.fact, site.frames), function):
        found += _checked(links, check, proviso(links, check, site))
    for made in _made_elsewhere(links, held, (site.module.path, function)):
        for check in _checks(links, replace(made, frames=site.frames), made.fact.function):
            found += [] if check.fact.guards else _checked(links, check, Proviso())
    return least(found)


def _checks(links: Links, site: Site, function: int) -> Iterator[Site]:
    """The calls in a function of a site's module that may check a token object."""
    for fact in site.module.calls_in.get(function, ()):
        check = Site(site.module, fact, site.frames)
        if fact.swallowed or fact.handler or check.word not in _CHECKS:
            continue
        if any(_is_of_object(callee) for callee in links.callees(check)):
            yield check


def _checked(links: Links, check: Site, condition: Proviso) -> list[Proviso]:
    if check.word in VERIFYING_METHODS:
        return [condition]
    key = _by_key(links.arguments(check).get(1, "key"))
    return [both(condition, key)] if key.has_check else []


def _made_elsewhere(links: Links, held: Alternatives, here: tuple[str, int]) -> Iterator[Site]:
    """The calls that made the objects in other functions than the one that reads them."""
    for one in held:
        made: object = one
        while isinstance(made, External):
            place = made.arguments.place if made.arguments is not None else NOWHERE
            module = links.project.facts(place.path) if place.path else None
            for site in _calls_around(module, place.span) if module is not None else ():
                away = site.fact.function >= 0 and (place.path, site.fact.function) != here
                if away and site.place == place:
                    yield site
            made = made.base


def _calls_around(module: ModuleFacts, span: Span) -> Iterator[Site]:
    return (Site(module, module.calls[number]) for number in module.places.calls.around(span))


_CHECKS = frozenset({*VERIFYING_METHODS, "deserialize"})


def _is_of_object(callee: object) -> bool:
    return isinstance(callee, External) and callee.path.startswith(OBJECTS)


def _by_key(keys: Alternatives) -> Proviso:
    """An object that is given a key checks its token, unless the key is empty on some path."""
    off = tuple(key for key in keys if truth(key) is False)
    return Proviso(off, needs_of(keys), has_check=len(off) < len(keys))


def _keys(held: External) -> Iterator[Resolved]:
    made: object = held
    while isinstance(made, External):
        if made.arguments is not None:
            yield from made.arguments.keywords.get("key", ())
        made = made.base
