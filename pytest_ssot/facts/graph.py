"""The table of nodes a file's values are written into, and how two paths of flow join."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from pytest_ssot.facts import budget
from pytest_ssot.facts.budget import STEPS_PER_NODE, OverBudgetError
from pytest_ssot.facts.scopes import Env, Scope
from pytest_ssot.facts.spans import NO_SPAN
from pytest_ssot.facts.values import (
    NOTHING,
    AnyNode,
    Choice,
    Const,
    Dict,
    Param,
    Phi,
    Refined,
    Unknown,
    Value,
)

MOST_JOINED = 12
"""Ways and tests behind what a name of the module holds; beyond them it may hold whatever it ever does."""


class Graph:
    """An append-only table of nodes."""

    def __init__(self) -> None:
        self.nodes: list[AnyNode] = []
        self._most, self._left, self._steps = budget.MOST_WORK, budget.MOST_WORK, 0
        self._holders: dict[Value, list[str]] = {}

    def add(self, node: AnyNode) -> Value:
        """Append a node and tell its index; OverBudgetError when there are too many."""
        nodes = self.nodes
        nodes.append(node)
        number = len(nodes)
        if number > self._most:
            raise OverBudgetError
        return number - 1

    # -- the budget -----------------------------------------------------------------------------

    @property
    def spent(self) -> bool:
        """Nothing is left for another statement."""
        return self._left <= 0

    def start(self) -> None:
        """Allow the work of one statement."""
        self._most = len(self.nodes) + min(self._left, budget.MOST_WORK_IN_STATEMENT)

    def finish(self, steps: int = 0) -> None:
        """Take what the statement has cost, and some steps besides, off what is left for others."""
        unused = max(self._most - len(self.nodes), 0)
        self._left -= min(self._left, budget.MOST_WORK_IN_STATEMENT) - unused + steps // STEPS_PER_NODE

    def release(self) -> None:
        """From here on, nothing is counted: what is left to do is linear in what has been done."""
        self._most = sys.maxsize

    def spend(self, steps: int) -> None:
        """Count work other than making nodes; OverBudgetError when it is too much."""
        nodes, self._steps = divmod(self._steps + steps, STEPS_PER_NODE)
        if nodes:
            self._most -= nodes
            if len(self.nodes) > self._most:
                raise OverBudgetError

    # -- names ------------------------------------------------------------------------------------

    def hold(self, env: Env, name: str, value: Value) -> None:
        """Let a name hold a value."""
        env[name] = value
        self._holders.setdefault(value, []).append(name)

    def move(self, env: Env, old: Value, new: Value) -> None:
        """Let every name that holds `old` hold `new`."""
        holders = self._holders.get(old, ())
        self.spend(len(holders) * STEPS_PER_NODE // 3)
        for name in dict.fromkeys(holders):
            if env.get(name) == old:
                self.hold(env, name, new)

    def copy(self, env: Env) -> Env:
        """The same names, for another path."""
        self.spend(len(env))
        return dict(env)

    def phi(self, options: Iterable[Value]) -> Value:
        """One of `options`; the option itself when there is only one."""
        unique = tuple(dict.fromkeys(options))
        return unique[0] if len(unique) == 1 else self.add(Phi(unique))

    def known(self, name: str, scope: Scope, before: Value) -> Value:
        """What a name of the module holds in a function that assigns to it, as far as that is told.

        What it did `before` where something else was run since, and where it is known by that name.
        """
        value = scope.env[name] if scope.knows(name) else before
        told = isinstance(self.nodes[value], Const | Dict | Choice | Phi | Refined)
        return self._instead(value, Param(scope.function, name), before, MOST_JOINED) if told else before

    def _instead(self, value: Value, of: Param, before: Value, depth: int) -> Value:
        """A value, whatever ways have led to it, with `before` where a name held what it did."""
        node = self.nodes[value]
        if node == of or not depth:
            return before
        if isinstance(node, Refined):
            inner = self._instead(node.value, of, before, depth - 1)
            return value if inner == node.value else self.add(replace(node, value=inner))
        if not isinstance(node, Choice | Phi):
            return value
        held = [node.then, node.other] if isinstance(node, Choice) else [*node.options]
        found = [self._instead(one, of, before, depth - 1) for one in held]
        if found == held:
            return value
        return (
            self.phi(found)
            if isinstance(node, Phi)
            else self.add(replace(node, then=found[0], other=found[1]))
        )

    def unknown(self) -> Value:
        """A value nothing is known about."""
        return self.add(Unknown(NO_SPAN))

    def choose(self, arms: Sequence[tuple[Value, Env | None]]) -> Env:
        """The names after an `if` with these arms: (test, names at its end), the last test ignored.

        A name that differs between arms becomes a `Choice`, so that a known test picks its arm.
        """
        alive = [(test, env) for test, env in arms if env is not None]
        joined = self.copy(alive[-1][1])
        for test, env in reversed(alive[:-1]):
            self.spend(len(env))
            for name, value in env.items():
                other = joined.get(name)
                if other is None:
                    joined[name] = value
                elif other != value:
                    same = self._before_tests(value, other)
                    known = same if same is not None else self.add(Choice(test, value, other, NO_SPAN))
                    self.hold(joined, name, known)
        return joined

    def _before_tests(self, value: Value, other: Value) -> Value | None:
        """What two values were that differ by nothing but the tests they have passed; None if by more."""
        known = {value, *self._less_tested(value)}
        return next((one for one in (other, *self._less_tested(other)) if one in known), None)

    def _less_tested(self, value: Value) -> Iterator[Value]:
        """What a value was before each of the tests it has passed, the last one first."""
        while value != NOTHING and isinstance(node := self.nodes[value], Refined) and node.test != "said":
            yield (value := node.value)

    def join(self, envs: Iterable[Env | None]) -> Env:
        """The names after several paths meet; None stands for a path that ends before.

        A name bound on one path only keeps that value: on the other it would be an error to read.
        """
        alive = [env for env in envs if env is not None]
        if len(alive) <= 1:
            return self.copy(alive[0]) if alive else {}
        first, *rest = alive
        joined = self.copy(first)
        for env in rest:
            self.spend(len(env))
            for name, value in env.items():
                if joined.setdefault(name, value) != value:
                    joined[name] = NEEDS_JOIN
        for name, value in joined.items():
            if value == NEEDS_JOIN:
                self.spend(len(alive))
                self.hold(joined, name, self.phi(env[name] for env in alive if name in env))
        return joined


NEEDS_JOIN = -2
"""Marks a name whose value differs between paths while they are being joined."""
