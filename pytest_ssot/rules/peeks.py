"""Unverified reads that only prepare a verified one."""

from __future__ import annotations

from itertools import chain

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import (
    ClassRef,
    Frames,
    FunctionKey,
    FunctionRef,
    Partial,
    Resolved,
)
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.asked_answers import answer_is_looked_at, tells_with_claims
from pytest_ssot.rules.assurances import Assurance, Check
from pytest_ssot.rules.callers import (
    accesses,
    by_decorator,
    callers_of,
    decorates_uncalled,
    given_in,
    is_of_closure,
    on_own_class,
    outside_of,
    past_decorators,
)
from pytest_ssot.rules.checking_calls import COST, Verifies, holds
from pytest_ssot.rules.checks_around import (
    checked_by,
    companions_of,
    found_checks,
    other_checks,
    others_than,
)
from pytest_ssot.rules.checks_in_rounds import (
    leads_to,
    rounds_of,
    verified_in_any_round,
    verified_in_earlier_round,
)
from pytest_ssot.rules.chosen_keys import selects_a_key
from pytest_ssot.rules.chosen_later import chosen_ones, handed_back
from pytest_ssot.rules.claim_errors import was_right
from pytest_ssot.rules.decisions import Seen
from pytest_ssot.rules.entered_functions import got_out_of, on_objects_that_call
from pytest_ssot.rules.field_checks import asked_of_fields
from pytest_ssot.rules.given_tokens import comes_verified, is_handed_on_verified, keeps_verified
from pytest_ssot.rules.guessed_calls import called_by_name
from pytest_ssot.rules.hand_checks import checked_before, checks_by_hand, hands_out_checked
from pytest_ssot.rules.handed_back import held_by_made
from pytest_ssot.rules.issued_tokens import is_issued
from pytest_ssot.rules.kept_tokens import Ways, is_set_verified
from pytest_ssot.rules.outcomes import gets_out, is_past, is_thrown, is_used, tells_nothing_unchecked
from pytest_ssot.rules.own_tokens import is_property, kept_verified, read_for_checks
from pytest_ssot.rules.put_aside import is_put_aside
from pytest_ssot.rules.recorded_tokens import recorded
from pytest_ssot.rules.remembered_checks import remembered
from pytest_ssot.rules.rounds import MOST_TOLD, calls_what_is_handed, each_of
from pytest_ssot.rules.same_tokens import (
    Token,
    along,
    identity,
    is_handed,
    origin_of,
    rest_of,
    token_of,
)
from pytest_ssot.rules.token_checks import MOST_LEVELS, checks_in, has_it_verified, made_check
from pytest_ssot.rules.unseen_checks import Unseen, leaves_to


def harmless_peek(links: Links, seen: Seen, verifies: Verifies, token: Value = NOTHING) -> bool:
    """The same token is verified as well, and what was read before decides nothing but the key.

    Either the same function verifies it on every path on which something computed from the read gets
    out, or the function only selects a key for callers that verify the same token with it, or all its
    callers verify the token themselves.
    """
    token = token_of(seen.site) if token == NOTHING else token
    with links.judging(seen.site.module):
        return _is_harmless(links, seen, verifies, identity(seen.site.module, token), token)


def _is_harmless(
    links: Links,
    seen: Seen,
    verifies: Verifies,
    token: Token,
    value: Value = NOTHING,
    level: int = 0,
    via: FunctionKey | None = None,
) -> bool:
    """The same of a token that a call reads, as `value` if it is told, `level` callers further out.

    `via` is the function that reads, from further out: calling it where its object is made is no check.
    """
    site = seen.site
    if token is None or site.fact.function < 0:
        return token is not None and is_issued(links, site, value)
    if not links.affords(site.module, COST * len(site.module.calls_in.get(site.fact.function, ()))):
        return False
    if is_thrown(links, site):
        return False
    right = (
        was_right(links, site, token, verifies) if site.fact.handler else checked_before(links, site, token)
    )
    if right or is_issued(links, site, value):
        return True
    made_by = via if _makes_object(links, site) else None
    companions = tuple(
        one
        for one in companions_of(links, site)
        if not (site.fact.handler and one.fact.answered) and not leads_to(links, one, made_by)
    )
    handed = [later for later in companions if is_handed(later, site.fact.value)]
    checked = any(
        holds(later, checked_by(links, later, site.fact.value, verifies)) and not is_put_aside(links, later)
        for later in handed
    )
    if checked and not is_issued(links, site, site.fact.value):  # a token made of what was read is another
        return True
    if value != NOTHING and _kept_verified(links, site, value, companions, verifies):
        return True
    inside = each_of(site.module, site.fact.function, token)
    known = (token, *held_by_made(links, (site, *companions), token), *inside)
    same = [one for held in known for one in found_checks(links, companions, held, verifies, site.fact.value)]
    same += [
        Check(later, Assurance.RAISES) for later in companions if checks_by_hand(links, later, token, site)
    ]
    if level and (found := verified_in_any_round(links, site, token, verifies, via)):
        same.append(made_check(links, site, found))
    known_by = _ways(links, site, verifies, level)
    kept = comes_verified(known_by, site, token) or is_set_verified(known_by, site, value)
    if kept or (same and not gets_out(site, same)):
        return True
    others = other_checks(links, site, token, verifies)
    around = FunctionRef(site.module, site.fact.function, site.frames)
    others += [*remembered(links, around, others, frozenset([token])), *recorded(known_by, around, token)]
    return (
        is_past(site, others, site.fact.value, site.fact.guards)
        or (bool(others) and tells_nothing_unchecked(site, others, token))
        or selects_a_key(links, site, token, verifies)
        or (level < MOST_LEVELS and _callers_verify(links, seen, token, verifies, level))
        or _all_decorated_verify(links, seen, verifies, token, value, level)
        or _all_told_verify(links, seen, verifies, token, value, level)
        or (
            (way := got_out_of(links, site, token)) != token
            and _is_harmless(links, seen, verifies, way, NOTHING, level)
        )
        or (level < MOST_LEVELS and _is_verified_later(links, seen, verifies, token, level))
        or (level < MOST_LEVELS and _is_verified_around(links, site, token, verifies, level))
    )


def _is_verified_around(links: Links, site: Site, token: Token, verifies: Verifies, level: int) -> bool:
    """A function within another one reads a token that it knows by name, and is called by that one alone."""
    module, origin = site.module, origin_of(token)
    around = module.functions[site.fact.function].parent
    if not isinstance(origin, v.Free) or around < 0 or origin.function != around:
        return False
    value = module.functions[around].variables.get(origin.name, NOTHING)
    outer = along(identity(module, value), rest_of(token, origin) or ())
    own, callers = (module.path, site.fact.function), callers_of(links, module, site.fact.function)
    return bool(callers) and all(
        (one.module.path, one.fact.function) == (module.path, around)
        and _is_harmless(links, Seen(one), verifies, outer, NOTHING, level + 1, own)
        for one, _ in callers
    )


def _is_verified_later(links: Links, seen: Seen, verifies: Verifies, token: Token, level: int) -> bool:
    """The token is verified where those are gone through that a read has chosen, or has come with."""
    site, inner = seen.site, level + 1
    if chosen := chosen_ones(site, token):
        return all(_is_harmless(links, seen, verifies, one, NOTHING, inner) for one in chosen)
    taken = handed_back(links, site, token) or asked_of_fields(links, site, token)
    via = site.module.path, site.fact.function
    return bool(taken) and all(
        _is_harmless(links, Seen(caller), verifies, one, NOTHING, inner, via) for caller, one in taken
    )


def _makes_object(links: Links, site: Site) -> bool:
    """A call is one of a class."""
    calls = isinstance(site.module.nodes[site.fact.value], v.Call)
    return calls and any(isinstance(one, ClassRef) for one in links.callees(site))


def left_to(links: Links, site: Site, verifies: Verifies, token: Value = NOTHING) -> Unseen | None:
    """A call that verifies the same token, to judge by its name: it cannot be looked into."""
    token = token_of(site) if token == NOTHING else token
    with links.judging(site.module):
        return _left_to(links, site, identity(site.module, token), verifies)


def _left_to(links: Links, site: Site, token: Token, verifies: Verifies, level: int = 0) -> Unseen | None:
    """The same, in the function of the call that reads or in all that call it."""
    if site.fact.function < 0 or token is None or site.fact.handler:
        return None
    if not links.affords(site.module, COST * len(site.module.calls_in.get(site.fact.function, ()))):
        return None
    together = [one.fact.value for one in companions_of(links, site)]
    for other in others_than(site):
        check = None if checked_by(links, other, token, verifies) else leaves_to(links, other, token)
        checks = [Check(other, Assurance.RAISES)]
        always = check is not None and other.fact.value in together and not gets_out(site, checks)
        if always or (check is not None and tells_nothing_unchecked(site, checks, token)):
            return check
    found = []
    given = level < MOST_LEVELS and given_in(site, token) is not None
    for caller, callee in past_decorators(links, site.module, site.fact.function) if given else ():
        outside = outside_of(links, site, caller, callee, token)[0][0]
        check = _left_to(links, caller, outside, verifies, level + 1)
        if check is None:
            return None
        found.append(check)
    return min(found, key=lambda one: one.of_library, default=None)


def _kept_verified(
    links: Links, site: Site, token: Value, companions: tuple[Site, ...], verifies: Verifies
) -> bool:
    """Whoever gave the token had verified it: the function it comes from, or the object that keeps it."""

    def checks(later: Site, value: Value) -> bool:
        return holds(later, checked_by(links, later, identity(later.module, value), verifies))

    root = origin_of(identity(site.module, token))
    made = next((later for later in companions if later.fact.value == root), None)
    if made is not None and (
        any(
            holds(made, has_it_verified(links, made, identity(made.module, value), verifies))
            for value in made.node.args
        )
        or any(answer_is_looked_at(links, made, value, site, verifies) for value in made.node.args)
        or any(isinstance(one, FunctionRef) and hands_out_checked(one) for one in links.callees(made))
    ):
        return True
    return kept_verified(site.module, site.fact.function, token, checks) or read_for_checks(
        site, token, checks
    )


def _ways(links: Links, site: Site, verifies: Verifies, level: int) -> Ways:
    """How to find out about functions from where a read is judged, `level` callers further out."""

    def checks(function: FunctionRef, known: Token) -> list[Check]:
        return checks_in(links, None, function, frozenset([known]), verifies, ()) or []

    def hands_over(caller: Site, known: Token) -> bool:
        via, seen, inner = (site.module.path, site.fact.function), Seen(caller), level + 1
        return inner <= MOST_LEVELS and _is_harmless(links, seen, verifies, known, NOTHING, inner, via)

    return Ways(links, checks, hands_over, keeps_verified)


def _all_decorated_verify(
    links: Links, seen: Seen, verifies: Verifies, token: Token, value: Value, level: int
) -> bool:
    """A function calls what one around it was handed, and each function that this is known to be verifies it.

    Such as a decorator calls what it decorates, and a layer the next one.
    """
    site = seen.site
    around = site.module.path, site.module.functions[site.fact.function].parent
    if around[1] < 0 or around in site.frames:
        return False
    decorated = links.in_place_of(site.module, site.fact.function)
    callers = callers_of(links, site.module, site.fact.function)
    called = [one for _, one in callers if isinstance(one, FunctionRef)]
    frames = [one.frames for one in (*decorated, *called) if around in one.frames]
    if not decorated and len(frames) < len(callers):
        return False
    return bool(frames) and _is_harmless_in_each(links, seen, verifies, token, value, level, frames)


def _is_harmless_in_each(
    links: Links,
    seen: Seen,
    verifies: Verifies,
    token: Token,
    value: Value,
    level: int,
    frames: list[Frames],
) -> bool:
    """A read is harmless whichever of some is known of what functions are handed."""
    known = (replace(seen.site, frames={**seen.site.frames, **one}) for one in frames)
    return all(_is_harmless(links, Seen(one, seen.chain), verifies, token, value, level) for one in known)


def _all_told_verify(
    links: Links, seen: Seen, verifies: Verifies, token: Token, value: Value, level: int
) -> bool:
    """A function calls what it is handed, and with what each call of it hands over the token is verified."""
    site, module = seen.site, seen.site.module
    own = module.path, site.fact.function
    if own in site.frames or not calls_what_is_handed(module, site.fact.function):
        return False
    callers = callers_of(links, module, site.fact.function)
    frames = [links.enter(caller, callee) for caller, callee in callers]
    few = 0 < len(frames) <= MOST_TOLD
    return few and _is_harmless_in_each(links, seen, verifies, token, value, level, frames)


def _callers_verify(links: Links, seen: Seen, token: Token, verifies: Verifies, level: int) -> bool:
    """Everybody who calls the function that reads verifies the same token before anything gets out.

    Of a read that only happens for one chain of calls, that is the next of them. (A chain may also lead to
    who made the object of a method.)
    """
    site, nearest = seen.site, seen.chain[:1]
    if given_in(site, token) is None:
        return False
    callers = [(caller, callee) for caller in nearest if (callee := _called(links, site, caller)) is not None]
    further = seen.chain[1:] if callers else ()
    if any(_leaves_out(links, site, *one, token) for one in callers):
        known = callers_of(links, site.module, site.fact.function)
        partial = [one for one in known if isinstance(one[1], Partial)]
        callers, further = [one for one in partial if not _leaves_out(links, site, *one, token)], ()
        if not callers:
            return False
    if is_property(site.module, site.fact.function):
        return _all_who_ask_verify(links, site, token, verifies, level)
    groups = [callers] if callers else by_decorator(links, site.module, site.fact.function)
    if not callers and decorates_uncalled(links, site, chain.from_iterable(groups)):
        return False
    return any(_all_verify(links, site, group, further, token, verifies, level) for group in groups)


def _leaves_out(links: Links, site: Site, caller: Site, callee: Resolved, token: Token) -> bool:
    """A call gives other arguments of the function that reads: who calls what it makes gives the token."""
    handed = isinstance(callee, Partial) and callee.handed == "open"
    return handed and outside_of(links, site, caller, callee, token) == [(None, NOTHING)]


def _all_who_ask_verify(links: Links, site: Site, token: Token, verifies: Verifies, level: int) -> bool:
    """Everybody who asks for a property has had the token verified that its object keeps."""
    given = given_in(site, token)
    steps = rest_of(token, given) or ()
    found = accesses(links, site.module, site.fact.function) if given is not None else []
    return bool(found) and all(
        _is_harmless(links, Seen(one), verifies, along(identity(one.module, value), steps), level=level + 1)
        for one, value in found
    )


def _all_verify(
    links: Links,
    site: Site,
    callers: list[tuple[Site, Resolved]],
    further: tuple[Site, ...],
    token: Token,
    verifies: Verifies,
    level: int,
) -> bool:
    """The same of some of those who call the function that reads."""
    own = site.module.path, site.fact.function
    if not links.affords(site.module, len(callers)):
        return False
    outer: list[tuple[Site, Resolved]] = []
    for one in (one for one in callers if is_of_closure(site, one[1])):
        if (one[0].module.path, one[0].fact.function) != own:
            outer.append(one)
        elif token not in [held for held, _ in outside_of(links, site, *one, token)]:
            return False  # a function that calls itself, with another token, does not lead out
    return bool(outer) and all(
        any(
            _is_harmless(links, Seen(inner, further), verifies, *one, level + 1, own)
            or verified_in_earlier_round(links, inner, own, one[0], verifies)
            or is_handed_on_verified(_ways(links, site, verifies, level), inner, own, one[1])
            or (
                tells_with_claims(links, inner, one[0], verifies)
                and not is_used(site, other_checks(links, site, token, verifies))
            )
            for one in outside_of(links, site, caller, callee, token)
        )
        for caller, callee in outer
        for calling in on_objects_that_call(links, on_own_class(links, site, caller), own)
        for inner in rounds_of(links, calling, own)
    )


def _called(links: Links, site: Site, caller: Site) -> Resolved | None:
    """The function of a call as its caller calls it."""
    key = (site.module.path, site.fact.function)
    known = (one for one in links.called(caller) if links.target(one) == key)
    return next(known, called_by_name(links, caller, key))
