"""Functions that are run as a program, from a command line."""

from __future__ import annotations

import re

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links
from pytest_ssot.facts.module import MODULE, FunctionFacts, ModuleFacts
from pytest_ssot.facts.places import decorator_words
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.callers import callers_of

DEEPEST_PROGRAM = 3
"""Functions that call each other from the start of a program to where it prints."""


def is_started(links: Links, module: ModuleFacts, index: int) -> bool:
    """A function is run by a command line or a module alone: that it comes back tells nobody anything."""
    if is_of_command(module, module.functions[index]):
        return True
    callers = [caller for caller, _ in callers_of(links, module, index)]
    return bool(callers) and all(one.fact.function == MODULE for one in callers)


def is_of_program(links: Links, module: ModuleFacts, index: int, depth: int = DEEPEST_PROGRAM) -> bool:
    """What a module does as it is run, or a function that only such things call, if by way of others."""
    if index == MODULE or _PROGRAM.search(module.functions[index].name) or is_started(links, module, index):
        return True
    callers = [caller for caller, _ in callers_of(links, module, index)] if depth else []
    return bool(callers) and all(
        is_of_program(links, one.module, one.fact.function, depth - 1) for one in callers
    )


_PROGRAM = re.compile(r"^_*(main|cli|cmd|command)(_|$)")
"""The names of functions that are what a program does."""


def is_of_command(module: ModuleFacts, function: FunctionFacts) -> bool:
    """A function is one that is called from a command line."""
    return not _COMMANDS.isdisjoint(decorator_words(module, function))


_COMMANDS = frozenset({"command", "group"})
"""What makes a function one that is called from a command line."""


def asks_for_name(module: ModuleFacts, test: Value) -> bool:
    """A test asks if a module is run as a program: `__name__ == "__main__"`."""
    node = module.nodes[test]
    sides = (node.left, node.right) if isinstance(node, v.Compare) and node.op == "Eq" else ()
    return any(getattr(module.nodes[one], "value", None) == "__main__" for one in sides)


__all__ = ["asks_for_name", "is_of_command", "is_of_program", "is_started"]
