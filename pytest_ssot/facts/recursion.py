"""How deep reading and linking may recurse: as deep as the scanned code, not as the caller allows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

DEEPEST_RECURSION = 20_000
"""Python frames allowed; `parse` bounds how deep a tree is, `resolve` how deep values are followed."""


@contextmanager
def deep_recursion() -> Iterator[None]:
    """The recursion limit is lifted inside; whatever was allowed around stays allowed on top."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + DEEPEST_RECURSION)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
