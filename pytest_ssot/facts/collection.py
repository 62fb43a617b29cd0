"""When Python looks for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """No garbage is looked for inside.

    A syntax tree is a great many objects that all live until it has been read: looking through them
    again and again takes longer than making them, and never finds anything.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


MOST_UNCOLLECTED = (100_000, 20, 100)
"""How many objects are made, and how often those are searched, before more of what there is gets searched."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Garbage is looked for seldom inside: what is learned of a project stays until it has been judged."""
    known = gc.get_threshold()
    gc.set_threshold(*MOST_UNCOLLECTED)
    try:
        yield
    finally:
        gc.set_threshold(*known)
