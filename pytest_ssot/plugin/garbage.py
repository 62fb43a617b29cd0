"""Python's garbage collector, kept away from a hundred thousand objects that are no garbage."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def paused_collector() -> Iterator[None]:
    """No search for garbage while objects are made that live as long as the session.

    Each search would look at all of them again: a quarter of the time that making them takes.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class LastSearches:
    """Spares a session that ran no tests the searches at its end, a fifth of the time of a large one.

    pytest looks for what tests left behind, and Python for what can be freed before the process ends.
    """

    def __init__(self, config: pytest.Config) -> None:
        # Cleanups run in reverse order; where pytest's search is one of them, it was added after this.
        config.add_cleanup(gc.unfreeze)
        atexit.register(gc.freeze)

    @pytest.hookimpl(tryfirst=True)
    def pytest_unconfigure(self) -> None:
        gc.freeze()


__all__ = ["LastSearches", "paused_collector"]
