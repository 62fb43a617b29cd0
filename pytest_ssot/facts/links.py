"""Questions that rules ask about a whole project: what is called where, by whom, with what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pytest_ssot.facts import values as v
from pytest_ssot.facts.calling import bound, together
from pytest_ssot.facts.classes import class_function, generated_fields, generated_key, implied_self, lineage
from pytest_ssot.facts.handovers import handed_over
from pytest_ssot.facts.module import CallFacts, ModuleFacts
from pytest_ssot.facts.project import Project
from pytest_ssot.facts.resolve import MOST_WORK, Resolver
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    Arguments,
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
from pytest_ssot.facts.writes import words_of
from pytest_ssot.model import Gap

LEAST_WORK = 200
"""Nodes looked at to tell what one value is, whoever calls."""

MOST_PER_MODULE = 40_000
"""Nodes looked at on behalf of one module, all questions together."""

SHALLOW_WORK = 12
"""Nodes looked at for one question about a module that has spent its share."""

MOST_EXPANDED = 20_000
"""Pairs of a call of something given and a caller that gives it, looked at in one project."""

MOST_CALLERS = 200
"""Callers of one function that are followed."""

_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Site:
    """A call in a module, seen from within the calls in `frames`."""

    module: ModuleFacts
    fact: CallFacts
    frames: Frames = field(default_factory=dict)

    @property
    def node(self) -> v.Call:
        """The call itself."""
        node = self.module.nodes[self.fact.value]
        assert isinstance(node, v.Call)
        return node

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.module.path, self.node.at)

    @property
    def scope(self) -> str:
        """The qualified name of the function it stands in."""
        return self.module.scope(self.fact.function)

    @property
    def word(self) -> str:
        """The last word of what is called, as it is spelled."""
        callee = self.module.nodes[self.node.callee]
        if isinstance(callee, v.Attr | v.Name | v.Imported):
            return callee.name
        return callee.name if isinstance(callee, v.Param | v.Free) else ""


class Links:
    """The modules under analysis, linked.

    `candidates` are the files some rule asked for; `mentioning` finds further ones that contain one
    of the given words, when following a function to its callers needs them.
    """

    def __init__(
        self,
        project: Project,
        candidates: Iterable[str],
        mentioning: Callable[[frozenset[str]], Iterable[str]],
    ) -> None:
        self.project = project
        self.resolver = Resolver(project)
        self._mentioning = mentioning
        self._asked: set[str] = set()
        self._modules: dict[str, ModuleFacts] = {}
        self._callers: dict[FunctionKey, list[tuple[Site, Resolved]]] = {}
        self._deferred: dict[str, list[tuple[FunctionKey, Site]]] = {}
        self._expanded: set[tuple[int, int]] = set()
        self._subclasses: dict[tuple[str, int], list[ClassRef]] = {}
        self._added: list[ModuleFacts] = []
        self._spent: dict[str, int] = {}
        self._on_behalf = ""
        self._widened: set[str] = set()
        self._aliases: dict[str, set[str]] = {}
        for path in candidates:
            self._add(path)
        self.candidates = tuple(self._modules.values())

    def _add(self, path: str) -> None:
        facts = None if path in self._modules else self.project.facts(path)
        if facts is not None:
            self._modules[path] = facts
            self._added.append(facts)
            for name, alias in _aliases(facts):
                self._aliases.setdefault(name, set()).add(alias)
            self.resolver.note(facts)

    def widen(self) -> bool:
        """Read the files that assign to settings that were read since; tells if there are any."""
        names = frozenset(self.resolver.touched - self._widened)
        self._widened |= names
        before = len(self._modules)
        for path in self._mentioning(names) if names else ():
            facts = None if path in self._modules else self.project.facts(path)
            if facts is not None and any(
                not names.isdisjoint(words_of(facts, store)) for store in facts.stores
            ):
                self._add(path)
        return len(self._modules) > before

    # -- calls --------------------------------------------------------------------------------

    def sites(self, module: ModuleFacts) -> Iterator[Site]:
        """The calls of a module that can be reached."""
        for fact in module.calls:
            yield Site(module, fact)

    def callees(self, site: Site) -> Alternatives:
        """What a call may call."""
        return self.value(site.module, site.node.callee, site.frames)

    def called(self, site: Site) -> Alternatives:
        """What a call may call, and the project's functions it hands over to be called."""
        callees = self.callees(site)
        if not site.node.args and not site.node.keywords:
            return callees
        outside = [callee for callee in callees if isinstance(callee, External)]
        if not outside or not self._hands_over_functions(site):
            return callees
        given = self.arguments(site)
        return (*callees, *(one for callee in outside for one in handed_over(self.resolver, callee, given)))

    def arguments(self, site: Site) -> Arguments:
        """What a call hands over."""
        return self._charged(
            site.module,
            MOST_WORK,
            lambda: self.resolver.arguments(site.node, site.module, site.frames),
        )

    def value(self, module: ModuleFacts, value: v.Value, frames: Frames = NO_FRAMES) -> Alternatives:
        """What a value may be; what is asked without regard to callers is not worth much work."""
        work = MOST_WORK if frames else LEAST_WORK
        return self._charged(module, work, lambda: self.resolver.resolve(module, value, frames))

    def _charged(self, module: ModuleFacts, work: int, answer: Callable[[], _Answer]) -> _Answer:
        """The answer at the expense of `module`; one that has spent its budget gets little more."""
        spent = self._spent.get(module.path, 0)
        resolver, before, limit = self.resolver, self.resolver.work, self.resolver.limit
        self._on_behalf = module.path
        resolver.limit = min(limit, before + (work if spent <= MOST_PER_MODULE else SHALLOW_WORK))
        try:
            return answer()
        finally:
            resolver.limit = limit
            self._spent[module.path] = spent + 1 + resolver.work - before

    def walk(self, module: ModuleFacts, most: int) -> int:
        """How many nodes may be walked for one question at the expense of `module`."""
        return most if self._spent.get(module.path, 0) <= MOST_PER_MODULE else SHALLOW_WORK

    def walked(self, module: ModuleFacts, nodes: int) -> None:
        """So many nodes have been walked at the expense of `module`."""
        self._spent[module.path] = self._spent.get(module.path, 0) + nodes

    def _exhausted(self) -> bool:
        """The module that was asked about last has spent its budget."""
        return self._spent.get(self._on_behalf, 0) > MOST_PER_MODULE

    def gaps(self) -> tuple[Gap, ...]:
        """The files whose values take too much work to be followed everywhere."""
        return tuple(
            Gap(path, "its values take too much work to follow: part of the file was judged without doing so")
            for path, spent in sorted(self._spent.items())
            if spent > MOST_PER_MODULE
        )

    # -- callers ------------------------------------------------------------------------------

    def callers(self, key: FunctionKey) -> list[tuple[Site, Resolved]]:
        """The calls of a project function, each with the function as it is called there."""
        if self._exhausted():
            return []
        self._demand(self._names(key))
        self._index()
        module = self.project.facts(key[0])
        for word in ("", module.functions[key[1]].name if module is not None and key[1] >= 0 else ""):
            self._expand(word)
        return self._callers.get(key, [])[:MOST_CALLERS]

    def _expand(self, word: str) -> None:
        """Note what calls of a parameter, or of its method `word`, call for each caller of its function."""
        for owner, site in self._deferred.get(word, ()):
            for outer, function in self._callers.get(owner, [])[:MOST_CALLERS]:
                pair = (id(site.fact), id(outer.fact))
                if pair in self._expanded or len(self._expanded) > MOST_EXPANDED:
                    continue
                self._expanded.add(pair)
                self.resolver.ask()
                inner = replace(site, frames=self.enter(outer, function))
                for callee in self.callees(inner):
                    if not isinstance(callee, Opaque):
                        self._note(inner, callee)

    def _names(self, key: FunctionKey) -> frozenset[str]:
        module = self._modules.get(key[0]) or self.project.facts(key[0])
        if module is None:
            return frozenset()
        if key[1] < 0:
            return frozenset([module.classes[generated_key(key[1])].name])
        function = module.functions[key[1]]
        names = {function.name}
        if function.owner >= 0:
            names.add(module.classes[function.owner].name)
        parent = function.parent
        while parent >= 0:
            names.add(module.functions[parent].name)
            parent = module.functions[parent].parent
        return frozenset(name for name in names if not name.startswith(("<", "__")))

    def _demand(self, names: frozenset[str]) -> None:
        fresh = names - self._asked
        while fresh:
            self._asked |= fresh
            for path in self._mentioning(fresh):
                self._add(path)
            fresh = frozenset(alias for name in fresh for alias in self._aliases.get(name, ())) - self._asked

    def _index(self) -> None:
        """Note the callers in modules added since the last time."""
        while self._added:
            module = self._added.pop()
            for site in self.sites(module):
                self.resolver.ask()
                for callee in self.called(site):
                    self._note(site, callee)
            for index in range(len(module.classes)):
                cls = ClassRef(module, index, NO_FRAMES)
                for owner in lineage(self.resolver, cls)[1:]:
                    if isinstance(owner, ClassRef):
                        self._subclasses.setdefault(owner.key, []).append(cls)

    def _note(self, site: Site, callee: Resolved) -> None:
        key = self.target(callee)
        if key is not None:
            if key[0] not in self._modules and self._hands_over_functions(site):
                self._add(key[0])
            self._callers.setdefault(key, []).append((site, callee))
        elif isinstance(callee, Opaque):
            direct = isinstance(site.module.nodes[site.node.callee], v.Param | v.Free)
            for path, function, _ in callee.needs:
                self._deferred.setdefault("" if direct else site.word, []).append(((path, function), site))
        elif isinstance(callee, Partial):
            for inner in callee.callee:
                if isinstance(inner, FunctionRef):
                    self._callers.setdefault(inner.key, []).append((site, callee))

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
        if self._exhausted():
            return []
        self._demand(frozenset([cls.module.classes[cls.index].name]))
        self._index()
        return self._subclasses.get(cls.key, [])

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
                parameter.name: self.value(module, parameter.default)
                or (Opaque("parameter", parameter.name, place=Place(key[0], module.functions[key[1]].at)),)
                for parameter in module.functions[key[1]].parameters
                if parameter.kind in ("positional", "normal", "keyword")
                and not self._is_self(module, key[1], parameter)
            }
        return opened

    def _is_self(self, module: ModuleFacts, index: int, parameter: object) -> bool:
        function = module.functions[index]
        return function.owner >= 0 and parameter is function.parameters[0]


_NEVER_FUNCTIONS = (v.Const, v.Text, v.Compare, v.Not, v.Binary, v.Dict, v.Sequence, v.Comprehension)


def _aliases(module: ModuleFacts) -> Iterator[tuple[str, str]]:
    """(name, other name) for what the module calls otherwise, or hands to a call it keeps the result of."""
    for alias, value in module.bindings.items():
        node = module.nodes[value]
        parts = [node]
        if isinstance(node, v.Call):
            parts = [module.nodes[part] for part in (*node.args, *(given for _, given in node.keywords))]
        for part in parts:
            if isinstance(part, v.Attr | v.Name | v.Imported) and part.name and part.name != alias:
                yield part.name, alias


__all__ = ["Links", "Site"]
