"""Questions that rules ask about a whole project: what is called where, by whom, with what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.calling import bound, together
from pytest_ssot.facts.classes import class_function, generated_fields, generated_key, implied_self
from pytest_ssot.facts.decorated import Decorations
from pytest_ssot.facts.defaults import default_of, unknown_given
from pytest_ssot.facts.handovers import handed_over, may_hand_over
from pytest_ssot.facts.lineages import Lineages
from pytest_ssot.facts.module import MAKERS, CallFacts, ModuleFacts, Parameter
from pytest_ssot.facts.project import Project
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    ClassRef,
    External,
    Frames,
    FunctionKey,
    FunctionRef,
    Instance,
    Opaque,
    Partial,
    Place,
    Resolved,
    opaque,
)
from pytest_ssot.facts.sites import Questions, Site
from pytest_ssot.facts.sources import Sources, module_word
from pytest_ssot.facts.spellings import Spelling, Spellings
from pytest_ssot.facts.writes import words_of

MOST_EXPANDED = 20_000
"""Pairs of a call of something given and a caller that gives it, looked at in one project."""

MANY_USES = 300
"""Calls by the words of a function beyond which not all of them are looked at for every question."""

MOST_CALLERS = 200
"""Callers of one function that are followed."""


class Links(Questions):
    """The modules under analysis, linked.

    `candidates` are the files some rule asked for; `sources` finds further ones when following a
    function to its callers needs them.
    """

    def __init__(self, project: Project, candidates: Iterable[str], sources: Sources) -> None:
        super().__init__(project)
        self._sources = sources
        self._modules: dict[str, ModuleFacts] = {}
        self._names = Spellings()
        self._decorations = Decorations()
        self._read_for: dict[tuple[str, int, bool], Spelling] = {}
        self._indexed: dict[str, None] = {"": None}
        self._due: dict[str, list[str]] = {}
        self._entered: set[FunctionKey] = set()
        self._sought: dict[FunctionKey, int] = {}
        self._noted: dict[str, set[v.Value]] = {}
        self._callers: dict[FunctionKey, list[tuple[Site, Resolved]]] = {}
        self._deferred: dict[str, list[tuple[FunctionKey, Site]]] = {}
        self._expanded: set[tuple[int, int]] = set()
        self._lineages = Lineages(self.resolver)
        self._widened: set[str] = set()
        self._filled: set[tuple[str, str]] = set()
        for path in candidates:
            self._add(path)

    def _add(self, path: str) -> None:
        facts = None if path in self._modules else self.project.facts(path)
        if facts is not None:
            self._modules[path] = facts
            self._names.note(facts)
            self._decorations.note(facts)
            self._due[path] = list(self._indexed)
            self.resolver.note(facts)

    def widen(self) -> bool:
        """Read the files that assign to settings that were read since; tells if there are any."""
        names = frozenset(self.resolver.touched - self._widened)
        self._widened |= names
        before = len(self._modules)
        for path in self._sources.assigning(names) if names else ():
            facts = None if path in self._modules else self.project.facts(path)
            if facts is not None and any(
                not names.isdisjoint(words_of(facts, store)) for store in facts.stores
            ):
                self._add(path)
        self._widen_by_calls()
        return len(self._modules) > before

    def _widen_by_calls(self) -> None:
        """Read the files that call functions that fill settings."""
        for word, home in sorted(self.resolver.fillers - self._filled):
            self._filled.add((word, home))
            for path in self._sources.mentioning((word,), (module_word(home),)):
                facts = None if path in self._modules else self.project.facts(path)
                if facts is not None and word in facts.calls_by_word:
                    self._add(path)

    def spelled(self, module: ModuleFacts, words: frozenset[str]) -> Iterator[Site]:
        """The calls of a module whose last word is one of `words`, and those that no word tells.

        `words` are best taken from `spellings`.
        """
        for word in ("", *sorted((words | MAKERS) & module.calls_by_word.keys())):
            for fact in module.calls_by_word.get(word, ()):
                yield Site(module, fact)

    def spellings(self, words: Iterable[str]) -> frozenset[str]:
        """`words` and what else the modules read so far call the same things."""
        return self._names.words(words)

    def spellings_of_results(self, words: Iterable[str]) -> frozenset[str]:
        """The names of what calling one of `words` gives, and of the functions that give it."""
        return self._names.results(words)

    # -- callers ------------------------------------------------------------------------------

    def _uses(self, words: frozenset[str]) -> int:
        fresh = [word for word in words if word not in self._indexed]
        modules = self._modules.values()
        return sum(len(module.calls_by_word.get(word, ())) for module in modules for word in fresh)

    def called(self, site: Site) -> Alternatives:
        """What a call may call, and the project's functions it hands over to be called."""
        callees = self.callees(site)
        if not site.node.args and not site.node.keywords:
            return callees
        outside = [callee for callee in callees if may_hand_over(callee)]
        handed = any(isinstance(callee, Partial) for callee in outside)
        if not outside or not (handed or self._hands_over_functions(site)):
            return callees
        given = self.arguments(site)
        return (*callees, *(one for callee in outside for one in handed_over(self.resolver, callee, given)))

    def callers(self, key: FunctionKey, *, widely: bool = True) -> list[tuple[Site, Resolved]]:
        """The calls of a project function, each with the function as it is called there.

        Unless they are looked for `widely`, no further files are read for a word that many contain, and
        of a word that is called all over the place only the calls are told that are known already.
        """
        module = self.project.facts(key[0])
        if module is None or self.exhausted(module.path):
            return []
        words = self._demand(module, key[1], widely=widely)
        if not widely and self._uses(words) > MANY_USES:
            return self._callers.get(key, [])[:MOST_CALLERS]
        self._index(words)
        self._expand_handed(words)
        if key[1] >= 0:
            self._expand_method(module.functions[key[1]].name)
        return [*self._callers.get(key, ()), *self._instead(module, key[1])][:MOST_CALLERS]

    def _instead(self, module: ModuleFacts, index: int) -> Iterator[tuple[Site, Resolved]]:
        """The calls of functions in whose place a decorator has put this one."""
        for key, inner in self._decorations.replaced_by(self.resolver, module, index):
            for caller, callee in self.callers(key, widely=False):
                yield caller, replace(inner, bound=getattr(callee, "bound", None))

    def callers_contain(self, module: ModuleFacts, index: int, pattern: re.Pattern[bytes]) -> bool:
        """The text of some file that may call a function contains `pattern`."""
        spelling = self._names.of(module, index)
        paths = self._sources.mentioning(spelling.words, spelling.near, spelling.packages)
        return any(self._sources.matches(path, pattern) for path in paths)

    def _demand(self, module: ModuleFacts, index: int, *, widely: bool = True) -> frozenset[str]:
        """Read the files that may call a function; the words they may call it by."""
        key = (module.path, index, widely)
        spelling = self._names.of(module, index)
        while self._read_for.get(key) != spelling:
            self._read_for[key] = spelling
            near = (spelling.near, spelling.packages) if widely else ((), ())
            for path in self._sources.mentioning(spelling.words, *near):
                self._add(path)
            spelling = self._names.of(module, index)
        return spelling.words

    def _index(self, words: frozenset[str]) -> None:
        """Note the calls by these words in all modules read, those read meanwhile included."""
        fresh = [word for word in sorted(words) if word not in self._indexed]
        self._indexed.update(dict.fromkeys(fresh))
        for path in self._modules if fresh else ():
            self._due.setdefault(path, []).extend(fresh)
        while self._due:
            path, due = self._due.popitem()
            module = self._modules[path]
            for word in due:
                for fact in module.calls_by_word.get(word, ()):
                    if not self._is_outside(module, fact):
                        self._note_call(Site(module, fact))
                for fact in module.handed_by_word.get(word, ()):
                    self._note_call(Site(module, fact))

    def _is_outside(self, module: ModuleFacts, fact: CallFacts) -> bool:
        """What is called belongs to a module outside the project, by its spelling alone."""
        node = module.nodes[fact.value]
        while isinstance(node, v.Call | v.Attr):
            node = module.nodes[node.callee if isinstance(node, v.Call) else node.base]
        return isinstance(node, v.Imported) and self.project.locate(module.path, node.module) is None

    def _note_call(self, site: Site) -> None:
        noted = self._noted.setdefault(site.module.path, set())
        if site.fact.value not in noted:
            noted.add(site.fact.value)
            self.resolver.ask()
            for callee in self.called(site):
                self._note(site, callee)

    def _expand_handed(self, words: frozenset[str]) -> None:
        """Note what calls of a parameter call where a function known by one of `words` is handed over."""
        for owner, site in self._deferred.get("", ()):
            for outer, function in self._callers.get(owner, [])[:MOST_CALLERS]:
                if _hands_over(outer, words):
                    self._expand(site, outer, function)

    def _expand_method(self, word: str) -> None:
        """Note what calls of a parameter's method `word` call, for each caller of its function."""
        for owner, site in self._deferred.get(word, ()) if word else ():
            facts = self.project.facts(owner[0])
            if facts is not None and self._sought.get(owner) != len(self._modules):
                self._sought[owner] = len(self._modules)
                self._index(self._names.of(facts, owner[1]).words)
            for outer, function in self._callers.get(owner, [])[:MOST_CALLERS]:
                self._expand(site, outer, function)

    def _expand(self, site: Site, outer: Site, function: Resolved) -> None:
        pair = (id(site.fact), id(outer.fact))
        if pair in self._expanded or len(self._expanded) > MOST_EXPANDED:
            return
        self._expanded.add(pair)
        self.resolver.ask()
        inner = replace(site, frames=self.enter(outer, function))
        for callee in self.callees(inner):
            if not isinstance(callee, Opaque):
                self._note(inner, callee)

    def _note(self, site: Site, callee: Resolved) -> None:
        key = self.target(callee)
        if key is not None:
            if key not in self._entered and self._calls_given(key) and self._hands_over_functions(site):
                self._entered.add(key)
                self._add(key[0])
                self._follow_handed(key)
            self._callers.setdefault(key, []).append((site, callee))
        elif isinstance(callee, Opaque):
            direct = isinstance(site.module.nodes[site.node.callee], v.Param | v.Free)
            for path, function, _ in callee.needs:
                self._deferred.setdefault("" if direct else site.word, []).append(((path, function), site))
        elif isinstance(callee, Partial):
            for inner in callee.callee:
                if isinstance(inner, FunctionRef):
                    self._callers.setdefault(inner.key, []).append((site, callee))

    def _calls_given(self, key: FunctionKey) -> bool:
        module = self.project.facts(key[0])
        return module is not None and key[1] in module.callers_of_given

    def _follow_handed(self, key: FunctionKey) -> None:
        """Note the calls by which a function hands on what it is given."""
        module = self._modules.get(key[0])
        if module is None:
            return
        for fact in module.calls_in.get(key[1], ()):
            site = Site(module, fact)
            given = (*site.node.args, *(value for _, value in site.node.keywords))
            if any(isinstance(module.nodes[value], v.Param | v.Star) for value in given):
                self._note_call(site)

    def _hands_over_functions(self, site: Site) -> bool:
        """The callee may call what it is given, so its own calls matter as well."""
        nodes = site.module.nodes
        return any(
            isinstance(value, FunctionRef | Partial | External)
            for argument in (*site.node.args, *(argument for _, argument in site.node.keywords))
            if not isinstance(nodes[argument], _NEVER_FUNCTIONS)
            for value in self.value(site.module, argument, site.frames)
        )

    def target(self, callee: Resolved) -> FunctionKey | None:
        """The function whose parameters a call of `callee` fills."""
        match callee:
            case FunctionRef():
                return callee.key
            case Instance():
                method = class_function(self.resolver, callee.cls, "__call__")
                return None if method is None else method.key
            case ClassRef():
                method = class_function(self.resolver, callee, "__init__")
                if method is not None:
                    return method.key
                fields = generated_fields(self.resolver, callee)
                return None if fields is None else (callee.module.path, generated_key(callee.index))
            case Partial(callee=(FunctionRef() as inner,)):
                return inner.key
            case _:
                return None

    def subclasses(self, cls: ClassRef) -> list[ClassRef]:
        """The project's classes derived from `cls`, in files read so far or mentioning it."""
        if self.exhausted(cls.module.path):
            return []
        words = self._demand(cls.module, generated_key(cls.index))
        self._lineages.place(tuple(self._modules.values()), words)
        return self._lineages.below(cls)

    def uses(self, cls: ClassRef) -> bool:
        """Something else than a derived class names the class, as far as files have been read."""
        name = cls.module.classes[cls.index].name
        return any(name in module.words_in_use for module in self._modules.values())

    def enter(self, site: Site, callee: Resolved) -> Frames:
        """The frames inside a call: those around it, and the callee's parameters."""
        arguments = self.arguments(site)
        match callee:
            case FunctionRef():
                return {**site.frames, **callee.frames, callee.key: bound(self.resolver, callee, arguments)}
            case Partial(callee=(FunctionRef() as inner,)):
                given = callee.arguments if callee.handed else together(callee.arguments, arguments)
                return {**site.frames, **inner.frames, inner.key: bound(self.resolver, inner, given)}
            case Instance():
                method = class_function(self.resolver, callee.cls, "__call__")
                if method is not None:
                    return self.enter(site, replace(method, bound=callee))
            case ClassRef():
                made = self.resolver.call(callee, arguments)
                if made and isinstance(made[0], Instance):
                    generated = {(callee.module.path, generated_key(callee.index)): made[0].attributes}
                    return {**site.frames, **made[0].frames, **generated}
        return site.frames

    def _opened_self(self, module: ModuleFacts, index: int, frames: Frames) -> dict[str, Alternatives]:
        """A method's own object when nobody is seen to call the method: any object of its class."""
        implied = implied_self(self.resolver, module, index, frames)
        function = module.functions[index]
        if not isinstance(implied, Instance) or not function.parameters:
            return {}
        return {function.parameters[0].name: (replace(implied, implied=None),)}

    def open(self, keys: Iterable[FunctionKey], frames: Frames) -> Frames:
        """Frames for functions nobody in the project calls: defaults hold, the rest is unknown."""
        opened = dict(frames)
        for key in keys:
            module = self.project.facts(key[0])
            if module is None or key in opened:
                continue
            if key[1] < 0:
                cls = module.classes[generated_key(key[1])]
                opened[key] = {
                    name: self.value(module, cls.attributes[name]) if name in cls.attributes else opaque()
                    for name in cls.fields
                }
                continue
            opened[key] = self._opened_self(module, key[1], frames) | {
                parameter.name: self._default(module, key[1], parameter)
                or unknown_given(parameter, Place(key[0], module.functions[key[1]].at))
                for parameter in module.functions[key[1]].parameters
                if not self._is_self(module, key[1], parameter)
                if parameter.kind[:1] != "*" or module.functions[key[1]].parent < 0  # a wrapper passes on
            }
        return opened

    def _default(self, module: ModuleFacts, index: int, parameter: Parameter) -> Alternatives:
        known = self.value(module, parameter.default)
        return known and default_of(self.resolver, FunctionRef(module, index, NO_FRAMES), parameter)

    def _is_self(self, module: ModuleFacts, index: int, parameter: object) -> bool:
        function = module.functions[index]
        return function.owner >= 0 and parameter is function.parameters[0]


_NEVER_FUNCTIONS = (v.Const, v.Text, v.Compare, v.Not, v.Binary, v.Dict, v.Sequence, v.Comprehension)


_UNNAMED = (v.Param, v.Free, v.Star, v.Item, v.Call, v.Function, v.Phi, v.Choice)


def _hands_over(site: Site, words: frozenset[str]) -> bool:
    """One of the arguments is called by one of `words`, or it cannot be told by its word."""
    nodes = site.module.nodes
    for value in (*site.node.args, *(value for _, value in site.node.keywords)):
        node = nodes[value]
        if isinstance(node, _UNNAMED) or (
            isinstance(node, v.Attr | v.Name | v.Imported) and node.name in words
        ):
            return True
    return False


__all__ = ["Links", "Site"]
