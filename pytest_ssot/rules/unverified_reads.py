"""Reads of a token's claims that no check of its signature comes with, or none that always happens."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pytest_ssot.facts.classes import CONSTRUCTORS
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Parameter, Place, needs_of
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.model import Severity, Step
from pytest_ssot.rules.decisions import Decision, Seen, follow
from pytest_ssot.rules.doubts import doubt
from pytest_ssot.rules.handmade import HandRead
from pytest_ssot.rules.only_told import harmless_use
from pytest_ssot.rules.peeks import harmless_peek, left_to
from pytest_ssot.rules.provisos import NO_CHECK, Proviso, proviso
from pytest_ssot.rules.raw_objects import guards_set, raw_reads
from pytest_ssot.rules.reachability import kept_from_running, weight
from pytest_ssot.rules.same_tokens import token_of
from pytest_ssot.rules.tests_only import in_tests_only
from pytest_ssot.rules.token_calls import needs_of_reading, overrides_itself, verifies
from pytest_ssot.rules.token_checks import conditional_checks
from pytest_ssot.rules.unseen_checks import Unseen

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
    peek = harmless_peek(links, seen, verifies)
    message = f"{subject} hands out a token's claims without verifying its signature"
    yield from _read(links, seen, seen.site.place, message, subject, token, peek=peek)


def read_by_hand(links: Links, read: HandRead) -> Iterator[Reading]:
    """Claims are parsed from a decoded segment of a token."""

    def needs(site: Site) -> frozenset[Parameter]:
        return needs_of_reading(links, site, read.token)

    for seen in follow(links, read.site, needs):
        peek = read.token != NOTHING and harmless_peek(links, seen, verifies, read.token)
        if read.cut is not None:
            peek = peek or harmless_peek(links, Seen(read.cut[0]), verifies, read.cut[1])
        for found in _read(links, seen, read.site.place, BY_HAND, read.site.word, read.token, peek=peek):
            yield msgspec.structs.replace(found, trace=found.trace or read.trace)


def left_out(links: Links, read: HandRead, check: Site) -> Iterator[Reading]:
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
        peek = not read.proviso.off and any(
            one != NOTHING and harmless_peek(links, read.seen, verifies, one)
            for one in (read.token, read.holder)
        )
        yield from _graded(links, read.seen, read.place, message, read.subject, read.proviso, peek=peek)


def _read(
    links: Links, seen: Seen, place: Place, message: str, subject: str, token: Value, *, peek: bool
) -> Iterator[Reading]:
    condition = NO_CHECK if peek else conditional_checks(links, seen.site, verifies, token)
    for found in _graded(links, seen, place, message, subject, condition, peek=peek):
        unseen = left_to(links, seen.site, verifies, token) if found.severity is None else None
        told = harmless_use(links, seen.site) if found.severity is None and not unseen else ""
        if not unseen and not told:
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
    links: Links, seen: Seen, place: Place, message: str, subject: str, condition: Proviso, *, peek: bool
) -> Iterator[Reading]:
    """How heavily a read weighs: a `peek` has its token verified, other checks may be switched off."""
    for value in condition.off:
        yield _unchecked(links, Decision(value, seen), subject)
    if condition.off:
        return
    tested = in_tests_only(links, place, seen)
    kept = "" if peek or tested else kept_from_running(links, seen) or _left_open(links, seen)
    severity = Severity.WARNING if peek or tested else weight(kept)
    message += tested or ("; the same token is verified afterwards" if peek else kept)
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
