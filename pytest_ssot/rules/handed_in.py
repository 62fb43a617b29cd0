"""Which tokens a function knows that it is handed: also through `*args`, or behind what `partial` gave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links
from pytest_ssot.facts.resolved import FunctionRef, Partial
from pytest_ssot.facts.sites import Site
from pytest_ssot.rules.entered_functions import functions_called, named_alike, prepared
from pytest_ssot.rules.same_tokens import (
    Token,
    along,
    given_for_each,
    identity,
    keywords,
    known_around,
    rest_of,
)


class Entered(NamedTuple):
    """A function that a call enters, the tokens it is handed, and what `partial` made of it, if it did."""

    function: FunctionRef
    tokens: frozenset[Token]
    made: Partial | None = None


def entered(links: Links, site: Site, token: Token, *, guessed: bool = False) -> list[Entered]:
    """The functions of the project that a call enters, with what a token of the caller is within them.

    With `guessed`, also those that are handed one and that it may enter by its word, if no others are known.
    """
    called = [Entered(one, inside(site, one, token)) for one in functions_called(links, site)]
    called += [
        Entered(one, _behind(site, one, made, token), made)
        for made in prepared(links, site)
        for one in made.callee
        if isinstance(one, FunctionRef)
    ]
    if called or not guessed:
        return called
    alike = (Entered(one, inside(site, one, token)) for one in named_alike(links, site))
    return [one for one in alike if one.tokens]


def _behind(site: Site, function: FunctionRef, made: Partial, token: Token) -> frozenset[Token]:
    """What a token is for a function that `partial` has given its first arguments."""
    names = [parameter.name for parameter in function.facts.parameters if parameter.kind[:1] != "*"]
    known = len(made.arguments.positional) + (names[:1] in (["self"], ["cls"]))
    given = {**dict(zip(names[known:], site.node.args, strict=False)), **dict(keywords(site))}
    steps = {name: rest_of(token, identity(site.module, value)) for name, value in given.items() if name}
    return frozenset(
        along(v.Param(function.index, name), one) for name, one in steps.items() if one is not None
    )


def inside(site: Site, function: FunctionRef, token: Token, skipped: int = 0) -> frozenset[Token]:
    """What a token of the caller is within the function that a call enters, if it is handed there.

    So many arguments come before those of the function, where it is itself handed over.
    """
    names = [parameter.name for parameter in function.facts.parameters]
    found = set[Token]()
    for name, given in given_for_each(site, names, skipped):
        holder = identity(site.module, given)
        steps = rest_of(token, holder) if holder is not None else None
        if steps is not None:
            found.add(along(v.Param(function.index, name), steps))
    found.update(_handed_through(site, function, token, skipped))
    if function.module is site.module:
        found.update(known_around(site, function.index, token))
    return frozenset(found)


def _handed_through(site: Site, function: FunctionRef, token: Token, skipped: int) -> Iterator[Token]:
    """What a token is for a function that is handed it by `*args`, or that takes it so."""
    parameters = function.facts.parameters
    first = int(bool(parameters) and parameters[0].name in ("self", "cls"))
    by_place = [one.name for one in parameters[first:] if one.kind in ("positional", "normal")]
    rest = next((one.name for one in parameters if one.kind == "*"), "")
    named = {one.name for one in parameters if one.kind in ("keyword", "normal")}
    others = next((one.name for one in parameters if one.kind == "**"), "")

    def at(place: int, steps: tuple[tuple[object, ...], ...]) -> Iterator[Token]:
        if place < len(by_place):
            yield along(v.Param(function.index, by_place[place]), steps)
        elif rest:
            yield along(v.Param(function.index, rest), (("entry", place - len(by_place)), *steps))

    for place, value in enumerate(site.node.args[skipped:]):
        node = site.module.nodes[value]
        if isinstance(node, v.Star):
            steps = rest_of(token, identity(site.module, node.value))
            part = steps[0][1] if steps and steps[0][0] == "entry" else None
            if steps and isinstance(part, int):
                yield from at(place + part, steps[1:])
            break
        steps = rest_of(token, identity(site.module, value))
        if steps is not None and place >= len(by_place):
            yield from at(place, steps)
    for name, value in site.node.keywords:
        steps = rest_of(token, identity(site.module, value))
        part = name or (steps[0][1] if steps and steps[0][0] == "entry" else None)
        if steps is None or not isinstance(part, str):
            continue
        steps = steps if name else steps[1:]
        if not name and part in named:
            yield along(v.Param(function.index, part), steps)
        elif part not in named and others:
            yield along(v.Param(function.index, others), (("entry", part), *steps))
