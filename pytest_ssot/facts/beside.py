"""Files that are no source but decide what sources do: configurations that the project keeps beside them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from pytest_ssot.trees import Tree, is_configuration

MOST_BYTES = 50_000
"""A larger file holds data, not settings."""


class Beside:
    """Reads the configurations of a tree on demand, and remembers which were asked for."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._texts: dict[str, str | None] = {}
        self._digests: dict[str, bytes] = {}

    def text(self, path: str) -> str | None:
        """What a configuration says; None for one that is not there, or is none."""
        if path not in self._texts:
            data = self._tree.beside(path) if is_configuration(path) else None
            self._digests[path] = digest_of(data)
            self._texts[path] = _decoded(data) if data is not None and len(data) <= MOST_BYTES else None
        return self._texts[path]

    @property
    def digests(self) -> Mapping[str, bytes]:
        """What was asked for so far, each with a checksum of its content."""
        return self._digests


def digest_of(data: bytes | None) -> bytes:
    """A checksum of a content; nothing for none."""
    return b"" if data is None else blake2b(data, digest_size=16).digest()


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
