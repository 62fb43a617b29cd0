"""Where the report of each gate is kept: a file per run, whole or not at all, never one over another."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from secrets import token_hex

from pytest_ssot.errors import SsotError

DIRECTORY = "reports/ci_compliance"
NAME = "ci_ssot_compliance"
"""The report of a gate; `ci_ssot_compliance_20261124_093000.json`."""


def keep(directory: Path, name: str, text: str, moment: datetime) -> Path:
    """Write the text to a new file of the directory, named by the moment in UTC, and say which it is.

    A second run in the same second gets a number. `SsotError` when it cannot be written.
    """
    stamp = moment.astimezone(UTC).strftime("%Y%m%d_%H%M%S")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        temporary = directory / f".{name}_{stamp}.{token_hex(4)}.tmp"
        try:
            _write(temporary, text)
            return _named(temporary, directory, f"{name}_{stamp}")
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as problem:
        raise SsotError(f"the report cannot be written to {directory}: {problem.strerror}") from problem


def _write(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _named(temporary: Path, directory: Path, name: str) -> Path:
    """The file under the first name that is free; a name is taken in one step, whoever else wants it."""
    for number in count(1):
        path = directory / (f"{name}.json" if number == 1 else f"{name}_{number}.json")
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            continue
        except OSError:  # a file system without links: the name is reserved, then filled
            try:
                path.open("x").close()
            except FileExistsError:
                continue
            temporary.replace(path)
        return path
    raise AssertionError("numbers do not end")
