"""What a test tells about the names in it, on the paths it leads to."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from pytest_ssot.facts.graph import Graph
from pytest_ssot.facts.said_classes import said_class
from pytest_ssot.facts.scopes import Env, Scope
from pytest_ssot.facts.spans import NO_SPAN
from pytest_ssot.facts.values import IMPORTED, NOTHING, Boolean, Compare, Refined, Value


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
            left=ast.Name(id=name) | ast.NamedExpr(target=ast.Name(id=name)),
            ops=[ast.Is() | ast.Eq() | ast.IsNot() | ast.NotEq() as op],
            comparators=[ast.Constant(value=None)],
        ):
            is_none = isinstance(op, ast.Is | ast.Eq) is truth
            _narrow(graph, name, "none" if is_none else "not none", scope)
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), cls]) if truth:
            hold_as_said(graph, name, said_class(graph, cls, scope), scope)
        case ast.NamedExpr(target=target):
            refine(graph, target, truth, scope)


def _narrow(graph: Graph, name: str, test: str, scope: Scope) -> None:
    if name in scope.env:
        graph.hold(scope.env, name, graph.add(Refined(scope.env[name], test)))
        scope.tell(name)


def hold_as_said(graph: Graph, name: str, cls: Value, scope: Scope) -> None:
    """A name holds an object of a class, if that is one."""
    if name in scope.env and cls != NOTHING:
        graph.hold(scope.env, name, graph.add(Refined(scope.env[name], "said", cls)))


def refined(graph: Graph, test: ast.expr, truth: bool, scope: Scope, read: Callable[[], Value]) -> Value:
    """What `read` gives where `test` has come out as `truth`."""
    saved = {name: scope.env[name] for name in _tested(test) if name in scope.env}
    refine(graph, test, truth, scope)
    value = read()
    for name, held in saved.items():
        if isinstance(graph.nodes[scope.env[name]], Refined):
            scope.env[name] = held
    return value


def _tested(test: ast.expr) -> Iterator[str]:
    """The names that `refine` may narrow."""
    match test:
        case ast.UnaryOp(operand=inner) | ast.NamedExpr(target=inner) | ast.Compare(left=inner):
            yield from _tested(inner)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _tested(value)
        case ast.Name(id=name) | ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), _]):
            yield name


def as_branch(node: ast.Expr) -> ast.If | None:
    """The branch that a statement is which makes a call only sometimes: `ok(token) or fail()`."""
    match node.value:
        case ast.BoolOp(op=op, values=[*tests, last]):
            test = tests[0] if len(tests) == 1 else ast.copy_location(ast.BoolOp(op, tests), node)
            if isinstance(op, ast.Or):
                test = ast.copy_location(ast.UnaryOp(ast.Not(), test), node)
            return ast.copy_location(ast.If(test, _statements(last), []), node)
        case ast.IfExp(test=test, body=then, orelse=other):
            return ast.copy_location(ast.If(test, _statements(then), _statements(other)), node)
        case _:
            return None


def _statements(value: ast.expr) -> list[ast.stmt]:
    return [ast.copy_location(ast.Expr(value), value)]


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


def stood_in_for(node: ast.If) -> list[str]:
    """The names that type checkers know as imported and that hold, when run, objects in their place.

    `jwt = LazyModule("jwt")` behind `if TYPE_CHECKING: import jwt` is what checkers are told it is.
    """
    if not is_type_checking(node.test):
        return []
    made = [one for one in node.orelse if isinstance(one, ast.Assign) and isinstance(one.value, ast.Call)]
    names = {target.id for one in made for target in one.targets if isinstance(target, ast.Name)}
    imports = [one for one in node.body if isinstance(one, ast.Import | ast.ImportFrom)]
    aliases = [alias for one in imports for alias in one.names]
    bound = (alias.asname or alias.name.partition(".")[0] for alias in aliases)
    return sorted(names.intersection(bound))


def imported(graph: Graph, node: ast.Try | ast.TryStar, end: Env | None) -> Value:
    """The test whether the imports succeed that a `try` consists of; NOTHING for any other `try`.

    `end` are the names where its body has run through.
    """
    imports = [one for one in node.body if isinstance(one, ast.Import | ast.ImportFrom)]
    names = [alias.asname or alias.name.partition(".")[0] for one in imports for alias in one.names]
    if end is None or not node.handlers or node.orelse or len(imports) < len(node.body):
        return NOTHING
    if not all(name in end for name in names):
        return NOTHING
    tests = [graph.add(Compare(IMPORTED, end[name], end[name], NO_SPAN)) for name in names]
    return graph.add(Boolean("and", tuple(tests), NO_SPAN))
