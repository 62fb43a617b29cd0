"""Who calls a function: past what decorates it, and for the methods in whose place one stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function, derives_from, lineage
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts, ModuleFacts
from pytest_ssot.facts.resolved import (
    Alternatives,
    ClassRef,
    FunctionKey,
    FunctionRef,
    Instance,
    Opaque,
    Partial,
    Resolved,
)
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.sites import is_of_itself
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.same_tokens import Token, given_for, origin_of, outside

Caller = tuple[Site, Resolved]
"""A call, and the function as it is called there."""

MOST_ACCESSES = 40
"""Places where one property is asked for that are looked at."""


def past_decorators(links: Links, module: ModuleFacts, index: int) -> list[Caller]:
    """The calls of a function: only those in what decorates it, if that stands between it and all others."""
    return [one for group in by_decorator(links, module, index) for one in group]


def but_replaced(
    links: Links, key: FunctionKey, callers: list[Caller], names: frozenset[str]
) -> list[Caller]:
    """The calls of a function that its own decorators make, and those others that hand over one of `names`.

    All others are calls of what a decorator has put in its place, which hands over what they do not.
    """
    module = links.project.facts(key[0]) if key[1] >= 0 else None
    function = module.functions[key[1]] if module is not None else None
    if module is None or function is None or not function.decorators or len(callers) == 1:
        return callers
    around: set[FunctionKey | None] = set()
    for decorator in function.decorators:
        node = module.nodes[decorator]
        asked = node.callee if isinstance(node, v.Call) else decorator
        around.update(_run_by(links, one) for one in links.value(module, asked))
    inside = [number for number, one in enumerate(callers) if not around.isdisjoint(_enclosing(one[0]))]
    if not inside:
        return callers
    parameters = [one.name for one in function.parameters]
    return [
        one
        for number, one in enumerate(callers)
        if number in inside or not names.isdisjoint(_given_by(*one, parameters))
    ]


def _given_by(caller: Site, callee: Resolved, parameters: list[str]) -> Iterator[str]:
    """The parameters that a call may hand something over for; all of them where it spreads something."""
    node = caller.node
    spread = any(isinstance(caller.module.nodes[one], v.Star) for one in node.args)
    if spread or any(not name for name, _ in node.keywords) or not isinstance(callee, FunctionRef):
        yield from parameters
        return
    yield from (name for name, _ in node.keywords)
    yield from parameters[: len(node.args) + (callee.bound is not None)]


def by_decorator(links: Links, module: ModuleFacts, index: int) -> list[list[Caller]]:
    """The calls of a function, those in each of its decorators apart: a call passes through all of them."""
    function = module.functions[index]
    callers = callers_of(links, module, index)
    groups: dict[frozenset[FunctionKey | None], list[Caller]] = {}
    for decorator in function.decorators:
        node = module.nodes[decorator]
        asked = node.callee if isinstance(node, v.Call) else decorator
        around = frozenset(_run_by(links, one) for one in links.value(module, asked))
        if around not in groups and links.can_go_through(module, len(callers)):
            groups[around] = [one for one in callers if not around.isdisjoint(_enclosing(one[0]))]
    return [group for group in groups.values() if group] or [callers]


def _run_by(links: Links, decorator: Resolved) -> FunctionKey | None:
    """The function in which a decorator calls what it decorates, or one around that."""
    if isinstance(decorator, Instance | ClassRef):
        cls = decorator.cls if isinstance(decorator, Instance) else decorator
        decorator = class_function(links.resolver, cls, "__call__") or decorator
    return decorator.key if isinstance(decorator, FunctionRef) else None


def callers_of(links: Links, module: ModuleFacts, index: int) -> list[Caller]:
    """Who calls a function, or the method of a base class in whose place it stands, in the program itself."""
    function = module.functions[index]
    callers = of_program(module, links.callers((module.path, index)))
    if callers or function.owner < 0:
        return callers
    bases = lineage(links.resolver, ClassRef(module, function.owner, {}))[1:]
    for base in bases:
        method = class_function(links.resolver, base, function.name) if isinstance(base, ClassRef) else None
        if method is not None:
            return of_program(module, links.callers(method.key))
    return []


def of_program(module: ModuleFacts, callers: list[Caller]) -> list[Caller]:
    """Those calls of a module's function that are no test's: what tests hand over tells of no one else."""
    return [one for one in callers if is_test(module.path) or not is_test(one[0].module.path)]


def _enclosing(site: Site) -> Iterator[tuple[str, int]]:
    index = site.fact.function
    while index >= 0:
        yield (site.module.path, index)
        index = site.module.functions[index].parent


def accesses(links: Links, module: ModuleFacts, index: int) -> list[tuple[Site, Value]]:
    """Where a property is asked for, as if it were called there, and the object that is asked."""
    function = module.functions[index]
    return asked_for(links, ClassRef(module, function.owner, {}), function.name)


def asked_for(links: Links, cls: ClassRef, name: str) -> list[tuple[Site, Value]]:
    """Where an attribute of an object of a class is asked for, as if that were a call, and the object.

    Nothing is known of the tests on the way.
    """
    found: list[tuple[Site, Value]] = []
    for home in links.naming(cls.module, name):
        for number in home.places.of(v.Attr):
            node = home.nodes[number]
            if not isinstance(node, v.Attr) or node.name != name:
                continue
            if any(_may_be_of(links, one, cls) for one in links.value(home, node.base)):
                inner = next(home.places.functions.around(node.at), -1)
                found.append((Site(home, CallFacts(number, inner)), node.base))
    return found if len(found) <= MOST_ACCESSES else []


def _may_be_of(links: Links, value: Resolved, cls: ClassRef) -> bool:
    """A value is an object of a class, or may be one."""
    if not isinstance(value, Instance):
        return isinstance(value, Opaque)
    return derives_from(links.resolver, value.cls, cls)


def given_in(site: Site, token: Token) -> v.Param | None:
    """The parameter of the function of a call in which a token is found."""
    given = origin_of(token)
    return given if isinstance(given, v.Param) and given.function == site.fact.function else None


def handing_over(links: Links, module: ModuleFacts, given: v.Param) -> list[tuple[Site, Value]]:
    """The calls of a parameter's function, each with what it hands over for it, or NOTHING."""
    names = [one.name for one in module.functions[given.function].parameters]
    callers = callers_of(links, module, given.function)
    return [(caller, given_for(caller, names, given.name)) for caller, _ in callers]


def outside_of(
    links: Links, site: Site, caller: Site, callee: Resolved | None, token: Token
) -> list[tuple[Token, Value]]:
    """What a token that a function is handed may be for its caller, and the value if it is handed as such."""
    parameters = site.module.functions[site.fact.function].parameters
    skipped = _skipped_by(links, caller, callee, (site.module.path, site.fact.function))
    return outside(caller, parameters, token, skipped) or [(None, NOTHING)]


def decorates_uncalled(links: Links, site: Site, callers: Iterable[Caller]) -> bool:
    """A decorator stands in the place of functions that nobody is seen to call: a framework does."""
    around = (site.module.path, site.module.functions[site.fact.function].parent)
    decorated = links.in_place_of(site.module, site.fact.function) if around[1] >= 0 else []

    def of_closure(one: Resolved) -> set[FunctionKey]:
        held = one.frames.get(around, {}) if isinstance(one, FunctionRef) else {}
        return set().union(*map(_functions, held.values()))

    own = site.module.path, site.fact.function
    others = (callee for one, callee in callers if (one.module.path, one.fact.function) != own)
    seen = set().union(*map(of_closure, others))
    return any(not of_closure(one) <= seen for one in decorated)


def on_own_class(links: Links, site: Site, caller: Site) -> Site:
    """A method that calls one of its own object, which a derived class has: it is an object of that class."""
    owner = site.module.functions[site.fact.function].owner
    around = caller.module.functions[caller.fact.function] if caller.fact.function >= 0 else None
    key = (caller.module.path, caller.fact.function)
    if owner < 0 or around is None or around.owner < 0 or not is_of_itself(caller) or key in caller.frames:
        return caller
    cls, base = ClassRef(site.module, owner, {}), ClassRef(caller.module, around.owner, {})
    if cls.key == base.key or not derives_from(links.resolver, cls, base):
        return caller
    held: Alternatives = (Instance(cls, {}),)
    return replace(caller, frames={**caller.frames, key: {around.parameters[0].name: held}})


def is_of_closure(site: Site, callee: Resolved) -> bool:
    """A function within another one, as it is called, is the one in which a call is made.

    What a decorator makes of one function is not what it makes of others.
    """
    around = (site.module.path, site.module.functions[site.fact.function].parent)
    own = site.frames.get(around, {})
    other = callee.frames.get(around, {}) if isinstance(callee, FunctionRef) else {}
    pairs = ((_functions(held), _functions(other.get(name, ()))) for name, held in own.items())
    return not any(one and two and one.isdisjoint(two) for one, two in pairs)


def _functions(held: Alternatives) -> set[tuple[str, int]]:
    return {one.key for one in held if isinstance(one, FunctionRef)}


def _skipped_by(links: Links, caller: Site, callee: Resolved | None, function: FunctionKey) -> int:
    """How many arguments come before those of a function that a call hands over, itself included.

    A method that is called as a function is handed its object first. Of what a partial call makes, some
    arguments were given before.
    """
    if isinstance(callee, Partial) and not callee.handed:
        return -len(callee.arguments.positional)
    if isinstance(callee, FunctionRef):
        named = isinstance(caller.module.nodes[caller.node.callee], v.Attr | v.Name | v.Imported)
        itself = [one.name for one in callee.facts.parameters[:1]] in (["self"], ["cls"])
        return int(itself and callee.bound is None and not named)
    for position, value in enumerate(caller.node.args):
        for one in links.value(caller.module, value, caller.frames):
            if isinstance(one, FunctionRef) and one.key == function:
                return position + 1
            if isinstance(one, Partial) and any(links.target(inner) == function for inner in one.callee):
                return position + 1 - len(one.arguments.positional)
    return 0
