"""How far a check of a token is one: whether it raises or answers, and which ways it lies on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import FunctionRef
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.sites import Site
from pytest_ssot.facts.values import NOTHING, Value
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
    """A call that checks a token, and how far; `refusals` are those that its function makes."""

    site: Site
    assurance: Assurance
    refusals: tuple[Refusal, ...] = ()

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
    ends = zip(facts.returns, facts.ends, facts.guards, strict=False)
    found = [
        _at_end(module, value, end, guards, checks)
        for value, end, guards in ends
        if not is_missing(module, guards, tokens)
    ]
    found += [
        _at_fall(end, guards, checks)
        for end, guards in zip(facts.falls_at, facts.falls, strict=False)
        if not is_missing(module, guards, tokens)
    ]
    if not found:
        return Assurance.NONE
    checked = Assurance.RAISES in found or any(_is_given(module, value, checks) for value in facts.returns)
    return min(found) if checked else Assurance.NONE


def is_missing(module: ModuleFacts, guards: Guards, tokens: frozenset[Token]) -> bool:
    """A test on the way to a place has shown that there is no token, or nothing that holds it."""
    asked = (tested(module, test, outcome) for test, outcome in guards)
    missing = [identity(module, value) for value, wanted in asked if not wanted]
    return any(is_part(token, one) for token in tokens for one in missing)


def _is_given(module: ModuleFacts, value: Value, checks: Sequence[Check]) -> bool:
    """A value is, on some path, what a check gave or whether it gave something."""
    asked = (tested(module, state, outcome=True)[0] for state in states_of(module, value))
    return any(one.value == state for value in asked for state in states_of(module, value) for one in checks)


def _at_end(
    module: ModuleFacts, value: Value, end: int, guards: Guards, checks: Sequence[Check]
) -> Assurance:
    """What is known where a function returns a value."""
    if any(passes(one, end, guards) for one in checks):
        return Assurance.RAISES
    if is_nothing(module, value):
        return Assurance.GIVES if is_none(module, value) else Assurance.ANSWERS
    return _given(module, value, checks)


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
        elif is_nothing(module, state):
            found = min(found, Assurance.GIVES if is_none(module, state) else Assurance.ANSWERS)
        else:
            asked, wanted = tested(module, state, outcome=True)
            sure = wanted and asked != state and _given(module, asked, checks)
            found = min(found, Assurance.ANSWERS if sure else Assurance.NONE)
    return found


def passes(check: Check, end: int, guards: Guards) -> bool:
    """Whoever gets to a point of the function, behind such tests, has passed a check."""
    fact = check.site.fact
    if fact.value >= end or (fact.handler and not is_caught(check.site.module, fact.guards)):
        return False  # too far within a handler to tell which
    behind = end > fact.tried and not _left_from(check, guards)
    goes_on = behind and (fact.swallowed or (fact.answered and is_caught(check.site.module, guards)))
    if check.assurance is Assurance.RAISES and not goes_on and all(one in guards for one in fact.guards):
        return True
    return any(_shows(check, test, outcome) for test, outcome in (*guards, *_refused(check, end, guards)))


def _refused(check: Check, end: int, guards: Guards) -> Iterator[tuple[Value, bool]]:
    """How tests came out for whoever is not stopped by a call that never comes back: `if bad: abort()`."""
    for value, (*before, (test, outcome)) in check.refusals:
        if value < end and (test, outcome) not in guards and all(guard in guards for guard in before):
            yield test, not outcome


def _left_from(check: Check, guards: Guards) -> bool:
    """A loop has been left from within the `try` of a check that had passed."""
    tests = [check.site.module.nodes[test] for test, outcome in guards if outcome]
    left = (one for one in tests if isinstance(one, v.Compare) and one.op == v.LEFT)
    return any(check.value <= one.left and one.right < check.site.fact.tried for one in left)


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
    for_truth = not _is_about_none(module, test)
    real = [state for state in states_of(module, asked) if not is_nothing(module, state)]
    if len(real) == 1:  # what it was before is nothing
        yield real[0], for_truth


def tested(module: ModuleFacts, value: Value, outcome: bool) -> tuple[Value, bool]:
    """What a test asks the truth of, and whether it is true where the test comes out so."""
    for _ in range(MOST_TESTS):
        node = module.nodes[value]
        match node:
            case v.Not(operand=inner):
                value, outcome = inner, not outcome
            case v.Refined(value=inner):
                value = inner
            case v.Compare(op=op, left=left, right=right) if is_none(module, right) and op in _ABOUT_NONE:
                value, outcome = left, outcome is (op in ("IsNot", "NotEq"))
            case v.Call(callee=callee, args=(inner, *_)) if _asks_for_truth(module, callee):
                value = _element(module, inner)
            case _:
                break
    return value, outcome


MOST_TESTS = 8
"""Negations and comparisons around what a test asks."""

_ABOUT_NONE = ("Is", "IsNot", "Eq", "NotEq")


def _is_about_none(module: ModuleFacts, test: Value) -> bool:
    node = module.nodes[test]
    while isinstance(node, v.Not | v.Refined):
        node = module.nodes[node.operand if isinstance(node, v.Not) else node.value]
    return isinstance(node, v.Compare)


def _asks_for_truth(module: ModuleFacts, callee: Value) -> bool:
    node = module.nodes[callee]
    return isinstance(node, v.Name) and node.name in ("bool", "any", "isinstance", "len")


def _element(module: ModuleFacts, value: Value) -> Value:
    """What a comprehension is made of."""
    node = module.nodes[value]
    return node.value if isinstance(node, v.Comprehension) else value


def is_nothing(module: ModuleFacts, value: Value) -> bool:
    """A value that counts as false, or holds nothing else."""
    node = module.nodes[value]
    if isinstance(node, v.Sequence):
        return all(is_nothing(module, item) for item in node.items)
    if isinstance(node, v.Dict):
        return not node.keys
    return is_falsy(node)


def is_falsy(node: v.AnyNode) -> bool:
    """A constant that counts as false."""
    return isinstance(node, v.Const) and not node.value


def is_none(module: ModuleFacts, value: Value) -> bool:
    """A value that is None."""
    node = module.nodes[value] if value != NOTHING else None
    return isinstance(node, v.Const) and node.value is None


def is_caught(module: ModuleFacts, guards: Guards) -> bool:
    """A place stands in a handler of exceptions."""
    tests = (module.nodes[test] for test, _ in guards)
    return any(isinstance(test, v.Compare) and test.op == v.CAUGHT for test in tests)
