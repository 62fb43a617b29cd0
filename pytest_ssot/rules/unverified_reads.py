"""Reads of a token's claims that no check of its signature comes with, or none that always happens."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec

from pytest_ssot.facts.classes import CONSTRUCTORS
from pytest_ssot.facts.effort import TooMuchEffortError
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Alternatives, Known, Parameter, Place, needs_of
from pytest_ssot.facts.values import NOTHING, Call, Value
from pytest_ssot.model import Severity, Step
from pytest_ssot.rules.decisions import Decision, Seen, follow
from pytest_ssot.rules.doubts import doubt
from pytest_ssot.rules.excuses import (
    conditional_checks,
    harmless_use,
    in_tests_only,
    is_peek,
    kept_from_running,
    left_to,
    why_harmless,
)
from pytest_ssot.rules.hand_checks import checked_by_hand
from pytest_ssot.rules.handmade import HandRead
from pytest_ssot.rules.own_tokens import verified_by_its_class
from pytest_ssot.rules.provisos import NO_CHECK, Proviso, proviso
from pytest_ssot.rules.raw_objects import guards_set, raw_reads
from pytest_ssot.rules.reachability import weight
from pytest_ssot.rules.same_tokens import token_of
from pytest_ssot.rules.token_calls import is_verified, overrides_itself
from pytest_ssot.rules.unseen_checks import Unseen
from pytest_ssot.rules.wanted import needs_of_reading

BY_HAND = "a token is taken apart by hand and its claims are read without verifying the signature"


class Reading(msgspec.Struct, frozen=True):
    """What is said of one read; without a severity it weighs what the rule says."""

    place: Place
    message: str
    subject: str
    scope: str
    severity: Severity | None = None
    trace: tuple[Step, ...] = ()


def read_unverified(links: Links, seen: Seen, subject: str) -> Iterator[Reading]:
    """A call hands out claims without checking anything."""
    if overrides_itself(links, seen.site):
        return
    token = token_of(seen.site)
    peek = not harmless_use(links, seen.site) and is_peek(links, seen)
    message = f"{subject} hands out a token's claims without verifying its signature"
    yield from _read(links, seen, seen.site.place, message, subject, token, peek=peek)


def read_by_hand(links: Links, site: Site, read: HandRead) -> Iterator[Reading]:
    """Claims are parsed from a decoded segment of a token; `site` is the last step of that.

    Where it takes too much to find out more, that is what is told.
    """
    told = False
    try:
        check = checked_by_hand(links, read.site, read.token, site)
        if check is not None and not read.site.fact.handler:
            found = _left_out(links, read, check)
        elif verified_by_its_class(links, read.site, partial(is_verified, links)):
            return
        else:
            found = _by_hand(links, read)
        for one in found:
            told = True
            yield one
    except TooMuchEffortError:
        if not told:
            yield Reading(read.site.place, BY_HAND, read.site.word, read.site.scope, trace=read.trace)
        raise


def _by_hand(links: Links, read: HandRead) -> Iterator[Reading]:
    def part(site: Site) -> Alternatives:
        return links.value(site.module, read.part, site.frames) if read.part != NOTHING else ()

    def needs(site: Site) -> frozenset[Parameter]:
        wanted = needs_of(part(site))
        return wanted if harmless_use(links, site) else wanted | needs_of_reading(links, site, read.token)

    for seen in follow(links, read.site, needs):
        taken = part(seen.site)
        if taken and all(isinstance(one, Known) and one.value == 0 for one in taken):
            continue  # the header
        told = harmless_use(links, seen.site)
        peek = not told and read.token != NOTHING and is_peek(links, seen, read.token)
        if read.cut is not None and not told:
            peek = peek or is_peek(links, Seen(read.cut[0]), read.cut[1])
        for found in _read(links, seen, read.site.place, BY_HAND, read.site.word, read.token, peek=peek):
            yield msgspec.structs.replace(found, trace=found.trace or read.trace)


def _left_out(links: Links, read: HandRead, check: Site) -> Iterator[Reading]:
    """Claims that are parsed where the comparison of the signature is left out, as calls say."""
    if check.module.path != read.site.module.path or check.fact.function != read.site.fact.function:
        return

    def needs(site: Site) -> frozenset[Parameter]:
        return proviso(links, site, read.site).needs

    for seen in follow(links, check, needs) if check.fact.guards else ():
        reads = Seen(msgspec.structs.replace(read.site, frames=seen.site.frames), seen.chain)
        for value in proviso(links, seen.site, read.site).off:
            yield _unchecked(links, Decision(value, reads), read.site.word)


def read_raw(links: Links, module: ModuleFacts) -> Iterator[Reading]:
    """Payloads of token objects that are read although nothing checked the object."""
    for place, subject, function in guards_set(links, module):
        message = f"{subject} is set although nothing verified the token"
        yield Reading(place, message, subject, module.scope(function))
    for read in raw_reads(links, module):
        message = f"{read.subject} is read from a token that was not verified"
        asked = (read.token, *read.holders) if not read.proviso.off else ()
        known = (one for one in dict.fromkeys(asked) if one != NOTHING and is_peek(links, read.seen, one))
        peek = next(known, NOTHING)
        condition = read.proviso
        called = isinstance(module.nodes[read.seen.site.fact.value], Call)
        if called and peek == NOTHING and not condition.off and read.token != NOTHING:
            condition = conditional_checks(links, read.seen.site, read.token)
        why = why_harmless(links, read.seen, peek) if peek != NOTHING else ""
        yield from _graded(links, read.seen, read.place, message, read.subject, condition, peek=why)


def _read(
    links: Links, seen: Seen, place: Place, message: str, subject: str, token: Value, *, peek: bool
) -> Iterator[Reading]:
    told = harmless_use(links, seen.site)
    condition = NO_CHECK if peek or told else conditional_checks(links, seen.site, token)
    why = why_harmless(links, seen, token) if peek else ""
    for found in _graded(links, seen, place, message, subject, condition, peek=why):
        unseen = left_to(links, seen.site, token) if found.severity is None and not told else None
        if found.severity is Severity.WARNING or not (unseen or told):
            yield found
            continue
        message, severity = f"{found.message}{told}", Severity.WARNING
        if unseen:
            message, severity = out_of_sight(found.message, unseen)
        yield msgspec.structs.replace(found, message=message, severity=severity)


def out_of_sight(message: str, check: Unseen) -> tuple[str, Severity]:
    """What is said of a token that something which cannot be looked into may verify, and how heavily."""
    severity = Severity.WARNING if check.of_library else Severity.ERROR
    return f"{message}; {check.name}, which is handed the same token, cannot be looked into", severity


def _graded(
    links: Links, seen: Seen, place: Place, message: str, subject: str, condition: Proviso, *, peek: str
) -> Iterator[Reading]:
    """How heavily a read weighs: a `peek` has its token verified, other checks may be switched off."""
    for value in condition.off:
        yield _unchecked(links, Decision(value, seen), subject)
    if condition.off:
        return
    tested = in_tests_only(links, place, seen)
    kept = "" if peek or tested else kept_from_running(links, seen) or _left_open(links, seen)
    severity = Severity.WARNING if peek or tested else weight(kept)
    message += tested or peek or kept
    yield Reading(place, message, subject, seen.site.scope, severity)


def _left_open(links: Links, seen: Seen) -> str:
    """A test on the way asks for what an object was made with, and nobody is seen to make it so."""
    site = seen.site
    wanted = needs_of(*(links.value(site.module, test, site.frames) for test, _ in site.fact.guards))
    made = bool(wanted) and all(_makes(links, path, index) for path, index, _ in wanted)
    return ", behind a test of what an object was made with, which is not seen" if made else ""


def _makes(links: Links, path: str, index: int) -> bool:
    module = links.project.facts(path)
    return index < 0 or (module is not None and module.functions[index].name in CONSTRUCTORS)


def _unchecked(links: Links, decision: Decision, subject: str) -> Reading:
    """The check of a token that is read all the same is switched off, or may be."""
    kept = kept_from_running(links, decision.seen)
    why = "is switched off" if decision.off else f"is {doubt(decision.value)}"
    return Reading(
        decision.place,
        f"{subject} is read from a token whose verification {why}{kept}",
        subject,
        scope_at(links, decision.place),
        weight(kept) if decision.off else Severity.ERROR,
        decision.trace("decided here", subject),
    )


def scope_at(links: Links, place: Place) -> str:
    """The innermost definition around a place."""
    module = links.project.facts(place.path)
    if module is None:
        return ""
    inner = next(module.places.definitions.around(place.span), None)
    return "" if inner is None else module.definitions[inner].qualname
