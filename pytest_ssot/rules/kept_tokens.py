"""Tokens that objects keep: whatever was put there had been verified, or is once the object is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import CONSTRUCTORS, generated_key, lineage
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts, ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import ClassRef, External, FunctionKey, FunctionRef
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.assurances import Assurance, Check, assured, passes
from pytest_ssot.rules.entered_functions import functions_called
from pytest_ssot.rules.frameworks import VALIDATING
from pytest_ssot.rules.implications import implied, is_about_none, is_nothing, tested
from pytest_ssot.rules.implications import ways as each_way
from pytest_ssot.rules.made_with import is_set_from_outside, made_with, taken
from pytest_ssot.rules.own_tokens import is_property, stores_of
from pytest_ssot.rules.same_tokens import (
    Token,
    along,
    given_for,
    identity,
    origin_of,
    outside,
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
    keeps: Callable[[Ways, Site, Token], bool]
    """(how, place in a function, token) → what keeps, or gives, the token there has had it verified."""
    passed: tuple[FunctionKey, ...] = ()
    """The functions that are being asked what they give."""


def is_kept_verified(ways: Ways, site: Site, token: Token) -> bool:
    """The token is found in what the object of a method keeps, and was verified when it was put there.

    Or the way to the read has shown an attribute that is only set where it has been verified.
    """
    own = own_object(site.module, site.fact.function)
    if own is None:
        return False
    steps = rest_of(token, own) if origin_of(token) == own else None
    if steps:
        name = attribute_of(steps[0])
        if name and _all_verified(ways, site, name, steps[1:]):
            return True
        return _has_been_shown(ways, site, steps)
    return False


def own_object(module: ModuleFacts, function: int) -> v.Param | None:
    """The object of a method."""
    facts = module.functions[function] if function >= 0 else None
    if facts is None or facts.owner < 0 or not facts.parameters:
        return None
    return v.Param(function, facts.parameters[0].name)


def attribute_of(step: Step) -> str:
    """The name of the attribute that a step leads to; empty if it leads to something else."""
    kind, name = step[0], step[1]
    return name if kind == "attribute" and isinstance(name, str) else ""


def class_of(site: Site) -> ClassRef:
    """The class of the method in which a call is made."""
    return ClassRef(site.module, site.module.functions[site.fact.function].owner, {})


# -- attributes -----------------------------------------------------------------------------------


def _all_verified(ways: Ways, site: Site, name: str, steps: tuple[Step, ...]) -> bool:
    """Whatever is assigned to an attribute of the object was verified before."""
    cls, module = class_of(site), site.module
    if is_set_from_outside(ways.links, cls, name):
        return False
    if is_verified_when_made(ways, cls, name, steps) or _is_handed_out(ways, cls, name, steps):
        return True
    facts = module.classes[cls.index]
    above = [one for one in lineage(ways.links.resolver, cls) if isinstance(one, ClassRef)]
    stores = [(one.module, store) for one in above for store in _stores(one, name)]
    if len(stores) > MOST_STORES:
        return False
    real = [(home, one) for home, one in stores if not is_nothing(home, one.value)]
    if not stores and name in facts.fields:
        key = (module.path, generated_key(cls.index))
        return _everybody_verifies(ways, key, list(facts.fields), name, steps)
    return bool(real) and all(
        was_verified(ways, home, one, one.value, steps) or _is_verified_once_set(ways, home, one, steps)
        for home, one in real
    )


MOST_STORES = 100
"""Assignments to one attribute, each of which may be of a token that was verified."""


def _stores(cls: ClassRef, name: str) -> list[StoreFacts]:
    """The assignments to an attribute of their object that the methods of a class make."""
    return stores_of(cls.module, next(iter(cls.module.places.methods.get(cls.index, ())), -1), name)


def _is_verified_once_set(
    ways: Ways, module: ModuleFacts, store: StoreFacts, steps: tuple[Step, ...]
) -> bool:
    """The method that assigns to an attribute only comes back when what it has assigned is verified."""
    own = own_object(module, store.function)
    function = FunctionRef(module, store.function, {})
    tokens = ((own, "attribute", store.name), identity(module, store.value))
    return any(verifies(ways, function, along(one, steps)) for one in tokens)


def _is_handed_out(ways: Ways, cls: ClassRef, name: str, steps: tuple[Step, ...]) -> bool:
    """An attribute is a property, which gives what it has verified."""
    held = cls.module.classes[cls.index].attributes.get(name, NOTHING)
    node = cls.module.nodes[held] if held != NOTHING else None
    if not isinstance(node, v.Function):
        return False
    function = FunctionRef(cls.module, node.index, {})
    return is_property(cls.module, node.index) and hands_out_verified(ways, [function], steps)


def is_verified_when_made(ways: Ways, cls: ClassRef, name: str, steps: tuple[Step, ...]) -> bool:
    """What makes an object verifies what the object keeps, or a validator of the attribute does."""
    module = cls.module
    named = module.places.methods_by_name
    for index in sorted(one for word in CONSTRUCTORS for one in named.get((cls.index, word), ())):
        function = module.functions[index]
        if function.parameters:
            own = v.Param(index, function.parameters[0].name)
            maker = FunctionRef(module, index, {})
            kept = ((own, "attribute", name), *_left_to_base(ways, maker, name))
            if any(verifies(ways, maker, along(one, steps)) for one in kept):
                return True
    return any(
        bool(one.facts.parameters)
        and verifies(ways, one, along(v.Param(one.index, one.facts.parameters[-1].name), steps))
        for one in _validators(ways.links, cls, name)
    )


def _left_to_base(ways: Ways, maker: FunctionRef, name: str) -> Iterator[Token]:
    """What a constructor hands to that of a base, which keeps it under a name."""
    for fact in maker.module.calls_in.get(maker.index, ()):
        site = Site(maker.module, fact)
        for base in ways.links.callees(site) if site.word in CONSTRUCTORS else ():
            if isinstance(base, FunctionRef):
                for store in base.module.places.stores_in.get(base.index, ()):
                    if store.name == name and not store.item:
                        kept = identity(base.module, store.value)
                        yield from (one for one, _ in outside(site, base.facts.parameters, kept) if one)


def verifies(ways: Ways, function: FunctionRef, token: Token) -> bool:
    """Whoever comes back from a function knows that it has verified a token."""
    return assured(function, ways.checks(function, token), frozenset([token])) is Assurance.RAISES


def _validators(links: Links, cls: ClassRef, name: str) -> Iterator[FunctionRef]:
    """The functions that are run on what a field is given: pydantic's and those of attrs."""
    module = cls.module
    held = module.classes[cls.index].attributes.get(name, NOTHING)
    for index in module.places.decorated.get(cls.index, ()):
        for decorator in module.functions[index].decorators:
            node = module.nodes[decorator]
            words = [getattr(module.nodes[one], "value", None) for one in getattr(node, "args", ())]
            asked = links.value(module, node.callee) if isinstance(node, v.Call) and name in words else ()
            of_field = (
                isinstance(node, v.Attr) and node.name == "validator" and module.root_of(node.base) == held
            )
            if of_field or any(isinstance(one, External) and one.path in VALIDATING for one in asked):
                yield FunctionRef(module, index, {})
    made = module.nodes[held] if held != NOTHING else None
    for word, value in made.keywords if isinstance(made, v.Call) else ():
        if word == "validator":
            yield from (one for one in links.value(module, value) if isinstance(one, FunctionRef))


def was_verified(
    ways: Ways, module: ModuleFacts, store: StoreFacts, value: Value, steps: tuple[Step, ...]
) -> bool:
    """A value that is stored is a token that was verified before, by what gave it, or all who hand it in."""
    token = along(identity(module, value), steps)
    function = FunctionRef(module, store.function, {})
    if any(passes(one, store.behind, store.guards) for one in ways.checks(function, token)):
        return True
    given = origin_of(token)
    if (made := module.places.call_in(store.function, given)) is not None:
        givers = functions_called(ways.links, Site(module, made))
        return hands_out_verified(ways, givers, rest_of(token, given) or ())
    if not isinstance(given, v.Param) or given.function != store.function:
        return False
    names = [parameter.name for parameter in function.facts.parameters]
    further = rest_of(token, given) or ()
    return _everybody_verifies(ways, function.key, names, given.name, further)


def _everybody_verifies(
    ways: Ways, key: tuple[str, int], names: list[str], name: str, steps: tuple[Step, ...]
) -> bool:
    """All who call a function verify what they hand in as `name`, or the token in it."""
    found = [caller for caller, _ in ways.links.callers(key)]
    callers = [one for one in found if is_test(key[0]) or not is_test(one.module.path)]
    if not callers or any((one.module.path, one.fact.function) == key for one in callers):
        return False
    for caller in callers:
        given = identity(caller.module, given_for(caller, names, name))
        if given is None or not ways.hands_over(caller, along(given, steps)):
            return False
    return True


# -- attributes that tell of a check ----------------------------------------------------------------


def _has_been_shown(ways: Ways, site: Site, steps: tuple[Step, ...]) -> bool:
    """A test on the way asks an attribute that counts as true only once the object's token was verified."""
    module = site.module
    own = own_object(module, site.fact.function)
    for test, outcome in implied(module, site.fact.guards):
        asked, wanted = tested(module, test, outcome)
        node = module.root(asked)
        kept = wanted and isinstance(node, v.Attr) and module.root(node.base) == own
        enough = Assurance.GIVES if is_about_none(module, test) else Assurance.ANSWERS
        if kept and isinstance(node, v.Attr) and _tells_of_check(ways, site, node.name, steps, enough):
            return True
    return False


def _tells_of_check(ways: Ways, site: Site, name: str, steps: tuple[Step, ...], enough: Assurance) -> bool:
    """An attribute only counts as true, or is a property whose answer is `enough`, where it was verified."""
    module, cls = site.module, class_of(site)
    default = module.classes[cls.index].attributes.get(name, NOTHING)
    asked = module.nodes[default] if default != NOTHING else None
    if isinstance(asked, v.Function) and is_property(module, asked.index):
        function = FunctionRef(module, asked.index, {})
        own = own_object(module, asked.index)
        kept_in = along(own, steps)
        return assured(function, ways.checks(function, kept_in), frozenset([kept_in])) >= enough
    if default != NOTHING and not is_nothing(module, default):
        return False
    stores = [one for one in stores_of(module, site.fact.function, name) if not is_nothing(module, one.value)]
    kept = stores_of(module, site.fact.function, attribute_of(steps[0]))
    if not stores or is_set_from_outside(ways.links, cls, name):
        return False
    if any(module.functions[one.function].name not in CONSTRUCTORS for one in kept):
        return False  # another token may have been put in the place of the one that was verified
    return all(_is_set_behind_check(ways, module, one, steps) for one in stores)


def _is_set_behind_check(ways: Ways, module: ModuleFacts, store: StoreFacts, steps: tuple[Step, ...]) -> bool:
    own = own_object(module, store.function)
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
        return bool(steps) and verifies(ways, function, along(own, steps))
    if function.key in ways.passed:
        return False
    ways = replace(ways, passed=(*ways.passed, function.key))
    ends = list(zip(facts.returns, facts.ends, facts.guards, strict=False))
    if facts.yields:
        ends = [(value, *where) for value, where in zip(facts.yields, facts.yielded, strict=False)]
    real = [one for one in ends if not is_nothing(module, one[0])]
    return bool(real) and all(
        _is_verified_at(ways, function, *one, steps) or is_on_all_ways(ways, function, *one, steps)
        for one in real
    )


def is_set_verified(ways: Ways, site: Site, value: Value) -> bool:
    """A call reads an attribute that its function has set on some way at least, or it was there before."""
    module, node = site.module, site.module.nodes[value] if value != NOTHING else None
    if not isinstance(node, v.Attr) or not isinstance(module.nodes[node.base], v.Choice | v.Phi | v.SetAttr):
        return False
    function = FunctionRef(module, site.fact.function, site.frames)
    return is_on_all_ways(ways, function, value, site.fact.value, site.fact.guards, ())


def is_on_all_ways(
    ways: Ways, function: FunctionRef, value: Value, end: int, guards: Guards, steps: tuple[Step, ...]
) -> bool:
    """Whichever way a value came about, it was verified on it, or is what has been kept since it was.

    `value` is what a function knows at its `end`, behind some tests: `self.token` where one way has set it,
    `self.token or self.verified()`.
    """
    module, node = function.module, function.module.nodes[value]
    if isinstance(node, v.Boolean) and node.op == "or":
        return all(
            _is_verified_at(ways, function, one, end, guards, steps)
            or is_on_all_ways(ways, function, one, end, guards, steps)
            for one in node.operands
        )
    name, base = (node.name, node.base) if isinstance(node, v.Attr) else ("", value)
    at = Site(module, CallFacts(end, function.index, guards=guards))
    before = along(identity(module, module.root_of(base)), (("attribute", name), *steps))
    for held, known in each_way(module, base, guards, name):
        if held == NOTHING:
            verified = ways.keeps(ways, at, before)
        elif is_nothing(module, held):
            continue
        else:
            set_behind = _tests_before_setting(module, function.index, name, held)
            verified = _is_verified_at(ways, function, held, end, (*known, *set_behind), steps)
            verified = verified or ways.keeps(ways, at, along(identity(module, held), steps))
            if not set(set_behind) <= set(known):  # or else it is what it was
                verified = verified and ways.keeps(ways, at, before)
        if not verified:
            return False
    return True


def _tests_before_setting(module: ModuleFacts, function: int, name: str, held: Value) -> Guards:
    """The tests on the way to where a function sets an attribute to a value."""
    stores = module.places.stores_in.get(function, ()) if name else ()
    return next((one.guards for one in stores if one.name == name and one.value == held), ())


def _is_verified_at(
    ways: Ways, function: FunctionRef, value: Value, end: int, guards: Guards, steps: tuple[Step, ...]
) -> bool:
    value, steps = taken(function.module, value, steps)
    module = function.module
    if name := attribute_of(steps[0]) if steps else "":
        root = module.root_of(value)
        made = module.places.call_in(function.index, root)
        given = made_with(ways.links, Site(module, made), name) if made is not None else NOTHING
        value, steps = (given, steps[1:]) if given != NOTHING else (value, steps)
    token = along(identity(module, value), steps)
    return any(passes(one, end, guards) for one in ways.checks(function, token))
