"""Tokens that objects keep: whatever was put there had been verified, or is once the object is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import CONSTRUCTORS, generated_key, lineage
from pytest_ssot.facts.effects import CHANGING_METHODS
from pytest_ssot.facts.given_stores import MADE
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import ClassRef, FunctionRef, Instance, Resolved
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.assurances import Assurance, Check, assured, passes
from pytest_ssot.rules.implications import implied, is_nothing, tested
from pytest_ssot.rules.own_tokens import stores_of
from pytest_ssot.rules.same_tokens import (
    Token,
    all_given,
    along,
    given_for,
    identity,
    inside,
    origin_of,
    rest_of,
)

Step = tuple[object, ...]


class Ways(msgspec.Struct, frozen=True):
    """How those who judge a read find out about other functions."""

    links: Links
    checks: Callable[[FunctionRef, Token], Sequence[Check]]
    """(function, token in it) → the calls that check it."""
    hands_over: Callable[[Site, Token], bool]
    """(call, token) → nothing of what the call gives gets out but where the token is verified."""


def is_kept_verified(ways: Ways, site: Site, token: Token, value: Value) -> bool:
    """The token is found in what the object of a method keeps, and was verified when it was put there.

    Or the way to the read has shown an attribute that is only set where it has been verified.
    """
    own = _own_object(site.module, site.fact.function)
    if own is None:
        return False
    steps = rest_of(token, own) if origin_of(token) == own else None
    if steps:
        name = _attribute(steps[0])
        if name and _all_verified(ways, site, name, steps[1:]):
            return True
        return _has_been_shown(ways, site, steps)
    held = _container(site.module, value, own)
    return bool(held) and _all_filled_verified(ways, site, held)


def _own_object(module: ModuleFacts, function: int) -> v.Param | None:
    facts = module.functions[function] if function >= 0 else None
    if facts is None or facts.owner < 0 or not facts.parameters:
        return None
    return v.Param(function, facts.parameters[0].name)


def _attribute(step: Step) -> str:
    kind, name = step[0], step[1]
    return name if kind == "attribute" and isinstance(name, str) else ""


def _class_of(site: Site) -> ClassRef:
    return ClassRef(site.module, site.module.functions[site.fact.function].owner, {})


# -- attributes -----------------------------------------------------------------------------------


def _all_verified(ways: Ways, site: Site, name: str, steps: tuple[Step, ...]) -> bool:
    """Whatever is assigned to an attribute of the object was verified before."""
    cls, module = _class_of(site), site.module
    if _is_set_from_outside(ways.links, cls, name):
        return False
    stores = stores_of(module, site.fact.function, name)
    facts = module.classes[cls.index]
    real = [one for one in stores if not is_nothing(module, one.value)]
    if not stores and name in facts.fields:
        key = (module.path, generated_key(cls.index))
        return _everybody_verifies(ways, key, list(facts.fields), name, steps)
    return bool(real) and all(was_verified(ways, module, one, one.value, steps) for one in real)


def was_verified(
    ways: Ways, module: ModuleFacts, store: StoreFacts, value: Value, steps: tuple[Step, ...]
) -> bool:
    """A value that is stored is a token that was verified before, or by all who hand it in."""
    token = along(identity(module, value), steps)
    function = FunctionRef(module, store.function, {})
    if any(passes(one, store.behind, store.guards) for one in ways.checks(function, token)):
        return True
    given = origin_of(token)
    if not isinstance(given, v.Param) or given.function != store.function:
        return False
    names = [parameter.name for parameter in function.facts.parameters]
    further = rest_of(token, given) or ()
    return _everybody_verifies(ways, function.key, names, given.name, further)


def _everybody_verifies(
    ways: Ways, key: tuple[str, int], names: list[str], name: str, steps: tuple[Step, ...]
) -> bool:
    """All who call a function verify what they hand in as `name`, or the token in it."""
    callers = [caller for caller, _ in ways.links.callers(key)]
    if not callers or any((one.module.path, one.fact.function) == key for one in callers):
        return False
    for caller in callers:
        given = identity(caller.module, given_for(caller, names, name))
        if given is None or not ways.hands_over(caller, along(given, steps)):
            return False
    return True


def _is_set_from_outside(links: Links, cls: ClassRef, name: str) -> bool:
    """Code outside of the class may assign to an attribute of its objects."""
    writes = links.resolver.writes
    for module, store in (*writes.get(name, ()), *writes.get(f"{MADE}{name}", ())):
        if is_test(module.path) or store.item:
            continue
        held = links.value(module, store.target)
        if not held or any(_may_be_of(links, one, cls) for one in held):
            return True
    return False


def _may_be_of(links: Links, value: Resolved, cls: ClassRef) -> bool:
    kind = value.cls if isinstance(value, Instance) else value
    if not isinstance(kind, ClassRef):
        return True
    return any(isinstance(one, ClassRef) and one.key == cls.key for one in lineage(links.resolver, kind))


# -- containers -----------------------------------------------------------------------------------


def _container(module: ModuleFacts, value: Value, own: v.Param) -> str:
    """The attribute of the object that holds what a value was taken out of."""
    if value == NOTHING:
        return ""
    node = module.root(value)
    base = NOTHING
    match node:
        case v.Item(base=inner) | v.Element(base=inner):
            base = inner
        case v.Call(callee=callee) if (
            isinstance(asked := module.nodes[callee], v.Attr) and asked.name in _TAKING
        ):
            base = asked.base
    held = module.root(base) if base != NOTHING else None
    kept = isinstance(held, v.Attr) and module.root(held.base) == own
    return held.name if kept and isinstance(held, v.Attr) else ""


_TAKING = ("get", "pop", "popleft", "get_nowait")
"""Methods that give what was put into a container."""


def _all_filled_verified(ways: Ways, site: Site, name: str) -> bool:
    """Whatever is put into a container of the object was verified before."""
    cls, module = _class_of(site), site.module
    if _is_set_from_outside(ways.links, cls, name):
        return False
    owned = [one for one in stores_of(module, site.fact.function, name) if not one.item]
    made = [one for one in owned if not _is_container(module, one.value, cls.index, name)]
    if not all(_is_empty(module, one.value) for one in made):
        return False
    filled = list(_fillings(module, cls.index, name))
    return bool(filled) and all(
        value != NOTHING and was_verified(ways, module, store, value, ()) for store, value in filled
    )


def _is_empty(module: ModuleFacts, value: Value) -> bool:
    """A container without anything in it: `{}`, `dict()`, `defaultdict(list)`."""
    node = module.nodes[value]
    return is_nothing(module, value) or (
        isinstance(node, v.Call)
        and not any(
            isinstance(module.nodes[one], v.Call | v.Dict | v.Sequence | v.Param) for one in node.args
        )
    )


def _fillings(module: ModuleFacts, owner: int, name: str) -> Iterator[tuple[StoreFacts, Value]]:
    """What methods of a class put into the container `name` of their object; NOTHING for what is not seen."""
    for store in module.stores:
        if store.item and _is_container(module, store.target, owner, name):
            yield store, store.value
    for fact in module.calls:
        call = module.nodes[fact.value]
        callee = module.nodes[call.callee] if isinstance(call, v.Call) else None
        if not isinstance(callee, v.Attr) or callee.name not in CHANGING_METHODS - _TAKING_OUT:
            continue
        if isinstance(call, v.Call) and _is_container(module, callee.base, owner, name):
            value = call.args[-1] if call.args and callee.name in _PUTTING else NOTHING
            at = StoreFacts(
                callee.base, name, value, fact.function, v.NO_SPAN, guards=fact.guards, behind=fact.value
            )
            yield at, value


_PUTTING = ("append", "appendleft", "add", "put", "put_nowait", "setdefault", "insert")
_TAKING_OUT = frozenset(["pop", "popitem", "clear", "remove", "discard", "__delitem__"])


def _is_container(module: ModuleFacts, value: Value, owner: int, name: str) -> bool:
    node = module.root(value)
    own = module.root(node.base) if isinstance(node, v.Attr) and node.name == name else None
    return isinstance(own, v.Param) and module.functions[own.function].owner == owner


# -- attributes that tell of a check ----------------------------------------------------------------


def _has_been_shown(ways: Ways, site: Site, steps: tuple[Step, ...]) -> bool:
    """A test on the way asks an attribute that counts as true only once the object's token was verified."""
    module = site.module
    own = _own_object(module, site.fact.function)
    for test, outcome in implied(module, site.fact.guards):
        asked, wanted = tested(module, test, outcome)
        node = module.root(asked)
        kept = wanted and isinstance(node, v.Attr) and module.root(node.base) == own
        if kept and isinstance(node, v.Attr) and _tells_of_check(ways, site, node.name, steps):
            return True
    return False


def _tells_of_check(ways: Ways, site: Site, name: str, steps: tuple[Step, ...]) -> bool:
    module, cls = site.module, _class_of(site)
    default = module.classes[cls.index].attributes.get(name, NOTHING)
    if default != NOTHING and not is_nothing(module, default):
        return False
    stores = [one for one in stores_of(module, site.fact.function, name) if not is_nothing(module, one.value)]
    kept = stores_of(module, site.fact.function, _attribute(steps[0]))
    if not stores or _is_set_from_outside(ways.links, cls, name):
        return False
    if any(module.functions[one.function].name not in CONSTRUCTORS for one in kept):
        return False  # another token may have been put in the place of the one that was verified
    return all(_is_set_behind_check(ways, module, one, steps) for one in stores)


def _is_set_behind_check(ways: Ways, module: ModuleFacts, store: StoreFacts, steps: tuple[Step, ...]) -> bool:
    own = _own_object(module, store.function)
    function = FunctionRef(module, store.function, {})
    checks = ways.checks(function, along(own, steps))
    return any(passes(one, store.behind, store.guards) for one in checks)


# -- objects that come from a call ------------------------------------------------------------------


def hands_out_verified(ways: Ways, functions: Sequence[FunctionRef], steps: tuple[Step, ...]) -> bool:
    """Whatever functions return holds a token, found along `steps`, that they have verified."""
    return bool(functions) and all(_returns_verified(ways, one, steps) for one in functions)


def _returns_verified(ways: Ways, function: FunctionRef, steps: tuple[Step, ...]) -> bool:
    module, facts = function.module, function.facts
    if facts.name in CONSTRUCTORS and facts.owner >= 0 and facts.parameters:
        own = v.Param(function.index, facts.parameters[0].name)
        token = along(own, steps)
        checks = ways.checks(function, token)
        return bool(steps) and assured(function, checks, frozenset([token])) is Assurance.RAISES
    ends = list(zip(facts.returns, facts.ends, facts.guards, strict=False))
    real = [one for one in ends if not is_nothing(module, one[0])]
    return (
        bool(real) and not facts.yields and all(_is_verified_at(ways, function, *one, steps) for one in real)
    )


def _is_verified_at(
    ways: Ways, function: FunctionRef, value: Value, end: int, guards: Guards, steps: tuple[Step, ...]
) -> bool:
    token = along(identity(function.module, value), steps)
    return any(passes(one, end, guards) for one in ways.checks(function, token))


def held_by_made(links: Links, sites: Iterable[Site], token: Token) -> Iterator[Token]:
    """The token as objects hold it that are made with it."""
    for made in sites:
        if any(identity(made.module, one) == token for one in all_given(made)):
            for callee in links.callees(made):
                if isinstance(callee, ClassRef):
                    for name in _kept_as(callee, made, token):
                        yield (made.fact.value, "attribute", name)


def _kept_as(cls: ClassRef, made: Site, token: Token) -> Iterator[str]:
    """The attributes under which an object keeps a token that it is made with."""
    module = cls.module
    facts = module.classes[cls.index]
    for index, function in enumerate(module.functions):
        if function.owner == cls.index and function.name == CONSTRUCTORS[0]:
            handed = inside(made, FunctionRef(module, index, {}), token)
            for store in module.stores:
                if store.function == index and not store.item and identity(module, store.value) in handed:
                    yield store.name
            return
    for name in facts.fields:
        if identity(made.module, given_for(made, list(facts.fields), name)) == token:
            yield name
