"""What stands where in a file, for files that hold thousands of each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from pytest_ssot.facts.values import AnyNode, Attr, Class, Imported, Name, Span, Value

Lines = dict[int, tuple[int, ...]]
"""The numbers of the spans that each line belongs to."""


class Places:
    """The definitions, functions and calls of a module by line, and where names and classes are values."""

    def __init__(
        self,
        nodes: Sequence[AnyNode],
        definitions: Sequence[Span],
        functions: Sequence[Span],
        calls: Sequence[Span],
    ) -> None:
        self._nodes = nodes
        self._definitions, self._functions, self._calls = definitions, functions, calls

    @cached_property
    def definitions(self) -> Lines:
        """The definitions that each line belongs to."""
        return _by_line(self._definitions)

    @cached_property
    def functions(self) -> Lines:
        """The functions that each line belongs to."""
        return _by_line(self._functions)

    @cached_property
    def calls(self) -> Lines:
        """The calls that each line belongs to."""
        return _by_line(self._calls)

    @cached_property
    def named(self) -> dict[str | int, tuple[Value, ...]]:
        """Where each name or attribute is read, and each class of the module, by its index, is a value."""
        found: dict[str | int, list[Value]] = {}
        for number, node in enumerate(self._nodes):
            if isinstance(node, Name | Attr | Imported):
                found.setdefault(node.name, []).append(number)
            elif isinstance(node, Class):
                found.setdefault(node.index, []).append(number)
        return {name: tuple(numbers) for name, numbers in found.items()}


def _by_line(spans: Sequence[Span]) -> Lines:
    """The lines of spans, which may lie within each other."""
    found: dict[int, list[int]] = {}
    for number, (first, _, last, _) in enumerate(spans):
        for line in range(first, last + 1):
            found.setdefault(line, []).append(number)
    return {line: tuple(numbers) for line, numbers in found.items()}


def encloses(span: Span, place: Span) -> bool:
    """A place lies within a span."""
    return span[:2] <= place[:2] and place[2:] <= span[2:]
