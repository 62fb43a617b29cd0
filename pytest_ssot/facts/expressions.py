"""From expressions to values."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.bindings import sets_default, shows_another
from pytest_ssot.facts.conditions import refined
from pytest_ssot.facts.dispatch import Readers
from pytest_ssot.facts.effects import CallEffects
from pytest_ssot.facts.module import CallFacts
from pytest_ssot.facts.scopes import GUARDS_OF_CALL, Scope, with_last
from pytest_ssot.facts.spans import Span, across
from pytest_ssot.facts.values import (
    NOTHING,
    RETURNED,
    Attr,
    Binary,
    Boolean,
    Bound,
    Call,
    Choice,
    Class,
    Compare,
    Comprehension,
    Const,
    Dict,
    Element,
    Free,
    Item,
    Name,
    Not,
    Param,
    Sequence,
    Slice,
    Star,
    Text,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.extract import Extractor

MOST_BEFORE_AWAIT = 50
"""Calls between one and the place where what it gives is awaited."""

BIGGEST_INTEGER = 2**62
"""Integers beyond it are stored as this: only their truth matters, and encoders stop at 64 bits."""


class ExpressionReader:
    """Reads one file's expressions into its graph; calls are recorded as they are met."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._graph = extractor.graph
        self._span = extractor.span
        self._slots = 0
        self._readers = Readers[Value]()
        self._effects = CallEffects(extractor, self.read)
        self._add_readers()
        self._by_kind = self._readers.by_kind
        self._add = extractor.graph.add

    def _add_readers(self) -> None:
        add = self._readers.add
        add(ast.Constant, self._constant)
        add(ast.Name, self._name)
        add(ast.Attribute, self._attribute)
        add(ast.Subscript, self._subscript)
        add(ast.Call, self._call)
        add(ast.Starred, self._starred)
        add(ast.Dict, self._dict)
        add(ast.List, self._sequence)
        add(ast.Tuple, self._sequence)
        add(ast.Set, self._sequence)
        add(ast.BoolOp, self._boolean)
        add(ast.UnaryOp, self._unary)
        add(ast.BinOp, self._binary)
        add(ast.Compare, self._compare)
        add(ast.IfExp, self._choice)
        add(ast.JoinedStr, self._text)
        add(ast.NamedExpr, self._named)
        add(ast.Await, self._await)
        add(ast.Yield, self._yield)
        add(ast.YieldFrom, self._yield_from)
        add(ast.Lambda, self._lambda)
        add(ast.ListComp, self._comprehension)
        add(ast.SetComp, self._comprehension)
        add(ast.GeneratorExp, self._comprehension)
        add(ast.DictComp, self._comprehension)

    def read(self, node: ast.expr, scope: Scope) -> Value:
        """The value of an expression at the current point of `scope`."""
        read = self._by_kind.get(type(node))
        if read is not None:
            return read(node, scope)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.read(child, scope)
        return self._add(Unknown(self._span(node)))

    def constant(self, node: ast.Constant, at: Span) -> Value:
        """The value of a literal, placed at `at`."""
        value = node.value
        if isinstance(value, str):
            if not value.isascii():
                value = value.encode("utf-8", "replace").decode("utf-8")
        elif value is ... or isinstance(value, complex):
            value = True if value is ... or value else 0
        elif isinstance(value, int) and abs(value) > BIGGEST_INTEGER:
            value = BIGGEST_INTEGER
        return self._add(Const(value, at))

    def name(self, name: str, at: Span, scope: Scope) -> Value:
        """What a name means when read at the current point of `scope`."""
        if scope.kind == "function":
            if name in scope.global_names:
                return self._graph.known(name, scope, self._add(Name(name, at)))
            if name in scope.local_names:
                value = scope.env.get(name)
                return self._add(Unknown(at)) if value is None else value
            if name in scope.env:
                return scope.env[name]  # a function around has it, and it was changed here
        elif name in scope.env:
            return scope.env[name]
        if scope.kind == "class" and scope.parent is not None:
            return self.name(name, at, scope.parent)
        self._graph.spend(scope.depth)
        outer = scope.outer_function(name)
        value = self._add(Name(name, at) if outer is None else Free(outer.function, name))
        if scope.kind == "module" and self._extractor.star_imports:
            self._extractor.starred.setdefault(name, []).append(value)
        return value

    def call(self, value: Value, scope: Scope) -> None:
        """Record a call, unless the current point cannot be reached."""
        scope.calls += 1
        if not scope.dead:
            self._extractor.calls.append(
                CallFacts(
                    value,
                    scope.function,
                    scope.handler,
                    scope.branch,
                    guards=scope.conditions[-GUARDS_OF_CALL:],
                )
            )

    def take_effect(self, node: ast.Call, call: Value, scope: Scope) -> None:
        """Let a call that stands nowhere as such change its object."""
        self._effects.note(node, call, scope)

    def _constant(self, node: ast.Constant, _scope: Scope) -> Value:
        return self.constant(node, self._span(node))

    def _name(self, node: ast.Name, scope: Scope) -> Value:
        name = node.id
        # The common case first: a name that holds something here needs no place.
        if scope.kind != "class" and name not in scope.global_names:
            value = scope.env.get(name)
            if value is not None and (scope.kind == "module" or name in scope.local_names):
                return value
        return self.name(name, self._span(node), scope)

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Value:
        return self._add(Attr(self.read(node.value, scope), node.attr, self._span(node)))

    def _subscript(self, node: ast.Subscript, scope: Scope) -> Value:
        base = self.read(node.value, scope)
        if isinstance(node.slice, ast.Slice):
            lower, upper, step = (
                NOTHING if bound is None else self.read(bound, scope)
                for bound in (node.slice.lower, node.slice.upper, node.slice.step)
            )
            return self._add(Slice(base, lower, upper, step))
        return self._add(Item(base, self.read(node.slice, scope), self._span(node)))

    def _call(self, node: ast.Call, scope: Scope) -> Value:
        if (named := _written_out(node, scope)) is not None:
            return self._attribute(named, scope)
        callee = self.read(node.func, scope)
        args = tuple([self.read(argument, scope) for argument in node.args])
        keywords = tuple(
            [(keyword.arg or "", self._placed(keyword.value, keyword, scope)) for keyword in node.keywords]
        )
        if not node.args and isinstance(node.func, ast.Name) and node.func.id == "super":
            args = self._implied_super(scope)
        if not args and not keywords and scope.kind == "function" and _asks_for_locals(node):
            return self._locals(node, scope)
        value = self._add(Call(callee, args, keywords, self._span(node)))
        self.call(value, scope)
        self._effects.note(node, value, scope)
        if shows_another(node) and not isinstance(self._graph.nodes[callee], Class):
            return self.read(node.args[0], scope)
        return self._entry(node, scope) if sets_default(node) else value

    def _entry(self, node: ast.Call, scope: Scope) -> Value:
        """What `place.setdefault("key", …)` gives: the entry, so that changing it changes the place."""
        assert isinstance(node.func, ast.Attribute)
        key = self.read(node.args[0], scope)
        return self._add(Item(self.read(node.func.value, scope), key, self._span(node)))

    def _locals(self, node: ast.Call, scope: Scope) -> Value:
        """What `locals()` gives at the current point of a function."""
        held = {name: value for name, value in scope.env.items() if name in scope.local_names}
        self._graph.spend(len(held))
        at = self._span(node)
        return self._add(Dict(tuple(self._add(Const(name, at)) for name in held), tuple(held.values()), at))

    def _placed(self, node: ast.expr, holder: ast.expr | ast.keyword, scope: Scope) -> Value:
        """A literal's place includes the key or keyword it is given for, when both share a line."""
        if isinstance(node, ast.Constant) and holder.lineno == node.lineno:
            return self.constant(node, across(self._span(holder), self._span(node)))
        return self.read(node, scope)

    def _implied_super(self, scope: Scope) -> tuple[Value, ...]:
        method = scope.method()
        if method is None or method.parent is None:
            return ()
        return (
            self._add(Class(method.parent.owner)),
            self._add(Param(method.function, method.first_parameter)),
        )

    def _starred(self, node: ast.Starred, scope: Scope) -> Value:
        return self._add(Star(self.read(node.value, scope)))

    def _dict(self, node: ast.Dict, scope: Scope) -> Value:
        keys: list[Value] = []
        values: list[Value] = []
        for key, value in zip(node.keys, node.values, strict=True):
            keys.append(NOTHING if key is None else self.read(key, scope))
            values.append(self._placed(value, key or value, scope))
        return self._add(Dict(tuple(keys), tuple(values), self._span(node)))

    def _sequence(self, node: ast.List | ast.Tuple | ast.Set, scope: Scope) -> Value:
        items = tuple([self.read(item, scope) for item in node.elts])
        return self._add(Sequence(items, self._span(node)))

    def _boolean(self, node: ast.BoolOp, scope: Scope) -> Value:
        op = "and" if isinstance(node.op, ast.And) else "or"
        first, *others = node.values
        operands = [self.read(first, scope)]
        outside, branch = scope.conditions, scope.branch
        for before, operand in zip(node.values, others, strict=False):
            scope.conditions = with_last(scope.conditions, ((operands[-1], op == "and"),))
            scope.part_ways(scope.branch)
            read = partial(self.read, operand, scope)
            operands.append(refined(self._graph, before, op == "and", scope, read))
        scope.conditions, scope.branch = outside, branch
        return self._add(Boolean(op, tuple(operands), self._span(node)))

    def _unary(self, node: ast.UnaryOp, scope: Scope) -> Value:
        number = node.operand.value if isinstance(node.operand, ast.Constant) else None
        if isinstance(node.op, ast.USub) and isinstance(number, int | float) and number is not True:
            return self._add(Const(-number, self._span(node)))
        operand = self.read(node.operand, scope)
        if isinstance(node.op, ast.Not):
            return self._add(Not(operand, self._span(node)))
        return self._add(Binary(type(node.op).__name__, operand, operand, self._span(node)))

    def _binary(self, node: ast.BinOp, scope: Scope) -> Value:
        chain = [node]
        while isinstance(chain[-1].left, ast.BinOp):
            chain.append(chain[-1].left)
        value = self.read(chain[-1].left, scope)
        for link in reversed(chain):
            right = self.read(link.right, scope)
            value = self._add(Binary(type(link.op).__name__, value, right, self._span(link)))
        return value

    def _compare(self, node: ast.Compare, scope: Scope) -> Value:
        operands = [self.read(operand, scope) for operand in (node.left, *node.comparators)]
        parts = [
            self._add(Compare(type(op).__name__, left, right, self._span(node)))
            for op, left, right in zip(node.ops, operands, operands[1:], strict=False)
        ]
        return parts[0] if len(parts) == 1 else self._add(Boolean("and", tuple(parts), self._span(node)))

    def _choice(self, node: ast.IfExp, scope: Scope) -> Value:
        test = self.read(node.test, scope)
        outside, branch, arms = scope.conditions, scope.branch, list[Value]()
        for outcome, arm in ((True, node.body), (False, node.orelse)):
            scope.conditions = with_last(outside, ((test, outcome),))
            scope.part_ways(branch)
            arms.append(refined(self._graph, node.test, outcome, scope, partial(self.read, arm, scope)))
        scope.conditions, scope.branch = outside, branch
        then, other = arms
        return self._add(Choice(test, then, other, self._span(node)))

    def _text(self, node: ast.JoinedStr, scope: Scope) -> Value:
        parts = tuple(
            self.read(part.value if isinstance(part, ast.FormattedValue) else part, scope)
            for part in node.values
        )
        return self._add(Text(parts, self._span(node)))

    def _named(self, node: ast.NamedExpr, scope: Scope) -> Value:
        value = self.read(node.value, scope)
        self._extractor.bindings.put(node.target, value, scope)
        return value

    def _await(self, node: ast.Await, scope: Scope) -> Value:
        value, calls = self.read(node.value, scope), self._extractor.calls
        for index in range(len(calls) - 1, max(len(calls) - MOST_BEFORE_AWAIT, 0) - 1, -1):
            if calls[index].value <= value:
                if calls[index].value == value:
                    calls[index] = replace(calls[index], awaited=True)
                break
        return value

    def _yield(self, node: ast.Yield, scope: Scope) -> Value:
        scope.yielding += 1
        if node.value is not None:
            self._keep_yielded(self.read(node.value, scope), scope)
        if scope.kind == "function" and not scope.dead:
            # Whoever takes what is yielded sees the objects as they are here.
            scope.exits.append(self._graph.copy(scope.env))
        return self._add(Unknown(self._span(node)))

    def _yield_from(self, node: ast.YieldFrom, scope: Scope) -> Value:
        scope.yielding += 1
        value = self.read(node.value, scope)
        self._keep_yielded(self._add(Element(value)), scope)
        return self._add(Attr(value, RETURNED, self._span(node)))

    def _keep_yielded(self, value: Value, scope: Scope) -> None:
        scope.yields.append(value)
        scope.yielded.append((len(self._graph.nodes), scope.conditions))

    def _lambda(self, node: ast.Lambda, scope: Scope) -> Value:
        return self._extractor.statements.definitions.function_of(node, scope)

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, scope: Scope
    ) -> Value:
        # In the order of the source: names are joined in the order they were bound.
        targets = dict.fromkeys(
            name.id
            for generator in node.generators
            for name in ast.walk(generator.target)
            if isinstance(name, ast.Name)
        )
        saved = {name: scope.env.get(name) for name in targets}
        added = targets.keys() - scope.local_names
        scope.local_names |= added
        outside = scope.conditions
        loops, conditions = self._loops(node.generators, scope)
        if isinstance(node, ast.DictComp):
            key, value = self.read(node.key, scope), self._placed(node.value, node.key, scope)
        else:
            key, value = NOTHING, self.read(node.elt, scope)
        scope.conditions = outside
        scope.local_names -= added
        for name, held in saved.items():
            scope.env.pop(name, None)
            if held is not None:
                scope.env[name] = held
        return self._add(Comprehension(key, value, loops, conditions, self._span(node)))

    def _loops(
        self, generators: list[ast.comprehension], scope: Scope
    ) -> tuple[tuple[tuple[int, Value], ...], tuple[Value, ...]]:
        """The (slot, iterable) of each `for` of a comprehension, and the values of its `if`s.

        What is read next is only reached where all of these are true.
        """
        loops: list[tuple[int, Value]] = []
        conditions: list[Value] = []
        for generator in generators:
            self._slots += 1
            slot = self._slots  # what is gone through may be a comprehension itself, which takes the next
            loops.append((slot, self.read(generator.iter, scope)))
            self._extractor.bindings.bind(generator.target, self._add(Bound(slot)), scope)
            for condition in generator.ifs:
                conditions.append(self.read(condition, scope))
                scope.conditions = with_last(scope.conditions, ((conditions[-1], True),))
        return tuple(loops), tuple(conditions)


def _written_out(node: ast.Call, scope: Scope) -> ast.Attribute | None:
    """`getattr(x, "name")` as the attribute that it is."""
    match node:
        case ast.Call(
            func=ast.Name(id="getattr"), args=[held, ast.Constant(value=str(word))], keywords=[]
        ) if word.isidentifier() and not word.startswith("__") and "getattr" not in scope.env:
            return ast.copy_location(ast.Attribute(value=held, attr=word, ctx=ast.Load()), node)
        case _:
            return None


def _asks_for_locals(node: ast.Call) -> bool:
    """`locals()`, or `vars()` of nothing."""
    return isinstance(node.func, ast.Name) and node.func.id in ("locals", "vars")
