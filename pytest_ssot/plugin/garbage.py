"""What is left at the end of a run, and need not be searched for garbage."""

from __future__ import annotations

import atexit
import gc

import pytest


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


__all__ = ["LastSearches"]
