"""Parts of a function that may be left out: what names hold on each path, and what is known on it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pytest_ssot.facts.scopes import Arm, Env, Guards, Scope, with_last
from pytest_ssot.facts.values import NOTHING, Unknown

if TYPE_CHECKING:
    from pytest_ssot.facts.extract import Extractor


class Paths:
    """Executes bodies that run only sometimes."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._graph = extractor.graph
        self._span = extractor.span
        self._read = extractor.expressions.read

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
            scope.part_ways(outside)
        scope.env, scope.dead = self._graph.copy(env), dead
        run()
        scope.left = scope.conditions
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

    def _since(self, began: Guards, conditions: Guards) -> Guards:
        """The tests that have come out since conditions were such, those that nobody can tell aside."""
        if conditions[: len(began)] != began:
            return ()
        return tuple(
            one for one in conditions[len(began) :] if not isinstance(self._graph.nodes[one[0]], Unknown)
        )

    def _merge(self, arms: Sequence[Arm], scope: Scope) -> None:
        scope.dead = all(env is None for _, env in arms)
        scope.env = scope.env if scope.dead else self._graph.choose(arms)
