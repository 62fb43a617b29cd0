"""What a check of a token answers where it has not found it right, and the tests that rule that out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import reaches
from pytest_ssot.facts.resolved import Alternatives, External, Frames, FunctionRef, Known, truth
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.answers_in_parts import told_apart, value_behind
from pytest_ssot.rules.assurances import Check, is_missing, passes
from pytest_ssot.rules.implications import Answer, truth_of, ways
from pytest_ssot.rules.remembered_checks import kept_under
from pytest_ssot.rules.same_tokens import Token

MOST_ANSWERS = 8
"""Answers of one check that tests are asked about."""


def unchecked_answers(
    links: Links, function: FunctionRef, checks: Sequence[Check], tokens: frozenset[Token], frames: Frames
) -> tuple[Alternatives, ...]:
    """What a function gives where none of its checks has passed; nothing if it gives nothing else."""
    module, facts = function.module, function.facts
    if facts.yields or not checks:
        return ()
    found: list[Alternatives] = []
    passed = False
    for (value, guards), end in _ends(module, function):
        if is_missing(module, guards, tokens):
            continue
        if any(passes(one, end, guards) for one in checks):
            passed = True
            continue
        inner = next((one for one in checks if one.value == value), None)
        if inner is not None and (inner.answers or inner.assurance):
            passed = True
            found += inner.answers or ((Known(None),),)
        elif (kept := _kept(links, function, value, checks, tokens, frames)) is not None:
            found += kept
        else:
            found.append(_given(links, module, value, guards, frames))
    for end, guards in zip(facts.falls_at, facts.falls, strict=False):
        if any(passes(one, end, guards) for one in checks):
            passed = True
        elif not is_missing(module, guards, tokens):
            found.append((Known(None),))
    return tuple(found) if passed and len(found) <= MOST_ANSWERS and all(found) else ()


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


def _ends(module: ModuleFacts, function: FunctionRef) -> Iterator[tuple[Answer, int]]:
    """What a function returns, each way by which a value, or a part of it, came about on its own."""
    facts = function.facts
    for value, end, guards in zip(facts.returns, facts.ends, facts.guards, strict=False):
        for one, known in ways(module, value, guards):
            yield from (((one, more), end) for more in told_apart(module, one, known))


def excluded(
    links: Links, site: Site, answers: Iterable[Alternatives]
) -> tuple[frozenset[tuple[Value, bool]], ...]:
    """The tests of a call's function, for each of its answers, that come out otherwise if it is given."""
    module, function = site.module, FunctionRef(site.module, site.fact.function, {})
    facts = module.calls_in.get(site.fact.function, ())
    ends = (known for (_, known), _ in _ends(module, function))
    guards = (*ends, *function.facts.falls, *(fact.guards for fact in facts))
    tests = dict.fromkeys(test for one in guards for test, _ in one)
    asking = [test for test in tests if reaches(module, test, site.fact.value, frozenset())]
    found = tuple(frozenset(_ruled_out(links, site, answer, asking)) for answer in answers)
    return found if all(found) else ()


def _ruled_out(
    links: Links, site: Site, answer: Alternatives, tests: Iterable[Value]
) -> Iterator[tuple[Value, bool]]:
    for test in tests:
        links.resolver.ask()
        found = links.resolver.assuming(site.module, site.fact.value, answer, test, site.frames)
        verdicts = {truth(one) for one in found}
        if len(verdicts) == 1 and (verdict := verdicts.pop()) is not None:
            yield test, not verdict
