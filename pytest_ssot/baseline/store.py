"""The file a baseline lives in: read with care, replaced at once or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pytest_ssot.baseline.codec import BaselineError, dumps, loads
from pytest_ssot.baseline.entry import Baseline
from pytest_ssot.baseline.locking import PATIENCE, exclusive

MOST_BYTES = 1 << 28
"""A larger file is no baseline that anybody meant to read."""


def load(path: Path) -> Baseline | None:
    """The baseline in a file; None when there is no such file.

    `BaselineError` for whatever else is there: another kind of file, another format, a damaged or
    newer baseline, one with conflict markers, one that may not be read.
    """
    target = _target(path)
    try:
        status = target.stat()
        if status.st_size > MOST_BYTES:
            raise BaselineError(
                f"{path}: {status.st_size} bytes are too many for a baseline; name another file"
            )
        text = target.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise BaselineError(
            f"{path}: not a text in UTF-8, so no baseline; restore it from version control, or move it away"
        ) from error
    except OSError as error:
        raise BaselineError(f"{path}: cannot be read: {error.strerror}; check its permissions") from error
    return loads(text, str(path))


def save(path: Path, baseline: Baseline, *, patience: float = PATIENCE) -> bool:
    """Replace the baseline in a file; False when it holds the very same already.

    The file is new or complete at any time, whenever the process ends. What is there and cannot be
    read as a baseline is not touched: `BaselineError`, as for a file that cannot be written.
    """
    return edit(path, lambda _: baseline, patience=patience)


def edit(path: Path, change: Callable[[Baseline | None], Baseline], *, patience: float = PATIENCE) -> bool:
    """Replace the baseline in a file by what `change` makes of it, while nobody else can write it.

    `change` gets None when there is no file yet. False when nothing had to be written.
    """
    target = _target(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(target, patience):
            text = dumps(change(load(path)))
            if _holds(target, text):
                return False
            _replace(target, text)
    except OSError as error:
        raise BaselineError(f"{path}: cannot be written: {error.strerror}; the file is as it was") from error
    return True


def replace_file(path: Path, baseline: Baseline, *, patience: float = PATIENCE) -> None:
    """Replace what is in a file, whatever it is: for a caller who has read it, such as a merge.

    `BaselineError` when it cannot be written; the file is then as it was.
    """
    target = _target(path)
    try:
        with exclusive(target, patience):
            _replace(target, dumps(baseline))
    except OSError as error:
        raise BaselineError(f"{path}: cannot be written: {error.strerror}; the file is as it was") from error


def _target(path: Path) -> Path:
    """The file itself, behind links; a link that leads nowhere is refused, and so is what is no file."""
    target = path
    try:
        target = path.resolve(strict=False)
        if path.is_symlink() and not target.exists():
            raise BaselineError(f"{path}: a link that leads nowhere ({target}); remove or mend it")
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "a link that leads to itself"
        raise BaselineError(f"{path}: cannot be read: {reason}; name another file") from error
    if not stat.S_ISREG(mode):
        kind = "a directory" if stat.S_ISDIR(mode) else "not a regular file"
        raise BaselineError(f"{path}: {kind}; name a file for the baseline")
    return target


def _holds(target: Path, text: str) -> bool:
    try:
        return target.read_bytes() == text.encode("ascii")
    except FileNotFoundError:
        return False


def _replace(target: Path, text: str) -> None:
    """Write beside the target and move over it: a crash leaves the old file, never half a new one."""
    mode = _mode(target)
    beside = target.with_name(f".{target.name}.{os.getpid()}.{os.urandom(4).hex()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else mode)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - the descriptor is open already
            file.write(text.encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            beside.chmod(mode)
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _settle(target.parent)


def _mode(target: Path) -> int | None:
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return None
    if not mode & 0o222 or not os.access(target, os.W_OK):
        # A replacement would succeed all the same, against what the permissions say.
        raise PermissionError(13, "it is write-protected", str(target))
    return mode


def _settle(directory: Path) -> None:
    """Have the directory itself written, where that can be asked for."""
    with suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
