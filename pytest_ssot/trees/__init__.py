"""Where source text comes from: one protocol, one module per kind of tree."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Protocol

from pytest_ssot.model import Gap

SOURCE_SUFFIXES = (".py", ".pyw")
"""What names a Python source file. Stubs (`.pyi`) declare and never run; scripts without a suffix
would have to be read to be recognised, so they are named as roots."""


SETTINGS_SUFFIXES = frozenset(
    {".json", ".toml", ".ini", ".cfg", ".conf", ".yaml", ".yml", ".env", ".properties"}
)
"""What names a file that people keep settings in; of no other one is the content ever looked at."""


def is_source(path: str) -> bool:
    """Whether the name says that Python would run the file."""
    return path.lower().endswith(SOURCE_SUFFIXES)


def is_configuration(path: str) -> bool:
    """Whether the name says that a file holds settings."""
    name = posixpath.basename(path).lower()
    return posixpath.splitext(name)[1] in SETTINGS_SUFFIXES or name == ".env" or name.startswith(".env.")


class Tree(Protocol):
    """A set of source files by path, relative to one root, with forward slashes.

    Listing and reading never raise for a single bad file: what cannot be read is a `Gap`.
    """

    description: str
    """What is judged, in words for people."""

    medium: str
    """What gives signatures their meaning: those of one medium may be compared."""

    def paths(self) -> tuple[str, ...]:
        """All source files, sorted, each once."""

    def gaps(self) -> tuple[Gap, ...]:
        """What could not be listed (unreadable directories, links that leave the root …)."""

    def read(self, path: str) -> bytes | Gap:
        """The content of one file, or why it cannot be had."""

    def beside(self, path: str) -> bytes | None:
        """The content of a file that is no source, such as a configuration; None if there is none."""

    def signature(self, path: str) -> str:
        """Text that is another one as soon as the content is, had without reading it; "" if there is none."""


class MemoryTree:
    """Source text handed over directly, as the fixtures and the rule examples do."""

    description = "text in memory"
    medium = "memory"

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)

    def paths(self) -> tuple[str, ...]:
        return tuple(sorted(path for path in self._files if not is_configuration(path)))

    def gaps(self) -> tuple[Gap, ...]:
        return ()

    def read(self, path: str) -> bytes | Gap:
        data = self._files.get(path)
        return Gap(path, "no such file") if data is None else data

    def beside(self, path: str) -> bytes | None:
        return self._files.get(path)

    def signature(self, path: str) -> str:  # noqa: ARG002 - see Tree
        return ""


__all__ = ["SOURCE_SUFFIXES", "MemoryTree", "Tree", "is_configuration", "is_source"]
