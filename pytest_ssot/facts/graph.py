"""The table of nodes a file's values are written into, and how two paths of flow join."""

from __future__ import annotations

from collections.abc import Iterable

from pytest_ssot.facts.scopes import Env
from pytest_ssot.facts.values import AnyNode, Phi, Unknown, Value


class Graph:
    """An append-only table of nodes."""

    def __init__(self) -> None:
        self.nodes: list[AnyNode] = []

    def add(self, node: AnyNode) -> Value:
        """Append a node and tell its index."""
        self.nodes.append(node)
        return len(self.nodes) - 1

    def phi(self, options: Iterable[Value]) -> Value:
        """One of `options`; the option itself when there is only one."""
        unique = tuple(dict.fromkeys(options))
        return unique[0] if len(unique) == 1 else self.add(Phi(unique))

    def unknown(self) -> Value:
        """A value nothing is known about."""
        return self.add(Unknown((0, 0, 0, 0)))

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

