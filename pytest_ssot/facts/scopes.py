"""Names as they stand at one point of the flow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from pytest_ssot.facts.budget import MOST_GUARDS
from pytest_ssot.facts.module import MODULE
from pytest_ssot.facts.values import NOTHING, Value

Env = dict[str, Value]

Arm = tuple[Value, Env | None]
"""A test (NOTHING for `else`) and the names at the end of its body; None when that is not reached."""

Guards = tuple[tuple[Value, bool], ...]
"""Tests and how they came out on the way to a point."""

GUARDS_OF_CALL = 6
"""Tests kept for a call; a long chain of `elif` would otherwise be stored for each of its calls."""


def with_last(before: Guards, more: Guards) -> Guards:
    """The last tests of both; forgetting one only leaves open how it came out."""
    return (*before, *more)[-MOST_GUARDS:]


def left_by(arms: Sequence[Arm]) -> Guards:
    """What is known behind an `if` of whose arms some have ended the function."""
    ended = tuple((test, False) for test, env in arms[:-1] if env is None)
    going_on = [test for test, env in arms if env is not None]
    alone = len(going_on) == 1 and going_on[0] != NOTHING
    return (*ended, (going_on[0], True)) if alone else ended


class Scope(msgspec.Struct):
    """A module, class or function body while it is read.

    `env` holds the current value of each name; `dead` tells that the current point cannot be
    reached; `left` are the tests on the way to the end of the path that was read last. `function` is the
    innermost function around (MODULE for none); the statement that is read next `goes_on` where others of
    its block follow.
    """

    kind: str
    function: int = MODULE
    owner: int = MODULE
    parent: Scope | None = None
    env: Env = msgspec.field(default_factory=dict)
    local_names: set[str] = msgspec.field(default_factory=set)
    global_names: frozenset[str] = frozenset()
    first_parameter: str = ""
    dead: bool = False
    handler: bool = False
    branch: tuple[int, ...] = ()
    branches: int = 0
    typing_only: bool = False
    exits: list[Env] = msgspec.field(default_factory=list)
    loops: list[list[Env]] = msgspec.field(default_factory=list)
    breaks: list[list[tuple[Env, Guards, Value]]] = msgspec.field(default_factory=list)
    returns: list[Value] = msgspec.field(default_factory=list)
    ends: list[int] = msgspec.field(default_factory=list)
    guards: list[Guards] = msgspec.field(default_factory=list)
    falls: list[Guards] = msgspec.field(default_factory=list)
    falls_at: list[int] = msgspec.field(default_factory=list)
    conditions: Guards = ()
    left: Guards = ()
    trying: int = 0
    goes_on: bool = False
    yields: list[Value] = msgspec.field(default_factory=list)
    yielded: list[tuple[int, Guards]] = msgspec.field(default_factory=list)
    yielding: int = 0
    calls: int = 0
    told: dict[str, tuple[int, int]] = msgspec.field(default_factory=dict)
    forgiven: list[Value] = msgspec.field(default_factory=list)
    raised: list[Value] = msgspec.field(default_factory=list)
    depth: int = 0
    loops_around: int = 0

    def inside(self, scope: Scope) -> Scope:
        """The same scope, placed in another."""
        self.parent, self.dead, self.typing_only = scope, scope.dead, scope.typing_only
        self.depth, self.loops_around = scope.depth + 1, scope.loops_around + len(scope.loops)
        return self

    def tell(self, name: str) -> None:
        """What a name of the module holds is known from here on, until something else is run."""
        if name in self.global_names:
            self.told[name] = self.calls, self.yielding

    def knows(self, name: str) -> bool:
        """Nothing was run since what a name of the module holds was told."""
        return name in self.env and self.told.get(name) == (self.calls, self.yielding)

    def part_ways(self, outside: tuple[int, ...]) -> None:
        """What is read next is only run sometimes, within what is run `outside`."""
        self.branches += 1
        self.branch = (*outside, self.branches)

    def marks(self) -> tuple[int, ...]:
        """How many ends of paths have been recorded so far."""
        return tuple(map(len, self._recorded()))

    def rewind(self, marks: tuple[int, ...]) -> None:
        """Forget the ends that were recorded since `marks`, to read the same statements again."""
        for ends, before in zip(self._recorded(), marks, strict=True):
            del ends[before:]

    def ends_so_far(self) -> tuple[int, ...]:
        """How many ends of the function have been recorded so far."""
        return tuple(map(len, self._ends()))

    def overrule(self, since: tuple[int, ...], until: tuple[int, ...]) -> None:
        """Forget the ends that were recorded between two points: another one is taken in their place."""
        for ends, first, last in zip(self._ends(), since, until, strict=True):
            del ends[first:last]

    def put_off(self, since: tuple[int, ...], until: tuple[int, ...], behind: int) -> None:
        """The ends that were recorded between two points are reached `behind` so many nodes."""
        for ends, first, last in zip(self._ends(), since, until, strict=True):
            if ends is self.ends or ends is self.falls_at:
                ends[first:last] = [behind] * (last - first)

    def _ends(self) -> tuple[list[Any], ...]:
        return self.returns, self.ends, self.guards, self.falls, self.falls_at

    def _recorded(self) -> tuple[list[Any], ...]:
        return self.exits, *self._ends(), self.yields, self.yielded, self.forgiven

    def outer_function(self, name: str) -> Scope | None:
        """The nearest enclosing function in which `name` is local."""
        scope = self.parent
        while scope is not None:
            if scope.kind == "function" and name in scope.local_names:
                return scope
            scope = scope.parent
        return None

    def method(self) -> Scope | None:
        """The nearest scope, from here outwards, that is a method's body."""
        scope: Scope | None = self
        while scope is not None:
            if scope.kind == "function" and scope.parent is not None and scope.parent.kind == "class":
                return scope
            scope = scope.parent
        return None
