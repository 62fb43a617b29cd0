"""Names as they stand at one point of the flow."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pytest_ssot.facts.module import MODULE
from pytest_ssot.facts.values import Value

Env = dict[str, Value]

Guards = tuple[tuple[Value, bool], ...]
"""Tests and how they came out on the way to a point."""


@dataclass
class Scope:
    """A module, class or function body while it is read.

    `env` holds the current value of each name; `dead` tells that the current point cannot be
    reached. `function` is the innermost function around (MODULE for none).
    """

    kind: str
    function: int = MODULE
    owner: int = MODULE
    parent: Scope | None = None
    env: Env = field(default_factory=dict)
    local_names: frozenset[str] = frozenset()
    global_names: frozenset[str] = frozenset()
    first_parameter: str = ""
    dead: bool = False
    handler: bool = False
    branch: tuple[int, ...] = ()
    branches: int = 0
    typing_only: bool = False
    exits: list[Env] = field(default_factory=list)
    loops: list[list[Env]] = field(default_factory=list)
    returns: list[Value] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    guards: list[Guards] = field(default_factory=list)
    conditions: Guards = ()
    yields: list[Value] = field(default_factory=list)

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


def bound_names(body: Iterable[ast.stmt]) -> tuple[frozenset[str], frozenset[str]]:
    """The names that are local to a function body, and those it declares `global`."""
    bound: set[str] = set()
    global_names: set[str] = set()
    nonlocal_names: set[str] = set()
    for node in _own_nodes(body):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                bound.update((alias.asname or alias.name).partition(".")[0] for alias in names)
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
            ):
                bound.add(name)
            case ast.MatchMapping(rest=str(name)):
                bound.add(name)
            case ast.Global(names=declared):
                global_names.update(declared)
            case ast.Nonlocal(names=declared):
                nonlocal_names.update(declared)
    return frozenset(bound - global_names - nonlocal_names), frozenset(global_names)


_OWN_SCOPE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _own_nodes(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """All nodes of a body that belong to its own scope; nested definitions count as one node."""
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, _COMPREHENSIONS):
            stack.extend(inner for inner in ast.walk(node) if isinstance(inner, ast.NamedExpr))
        elif not isinstance(node, _OWN_SCOPE):
            stack.extend(ast.iter_child_nodes(node))
