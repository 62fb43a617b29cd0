"""Statements in flow order: which value each name holds at each point."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.attempts import AttemptReader
from pytest_ssot.facts.bindings import is_place, object_of
from pytest_ssot.facts.branches import BranchReader
from pytest_ssot.facts.conditions import as_branch, refine
from pytest_ssot.facts.definitions import DefinitionReader
from pytest_ssot.facts.dispatch import Readers
from pytest_ssot.facts.module import ImportFacts
from pytest_ssot.facts.said_classes import said_class
from pytest_ssot.facts.scopes import Guards, Scope, with_last
from pytest_ssot.facts.spans import NO_SPAN, across
from pytest_ssot.facts.values import (
    INHERITED,
    NOTHING,
    Attr,
    Binary,
    Call,
    Compare,
    Const,
    DelItem,
    Imported,
    Item,
    Refined,
    Value,
)
from pytest_ssot.facts.values import Sequence as Items

if TYPE_CHECKING:
    from pytest_ssot.facts.extract import Extractor


LEAVING = frozenset(
    {
        (module, "abort")
        for module in ("flask", "werkzeug.exceptions", "quart", "bottle", "sanic.exceptions", "os")
    }
    | {("sys", "exit"), ("os", "_exit")}
)
"""Functions, by module and name, that never come back."""


_UNTOLD = (Attr, Call, Item)
"""What may be an object of the class that an assignment is annotated with, and says nothing itself."""


class StatementReader:
    """Executes one file's statements on symbolic values."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._graph = extractor.graph
        self._span = extractor.span
        self._read = extractor.expressions.read
        self.definitions = DefinitionReader(extractor)
        self._leaving = set[str]()
        self._readers = Readers[None]()
        self._readers.add(ast.Expr, self._expression)
        self._readers.add(ast.Assign, self._assign)
        self._readers.add(ast.AnnAssign, self._annotated)
        self._readers.add(ast.AugAssign, self._augmented)
        self._readers.add(ast.Delete, self._delete)
        self._readers.add(ast.Return, self._return)
        self._readers.add(ast.Raise, self._raise)
        self._readers.add(ast.Assert, self._assert)
        self._readers.add(ast.Break, self._jump)
        self._readers.add(ast.Continue, self._jump)
        self._readers.add(ast.Import, self._import)
        self._readers.add(ast.ImportFrom, self._import_from)
        AttemptReader(extractor).join(self._readers)
        BranchReader(extractor).join(self._readers)
        self.definitions.join(self._readers)

    def run(self, body: Sequence[ast.stmt], scope: Scope) -> None:
        """Execute a body; a statement kind without meaning for values is passed over."""
        readers = self._readers.by_kind
        last = len(body) - 1
        for number, statement in enumerate(body):
            read = readers.get(type(statement))
            if read is not None:
                scope.goes_on = number < last
                read(statement, scope)

    def _expression(self, node: ast.Expr, scope: Scope) -> None:
        branch = as_branch(node)
        if branch is not None:
            self.run((branch,), scope)
            return
        self._read(node.value, scope)
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        calls = self._extractor.calls
        if isinstance(call, ast.Call) and calls and not scope.dead:
            calls[-1] = replace(calls[-1], discarded=True)
            scope.dead = scope.kind != "class" and self._leaves(call.func)

    def _leaves(self, callee: ast.expr) -> bool:
        """A function is called that never comes back: it raises, or ends the process."""
        if isinstance(callee, ast.Attribute) and isinstance(callee.value, ast.Name):
            name, imports = callee.value.id, self._extractor.imports
            leaves = (name, callee.attr) in LEAVING
            return leaves and any(one.module == name and one.bound == name for one in imports)
        return isinstance(callee, ast.Name) and callee.id in self._leaving

    # -- assignments --------------------------------------------------------------------------

    def _assign(self, node: ast.Assign, scope: Scope) -> None:
        value = self._assigned(node.targets[0], node.value, scope)
        for target in node.targets:
            self._extractor.bindings.bind(target, value, scope)

    def _annotated(self, node: ast.AnnAssign, scope: Scope) -> None:
        self._read(node.annotation, scope)
        if node.value is not None:
            value = self._assigned(node.target, node.value, scope)
            said = said_class(self._graph, node.annotation, scope)
            if said != NOTHING and isinstance(self._graph.nodes[value], _UNTOLD):
                value = self._graph.add(Refined(value, "said", said))
            self._extractor.bindings.bind(node.target, value, scope)

    def _assigned(self, target: ast.expr, node: ast.expr, scope: Scope) -> Value:
        """An assigned value; a literal's place includes the place it is given to."""
        if isinstance(node, ast.Constant) and target.lineno == node.lineno:
            at = across(self._span(target), self._span(node))
            return self._extractor.expressions.constant(node, at)
        return self._read(node, scope)

    def _augmented(self, node: ast.AugAssign, scope: Scope) -> None:
        if isinstance(node.op, ast.BitOr) and object_of(node.target) is not None:
            update = ast.copy_location(ast.Attribute(node.target, "update", ast.Load()), node)
            self._read(ast.copy_location(ast.Call(update, [node.value], []), node), scope)
            return
        if not is_place(node.target):
            self._read(node.value, scope)
            return
        old, right = self._read(node.target, scope), self._read(node.value, scope)
        in_place = isinstance(node.op, ast.BitOr)
        op = "IOr" if in_place else type(node.op).__name__
        changed = Binary(op, old, right, self._span(node))
        if in_place:
            self._extractor.bindings.replace(node.target, changed, scope)
        else:
            self._extractor.bindings.put(node.target, self._graph.add(changed), scope)

    def _delete(self, node: ast.Delete, scope: Scope) -> None:
        for target in node.targets:
            if isinstance(target, ast.Subscript) and is_place(target.value):
                base, key = self._read(target.value, scope), self._read(target.slice, scope)
                self._extractor.bindings.replace(target.value, DelItem(base, key), scope)
            elif isinstance(target, ast.Attribute):
                self._extractor.bindings.bind(target, self._inherited(target, scope), scope)

    def _inherited(self, target: ast.Attribute, scope: Scope) -> Value:
        """What an attribute is once an object's own is gone: that of its class, or of a class's bases."""
        at = self._span(target)
        function = self._graph.add(Imported(INHERITED, "", at))
        name = self._graph.add(Const(target.attr, at))
        return self._graph.add(Call(function, (self._read(target.value, scope), name), (), at))

    # -- ends of a path -----------------------------------------------------------------------

    def _return(self, node: ast.Return, scope: Scope) -> None:
        if node.value is not None:
            value = self._read(node.value, scope)
            if not scope.dead:
                scope.returns.append(value)
                scope.ends.append(len(self._graph.nodes))
                scope.guards.append((*scope.conditions, *self._if_known(value, scope)))
                self._graph.spend(len(scope.conditions))
        elif not scope.dead:
            scope.falls.append(scope.conditions)
            scope.falls_at.append(len(self._graph.nodes))
        if not scope.dead:
            scope.exits.append(self._graph.copy(scope.env))
        scope.dead = True

    def _if_known(self, value: Value, scope: Scope) -> Guards:
        """In a `try`, a `return` whose value is not known may as well raise."""
        if not scope.trying:
            return ()
        itself = self._graph.add(Items((value,), NO_SPAN))
        return ((self._graph.add(Compare("In", value, itself, NO_SPAN)), True),)

    def _raise(self, node: ast.Raise, scope: Scope) -> None:
        exception = None if node.exc is None else self._read(node.exc, scope)
        if exception is not None and not scope.dead:
            scope.raised.append(exception)
        if node.cause is not None:
            self._read(node.cause, scope)
        scope.dead = True

    def _assert(self, node: ast.Assert, scope: Scope) -> None:
        test = self._read(node.test, scope)
        if node.msg is not None:
            self._read(node.msg, scope)
        refine(self._graph, node.test, True, scope)
        if scope.kind == "function":
            scope.conditions = with_last(scope.conditions, ((test, True),))

    def _jump(self, node: ast.Break | ast.Continue, scope: Scope) -> None:
        if scope.loops and not scope.dead:
            if isinstance(node, ast.Break):
                last = len(self._graph.nodes) - 1
                scope.breaks[-1].append((self._graph.copy(scope.env), scope.conditions, last))
            else:
                scope.loops[-1].append(self._graph.copy(scope.env))
        scope.dead = True

    # -- imports ------------------------------------------------------------------------------

    def _import(self, node: ast.Import, scope: Scope) -> None:
        for alias in node.names:
            top = alias.name.partition(".")[0]
            bound = alias.asname or top
            module = alias.name if alias.asname else top
            value = self._graph.add(Imported(module, "", self._span(alias)))
            self._extractor.bindings.bind_name(bound, value, scope)
            self._record_import(alias.name, "", bound, alias, scope)

    def _import_from(self, node: ast.ImportFrom, scope: Scope) -> None:
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                self._extractor.star_imports.append((module, len(self._graph.nodes)))
            else:
                value = self._graph.add(Imported(module, alias.name, self._span(alias)))
                self._extractor.bindings.bind_name(alias.asname or alias.name, value, scope)
            self._record_import(module, alias.name, alias.asname or alias.name, node, scope)

    def _record_import(
        self, module: str, name: str, bound: str, node: ast.alias | ast.ImportFrom, scope: Scope
    ) -> None:
        if scope.dead and not scope.typing_only:
            return
        if (module, name) in LEAVING:
            self._leaving.add(bound)
        self._extractor.imports.append(
            ImportFacts(module, name, bound, scope.function, self._span(node), scope.typing_only)
        )
