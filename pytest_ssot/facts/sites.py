"""Calls as they stand in a project, and what may be asked about them, each at its module's expense."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import generated_key
from pytest_ssot.facts.effort import PER_ALTERNATIVE, PER_LOOK, PER_PROMISED, PER_QUESTION, Accounts
from pytest_ssot.facts.module import CallFacts, ModuleFacts
from pytest_ssot.facts.project import Project
from pytest_ssot.facts.resolve import Resolver
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    Arguments,
    Frames,
    FunctionKey,
    FunctionRef,
    Instance,
    Place,
    Resolved,
)
from pytest_ssot.facts.spending import MOST_WORK
from pytest_ssot.model import Gap

LEAST_WORK = 120
"""Nodes looked at to tell what one value is, whoever calls; and where there are few candidates:"""

MORE_WORK = 400

FEW_CANDIDATES = 100

MOST_PER_MODULE = 40_000
"""Nodes looked at on behalf of one module, all questions together."""

MOST_WITH_SLACK = 60_000
"""The same, after which no question goes beyond what it may cost."""

MORE_TO_JUDGE = 24_000
"""And so many more to tell if one token that is read unverified is verified as well; for all of a module:"""

MOST_TO_JUDGE = 160_000

MOST_OF_A_SEARCH = 4_000
"""Of these, so many at most for finding who calls one function."""

MOST_JUDGING = 960_000
"""The same for all modules together, once the project has spent its budget."""

MOST_IN_ALL = 100_000
"""Nodes looked at in a whole project, and for each of its candidates:"""

MORE_PER_CANDIDATE = 100

LEAST_PER_MODULE = 500
"""Nodes looked at on behalf of one module, even if the project has spent its budget."""

SHALLOW_WORK = 12
"""Nodes looked at for one question about a module that has spent its share."""

PASSED_PER_NODE = 64
"""Things gone through, without a look at what they are, in the time it takes to look at a node."""

LEFT = "its values take too much work to follow: part of it was judged without doing so, or not at all"

_Answer = TypeVar("_Answer")


class Site(msgspec.Struct, frozen=True):
    """A call in a module, seen from within the calls in `frames`.

    `outer` is the call that the innermost of them is of, where that is known: the function it calls, with it.
    """

    module: ModuleFacts
    fact: CallFacts
    frames: Frames = msgspec.field(default_factory=dict)
    outer: tuple[Site, FunctionKey] | None = None

    @property
    def node(self) -> v.Call:
        """The call itself."""
        self.module.effort.steps += 2
        node = self.module.nodes[self.fact.value]
        assert isinstance(node, v.Call)
        return node

    @property
    def ways(self) -> tuple[Site, ...]:
        """The calls that lead to it, from the innermost on, as far as they are known."""
        return (self.outer[0], *self.outer[0].ways) if self.outer is not None else ()

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


def is_of_itself(site: Site) -> bool:
    """A method's call of something of the object that it is itself called on, or of its class."""
    nodes = site.module.nodes
    callee = nodes[site.node.callee]
    base = site.module.root(callee.base) if isinstance(callee, v.Attr) else None
    if isinstance(base, v.Attr) and base.name == "__class__":
        base = site.module.root(base.base)
    elif (
        isinstance(base, v.Call) and len(base.args) == 1 and getattr(nodes[base.callee], "name", "") == "type"
    ):
        base = site.module.root(base.args[0])
    if not isinstance(base, v.Param) or base.function != site.fact.function or base.function < 0:
        return False
    return site.module.functions[base.function].takes_itself_as(base.name)


def is_any(bound: Resolved | None) -> bool:
    """A method is called on whatever object its caller is a method of, which may be of a derived class."""
    return isinstance(bound, Instance) and bound.implied is not None


class _Settled(msgspec.Struct, frozen=True):
    """An answer, what was read and left when it was found, and whether it was the one before as well."""

    state: tuple[int, bool]
    found: list[FunctionRef]
    twice: bool


class Questions:
    """What values are and what calls call, with a bound on the work done on behalf of each module."""

    def __init__(self, project: Project, candidates: frozenset[str]) -> None:
        self.project = project
        self._candidates = candidates
        self.accounts = Accounts(project.effort, len(candidates))
        self.resolver = Resolver(project)
        self._spent: dict[str, int] = {}
        self._passed: dict[str, int] = {}
        self._settled: dict[tuple[str, v.Value], _Settled] = {}
        self._asked: dict[Hashable, tuple[tuple[int, bool], object, Any]] = {}
        self._judgements: dict[str, int] = {}
        self._judging, self._judged = -1, 0
        self.unsettled = False
        self._least = MORE_WORK if len(candidates) <= FEW_CANDIDATES else LEAST_WORK

    def at_the_expense_of(self, module: ModuleFacts) -> AbstractContextManager[None]:
        """What is done is done on behalf of a module, and is left where that takes too much."""
        return self.accounts.at_the_expense_of(module.path, len(module.nodes), len(module.calls))

    def sites(self, module: ModuleFacts) -> Iterator[Site]:
        """The calls of a module that can be reached."""
        for fact in module.calls:
            yield Site(module, fact)

    def owner(self, path: str, function: int) -> int:
        """The class of a method, or of a constructor that is generated; -1 for a function of none."""
        if function <= generated_key(0):
            return generated_key(function)
        facts = self.project.facts(path)
        return facts.functions[function].owner if facts is not None and function >= 0 else -1

    def callees(self, site: Site) -> Alternatives:
        """What a call may call."""
        return self.called_by(site.module, site.node, site.frames)

    def called_by(self, module: ModuleFacts, call: v.Call, frames: Frames = NO_FRAMES) -> Alternatives:
        """The same of a call that is no site."""
        return self.value(module, call.callee, frames)

    def arguments(self, site: Site, but: v.Values = v.NONE) -> Arguments:
        """What a call hands over, `but` the arguments that do not matter."""
        return self._charged(
            site.module,
            MOST_WORK,
            site.frames,
            lambda: self.resolver.arguments(site.node, site.module, site.frames, but),
        )

    def value(self, module: ModuleFacts, value: v.Value, frames: Frames = NO_FRAMES) -> Alternatives:
        """What a value may be; what is asked without regard to callers is not worth much work."""
        work = MOST_WORK if frames else self._least
        return self._resolved(module, value, frames, work)

    def truth_of(self, module: ModuleFacts, test: v.Value, frames: Frames = NO_FRAMES) -> Alternatives:
        """What a test on the way may be: what keeps code from running for good is told without much work."""
        work = MORE_WORK if frames else self._least
        return self._resolved(module, test, frames, work)

    def _resolved(self, module: ModuleFacts, value: v.Value, frames: Frames, work: int) -> Alternatives:
        """What a value may be; who asks goes through all of that, which is paid for here."""
        found = self._charged(module, work, frames, lambda: self.resolver.resolve(module, value, frames))
        self.accounts.effort.spend(len(found[1:]) * PER_ALTERNATIVE)
        return found

    def _charged(
        self, module: ModuleFacts, work: int, frames: Frames, answer: Callable[[], _Answer]
    ) -> _Answer:
        """The answer at the expense of `module`; one that has spent its budget gets little more."""
        resolver, before, limit = self.resolver, self.resolver.spent, self.resolver.limit
        self.accounts.effort.spend(PER_QUESTION)
        work = SHALLOW_WORK if self.exhausted(module.path) else work
        slack, resolver.slack = resolver.slack, self._slack(module.path)
        resolver.limit = min(limit, resolver.work + work)
        around, resolver.around = resolver.around, frames
        try:
            return answer()
        finally:
            resolver.limit, resolver.slack, resolver.around = limit, slack, around
            self._charge(module, 1 + resolver.spent - before)

    def _slack(self, path: str) -> int:
        """How far beyond its limit a question of a module may go: nowhere once it has gone too often."""
        spent = self._spent.get(path, 0) + max(self._judging - MORE_TO_JUDGE, 0)
        return MOST_WORK if spent <= MOST_WITH_SLACK else SHALLOW_WORK

    def walk(self, module: ModuleFacts, most: int) -> int:
        """How many nodes may be walked for one question at the expense of `module`."""
        return SHALLOW_WORK if self.exhausted(module.path) else most

    def walked(self, module: ModuleFacts, nodes: int) -> None:
        """So many nodes have been walked at the expense of `module`, or of a judgement if none are left."""
        self.accounts.effort.spend(nodes * PER_LOOK)
        self._charge(module, nodes)

    def _charge(self, module: ModuleFacts, nodes: int) -> None:
        spent = self._spent.get(module.path, 0)
        if self._judging >= 0 and (self.spent_all or spent > MOST_PER_MODULE):
            self._judging += nodes
        else:
            self._spent[module.path] = spent + nodes

    def can_go_through(self, module: ModuleFacts, number: int) -> bool:
        """Things are gone through at the expense of a module, unless they are many and it has spent it."""
        nodes, self._passed[module.path] = divmod(self._passed.get(module.path, 0) + number, PASSED_PER_NODE)
        self.accounts.effort.spend(min(nodes, MOST_WORK) * PER_PROMISED)
        self._charge(module, nodes)
        return nodes < SHALLOW_WORK or not self.exhausted(module.path)

    def affords(self, module: ModuleFacts, nodes: int) -> bool:
        """Work like walking so many nodes may be done at the expense of `module`, and is charged to it."""
        if self.exhausted(module.path):
            return False
        self.accounts.effort.spend(nodes * PER_PROMISED)
        self._charge(module, nodes)
        return nodes < SHALLOW_WORK or not self.exhausted(module.path)

    def settled(
        self, call: tuple[str, v.Value], answer: Callable[[], list[FunctionRef]]
    ) -> list[FunctionRef]:
        """An answer about a call of a file that was the same twice, as long as no further file is read.

        One that takes more work than a question may cost is found anew for each who asks: the first may
        have come to know what the second needs, but then there is no more to know.
        """
        state = (self.resolver.number_noted, self.exhausted(call[0]))
        known = self._settled.get(call)
        if known is not None and known.state == state and known.twice:
            return [*known.found]
        found = answer()
        same = known is not None and [one.key for one in known.found] == [one.key for one in found]
        self._settled[call] = _Settled(
            state, found, twice=same and known is not None and known.state == state
        )
        return found

    def asked_again(
        self, path: str, question: Hashable, given: object, answer: Callable[[], _Answer]
    ) -> _Answer:
        """An answer at the expense of a file, or the one before if what is `given` and known is the same."""
        state = (self.resolver.number_noted, self.exhausted(path))
        known = self._asked.get(question)
        if known is not None and known[0] == state and known[1] == given:
            found: _Answer = known[2]
            return found
        found = answer()
        if state == (self.resolver.number_noted, self.exhausted(path)):
            self._asked[question] = (state, given, found)
        return found

    @contextmanager
    def judging(self, module: ModuleFacts) -> Iterator[None]:
        """A read in a module is judged: where the budget was spent on looking for it, there is some more."""
        spent = self._judgements.get(module.path, 0)
        left = spent < MOST_TO_JUDGE and (not self.spent_all or self._judged < MOST_JUDGING)
        self._judging, before = 0 if left else -1, self._judging
        try:
            yield
        finally:
            self._judgements[module.path] = spent + max(self._judging, 0)
            self._judged += max(self._judging, 0)
            self._judging = before

    @contextmanager
    def searching(self) -> Iterator[None]:
        """What is found now is found for all who ask: a judgement pays for a part of it, all for the rest."""
        before = self._judging
        with self.accounts.in_common():
            yield
        beyond = self._judging - before - MOST_OF_A_SEARCH
        if before >= 0 and beyond > 0:
            self._judging -= beyond
            self._judged += beyond

    def begin_again(self, *, wholly: bool) -> None:
        """The budgets for judging reads are renewed, and those of the modules if `wholly`."""
        if wholly:
            self._spent.clear()
        self._judgements.clear()
        self._settled.clear()
        self._judged = 0

    @property
    def spent_all(self) -> bool:
        """The project has spent its budget."""
        return self.resolver.total > MOST_IN_ALL + MORE_PER_CANDIDATE * len(self._candidates)

    def exhausted(self, path: str) -> bool:
        """A module has spent its budget, or the whole project has, and the module its least share."""
        spent = self._spent.get(path, 0)
        if 0 <= self._judging <= MORE_TO_JUDGE:
            return False
        if self.spent_all:
            return spent > LEAST_PER_MODULE
        return spent > MOST_PER_MODULE

    def gaps(self) -> tuple[Gap, ...]:
        """The files whose values take too much work to be followed everywhere, and the project if its do."""
        left = tuple(Gap(path, LEFT) for path in sorted(self.accounts.overdrawn))
        if self.spent_all:
            whole = Gap(".", "its values take too much work to follow: a part was judged without doing so")
            return (whole, *left)
        late = Gap(".", "settings lead from file to file too often: the last ones were not followed")
        return (
            *([late] if self.unsettled else []),
            *left,
            *(
                Gap(path, "its values take too much work to follow: part of it was judged without doing so")
                for path, spent in sorted(self._spent.items())
                if spent > MOST_PER_MODULE and path not in self.accounts.overdrawn
            ),
        )


__all__ = ["Questions", "Site", "is_any", "is_of_itself"]
