"""Which reader reads which kind of syntax node."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from pytest_ssot.facts.scopes import Scope

Node = TypeVar("Node", bound=ast.AST)
Result = TypeVar("Result")


class Readers(Generic[Result]):
    """Readers by the kind of node they accept."""

    def __init__(self) -> None:
        # What each reader accepts is checked where it is added; a mapping cannot say it.
        self._by_kind: dict[type[ast.AST], Callable[[Any, Scope], Result]] = {}

    def add(self, kind: type[Node], read: Callable[[Node, Scope], Result]) -> None:
        """Let `read` read the nodes of one kind."""
        self._by_kind[kind] = read

    @property
    def by_kind(self) -> Mapping[type[ast.AST], Callable[[Any, Scope], Result]]:
        """The reader of each kind that is read."""
        return self._by_kind
