"""What gets out of a function of what it read, and whether that was verified."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site, Suspicion
from pytest_ssot.facts.module import FunctionFacts, ModuleFacts, StoreFacts
from pytest_ssot.facts.operands import any_reaches, lookup, operands, reaches
from pytest_ssot.facts.resolved import FunctionRef
from pytest_ssot.facts.scopes import GUARDS_OF_CALL, Guards
from pytest_ssot.facts.spans import NO_SPAN
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.assurances import Assurance, Check, is_caught, passes
from pytest_ssot.rules.implications import is_nothing, ways
from pytest_ssot.rules.same_tokens import Token, all_given, identity, is_handed, is_part

_TELLING = re.compile(
    r"^(log|debug|info|warn(ing)?|error|exception|critical|print|format|append|inc|observe)$"
    r"|(^|_)(log|logs|metrics?|audit|trace|telemetry)(_|$)|^_?record_|^set_(custom_)?(attribute|tag)s?$"
    r"|(^|_)(fail(ed|ure)?|errors?|reject(ed|ion)?|refused?|denied)(_|$)"
)
"""The names of calls that do nothing but tell."""


def gets_out(site: Site, checks: Sequence[Check]) -> bool:
    """Something computed from the read is returned or used although the token is not verified later."""
    module, function = site.module, site.module.functions[site.fact.function]
    barriers = frozenset(check.value for check in checks)
    raising = frozenset(check.value for check in checks if check.assurance is Assurance.RAISES)
    first = min(barriers)
    ends = list(_ends(site))
    early = [(value, guards) for value, end, guards in ends if end < first and site.fact.value < end]
    early += [
        (value, guards)
        for value, end, guards in ends
        if end > first and all(_is_of_failure(module, end, guards, check) for check in checks)
    ]
    left = [guards for _, guards in early]
    left += [guards for guards in function.falls if all(_parts_from(guards, one.site) for one in checks)]
    unasked = [
        guards
        for end, guards in zip(function.falls_at, function.falls, strict=False)
        if not any(one.assurance is Assurance.RAISES or passes(one, end, guards) for one in checks)
    ]
    effects = tuple(_effects(site, barriers))
    used = [value for value, guards in effects if any(_leads_to(guards, end) for end in left)]
    used += [
        value
        for value, guards in (*effects, *_kept(site))
        if any(all(guard in end for guard in guards) for end in unasked)
    ]
    out = (*(value for value, _ in early), *used)
    return any_reaches(module, out, site.fact.value, barriers, raising)


def is_thrown(links: Links, site: Site) -> bool:
    """What was read is put into an exception, and who handles one of a caller asks what it holds."""
    module, raised = site.module, site.module.functions[site.fact.function].raised
    thrown = [node for node in (module.nodes[value] for value in raised) if isinstance(node, v.Call)]
    held = [value for node in thrown for value in (*node.args, *(one for _, one in node.keywords))]
    if not any(
        _is_whole(links, site, value) and reaches(module, value, site.fact.value, frozenset())
        for value in held
    ):
        return False
    callers = links.callers((module.path, site.fact.function), Suspicion())
    return any(
        _asks_what_was_caught(one)
        for one in {caller.module.path: caller.module for caller, _ in callers}.values()
    )


def _is_whole(links: Links, site: Site, value: Value) -> bool:
    """A value is more than a word in a message."""
    module = site.module
    node = module.nodes[value]
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
    if isinstance(node, v.Text | v.Binary) or getattr(callee, "name", "") in ("str", "repr", "format"):
        return False
    facts = module.calls_in.get(site.fact.function, ())
    called = next((Site(module, one, site.frames) for one in facts if one.value == value), None)
    functions = links.callees(called) if called is not None else ()
    return not functions or not all(isinstance(one, FunctionRef) and _words(one) for one in functions)


def _words(function: FunctionRef) -> bool:
    """A function returns nothing but words, put together or written out."""
    module, facts = function.module, function.facts
    ends = (way for value in facts.returns for way, _ in ways(module, value, ()))
    nodes = [module.nodes[one] for one in ends]
    return bool(nodes) and all(
        isinstance(one, v.Text | v.Binary)
        or (isinstance(one, v.Const) and (one.value is None or isinstance(one.value, str)))
        for one in nodes
    )


def _asks_what_was_caught(module: ModuleFacts) -> bool:
    """A handler does more with what an exception holds than telling it, or raising another one with it."""
    for number in module.places.of(v.Attr):
        node = module.nodes[number]
        if not isinstance(node, v.Attr) or not isinstance(module.nodes[node.base], v.Caught):
            continue
        index = next(module.places.functions.around(node.at), -1)
        if index < 0 or any_reaches(module, tuple(_left_by(module, index)), number, frozenset()):
            return True
    return False


def _left_by(module: ModuleFacts, index: int) -> Iterator[Value]:
    """What a function gives, keeps, or hands to calls that do more than telling it."""
    function = module.functions[index]
    yield from (*function.returns, *function.yields)
    yield from (one.value for one in module.places.stores_in.get(index, ()))
    for fact in module.calls_in.get(index, ()):
        call = Site(module, fact)
        tells = fact.discarded and bool(_TELLING.search(call.word))
        if not tells and fact.value not in function.raised:
            yield from (*call.node.args, *(one for _, one in call.node.keywords))


def _parts_from(end: Guards, check: Site) -> bool:
    """A test came out otherwise on the way to an end than on the way to a check."""
    return any((test, not outcome) in end for test, outcome in check.fact.guards)


def _leads_to(guards: Guards, end: Guards) -> bool:
    return bool(guards) and all(guard in end for guard in guards)


def tells_nothing_unchecked(site: Site, checks: Sequence[Check], token: Token) -> bool:
    """Whatever a function returns or does after a read, it has verified the token, or would do all the same.

    It returns what a check gave, or where one has passed; nothing; or what tokens get that fail the check.
    """
    if is_used(site, checks):
        return False
    barriers = frozenset(one.value for one in checks if one.assurance or not _is_given(one, site, token))
    return all(
        end <= site.fact.value
        or is_past(site, checks, end, _behind(site, end, guards))
        or (
            not reaches(site.module, value, site.fact.value, barriers)
            and (
                _is_of_failed_read(site, end, guards, checks)
                or _tells_nothing(site.module, value, end, guards, checks)
            )
        )
        for value, end, guards in _ends(site)
    )


def _behind(site: Site, end: int, guards: Guards) -> Guards:
    """The tests on the way to a place for whoever comes by a read; some have left the function in between.

    `if hint: …` around the read, and in it `if client is None: return`, before the check.
    """
    function, known = site.module.functions[site.fact.function], [*guards]
    known += () if site.fact.handler else site.fact.guards
    for at, way in sorted(_ways_out(function)):
        before, last = way[:-1], way[-1:]
        if site.fact.value < at < end and last and all(guard in known for guard in before):
            left = getattr(site.module.nodes[last[0][0]], "at", NO_SPAN) != NO_SPAN and last[0] not in known
            known += ((test, not outcome) for test, outcome in last if left)
    return tuple(known)


def is_past(site: Site, checks: Sequence[Check], end: int, known: Guards, depth: int = 0) -> bool:
    """Whoever gets to a place, behind such tests, has passed a check: one of several, by how others come out.

    `if issuer == A: a.verify(token) elif issuer == B: b.verify(token) else: raise …`
    """
    if any(passes(check, end, known) for check in checks):
        return True
    told = {test for test, _ in known}
    open_ = (test for check in checks for test, _ in check.site.fact.guards if check.value < end)
    test = next((one for one in open_ if one not in told), None)
    if test is None or depth > MOST_ARMS or site.fact.handler:
        return bool(told) and _has_left(site, end, known)
    if getattr(site.module.nodes[test], "at", NO_SPAN) == NO_SPAN:
        return False
    return all(is_past(site, checks, end, (*known, (test, out)), depth + 1) for out in (True, False))


def _has_left(site: Site, end: int, known: Guards) -> bool:
    """Behind tests that came out so, a function is left before a place is reached: it raises, or returns."""
    function = site.module.functions[site.fact.function]
    left = [
        (one.value, one.guards)
        for one in site.module.calls_in.get(site.fact.function, ())
        if one.value in function.raised
        and len(one.guards) < GUARDS_OF_CALL
        and not (one.swallowed or one.answered or one.handler)
    ]
    left += _ways_out(function)
    return any(at < end and bool(way) and all(guard in known for guard in way) for at, way in left)


def _ways_out(function: FunctionFacts) -> Iterator[tuple[int, Guards]]:
    """Where a function returns or falls off its end, with the tests on the way there."""
    yield from zip(function.ends, function.guards, strict=False)
    yield from zip(function.falls_at, function.falls, strict=False)


MOST_ARMS = 8
"""Tests one after the other in whose arms checks are looked for."""


def is_asked_first(site: Site, check: Check) -> bool:
    """Whatever gets out of a function of what a call gave, tests of that have found right before."""
    module = site.module
    uses = [
        *_ends(site),
        *((one.value, one.behind, one.guards) for one in _stores(site)),
        *_effects_at(site, frozenset([site.fact.value])),
    ]
    return all(
        end <= site.fact.value
        or passes(check, end, guards)
        or not reaches(module, value, site.fact.value, frozenset())
        for value, end, guards in uses
    )


def _ends(site: Site) -> Iterator[tuple[Value, int, Guards]]:
    """What the function of a call returns or yields, each way by which a value came about on its own."""
    function = site.module.functions[site.fact.function]
    yielded = ((value, *where) for value, where in zip(function.yields, function.yielded, strict=False))
    returned = zip(function.returns, function.ends, function.guards, strict=False)
    for value, end, guards in (*returned, *yielded):
        for way, known in ways(site.module, value, guards):
            held = ways(site.module, _looked_up_in(site.module, way), known)
            yield from ((one, end, more) for one, more in held)


def _looked_up_in(module: ModuleFacts, value: Value) -> Value:
    """One of several objects out of which a value is taken by a constant key; any other value itself."""
    base, keys = lookup(module, module.nodes[value]) or (value, ())
    is_chosen = isinstance(module.nodes[base], v.Choice | v.Phi)
    return base if is_chosen and all(isinstance(module.nodes[one], v.Const) for one in keys) else value


def is_used(site: Site, checks: Sequence[Check]) -> bool:
    """Something unverified is kept, or handed to what is called for its effect alone.

    What comes of a check as well has been verified, unless that is made where the read is not.
    """
    module = site.module
    barriers = frozenset(check.value for check in checks)
    raising = [one for one in checks if one.assurance is Assurance.RAISES]
    beside = [one for one in checks if one.assurance and not _parts_from(site.fact.guards, one.site)]
    stores = (one for one in _stores(site) if not _is_of_handed(site, one, checks))
    places = ((one.value, max(one.value, one.behind), one.guards) for one in stores)
    effects = ((value, max(value, at), guards) for value, at, guards in _effects_at(site, barriers))
    kept, handed = (
        [value for value, at, guards in each if not is_past(site, raising, at, _behind(site, at, guards))]
        for each in (places, effects)
    )
    used = dict.fromkeys((*kept, *handed))
    return any(
        reaches(module, value, site.fact.value, barriers)
        and not any(reaches(module, value, one.value, frozenset()) for one in beside)
        for value in used
    )


def _kept(site: Site) -> Iterator[tuple[Value, Guards]]:
    """What the function of a call assigns to objects, caches aside, and the tests on the way to that."""
    yield from ((one.value, one.guards) for one in _stores(site))


def _stores(site: Site) -> Iterator[StoreFacts]:
    """What the function of a call assigns; that something kept has got an entry is told by that entry."""
    for one in site.module.places.stores_in.get(site.fact.function, ()):
        if not _is_cache(site.module, one) and not isinstance(site.module.nodes[one.value], v.SetItem):
            yield one


def _is_of_handed(site: Site, store: StoreFacts, checks: Iterable[Check]) -> bool:
    """Something is put on an object that is then handed to a check which gives nothing of it otherwise."""
    holder = identity(site.module, store.target)
    return any(
        check.refuses and store.behind <= check.value and is_handed(check.site, holder) for check in checks
    )


def _is_cache(module: ModuleFacts, store: StoreFacts) -> bool:
    """What is made for a key is kept under it where it was missing: `if key not in made: made[key] = …`."""
    for test, outcome in store.guards if store.item else ():
        node = module.nodes[test]
        if isinstance(node, v.Compare) and node.op == ("NotIn" if outcome else "In"):
            same = identity(module, node.left) == identity(module, store.key)
            if same and identity(module, node.right) == identity(module, store.target):
                return isinstance(module.nodes[store.value], v.Call)
    return False


def _effects(site: Site, barriers: frozenset[Value]) -> Iterator[tuple[Value, Guards]]:
    """What is handed to calls that are made for their effect alone, and the tests on the way to them."""
    yield from ((value, guards) for value, _, guards in _effects_at(site, barriers))


def _effects_at(site: Site, barriers: frozenset[Value]) -> Iterator[tuple[Value, int, Guards]]:
    """The same, with where the calls stand."""
    for fact in site.module.calls_in.get(site.fact.function, ()):
        call = Site(site.module, fact)
        if fact.discarded and fact.value not in barriers and not _TELLING.search(call.word):
            yield from ((argument, fact.value, fact.guards) for argument in call.node.args)


def _is_of_failed_read(site: Site, end: int, guards: Guards, checks: Iterable[Check]) -> bool:
    """An end before all checks is reached where the token could not be read: what all get without one."""
    early = site.fact.answered and all(end < one.value for one in checks)
    return early and is_caught(site.module, guards)


def _tells_nothing(
    module: ModuleFacts, value: Value, end: int, guards: Guards, checks: Iterable[Check]
) -> bool:
    """What is returned is nothing, what a check gave, or what whoever fails a check gets."""
    return is_nothing(module, value) or any(
        (check.assurance and reaches(module, value, check.value, frozenset()))
        or (check.refuses and module.root_of(value) == check.value)
        or (check.value < end and _is_of_failure(module, end, guards, check))
        or any(_is_alike(module, value, answer) for answer in _answers(check.site))
        for check in checks
    )


def _is_given(check: Check, site: Site, token: Token) -> bool:
    """A check is handed what a call has read, apart from the token and what holds it."""
    return any(
        reaches(site.module, one, site.fact.value, frozenset())
        for one in _handed_to(check.site)
        if not is_part(token, identity(site.module, one))
    )


def _handed_to(asked: Site) -> tuple[Value, ...]:
    """What a call is handed; a property has its object alone, a lookup its key and what keeps something."""
    node = asked.module.nodes[asked.fact.value]
    return all_given(asked) if isinstance(node, v.Call) else operands(node)


def _is_of_failure(module: ModuleFacts, end: int, guards: Guards, check: Check) -> bool:
    """An end behind a check is reached when the check fails."""
    fact = check.site.fact
    if check.assurance is not Assurance.RAISES:
        return not passes(check, end, guards)
    return fact.swallowed or (fact.answered and is_caught(module, guards))


def _answers(check: Site) -> Iterator[Value]:
    """What a function returns when a check fails."""
    function = check.module.functions[check.fact.function]
    for value, end, guards in zip(function.returns, function.ends, function.guards, strict=False):
        if check.fact.value < end and check.fact.answered and is_caught(check.module, guards):
            yield value


def _is_alike(module: ModuleFacts, value: Value, answer: Value) -> bool:
    """Two answers are the same constants, or made by the same call with the same ones in the same places."""
    one, other = module.nodes[value], module.nodes[answer]
    if isinstance(one, v.Const) and isinstance(other, v.Const):
        return type(one.value) is type(other.value) and one.value == other.value
    if isinstance(one, v.Sequence) and isinstance(other, v.Sequence) and len(one.items) == len(other.items):
        return all(_is_alike(module, *each) for each in zip(one.items, other.items, strict=True))
    if not isinstance(one, v.Call) or not isinstance(other, v.Call):
        return False
    same = identity(module, one.callee) == identity(module, other.callee)
    return same and _constants(module, one) == _constants(module, other)


def _constants(module: ModuleFacts, call: v.Call) -> list[object]:
    given = (module.nodes[value] for value in call.args)
    return [one.value if isinstance(one, v.Const) else None for one in given]
