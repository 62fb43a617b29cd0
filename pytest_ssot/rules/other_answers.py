"""What a check of a token answers where it has not found it right, and the tests that rule that out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import CONSTRUCTORS
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import operands, reaches
from pytest_ssot.facts.resolved import Alternatives, External, Frames, FunctionRef, Known, truth
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.answers_in_parts import besides_rounds, is_collected, listed, told_apart, value_behind
from pytest_ssot.rules.assurances import Assurance, Check, is_missing, is_passed_by, passes
from pytest_ssot.rules.changed_holders import before_changes
from pytest_ssot.rules.implications import Answer, has_elements, tested, truth_of, ways
from pytest_ssot.rules.own_tokens import stores_of
from pytest_ssot.rules.remembered_checks import kept_under
from pytest_ssot.rules.same_tokens import Token, identity, is_part, object_of

MOST_ANSWERS = 8
"""Answers of one check that tests are asked about."""


def unchecked_answers(
    links: Links, function: FunctionRef, checks: Sequence[Check], tokens: frozenset[Token], frames: Frames
) -> tuple[Alternatives, ...]:
    """What a function gives where none of its checks has passed; nothing if it gives nothing else."""
    module, facts = function.module, function.facts
    if facts.yields or not checks:
        return ((External("<true>"),),) if _complains(function, checks, tokens) else ()
    found: list[Alternatives] = []
    passed = False
    collected = _collected(module, facts.returns, checks)
    if collected:
        passed = True
        found.append((External("<true>"),))
    for (value, guards), end in _ends(module, function, collected):
        if is_missing(module, guards, tokens) or is_passed_by(guards, checks):
            continue
        if any(passes(one, end, guards) for one in checks):
            passed = True
            continue
        inner = next((one for one in checks if one.value == value), None)
        if inner is not None and (inner.answers or inner.assurance) and not inner.in_rounds:
            passed = True
            found += inner.answers or ((Known(None),),)
        elif computed := _computed(links, module, value, checks, frames):
            passed = True
            found += computed
        elif (kept := _kept(links, function, value, checks, tokens, frames)) is not None:
            found += kept
        else:
            found.append(_given(links, module, value, guards, frames))
    for end, guards in zip(facts.falls_at, facts.falls, strict=False):
        if any(passes(one, end, guards) for one in checks):
            passed = True
        elif not is_missing(module, guards, tokens) and not is_passed_by(guards, checks):
            found.append((Known(None),))
    return tuple(found) if passed and len(found) <= MOST_ANSWERS and all(found) else ()


def _complains(function: FunctionRef, checks: Sequence[Check], tokens: frozenset[Token]) -> bool:
    """A generator has given something at its end, unless one of its checks has passed."""
    module, facts = function.module, function.facts
    told = [one for one in checks if _is_complained_of(function, one)]
    ends = (*zip(facts.ends, facts.guards, strict=False), *zip(facts.falls_at, facts.falls, strict=False))
    return bool(told) and all(
        is_missing(module, guards, tokens)
        or any(passes(one, end, guards) for one in checks)
        or any(at < end and set(before) <= set(guards) for at, before in facts.yielded)
        or any(one.value < end and set(one.site.fact.guards) <= set(guards) for one in told)
        for end, guards in ends
    )


def _is_complained_of(function: FunctionRef, check: Check) -> bool:
    """A generator gives something right behind a check, or in all that handles its errors, if it fails."""
    module, fact = function.module, check.site.fact
    yielded = [
        (*where, value) for value, where in zip(function.facts.yields, function.facts.yielded, strict=False)
    ]
    if check.assurance is Assurance.RAISES:
        last = max((*function.facts.ends, *function.facts.falls_at), default=0)
        handlers = [one for one in module.places.caught if fact.swallowed and fact.tried <= one < last]
        told = [guards[-1:] for at, guards, _ in yielded if at > fact.value]
        return bool(handlers) and all(((one, True),) in told for one in handlers)
    for at, guards, value in yielded:
        asked = [one for one in guards if one not in fact.guards]
        if at < fact.value or len(asked) > 1:
            continue
        handed_on = module.nodes[value]
        if (
            not asked
            and _is_true(check)
            and isinstance(handed_on, v.Element)
            and handed_on.base == check.value
        ):
            return True
        if asked and passes(check, at, (*fact.guards, (asked[0][0], not asked[0][1]))):
            return True
    return False


def refuses_otherwise(function: FunctionRef, checks: Sequence[Check], tokens: frozenset[Token]) -> bool:
    """Where none of its checks has passed, a function gives nothing that is computed from the token."""
    return all(
        any(passes(one, end, guards) for one in checks)
        or any(one.value == value and one.refuses for one in checks)
        or not _is_from(function.module, value, tokens)
        for (value, guards), end in _ends(function.module, function)
    )


def _is_from(module: ModuleFacts, value: Value, tokens: frozenset[Token]) -> bool:
    """A value is computed from a token, or from what holds it, and not from an exception alone."""
    seen: set[Value] = set()
    queue = [value]
    while queue:
        current = queue.pop()
        if current in seen:
            continue
        seen.add(current)
        node = module.nodes[current]
        holder = identity(module, current)
        if any(is_part(one, holder) for one in tokens):
            return True
        queue.extend(() if isinstance(node, v.Caught) else (one for one in operands(node) if one != NOTHING))
    return False


def _collected(module: ModuleFacts, returns: Iterable[Value], checks: Sequence[Check]) -> frozenset[Value]:
    """Lists that a function returns, which hold what a check gives that has not found a token right."""
    telling = [
        one
        for one in checks
        if _is_true(one)
        if not besides_rounds(module, one.site.fact.guards, one.reached)
    ]
    return frozenset(
        value
        for value in returns
        if any(is_collected(module, value, one.value, one.reached) for one in telling)
    )


def _computed(
    links: Links, module: ModuleFacts, value: Value, checks: Sequence[Check], frames: Frames
) -> list[Alternatives]:
    """What is computed from what a check gives, or collected of what checks give, where it gives no other."""
    for check in checks:
        if check.answers and not check.in_rounds and reaches(module, value, check.value, frozenset()):
            links.resolver.ask()
            asked = module, check.value
            known = (links.resolver.assuming(*asked, answer, value, frames) for answer in check.answers)
            return [links.resolver.tested(one) for one in known]
    return []


def _kept(
    links: Links,
    function: FunctionRef,
    value: Value,
    checks: Sequence[Check],
    tokens: frozenset[Token],
    frames: Frames,
) -> list[Alternatives] | None:
    """What a function has kept for a token that no check had found right; None if it keeps nothing such."""
    fills = kept_under(links, function, value, tokens)
    if fills is None:
        return None
    found: list[Alternatives] = []
    for fill in fills:
        for one, guards in ways(function.module, fill.value, fill.guards):
            again = kept_under(links, function, one, tokens) is not None
            if not again and not any(passes(check, fill.at, guards) for check in checks):
                found.append(_given(links, function.module, one, guards, frames))
    return found


def _given(links: Links, module: ModuleFacts, value: Value, guards: Guards, frames: Frames) -> Alternatives:
    """What a value is behind such tests: at least true, where what was done to it tells that."""
    held = value_behind(links, module, value, guards, frames)
    unknown = any(truth(one) is None for one in held)
    return (External("<true>"),) if unknown and truth_of(module, value) else held


def _ends(
    module: ModuleFacts, function: FunctionRef, known_of: frozenset[Value] = frozenset()
) -> Iterator[tuple[Answer, int]]:
    """What a function returns, each way by which a value, or a part of it, came about on its own.

    Those that all is known of are left out.
    """
    facts = function.facts
    for value, end, guards in zip(facts.returns, facts.ends, facts.guards, strict=False):
        for one, known in ways(module, value, guards) if value not in known_of else ():
            yield from (((one, more), end) for more in told_apart(module, one, known))


def excluded(links: Links, check: Check) -> tuple[frozenset[tuple[Value, bool]], ...]:
    """The tests of a check's function, for each of its answers, that come out otherwise if it is given."""
    site = check.site
    module = site.module
    asking = [test for test in tests_of(site) if reaches(module, test, check.value, frozenset())]
    answers = () if check.in_rounds else check.answers
    found = tuple(frozenset(_ruled_out(links, site, answer, asking)) for answer in answers)
    if found and all(found):
        return found
    known = frozenset(_of_collected(module, asking, check))
    return (known,) if known else ()


def tests_of(site: Site) -> list[Value]:
    """The tests of the function of a call."""
    module, function = site.module, FunctionRef(site.module, site.fact.function, {})
    facts = module.calls_in.get(site.fact.function, ())
    ends = (known for (_, known), _ in _ends(module, function))
    guards = (*ends, *function.facts.falls, *(fact.guards for fact in facts))
    return list(dict.fromkeys(test for one in guards for test, _ in one))


def noted_by(function: FunctionRef, checks: Sequence[Check], tokens: frozenset[Token]) -> frozenset[Note]:
    """What a function notes in what it is handed, unless a check has passed: a complaint, or an attribute."""
    module, facts = function.module, function.facts
    ends = [*zip(facts.ends, facts.guards, strict=False), *zip(facts.falls_at, facts.falls, strict=False)]
    ends = [(end, guards) for end, guards in ends if not is_missing(module, guards, tokens)]
    named = [one.name for one in facts.parameters if checks and one.name in facts.variables]
    found = set[Note]()
    for name in (one for one in named if _is_never_replaced(function, one)):
        for attribute in ("", *_set_there(module, function.index, name)):
            left = [
                (one, any(passes(check, end, more) for check in checks))
                for end, guards in ends
                for one, more in ways(module, facts.variables[name], guards, attribute)
            ]
            told = {truth_of(module, one) if one != NOTHING else None for one, passed in left if not passed}
            if len(told) == 1 and any(passed for _, passed in left):
                found |= {(name, attribute, truth) for truth in told if truth is not None}
    return frozenset(found)


def _is_never_replaced(function: FunctionRef, name: str) -> bool:
    """A parameter still is what it was given when its function ends, whatever was done to that."""
    module, queue = function.module, [function.facts.variables[name]]
    for value in (queue.pop() for _ in range(MOST_STATES) if queue):
        match module.nodes[value]:
            case v.Choice(then=then, other=other):
                queue += [then, other]
            case v.Phi(options=options):
                queue += options
            case v.After(base=base) | v.SetAttr(base=base) | v.SetItem(base=base):
                queue.append(base)
            case v.Refined(value=inner):
                queue.append(inner)
            case node if node != v.Param(function.index, name):
                return False
    return not queue


MOST_STATES = 40
"""States of a parameter that are looked through for another value."""

Note = tuple[str, str, bool]
"""A parameter, the attribute of it that is set (or none), and what that counts as."""


def _set_there(module: ModuleFacts, function: int, name: str) -> set[str]:
    """The attributes of a parameter that a function sets."""
    own = v.Param(function, name)
    stores = (one for one in module.stores if one.function == function and not one.item)
    return {one.name for one in stores if module.root(before_changes(module, one.target)[0]) == own}


def excluded_by_notes(site: Site, handed: Iterable[tuple[Value, str, bool]]) -> frozenset[tuple[Value, bool]]:
    """The tests of what a call is handed, once it has been called, that come out otherwise if it is noted."""
    module = site.module
    roots = {(module.root_of(one), name, truth) for one, name, truth in handed if one != NOTHING}
    found = set[tuple[Value, bool]]()
    returned = module.functions[site.fact.function].returns if site.fact.function >= 0 else ()
    for test in (*tests_of(site), *returned):
        asked, wanted = tested(module, test, outcome=True)
        current, called, name = listed(module, asked), False, ""
        node = module.nodes[current]
        called = _is_behind(site, current)
        if isinstance(node, v.Attr):
            current, name = node.base, node.name
        while isinstance(node := module.nodes[current], v.After | v.Refined):
            called = called or (isinstance(node, v.After) and node.call == site.fact.value)
            current = node.base if isinstance(node, v.After) else node.value
        if called:
            root = module.root_of(current)
            found |= {(test, wanted is not truth) for truth in (True, False) if (root, name, truth) in roots}
    return frozenset(found)


def _is_behind(site: Site, value: Value) -> bool:
    """A method asks for what only gets more on its object, behind a call that always happens."""
    module, fact = site.module, site.fact
    node = module.nodes[value]
    if not isinstance(node, v.Attr) or fact.value > value or fact.handler or fact.swallowed or fact.answered:
        return False
    itself, asked = object_of(module, site.node.callee), module.nodes[node.base]
    if itself == NOTHING or not isinstance(asked, v.Param) or module.root(itself) != asked:
        return False
    added = all(
        module.functions[one.function].name in CONSTRUCTORS or isinstance(module.nodes[one.value], v.After)
        for one in stores_of(module, fact.function, node.name)
    )
    return added and all(_is_round(module, test) for test, _ in fact.guards)


def _is_round(module: ModuleFacts, test: Value) -> bool:
    """A test asks if a loop has a round, which it has."""
    node = module.nodes[test]
    element = module.nodes[node.left] if isinstance(node, v.Compare) and node.op == v.ROUND else None
    return isinstance(element, v.Element) and has_elements(module, element.base)


def _of_collected(module: ModuleFacts, tests: Iterable[Value], check: Check) -> Iterator[tuple[Value, bool]]:
    """The tests that find something in a list which is, or holds, what the check gives otherwise."""
    for test in tests:
        asked, wanted = tested(module, test, outcome=True)
        asked = listed(module, asked)
        itself = asked == check.value and not check.in_rounds and _is_true(check)
        if itself or _collected(module, [asked], [check]):
            yield test, not wanted


def _is_true(check: Check) -> bool:
    """Whatever a check gives otherwise counts as true."""
    return bool(check.answers) and all(truth(one) for answer in check.answers for one in answer)


def _ruled_out(
    links: Links, site: Site, answer: Alternatives, tests: Iterable[Value]
) -> Iterator[tuple[Value, bool]]:
    for test in tests:
        links.resolver.ask()
        found = links.resolver.assuming(site.module, site.fact.value, answer, test, site.frames)
        found = links.resolver.tested(found)
        verdicts = {truth(one) for one in found}
        if len(verdicts) == 1 and (verdict := verdicts.pop()) is not None:
            yield test, not verdict
