"""What `-m` means for source files: which severities are judged, and which markers say so."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import pytest

from pytest_ssot.model import Severity


class ActiveSeverities:
    """The severities a marker expression selects: those for which it holds, one at a time."""

    def __init__(self, expression: str) -> None:
        self._holds = _compile(expression)

    @cached_property
    def all(self) -> tuple[Severity, ...]:
        """The severities to judge, heaviest first; none when the expression wants no source file."""
        return tuple(severity for severity in Severity if self._holds({"ssot", severity}))

    @cached_property
    def marks(self) -> tuple[pytest.Mark, ...]:
        """The markers every item carries, so that pytest's own selection agrees.

        An expression such as `not (critical and error)` holds for each severity but not for both
        together: then one witness stands for all that are judged.
        """
        # Plain strings: execnet refuses to carry members of an enum to another process.
        names = ("ssot", *(severity.value for severity in self.all))
        if self.all and not self._holds(set(names)):
            names = names[:2]
        return tuple(getattr(pytest.mark, name).mark for name in names)


def _compile(expression: str) -> Callable[[set[str]], bool]:
    """Whether the expression holds for a set of marker names; always, when pytest cannot tell."""
    if not expression:
        return _always
    try:
        from _pytest.mark import expression as language  # no public way to evaluate -m exists
    except ImportError:
        return _always
    try:
        compiled = language.Expression.compile(expression)
    except (SyntaxError, getattr(language, "ParseError", SyntaxError)):  # pytest 9, pytest 8
        return _always  # pytest reports the mistake itself

    def holds(names: set[str]) -> bool:
        return compiled.evaluate(lambda name, /, **arguments: name in names and not arguments)

    return holds


def _always(names: set[str]) -> bool:  # noqa: ARG001 - holds whatever the names
    return True
