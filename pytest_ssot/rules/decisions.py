"""Following a decision from the call it affects back to where it is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Protocol

import msgspec
from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.links import Links, Site, Telling
from pytest_ssot.facts.module import ModuleFacts, StoreFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.resolved import (
    Alternatives,
    ClassRef,
    External,
    Frames,
    FunctionKey,
    FunctionRef,
    Instance,
    Known,
    Opaque,
    Parameter,
    Place,
    Resolved,
    needs_of,
    truth,
)
from pytest_ssot.facts.rounds import is_of_round
from pytest_ssot.model import Step
from pytest_ssot.rules.callers import but_replaced
from pytest_ssot.rules.guessed_calls import guessed_calls
from pytest_ssot.rules.made_objects import as_made, is_made_whole, of_derived
from pytest_ssot.rules.only_derived import only_derived_from
from pytest_ssot.rules.prepared_calls import is_prepared, leaves_open

DEEPEST_CHAIN = 12
"""Calls followed from the affected call outwards."""

MOST_CONTEXTS = 300
"""Chains of calls looked at for one affected call."""

MOST_WORK = 60_000
"""Nodes looked at for one affected call, all chains together."""


RECEIVES = "receives it"
"""The end of what a trace says of an affected call."""


class Seen(msgspec.Struct, frozen=True):
    """A call as it happens at the end of one chain of calls; `chain` starts with the nearest caller."""

    site: Site
    chain: tuple[Site, ...] = ()


class Decision(msgspec.Struct, frozen=True):
    """A value that decides, and the chain of calls through which it does."""

    value: Resolved
    seen: Seen

    @property
    def off(self) -> bool:
        """It certainly counts as false."""
        return truth(self.value) is False

    @property
    def place(self) -> Place:
        """Where it is written; the affected call when it is not written anywhere."""
        place = getattr(self.value, "place", None)
        return place if isinstance(place, Place) and place.path else self.seen.site.place

    def trace(self, verb: str, subject: str) -> tuple[Step, ...]:
        """The steps from the decision to the call; empty when both stand in one place."""
        hops = self.value.hops if isinstance(self.value, Known) else ()
        stops = [(hop.place, hop.message) for hop in hops if hop.place.path]
        stops += [(site.place, f"{site.word}() passes it on") for site in reversed(self.seen.chain)]
        end = self.seen.site.place
        if not stops and self.place.within(end):
            return ()
        unique = dict.fromkeys(stops)
        steps = [Step(self.place.location, verb)]
        steps += [Step(place.location, message) for place, message in unique if place != end]
        return (*steps, Step(end.location, f"{subject} {RECEIVES}"))


Needs = frozenset[Parameter]
Chain = tuple[tuple[Site, FunctionKey], ...]


class Ask(Protocol):
    """Which callers of a function can tell more of a call that depends on parameters; None for all."""

    def __call__(self, site: Site, key: FunctionKey, wanted: Needs) -> Telling | None: ...


def _all(site: Site, key: FunctionKey, wanted: Needs) -> Telling | None:  # noqa: ARG001 - see Ask
    return None


def follow(links: Links, site: Site, needs: Callable[[Site], Needs], ask: Ask = _all) -> Iterator[Seen]:
    """The chains of calls that end in `site`, as far out as they tell more about it.

    `needs` says which parameters the judgement of a site still depends on; a chain ends when there
    are none, or where nobody in the project calls the function. `ask` says which callers matter.
    """
    account = _Account(links)
    for seen in _chains(links, site, needs, ask, account):
        with account.paused():
            yield seen


class _Account:
    """The work of following one call outwards, without that of judging what was found.

    Who calls a function is found out once for all who ask: whoever happens to be the first has nothing
    less for its own chains.
    """

    def __init__(self, links: Links) -> None:
        self._links = links
        self._others = self._total

    @property
    def _total(self) -> int:
        return self._links.resolver.total - self._links.searched

    @property
    def spent(self) -> int:
        """Nodes looked at so far."""
        return self._total - self._others

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is done meanwhile is somebody else's work."""
        before = self._total
        yield
        self._others += self._total - before


def _chains(
    links: Links, site: Site, needs: Callable[[Site], Needs], ask: Ask, account: _Account
) -> Iterator[Seen]:
    """The chains, as far as the work on `account` allows."""
    derived = tuple(_as_subclasses(links, site))
    only_base = derived and only_derived_from(links, site)
    queue: list[tuple[Site, Chain]] = [(site, ())]
    queue.extend((variant, ()) for variant in derived)
    looked_at, returning, told = 0, list[tuple[Site, Chain]](), False
    while (queue or (returning and not told)) and looked_at < MOST_CONTEXTS and account.spent < MOST_WORK:
        at_last = not queue
        if at_last:
            queue, returning = returning, []
        current, chain = queue.pop()
        looked_at += 1
        links.resolver.ask()
        wanted = needs(current)
        callers = tuple(caller for caller, _ in chain)
        if not wanted:
            if current is not site or not only_base:
                told = True
                yield Seen(current, callers)
            continue
        further = list(_outwards(links, current, chain, wanted, ask)) if len(chain) < DEEPEST_CHAIN else []
        queue.extend(_by_name(links, current, chain, wanted) if len(chain) < DEEPEST_CHAIN else ())
        if further:
            queue.extend(further)
            continue
        if not at_last and _comes_back(links, current, chain, wanted, ask):
            returning.append((current, chain))  # it tells nothing where another chain leads out
            continue
        keys = {(path, index) for path, index, _ in wanted}
        opened = _through(links, chain, links.open(keys, current.frames))
        if opened.keys() == current.frames.keys():
            yield Seen(current, callers)
            continue
        made = tuple(as_made(links, keys, opened, partial(ask, current, wanted=wanted)))
        settled = bool(made) and all(is_made_whole(links, key) for key in keys)
        made = (*made, *of_derived(links, keys - {_own_key(site)}, opened))
        if not settled and not (only_base and _own_key(site) in keys):
            made = (opened, *made)
        queue.extend((Site(site.module, site.fact, frames), chain) for frames in made)
    yield from _told_already(links, queue, needs)


def _told_already(
    links: Links, queue: list[tuple[Site, Chain]], needs: Callable[[Site], Needs]
) -> Iterator[Seen]:
    """Those of the chains that were left for want of work that nobody further out can tell more about."""
    for current, chain in queue[:MOST_CONTEXTS]:
        links.resolver.ask()
        if needs(current):
            links.unfinished.add(current.module.path)
        else:
            yield Seen(current, tuple(caller for caller, _ in chain))


def switched_off(
    links: Links, module: ModuleFacts, store: StoreFacts
) -> Iterator[tuple[Place, tuple[Step, ...]]]:
    """Where it is decided that what an assignment sets counts as false, and the steps to it."""
    here = Place(module.path, store.at)
    held = links.value(module, store.value)
    if any(truth(one) is False for one in held):
        yield here, ()

    def needs(site: Site) -> Needs:
        return needs_of(links.value(module, store.value, site.frames))

    beside = module.calls_in.get(store.function, ()) if needs_of(held) else ()
    for seen in follow(links, Site(module, beside[0]), needs) if beside else ():  # whoever calls it sets it
        for one in links.value(module, store.value, seen.site.frames) if seen.chain else ():
            decision = Decision(one, seen)
            if decision.off:
                steps = decision.trace("decided here", "")[:-1]
                yield decision.place, (*steps, Step(here.location, "it is set"))


MOST_SUBCLASSES = 50
"""Derived classes for each of which a call in a method is looked at."""


def _as_subclasses(links: Links, site: Site) -> Iterator[Site]:
    """The call of a method, or of a function within one, as each derived class would run it."""
    functions, index = site.module.functions, site.fact.function
    while index >= 0 and functions[index].owner < 0:
        index = functions[index].parent
    if index < 0 or not functions[index].parameters:
        return
    function, key = functions[index], (site.module.path, index)
    for derived in links.subclasses(ClassRef(site.module, function.owner, {}))[:MOST_SUBCLASSES]:
        frames = {key: {function.parameters[0].name: (Instance(derived, {}),)}}
        yield Site(site.module, site.fact, frames)


def _own_key(site: Site) -> FunctionKey:
    return (site.module.path, site.fact.function)


def _outwards(
    links: Links, site: Site, chain: Chain, wanted: Needs, ask: Ask
) -> Iterator[tuple[Site, Chain]]:
    """The same call, seen from one caller further out."""
    for key in sorted({(path, index) for path, index, _ in wanted}):
        callers = links.callers(key, telling=ask(site, key, wanted))
        callers = [one for one in callers if not leaves_open(one[1], key, wanted)]
        names = frozenset(name for path, index, name in wanted if (path, index) == key)
        callers = but_replaced(links, key, callers, names)
        made = [one for one in callers if not is_prepared(links, *one, key, wanted)]
        for caller, callee in made or callers:
            yield from _from_outside(links, site, chain, key, caller, callee)


def _comes_back(links: Links, site: Site, chain: Chain, wanted: Needs, ask: Ask) -> bool:
    """Who calls the functions that are asked for has been come by already."""
    passed = {id(one.fact) for one, _ in chain}
    return any(
        id(caller.fact) in passed
        for key in sorted({(path, index) for path, index, _ in wanted})
        for caller, _ in links.callers(key, telling=ask(site, key, wanted))
    )


def _by_name(links: Links, site: Site, chain: Chain, wanted: Needs) -> Iterator[tuple[Site, Chain]]:
    """The same from calls that say by their own words that they are of the method that asks."""
    for key in sorted({(path, index) for path, index, _ in wanted}):
        for caller, callee in guessed_calls(links, key, frozenset(wanted)):
            yield from _from_outside(links, site, chain, key, caller, callee)


def _from_outside(
    links: Links, site: Site, chain: Chain, key: FunctionKey, caller: Site, callee: Resolved
) -> Iterator[tuple[Site, Chain]]:
    """The same from one caller, which may itself be a method that derived classes run."""
    if any(caller.fact is passed.fact for passed, _ in chain):
        return
    derived = tuple(as_derived(links, caller))
    outermost = caller.outer[0] if caller.outer is not None else caller
    itself = () if derived and only_derived_from(links, outermost) else (caller,)
    for outer in (*itself, *derived):
        longer: Chain = (*chain, *_passed(outer, key))
        # Where the chain has come by the caller's function before, its parameters are known.
        seen = replace(outer, frames={**site.frames, **outer.frames})
        again = links.called(seen) if _own_key(outer) in site.frames else ()
        called = next((one for one in again if links.target(one) == key), callee)
        entered = links.enter(seen, called)
        if not _leads_elsewhere(site.frames, entered, {one for _, one in longer}):
            around = {**seen.frames, **entered}
            yield Site(site.module, site.fact, _through(links, chain, around)), longer


def as_derived(links: Links, caller: Site) -> Iterator[Site]:
    """A method's call of something of its own, or the one around it, as each derived class would run it."""
    outer, entered = caller.outer or (caller, None)
    for derived in _as_subclasses(links, outer) if _hands_itself_on(outer) else ():
        if caller.outer is None:
            yield derived
        callees = links.called(derived) if entered is not None else ()
        for callee in (one for one in callees if entered is not None and links.target(one) == entered):
            frames = {**caller.frames, **links.enter(derived, callee)}
            yield replace(caller, frames=frames, outer=(derived, entered))
            break


def _leads_elsewhere(known: Frames, entered: Frames, on_the_way: set[FunctionKey]) -> bool:
    """A function that the chain goes through was handed another one to call where a call enters it.

    What a decorator puts in place of several functions calls only one of them for each of their callers.
    """
    for key in entered.keys() & known.keys():
        for name, values in entered[key].items():
            given, others = _functions(values), _functions(known[key].get(name, ()))
            if given and others and given.isdisjoint(others | on_the_way):
                return True
    return False


def _functions(values: Alternatives) -> frozenset[FunctionKey]:
    """The functions that values are; none if one is anything else."""
    found = frozenset(one.key for one in values if isinstance(one, FunctionRef))
    return found if all(isinstance(one, FunctionRef) for one in values) else frozenset()


def _passed(site: Site, key: FunctionKey) -> Chain:
    """A call as a part of a chain; one that is seen from within another, which is known, with that one.

    What the inner one is handed is then told by the outer one, and by who calls around that; so is what
    loops carry.
    """
    outer, entered = site.outer or (None, None)
    frames = {one: given for one, given in site.frames.items() if one != entered and not is_of_round(one)}
    inner: Chain = ((replace(site, frames=frames, outer=None), key),)
    return inner if outer is None or entered is None else (*inner, *_passed(outer, entered))


def _hands_itself_on(site: Site) -> bool:
    """What a method's call hands over is computed from the method's own object."""
    function = site.module.functions[site.fact.function] if site.fact.function >= 0 else None
    if function is None or function.owner < 0 or not function.parameters:
        return False
    itself = v.Param(site.fact.function, function.parameters[0].name)
    queue = [*site.node.args, *(value for _, value in site.node.keywords)]
    for value in (queue.pop() for _ in range(MOST_OPERANDS) if queue):
        node = site.module.nodes[value]
        if node == itself:
            return True
        queue += (*operands(node), node.call) if isinstance(node, v.After) else operands(node)
    return False


MOST_OPERANDS = 60
"""Operations looked through for what a call hands over."""


def _through(links: Links, chain: Chain, frames: Frames) -> Frames:
    """The frames at the inner end of a chain, given those at its outer end."""
    frames = {key: given for key, given in frames.items() if not is_of_round(key)}
    for caller, entered in reversed(chain):
        around = {key: {**frames.get(key, {}), **given} for key, given in caller.frames.items()}
        inner = Site(caller.module, caller.fact, {**frames, **around})
        for round_ in links.in_rounds(inner):
            callee = links.entered_by(round_, entered)
            if callee is not None:
                frames = {**frames, **links.enter(round_, callee)}
                break
    return frames


def library_paths(links: Links, callee: Resolved) -> tuple[str, ...]:
    """The dotted paths outside the project that calling `callee` amounts to."""
    match callee:
        case External(path=path):
            return (path,)
        case ClassRef():
            return tuple(
                owner.path for owner in lineage(links.resolver, callee) if isinstance(owner, External)
            )
        case _:
            return ()


def spelled(value: Resolved) -> str:
    """The name of an unresolved callee as far as it is spelled out."""
    return value.text if isinstance(value, Opaque) else ""
