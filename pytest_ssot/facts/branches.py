"""Branches, loops, handlers and cases: where paths part and what names hold when they meet."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from pytest_ssot.facts.budget import MOST_GUARDS
from pytest_ssot.facts.conditions import is_type_checking, literal_truth, refine, stood_in_for
from pytest_ssot.facts.dispatch import Readers
from pytest_ssot.facts.paths import Paths
from pytest_ssot.facts.patterns import Patterns
from pytest_ssot.facts.scopes import Arm, Env, Guards, Scope, left_by, with_last
from pytest_ssot.facts.spans import NO_SPAN
from pytest_ssot.facts.unrolling import goes_round_by_round, has_elements, raises_at_last, written_out
from pytest_ssot.facts.values import (
    BROKEN,
    CAUGHT,
    EACH,
    LEFT,
    NOTHING,
    ROUND,
    Boolean,
    Compare,
    Const,
    Element,
    Not,
    Value,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.extract import Extractor

DEEPEST_LOOP_READ_TWICE = 2
"""Loops nested deeper are read once: reading each twice would double the work per level."""


class BranchReader(Paths):
    """Executes the statements whose bodies run only sometimes, or more than once."""

    def __init__(self, extractor: Extractor) -> None:
        super().__init__(extractor)
        self._patterns = Patterns(extractor, extractor.expressions.read)

    def join(self, readers: Readers[None]) -> None:
        """Take over the statements read here."""
        readers.add(ast.If, self._if)
        readers.add(ast.For, self._for)
        readers.add(ast.AsyncFor, self._for)
        readers.add(ast.While, self._while)
        readers.add(ast.Match, self._match)

    # -- if -----------------------------------------------------------------------------------

    def _if(self, node: ast.If, scope: Scope) -> None:
        arms: list[Arm] = []
        known: list[Guards] = []
        before, proxies, real = scope.conditions, stood_in_for(node), scope.env
        while True:  # along a chain of `elif`, which may be longer than a recursion could go
            test = self._read(node.test, scope)
            always, env, dead = literal_truth(node.test), scope.env, scope.dead
            outside = scope.conditions
            scope.conditions = with_last(outside, ((test, True),))
            arms.append((test, self._then(node, env, scope, dead=dead or always is False)))
            known.append(self._since(scope.conditions, scope.left))
            real = scope.env if len(arms) == 1 else real
            scope.conditions = with_last(outside, ((test, False),))
            dead = dead or always is True
            if len(node.orelse) != 1 or not isinstance(node.orelse[0], ast.If):
                break
            scope.env, scope.dead = self._graph.copy(env), dead
            refine(self._graph, node.test, False, scope)
            node = node.orelse[0]
        arms.append((NOTHING, self._arm(node.test, False, node.orelse, env, scope, dead=dead)))
        known.append(self._since(scope.conditions, scope.left))
        self._merge(arms, scope)
        only = [inner for inner, (_, env) in zip(known, arms, strict=True) if env is not None]
        inside = only[0] if len(only) == 1 else ()
        scope.conditions = before if scope.dead else with_last(before, (*left_by(arms), *inside))
        for name in proxies:
            self._extractor.bindings.bind_name(name, real[name], scope)

    def _then(self, node: ast.If, env: Env, scope: Scope, *, dead: bool) -> Env | None:
        typing = scope.typing_only
        scope.typing_only = typing or is_type_checking(node.test)
        end = self._arm(node.test, True, node.body, env, scope, dead=dead)
        scope.typing_only = typing
        return end

    def _arm(
        self, test: ast.expr, truth: bool, body: Sequence[ast.stmt], env: Env, scope: Scope, *, dead: bool
    ) -> Env | None:
        def run() -> None:
            refine(self._graph, test, truth, scope)
            self._run(body, scope)

        return self._branch(run, env, scope, dead=dead)

    # -- loops --------------------------------------------------------------------------------

    def _for(self, node: ast.For | ast.AsyncFor, scope: Scope) -> None:
        iterable = self._read(node.iter, scope)
        elements = written_out(self._graph, iterable) if goes_round_by_round(node) else ()
        for one in elements:
            self._extractor.bindings.bind(node.target, one, scope)
            self._run(node.body, scope)
        if elements:
            self._run(node.orelse, scope)
            return
        element = self._graph.add(Element(iterable))
        test = Compare(ROUND, element, element, NO_SPAN)
        reached = ((self._graph.add(test), True),) if scope.kind == "function" else ()

        known: list[Guards | None] = []

        def run() -> None:
            scope.conditions = with_last(scope.conditions, reached)
            began = scope.conditions
            self._extractor.bindings.bind(node.target, element, scope)
            self._run(node.body, scope)
            jumped = scope.loops[-1] or scope.breaks[-1]
            ended = None if scope.dead and not jumped else ()
            known.append(ended if scope.dead or jumped else self._since(began, scope.conditions))

        self._loop(run, node, scope, element=element, certain=has_elements(node.iter))
        if reached and not scope.dead:
            each = known[-1]
            none = tuple((test, False) for test, _ in reached)  # a round would not have come to its end
            told = none if each is None else self._in_each(each, element)
            scope.conditions = with_last(scope.conditions, told)

    def _in_each(self, known: Guards, element: Value) -> Guards:
        """What is known behind a loop each round of which ends behind such tests."""
        tests = (test if wanted else self._graph.add(Not(test, NO_SPAN)) for test, wanted in known)
        return tuple((self._graph.add(Compare(EACH, test, element, NO_SPAN)), True) for test in tests)

    def _while(self, node: ast.While, scope: Scope) -> None:
        def run() -> None:
            self._doubt(scope)
            self._read(node.test, scope)
            refine(self._graph, node.test, True, scope)
            self._run(node.body, scope)

        self._loop(run, node, scope, endless=literal_truth(node.test) is True)

    def _loop(
        self,
        run: Callable[[], None],
        node: ast.For | ast.AsyncFor | ast.While,
        scope: Scope,
        *,
        element: Value = NOTHING,
        endless: bool = False,
        certain: bool = False,
    ) -> None:
        """A body that runs any number of times; read again when it changes what it starts from.

        A `certain` one runs at least once.
        """
        entry, dead = self._graph.copy(scope.env), scope.dead
        returned = len(scope.returns) + len(scope.falls)
        marks, left = self._extractor.marks(), scope.marks()
        ends, broken = self._round(run, entry, scope, dead=dead)
        after = self._graph.join([entry, *ends])
        if scope.loops_around + len(scope.loops) < DEEPEST_LOOP_READ_TWICE and after != entry:
            self._extractor.rewind(marks)
            scope.rewind(left)
            ends, broken = self._round(run, after, scope, dead=dead)
            after = self._graph.join([entry, *ends])
        breaks = [env for env, _, _ in broken]
        rounds = [end for end in ends if end is not None]
        if certain and (rounds or breaks):
            ran = self._graph.add(Compare(ROUND, element, element, NO_SPAN))
            after = self._graph.choose([(ran, self._graph.join(rounds or [entry])), (NOTHING, entry)])
        scope.dead = dead or endless or (certain and bool(breaks) and not rounds)
        scope.env = after
        self._run(node.orelse, scope)
        last = None if scope.dead and not dead else scope.env
        scope.dead = dead or (last is None and not breaks)
        if len(broken) == 1 and (test := self._broken(broken[0][1], element, scope)) != NOTHING:
            scope.env = self._graph.choose([(test, breaks[0]), (NOTHING, last or breaks[0])])
        else:
            scope.env = self._graph.join([last, *breaks]) if last is not None or breaks else scope.env
        if breaks and not scope.dead and (last is None or raises_at_last(node)):
            scope.conditions = self._left_by_breaks(broken, scope)
        self._behind(returned, scope)

    def _left_by_breaks(self, broken: Sequence[tuple[Env, Guards, Value]], scope: Scope) -> Guards:
        """What is known behind a loop that is left by its breaks alone: what all of them stand behind."""
        before, common = scope.conditions, broken[0][1]
        for _, conditions, _ in broken:
            same = takewhile(lambda pair: pair[0] == pair[1], zip(common, conditions, strict=False))
            common = tuple(one for one, _ in same)
        ways = [test for _, conditions, _ in broken for test, _ in conditions[len(before) :]]
        caught = any(getattr(self._graph.nodes[test], "op", "") == CAUGHT for test in ways)
        if caught or common[: len(before)] != before or scope.kind != "function":
            return before
        places = [place for _, _, place in broken]
        left = self._graph.add(Compare(LEFT, min(places), max(places), NO_SPAN))
        return with_last(common, ((left, True),))

    def _broken(self, conditions: Guards, element: Value, scope: Scope) -> Value:
        """The test whether a loop is left by its only `break`, reached under `conditions`."""
        own = conditions[len(scope.conditions) :]
        known = len(conditions) < MOST_GUARDS and not scope.trying and not scope.handler
        if element == NOTHING or not known or conditions[: len(scope.conditions)] != scope.conditions:
            return NOTHING
        tests = tuple(
            test if wanted else self._graph.add(Not(test, NO_SPAN))
            for test, wanted in own
            if getattr(self._graph.nodes[test], "op", "") != ROUND
        )
        reached = self._graph.add(Boolean("and", tests, NO_SPAN) if tests else Const(True, NO_SPAN))
        return self._graph.add(Compare(BROKEN, reached, element, NO_SPAN))

    def _round(
        self, run: Callable[[], None], entry: Env, scope: Scope, *, dead: bool
    ) -> tuple[list[Env | None], list[tuple[Env, Guards, Value]]]:
        """The names where a round ends and the next may begin, and those where the loop is left."""
        scope.loops.append([])
        scope.breaks.append([])
        end = self._branch(run, entry, scope, dead=dead)
        return [end, *scope.loops.pop()], scope.breaks.pop()

    # -- match --------------------------------------------------------------------------------

    def _match(self, node: ast.Match, scope: Scope) -> None:
        subject = self._read(node.subject, scope)
        env, dead = self._graph.copy(scope.env), scope.dead
        arms: list[Arm] = []
        before, returned = scope.conditions, len(scope.returns) + len(scope.falls)
        for case in node.cases:
            outside, scope.env = scope.conditions, self._graph.copy(env)
            test = self._patterns.matches(case, subject, scope)
            scope.conditions = with_last(outside, ((test, True),))
            run = partial(self._case, case, scope)
            arms.append((test, self._branch(run, scope.env, scope, dead=dead)))
            scope.conditions = with_last(outside, ((test, False),))
        last = node.cases[-1]
        if not isinstance(last.pattern, ast.MatchAs) or last.pattern.pattern or last.guard:
            arms.append((NOTHING, None if dead else env))
        self._merge(arms, scope)
        scope.conditions = before
        self._behind(returned, scope)

    def _case(self, case: ast.match_case, scope: Scope) -> None:
        if case.guard is not None:
            refine(self._graph, case.guard, True, scope)
        self._run(case.body, scope)
