"""Patterns of `match`: whether they fit, as a value, and what their names hold where they do."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pytest_ssot.facts.scopes import Scope, with_last
from pytest_ssot.facts.spans import Span
from pytest_ssot.facts.values import NOTHING, Attr, Boolean, Call, Compare, Const, Item, Name, Slice, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.extract import Extractor


class Patterns:
    """Reads patterns, with what they are matched against."""

    def __init__(self, extractor: Extractor, read: Callable[[ast.expr, Scope], Value]) -> None:
        self._extractor = extractor
        self._graph = extractor.graph
        self._span = extractor.span
        self._read = read

    def matches(self, case: ast.match_case, subject: Value, scope: Scope) -> Value:
        """Whether a case is taken, as a value; its names are bound, as its guard finds them."""
        fits = self._test(case.pattern, subject, scope)
        for node in ast.walk(case.pattern):
            name = getattr(node, "name", None) or getattr(node, "rest", None)
            if isinstance(name, str):
                self._extractor.bindings.bind_name(name, self._graph.unknown(), scope)
        self._capture(case.pattern, subject, scope)
        if case.guard is None:
            return fits
        outside = scope.conditions
        scope.conditions = with_last(outside, ((fits, True),))
        guard = self._read(case.guard, scope)
        scope.conditions = outside
        if _fits_any(case.pattern):
            return guard
        return self._graph.add(Boolean("and", (fits, guard), self._span(case.guard)))

    def _test(self, pattern: ast.pattern, subject: Value, scope: Scope) -> Value:
        at = self._span(pattern)
        match pattern:
            case ast.MatchValue(value=value):
                return self._graph.add(Compare("Eq", subject, self._read(value, scope), at))
            case ast.MatchSingleton(value=value):
                return self._graph.add(Compare("Is", subject, self._graph.add(Const(value, at)), at))
            case ast.MatchAs(pattern=inner):
                fits = self._graph.add(Const(True, at))
                return fits if inner is None else self._test(inner, subject, scope)
            case ast.MatchOr(patterns=patterns):
                tests = tuple(self._test(one, subject, scope) for one in patterns)
                return self._graph.add(Boolean("or", tests, at))
            case ast.MatchSequence(patterns=patterns):
                return self._all_fit(patterns, subject, scope, at)
            case ast.MatchMapping(keys=keys, patterns=patterns):
                return self._entries_fit(keys, patterns, subject, scope, at)
            case ast.MatchClass():
                return self._object_fits(pattern, subject, scope, at)
            case _:
                return self._graph.unknown()

    def _all_fit(self, patterns: list[ast.pattern], subject: Value, scope: Scope, at: Span) -> Value:
        """A sequence of this length, or longer with a starred part, whose elements fit."""
        starred = any(isinstance(one, ast.MatchStar) for one in patterns)
        length = self._graph.add(Call(self._graph.add(Name("len", at)), (subject,), (), at))
        least = self._graph.add(Const(len(patterns) - starred, at))
        tests = [self._graph.add(Compare("GtE" if starred else "Eq", length, least, at))]
        for part, item in self._elements(patterns, subject, at):
            if not isinstance(part, ast.MatchStar):
                tests.append(self._test(part, item, scope))
        return self._graph.add(Boolean("and", tuple(tests), at))

    def _elements(
        self, patterns: list[ast.pattern], subject: Value, at: Span
    ) -> Iterator[tuple[ast.pattern, Value]]:
        """The parts of a pattern for sequences, with the elements they stand for."""
        counted = 0
        for number, part in enumerate(patterns):
            first = self._graph.add(Const(number - counted, at))
            if isinstance(part, ast.MatchStar):
                counted = len(patterns)  # what comes behind it is counted from the end
                behind = number + 1 - counted
                last = self._graph.add(Const(behind, at)) if behind else NOTHING
                yield part, self._graph.add(Slice(subject, first, last))
            else:
                yield part, self._graph.add(Item(subject, first, at))

    def _entries_fit(
        self, keys: list[ast.expr], patterns: list[ast.pattern], subject: Value, scope: Scope, at: Span
    ) -> Value:
        tests: list[Value] = []
        for word, part in zip(keys, patterns, strict=True):
            key = self._read(word, scope)
            tests.append(self._graph.add(Compare("In", key, subject, at)))
            tests.append(self._test(part, self._graph.add(Item(subject, key, at)), scope))
        return self._graph.add(Boolean("and", tuple(tests), at)) if tests else self._graph.unknown()

    def _object_fits(self, pattern: ast.MatchClass, subject: Value, scope: Scope, at: Span) -> Value:
        """An object of the class whose attributes fit."""
        parts = [
            *(
                (part, self._positional(pattern.cls, subject, nth, at))
                for nth, part in enumerate(pattern.patterns)
            ),
            *(
                (part, self._graph.add(Attr(subject, name, at)))
                for name, part in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True)
            ),
        ]
        asked = self._graph.add(Name("isinstance", at))
        of_class = self._graph.add(Call(asked, (subject, self._read(pattern.cls, scope)), (), at))
        fitting = [self._test(part, held, scope) for part, held in parts if not _fits_any(part)]
        return self._graph.add(Boolean("and", (of_class, *fitting), at)) if fitting else of_class

    def _capture(self, pattern: ast.pattern, subject: Value, scope: Scope) -> None:
        """What the names in a pattern hold once it matches, as far as their way into the subject is plain."""
        at = self._span(pattern)
        match pattern:
            case ast.MatchAs(name=name) | ast.MatchStar(name=name):
                if name is not None:
                    self._extractor.bindings.bind_name(name, subject, scope)
                if isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
                    self._capture(pattern.pattern, subject, scope)
            case ast.MatchMapping(keys=keys, patterns=patterns):
                for word, part in zip(keys, patterns, strict=True):
                    self._capture(part, self._graph.add(Item(subject, self._read(word, scope), at)), scope)
            case ast.MatchSequence(patterns=patterns):
                for part, item in self._elements(patterns, subject, at):
                    self._capture(part, item, scope)
            case ast.MatchClass(cls=cls, patterns=first, kwd_attrs=names, kwd_patterns=patterns):
                for number, part in enumerate(first):
                    self._capture(part, self._positional(cls, subject, number, at), scope)
                for name, part in zip(names, patterns, strict=True):
                    self._capture(part, self._graph.add(Attr(subject, name, at)), scope)

    def _positional(self, cls: ast.expr, subject: Value, number: int, at: Span) -> Value:
        """What `Class(part)` takes of an object: the attribute its class names, or all of it."""
        if isinstance(cls, ast.Name) and cls.id in _WHOLE:
            return subject
        names = self._graph.add(Attr(subject, "__match_args__", at))
        name = self._graph.add(Item(names, self._graph.add(Const(number, at)), at))
        return self._graph.add(Call(self._graph.add(Name("getattr", at)), (subject, name), (), at))


_WHOLE = frozenset(
    ("bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple")
)
"""Classes whose patterns match the object itself."""


def _fits_any(pattern: ast.pattern) -> bool:
    """A pattern that only gives a name, or none."""
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None
