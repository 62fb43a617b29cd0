"""`with` and `try`: bodies that something may break off."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from pytest_ssot.facts.bindings import is_place
from pytest_ssot.facts.conditions import imported
from pytest_ssot.facts.dispatch import Readers
from pytest_ssot.facts.paths import Paths
from pytest_ssot.facts.scopes import Env, Guards, Scope, with_last
from pytest_ssot.facts.spans import NO_SPAN
from pytest_ssot.facts.values import (
    CAUGHT,
    NOTHING,
    RAN,
    WITHIN,
    Attr,
    Call,
    Caught,
    Compare,
    Const,
    Enter,
    Star,
    Value,
)

Thrown = tuple[tuple[Value, ...], tuple[Value, ...]]
"""The exceptions that the body of a `try` raises, and the calls that it makes."""

MOST_CALLS = 20
"""Calls in the body of a `try` that are asked for what they raise."""


class AttemptReader(Paths):
    """Executes the statements whose bodies may end before their last line."""

    def join(self, readers: Readers[None]) -> None:
        """Take over the statements read here."""
        readers.add(ast.With, self._with)
        readers.add(ast.AsyncWith, self._with)
        readers.add(ast.Try, self._try)
        readers.add(ast.TryStar, self._try)

    def _with(self, node: ast.With | ast.AsyncWith, scope: Scope) -> None:
        # Nobody writes code behind what always returns: it is reached because errors go no further.
        swallows = scope.goes_on and isinstance(node.body[-1], ast.Return)
        managed: list[Value] = []
        for item in node.items:
            value = self._read(item.context_expr, scope)
            entered = self._enter(node, item, value, scope)
            managed += [entered] if isinstance(item.context_expr, ast.Call) else []
            manager = item.context_expr.func if isinstance(item.context_expr, ast.Call) else None
            swallows = swallows or getattr(manager, "id", getattr(manager, "attr", "")) == "suppress"
            if item.optional_vars is not None:
                self._extractor.bindings.bind(item.optional_vars, self._graph.add(Enter(value)), scope)
        first = len(self._extractor.calls)
        if not swallows:
            self._run(node.body, scope)
            for entered in managed if scope.kind == "function" else ():
                self._graph.add(Compare(WITHIN, entered, entered, NO_SPAN))
            return
        returned, before, dead = len(scope.returns) + len(scope.falls), scope.env, scope.dead
        body = self._perhaps(partial(self._run, node.body, scope), scope)
        end = self._branch(body, before, scope, dead=dead, optional=False)
        scope.env, scope.dead = self._graph.join([before, end]), dead
        self._behind(returned, scope)
        self._mark(first, len(self._extractor.calls), "swallowed", len(self._graph.nodes))

    def _enter(self, node: ast.With | ast.AsyncWith, item: ast.withitem, value: Value, scope: Scope) -> Value:
        """The call that `with` makes of a method of what manages it."""
        at = self._extractor.span(item.context_expr)
        word = "__aenter__" if isinstance(node, ast.AsyncWith) else "__enter__"
        method = self._graph.add(Attr(value, word, at))
        entered = self._graph.add(Call(method, (), (), at))
        self._extractor.expressions.call(entered, scope)
        return entered

    def _try(self, node: ast.Try | ast.TryStar, scope: Scope) -> None:
        before, dead = self._graph.copy(scope.env), scope.dead
        first, returned = len(self._extractor.calls), len(scope.returns) + len(scope.falls)
        began, since, raised = len(self._graph.nodes), scope.ends_so_far(), len(scope.raised)
        thrown = [before]
        run = partial(self._attempt, node.body, scope, thrown)
        yielded, scope.trying = scope.yielding, scope.trying + bool(node.handlers)
        end = self._branch(run, before, scope, dead=dead, optional=False)
        scope.trying -= bool(node.handlers)
        yielded = scope.yielding - yielded
        last, behind = len(self._extractor.calls), len(self._graph.nodes)
        broken = self._graph.join(thrown)
        paths: list[Env | None] = []
        known = self._since(scope.conditions, scope.left)
        found = imported(self._graph, node, end)
        if found == NOTHING and end is not None and node.handlers:
            found = self._ran(began, behind, scope)
        if end is not None:
            rest = partial(self._else, node, found, scope)
            paths.append(self._branch(rest, end, scope, dead=dead, optional=False))
        thrown_there = tuple(scope.raised[raised:]), self._made(first, last, scope)
        ends, jumps = len(scope.returns) + len(scope.falls), self._jumps(scope)
        told: list[Guards] = []
        outside = scope.conditions
        for handler in node.handlers:
            run = partial(self._handle, handler, thrown_there, scope, told, yielded=yielded)
            scope.conditions = with_last(outside, ((found, False),)) if found != NOTHING else outside
            paths.append(self._branch(self._perhaps(run, scope), broken, scope, dead=dead))
        scope.conditions = outside
        if any(path is not None for path in paths[-len(node.handlers) :] if node.handlers):
            self._mark(first, last, "swallowed", behind)
        elif len(scope.returns) + len(scope.falls) > ends:
            self._mark(first, last, "answered", behind)
        if self._jumps(scope) > jumps:
            self._mark(first, last, "passed_over", behind)
        scope.dead = all(path is None for path in paths)
        others = [path for path in paths[1:] if path is not None]
        if end is not None and paths[0] is not None and not others:  # only the body leads here
            scope.conditions = with_last(scope.conditions, known)
        if found != NOTHING and not scope.dead:
            caught = self._graph.join(others) if others else None
            scope.env = self._graph.choose([(found, paths[0]), (NOTHING, caught)])
        else:
            scope.env = scope.env if scope.dead else self._graph.join(paths)
        until = scope.ends_so_far()
        if self._finally(node, broken, scope, dead=dead):
            self._mark(first, last, "swallowed", behind)  # a `return` there forgets what was raised
            scope.overrule(since, until)
        elif node.finalbody:
            scope.put_off(since, until, len(self._graph.nodes))
        self._behind(returned, scope)
        self._know(told[0] if len(told) == 1 and paths.count(None) == len(paths) - 1 else (), scope)

    def _know(self, guards: Guards, scope: Scope) -> None:
        """What is known at the end of the only way behind a statement holds there."""
        if not scope.dead:
            scope.conditions = with_last(scope.conditions, guards)

    def _attempt(self, body: Sequence[ast.stmt], scope: Scope, thrown: list[Env]) -> None:
        """Run the body of a `try`; `thrown` gets what names may hold where something raises."""
        raising = [number for number, one in enumerate(body) if not _never_raises(one)]
        last = raising[-1] if raising else len(body)
        self._run(body[:last], scope)
        if last < len(body):
            thrown.append(self._graph.copy(scope.env))
            self._run(body[last : last + 1], scope)
            if not isinstance(body[last], _SIMPLE):
                thrown.append(self._graph.copy(scope.env))
            self._run(body[last + 1 :], scope)

    def _else(self, node: ast.Try | ast.TryStar, ran: Value, scope: Scope) -> None:
        """What is run where the body of a `try` has run through."""
        if ran != NOTHING:
            scope.conditions = with_last(scope.conditions, ((ran, True),))
        self._run(node.orelse, scope)

    def _jumps(self, scope: Scope) -> int:
        """How often the innermost loop has been left, or gone on with, so far."""
        return len(scope.loops[-1]) + len(scope.breaks[-1]) if scope.loops else 0

    def _ran(self, began: int, behind: int, scope: Scope) -> Value:
        """The test whether the body of a `try` has run through; NOTHING outside of functions."""
        if scope.kind != "function":
            return NOTHING
        first, last = (self._graph.add(Const(place, NO_SPAN)) for place in (began, behind))
        return self._graph.add(Compare(RAN, first, last, NO_SPAN))

    def _finally(self, node: ast.Try | ast.TryStar, thrown: Env, scope: Scope, *, dead: bool) -> bool:
        """A `finally` runs on every path, also on those that do not go on after it; tells if none does."""
        if not node.finalbody:
            return False
        unreachable = scope.dead
        scope.env = self._graph.copy(thrown) if unreachable else scope.env
        scope.dead = dead
        self._graph.unknown()  # so that a `return` there stands behind what the body does
        self._run(node.finalbody, scope)
        ended = scope.dead and not dead
        scope.dead = scope.dead or unreachable
        return ended

    def _mark(self, first: int, last: int, how: str, behind: int) -> None:
        """What becomes of what these calls raise: execution goes on `behind`, or the function returns."""
        calls = self._extractor.calls
        self._graph.spend(last - first)
        for index in range(first, last):
            if not getattr(calls[index], how):
                behind = calls[index].tried or behind
                calls[index] = replace(calls[index], **{how: True}, tried=behind)

    def _handle(
        self,
        handler: ast.ExceptHandler,
        thrown: Thrown,
        scope: Scope,
        told: list[Guards],
        *,
        yielded: int = 0,
    ) -> None:
        """Run a handler; where it goes on behind its `try`, `told` gets what is known at its end."""
        ends = len(scope.returns) + len(scope.falls)
        outside, scope.handler = scope.handler, True
        kind = self._graph.unknown() if handler.type is None else self._read(handler.type, scope)
        caught = self._graph.add(Compare(CAUGHT, kind, kind, NO_SPAN))
        scope.conditions = began = with_last(scope.conditions, ((caught, True),))
        if handler.name:
            self._extractor.bindings.bind_name(handler.name, self._caught(handler, thrown, scope), scope)
        self._run(handler.body, scope)
        if not scope.dead:
            same = scope.conditions[: len(began)] == began
            told.append(scope.conditions[len(began) :] if same else ())
        if yielded and (not scope.dead or len(scope.returns) + len(scope.falls) > ends):
            scope.forgiven.append(caught)
        scope.handler = outside

    def _caught(self, handler: ast.ExceptHandler, thrown: Thrown, scope: Scope) -> Value:
        """What a handler has caught: what its `try` raises, or an object made of what nobody knows."""
        kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        if not kinds or not all(kind is not None and is_place(kind) for kind in kinds):
            return self._graph.unknown()
        held = self._graph.unknown()
        given = self._graph.add(Star(held))
        read = tuple(self._read(kind, scope) for kind in kinds if kind)
        made = [self._graph.add(Call(kind, (given,), (("", held),), NO_SPAN)) for kind in read]
        raised, calls = thrown
        otherwise = self._graph.phi(made)
        return self._graph.add(Caught(read, raised, calls, otherwise)) if raised or calls else otherwise

    def _made(self, first: int, last: int, scope: Scope) -> tuple[Value, ...]:
        """The calls that a body itself makes."""
        calls = self._extractor.calls[first:last]
        return tuple([one.value for one in calls if one.function == scope.function][:MOST_CALLS])


_SIMPLE = (ast.Assign, ast.AnnAssign, ast.Return, ast.Expr, ast.Delete)

_RAISING = (ast.Call, ast.Subscript, ast.BinOp, ast.Await, ast.Yield, ast.YieldFrom, ast.comprehension)


def _never_raises(statement: ast.stmt) -> bool:
    """A statement that does nothing but name, keep or hand back what is there already."""
    if isinstance(statement, ast.Pass | ast.Break | ast.Continue):
        return True
    value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Return) else statement
    return value is None or not (
        isinstance(value, ast.stmt) or any(isinstance(one, _RAISING) for one in ast.walk(value))
    )
