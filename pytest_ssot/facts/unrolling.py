"""Loops over elements that are written out: each round is read by itself, in order."""

from __future__ import annotations

import ast

from pytest_ssot.facts.graph import Graph
from pytest_ssot.facts.spans import NO_SPAN
from pytest_ssot.facts.values import NOTHING, Attr, Call, Dict, Sequence, Star, Value

MOST_ROUNDS = 8
"""Elements beyond which a loop is read for all of them together."""

MOST_STATEMENTS = 12
"""Statements in the body of a loop that is read round by round."""

_PLAIN = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.If, ast.Pass)


def written_out(graph: Graph, iterable: Value) -> tuple[Value, ...]:
    """The elements of a display, or the pairs of one; nothing where they are not written out, or too many."""
    node = graph.nodes[iterable]
    if isinstance(node, Call) and not node.args and not node.keywords:
        callee = graph.nodes[node.callee]
        held = graph.nodes[callee.base] if isinstance(callee, Attr) and callee.name == "items" else None
        if isinstance(held, Dict) and NOTHING not in held.keys and len(held.keys) <= MOST_ROUNDS:
            pairs = zip(held.keys, held.values, strict=True)
            return tuple(graph.add(Sequence(pair, NO_SPAN)) for pair in pairs)
    if not isinstance(node, Sequence) or len(node.items) > MOST_ROUNDS:
        return ()
    return () if any(isinstance(graph.nodes[item], Star) for item in node.items) else node.items


def goes_round_by_round(loop: ast.For | ast.AsyncFor) -> bool:
    """A short body whose rounds differ in what they do or build on each other, and that runs to its end."""
    statements = list(loop.body)
    branching = False
    for statement in statements:
        if not isinstance(statement, _PLAIN) or len(statements) > MOST_STATEMENTS:
            return False
        if isinstance(statement, ast.If):
            statements += statement.body + statement.orelse
        branching = branching or isinstance(statement, ast.If | ast.AugAssign)
    return branching or _builds_on_itself(loop.body)


def _builds_on_itself(body: list[ast.stmt]) -> bool:
    """A name is assigned something that is computed from what it held."""
    for statement in body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name = statement.targets[0].id
            if any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(statement.value)):
                return True
    return False


def has_elements(node: ast.expr) -> bool:
    """An iterable that is written out and not empty, or the parts of a text that is cut at something."""
    match node:
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            return any(not isinstance(element, ast.Starred) for element in elements)
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=int(count))]):
            return count > 0
        case ast.Constant(value=str(text)):
            return bool(text)
        case ast.Call(func=ast.Attribute(attr="split" | "rsplit"), args=[_, *_]):
            return True
        case _:
            return False


def raises_at_last(loop: ast.For | ast.AsyncFor | ast.While) -> bool:
    """Whatever is caught in the last round is raised again: `if i == len(keys) - 1: raise`."""
    tries = [one for one in loop.body if isinstance(one, ast.Try)]
    handlers = [handler for one in tries for handler in one.handlers]
    return bool(handlers) and all(
        any(isinstance(one, ast.If) and _is_last(one.test) and _raises(one.body) for one in handler.body)
        for handler in handlers
    )


def _raises(body: list[ast.stmt]) -> bool:
    return isinstance(body[-1], ast.Raise)


def _is_last(test: ast.expr) -> bool:
    """An index is compared with the last one of something: `len(…) - 1`."""
    match test:
        case ast.Compare(ops=[ast.Eq()], left=one, comparators=[other]):
            pair = (one, other)
        case _:
            return False
    return any(
        isinstance(side, ast.BinOp)
        and isinstance(side.op, ast.Sub)
        and isinstance(side.left, ast.Call)
        and getattr(side.left.func, "id", "") == "len"
        for side in pair
    )
