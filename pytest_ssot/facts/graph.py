"""The table of nodes a file's values are written into, and how two paths of flow join."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pytest_ssot.facts.scopes import Env
from pytest_ssot.facts.values import NO_SPAN, AnyNode, Choice, Phi, Unknown, Value


class Graph:
    """An append-only table of nodes."""

    def __init__(self) -> None:
        self.nodes: list[AnyNode] = []

    def add(self, node: AnyNode) -> Value:
        """Append a node and tell its index."""
        nodes = self.nodes
        nodes.append(node)
        return len(nodes) - 1

    def phi(self, options: Iterable[Value]) -> Value:
        """One of `options`; the option itself when there is only one."""
        unique = tuple(dict.fromkeys(options))
        return unique[0] if len(unique) == 1 else self.add(Phi(unique))

    def unknown(self) -> Value:
        """A value nothing is known about."""
        return self.add(Unknown(NO_SPAN))

    def choose(self, arms: Sequence[tuple[Value, Env | None]]) -> Env:
        """The names after an `if` with these arms: (test, names at its end), the last test ignored.

        A name that differs between arms becomes a `Choice`, so that a known test picks its arm.
        """
        alive = [(test, env) for test, env in arms if env is not None]
        joined = dict(alive[-1][1])
        for test, env in reversed(alive[:-1]):
            for name, value in env.items():
                other = joined.get(name)
                if other is None:
                    joined[name] = value
                elif other != value:
                    joined[name] = self.add(Choice(test, value, other, NO_SPAN))
        return joined

    def join(self, envs: Iterable[Env | None]) -> Env:
        """The names after several paths meet; None stands for a path that ends before.

        A name bound on one path only keeps that value: on the other it would be an error to read.
        """
        alive = [env for env in envs if env is not None]
        if len(alive) <= 1:
            return dict(alive[0]) if alive else {}
        first, *rest = alive
        joined = dict(first)
        for env in rest:
            for name, value in env.items():
                if joined.setdefault(name, value) != value:
                    joined[name] = NEEDS_JOIN
        for name, value in joined.items():
            if value == NEEDS_JOIN:
                joined[name] = self.phi(env[name] for env in alive if name in env)
        return joined


NEEDS_JOIN = -2
"""Marks a name whose value differs between paths while they are being joined."""
