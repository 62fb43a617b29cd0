"""Which files have to do with WebSockets: by their names, or by what they mention."""

from __future__ import annotations

import re

from pytest_ssot.trees import Tree

_NAMED = re.compile(r"web[-_]?sockets?|socket[-_]?io|(?<![a-z0-9])wss?(?![a-z0-9])", re.IGNORECASE)
_MENTIONED = re.compile(rb"web[-_]?socket|socket[-_.]?io|\bwss?://", re.IGNORECASE)


def websocket_files(tree: Tree) -> frozenset[str]:
    """The source files of the tree that have to do with WebSockets.

    A file does if a part of its path says so (`websocket_core/auth.py`, `api/ws.py`), or if its text
    mentions WebSockets, Socket.IO or an address that starts with `ws://`. One that cannot be read is told
    by its gap and does not.
    """
    return frozenset(path for path in tree.paths() if _NAMED.search(path) or _mentions(tree, path))


def _mentions(tree: Tree, path: str) -> bool:
    content = tree.read(path)
    return isinstance(content, bytes) and bool(_MENTIONED.search(content))
