"""Calls that verify a token, themselves or by what they call."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    Frames,
    FunctionKey,
    FunctionRef,
    Instance,
    Resolved,
    needs_of,
)
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.assurances import Assurance, Check, assured
from pytest_ssot.rules.checking_calls import COST, Verifies, asks_itself, holds, may_call_another, verified_by
from pytest_ssot.rules.claim_handlers import claim_handlers
from pytest_ssot.rules.decided_tests import stopping, with_decided
from pytest_ssot.rules.entered_functions import functions_called, is_handed_first
from pytest_ssot.rules.hand_checks import checks_parts
from pytest_ssot.rules.handed_in import entered, inside
from pytest_ssot.rules.left_running import is_never_asked, is_never_awaited, is_run_aside
from pytest_ssot.rules.made_objects import as_it_is, objects_of
from pytest_ssot.rules.noted_once import noted_once
from pytest_ssot.rules.other_answers import (
    Note,
    excluded,
    excluded_by_notes,
    noted_by,
    refuses_otherwise,
    unchecked_answers,
)
from pytest_ssot.rules.provisos import Proviso, least, proviso
from pytest_ssot.rules.refusals import refusals
from pytest_ssot.rules.remembered_checks import remembered
from pytest_ssot.rules.rounds import (
    by_own_objects,
    each_of,
    may_call_nothing,
    reached,
    told_by_all,
)
from pytest_ssot.rules.same_tokens import (
    Token,
    given_for,
    identity,
    is_handed,
    is_same_token,
    token_of,
)
from pytest_ssot.rules.tolerated import as_managed, left_by_decorators

Passed = tuple[FunctionKey, ...]
"""The functions on the way to a check."""

MOST_LEVELS = 5
"""Functions between an unverified read and the verification of the same token."""


def has_it_verified(
    links: Links, site: Site, token: Token, verifies: Verifies, passed: Passed = ()
) -> Assurance:
    """How far a function of the project verifies the token, or what holds it, that a call hands to it.

    One that has been `passed` on the way is left out: it only comes back if another one does.
    """
    if token is None or len(passed) >= MOST_LEVELS or not links.affords(site.module, COST):
        return Assurance.NONE
    if not is_handed(site, token):
        return Assurance.NONE
    passed = (*passed, (site.module.path, site.fact.function))
    own = by_own_objects(links, site)
    return min(_has_it_verified(links, one, token, verifies, passed) for one in own)


def _has_it_verified(links: Links, site: Site, token: Token, verifies: Verifies, passed: Passed) -> Assurance:
    """The same, of a call of what its own object keeps."""
    most = told_by_all(links, site)
    found = (max if most else min)(
        (
            Assurance.NONE
            if one.facts.waits and is_never_awaited(links, site)
            else min(
                _assures(links, site, one, tokens, verifies, passed, made),
                left_by_decorators(links, one),
            )
            for one, tokens, made in entered(links, site, token, guessed=True)
            if one.key not in passed
        ),
        default=Assurance.NONE,
    )
    if found and (may_call_another(links, site, verifies) or may_call_nothing(links, site)):
        return Assurance.NONE
    return min(found, most) if most else found


def hands_it_over(
    links: Links, site: Site, token: Token, verifies: Verifies, passed: Passed = ()
) -> Assurance:
    """The token is handed on behind a callable that will verify it: `to_thread(jwt.decode, token)`."""
    known = [identity(site.module, value) == token for value in site.node.args]
    if token is None or not any(known[1:]) or is_never_asked(site):
        return Assurance.NONE
    given = links.arguments(site)
    opened = links.open([(site.module.path, site.fact.function)], site.frames)
    by_default = links.arguments(replace(site, frames=opened)) if needs_of(given.rest) else given
    for index, callables in enumerate(given.positional[:-1]):
        if is_run_aside(links, site, index):
            continue
        rest = replace(by_default, positional=given.positional[index + 1 :])
        for one in callables:
            if known[index + 1 : index + 2] == [True] and verifies(one, rest):
                return Assurance.RAISES
            if isinstance(one, FunctionRef):
                handed = inside(site, one, token, index + 1)
                found = _assures(links, site, one, handed, verifies, passed, one_of_called(links, site, one))
                if found:
                    return found
    return Assurance.NONE


def one_of_called(links: Links, site: Site, function: FunctionRef) -> Resolved:
    """A function that a call hands over, with what it will be called with."""
    return next((one for one in links.called(site) if links.target(one) == function.key), function)


def _assures(
    links: Links,
    site: Site,
    function: FunctionRef,
    tokens: frozenset[Token],
    verifies: Verifies,
    passed: Passed,
    called: Resolved | None = None,
) -> Assurance:
    """How far a function that a call enters verifies one of `tokens`, as it knows them.

    If the call hands it over, `called` is the function with what it will be given.
    """
    checks = checks_in(links, site, function, tokens, verifies, passed, called)
    return Assurance.NONE if checks is None else assured(function, checks, tokens)


def checks_in(
    links: Links,
    site: Site | None,
    function: FunctionRef,
    tokens: frozenset[Token],
    verifies: Verifies,
    passed: Passed,
    called: Resolved | None = None,
) -> list[Check] | None:
    """The calls of a function, as `site` enters it or as anybody does, that check one of `tokens`.

    None where all work is spent. Who asks if it checks them also asks what its answer tells: the same again.
    """

    def answer() -> list[Check] | None:
        return _checks_in(links, site, function, tokens, verifies, passed, called)

    if site is None or called is not None:
        return answer()
    bound = function.bound
    asked = (site.module.path, site.fact.value, function.key, tokens, passed)
    whose = bound.cls.key if isinstance(bound, Instance) and bound.arguments is None else bound
    given = (site.frames, function.frames, whose)
    return links.asked_again(function.module.path, asked, given, answer)


def _checks_in(
    links: Links,
    site: Site | None,
    function: FunctionRef,
    tokens: frozenset[Token],
    verifies: Verifies,
    passed: Passed,
    called: Resolved | None,
) -> list[Check] | None:
    checks: list[Check] = []
    tokens |= {one for token in tokens for one in each_of(function.module, function.index, token)}
    frames = _on_object(links, function)
    if site is not None and len(function.facts.parameters) > 1:
        frames = _with_handed(links.enter(site, called or function), frames)
    for fact in function.module.calls_in.get(function.index, ()) if tokens else ():
        if links.exhausted(function.module.path):
            return None
        links.walked(function.module, 1)
        check = Site(function.module, fact, frames)
        found = max(
            (
                _verifies(links, check, token, verifies, site, called or function)
                or has_it_verified(links, check, token, verifies, passed)
                or checks_parts(links, check, token)
                or _hands_on(links, check, token, verifies, passed)
                for token in tokens
            ),
            default=Assurance.NONE,
        )
        asked = tokens if found is not Assurance.RAISES else ()
        told = (tells(links, check, token, verifies, passed) for token in asked)
        answering = next((one for one in told if one is not None), None)
        if found or answering is not None:
            made = made_check(links, check, found, answering)
            inner = {**links.enter(site, function), **frames} if site is not None and fact.guards else frames
            checks.append(with_decided(links, made, inner))
    return [*checks, *remembered(links, function, checks, tokens)]


def _with_handed(entered: Frames, frames: Frames) -> Frames:
    """Frames with what functions are handed beside the token: what a check further in may be told."""
    known = {key: {**given, **frames.get(key, {})} for key, given in entered.items()}
    return {**frames, **known}


def _on_object(links: Links, function: FunctionRef) -> Frames:
    """The object that a method is called on, where it is seen to be made, or is of a derived class.

    Of a function within another one, what that one was handed: what a decorator stands around.
    """
    bound, parameters = function.bound, function.facts.parameters
    if not isinstance(bound, Instance) or not parameters:
        return function.frames
    made = objects_of(links, bound.cls) if bound.arguments is None else []
    if len(made) == 1 and not links.subclasses(bound.cls):
        bound = made[0]
    elif bound.arguments is None and bound.cls.key == (function.module.path, function.facts.owner):
        return NO_FRAMES
    return {**function.frames, function.key: {parameters[0].name: (as_it_is(bound),)}}


def made_check(links: Links, site: Site, assurance: Assurance, answering: Check | None = None) -> Check:
    """A call as a check, by its assurance, and by tests of what it answers if `answering` tells of them."""
    site = as_managed(links, site)
    made = Check(site, assurance, refusals(links, site)) if answering is None else answering
    right = claim_handlers(links, site) if assurance is Assurance.RAISES else frozenset[Value]()
    given = noted_once(links, site) if assurance is Assurance.RAISES else ()
    return replace(made, assurance=assurance, reached=reached(links, site), right=right, given=given)


def tells(links: Links, site: Site, token: Token, verifies: Verifies, passed: Passed = ()) -> Check | None:
    """A call as a check that tests of what it answers make one, if it has the token verified on some way."""
    if len(passed) >= MOST_LEVELS or not links.affords(site.module, COST):
        return None
    passed = (*passed, (site.module.path, site.fact.function))
    if site.fact.discarded:
        return _notes(links, site, token, verifies, passed)
    told = [_tells(links, one, token, verifies, passed) for one in by_own_objects(links, site)]
    found = [one for one in told if one is not None]
    answers = tuple(answer for one in found for answer in one.answers)
    if not found or len(found) < len(told):
        return None
    in_rounds = any(one.in_rounds for one in found)
    refused, rounds = refusals(links, site), reached(links, site)
    refuses = all(one.refuses for one in found)
    check = Check(site, Assurance.NONE, refused, answers, (), rounds, frozenset(), in_rounds, refuses)
    return replace(check, excluded=excluded(links, check), stops=tuple(stopping(links, check)))


def _notes(links: Links, site: Site, token: Token, verifies: Verifies, passed: Passed) -> Check | None:
    """A call as a check that notes what it finds in what it is handed, such as a list, and that is asked."""
    notes: frozenset[Note] | None = None
    each = told_by_all(links, site) is Assurance.RAISES
    functions = functions_called(links, site)
    for one in functions:
        tokens = inside(site, one, token) if one.key not in passed else frozenset[Token]()
        checks = (checks_in(links, site, one, tokens, verifies, passed) or ()) if tokens else ()
        noted = noted_by(one, checks, tokens)
        notes = noted if notes is None else notes | noted if each else notes & noted
    if not notes:
        return None
    names = [one.name for one in functions[0].facts.parameters]
    handed = [(given_for(site, names, name), set_there, truth) for name, set_there, truth in sorted(notes)]
    known = excluded_by_notes(site, handed)
    return Check(site, Assurance.NONE, excluded=(known,), reached=reached(links, site)) if known else None


def _tells(links: Links, site: Site, token: Token, verifies: Verifies, passed: Passed) -> Check | None:
    """The same of a call of what its own object keeps, without the tests.

    Of what is called in the rounds of a loop, it is enough that one tells.
    """
    answers: list[Alternatives] = []
    each, silent, refuses = told_by_all(links, site) is Assurance.RAISES, False, True
    for one, handed, made in entered(links, site, token):
        tokens = handed if one.key not in passed else frozenset[Token]()
        checks = (checks_in(links, site, one, tokens, verifies, passed, made) or ()) if tokens else ()
        inner = links.enter(site, made or one) if checks else NO_FRAMES
        found = unchecked_answers(links, one, checks, tokens, inner) if checks else ()
        if (not found and not each) or (one.facts.waits and is_never_awaited(links, site)):
            return None
        silent = silent or not found
        refuses = refuses and not silent and refuses_otherwise(one, checks, tokens)
        answers += found
    check = Check(site, Assurance.NONE, (), tuple(answers), in_rounds=silent, refuses=refuses)
    return check if answers else None


def _hands_on(links: Links, site: Site, token: Token, verifies: Verifies, passed: Passed) -> Assurance:
    if len(passed) >= MOST_LEVELS:
        return Assurance.NONE
    return hands_it_over(links, site, token, verifies, (*passed, (site.module.path, site.fact.function)))


def _verifies(
    links: Links, check: Site, token: Token, verifies: Verifies, site: Site | None, function: Resolved
) -> Assurance:
    """A call of a function verifies a token, as `site` enters the function if that has to be known."""
    enter = partial(_entered, links, site, function) if site is not None else None
    if asks_itself(links, check, token, enter):
        return Assurance.RAISES
    if not is_handed_first(links, check, token) or all(
        isinstance(one, FunctionRef) for one in links.callees(check)
    ):
        return Assurance.NONE
    given = links.arguments(check)
    if site is not None and needs_of(*given.positional, *given.keywords.values(), given.rest):
        check = replace(check, frames=_entered(links, site, function))
    return verified_by(links, check, verifies)


def _entered(links: Links, site: Site, function: Resolved) -> Frames:
    """The parameters of a function by a call, whose own function is called with its defaults."""
    around = (site.module.path, site.fact.function)
    frames = links.open([around], site.frames) if site.fact.function >= 0 else site.frames
    return links.enter(replace(site, frames=frames), function)


def conditional_checks(links: Links, site: Site, verifies: Verifies, token: Value = NOTHING) -> Proviso:
    """What keeps the token that a site reads from being verified in the same function."""
    token = token_of(site) if token == NOTHING else token
    found: list[Proviso] = []
    known = identity(site.module, token)
    calls = site.module.calls_in.get(site.fact.function, ()) if token != NOTHING else ()
    for fact in calls if links.affords(site.module, len(calls)) else ():
        check = Site(site.module, fact, site.frames)
        if fact.handler or fact.swallowed or fact.value == site.fact.value or fact.guards == site.fact.guards:
            continue
        same = is_same_token(check, known) or is_same_token(check, site.fact.value)
        assurance = verified_by(links, check, verifies) if same else Assurance.NONE
        if holds(check, assurance or has_it_verified(links, check, known, verifies)):
            found.append(proviso(links, check, site))
    return least(found)
