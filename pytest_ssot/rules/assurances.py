"""How far a check of a token is one: whether it raises or answers, and which ways it lies on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import IntEnum

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Alternatives, FunctionRef
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.sites import Site
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.implications import (
    has_elements,
    implied,
    is_about_none,
    is_none,
    tested,
    truth_of,
    ways,
)
from pytest_ssot.rules.same_tokens import Token, identity, is_part, states_of


class Assurance(IntEnum):
    """What is known of a token's signature once a check has come back."""

    NONE = 0
    """Nothing."""
    ANSWERS = 1
    """It is right if what the check gave counts as true."""
    GIVES = 2
    """It is right if the check gave anything but None."""
    RAISES = 3
    """It is right: the check would have raised."""


Refusal = tuple[Value, Guards]
"""A call that never comes back, and the tests on the way to it."""


class Check(msgspec.Struct, frozen=True):
    """A call that checks a token, and how far; `refusals` are those that its function makes.

    One that does not raise is right as well where tests rule out everything that it gives unchecked: each of
    those `answers` by one of the tests that `excluded` tells for it, with how they come out. `reached` are
    the elements of loops around it of which it is known, from other files as well, that there are some;
    `right` the handlers that catch what only a token with a right signature leads to. One made `in_rounds`
    is only told to answer so in one of the rounds of a loop. One that `refuses` gives nothing otherwise that
    it has computed from the token, or what holds it. Tests that are `given` are decided by who calls its
    function; calls that are `stops` never come back for what it gives unchecked.
    """

    site: Site
    assurance: Assurance
    refusals: tuple[Refusal, ...] = ()
    answers: tuple[Alternatives, ...] = ()
    excluded: tuple[frozenset[tuple[Value, bool]], ...] = ()
    reached: frozenset[Value] = frozenset()
    right: frozenset[Value] = frozenset()
    in_rounds: bool = False
    refuses: bool = False
    given: Guards = ()
    stops: tuple[Refusal, ...] = ()

    @property
    def value(self) -> Value:
        """What the call gives."""
        return self.site.fact.value


def assured(function: FunctionRef, checks: Sequence[Check], tokens: frozenset[Token]) -> Assurance:
    """How far a function checks `tokens`, as some of its calls do, whatever way it takes to its end."""
    module, facts = function.module, function.facts
    if not facts.returns and not facts.falls and not facts.yields:
        return Assurance.RAISES  # it always does
    if not checks:
        return Assurance.NONE
    if facts.yields:
        entered = all(any(passes(one, value, ()) for one in checks) for value in facts.yields)
        return Assurance.RAISES if entered and facts.decorators else Assurance.NONE
    ends = [
        (value, end, known)
        for whole, end, guards in zip(facts.returns, facts.ends, facts.guards, strict=False)
        for value, way in ways(module, whole, guards)
        for known in if_there(module, way, checks, tokens)
    ]
    found = [
        _at_end(module, value, end, guards, checks)
        for value, end, guards in ends
        if not is_missing(module, guards, tokens) and not is_passed_by(guards, checks)
    ]
    found += [
        _at_fall(end, guards, checks)
        for end, way in zip(facts.falls_at, facts.falls, strict=False)
        for guards in if_there(module, way, checks, tokens)
        if not is_missing(module, guards, tokens) and not is_passed_by(guards, checks)
    ]
    if not found:
        return Assurance.NONE
    checked = Assurance.RAISES in found or any(_is_given(module, value, checks) for value in facts.returns)
    checked = checked or any(_is_true_behind(*one, checks) for one in ends)
    if any(_is_kept_at_end(one) for one in checks):
        found.append(Assurance.GIVES)
    return min(found) if checked else Assurance.NONE


def _is_kept_at_end(check: Check) -> bool:
    """What manages a body that returns keeps the errors of a check: the function then gives None."""
    fact, module = check.site.fact, check.site.module
    plain = module.places.made_by.get(fact.value)
    facts = module.functions[fact.function]
    managed = fact.swallowed and plain is not None and not plain.swallowed
    return managed and not facts.falls and all(end <= fact.tried for end in facts.ends)


def if_there(
    module: ModuleFacts, guards: Guards, checks: Sequence[Check], tokens: frozenset[Token]
) -> tuple[Guards, ...]:
    """The ways to a place where a check is only made if there is a token: with it, and without any."""
    known = {test for test, _ in guards}
    for one in checks:
        for test, outcome in one.site.fact.guards:
            if test not in known and is_missing(module, ((test, not outcome),), tokens):
                return (*guards, (test, outcome)), (*guards, (test, not outcome))
    return (guards,)


def is_missing(module: ModuleFacts, guards: Guards, tokens: frozenset[Token]) -> bool:
    """A test on the way to a place has shown that there is no token, or nothing that holds it."""
    asked = (tested(module, test, outcome) for test, outcome in guards)
    missing = [identity(module, value) for value, wanted in asked if not wanted]
    return any(is_part(token, one) for token in tokens for one in missing)


def is_passed_by(guards: Guards, checks: Sequence[Check]) -> bool:
    """A way is not taken, as who calls the function decides."""
    return any((test, not outcome) in guards for one in checks for test, outcome in one.given)


def _is_given(module: ModuleFacts, value: Value, checks: Sequence[Check]) -> bool:
    """A value is, on some path, what a check gave or whether it gave something."""
    states = [one for state in states_of(module, value) for one in _operands(module, state)]
    asked = (tested(module, state, outcome=True)[0] for state in states)
    return any(one.value == state for value in asked for state in states_of(module, value) for one in checks)


def _operands(module: ModuleFacts, value: Value) -> tuple[Value, ...]:
    node = module.nodes[value]
    return node.operands if isinstance(node, v.Boolean) else (_let_through(module, value) or (value,))


def _at_end(
    module: ModuleFacts, value: Value, end: int, guards: Guards, checks: Sequence[Check]
) -> Assurance:
    """What is known where a function returns a value."""
    if any(passes(one, end, guards) for one in checks):
        return Assurance.RAISES
    if truth_of(module, value) is False:
        return Assurance.GIVES if is_none(module, value) else Assurance.ANSWERS
    if _is_true_behind(value, end, guards, checks):
        return Assurance.ANSWERS
    return _given(module, value, checks)


def _is_true_behind(value: Value, end: int, guards: Guards, checks: Sequence[Check]) -> bool:
    """A value that is returned only counts as true where a check has passed that is told by tests."""
    return any(one.excluded and passes(one, end, (*guards, (value, True))) for one in checks)


def _at_fall(end: int, guards: Guards, checks: Sequence[Check]) -> Assurance:
    """What is known where a function ends without a value."""
    return Assurance.RAISES if any(passes(one, end, guards) for one in checks) else Assurance.GIVES


def _given(module: ModuleFacts, value: Value, checks: Sequence[Check]) -> Assurance:
    """What is known by a value that a check gave, as it is or as a truth value, or that says nothing."""
    found = Assurance.RAISES
    known = {one.value: one.assurance for one in checks}
    for state in states_of(module, value):
        if state in known:
            found = min(found, known[state])
        elif truth_of(module, state) is False:
            found = min(found, Assurance.GIVES if is_none(module, state) else Assurance.ANSWERS)
        elif conditions := _let_through(module, state):
            told = any(_given(module, one, checks) for one in conditions)
            found = min(found, Assurance.GIVES if told else Assurance.NONE)
        else:
            found = min(found, Assurance.ANSWERS if _is_told(module, state, checks) else Assurance.NONE)
    return found


def _let_through(module: ModuleFacts, value: Value) -> tuple[Value, ...]:
    """What has let through a value, if it is not None: `next((key for key in keys if fits(key)), None)`."""
    node = module.nodes[value]
    if not isinstance(node, v.Call) or getattr(module.nodes[node.callee], "name", "") != "next":
        return ()
    made = module.nodes[node.args[0]] if node.args else None
    otherwise = all(is_none(module, one) for one in node.args[1:])
    return made.conditions if isinstance(made, v.Comprehension) and otherwise else ()


def _is_told(module: ModuleFacts, value: Value, checks: Sequence[Check]) -> bool:
    """A value only counts as true if a check has given what does: it asks for that, maybe among others."""
    node = module.nodes[value]
    if isinstance(node, v.Boolean):
        told = (bool(_given(module, one, checks)) for one in node.operands)
        return any(told) if node.op == "and" else all(told)
    asked, wanted = tested(module, value, outcome=True)
    return wanted and asked != value and bool(_given(module, asked, checks))


def passes(check: Check, end: int, guards: Guards) -> bool:
    """Whoever gets to a point of the function, behind such tests, has passed a check."""
    fact, module = check.site.fact, check.site.module
    if fact.value >= end or (fact.handler and not is_caught(module, fact.guards)):
        return False  # too far within a handler to tell which
    known = implied(module, (*guards, *check.given, *_refused(check, end, guards)), check.reached)
    if any(value < end and all(one in known for one in before) for value, before in check.stops):
        return True
    behind = end > fact.tried and not _left_from(check, known)
    goes_on = behind and (fact.swallowed or (fact.answered and is_caught(module, guards)))
    goes_on = goes_on and not _is_refused_where_caught(check, end, known)
    goes_on = goes_on and not any((handler, True) in known for handler in check.right)
    if (
        check.assurance is Assurance.RAISES
        and not goes_on
        and all(_holds(check, one, known) for one in fact.guards)
    ):
        return True
    if check.excluded and all(not tests.isdisjoint(known) for tests in check.excluded):
        return True
    return bool(check.assurance) and any(_shows(check, test, outcome) for test, outcome in known)


def _holds(check: Check, guard: tuple[Value, bool], known: Guards) -> bool:
    """A test on the way to a check came out so: it is known, or is the round in which a loop broke off."""
    if guard in known:
        return True
    module = check.site.module
    node = module.nodes[guard[0]]
    if not isinstance(node, v.Compare) or node.op != v.ROUND or not guard[1]:
        return False
    element = module.nodes[node.left]
    if (
        isinstance(element, v.Element)
        and (node.left in check.reached or has_elements(module, element.base))
        and not check.site.fact.passed_over
    ):
        return True
    broken = (module.nodes[test] for test, outcome in known if outcome)
    return any(isinstance(one, v.Compare) and one.op == v.BROKEN and one.right == node.left for one in broken)


def _refused(check: Check, end: int, guards: Guards) -> Iterator[tuple[Value, bool]]:
    """How tests came out for whoever is not stopped by a call that never comes back: `if bad: abort()`."""
    nodes = check.site.module.nodes
    for value, (*before, (test, outcome)) in check.refusals:
        told = (
            one for one in before if not isinstance(nodes[one[0]], v.Unknown) and not _is_ran(nodes, one[0])
        )
        if value < end and (test, outcome) not in guards and all(guard in guards for guard in told):
            yield test, not outcome


def _is_ran(nodes: Sequence[v.AnyNode], test: Value) -> bool:
    """A test asks if the body of a `try` has run through: in its handlers, it has not."""
    return getattr(nodes[test], "op", "") == v.RAN


def _is_refused_where_caught(check: Check, end: int, known: Guards) -> bool:
    """Whatever catches what a check raises never comes back."""
    handlers = check.site.module.places.caught if check.site.fact.swallowed else []
    caught = handlers[bisect_left(handlers, check.site.fact.tried) : bisect_left(handlers, end)]
    return bool(caught) and all((number, False) in known for number in caught)


def _left_from(check: Check, guards: Guards) -> bool:
    """The `try` around a check that had passed has run through, or a loop was left from within it."""
    module, fact = check.site.module, check.site.fact
    for test, outcome in guards:
        node = module.nodes[test]
        if not outcome or not isinstance(node, v.Compare):
            continue
        if node.op == v.LEFT and fact.value <= node.left and node.right < fact.tried:
            return True
        if node.op == v.RAN:
            first, last = (getattr(module.nodes[one], "value", 0) for one in (node.left, node.right))
            if first <= fact.value and fact.tried <= last:
                return True
    return False


def _shows(check: Check, test: Value, outcome: bool) -> bool:
    """A test that came out so has shown that a check held."""
    return any(
        one == check.value and (for_truth or check.assurance >= Assurance.GIVES)
        for one, for_truth in _shown(check.site.module, test, outcome)
    )


def _shown(module: ModuleFacts, test: Value, outcome: bool) -> Iterator[tuple[Value, bool]]:
    """What is known to be true (or, if false is told, not None) once a test came out so."""
    node = module.nodes[test]
    if isinstance(node, v.Boolean) and outcome is (node.op == "and"):
        for operand in node.operands:
            yield from _shown(module, operand, outcome)
        return
    asked, wanted = tested(module, test, outcome)
    if not wanted:
        return
    for_truth = not is_about_none(module, test)
    rest = (one for one in states_of(module, asked) if not is_none(module, one))
    real = [state for state in rest if not (for_truth and truth_of(module, state) is False)]
    if len(real) == 1:  # what it was before is none, or counts as false
        yield real[0], for_truth
        let_through = (tested(module, one, outcome=True) for one in _let_through(module, real[0]))
        yield from (one for one in let_through if one[1])


def is_caught(module: ModuleFacts, guards: Guards) -> bool:
    """A place stands in a handler of exceptions."""
    tests = (module.nodes[test] for test, _ in guards)
    return any(isinstance(test, v.Compare) and test.op == v.CAUGHT for test in tests)
