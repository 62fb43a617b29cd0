"""Questions that rules ask about a whole project: what is called where, by whom, with what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice

from msgspec.structs import replace

from pytest_ssot.facts.call_index import (
    Suspicion,
    Telling,
    called_objects,
)
from pytest_ssot.facts.classes import generated_key
from pytest_ssot.facts.effort import PER_SEARCH
from pytest_ssot.facts.given_calls import GivenCalls
from pytest_ssot.facts.given_stores import is_by_given_name
from pytest_ssot.facts.lineages import Lineages
from pytest_ssot.facts.module import MAKERS, ModuleFacts
from pytest_ssot.facts.neighbours import module_word
from pytest_ssot.facts.noted_calls import MOST_CALLERS, NotedCalls
from pytest_ssot.facts.project import Project
from pytest_ssot.facts.resolved import ClassRef, FunctionKey, FunctionRef, Resolved
from pytest_ssot.facts.screening import derived_from
from pytest_ssot.facts.sites import Site
from pytest_ssot.facts.sources import FEW_MENTIONS, FEW_UNRELATED, Sources
from pytest_ssot.facts.spellings import Spelling
from pytest_ssot.facts.stacked import calls_by
from pytest_ssot.facts.untold import calls_within, is_confined
from pytest_ssot.facts.writes import words_of
from pytest_ssot.model import Gap

MANY_USES = 300
"""Calls that may be calls of a function beyond which they are not looked at on a mere suspicion."""

MOST_USES = 2_000
"""The same for a question that a decision depends on."""

MOST_OTHER_NAMES = 4
"""Attributes that keep a function by which calls of methods of something given are looked for."""

MOST_RENAMINGS = 3
"""Times that files which were read on the way may tell further names of a function."""

FEW_DEFERRED = 20
"""Functions that call a method of something given, for whose callers further files are read."""

FEW_ON_SUSPICION = 150_000
"""Bytes of files that are read on a mere suspicion, wherever they lie."""

BY_NAME = ("setattr", "__setattr__", "__dict__", "vars")
"""Words of files that may set attributes by names which are not written in them."""

Sought = tuple[int, frozenset[str], int]
"""How many modules were read as the callers of a function were sought, by which words, how many at most."""


class Links(NotedCalls):
    """The modules under analysis, linked.

    `candidates` are the files some rule asked for; `sources` finds further ones when following a
    function to its callers needs them.
    """

    def __init__(self, project: Project, candidates: Iterable[str], sources: Sources) -> None:
        candidates = tuple(candidates)
        super().__init__(project, frozenset(candidates), sources)
        self._read_for: dict[tuple[str, int, bool], Spelling] = {}
        self._sought: dict[tuple[FunctionKey, Telling | None, Telling | None], Sought] = {}
        self._unfollowed: set[FunctionKey] = set()
        self._lineages = Lineages(self.resolver)
        self._placed: dict[tuple[str, int], int] = {}
        self._widened: set[str] = set()
        self._filled: set[tuple[str, str]] = set()
        self._all_expanded: dict[tuple[str, str, Telling | None, bool], tuple[int, int]] = {}
        self._dispatching: set[FunctionKey] = set()
        self._standing_in = set[FunctionKey]()
        self._sent: set[tuple[FunctionKey, int]] = set()
        for path in candidates:
            self._add(path)
        self._read_before = len(self._modules)
        self.searched = 0
        """Nodes looked at to find out who calls what."""
        self.unfinished: set[str] = set()
        """Files with a call that has more chains of calls around it than were followed."""

    def widen(self, deciding: Iterable[str]) -> frozenset[str]:
        """Read the files that assign to settings read since, unless all is spent.

        In a large project, only of settings that `deciding` files may read; in a very large one, no objects.
        Gives those files, and those whose settings they are: what has to do with them is to be judged again.
        """
        if self._widened and self.spent_all:
            return frozenset()
        few, many = self._sources.are_few, self._sources.are_many
        serves = self.serving(deciding)
        read = {**({} if many else self.resolver.touched_objects), **self.resolver.touched}
        touched = {
            name: serving
            for name, homes in read.items()
            if name not in self._widened and (serving := set(filter(serves, homes)))
        }
        self._widened |= touched.keys()
        # What was read meanwhile may have come too late for what was judged before it.
        known = frozenset([*self._modules][: self._read_before if few else None])
        found = set[str]()
        for path in self._setting(touched) if touched else ():
            facts = None if path in known else self.project.facts(path)
            if facts is None:
                continue
            names = touched.keys() & {word for one in facts.stores for word in words_of(facts, one)}
            if names or (not many and any(is_by_given_name(facts, one) for one in facts.stores)):
                self._add(path)
                found |= {path}.union(*(touched[name] for name in names))
        found |= self._widen_by_calls(known, serves) | (self.resolver.outdated if few else set())
        self._read_before, self.resolver.outdated = len(self._modules), set()
        if few and found:
            self._forget_calls()
        return frozenset(found)

    def _setting(self, touched: Mapping[str, set[str]]) -> Iterable[str]:
        """The files that may set one of some names, each given with the files that define it."""
        assigning = self._sources.assigning(touched)
        if self._sources.are_few:
            return self._sources.paths
        if self._sources.are_many:
            return assigning
        by_name = {
            path
            for home in set[str]().union(*touched.values())
            for path in self._sources.mentioning(BY_NAME, [module_word(home)], home=home, few=FEW_UNRELATED)
        }
        return sorted(by_name.union(assigning))

    def _forget_calls(self) -> None:
        """What calls call is to be told anew: further assignments may have changed it."""
        for known in (self._noted, self._callers, self._deferred, self._holding, self._sought):
            known.clear()
        for seen in (self._of_themselves, self._expanded, self._entered, self._seen_as, self._sent):
            seen.clear()
        self._untold.clear()
        self._all_expanded.clear()
        self._given = GivenCalls(MOST_CALLERS)
        self.resolver.forget_calls()

    def _widen_by_calls(self, known: frozenset[str], serves: Callable[[str], bool]) -> set[str]:
        """Read the files that call functions that fill settings; those but the `known`, and who has these."""
        found, awaited = set[str](), set() if self._sources.are_many else self.resolver.awaited
        for word, home in sorted((self.resolver.fillers | awaited) - self._filled):
            if not serves(home):
                continue
            self._filled.add((word, home))
            for path in self._sources.mentioning((word,), (module_word(home),), home=home):
                facts = None if path in known else self.project.facts(path)
                if facts is not None and word in facts.calls_by_word:
                    self._add(path)
                    found |= {path, home}
        return found

    # -- callers ------------------------------------------------------------------------------

    def callers(
        self, key: FunctionKey, suspicion: Suspicion | None = None, *, telling: Telling | None = None
    ) -> list[tuple[Site, Resolved]]:
        """The calls of a project function, each with the function as it is called there.

        On a mere `suspicion`, less is read, and fewer calls are looked at. With `telling`, only such calls
        are. Of a word that is called all over the place only the calls are told that are known already.
        """
        before, around = self.resolver.spent, self.searched
        self.accounts.effort.spend(PER_SEARCH)
        with self.searching():
            found = self._find_callers(key, suspicion, telling)
            self.searched = around + self.resolver.spent - before
        return found

    def _find_callers(
        self, key: FunctionKey, suspicion: Suspicion | None, telling: Telling | None
    ) -> list[tuple[Site, Resolved]]:
        module = self.project.facts(key[0])
        if module is None or self.exhausted(module.path):
            return []
        for fact in calls_within(module, key[1]):
            if fact.value not in self._noted[module.path]:
                self._note_call(Site(module, fact))
        if is_confined(module, key[1]):
            return self._callers.get(key, [])[:MOST_CALLERS]
        telling = telling or (suspicion.telling if suspicion is not None else None)
        close = suspicion is not None and suspicion.close
        self._read_for_texts(module, key[1])
        words = self._demand(module, key[1], suspicion)
        for _ in range(MOST_RENAMINGS):  # what it is handed to may keep it under a further name
            self._seek(key, words, MOST_USES if suspicion is None else MANY_USES, telling, close=close)
            known, words = words, self._demand(module, key[1], suspicion)
            if words == known:
                break
        if self._may_be_held(key, words):
            self._expand_handed(words, module.path, telling, close=close)
        if key[1] >= 0:
            self._seek_senders(FunctionRef(module, key[1], {}))
            self._expand_own(words)
            name, widely = module.functions[key[1]].name, suspicion is None and telling is None
            others = words & self._deferred.keys() - {name}
            # Attributes of objects, by which they are called.
            kept = self.kept_names.union(store.name for store in module.stores) if others else frozenset()
            own = (name,) if self._may_be_method(key, words) else ()
            for word in (*own, *sorted(others & kept)[:MOST_OTHER_NAMES]):
                self._expand_method(word, telling, widely=widely, close_to=module.path if close else "")
        found = chain(self._callers.get(key, ()), self._instead(module, key[1], telling))
        return list(islice(found, MOST_CALLERS))

    def _instead(
        self, module: ModuleFacts, index: int, telling: Telling | None
    ) -> Iterator[tuple[Site, Resolved]]:
        """The calls of functions in whose place a decorator has put this one."""
        itself, replaced = (module.path, index), [*self._decorations.replacing(self.resolver, module, index)]
        if itself in self._standing_in:  # it decorates what its own class does with it
            return
        self._standing_in.add(itself)
        try:
            bases = [key for key, _, around in replaced if not around]
            callers = {key: self.callers(key, Suspicion(telling)) for key in bases}
        finally:
            self._standing_in.discard(itself)
        for inner, (caller, callee) in (
            (inner, one) for key, inner, around in replaced if not around for one in callers[key]
        ):
            if caller.module is module and caller.fact.function == inner.index:
                continue  # what calls the function that it stands in place of
            yield caller, replace(inner, bound=inner.bound or getattr(callee, "bound", None))
        for _, inner, around in replaced:
            yield from ((caller, inner) for caller in calls_by(around, inner.key))
        yield from self._dispatched(module, index, telling)

    def _seek_senders(self, function: FunctionRef) -> None:
        """Note the calls that send what a function listens to."""

        def read(word: str) -> None:
            for path in self._sources.mentioning((word,), (), home=function.module.path):
                self._add(path)

        senders = self._listeners.sending(self.resolver, function, read)
        for module, fact in islice(senders, MOST_CALLERS):
            if (key := (function.key, id(fact))) not in self._sent:
                self._sent.add(key)
                self._noted[module.path].discard(fact.value)
                self._note_call(Site(module, fact))

    def _seek(
        self,
        key: FunctionKey,
        words: frozenset[str],
        most: int,
        telling: Telling | None = None,
        *,
        untold: Telling | None = None,
        close: bool = False,
    ) -> int:
        """Note the calls by these words that may be calls of a function, unless they are more than `most`.

        Tells how many there are. Calls that no word tells are noted for every function, those that are
        `untold` if that is known, in the files that have to do with it, or are `close` to it.
        """
        if self._sought.get((key, telling, untold)) == (len(self._modules), words, most):
            return 0
        number, before = 0, -1
        while len(self._modules) > before:  # what is handed over leads to further modules
            before = len(self._modules)
            self._note_untold(key, words, telling or untold, close=close)
            found = self._possible(key, words, telling)
            number = len(found)
            for site in found if number <= most else ():
                if site.fact.value not in self._noted[site.module.path]:
                    self._note_call(site)
        if number > most and (telling is not None or most >= MOST_USES):
            self._unfollowed.add(key)
        self._sought[key, telling, untold] = before, words, most
        return number

    def _demand(self, module: ModuleFacts, index: int, suspicion: Suspicion | None) -> frozenset[str]:
        """Read the files that may call a function; the words they may call it by."""
        key = (module.path, index, suspicion is None)
        spelling = self.spelling(module, index)
        while self._read_for.get(key) != spelling:
            self._read_for[key] = spelling
            few, near, packages = FEW_MENTIONS, spelling.near, spelling.packages
            if suspicion is not None:
                few, near, packages = FEW_ON_SUSPICION, frozenset(suspicion.near), frozenset[str]()
            # Who calls the maker of a class names the class, or one derived from it; where an object keeps
            # a function, its class tells the files.
            classes = spelling.keeping | called_objects(module, index) if self.few_files else frozenset()
            words = (spelling.words - MAKERS - spelling.kept) | classes
            for path in self._sources.mentioning(words, near, packages, home=module.path, few=few):
                self._add(path)
            if spelling.within:
                self._add(module.path)
            spelling = self.spelling(module, index)
        return spelling.words

    def _expand_handed(
        self, words: frozenset[str], home: str, untold: Telling | None, *, close: bool
    ) -> None:
        """Note what calls of a parameter call where one known by one of `words` is handed over, for `home`.

        Methods call what the constructor of their class was handed: it is looked for who calls them. Of the
        calls that no word tells, only such as are `untold` are looked at.
        """
        near = self.near(home, close=close)
        holding = {
            owner
            for owner, held in self._holding.items()
            if ("" in held or not held.isdisjoint(words)) and near(owner[0])
        }
        unsure = None if self.few_files else Suspicion()
        for owner in sorted(holding):
            for method in self._given.methods(owner):
                module = self._modules.get(method[0]) if method[1] >= 0 else None  # a generated constructor
                if module is not None and module.functions[method[1]].name not in MAKERS:
                    called = self._demand(module, method[1], unsure)
                    self._seek(method, called, MANY_USES, untold=untold, close=close)
        for function in self._given.hinting(words):
            module = self._modules.get(function[0])
            if module is not None and near(function[0]):
                called = self._demand(module, function[1], unsure)
                self._seek(function, called, MANY_USES, untold=untold, close=close)
        for pair in self._given.about(words, holding):
            self._expand(*pair)

    def _expand_method(
        self, word: str, untold: Telling | None, *, widely: bool = True, close_to: str = ""
    ) -> None:
        """Note what calls of a parameter's method `word` call, for each caller of its function.

        Unless they are looked for `widely`, only for its callers that are few, or known already. Of the
        calls that no word tells, only such as are `untold` are looked at; of all, those in files `close_to`
        one, if any is given.
        """
        # Thousands of methods may have the name: as long as nobody else is known to call, the answer stands.
        if self._all_expanded.get((word, close_to, untold, widely)) == (self._told, len(self._modules)):
            return
        left = MOST_USES if widely else MANY_USES
        waiting = self._deferred.get(word, ()) if word else ()
        # What hands over nothing that matters tells nothing as a caller.
        deferred = tuple(
            (owner, site)
            for owner, site in waiting
            if (untold is None or untold(site)) and self._sources.is_close(close_to, owner[0])
        )
        for owner, site in deferred:
            facts = self.project.facts(owner[0])
            if facts is not None and left > 0:
                few = widely and len(deferred) <= FEW_DEFERRED
                words = self._demand(facts, owner[1], None) if few else self.spelling(facts, owner[1]).words
                left -= self._seek(owner, words, left, untold=untold, close=bool(close_to))
            callers = self._callers.get(owner, [])[:MOST_CALLERS]
            for outer, function in (*callers, *self._dispatched(facts, owner[1], untold)):
                self._expand(site, outer, function)
        if left > 0:
            self._all_expanded[word, close_to, untold, widely] = self._told, len(self._modules)

    def _dispatched(
        self, module: ModuleFacts | None, index: int, telling: Telling | None
    ) -> Iterator[tuple[Site, Resolved]]:
        """The calls of a function that is registered with others, which are called in its place."""
        if module is None or (module.path, index) in self._dispatching:
            return
        self._dispatching.add((module.path, index))
        for base in self._decorations.registered_with(self.resolver, module, index):
            for caller, callee in self.callers(base, Suspicion(telling)):
                yield caller, FunctionRef(module, index, {}, getattr(callee, "bound", None))
        self._dispatching.discard((module.path, index))

    def gaps(self) -> tuple[Gap, ...]:
        """What was not followed, and the files with functions of too many calls that could tell more."""
        why = "a function of it is called too often, in ways that could tell more, to follow the calls"
        often = {path for path, _ in self._unfollowed}
        return (*super().gaps(), *(Gap(path, why) for path in sorted(often | self.unfinished)))

    def subclasses(self, cls: ClassRef) -> list[ClassRef]:
        """The project's classes derived from `cls`, in files read so far or mentioning it."""
        if self.exhausted(cls.module.path):
            return []
        while self._placed.get(cls.key) != len(self._modules):
            self._placed[cls.key] = len(self._modules)
            spelling = self.spelling(cls.module, generated_key(cls.index))
            bases = map(derived_from, sorted(spelling.words - MAKERS))
            near = spelling.near, spelling.packages
            for path in self._sources.mentioning(bases, *near, home=cls.module.path):
                self._add(path)
            self._lineages.place(self.group_of(cls.module), spelling.words)
        return self._lineages.below(cls)


__all__ = ["Links", "Site", "Suspicion", "Telling"]
