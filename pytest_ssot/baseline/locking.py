"""One writer at a time, across threads and processes, with what the operating system offers."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pytest_ssot.baseline.codec import BaselineError

PATIENCE = 60.0
"""So many seconds a writer waits for its turn."""

_PAUSE = 0.02


@contextmanager
def exclusive(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Nobody else who asks for the same file holds it inside; a crash releases it.

    `BaselineError` after `patience` seconds.
    """
    descriptor = _descriptor(path)
    try:
        end = time.monotonic() + patience
        while not _locked(descriptor):
            if time.monotonic() > end:
                raise BaselineError(
                    f"{path}: another process has been writing it for {patience:.0f} seconds; wait for it "
                    "to end, or end it, and try again"
                )
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _descriptor(path: Path) -> int:
        beside = path.with_name(f".{path.name}.lock")
        return os.open(beside, os.O_RDWR | os.O_CREAT, 0o666)

    def _locked(descriptor: int) -> bool:
        with suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            return True
        return False

else:
    import fcntl

    def _descriptor(path: Path) -> int:
        # The directory itself is locked: that leaves no file behind, and the baseline may not exist yet.
        return os.open(path.parent, os.O_RDONLY)

    def _locked(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
