"""Functions, lambdas and classes: what is kept of a definition."""

from __future__ import annotations

import ast
from collections.abc import Set
from typing import TYPE_CHECKING

from pytest_ssot.facts.dispatch import Readers
from pytest_ssot.facts.module import MODULE, ClassFacts, FunctionFacts, Parameter
from pytest_ssot.facts.said_classes import said_class
from pytest_ssot.facts.scopes import Scope
from pytest_ssot.facts.spans import Span, across, packed, unpacked
from pytest_ssot.facts.values import (
    NOTHING,
    Attr,
    Call,
    Class,
    Free,
    Function,
    Imported,
    Item,
    Name,
    Param,
    Sequence,
    Value,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.extract import Extractor

AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


class DefinitionReader:
    """Reads definitions, their bodies included, where they stand in the flow."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._graph = extractor.graph
        self._span = extractor.span
        self._read = extractor.expressions.read

    def join(self, readers: Readers[None]) -> None:
        """Take over the statements read here."""
        readers.add(ast.FunctionDef, self._function)
        readers.add(ast.AsyncFunctionDef, self._function)
        readers.add(ast.ClassDef, self._class)

    # -- functions ----------------------------------------------------------------------------

    def _function(self, node: AnyFunction, scope: Scope) -> None:
        """A function with what decorates it."""
        index = self._extractor.reserve_function()
        value = self._graph.add(Function(index))
        decorators = self._decorators(node, value, scope)
        parameters = self._parameters(node.args, scope)
        names, global_names, outside = self._extractor.names.of(node.body)
        body = self._body(index, parameters, scope, names, global_names)
        self._hold_outside(index, outside, body)
        with self._extractor.qualified(f"{node.name}.<locals>"):
            self._extractor.statements.run(node.body, body)
        self._keep(node, parameters, decorators, body)
        self._extractor.bindings.bind_name(node.name, value, scope)

    def _hold_outside(self, index: int, names: frozenset[str], body: Scope) -> None:
        """Names of the module or of functions around that a function changes hold what they held before."""
        changed: list[str] = []
        for name in sorted(names):
            outer = None if name in body.global_names else body.outer_function(name)
            if outer is not None or name in body.global_names:
                before = Param(index, name) if outer is None else Free(outer.function, name)
                self._graph.hold(body.env, name, self._graph.add(before))
                changed.append(name)
        if changed:
            self._extractor.reassigning[index] = frozenset(changed)

    def _decorators(self, node: AnyFunction | ast.ClassDef, value: Value, scope: Scope) -> tuple[Value, ...]:
        """What decorates a function or class; each counts as a call that takes it."""
        decorators = tuple(self._read(one, scope) for one in node.decorator_list)
        for decorator, place in zip(decorators, node.decorator_list, strict=True):
            call = self._graph.add(Call(decorator, (value,), (), self._span(place)))
            self._extractor.expressions.call(call, scope)
            if isinstance(place, ast.Attribute):  # `@app.before_request` does something to the application
                asked = ast.copy_location(ast.Call(place, [], []), place)
                self._extractor.expressions.take_effect(asked, call, scope)
        return decorators

    def function_of(self, node: ast.Lambda, scope: Scope) -> Value:
        """The function that a lambda is."""
        index = self._extractor.reserve_function()
        value = self._graph.add(Function(index))
        parameters = self._parameters(node.args, scope)
        body = self._body(index, parameters, scope)
        with self._extractor.qualified("<lambda>.<locals>"):
            body.returns.append(self._read(node.body, body))
            body.ends.append(len(self._graph.nodes))
            body.guards.append(())
        self._keep(node, parameters, (), body)
        return value

    def _keep(
        self,
        node: AnyFunction | ast.Lambda,
        parameters: tuple[Parameter, ...],
        decorators: tuple[Value, ...],
        body: Scope,
    ) -> None:
        outside, whole = body.parent, self._span(node)
        assert outside is not None
        name = "<lambda>" if isinstance(node, ast.Lambda) else node.name
        said = None if isinstance(node, ast.Lambda) else node.returns
        self._extractor.functions[body.function] = FunctionFacts(
            name=name,
            qualname=self._extractor.qualify(name),
            parameters=parameters,
            returns=tuple(body.returns),
            yields=tuple(body.yields),
            decorators=decorators,
            variables=self._graph.join([*body.exits, None if body.dead else body.env]),
            parent=outside.function,
            owner=outside.owner if outside.kind == "class" else MODULE,
            at=whole if isinstance(node, ast.Lambda) else _heading(node, whole),
            whole=whole,
            ends=tuple(body.ends),
            guards=tuple(body.guards),
            falls=(*body.falls, *(() if body.dead or name == "<lambda>" else (body.conditions,))),
            falls_at=(*body.falls_at, len(self._graph.nodes)),
            yielded=tuple(body.yielded),
            waits=isinstance(node, ast.AsyncFunctionDef),
            raised=tuple(dict.fromkeys(body.raised)),
            said=said_class(self._graph, said, outside),
            forgiven=tuple(dict.fromkeys(body.forgiven)),
        )

    def _body(
        self,
        index: int,
        parameters: tuple[Parameter, ...],
        scope: Scope,
        names: Set[str] = frozenset(),
        global_names: frozenset[str] = frozenset(),
    ) -> Scope:
        held = [parameter.name for parameter in parameters]
        body = Scope(
            kind="function",
            function=index,
            local_names={*names, *held},
            global_names=global_names,
            first_parameter=held[0] if held else "",
        ).inside(scope)
        for name in held:
            self._graph.hold(body.env, name, self._graph.add(Param(index, name)))
        return body

    def _parameters(self, args: ast.arguments, scope: Scope) -> tuple[Parameter, ...]:
        plain = [*args.posonlyargs, *args.args]
        defaults = [None] * (len(plain) - len(args.defaults)) + list(args.defaults)
        found = [
            Parameter(
                one.arg,
                "positional" if number < len(args.posonlyargs) else "normal",
                self._default(one, node, scope),
                said_class(self._graph, one.annotation, scope),
            )
            for number, (one, node) in enumerate(zip(plain, defaults, strict=True))
        ]
        if args.vararg is not None:
            found.append(Parameter(args.vararg.arg, "*"))
        for one, node in zip(args.kwonlyargs, args.kw_defaults, strict=True):
            default, said = self._default(one, node, scope), said_class(self._graph, one.annotation, scope)
            found.append(Parameter(one.arg, "keyword", default, said))
        if args.kwarg is not None:
            found.append(Parameter(args.kwarg.arg, "**"))
        return tuple(found)

    def _default(self, parameter: ast.arg, node: ast.expr | None, scope: Scope) -> Value:
        """A default; a literal's place includes the parameter it is given to."""
        if node is None:
            node = _provider(parameter.annotation)
        if node is None:
            return self._aliased_provider(parameter.annotation, scope)
        if isinstance(node, ast.Constant):
            at = across(self._span(parameter), self._span(node))
            return self._extractor.expressions.constant(node, at)
        return self._read(node, scope)

    def _aliased_provider(self, annotation: ast.expr | None, scope: Scope) -> Value:
        """The same as `_provider` of an annotation that the module has named: `Token = Annotated[…]`."""
        held = scope.env.get(annotation.id, NOTHING) if isinstance(annotation, ast.Name) else NOTHING
        node = self._graph.nodes[held] if held != NOTHING else None
        row = self._graph.nodes[node.key] if isinstance(node, Item) else None
        for value in row.items[1:] if isinstance(row, Sequence) else ():
            made = self._graph.nodes[value]
            callee = self._graph.nodes[made.callee] if isinstance(made, Call) else None
            if isinstance(callee, Imported | Name | Attr) and callee.name in _PROVIDING:
                return value
        return NOTHING

    # -- classes ------------------------------------------------------------------------------

    def _class(self, node: ast.ClassDef, scope: Scope) -> None:
        index = self._extractor.reserve_class()
        value = self._graph.add(Class(index))
        bases = tuple(self._read(base, scope) for base in node.bases)
        keywords = tuple((keyword.arg or "", self._read(keyword.value, scope)) for keyword in node.keywords)
        decorators = self._decorators(node, value, scope)
        body = Scope(
            kind="class",
            function=scope.function,
            owner=index,
        ).inside(scope)
        annotated = _fields(node)
        plain = [one if _is_plain(one) else None for one in annotated.values()]
        annotations = tuple(NOTHING if one is None else self._read(one, scope) for one in plain)
        with self._extractor.qualified(node.name):
            self._extractor.statements.run(node.body, body)
        self._extractor.classes[index] = ClassFacts(
            name=node.name,
            qualname=self._extractor.qualify(node.name),
            bases=bases,
            decorators=decorators,
            attributes=body.env,
            fields=tuple(annotated),
            annotations=annotations,
            parent=scope.function,
            at=_heading(node, self._span(node)),
            whole=self._span(node),
            keywords=keywords,
        )
        self._extractor.bindings.bind_name(node.name, value, scope)


def _provider(annotation: ast.expr | None) -> ast.expr | None:
    """What an annotation says a framework fills a parameter by: `Annotated[str, Depends(bearer)]`."""
    if not isinstance(annotation, ast.Subscript) or not isinstance(annotation.slice, ast.Tuple):
        return None
    named = getattr(annotation.value, "id", getattr(annotation.value, "attr", ""))
    calls = (one for one in annotation.slice.elts[1:] if isinstance(one, ast.Call))
    words = ((one, getattr(one.func, "id", getattr(one.func, "attr", ""))) for one in calls)
    return next((one for one, word in words if named == "Annotated" and word in _PROVIDING), None)


_PROVIDING = ("Depends", "Security")

_KEYWORDS: dict[type[ast.stmt], str] = {
    ast.FunctionDef: "def ",
    ast.AsyncFunctionDef: "async def ",
    ast.ClassDef: "class ",
}


def _heading(node: AnyFunction | ast.ClassDef, whole: Span) -> Span:
    """The words up to the name: what an editor should underline, not the whole body."""
    line, column, _, _ = unpacked(whole)
    return packed(line, column, line, column + len(_KEYWORDS[type(node)]) + len(node.name))


def _fields(node: ast.ClassDef) -> dict[str, ast.expr]:
    """The annotated names of a class body, as a generated `__init__` takes them, with their annotations."""
    return {
        item.target.id: item.annotation
        for item in node.body
        if isinstance(item, ast.AnnAssign)
        and isinstance(item.target, ast.Name)
        and not _is_of_class(item.annotation)
    }


def _is_plain(annotation: ast.expr) -> bool:
    """The annotation names a class, or lists what a field may be: `Literal[True]`."""
    match annotation:
        case ast.Subscript(value=ast.Name(id="Literal") | ast.Attribute(attr="Literal")):
            return True
        case _:
            return isinstance(annotation, ast.Name | ast.Attribute)


def _is_of_class(annotation: ast.expr) -> bool:
    """The annotation says `ClassVar`, also in quotes."""
    return any(
        "ClassVar" in str(getattr(node, "id", getattr(node, "attr", getattr(node, "value", ""))))
        for node in ast.walk(annotation)
        if isinstance(node, ast.Name | ast.Attribute | ast.Constant)
    )
