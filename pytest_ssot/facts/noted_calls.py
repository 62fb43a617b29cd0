"""Calls of a project as they are told to call its functions: noted once, for all who ask who calls them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.annotated import MOST_DERIVED
from pytest_ssot.facts.call_index import (
    CallIndex,
    Telling,
    called_objects,
    calls_of_made,
    handing_over_untold,
    names_in_text,
)
from pytest_ssot.facts.classes import class_function, generated_key
from pytest_ssot.facts.decorated import Decorations
from pytest_ssot.facts.forms import words_handed_over
from pytest_ssot.facts.given_calls import GivenCalls, Owner
from pytest_ssot.facts.handovers import handed_over, is_handed_over, may_hand_over
from pytest_ssot.facts.listeners import Listeners
from pytest_ssot.facts.mentions import Mentions
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.neighbours import module_word
from pytest_ssot.facts.project import Project
from pytest_ssot.facts.resolved import (
    Alternatives,
    ClassRef,
    External,
    FunctionKey,
    FunctionRef,
    Instance,
    Known,
    Opaque,
    Partial,
    Resolved,
    Row,
    needs_of,
    unknown_in,
)
from pytest_ssot.facts.sites import Site, is_any, is_of_itself
from pytest_ssot.facts.sources import Sources
from pytest_ssot.facts.untold import Untold, is_looked_up, may_be_untold, names_at_will

MOST_EXPANDED = 20_000
"""Pairs of a call of something given and a caller that gives it, looked at in one project."""

MOST_TO_EXPAND = 500
"""Nodes looked at for each of them."""

COMPARING = 16
"""Calls that are gone through in the time it takes to compare one with the form of a function."""

MOST_HAND_OVERS = 4
"""Functions that hand on what they are given to each other, up to the call of it."""

MOST_CALLERS = 200
"""Callers of one function that are followed."""


class NotedCalls(Mentions):
    """The modules read so far, and the calls in them that were looked at."""

    def __init__(self, project: Project, candidates: frozenset[str], sources: Sources) -> None:
        super().__init__(project, candidates, sources)
        self.resolver.subclasses = self.subclasses
        self._named_by_texts: dict[str, bool] = {}
        self._told = 0
        self._calls = CallIndex(project, sources.group, sources.related)
        self._decorations = Decorations()
        self._listeners = Listeners()
        self._entered: set[FunctionKey] = set()
        self._holding: dict[Owner, set[str]] = {}
        self._noted: defaultdict[str, set[v.Value]] = defaultdict(set)
        self._callers: dict[FunctionKey, list[tuple[Site, Resolved]]] = {}
        self._deferred: dict[str, list[tuple[FunctionKey, Site]]] = {}
        self._given = GivenCalls(MOST_CALLERS)
        self._expanded: set[tuple[int, int, int]] = set()
        self._of_themselves: dict[str, list[Site]] = {}
        self._untold: dict[tuple[str, Telling | None, bool, bool], Untold] = {}
        self._seen_as: set[tuple[int, tuple[str, int]]] = set()

    def _add(self, path: str) -> None:
        facts = None if path in self._modules else self.project.facts(path)
        if facts is not None:
            self._modules[path] = facts
            self.note_names(facts)
            self._calls.add(facts)
            self._decorations.note(facts)
            self._listeners.note(facts)
            self.resolver.note(facts)

    def _read_for_texts(self, module: ModuleFacts, index: int) -> None:
        """Read all of a few files where a text names a function or class: whoever loads it need not."""
        if index < 0 or not self.few_files or len(self._modules) == len(self._sources.paths):
            return
        function = module.functions[index]
        name = module.classes[function.owner].name if function.owner >= 0 else function.name
        if name not in self._named_by_texts:
            mentioning = self._sources.mentioning((name,), (module_word(module.path),), home=module.path)
            facts = filter(None, map(self.project.facts, mentioning))
            self._named_by_texts[name] = any(names_in_text(one, name) for one in facts)
        for path in self._sources.paths if self._named_by_texts[name] else ():
            self._add(path)

    def named(self, key: FunctionKey, word: str) -> list[Site]:
        """The calls by a word, in the modules read so far, that have the form a function takes."""
        return self._possible(key, frozenset([word]), None)

    def _possible(self, key: FunctionKey, words: frozenset[str], telling: Telling | None) -> list[Site]:
        """The calls that may be those of a function, at its expense; none if they are too many for it."""
        home = self.project.facts(key[0])
        if home is not None and not self.can_go_through(home, len(words) * COMPARING):
            return []
        fresh = self._calls.not_compared(key, words, telling)
        if home is not None and not self.can_go_through(home, fresh * COMPARING):
            return []
        found = self._calls.possible(key, words, telling)
        return found if home is None or self.can_go_through(home, len(found)) else []

    def in_place_of(self, module: ModuleFacts, index: int) -> list[FunctionRef]:
        """A function within a decorator, as it is for each function that is known to be decorated."""
        return [one for _, one in self._decorations.replaced_by(self.resolver, module, index)]

    def called(self, site: Site) -> Alternatives:
        """What a call may call, and the project's functions it hands over to be called."""
        callees = self.callees(site)
        if not site.node.args and not site.node.keywords:
            return callees
        callees += tuple(self._listeners.sent(self.resolver, callees, lambda: self.arguments(site)))
        outside = [callee for callee in callees if may_hand_over(callee)]
        if not outside or not (any(map(is_handed_over, outside)) or self._hands_over(site, _MADE_OR_CALLED)):
            return callees
        given = self.arguments(site)
        return (*callees, *(one for callee in outside for one in handed_over(self.resolver, callee, given)))

    def entered_by(self, site: Site, key: FunctionKey) -> Resolved | None:
        """A function as a call enters it, also by way of one that it is registered with or replaces."""
        called = self.called(site)
        found = next((one for one in called if self.target(one) == key), None)
        module = self.project.facts(key[0]) if found is None and key[1] >= 0 else None
        if module is None:
            return found
        bases = set(self._decorations.registered_with(self.resolver, module, key[1]))
        functions = [one for one in called if isinstance(one, FunctionRef)]
        standing = (FunctionRef(module, key[1], {}, one.bound) for one in functions if one.key in bases)
        replaced = self._decorations.replacing(self.resolver, module, key[1])
        decorated = (
            replace(inner, bound=inner.bound or one.bound)
            for base, inner, around in replaced
            for one in functions
            if one.key == base and not around
        )
        return next(chain(standing, decorated), None)

    def _note_call(self, site: Site) -> None:
        noted = self._noted[site.module.path]
        if site.fact.value not in noted:
            noted.add(site.fact.value)
            self.resolver.ask()
            for round_ in self.in_rounds(site):
                called = self.called(round_)
                for callee in (*called, *self._chosen_on_the_way(round_, called)):
                    self._note(round_, callee)
                    for inner, one in self.through(round_, callee):
                        self._note(inner, one)

    def _chosen_on_the_way(self, site: Site, called: Alternatives) -> Iterator[Resolved]:
        """What a call may call that is chosen by a test of parameters, whatever these are."""
        if not any(isinstance(one, Opaque) and one.needs for one in called):
            return
        node = site.module.root(site.node.callee)
        while isinstance(node, v.Attr):
            node = site.module.root(node.base)
        if isinstance(node, v.Choice | v.Phi | v.Call):
            opened = self.open([(site.module.path, site.fact.function)], site.frames)
            found = self.value(site.module, site.node.callee, opened)
            yield from (one for one in found if isinstance(one, FunctionRef | ClassRef | Instance))

    def _expand_own(self, words: frozenset[str]) -> None:
        """Note the calls of what is their own that classes lack or leave open, as derived ones have it."""
        for word in sorted(words & self._of_themselves.keys()):
            for site in tuple(self._of_themselves[word]):
                own = {self.target(callee) for callee in self.callees(site)} - {None}
                around = (site.module.path, site.fact.function)
                itself = site.module.functions[around[1]].parameters[0].name
                for derived in self.subclasses(ClassRef(site.module, self.owner(*around), {}))[:MOST_DERIVED]:
                    if own and not self.uses(derived):
                        continue
                    if (id(site.fact), derived.key) not in self._seen_as:
                        self._seen_as.add((id(site.fact), derived.key))
                        given = {itself: (Instance(derived, {}),)}
                        inner = replace(site, frames={**site.frames, around: given})
                        for callee in self.callees(inner):
                            if self.target(callee) not in own:
                                self._note(inner, callee)

    def subclasses(self, cls: ClassRef) -> list[ClassRef]:
        """The project's classes derived from `cls`."""
        raise NotImplementedError

    def _expand(self, site: Site, outer: Site, function: Resolved) -> None:
        # What is handed over may be called more than once, each time with something else.
        pair = (id(site.fact), id(outer.fact), id(function) if isinstance(function, Partial) else 0)
        if pair in self._expanded or len(self._expanded) > MOST_EXPANDED:
            return
        self._expanded.add(pair)
        self.resolver.ask(MOST_TO_EXPAND)
        within = self._entered_by(site, outer, function)
        for inner in self.in_rounds(within):
            for callee in self.called(inner):
                if not isinstance(callee, Opaque) or (callee.needs and len(inner.ways) < MOST_HAND_OVERS):
                    self._note(inner, callee)

    def _entered_by(self, site: Site, outer: Site, function: Resolved) -> Site:
        """A call as the call `outer` of a function leads to it, maybe by way of others that lead on."""
        key = self.target(function)
        if site.outer is None or site.outer[1] == key:
            return replace(site, frames=self.enter(outer, function), outer=(outer, key) if key else None)
        between, target = self._entered_by(site.outer[0], outer, function), site.outer[1]
        callee = next((one for one in self.called(between) if self.target(one) == target), None)
        frames = between.frames if callee is None else self.enter(between, callee)
        return replace(site, frames=frames, outer=(between, target))

    def _note(self, site: Site, callee: Resolved) -> None:
        key = self.target(callee)
        if key is None and may_hand_over(callee):
            given = self.arguments(site)
            self._note_needing(site, *given.positional, *given.keywords.values())
        if key is not None:
            if key not in self._entered and self._calls_given(key) and self._hands_over(site, _CALLED):
                self._entered.add(key)
                self._add(key[0])
                self._follow_handed(key)
            if isinstance(callee, ClassRef) and key in self._entered:
                words = words_handed_over(site)
                self._holding.setdefault(callee.key, set()).update(words if words is not None else ("",))
            self._note_caller(key, site, callee)
            self._note_open(key, site, callee)
            completed = self.completing(callee)
            if completed is not None:
                self._note_caller(completed, site, callee)
        elif (unknown := unknown_in(callee)) is not None:
            self._note_given(site, unknown)
        elif isinstance(callee, Known) and is_of_itself(site):
            self._of_themselves.setdefault(site.word, []).append(site)
        elif isinstance(callee, Partial):
            for inner in callee.callee:
                made = self.target(inner) if isinstance(inner, FunctionRef | ClassRef) else None
                if made is not None:
                    self._note_caller(made, site, callee)

    def _note_open(self, key: FunctionKey, site: Site, callee: Resolved) -> None:
        """Note a call that may be of something else, too: of a derived class, or of what is given later."""
        if isinstance(callee, FunctionRef) and is_any(callee.bound) and is_of_itself(site):
            self._of_themselves.setdefault(site.word, []).append(site)
        if isinstance(callee, Partial) and callee.handed and self._calls_given(key):
            self._note_needing(site, *callee.arguments.positional)

    def _note_needing(self, site: Site, *given: Alternatives) -> None:
        """Note a call by which something that functions are given may be called."""
        for path, function, _ in sorted(needs_of(*given)):
            self._given.note_call((path, function), (path, self.owner(path, function)), site)

    def _note_given(self, site: Site, callee: Opaque) -> None:
        """Note a call of what a function is given, or of what an object of a derived class has."""
        called = site.module.nodes[site.node.callee]
        while isinstance(called, v.Refined):  # a test has asked if something was given
            called = site.module.nodes[called.value]
        direct = not site.word or isinstance(called, v.Param | v.Free)
        around = (site.module.path, self.owner(site.module.path, site.fact.function))
        if not callee.needs and is_of_itself(site):
            self._of_themselves.setdefault(site.word, []).append(site)
        for path, function, _ in sorted(callee.needs):
            if direct:
                owner = self.owner(path, function)
                if owner >= 0 and (path, owner) == around and function != site.fact.function:
                    continue  # what a constructor was given: who calls the method tells more
                self._given.note_call((path, function), (path, owner), site)
                if owner >= 0 and (isinstance(called, v.Choice) or is_looked_up(called, site.module)):
                    # Of its own methods, as its objects say.
                    self._holding.setdefault((path, owner), set()).add("")
            else:
                self._deferred.setdefault(site.word, []).append(((path, function), site))
                self._told += 1

    def _note_caller(self, key: FunctionKey, site: Site, callee: Resolved) -> None:
        self._callers.setdefault(key, []).append((site, callee))
        self._told += 1
        self._given.note_caller(key, site, callee)

    def _may_be_held(self, key: FunctionKey, words: frozenset[str]) -> bool:
        """Some module may hold a function that goes by `words` otherwise than by its name, to call it so."""
        module = self.project.facts(key[0])
        return self.may_hold(key[0], words) or module is None or may_be_untold(module, key[1])

    def _may_be_method(self, key: FunctionKey, words: frozenset[str]) -> bool:
        """A function of a class, or one called on an object as it, or its module, is handed over."""
        module = self.project.facts(key[0])
        if module is None or module.functions[key[1]].owner >= 0:
            return True
        words |= {module_word(key[0])}
        if self._may_be_held(key, words):
            return True
        handing = self._sources.importers(key[0])
        for path in handing or ():
            self._add(path)
        return handing is None or self._may_be_held(key, words)

    def _note_untold(
        self, key: FunctionKey, words: frozenset[str], telling: Telling | None, *, close: bool
    ) -> None:
        """Note the calls that no word tells, in the files that may have to do with a function.

        Where `telling` is known, only such calls; in a large project, only those of a name that is made up,
        but for files that have to do with one that holds the function.
        """
        near, module = self.near(key[0], close=close), self.project.facts(key[0])
        self._note_those(key, telling, near, at_will=True)
        if module is None or may_be_untold(module, key[1]):
            self._note_those(key, telling, near, at_will=False)
        elif holders := tuple(self.holding(key[0], words)):
            related = self._sources.related
            self._note_those(
                key,
                telling,
                lambda path: near(path) and any(related(one, path) for one in holders),
                at_will=False,
            )

    def _note_those(
        self, key: FunctionKey, telling: Telling | None, meant: Callable[[str], bool], *, at_will: bool
    ) -> None:
        """Note the calls that no word tells in the files that are `meant`, or those of a name made up."""
        group = self._sources.group(key[0])
        home = self.project.facts(key[0]) if self.few_files else None
        objects = home is not None and bool(called_objects(home, key[1]))
        untold = self._untold.setdefault((group, telling, at_will, objects), Untold())
        modules = self._groups.get(group, [])
        untold.waiting.update((one.path, one) for one in modules[untold.modules :])
        untold.modules = len(modules)
        for path in sorted(filter(meant, untold.waiting)):
            module = untold.waiting.pop(path)
            made = calls_of_made(module) if objects else ()
            for fact in (*module.calls_by_word.get("", ()), *handing_over_untold(module), *made):
                site = Site(module, fact)
                if fact.value in module.places.raised:
                    continue  # what makes an exception reads no token
                if (not at_will or names_at_will(site)) and (telling is None or telling(site)):
                    self._note_call(site)

    def _calls_given(self, key: FunctionKey) -> bool:
        module = self.project.facts(key[0])
        if module is not None and key[1] <= generated_key(0):
            return bool(module.classes[generated_key(key[1])].fields)
        return module is not None and key[1] in module.callers_of_given

    def _follow_handed(self, key: FunctionKey) -> None:
        """Note the calls by which a function hands on what it is given."""
        module = self._modules.get(key[0])
        if module is None:
            return
        within = module.places.inner.get(key[1], ())
        for fact in chain.from_iterable(module.calls_in.get(one, ()) for one in (key[1], *within)):
            site = Site(module, fact)
            given = (*site.node.args, *(value for _, value in site.node.keywords))
            kinds = v.Param | v.Star if fact.function == key[1] else v.Free
            if any(isinstance(module.nodes[value], kinds) for value in given):
                self._note_call(site)

    def _hands_over(self, site: Site, kinds: tuple[type[Resolved], ...]) -> bool:
        """The callee may call what it is given, so its own calls matter as well."""
        nodes = site.module.nodes
        return any(
            isinstance(one, kinds) or (kinds is _CALLED and self._is_called_itself(one))
            for argument in site.module.handed(site.node)
            if not isinstance(nodes[argument], _NEVER_FUNCTIONS)
            for value in self.value(site.module, argument, site.frames)
            for one in (chain.from_iterable(value.items) if isinstance(value, Row) else (value,))
        )

    def _is_called_itself(self, value: Resolved) -> bool:
        """An object may be called like a function."""
        made = value.cls if isinstance(value, Instance) else None
        return made is not None and class_function(self.resolver, made, "__call__") is not None


_CALLED = (FunctionRef, Partial, External)
_MADE_OR_CALLED = (ClassRef, Instance, *_CALLED)
_NEVER_FUNCTIONS = (v.Const, v.Text, v.Compare, v.Not, v.Binary, v.Dict, v.Sequence, v.Comprehension)


__all__ = ["NotedCalls"]
