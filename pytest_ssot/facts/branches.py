"""Branches, loops, handlers and cases: where paths part and what names hold when they meet."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.bindings import is_place
from pytest_ssot.facts.budget import MOST_GUARDS
from pytest_ssot.facts.conditions import imported, is_type_checking, literal_truth, refine, stood_in_for
from pytest_ssot.facts.dispatch import Readers
from pytest_ssot.facts.patterns import Patterns
from pytest_ssot.facts.scopes import Arm, Env, Guards, Scope, left_by, with_last
from pytest_ssot.facts.unrolling import goes_round_by_round, has_elements, raises_at_last, written_out
from pytest_ssot.facts.values import (
    BROKEN,
    CAUGHT,
    LEFT,
    NO_SPAN,
    NOTHING,
    ROUND,
    Attr,
    Boolean,
    Call,
    Compare,
    Const,
    Element,
    Enter,
    Not,
    Star,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.extract import Extractor

DEEPEST_LOOP_READ_TWICE = 2
"""Loops nested deeper are read once: reading each twice would double the work per level."""


class BranchReader:
    """Executes the statements whose bodies run only sometimes, or more than once."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._graph = extractor.graph
        self._span = extractor.span
        self._read = extractor.expressions.read
        self._patterns = Patterns(extractor, extractor.expressions.read)

    def join(self, readers: Readers[None]) -> None:
        """Take over the statements read here."""
        readers.add(ast.If, self._if)
        readers.add(ast.For, self._for)
        readers.add(ast.AsyncFor, self._for)
        readers.add(ast.While, self._while)
        readers.add(ast.With, self._with)
        readers.add(ast.AsyncWith, self._with)
        readers.add(ast.Try, self._try)
        readers.add(ast.TryStar, self._try)
        readers.add(ast.Match, self._match)

    def _run(self, body: Sequence[ast.stmt], scope: Scope) -> None:
        self._extractor.statements.run(body, scope)

    def _branch(
        self, run: Callable[[], None], env: Env, scope: Scope, *, dead: bool, optional: bool = True
    ) -> Env | None:
        """The names after one path that starts with `env`; None when it does not reach its end.

        An `optional` path is one that may not be taken.
        """
        outside, conditions = scope.branch, scope.conditions
        if optional:
            scope.branches += 1
            scope.branch = (*outside, scope.branches)
        scope.env, scope.dead = self._graph.copy(env), dead
        run()
        scope.branch, scope.conditions = outside, conditions
        return None if scope.dead else scope.env

    def _perhaps(self, run: Callable[[], None], scope: Scope) -> Callable[[], None]:
        """The same part of a statement, of which nobody can tell how much of it runs."""

        def inner() -> None:
            self._doubt(scope)
            run()

        return inner

    def _doubt(self, scope: Scope) -> None:
        """Nobody can tell if the current point is reached."""
        if scope.kind != "function":
            return
        last = scope.conditions[-1][0] if scope.conditions else NOTHING
        if last == NOTHING or not isinstance(self._graph.nodes[last], Unknown):
            scope.conditions = with_last(scope.conditions, ((self._graph.unknown(), True),))

    def _behind(self, ends: int, scope: Scope) -> None:
        """What comes after a part that may have ended the function; `ends` were there before it."""
        if len(scope.returns) + len(scope.falls) > ends:
            self._doubt(scope)

    def _merge(self, arms: Sequence[Arm], scope: Scope) -> None:
        scope.dead = all(env is None for _, env in arms)
        scope.env = scope.env if scope.dead else self._graph.choose(arms)

    # -- if -----------------------------------------------------------------------------------

    def _if(self, node: ast.If, scope: Scope) -> None:
        arms: list[Arm] = []
        before, proxies, real = scope.conditions, stood_in_for(node), scope.env
        while True:  # along a chain of `elif`, which may be longer than a recursion could go
            test = self._read(node.test, scope)
            always, env, dead = literal_truth(node.test), scope.env, scope.dead
            outside = scope.conditions
            scope.conditions = with_last(outside, ((test, True),))
            arms.append((test, self._then(node, env, scope, dead=dead or always is False)))
            real = scope.env if len(arms) == 1 else real
            scope.conditions = with_last(outside, ((test, False),))
            dead = dead or always is True
            if len(node.orelse) != 1 or not isinstance(node.orelse[0], ast.If):
                break
            scope.env, scope.dead = self._graph.copy(env), dead
            refine(self._graph, node.test, False, scope)
            node = node.orelse[0]
        arms.append((NOTHING, self._arm(node.test, False, node.orelse, env, scope, dead=dead)))
        self._merge(arms, scope)
        scope.conditions = before if scope.dead else with_last(before, left_by(arms))
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

        def run() -> None:
            scope.conditions = with_last(scope.conditions, reached)
            self._extractor.bindings.bind(node.target, element, scope)
            self._run(node.body, scope)

        self._loop(run, node, scope, element=element, certain=has_elements(node.iter))

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

    # -- with and try -------------------------------------------------------------------------

    def _with(self, node: ast.With | ast.AsyncWith, scope: Scope) -> None:
        swallows = False
        for item in node.items:
            value = self._read(item.context_expr, scope)
            self._enter(node, item, value, scope)
            manager = item.context_expr.func if isinstance(item.context_expr, ast.Call) else None
            swallows = swallows or getattr(manager, "id", getattr(manager, "attr", "")) == "suppress"
            if item.optional_vars is not None:
                self._extractor.bindings.bind(item.optional_vars, self._graph.add(Enter(value)), scope)
        first = len(self._extractor.calls)
        if not swallows:
            self._run(node.body, scope)
            return
        returned, before, dead = len(scope.returns) + len(scope.falls), scope.env, scope.dead
        body = self._perhaps(partial(self._run, node.body, scope), scope)
        end = self._branch(body, before, scope, dead=dead, optional=False)
        scope.env, scope.dead = self._graph.join([before, end]), dead
        self._behind(returned, scope)
        self._mark(first, len(self._extractor.calls), "swallowed", len(self._graph.nodes))

    def _enter(self, node: ast.With | ast.AsyncWith, item: ast.withitem, value: Value, scope: Scope) -> None:
        """The call that `with` makes of a method of what manages it."""
        at = self._extractor.span(item.context_expr)
        word = "__aenter__" if isinstance(node, ast.AsyncWith) else "__enter__"
        method = self._graph.add(Attr(value, word, at))
        self._extractor.expressions.call(self._graph.add(Call(method, (), (), at)), scope)

    def _try(self, node: ast.Try | ast.TryStar, scope: Scope) -> None:
        before, dead = self._graph.copy(scope.env), scope.dead
        first, returned = len(self._extractor.calls), len(scope.returns) + len(scope.falls)
        run = partial(self._run, node.body, scope)
        scope.trying += bool(node.handlers)
        end = self._branch(run, before, scope, dead=dead, optional=False)
        scope.trying -= bool(node.handlers)
        last, behind = len(self._extractor.calls), len(self._graph.nodes)
        thrown = self._graph.join([before, scope.env])
        paths: list[Env | None] = []
        if end is not None:
            rest = partial(self._run, node.orelse, scope)
            paths.append(self._branch(rest, end, scope, dead=dead, optional=False))
        ends = len(scope.returns) + len(scope.falls)
        found = imported(self._graph, node, end)
        for handler in node.handlers:
            handle = self._perhaps(partial(self._handle, handler, scope), scope)
            outside = scope.conditions
            scope.conditions = with_last(outside, ((found, False),)) if found != NOTHING else outside
            caught = self._branch(handle, thrown, scope, dead=dead)
            scope.conditions = outside
            paths.append(caught)
        if any(path is not None for path in paths[-len(node.handlers) :] if node.handlers):
            self._mark(first, last, "swallowed", behind)
        elif len(scope.returns) + len(scope.falls) > ends:
            self._mark(first, last, "answered", behind)
        scope.dead = all(path is None for path in paths)
        if found != NOTHING and not scope.dead:
            others = [path for path in paths[1:] if path is not None]
            scope.env = self._graph.choose(
                [(found, paths[0]), (NOTHING, self._graph.join(others) if others else None)]
            )
        else:
            scope.env = scope.env if scope.dead else self._graph.join(paths)
        self._behind(returned, scope)
        unreachable = scope.dead
        self._finally(node, thrown, scope, dead=dead)
        if node.finalbody and scope.dead and not unreachable:
            self._mark(first, last, "swallowed", behind)  # a `return` there forgets what was raised

    def _finally(self, node: ast.Try | ast.TryStar, thrown: Env, scope: Scope, *, dead: bool) -> None:
        """A `finally` runs on every path, also on those that do not go on after it."""
        if not node.finalbody:
            return
        unreachable = scope.dead
        scope.env = self._graph.copy(thrown) if unreachable else scope.env
        scope.dead = dead
        self._run(node.finalbody, scope)
        scope.dead = scope.dead or unreachable

    def _mark(self, first: int, last: int, how: str, behind: int) -> None:
        """What becomes of what these calls raise: execution goes on `behind`, or the function returns."""
        calls = self._extractor.calls
        self._graph.spend(last - first)
        for index in range(first, last):
            if not getattr(calls[index], how):
                behind = calls[index].tried or behind
                calls[index] = replace(calls[index], **{how: True}, tried=behind)

    def _handle(self, handler: ast.ExceptHandler, scope: Scope) -> None:
        outside, scope.handler = scope.handler, True
        kind = self._graph.unknown() if handler.type is None else self._read(handler.type, scope)
        caught = self._graph.add(Compare(CAUGHT, kind, kind, NO_SPAN))
        scope.conditions = with_last(scope.conditions, ((caught, True),))
        if handler.name:
            self._extractor.bindings.bind_name(handler.name, self._caught(handler, scope), scope)
        self._run(handler.body, scope)
        scope.handler = outside

    def _caught(self, handler: ast.ExceptHandler, scope: Scope) -> Value:
        """What a handler has caught: an object of its class, made of what nobody knows."""
        if handler.type is None or not is_place(handler.type):
            return self._graph.unknown()
        held = self._graph.unknown()
        given = self._graph.add(Star(held))
        return self._graph.add(Call(self._read(handler.type, scope), (given,), (("", held),), NO_SPAN))

    # -- match --------------------------------------------------------------------------------

    def _match(self, node: ast.Match, scope: Scope) -> None:
        subject = self._read(node.subject, scope)
        env, dead = self._graph.copy(scope.env), scope.dead
        arms: list[Arm] = []
        before, returned = scope.conditions, len(scope.returns) + len(scope.falls)
        for case in node.cases:
            test = self._patterns.matches(case, subject, scope)
            outside = scope.conditions
            scope.conditions = with_last(outside, ((test, True),))
            run = partial(self._case, case, subject, scope)
            arms.append((test, self._branch(run, env, scope, dead=dead)))
            scope.conditions = with_last(outside, ((test, False),))
        last = node.cases[-1]
        if not isinstance(last.pattern, ast.MatchAs) or last.pattern.pattern or last.guard:
            arms.append((NOTHING, None if dead else env))
        self._merge(arms, scope)
        scope.conditions = before
        self._behind(returned, scope)

    def _case(self, case: ast.match_case, subject: Value, scope: Scope) -> None:
        for node in ast.walk(case.pattern):
            name = getattr(node, "name", None) or getattr(node, "rest", None)
            if isinstance(name, str):
                self._extractor.bindings.bind_name(name, self._graph.unknown(), scope)
        self._patterns.capture(case.pattern, subject, scope)
        if case.guard is not None:
            self._read(case.guard, scope)
        self._run(case.body, scope)
