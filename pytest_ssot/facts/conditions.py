"""What a test tells about the names in it, on the paths it leads to."""

from __future__ import annotations

import ast
from collections.abc import Callable

from pytest_ssot.facts.graph import Graph
from pytest_ssot.facts.scopes import Scope
from pytest_ssot.facts.values import Refined, Value


def refine(graph: Graph, test: ast.expr, truth: bool, scope: Scope) -> None:
    """A tested name holds only values that pass the test on this path."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            refine(graph, inner, not truth, scope)
        case ast.BoolOp(op=op, values=values) if isinstance(op, ast.And) is truth:
            for value in values:
                refine(graph, value, truth, scope)
        case ast.Name(id=name):
            _narrow(graph, name, "true" if truth else "false", scope)
        case ast.Compare(
            left=ast.Name(id=name),
            ops=[ast.Is() | ast.Eq() | ast.IsNot() | ast.NotEq() as op],
            comparators=[ast.Constant(value=None)],
        ):
            is_none = isinstance(op, ast.Is | ast.Eq) is truth
            _narrow(graph, name, "none" if is_none else "not none", scope)
        case ast.NamedExpr(target=target):
            refine(graph, target, truth, scope)


def _narrow(graph: Graph, name: str, test: str, scope: Scope) -> None:
    if name in scope.env:
        scope.env[name] = graph.add(Refined(scope.env[name], test))


def refined(graph: Graph, test: ast.expr, truth: bool, scope: Scope, read: Callable[[], Value]) -> Value:
    """What `read` gives where `test` has come out as `truth`."""
    names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name) and node.id in scope.env}
    saved = {name: scope.env[name] for name in names}
    refine(graph, test, truth, scope)
    value = read()
    for name, held in saved.items():
        if isinstance(graph.nodes[scope.env[name]], Refined):
            scope.env[name] = held
    return value


def literal_truth(test: ast.expr) -> bool | None:
    """The truth of a test that is itself a literal (`while True`, `if 0`), else None."""
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = literal_truth(test.operand)
        return None if inner is None else not inner
    return False if is_type_checking(test) else None


def is_type_checking(test: ast.expr) -> bool:
    """The test is the constant that only type checkers take for true."""
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return bool(name == "TYPE_CHECKING")
