"""Properties that say if the token of their object is right, where tests ask for them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts
from pytest_ssot.facts.resolved import NO_FRAMES, FunctionRef, Instance
from pytest_ssot.rules.assurances import Assurance, Check, assured
from pytest_ssot.rules.checking_calls import COST, Verifies
from pytest_ssot.rules.implications import tested
from pytest_ssot.rules.other_answers import excluded, tests_of, unchecked_answers
from pytest_ssot.rules.own_tokens import is_property
from pytest_ssot.rules.same_tokens import Token, along, identity, rest_of
from pytest_ssot.rules.token_checks import checks_in

Steps = tuple[tuple[object, ...], ...]


def asked_properties(links: Links, site: Site, token: Token, verifies: Verifies) -> Iterator[Check]:
    """What tests of a function ask of the object that keeps a token, as checks: `if not ticket.valid: …`."""
    module, index = site.module, site.fact.function
    for test in tests_of(site) if isinstance(token, tuple) and index >= 0 else ():
        for value in _asked(site, test):
            node = module.nodes[value]
            steps = rest_of(token, identity(module, node.base)) if isinstance(node, v.Attr) else None
            if not steps or not isinstance(node, v.Attr) or not links.affords(module, COST):
                continue
            asked = Site(module, CallFacts(value, index), site.frames)
            known = [_checks(links, one, verifies, steps) for one in _properties(links, site, node)]
            found = min((assured(one, checks, kept) for one, checks, kept in known), default=Assurance.NONE)
            answers = [unchecked_answers(links, one, checks, kept, NO_FRAMES) for one, checks, kept in known]
            each = tuple(answer for one in answers for answer in one) if all(answers) else ()
            told = min(found, Assurance.GIVES)  # nothing is known of when it is asked for but by tests
            check = Check(asked, told, answers=each)
            check = replace(check, excluded=excluded(links, check))
            if told or check.excluded:
                yield check


def _asked(site: Site, test: int) -> Iterator[int]:
    """What a test asks the truth of, in all its parts."""
    module = site.module
    node = module.nodes[test]
    if isinstance(node, v.Boolean):
        for one in node.operands:
            yield from _asked(site, one)
        return
    yield tested(module, test, outcome=True)[0]


def _properties(links: Links, site: Site, node: v.Attr) -> Iterator[FunctionRef]:
    """The properties of the project that an attribute may be; none if it may be anything else."""
    held = links.value(site.module, node.base, site.frames)
    known = []
    for made in (one for one in held if isinstance(one, Instance)):
        found = class_function(links.resolver, made.cls, node.name)
        if found is not None and is_property(found.module, found.index):
            known.append(replace(found, bound=made))
    yield from known if len(known) == len(held) else ()


def _checks(
    links: Links, function: FunctionRef, verifies: Verifies, steps: Steps
) -> tuple[FunctionRef, list[Check], frozenset[Token]]:
    """The checks that a property makes of the token that its object keeps, and that token."""
    parameters = function.facts.parameters
    kept = along(v.Param(function.index, parameters[0].name), steps) if parameters else None
    checks = checks_in(links, None, function, frozenset([kept]), verifies, ()) if kept is not None else None
    return function, checks or [], frozenset([kept])
