"""Methods that put an object into words which only people read."""

from __future__ import annotations

import re

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import FunctionFacts, ModuleFacts
from pytest_ssot.facts.values import Value


def is_for_people(module: ModuleFacts, function: FunctionFacts) -> bool:
    """A method describes its object: in whatever words, or as `str`, in such as describe something."""
    if function.owner < 0:
        return False
    described = function.name == "__str__" and bool(function.returns)
    return function.name in _FOR_PEOPLE or (
        described and all(_DESCRIBING.search(_wording(module, one)) for one in function.returns)
    )


_FOR_PEOPLE = ("__repr__", "__rich__", "__rich_repr__")

_DESCRIBING = re.compile(r"[\s<(=]")
"""What a text has in it that is no name or key: blanks, brackets, `name=`."""


def _wording(module: ModuleFacts, value: Value) -> str:
    """The constant parts of a text that is put together; empty for any other value."""
    node = module.root(value)
    parts = node.parts if isinstance(node, v.Text) else ()
    if isinstance(node, v.Binary):
        parts = (node.left,)
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
    if isinstance(callee, v.Attr) and callee.name == "format":
        parts = (callee.base,)
    words = (getattr(module.nodes[one], "value", None) for one in parts)
    return "".join(one for one in words if isinstance(one, str))


__all__ = ["is_for_people"]
