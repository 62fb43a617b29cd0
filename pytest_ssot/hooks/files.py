"""Hook files written, moved and removed, each step whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from pytest_ssot.errors import SsotError
from pytest_ssot.hooks.changes import Change


def apply(change: Change) -> None:
    """Do what was decided; `SsotError` when a file or directory refuses, and then the hook is as it was."""
    try:
        if change.back is not None:
            change.back.replace(change.path)
        elif change.removes:
            change.path.unlink()
        elif change.content is not None:
            _put(change, change.content)
    except OSError as problem:
        raise SsotError(f"cannot change the hook {change.path}: {problem.strerror}") from problem


def _put(change: Change, content: bytes) -> None:
    change.path.parent.mkdir(parents=True, exist_ok=True)
    # git ignores hooks by such names.
    descriptor, name = mkstemp(prefix=".ssot-", dir=change.path.parent)
    new = Path(name)
    try:
        _write(descriptor, content)
        new.chmod(change.mode)
        if change.aside is not None:
            change.path.rename(change.aside)
        new.replace(change.path)
    except OSError:
        if change.aside is not None and not os.path.lexists(change.path):
            with suppress(OSError):
                change.aside.rename(change.path)
        new.unlink(missing_ok=True)
        raise


def _write(descriptor: int, content: bytes) -> None:
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
