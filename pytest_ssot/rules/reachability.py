"""Places that, as the project is written, no path leads to."""

from __future__ import annotations

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts, FunctionFacts, ModuleFacts, StoreFacts
from pytest_ssot.facts.places import KINDS_OF_METHOD, decorator_words
from pytest_ssot.facts.resolved import (
    Alternatives,
    ClassRef,
    External,
    Frames,
    Instance,
    Known,
    Opaque,
    Parameter,
    Place,
    Resolved,
    Table,
    needs_of,
    truth,
)
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.targets import same_object
from pytest_ssot.facts.uses import operands
from pytest_ssot.facts.values import Value
from pytest_ssot.model import Severity
from pytest_ssot.rules.choices import of_unchosen_class, stays_unchosen
from pytest_ssot.rules.chosen_by_environment import chosen_by_environment
from pytest_ssot.rules.decisions import Decision, Seen, as_derived, follow
from pytest_ssot.rules.frameworks import SERVED
from pytest_ssot.rules.implications import tested
from pytest_ssot.rules.libraries import TOP_LEVEL

MOST_CALLERS = 40
"""Callers of callers looked at to find a cycle."""

MOST_LEVELS = 3
"""Functions between a place and the tests that keep it from being reached."""

MOST_WAYS = 12
"""Callers of one function of which each has to be kept from running."""

BY_CONSTANTS = ", in a branch that constants keep from running"
BY_ENVIRONMENT = ", in a branch that the environment decides about when the program runs"
BY_NOBODY = ", by a function that nobody is seen to call"
BY_OTHERS = ", of another object"
BY_CLASS = ", by a class of which no object was seen to be made, while those of others are"
BY_CHOICE = ", in a function that is chosen by none of the calls that choose from its table"


def weight(kept: str) -> Severity | None:
    """What a place weighs that is kept from running: an environment may be set, code has to be changed."""
    if not kept:
        return None
    return Severity.WARNING if kept in (BY_CONSTANTS, BY_NOBODY, BY_OTHERS, BY_CLASS) else Severity.ERROR


def kept_from_running(links: Links, seen: Seen) -> str:
    """Why a call is not known to run, in words that follow its description; empty when it may run.

    A test on the way to it comes out the other way, for every caller of its function, unless the environment
    says otherwise. Of what the outermost function may be given, only switches are known by their defaults:
    who hands it a text or an object may be out of sight.
    """
    site, outermost = seen.site, seen.chain[-1] if seen.chain else seen.site
    if links.exhausted(site.module.path):
        return ""
    why = _closed_as_seen(links, seen)
    if why:
        return "" if _recurs(links, site) else why
    for caller in seen.chain:
        if (caller.module.path, caller.fact.function) == (site.module.path, site.fact.function):
            continue  # a function that calls itself: the tests on the way came out for another round of it
        frames: Frames = {**site.frames, **caller.frames}
        if caller is outermost:
            frames = _with_switches(frames, outermost)
        closed = _closed(links, caller.module, caller.fact.guards, frames)
        why = why or ("" if closed and _recurs(links, caller) else closed)
    why = why or _closed_above(links, outermost.module, outermost.fact.function, outermost.fact.guards)
    why = why or _closed_in_all_chains(links, site)
    why = why or (BY_CLASS if of_unchosen_class(links, seen) else "")
    return why or (BY_ENVIRONMENT if chosen_by_environment(links, site) else "")


def _closed_as_seen(links: Links, seen: Seen) -> str:
    site, outermost = seen.site, seen.chain[-1] if seen.chain else seen.site
    return _closed(links, site.module, site.fact.guards, _with_switches(site.frames, outermost))


def _with_switches(frames: Frames, outermost: Site) -> Frames:
    """Frames in which only switches are known of what the outermost function is given by default."""
    opened = (outermost.module.path, outermost.fact.function)
    switches = {name: held for name, held in frames.get(opened, {}).items() if _is_switch(held)}
    return {**frames, opened: switches}


def _closed_in_all_chains(links: Links, site: Site) -> str:
    """What the tests on the way depend on comes out the other way, whoever hands it over from however far."""

    def needs(current: Site) -> frozenset[Parameter]:
        tests = (test for test, _ in site.fact.guards)
        return frozenset().union(
            *(needs_of(links.truth_of(site.module, test, current.frames)) for test in tests)
        )

    alone = Site(site.module, site.fact)
    why = ""
    for number, seen in enumerate(follow(links, alone, needs) if needs(alone) else ()):
        why = _closed_as_seen(links, seen) if number < MOST_WAYS and seen.chain else ""
        if not why or _recurs(links, site):
            return ""
    return why


def _closed(links: Links, module: ModuleFacts, guards: Guards, frames: Frames) -> str:
    for test, wanted in guards:
        links.resolver.ask()
        found = links.truth_of(module, test, frames)
        other = [one for one in found if _comes_out_otherwise(one, wanted=wanted)]
        if other and _may_come_later(links, module, test, frames):
            continue
        opened = [one for one in found if isinstance(one, Opaque) and one.source == "environment"]
        if found and len(other) + len(opened) == len(found):
            return BY_ENVIRONMENT if opened else BY_CONSTANTS
    return ""


def _comes_out_otherwise(value: Resolved, *, wanted: bool) -> bool:
    """A constant, or something that counts as true; what is empty may be filled by others."""
    if isinstance(value, Known):
        return bool(value.value) is not wanted
    return not wanted and truth(value) is True


def _may_come_later(links: Links, module: ModuleFacts, test: Value, frames: Frames) -> bool:
    """What a test asks the truth of is not there yet: `if self.token` of an object that is made with None."""
    asked, _ = tested(module, test, outcome=True)
    if not isinstance(module.nodes[asked], v.Attr | v.Param):
        return False
    held = links.value(module, asked, frames)
    return any(isinstance(one, Known) and one.value is None for one in held)


def stays_closed(links: Links, module: ModuleFacts, function: int, guards: Guards) -> str:
    """The same as `kept_from_running`, for a place behind `guards` of a function."""
    return _closed(links, module, guards, {}) or _closed_above(links, module, function, guards)


def stays_unset(links: Links, module: ModuleFacts, store: StoreFacts) -> str:
    """Why an assignment in a function is never made, as the code is written; empty when it may be."""
    if store.default and _is_there(links, module, store):
        return "it is a default, and each mapping has an entry already"
    why = stays_closed(links, module, store.function, store.guards) if store.guards else ""
    why = why or _closed_for_all(links, module, store.function, store.guards)
    return "as written, its tests keep it from being set" if why == BY_CONSTANTS else ""


def _is_there(links: Links, module: ModuleFacts, store: StoreFacts) -> bool:
    """All who are seen to call a function hand it mappings that have the entry."""
    callers = links.callers((module.path, store.function))
    frames = [links.enter(*one) for one in callers] if len(callers) <= MOST_WAYS else []
    held = [one for each in frames for one in links.value(module, store.target, each)]
    return bool(held) and all(isinstance(one, Table) and bool(one.entries.get(store.name)) for one in held)


def _closed_for_all(links: Links, module: ModuleFacts, function: int, guards: Guards) -> str:
    """The tests in a method come out the other way for objects of its class and of all derived from it."""
    facts = module.functions[function] if function >= 0 else None
    if facts is None or facts.owner < 0 or not facts.parameters:
        return ""
    own, name = ClassRef(module, facts.owner, {}), facts.parameters[0].name
    why = ""
    for one in (own, *links.subclasses(own)):
        why = _closed(links, module, guards, {(module.path, function): {name: (Instance(one, {}),)}})
        if not why:
            return ""
    return why


def _closed_above(
    links: Links,
    module: ModuleFacts,
    function: int,
    guards: Guards,
    passed: frozenset[tuple[str, int]] = frozenset(),
) -> str:
    """Every caller of a function is kept from running, or keeps what is behind `guards` from it."""
    key = (module.path, function)
    if function < 0 or len(passed) >= MOST_LEVELS or key in passed or _is_decorated(module, function):
        return ""
    callers = links.callers(key)
    if not callers:
        unchosen = stays_unchosen(links, module, function)
        return BY_CHOICE if unchosen else _never_chosen(links, module, function, passed)
    why = ""
    seen = [(one, callee) for outer, callee in callers for one in (outer, *as_derived(links, outer))]
    for outer, callee in seen if len(callers) <= MOST_WAYS else ():
        why = (
            _closed(links, module, guards, links.enter(outer, callee))
            or _closed(links, outer.module, outer.fact.guards, outer.frames)
            or _closed_in_all_chains(links, outer)
            or _closed_above(links, outer.module, outer.fact.function, outer.fact.guards, passed | {key})
        )
        if not why:
            return ""
    return why


def _never_chosen(
    links: Links, module: ModuleFacts, function: int, passed: frozenset[tuple[str, int]]
) -> str:
    """A function is only called where it is chosen before another, and no test chooses it.

    Such as `lax` in `(strict if checked else lax)(token)`.
    """
    found = _choices(module, function)
    why = ""
    for fact, test, wanted in found:
        guards = (*fact.guards, (test, wanted))
        chosen = Site(module, replace(fact, guards=guards))
        why = (
            _closed(links, module, guards, {})
            or _closed_in_all_chains(links, chosen)
            or _closed_above(links, module, fact.function, guards, passed | {(module.path, function)})
        )
        if not why:
            return ""
    return why


def _choices(module: ModuleFacts, function: int) -> list[tuple[CallFacts, Value, bool]]:
    """The calls of what is chosen between a function and others, each with the test that does.

    None where the function is used in any other way.
    """
    named, name = v.Function(function), module.functions[function].name
    own = name in module.bindings and module.nodes[module.bindings[name]] == named
    read = module.places.named.get(name, ()) if own else ()
    used = [*module.uses.get(named, ()), *(one for one in read if isinstance(module.nodes[one], v.Name))]
    found: list[tuple[CallFacts, Value, bool]] = []
    for value in used:
        for choice in module.users(value):
            facts = module.places.calls_of(choice)
            if not isinstance(choice, v.Choice) or not facts:
                return []
            found += [(fact, choice.test, choice.then == value) for fact in facts]
    return found


def _is_decorated(module: ModuleFacts, function: int) -> bool:
    """What decorates a function may hand it to those who call it out of sight."""
    return not KINDS_OF_METHOD.issuperset(decorator_words(module, module.functions[function]))


_WAITING = KINDS_OF_METHOD | {"contextmanager", "asynccontextmanager"}


def set_by_nobody(links: Links, decision: Decision) -> str:
    """Why a switch is not known to be off: what a function sets has no effect until somebody calls it.

    What a function returns is another matter: whoever has it has called it.
    """
    value, place = decision.value, decision.place
    module = links.project.facts(place.path)
    if module is None or not isinstance(value, Known):
        return ""
    index = _around(module, place)
    passed = {(one.module.path, one.fact.function) for one in (decision.seen.site, *decision.seen.chain)}
    if index < 0 or (module.path, index) in passed:
        return ""
    closed = _closed_where_set(links, module, index, place)
    if closed or _is_set_on_others(links, module, index, decision):
        return closed or BY_OTHERS
    function = module.functions[index]
    returned = any(hop.message.startswith(f"{function.name}()") for hop in value.hops)
    given = (module.span(one) for one in (*function.returns, *function.yields))
    returned = returned or any(place.within(Place(module.path, span)) for span in given)
    waits = _waits_for_calls(links, module, function) and not _is_handed_about(module, index)
    if returned or not waits or _leads_on(links, module, index) or _makes_application(links, module, index):
        return ""
    return "" if links.callers((module.path, index)) else BY_NOBODY


def _makes_application(links: Links, module: ModuleFacts, index: int) -> bool:
    """A function returns an application: what serves it calls the function, whose name it is told."""
    made = (one for value in module.functions[index].returns for one in links.value(module, value))
    return any(isinstance(one, External) and one.path in SERVED for one in made)


def _is_set_on_others(links: Links, module: ModuleFacts, index: int, decision: Decision) -> bool:
    """A method sets what its object holds, and all calls of it are of other objects than the one asked."""
    place, site = decision.place, decision.seen.site
    own = [one for one in module.places.stores_in.get(index, ()) if not one.item]
    names = {one.name for one in own if place.within(Place(module.path, module.span(one.value)))}
    if module.functions[index].owner < 0 or not names:
        return False
    asked = _objects_asked(links, site, names)
    callers = links.callers((module.path, index))
    bound = [getattr(callee, "bound", None) for _, callee in callers]
    known = [one for one in (*asked, *bound) if isinstance(one, Instance) and one.arguments is not None]
    if not asked or not bound or len(known) < len(asked) + len(bound):
        return False
    return not any(isinstance(one, Instance) and same_object(one, other) for one in bound for other in asked)


def _objects_asked(links: Links, site: Site, names: set[str]) -> Alternatives:
    """The objects that the arguments of a call ask for one of some attributes."""
    module = site.module
    queue = [*site.node.args, *(value for _, value in site.node.keywords)]
    found: list[Resolved] = []
    for value in queue:  # grows as it is gone through
        node = module.nodes[value]
        if isinstance(node, v.Attr) and node.name in names:
            found += links.value(module, node.base, site.frames)
        queue += operands(node) if len(queue) < MOST_CALLERS else ()
    return tuple(found)


def _closed_where_set(links: Links, module: ModuleFacts, index: int, place: Place) -> str:
    """Why an assignment in a function is not made: its tests come out the other way for every caller."""
    for store in module.places.stores_in.get(index, ()):
        set_there = place.within(Place(module.path, module.span(store.value)))
        if set_there and store.guards and not _in_loop(module, store.guards):
            return stays_closed(links, module, index, store.guards)
    return ""


def _in_loop(module: ModuleFacts, guards: Guards) -> bool:
    """Tests that come out anew in each round."""
    return any(getattr(module.nodes[test], "op", "") == v.ROUND for test, _ in guards)


def _around(module: ModuleFacts, place: Place) -> int:
    """The function in whose body a place lies: no lambda, and none within a function."""
    for index in module.places.functions.around(place.span):
        function = module.functions[index]
        if function.parent < 0 and function.name != "<lambda>":
            return -1 if place.within(Place(module.path, function.at)) else index
    return -1


def _waits_for_calls(links: Links, module: ModuleFacts, function: FunctionFacts) -> bool:
    """Nothing out of sight calls a function: no decorator, no base of its class, nobody who has its name."""
    if function.name[:2] == "__" or links.is_named(module, function.name):
        return False
    owner = module.classes[function.owner] if function.owner >= 0 else None
    plain = _WAITING.issuperset(decorator_words(module, function))
    return plain and (owner is None or not (owner.bases or owner.decorators or owner.keywords))


def _is_handed_about(module: ModuleFacts, index: int) -> bool:
    """A function stands somewhere as a value: it is called, kept, decorates something; not: is decorated."""
    return module.places.once(("handed about", str(index)), lambda: _stands_somewhere(module, index))


def _stands_somewhere(module: ModuleFacts, index: int) -> bool:
    own = module.functions[index].decorators
    held = module.uses.get(v.Function(index), ())
    places = module.places
    users = [user for value in held for user in module.users(value)]
    return any(not isinstance(one, v.Call) or one.callee not in own for one in users) or any(
        value in places.decorating or value in places.returning or value in places.stored for value in held
    )


def _leads_on(links: Links, module: ModuleFacts, index: int) -> bool:
    """A function does more than setting something: it has functions inside, or calls some of the project."""
    sites = (Site(module, fact) for fact in module.calls_in.get(index, ()))
    return index in module.places.inner or any(
        not isinstance(callee, External) or callee.path.startswith(tuple(TOP_LEVEL))
        for site in sites
        for callee in links.callees(site)
    )


def _is_switch(held: Alternatives) -> bool:
    return all(isinstance(one, Known) and one.value in (0, 1) for one in held)


def _recurs(links: Links, site: Site) -> bool:
    """A function is called by those it calls: its tests come out otherwise further in."""
    key = (site.module.path, site.fact.function)
    seen, queue = {key}, [key] if key[1] >= 0 else []
    while queue and len(seen) < MOST_CALLERS:
        for caller, _ in links.callers(queue.pop()):
            outer = (caller.module.path, caller.fact.function)
            if outer == key:
                return True
            if outer not in seen and outer[1] >= 0:
                seen.add(outer)
                queue.append(outer)
    return False
