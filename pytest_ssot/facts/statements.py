"""Statements in flow order: which value each name holds at each point."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.expressions import is_place
from pytest_ssot.facts.module import MODULE, ClassFacts, FunctionFacts, ImportFacts, Parameter, StoreFacts
from pytest_ssot.facts.scopes import Env, Scope, bound_names
from pytest_ssot.facts.values import (
    NOTHING,
    Binary,
    Boolean,
    Call,
    Class,
    Compare,
    Const,
    DelItem,
    Element,
    Enter,
    Function,
    Imported,
    Item,
    Param,
    Refined,
    SetAttr,
    SetItem,
    Span,
    Value,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.extract import Extractor

DEEPEST_LOOP_READ_TWICE = 2
"""Loops nested deeper are read once: reading each twice would double the work per level."""


class StatementReader:
    """Executes one file's statements on symbolic values."""

    def __init__(self, extractor: Extractor) -> None:
        self.extractor = extractor
        self.graph = extractor.graph
        self.span = extractor.span
        self._readers: dict[type[ast.stmt], Callable[[ast.stmt, Scope], None]] = {
            kind: getattr(self, f"_run_{kind.__name__}")
            for kind in ast.stmt.__subclasses__()
            if hasattr(self, f"_run_{kind.__name__}")
        }

    def run(self, body: Sequence[ast.stmt], scope: Scope) -> None:
        """Execute a body; a statement kind without meaning for values still has its parts read."""
        for statement in body:
            reader = self._readers.get(type(statement))
            if reader is not None:
                reader(statement, scope)

    def _read(self, node: ast.expr, scope: Scope) -> Value:
        return self.extractor.expressions.read(node, scope)

    # -- binding -----------------------------------------------------------------------------

    def bind(self, target: ast.expr, value: Value, scope: Scope) -> None:
        """Assign to any target; stores into objects are recorded for the whole project."""
        match target:
            case ast.Name():
                self.bind_name(target.id, value, scope)
            case ast.Tuple(elts=items) | ast.List(elts=items):
                self._unpack(items, value, scope)
            case ast.Starred(value=inner):
                self.bind(inner, value, scope)
            case ast.Attribute() | ast.Subscript():
                self._store(target, value, scope)

    def bind_name(self, name: str, value: Value, scope: Scope) -> None:
        """Let a name hold a value from here on."""
        scope.env[name] = value
        if scope.kind == "function" and name not in scope.local_names:
            outer = None if name in scope.global_names else scope.outer_function(name)
            if outer is None:
                self.extractor.late.setdefault(name, []).append(value)
            else:
                outer.env[name] = self.graph.phi((outer.env.get(name, value), value))

    def _unpack(self, items: Sequence[ast.expr], value: Value, scope: Scope) -> None:
        starred = next((i for i, item in enumerate(items) if isinstance(item, ast.Starred)), len(items))
        for index, item in enumerate(items):
            if index == starred:
                part = self.graph.unknown()
            else:
                position = index if index < starred else index - len(items)
                key = self.graph.add(Const(position, self.span(item)))
                part = self.graph.add(Item(value, key, self.span(item)))
            self.bind(item, part, scope)

    def _store(self, target: ast.Attribute | ast.Subscript, value: Value, scope: Scope) -> None:
        base = self._read(target.value, scope)
        at = self.span(target)
        if isinstance(target, ast.Attribute):
            self._record_store(StoreFacts(base, target.attr, value, scope.function, at), scope)
            changed: SetAttr | SetItem = SetAttr(base, target.attr, value)
        else:
            if isinstance(target.slice, ast.Slice):
                return
            key = self._read(target.slice, scope)
            name = target.slice.value if isinstance(target.slice, ast.Constant) else ""
            store = StoreFacts(base, str(name), value, scope.function, at, item=True, key=key)
            self._record_store(store, scope)
            changed = SetItem(base, key, value, at)
        if is_place(target.value):
            self.extractor.expressions.replace(target.value, changed, scope)

    def _record_store(self, store: StoreFacts, scope: Scope) -> None:
        if not scope.dead:
            self.extractor.stores.append(store)

    def put(self, place: ast.expr, value: Value, scope: Scope) -> None:
        """Let `place` hold `value`, and the objects that contain it be their changed selves."""
        match place:
            case ast.Name(id=name):
                self._put_name(name, value, scope)
            case ast.Attribute(value=holder, attr=name):
                base = self._read(holder, scope)
                self._record_store(StoreFacts(base, name, value, scope.function, self.span(place)), scope)
                self.put(holder, self.graph.add(SetAttr(base, name, value)), scope)
            case ast.Subscript(value=holder, slice=index) if not isinstance(index, ast.Slice):
                base, key = self._read(holder, scope), self._read(index, scope)
                self.put(holder, self.graph.add(SetItem(base, key, value, self.span(place))), scope)

    def _put_name(self, name: str, value: Value, scope: Scope) -> None:
        self.bind_name(name, value, scope)

    # -- simple statements --------------------------------------------------------------------

    def _run_Expr(self, node: ast.Expr, scope: Scope) -> None:
        self._read(node.value, scope)
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(call, ast.Call) and self.extractor.calls and not scope.dead:
            self.extractor.calls[-1] = replace(self.extractor.calls[-1], discarded=True)

    def _run_Assign(self, node: ast.Assign, scope: Scope) -> None:
        target = node.targets[0]
        if isinstance(node.value, ast.Constant) and isinstance(target, ast.Name | ast.Attribute):
            value = self.extractor.expressions.constant(
                node.value, self.span(target)[:2] + self.span(node.value)[2:]
            )
        else:
            value = self._read(node.value, scope)
        for target in node.targets:
            self.bind(target, value, scope)

    def _run_AnnAssign(self, node: ast.AnnAssign, scope: Scope) -> None:
        self._read(node.annotation, scope)
        if node.value is None:
            return
        value = (
            self.extractor.expressions.constant(node.value, self.span(node.target)[:2] + self.span(node.value)[2:])
            if isinstance(node.value, ast.Constant)
            else self._read(node.value, scope)
        )
        self.bind(node.target, value, scope)

    def _run_AugAssign(self, node: ast.AugAssign, scope: Scope) -> None:
        if not is_place(node.target):
            self._read(node.value, scope)
            return
        old, right = self._read(node.target, scope), self._read(node.value, scope)
        changed = Binary(type(node.op).__name__, old, right, self.span(node))
        if isinstance(node.op, ast.BitOr):
            self.extractor.expressions.replace(node.target, changed, scope)
        else:
            self.put(node.target, self.graph.add(changed), scope)

    def _run_Delete(self, node: ast.Delete, scope: Scope) -> None:
        for target in node.targets:
            if isinstance(target, ast.Subscript) and is_place(target.value):
                base, key = self._read(target.value, scope), self._read(target.slice, scope)
                self.extractor.expressions.replace(target.value, DelItem(base, key), scope)

    def _run_Return(self, node: ast.Return, scope: Scope) -> None:
        if node.value is not None:
            value = self._read(node.value, scope)
            if not scope.dead:
                scope.returns.append(value)
                scope.ends.append(len(self.graph.nodes))
        self._leave(scope)

    def _leave(self, scope: Scope) -> None:
        if not scope.dead:
            scope.exits.append(dict(scope.env))
        scope.dead = True

    def _run_Raise(self, node: ast.Raise, scope: Scope) -> None:
        for part in (node.exc, node.cause):
            if part is not None:
                self._read(part, scope)
        scope.dead = True

    def _run_Assert(self, node: ast.Assert, scope: Scope) -> None:
        self._read(node.test, scope)
        if node.msg is not None:
            self._read(node.msg, scope)
        self._refine(node.test, True, scope)

    def _run_jump(self, _node: ast.Break | ast.Continue, scope: Scope) -> None:
        if scope.loops and not scope.dead:
            scope.loops[-1].append(dict(scope.env))
        scope.dead = True

    _run_Break = _run_Continue = _run_jump

    def _run_Import(self, node: ast.Import, scope: Scope) -> None:
        for alias in node.names:
            top = alias.name.partition(".")[0]
            bound = alias.asname or top
            module = alias.name if alias.asname else top
            self.bind_name(bound, self.graph.add(Imported(module, "", self.span(alias))), scope)
            self._record_import(alias.name, "", bound, alias, scope)

    def _run_ImportFrom(self, node: ast.ImportFrom, scope: Scope) -> None:
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                self.extractor.star_imports.append((module, len(self.graph.nodes)))
            else:
                value = self.graph.add(Imported(module, alias.name, self.span(alias)))
                self.bind_name(alias.asname or alias.name, value, scope)
            self._record_import(module, alias.name, alias.asname or alias.name, node, scope)

    def _record_import(
        self, module: str, name: str, bound: str, node: ast.alias | ast.ImportFrom, scope: Scope
    ) -> None:
        if scope.dead and not scope.typing_only:
            return
        self.extractor.imports.append(
            ImportFacts(module, name, bound, scope.function, self.span(node), scope.typing_only)
        )

    # -- branches -----------------------------------------------------------------------------

    def _branch(
        self, run: Callable[[], None], env: Env, scope: Scope, *, dead: bool, optional: bool = True
    ) -> Env | None:
        """The names after one path that starts with `env`; None when it does not reach its end.

        An `optional` path is one that may not be taken.
        """
        outside = scope.branch
        if optional:
            scope.branches += 1
            scope.branch = (*outside, scope.branches)
        scope.env, scope.dead = dict(env), dead
        run()
        scope.branch = outside
        return None if scope.dead else scope.env

    def _merge(self, paths: Sequence[Env | None], scope: Scope) -> None:
        scope.dead = all(path is None for path in paths)
        scope.env = self.graph.join(paths) if not scope.dead else scope.env

    def _merge_arms(self, arms: Sequence[tuple[Value, Env | None]], scope: Scope) -> None:
        scope.dead = all(env is None for _, env in arms)
        scope.env = scope.env if scope.dead else self.graph.choose(arms)

    def _run_If(self, node: ast.If, scope: Scope) -> None:
        arms: list[tuple[Value, Env | None]] = []
        current: ast.If = node
        while True:
            test = self._read(current.test, scope)
            always, env, dead = literal_truth(current.test), scope.env, scope.dead
            typing = scope.typing_only
            scope.typing_only = typing or _is_type_checking(current.test)
            end = self._arm(current.test, True, current.body, env, scope, dead=dead or always is False)
            arms.append((test, end))
            scope.typing_only = typing
            dead = dead or always is True
            if len(current.orelse) == 1 and isinstance(current.orelse[0], ast.If):
                scope.env, scope.dead = dict(env), dead
                self._refine(current.test, False, scope)
                current = current.orelse[0]
                continue
            arms.append((NOTHING, self._arm(current.test, False, current.orelse, env, scope, dead=dead)))
            break
        self._merge_arms(arms, scope)

    def _arm(
        self, test: ast.expr, truth: bool, body: Sequence[ast.stmt], env: Env, scope: Scope, *, dead: bool
    ) -> Env | None:
        def run() -> None:
            self._refine(test, truth, scope)
            self.run(body, scope)

        return self._branch(run, env, scope, dead=dead)

    def refined(self, test: ast.expr, truth: bool, scope: Scope, read: Callable[[], Value]) -> Value:
        """What `read` gives where `test` has come out as `truth`."""
        names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name) and node.id in scope.env}
        saved = {name: scope.env[name] for name in names}
        self._refine(test, truth, scope)
        value = read()
        for name, held in saved.items():
            if isinstance(self.graph.nodes[scope.env[name]], Refined):
                scope.env[name] = held
        return value

    def _refine(self, test: ast.expr, truth: bool, scope: Scope) -> None:
        """A tested name holds only values that pass the test on this path."""
        match test:
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                self._refine(inner, not truth, scope)
            case ast.BoolOp(op=op, values=values) if isinstance(op, ast.And) is truth:
                for value in values:
                    self._refine(value, truth, scope)
            case ast.Name(id=name) if name in scope.env:
                scope.env[name] = self.graph.add(Refined(scope.env[name], "true" if truth else "false"))
            case ast.Compare(
                left=ast.Name(id=name), ops=[ast.Is() | ast.Eq() | ast.IsNot() | ast.NotEq() as op], comparators=[right]
            ) if name in scope.env and isinstance(right, ast.Constant) and right.value is None:
                is_none = isinstance(op, ast.Is | ast.Eq) is truth
                scope.env[name] = self.graph.add(Refined(scope.env[name], "none" if is_none else "not none"))
            case ast.NamedExpr(target=target):
                self._refine(target, truth, scope)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While, start: Callable[[], None], scope: Scope) -> None:
        """A body that runs any number of times; read again when it changes what it starts from."""
        before, dead = dict(scope.env), scope.dead
        endless = isinstance(node, ast.While) and literal_truth(node.test) is True
        rounds = 2 if len(scope.loops) < DEEPEST_LOOP_READ_TWICE else 1
        entry: Env = before
        for number in range(rounds):
            marks = self.extractor.marks()
            scope.loops.append([])

            def run() -> None:
                start()
                self.run(node.body, scope)

            end = self._branch(run, entry, scope, dead=dead)
            jumps = scope.loops.pop()
            after = self.graph.join([entry, end, *jumps])
            if number + 1 < rounds and after != entry:
                self.extractor.rewind(marks)
                entry = after
            else:
                break
        scope.env = after
        scope.dead = dead or (endless and not jumps)
        self.run(node.orelse, scope)

    def _run_For(self, node: ast.For | ast.AsyncFor, scope: Scope) -> None:
        element = self.graph.add(Element(self._read(node.iter, scope)))
        self._loop(node, lambda: self.bind(node.target, element, scope), scope)

    _run_AsyncFor = _run_For

    def _run_While(self, node: ast.While, scope: Scope) -> None:
        def start() -> None:
            self._read(node.test, scope)
            self._refine(node.test, True, scope)

        self._loop(node, start, scope)

    def _run_With(self, node: ast.With | ast.AsyncWith, scope: Scope) -> None:
        swallows = False
        for item in node.items:
            value = self._read(item.context_expr, scope)
            manager = item.context_expr.func if isinstance(item.context_expr, ast.Call) else None
            swallows = swallows or getattr(manager, "id", getattr(manager, "attr", "")) == "suppress"
            if item.optional_vars is not None:
                self.bind(item.optional_vars, self.graph.add(Enter(value)), scope)
        first = len(self.extractor.calls)
        self.run(node.body, scope)
        if swallows:
            self._swallow(first, len(self.extractor.calls))

    _run_AsyncWith = _run_With

    def _run_Try(self, node: ast.Try, scope: Scope) -> None:
        before, dead, in_handler = dict(scope.env), scope.dead, scope.handler
        first = len(self.extractor.calls)
        end = self._branch(lambda: self.run(node.body, scope), before, scope, dead=dead, optional=False)
        last = len(self.extractor.calls)
        thrown = self.graph.join([before, scope.env])
        paths: list[Env | None] = []
        if end is not None:
            rest = self._branch(lambda: self.run(node.orelse, scope), end, scope, dead=dead, optional=False)
            paths.append(rest)
        for handler in node.handlers:
            scope.handler = True
            run = partial(self._handle, handler, scope)
            caught = self._branch(run, thrown, scope, dead=dead)
            paths.append(caught)
            scope.handler = in_handler
            if caught is not None:
                self._swallow(first, last)
        self._merge(paths or [None], scope)
        if node.finalbody:
            unreachable = scope.dead
            scope.env = scope.env if not unreachable else dict(thrown)
            scope.dead = dead
            self.run(node.finalbody, scope)
            scope.dead = scope.dead or unreachable

    _run_TryStar = _run_Try

    def _swallow(self, first: int, last: int) -> None:
        """Execution goes on after what these calls raise."""
        calls = self.extractor.calls
        calls[first:last] = [replace(fact, swallowed=True) for fact in calls[first:last]]

    def _handle(self, handler: ast.ExceptHandler, scope: Scope) -> None:
        if handler.type is not None:
            self._read(handler.type, scope)
        if handler.name:
            self.bind_name(handler.name, self.graph.unknown(), scope)
        self.run(handler.body, scope)

    def _run_Match(self, node: ast.Match, scope: Scope) -> None:
        subject = self._read(node.subject, scope)
        env, dead = dict(scope.env), scope.dead
        arms: list[tuple[Value, Env | None]] = []
        for case in node.cases:
            test = self._pattern(case, subject, scope)
            run = partial(self._match_case, case, scope)
            arms.append((test, self._branch(run, env, scope, dead=dead)))
        last = node.cases[-1]
        if not isinstance(last.pattern, ast.MatchAs) or last.pattern.pattern or last.guard:
            arms.append((NOTHING, None if dead else env))
        self._merge_arms(arms, scope)

    def _pattern(self, case: ast.match_case, subject: Value, scope: Scope) -> Value:
        """Whether a case matches, as a value: known for constants, unknown for other patterns."""
        at = self.span(case.pattern)
        patterns = case.pattern.patterns if isinstance(case.pattern, ast.MatchOr) else [case.pattern]
        tests: list[Value] = []
        for pattern in patterns:
            if isinstance(pattern, ast.MatchValue):
                tests.append(self.graph.add(Compare("Eq", subject, self._read(pattern.value, scope), at)))
            elif isinstance(pattern, ast.MatchSingleton):
                constant = self.graph.add(Const(pattern.value, at))
                tests.append(self.graph.add(Compare("Is", subject, constant, at)))
            else:
                return self.graph.unknown()
        if case.guard is not None:
            return self.graph.unknown()
        return self.graph.add(Boolean("or", tuple(tests), at))

    def _match_case(self, case: ast.match_case, scope: Scope) -> None:
        for node in ast.walk(case.pattern):
            name = getattr(node, "name", None) or getattr(node, "rest", None)
            if isinstance(name, str):
                self.bind_name(name, self.graph.unknown(), scope)
        if case.guard is not None:
            self._read(case.guard, scope)
        self.run(case.body, scope)

    # -- definitions --------------------------------------------------------------------------

    def _run_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
        self.bind_name(node.name, self.function(node, scope), scope)

    _run_AsyncFunctionDef = _run_FunctionDef

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope) -> Value:
        """Read a function or lambda; its decorators count as calls that take it."""
        is_lambda = isinstance(node, ast.Lambda)
        name = "<lambda>" if is_lambda else node.name
        index = self.extractor.reserve_function(self.extractor.qualify(name))
        value = self.graph.add(Function(index))
        decorators = () if is_lambda else tuple(self._read(one, scope) for one in node.decorator_list)
        for decorator, place in zip(decorators, () if is_lambda else node.decorator_list, strict=True):
            call = self.graph.add(Call(decorator, (value,), (), self.span(place)))
            self.extractor.expressions.call(call, scope)
        parameters = self._parameters(node.args, scope)
        body = self._function_scope(node, index, parameters, scope)
        with self.extractor.qualified(f"{name}.<locals>"):
            if is_lambda:
                body.returns.append(self._read(node.body, body))
                body.ends.append(len(self.graph.nodes))
            else:
                self.run(node.body, body)
        variables = self.graph.join([*body.exits, None if body.dead else body.env])
        self.extractor.functions[index] = FunctionFacts(
            name=name,
            qualname=self.extractor.qualify(name),
            parameters=parameters,
            returns=tuple(body.returns),
            yields=tuple(body.yields),
            decorators=decorators,
            variables=variables,
            parent=scope.function,
            owner=scope.owner if scope.kind == "class" else MODULE,
            at=self._name_span(node),
            whole=self.span(node),
            ends=tuple(body.ends),
        )
        return value

    def _function_scope(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        index: int,
        parameters: tuple[Parameter, ...],
        scope: Scope,
    ) -> Scope:
        names, global_names, _ = (
            (frozenset[str](),) * 3 if isinstance(node, ast.Lambda) else bound_names(node.body)
        )
        held = [parameter.name for parameter in parameters]
        return Scope(
            kind="function",
            function=index,
            parent=scope,
            env={name: self.graph.add(Param(index, name)) for name in held},
            local_names=names | frozenset(held),
            global_names=global_names,
            first_parameter=held[0] if held else "",
            dead=scope.dead,
            typing_only=scope.typing_only,
        )

    def _parameters(self, args: ast.arguments, scope: Scope) -> tuple[Parameter, ...]:
        def default(argument: ast.arg, node: ast.expr | None) -> Value:
            if node is None:
                return NOTHING
            if isinstance(node, ast.Constant):
                at = self.span(argument)[:2] + self.span(node)[2:]
                return self.extractor.expressions.constant(node, at)
            return self._read(node, scope)

        plain = [*args.posonlyargs, *args.args]
        defaults = [None] * (len(plain) - len(args.defaults)) + list(args.defaults)
        found = [
            Parameter(one.arg, "positional" if i < len(args.posonlyargs) else "normal", default(one, node))
            for i, (one, node) in enumerate(zip(plain, defaults, strict=True))
        ]
        if args.vararg is not None:
            found.append(Parameter(args.vararg.arg, "*"))
        for one, node in zip(args.kwonlyargs, args.kw_defaults, strict=True):
            found.append(Parameter(one.arg, "keyword", default(one, node)))
        if args.kwarg is not None:
            found.append(Parameter(args.kwarg.arg, "**"))
        return tuple(found)

    def _name_span(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda) -> Span:
        """The words up to the name: what an editor should underline, not the whole body."""
        line, column, end_line, end_column = self.span(node)
        if isinstance(node, ast.Lambda):
            return line, column, end_line, end_column
        word = {"FunctionDef": "def ", "AsyncFunctionDef": "async def ", "ClassDef": "class "}[type(node).__name__]
        return line, column, line, column + len(word) + len(node.name)

    def _run_ClassDef(self, node: ast.ClassDef, scope: Scope) -> None:
        index = self.extractor.reserve_class(self.extractor.qualify(node.name))
        value = self.graph.add(Class(index))
        bases = tuple(self._read(base, scope) for base in node.bases)
        for keyword in node.keywords:
            self._read(keyword.value, scope)
        decorators = tuple(self._read(one, scope) for one in node.decorator_list)
        body = Scope(
            kind="class",
            function=scope.function,
            owner=index,
            parent=scope,
            dead=scope.dead,
            typing_only=scope.typing_only,
        )
        with self.extractor.qualified(node.name):
            self.run(node.body, body)
        self.extractor.classes[index] = ClassFacts(
            name=node.name,
            qualname=self.extractor.qualify(node.name),
            bases=bases,
            decorators=decorators,
            attributes=body.env,
            fields=_fields(node),
            parent=scope.function,
            at=self._name_span(node),
            whole=self.span(node),
        )
        self.bind_name(node.name, value, scope)


def literal_truth(test: ast.expr) -> bool | None:
    """The truth of a test that is itself a literal (`while True`, `if 0`), else None."""
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = literal_truth(test.operand)
        return None if inner is None else not inner
    return False if _is_type_checking(test) else None


def _is_type_checking(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return bool(name == "TYPE_CHECKING")


def _fields(node: ast.ClassDef) -> tuple[str, ...]:
    return tuple(
        item.target.id
        for item in node.body
        if isinstance(item, ast.AnnAssign)
        and isinstance(item.target, ast.Name)
        and "ClassVar" not in ast.unparse(item.annotation)
    )

