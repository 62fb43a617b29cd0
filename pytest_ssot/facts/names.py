"""Which names the body of a function binds."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from pytest_ssot.facts.mutations import CHANGING_METHODS

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_OWN_SCOPE = (*_DEFINITIONS, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class BoundNames:
    """Tells the names of functions of one file.

    Expressions bind names by `:=` only, and few lines hold one: the others are never looked into.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._walrus_lines = [number for number, line in enumerate(lines, 1) if ":=" in line]

    def of(self, body: Sequence[ast.stmt]) -> tuple[set[str], frozenset[str], frozenset[str]]:
        """The names local to a function body, those it declares `global`, and those others hold for it.

        The latter are assigned to, or what they hold is changed.
        """
        found = _Found()
        found.statements(body)
        if self._may_name(body):
            found.expressions(body)
        outside = found.outer | found.global_names
        held = (found.bound & outside) | (found.changed - found.bound)
        return found.bound - outside, frozenset(found.global_names), frozenset(held)

    def _may_name(self, body: Sequence[ast.stmt]) -> bool:
        """Whether some line of a body holds `:=`, in an expression or elsewhere."""
        first = bisect_left(self._walrus_lines, body[0].lineno)
        last = body[-1].end_lineno or body[-1].lineno
        return first < len(self._walrus_lines) and self._walrus_lines[first] <= last


class _Found:
    """Names as they are found."""

    def __init__(self) -> None:
        self.bound: set[str] = set()
        self.global_names: set[str] = set()
        self.outer: set[str] = set()
        self.changed: set[str] = set()

    def statements(self, body: Iterable[ast.stmt]) -> None:
        """Everything that statements bind, those inside compound ones included."""
        pending: list[ast.AST] = list(body)
        while pending:
            node = pending.pop()
            read = _READERS.get(type(node))
            if read is not None:
                pending += read(self, node)

    def expressions(self, body: Iterable[ast.AST]) -> None:
        """What `:=` binds, also inside comprehensions; nested definitions are other scopes."""
        pending: list[tuple[ast.AST, bool]] = [(node, False) for node in body]
        while pending:
            node, inside = pending.pop()
            inside = inside or isinstance(node, _COMPREHENSIONS)
            if isinstance(node, ast.NamedExpr):
                self.bound.add(node.target.id)
            if inside or not isinstance(node, _OWN_SCOPE):
                pending += [(child, inside) for child in ast.iter_child_nodes(node)]

    def targets(self, targets: Iterable[ast.expr | None]) -> None:
        """Names in the targets of an assignment."""
        pending = list(targets)
        while pending:
            target = pending.pop()
            if isinstance(target, ast.Name):
                self.bound.add(target.id)
            elif isinstance(target, ast.Tuple | ast.List):
                pending += target.elts
            elif isinstance(target, ast.Starred):
                pending.append(target.value)
            elif isinstance(target, ast.Subscript):
                self._changed(target)

    def expression(self, node: ast.Expr) -> Iterable[ast.AST]:
        """A method that changes its object is called: `found.append(one)`."""
        callee = node.value.func if isinstance(node.value, ast.Call) else None
        if isinstance(callee, ast.Attribute) and callee.attr in CHANGING_METHODS:
            self._changed(callee.value)
        return ()

    def _changed(self, place: ast.expr) -> None:
        while isinstance(place, ast.Subscript):
            place = place.value
        if isinstance(place, ast.Name):
            self.changed.add(place.id)

    def definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterable[ast.AST]:
        self.bound.add(node.name)
        return ()

    def imports(self, node: ast.Import | ast.ImportFrom) -> Iterable[ast.AST]:
        self.bound.update([(alias.asname or alias.name).partition(".")[0] for alias in node.names])
        return ()

    def assign(self, node: ast.Assign | ast.Delete) -> Iterable[ast.AST]:
        self.targets(node.targets)
        return ()

    def assign_one(self, node: ast.AnnAssign | ast.AugAssign) -> Iterable[ast.AST]:
        self.targets((node.target,))
        return ()

    def loop(self, node: ast.For | ast.AsyncFor) -> Iterable[ast.AST]:
        self.targets((node.target,))
        return chain(node.body, node.orelse)

    def branch(self, node: ast.If | ast.While) -> Iterable[ast.AST]:
        return chain(node.body, node.orelse)

    def context(self, node: ast.With | ast.AsyncWith) -> Iterable[ast.AST]:
        self.targets([item.optional_vars for item in node.items])
        return node.body

    def attempt(self, node: ast.Try | ast.TryStar) -> Iterable[ast.AST]:
        return chain(node.body, node.handlers, node.orelse, node.finalbody)

    def handler(self, node: ast.ExceptHandler) -> Iterable[ast.AST]:
        self._add(node.name)
        return node.body

    def match(self, node: ast.Match) -> Iterator[ast.AST]:
        for case in node.cases:
            for pattern in ast.walk(case.pattern):
                self._add(getattr(pattern, "name", None) or getattr(pattern, "rest", None))
            yield from case.body

    def declare_global(self, node: ast.Global) -> Iterable[ast.AST]:
        self.global_names.update(node.names)
        return ()

    def declare_outer(self, node: ast.Nonlocal) -> Iterable[ast.AST]:
        self.outer.update(node.names)
        return ()

    def _add(self, name: object) -> None:
        if isinstance(name, str):
            self.bound.add(name)


# Each takes the kind of node it is listed for, which a mapping cannot say.
_READERS: dict[type[ast.AST], Callable[[_Found, Any], Iterable[ast.AST]]] = {
    **dict.fromkeys(_DEFINITIONS, _Found.definition),
    **dict.fromkeys((ast.Import, ast.ImportFrom), _Found.imports),
    **dict.fromkeys((ast.Assign, ast.Delete), _Found.assign),
    **dict.fromkeys((ast.AnnAssign, ast.AugAssign), _Found.assign_one),
    **dict.fromkeys((ast.For, ast.AsyncFor), _Found.loop),
    **dict.fromkeys((ast.If, ast.While), _Found.branch),
    **dict.fromkeys((ast.With, ast.AsyncWith), _Found.context),
    **dict.fromkeys((ast.Try, ast.TryStar), _Found.attempt),
    ast.Expr: _Found.expression,
    ast.ExceptHandler: _Found.handler,
    ast.Match: _Found.match,
    ast.Global: _Found.declare_global,
    ast.Nonlocal: _Found.declare_outer,
}
