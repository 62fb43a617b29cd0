"""The cheapest plugin that makes an item of every file, as everybody would write it: it does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


class EmptyFile(pytest.File):
    """A file with one item."""

    def collect(self) -> Iterator[pytest.Item]:
        yield EmptyItem.from_parent(self, name="empty")


class EmptyItem(pytest.Item):
    """Passes."""

    def runtest(self) -> None:
        """Do nothing."""

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, "empty"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """An item for every Python file."""
    if file_path.suffix != ".py":
        return None
    file: EmptyFile = EmptyFile.from_parent(parent, path=file_path)
    return file
