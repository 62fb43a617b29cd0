"""Tokens out of what a function has made of those that a check let pass: `[t for t in all if ok(t)]`."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Site
from pytest_ssot.facts.module import CallFacts, ModuleFacts
from pytest_ssot.facts.mutations import CHANGING_METHODS
from pytest_ssot.facts.resolved import External, FunctionRef
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.assurances import Assurance, assured, passes
from pytest_ssot.rules.entered_functions import functions_called
from pytest_ssot.rules.implications import implied
from pytest_ssot.rules.kept_tokens import Ways
from pytest_ssot.rules.made_with import taken
from pytest_ssot.rules.same_tokens import Token, along, identity, origin_of, rest_of

MOST_LAYERS = 4
"""Lists that are made of each other."""


def is_chosen_verified(ways: Ways, site: Site, token: Token) -> bool:
    """A loop goes through tokens, or what holds them, all of which a check has let pass before."""
    module, origin = site.module, origin_of(token)
    base = NOTHING
    if isinstance(origin, v.Bound):
        base = module.iterables.get(origin.slot, NOTHING)
    elif isinstance(origin, int):  # or what `map` goes through, which is none itself
        node = module.nodes[origin]
        base = node.base if isinstance(node, v.Element) else origin
    steps = rest_of(token, origin) or ()
    return base != NOTHING and (
        _holds_verified(ways, site, base, steps, 0) or _all_are_right(ways, site, base, steps)
    )


def _all_are_right(ways: Ways, site: Site, base: Value, steps: tuple[tuple[object, ...], ...]) -> bool:
    """A test on the way has shown that a check says yes to all in a list: `all(ok(t) for t in tokens)`."""
    module = site.module
    function = FunctionRef(module, site.fact.function, {})
    for test, outcome in implied(module, site.fact.guards):
        asked = module.nodes[test]
        callee = asked.callee if isinstance(asked, v.Call) and len(asked.args) == 1 else NOTHING
        made = module.nodes[asked.args[0]] if isinstance(asked, v.Call) and callee != NOTHING else None
        if not outcome or not isinstance(made, v.Comprehension) or made.conditions or len(made.loops) != 1:
            continue
        slot, source = made.loops[0]
        same = identity(module, source) == identity(module, base) and not _is_changed(module, base, source)
        if not same or not _is_of(ways, site, callee, "all"):
            continue
        known = along(v.Bound(slot), steps)
        guards = ((made.value, True),)
        if any(passes(one, test, guards) for one in ways.checks(function, known)):
            return True
    return False


def _is_changed(module: ModuleFacts, value: Value, since: Value) -> bool:
    """Something has been put into a list, or may have been, since it was another value."""
    for _ in range(MOST_CHANGES):
        node = module.nodes[value]
        call = module.nodes[node.call] if isinstance(node, v.After) and value != since else None
        callee = module.nodes[call.callee] if isinstance(call, v.Call) else None
        if isinstance(callee, v.Attr) and callee.name in CHANGING_METHODS - _ORDERING:
            return True
        if value == since or not isinstance(node, v.After | v.Refined):
            return isinstance(node, v.Phi | v.Choice | v.SetItem) and value != since
        value = node.base if isinstance(node, v.After) else node.value
    return True


_ORDERING = {"sort", "reverse"}
"""Methods that leave a list with what is in it."""

MOST_CHANGES = 40
"""States of a list that are looked through for changes."""


def _holds_verified(
    ways: Ways, site: Site, value: Value, steps: tuple[tuple[object, ...], ...], depth: int
) -> bool:
    """Everything in a list has been let pass, as it is or as found along some steps."""
    module = site.module
    root = module.root_of(value)
    node = module.nodes[root]
    match node:
        case _ if depth >= MOST_LAYERS or not ways.links.affords(module, MOST_LAYERS):
            return False
        case v.Comprehension(value=item, conditions=conditions):
            function = FunctionRef(module, site.fact.function, {})
            inner, further = taken(module, item, steps)
            known = identity(module, inner)
            for step in further:
                known = (known, *step)
            guards = tuple((one, True) for one in conditions)
            return bool(guards) and any(passes(one, root, guards) for one in ways.checks(function, known))
        case v.Call(callee=callee, args=(check, _)) if _is_of(ways, site, callee, "filter"):
            return not steps and _lets_verified_pass(ways, site, check)
        case v.Call(callee=callee, args=(inner,)) if _is_of(ways, site, callee, *_COPYING):
            return _holds_verified(ways, site, inner, steps, depth + 1)
        case v.Sequence(items=()):
            return not steps and _is_filled_verified(ways, site, root)
        case v.Item() | v.Call():
            return not _is_changed(module, value, root) and _is_given_verified(ways, site, root, steps, depth)
    return False


def _is_given_verified(
    ways: Ways, site: Site, root: Value, steps: tuple[tuple[object, ...], ...], depth: int
) -> bool:
    """A list is what a call of a function of the project gives, or an entry of that, and holds such."""
    module, entry = site.module, tuple[tuple[object, ...], ...]()
    node, value = module.nodes[root], root
    if isinstance(node, v.Item):
        value, entry = module.root_of(node.base), (("entry", getattr(module.nodes[node.key], "value", None)),)
    fact = module.places.call_in(site.fact.function, value)
    functions = functions_called(ways.links, Site(module, fact, site.frames)) if fact is not None else []
    return bool(functions) and all(
        bool(one.facts.returns)
        and not one.facts.yields
        and all(
            not further
            and _holds_verified(ways, Site(one.module, CallFacts(inner, one.index)), inner, steps, depth + 1)
            for inner, further in (taken(one.module, given, entry) for given in one.facts.returns)
        )
        for one in functions
    )


_COPYING = ("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter")
"""Built-in functions that give what they are handed, in another form."""


def _is_of(ways: Ways, site: Site, callee: Value, *names: str) -> bool:
    """A callee is a built-in function of one of some names."""
    found = ways.links.value(site.module, callee, site.frames)
    return bool(found) and all(
        isinstance(one, External) and one.path in [f"builtins.{name}" for name in names] for one in found
    )


def _lets_verified_pass(ways: Ways, site: Site, check: Value) -> bool:
    """A function answers yes for none but verified tokens."""
    functions = ways.links.value(site.module, check, site.frames)
    return bool(functions) and all(
        isinstance(one, FunctionRef)
        and len(one.facts.parameters) > 0
        and assured(one, ways.checks(one, _last(one)), frozenset([_last(one)])) >= Assurance.ANSWERS
        for one in functions
    )


def _last(function: FunctionRef) -> Token:
    """The parameter by which a function that takes one thing is handed it."""
    return v.Param(function.index, function.facts.parameters[-1].name)


def _is_filled_verified(ways: Ways, site: Site, root: Value) -> bool:
    """All that a function puts into a list that it has made empty has been let pass."""
    module = site.module
    function = FunctionRef(module, site.fact.function, {})
    if _is_shared(module, root):
        return False
    filled = []
    for fact in module.calls_in.get(site.fact.function, ()):
        call = module.nodes[fact.value]
        callee = module.nodes[call.callee] if isinstance(call, v.Call) else None
        if (
            not isinstance(call, v.Call)
            or not isinstance(callee, v.Attr)
            or module.root_of(callee.base) != root
        ):
            continue
        if callee.name in CHANGING_METHODS:
            known = identity(module, call.args[0]) if callee.name == "append" and call.args else None
            checks = ways.checks(function, known) if known is not None else ()
            filled.append(any(passes(one, fact.value, fact.guards) for one in checks))
    return bool(filled) and all(filled)


def _is_shared(module: ModuleFacts, root: Value) -> bool:
    """What others than the function itself may have put something into."""
    for number in module.places.of(v.After, v.SetItem, v.Function):
        node = module.nodes[number]
        if isinstance(node, v.SetItem) and module.root_of(number) == root:
            return True
        if isinstance(node, v.After) and not node.receiver and module.root_of(number) == root:
            return True
    return any(module.root_of(store.value) == root for store in module.stores)
