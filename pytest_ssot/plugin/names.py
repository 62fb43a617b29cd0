"""Node ids of source files: one line, printable, unambiguous."""

from __future__ import annotations

from pytest_ssot.formats.text.printable import printable


def file_id(path: str) -> str:
    r"""A path as it stands in a node id; different paths stay different.

    Line ends, terminal escapes and bytes that are not UTF-8 would corrupt the output, the cache or
    the way to a worker; a second colon in a row would be read as the end of the path.
    """
    return printable(path.replace("\\", "\\\\")).replace("::", ":\\x3a")


def item_id(path: str) -> str:
    """The node id of a source file's item."""
    return f"{file_id(path)}::ssot"
