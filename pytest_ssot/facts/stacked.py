"""Calls of what a decorator makes by what the decorator above it has put around that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.resolved import FunctionKey, FunctionRef
from pytest_ssot.facts.sites import Site


def calls_by(around: Iterable[FunctionRef], key: FunctionKey) -> Iterator[Site]:
    """The calls by which functions call one that the functions around them were handed."""
    for one in around:
        for fact in one.module.calls_in.get(one.index, ()):
            node = one.module.nodes[fact.value]
            asked = one.module.nodes[node.callee] if isinstance(node, v.Call) else None
            if isinstance(asked, v.Free):
                held = one.frames.get((one.module.path, asked.function), {}).get(asked.name, ())
                if any(isinstance(each, FunctionRef) and each.key == key for each in held):
                    yield Site(one.module, fact, one.frames)
